//! Package names and ecosystems, as two spellings of them mean one package.

use std::borrow::Cow;

use crate::version::ruling_ecosystem;

/// The one spelling under which a package is looked up.
///
/// - PyPI: the normal form of its name specification (lower case, runs of `-`,
///   `_` and `.` become one `-`).
/// - NuGet, Packagist, GitHub Actions, VSCode: without case.
/// - crates.io: without case, and `_` is `-`; the registry takes no second
///   crate that differs only there.
/// - Go: without case on the hosts that know none: they serve
///   `github.com/ACME/till` as `github.com/acme/till`, and package URLs are
///   written in lower case.
/// - SwiftURL: the repository without scheme, user, `.git` and case.
///
/// Elsewhere names are exact: npm's and Maven's registries tell cases
/// apart (npm has `JSONStream` and `jsonstream`), and the others keep to one.
/// Sources: <https://packaging.python.org/specifications/name-normalization/>,
/// <https://doc.rust-lang.org/cargo/reference/registry-index.html#name-restrictions>.
pub fn normalise<'name>(ecosystem: &str, name: &'name str) -> Cow<'name, str> {
    match ruling_ecosystem(ecosystem) {
        "PyPI" => python(name),
        "NuGet" | "Packagist" | "GitHub Actions" | "VSCode" => lower(name),
        "crates.io" => crates(name),
        "Go" if HOSTS_WITHOUT_CASE.iter().any(|host| is_of(host, name)) => lower(name),
        "SwiftURL" => swift(name),
        _ => Cow::Borrowed(name),
    }
}

/// Ecosystems whose suffix is the registry that a record speaks of. Files name
/// a registry by other means, so what a record says of a package is asked
/// wherever it comes from.
const BY_REGISTRY: [&str; 3] = ["Maven", "Packagist", "VSCode"];

/// The ecosystem under which a package is looked up.
pub(super) fn place_of(ecosystem: &str) -> &str {
    match ecosystem.split_once(':') {
        Some((base, _)) if BY_REGISTRY.contains(&base) => base,
        _ => ecosystem,
    }
}

/// Ecosystems of which every release has packages and advisories of its own.
const BY_RELEASE: [&str; 18] = [
    "AlmaLinux",
    "Alpaquita",
    "Alpine",
    "Azure Linux",
    "BellSoft Hardened Containers",
    "Debian",
    "Docker Hardened Images",
    "FreeBSD",
    "Mageia",
    "Photon OS",
    "Red Hat",
    "Rocky Linux",
    "Root",
    "SUSE",
    "TuxCare",
    "Ubuntu",
    "openEuler",
    "openSUSE",
];

/// Whether advisories can't be chosen because the release is left unsaid.
pub(super) fn lacks_release(ecosystem: &str) -> bool {
    BY_RELEASE.contains(&ecosystem)
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

fn swift(name: &str) -> Cow<'_, str> {
    let schemes = ["https://", "http://", "ssh://", "git://"];
    let place = schemes.iter().find_map(|scheme| name.strip_prefix(scheme)).unwrap_or(name);
    let host_ends = place.find('/').unwrap_or(place.len());
    let (host, path) = place.split_at_checked(host_ends).unwrap_or((place, ""));
    let host = host.rsplit_once('@').map_or(host, |(_user, host)| host);
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    // `git@host:path` has a colon where a URL has a slash.
    Cow::Owned(format!("{}{path}", host.replacen(':', "/", 1)).to_lowercase())
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
    use super::{lacks_release, normalise, place_of};

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
            ("Go", "code.example/Acme", "code.example/Acme"),
            ("Go", "github.com/ACME/Till/v2", "github.com/acme/till/v2"),
            ("Maven", "org.Acme:Tool", "org.Acme:Tool"),
            ("RubyGems", "RedCloth", "RedCloth"),
            ("crates.io", "Serde_JSON", "serde-json"),
            ("SwiftURL", "https://git.example/Acme/Tool.git", "git.example/acme/tool"),
            ("SwiftURL", "git@git.example:acme/tool", "git.example/acme/tool"),
            ("SwiftURL", "ssh://git@git.example/acme/tool/", "git.example/acme/tool"),
        ];
        for (ecosystem, name, normal) in cases {
            assert_eq!(normalise(ecosystem, name), normal, "{ecosystem}");
        }
    }

    #[test]
    fn a_registry_is_no_release() {
        assert_eq!(place_of("Maven:https://maven.example"), "Maven");
        assert_eq!(place_of("Debian:12"), "Debian:12");
        assert!(lacks_release("Debian") && !lacks_release("Debian:12") && !lacks_release("npm"));
    }
}
