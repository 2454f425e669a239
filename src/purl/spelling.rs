//! Names of packages, as two spellings of them mean one package.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::version::ruling_ecosystem;

/// The one spelling under which a package is looked up.
///
/// - PyPI: the normal form of its name specification (lower case, runs of `-`,
///   `_` and `.` become one `-`).
/// - NuGet, Packagist, GitHub Actions, VSCode: without case.
/// - Hex, Pub: in lower case, the only one that their registries take. Hex's
///   own repository goes without its name (`hexpm/phoenix`).
/// - crates.io: without case, and `_` is `-`; the registry takes no second
///   crate that differs only there.
/// - Go: without case on the hosts that know none: they serve
///   `github.com/ACME/till` as `github.com/acme/till`, and package URLs are
///   written in lower case. `std`, as some generators call Go's own library,
///   is `stdlib`.
/// - SwiftURL: the repository without scheme, user, port, `www.`, `.git` and case.
///
/// Elsewhere names are exact: npm's and Maven's registries tell cases
/// apart (npm has `JSONStream` and `jsonstream`), and the others keep to one.
/// Sources: <https://packaging.python.org/specifications/name-normalization/>,
/// <https://doc.rust-lang.org/cargo/reference/registry-index.html#name-restrictions>.
pub fn normalise<'name>(ecosystem: &str, name: &'name str) -> Cow<'name, str> {
    match ruling_ecosystem(ecosystem) {
        "PyPI" => python(name),
        "NuGet" | "Packagist" | "GitHub Actions" | "VSCode" | "Pub" => lower(name),
        "Hex" => lower(name.strip_prefix("hexpm/").unwrap_or(name)),
        "crates.io" => crates(name),
        "Go" if name == "std" => Cow::Borrowed("stdlib"),
        "Go" if HOSTS_WITHOUT_CASE.iter().any(|host| is_of(host, name)) => lower(name),
        "SwiftURL" => swift(name),
        _ => Cow::Borrowed(name),
    }
}

/// Hosts of Go modules whose paths are the same in any case.
const HOSTS_WITHOUT_CASE: &[&str] = &["github.com/", "gitlab.com/", "bitbucket.org/"];

fn is_of(host: &str, name: &str) -> bool {
    name.get(..host.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(host))
}

fn lower(name: &str) -> Cow<'_, str> {
    let is_lower = !name.chars().any(char::is_uppercase);
    if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
}

fn crates(name: &str) -> Cow<'_, str> {
    let is_normal = !name.contains(|c: char| c.is_ascii_uppercase() || c == '_');
    if is_normal { Cow::Borrowed(name) } else { Cow::Owned(name.to_ascii_lowercase().replace('_', "-")) }
}

/// What git takes for one repository: hosts answer for all of these spellings.
fn swift(name: &str) -> Cow<'_, str> {
    let place = name.split_once("://").map_or(name, |(_scheme, place)| place);
    let place = place.split(['?', '#']).next().unwrap_or(place);
    let host_ends = place.find('/').unwrap_or(place.len());
    let (host, path) = place.split_at_checked(host_ends).unwrap_or((place, ""));
    let host = host.rsplit_once('@').map_or(host, |(_user, host)| host);
    // `git@host:path` has a colon where a URL has a slash, or a port.
    let (host, first) = host.split_once(':').unwrap_or((host, ""));
    let is_port = first.bytes().all(|byte| byte.is_ascii_digit());
    let first = if is_port { "" } else { first };
    let path = percent_decode_str(path).decode_utf8_lossy();
    let parts = [first].into_iter().chain(path.split('/')).filter(|part| !part.is_empty());
    let whole = parts.fold(host.to_lowercase(), |whole, part| format!("{whole}/{}", part.to_lowercase()));
    let whole = whole.strip_suffix(".git").unwrap_or(&whole);
    Cow::Owned(whole.strip_prefix("www.").unwrap_or(whole).to_owned())
}

fn python(name: &str) -> Cow<'_, str> {
    let is_separator = |c: char| matches!(c, '-' | '_' | '.');
    let is_normal =
        !name.contains(|c: char| c.is_ascii_uppercase() || c == '_' || c == '.') && !name.contains("--");
    if is_normal {
        return Cow::Borrowed(name);
    }
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            c if !is_separator(c) => normal.push(c.to_ascii_lowercase()),
            _ if normal.ends_with('-') => {}
            _ => normal.push('-'),
        }
    }
    Cow::Owned(normal)
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn each_ecosystem_has_its_own_spelling() {
        let cases = [
            ("PyPI", "Zope.Interface__x", "zope-interface-x"),
            ("Root:PyPI", "Zope.Interface", "zope-interface"),
            ("NuGet", "Newtonsoft.Json", "newtonsoft.json"),
            ("Packagist:https://packages.example/8", "Drupal/Core", "drupal/core"),
            ("GitHub Actions", "Actions/Checkout", "actions/checkout"),
            ("VSCode", "Acme.Tool", "acme.tool"),
            ("npm", "JSONStream", "JSONStream"),
            ("Hex", "hexpm/Phoenix", "phoenix"),
            ("Hex", "acme/phoenix", "acme/phoenix"),
            ("Pub", "Http", "http"),
            ("Go", "code.example/Acme", "code.example/Acme"),
            ("Go", "github.com/ACME/Till/v2", "github.com/acme/till/v2"),
            ("Go", "std", "stdlib"),
            ("Maven", "org.Acme:Tool", "org.Acme:Tool"),
            ("RubyGems", "RedCloth", "RedCloth"),
            ("crates.io", "Serde_JSON", "serde-json"),
            ("SwiftURL", "https://git.example/Acme/Tool.git", "git.example/acme/tool"),
            ("SwiftURL", "HTTPS://www.Git.example:443//acme/%54ool.git/?x#y", "git.example/acme/tool"),
            ("SwiftURL", "git@git.example:acme/tool", "git.example/acme/tool"),
            ("SwiftURL", "ssh://git@git.example:22/acme/tool/", "git.example/acme/tool"),
            ("SwiftURL", "git.example/acme/tool", "git.example/acme/tool"),
        ];
        for (ecosystem, name, normal) in cases {
            assert_eq!(normalise(ecosystem, name), normal, "{ecosystem}");
        }
    }
}
