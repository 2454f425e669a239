//! Package URLs, and the names that OSV has for what they name.
//!
//! Format: <https://github.com/package-url/purl-spec>, "Rules for each purl
//! component"; ecosystems: <https://ossf.github.io/osv-schema/#defined-ecosystems>.
//! Names keep the case they are written in, because Go's and npm's registries
//! tell cases apart. Packages of operating systems get no ecosystem of OSV:
//! their purls name built packages, OSV names their sources.

mod pattern;
mod spelling;

pub use pattern::ComponentPattern;
pub use spelling::normalise;

use percent_encoding::percent_decode_str;

use crate::domain::component::{Component, Ecosystem, Origin};

/// Types whose names are none without a namespace: the specification of each.
const NEED_A_NAMESPACE: &[&str] = &["composer", "maven", "swift"];

/// Types whose packages have no namespace: with one, a name is another's or
/// nobody's, and tools read it in different ways.
const WITHOUT_NAMESPACE: &[&str] = &["cargo", "gem", "hackage", "nuget", "pub", "pypi"];

/// A package URL taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageUrl {
    /// The type, in lower case.
    pub kind: String,
    /// Decoded, without empty parts; empty when there is none.
    pub namespace: String,
    /// Decoded.
    pub name: String,
    /// Decoded; `None` when there is none.
    pub version: Option<String>,
    qualifiers: Vec<(String, String)>,
    /// Decoded; a folder within the package.
    subpath: String,
}

impl PackageUrl {
    /// Reads a package URL; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("pkg:")?.trim_start_matches('/');
        let (rest, subpath) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
        let (kind, path) = rest.split_once('/')?;
        if !kind.starts_with(|c: char| c.is_ascii_alphabetic()) || !is_sound(kind) {
            return None;
        }
        let (path, version) = split_version(path)?;
        let parts = path.split('/').filter(|part| !part.is_empty()).map(decoded);
        let mut parts: Vec<String> = parts.collect::<Option<_>>()?;
        let name = parts.pop()?;
        let version = decoded(version.unwrap_or_default())?;
        let kind = kind.to_ascii_lowercase();
        let misplaced = if parts.is_empty() { NEED_A_NAMESPACE } else { WITHOUT_NAMESPACE };
        if misplaced.contains(&kind.as_str()) {
            return None;
        }
        let qualifiers = qualifiers.split('&').filter(|pair| !pair.is_empty());
        Some(Self {
            kind,
            namespace: parts.join("/"),
            name,
            version: Some(version).filter(|version| !version.is_empty()),
            qualifiers: qualifiers.map(qualifier).collect::<Option<_>>()?,
            subpath: decoded(subpath)?,
        })
    }

    /// The ecosystem as OSV spells it; `purl:` and the type where OSV has none.
    pub fn ecosystem(&self) -> String {
        let known = match self.kind.as_str() {
            "cargo" => Ecosystem::CRATES_IO,
            "npm" => Ecosystem::NPM,
            "pypi" => Ecosystem::PYPI,
            "golang" => Ecosystem::GO,
            "nuget" => Ecosystem::NUGET,
            "maven" => Ecosystem::MAVEN,
            "gem" => "RubyGems",
            "composer" => "Packagist",
            "hex" => "Hex",
            "pub" => "Pub",
            "hackage" => "Hackage",
            "cran" => "CRAN",
            "swift" => "SwiftURL",
            "githubactions" => "GitHub Actions",
            "conan" => "ConanCenter",
            "julia" => "Julia",
            "bitnami" => "Bitnami",
            other => return format!("purl:{other}"),
        };
        known.to_owned()
    }

    /// The package's name as its ecosystem spells it. A scope of npm without its
    /// `@` can mean nothing else; ConanCenter's packages have no namespace, so
    /// one names who made it; and an action may stand in a folder of its
    /// repository, which other types' advisories don't tell apart.
    pub fn full_name(&self) -> String {
        let (namespace, name) = (&self.namespace, &self.name);
        match self.kind.as_str() {
            "pypi" => normalised_pypi_name(name),
            "conan" => name.clone(),
            _ if namespace.is_empty() => name.clone(),
            "maven" => format!("{namespace}:{name}"),
            "npm" if !namespace.starts_with('@') => format!("@{namespace}/{name}"),
            "githubactions" => {
                let whole = format!("{namespace}/{name}/{}", self.subpath.trim_matches('/'));
                whole.trim_end_matches('/').to_owned()
            }
            _ => format!("{namespace}/{name}"),
        }
    }

    /// Where its qualifiers say that it comes from; its type's own registry when
    /// they say nothing. A `vcs_url` without a revision only names the home of
    /// the project, as generators write it from a package's description.
    pub fn origin(&self) -> Origin {
        let of =
            |key: &str| self.qualifiers.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        if let Some((url, revision)) = of("vcs_url").and_then(pinned_revision) {
            return Origin::Git { url: url.into(), revision: Some(revision.into()) };
        }
        match (of("download_url"), of("repository_url")) {
            (Some(url), _) if url.starts_with("file:") => Origin::Path { path: url.into() },
            (Some(url), _) => Origin::Archive { url: url.into() },
            (None, url) => Origin::Registry { url: url.map(Into::into) },
        }
    }
}

/// The package URL of a component's name, without version; `None` for ecosystems
/// without a type of their own, and for names that would have to be encoded.
pub fn name_of(component: &Component) -> Option<String> {
    let name = &*component.name;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._/@:+~".contains(c);
    let (kind, name) = match component.ecosystem.as_str() {
        Ecosystem::CRATES_IO => ("cargo", name.to_owned()),
        Ecosystem::NPM => ("npm", name.to_owned()),
        Ecosystem::PYPI => ("pypi", name.to_owned()),
        Ecosystem::GO => ("golang", name.to_owned()),
        Ecosystem::NUGET => ("nuget", name.to_owned()),
        Ecosystem::MAVEN => ("maven", name.replacen(':', "/", 1)),
        "RubyGems" => ("gem", name.to_owned()),
        "Packagist" => ("composer", name.to_owned()),
        "Hex" => ("hex", name.to_owned()),
        "Pub" => ("pub", name.to_owned()),
        "SwiftURL" => ("swift", name.to_owned()),
        "ConanCenter" => ("conan", name.to_owned()),
        other => (other.strip_prefix("purl:")?, name.to_owned()),
    };
    let url = format!("pkg:{kind}/{name}");
    // What it says has to be what is meant.
    let pattern = ComponentPattern::parse(&url).filter(|_| name.chars().all(is_plain))?;
    pattern.names(component).then_some(url)
}

/// Lower case, with one dash for each run of dashes, dots and underscores.
///
/// Source: PEP 503, "Normalized Names".
pub fn normalised_pypi_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut divides = false;
    for c in name.chars() {
        if matches!(c, '-' | '_' | '.') {
            divides = true;
            continue;
        }
        if divides {
            normal.push('-');
            divides = false;
        }
        normal.extend(c.to_lowercase());
    }
    if divides {
        normal.push('-');
    }
    normal
}

/// The path and the version behind its last `@`. An `@` at the beginning of a
/// part is a scope's that nobody encoded, when more parts follow it.
fn split_version(path: &str) -> Option<(&str, Option<&str>)> {
    match path.rsplit_once('@') {
        Some((before, rest)) if before.is_empty() || before.ends_with('/') => {
            rest.contains('/').then_some((path, None))
        }
        Some((before, version)) => Some((before, Some(version))),
        None => Some((path, None)),
    }
}

/// `git+https://host/path@revision`: the `@` of a user stands before a host.
fn pinned_revision(url: &str) -> Option<(&str, &str)> {
    let (url, revision) = url.rsplit_once('@')?;
    let pins = !revision.is_empty() && !revision.contains(['/', ':']);
    pins.then_some((url, revision))
}

/// What types and keys are made of.
fn is_sound(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || ".+-_".contains(c))
}

/// Without its percent-encoding; a `%` that encodes nothing is a mistake that
/// tools read in different ways.
fn decoded(part: &str) -> Option<String> {
    let is_code = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if !part.split('%').skip(1).all(is_code) {
        return None;
    }
    let text = percent_decode_str(part).decode_utf8().ok()?;
    Some(text.into_owned())
}

fn qualifier(pair: &str) -> Option<(String, String)> {
    let (key, value) = pair.split_once('=')?;
    is_sound(key).then_some((key.to_ascii_lowercase(), decoded(value)?))
}

#[cfg(test)]
mod tests {
    use super::{PackageUrl, normalised_pypi_name};

    fn read(text: &str) -> Option<(String, String, Option<String>)> {
        let purl = PackageUrl::parse(text)?;
        Some((purl.ecosystem(), purl.full_name(), purl.version))
    }

    #[test]
    fn purls_name_what_osv_names() {
        let cases = [
            ("pkg:cargo/serde@1.0.228", "crates.io", "serde", Some("1.0.228")),
            ("pkg:npm/%40acme/basket@2.0.0", "npm", "@acme/basket", Some("2.0.0")),
            ("pkg:npm/@acme/basket", "npm", "@acme/basket", None),
            ("pkg:npm/JSONStream@1.3.5", "npm", "JSONStream", Some("1.3.5")),
            ("pkg:pypi/Ruamel_Yaml@0.18.6", "PyPI", "ruamel-yaml", Some("0.18.6")),
            (
                "pkg:golang/code.example/Acme/Tool%2Fv2@v2.0.0#cmd/tool",
                "Go",
                "code.example/Acme/Tool/v2",
                Some("v2.0.0"),
            ),
            ("pkg:maven/org.acme/tool@1.0%2Bbuild?type=jar", "Maven", "org.acme:tool", Some("1.0+build")),
            ("pkg:NuGet/Acme.Tool@1.0", "NuGet", "Acme.Tool", Some("1.0")),
            ("pkg:composer/acme/tool@1.0", "Packagist", "acme/tool", Some("1.0")),
            ("pkg:deb/debian/curl@7.50?arch=i386", "purl:deb", "debian/curl", Some("7.50")),
            (
                "pkg://generic/openssl@1.1?download_url=https://h.example/a",
                "purl:generic",
                "openssl",
                Some("1.1"),
            ),
        ];
        for (text, ecosystem, name, version) in cases {
            let expected = Some((ecosystem.to_owned(), name.to_owned(), version.map(str::to_owned)));
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_purl_is_refused() {
        for text in [
            "",
            "serde@1",
            "pkg:",
            "pkg:pypi/x/django@3.2",
            "pkg:cargo",
            "pkg:cargo/",
            "pkg:c argo/x",
            "pkg:npm/%ff",
            "pkg:/x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_compared_as_the_index_compares_them() {
        for name in ["Ruamel.Yaml--CLib", "ruamel-yaml-clib", "RUAMEL_yaml.-_clib"] {
            assert_eq!(normalised_pypi_name(name), "ruamel-yaml-clib", "{name}");
        }
        assert_eq!(normalised_pypi_name("zope.interface2"), "zope-interface2");
    }
}
