//! Package URLs of components, for display and exchange. They are never keys:
//! the specification lower-cases names that their ecosystem tells apart (Go).
//!
//! Specification: <https://github.com/package-url/purl-spec>.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::component::{Component, Ecosystem, Origin};

/// What a part keeps as it is: letters, digits and `.-_~:`.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~').remove(b':');

/// The package URL of a component, with where it comes from when that isn't a
/// registry. `None` for what has none: parts of the repository itself, local
/// paths, ecosystems without a type of their own, and names that don't have
/// the form of their ecosystem's.
pub(super) fn of(component: &Component, origin: Option<&Origin>) -> Option<String> {
    let qualifier = match origin {
        Some(Origin::FirstParty | Origin::Path { .. }) => return None,
        Some(Origin::Git { url, revision }) => Some(("vcs_url", git_url(url, revision.as_deref()))),
        Some(Origin::Archive { url }) => Some(("download_url", url.to_string())),
        Some(Origin::Registry { .. } | Origin::Unstated) | None => None,
    };
    let (kind, namespace, name) = typed(component)?;
    let mut purl = format!("pkg:{kind}/");
    for part in namespace.iter().flat_map(|namespace| namespace.split('/')).filter(|part| !part.is_empty()) {
        purl.extend(utf8_percent_encode(part, PART));
        purl.push('/');
    }
    purl.extend(utf8_percent_encode(&name, PART));
    if let Some(version) = component.version.exact() {
        purl.push('@');
        purl.extend(utf8_percent_encode(version, PART));
    }
    if let Some((key, value)) = qualifier {
        purl.extend(["?", key, "="]);
        purl.extend(utf8_percent_encode(&value, PART));
    }
    Some(purl)
}

/// Type, namespace and name, normalised as the type asks.
fn typed(component: &Component) -> Option<(&'static str, Option<String>, String)> {
    let name = &*component.name;
    if name.is_empty() {
        return None;
    }
    match component.ecosystem.as_str() {
        Ecosystem::CRATES_IO => Some(("cargo", None, name.to_owned())),
        Ecosystem::NUGET => Some(("nuget", None, name.to_owned())),
        Ecosystem::PYPI => Some(("pypi", None, name.to_lowercase().replace('_', "-"))),
        Ecosystem::NPM => Some(split("npm", &name.to_lowercase())),
        Ecosystem::GO => Some(split("golang", &name.to_lowercase())),
        Ecosystem::MAVEN => {
            let (group, artifact) = name.split_once(':')?;
            Some(("maven", Some(group.to_owned()), artifact.to_owned()))
        }
        _ => None,
    }
}

/// Everything before the last slash is the namespace.
fn split(kind: &'static str, name: &str) -> (&'static str, Option<String>, String) {
    match name.rsplit_once('/') {
        Some((namespace, name)) => (kind, Some(namespace.to_owned()), name.to_owned()),
        None => (kind, None, name.to_owned()),
    }
}

fn git_url(url: &str, revision: Option<&str>) -> String {
    let url = if url.starts_with("git+") || url.starts_with("git:") {
        url.to_owned()
    } else {
        format!("git+{url}")
    };
    match revision {
        Some(revision) => format!("{url}@{revision}"),
        None => url,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::of;
    use crate::domain::component::{Component, Ecosystem, Origin, Version};
    use crate::report::golden::shared;

    fn component(ecosystem: &str, name: &str, version: Option<&str>) -> Component {
        let version = version.map_or(Version::Unstated, |version| Version::Exact(Arc::from(version)));
        Component { ecosystem: Ecosystem::new(ecosystem), name: Arc::from(name), version }
    }

    /// Cases of the specification that build a package URL from plain parts.
    fn cases(file: &str) -> Vec<serde_json::Value> {
        let Some(text) = shared(&format!("vectors/purl/{file}-test.json")) else { return Vec::new() };
        let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let plain = |case: &&serde_json::Value| {
            let input = &case["input"];
            let kept = |key: &str| input.get(key).is_none_or(serde_json::Value::is_null);
            case["test_type"] == "build" && kept("qualifiers") && kept("subpath")
        };
        all["tests"].as_array().expect("a list").iter().filter(plain).cloned().collect()
    }

    #[test]
    fn the_specification_s_cases_are_built() {
        let types = [
            ("golang", Ecosystem::GO, '/'),
            ("cargo", Ecosystem::CRATES_IO, '/'),
            ("npm", Ecosystem::NPM, '/'),
            ("pypi", Ecosystem::PYPI, '/'),
            ("nuget", Ecosystem::NUGET, '/'),
            ("maven", Ecosystem::MAVEN, ':'),
        ];
        for (file, ecosystem, joint) in types {
            for case in cases(file) {
                let text = |key: &str| case["input"][key].as_str().map(str::to_owned);
                let name = text("name").expect("a name");
                let name = text("namespace").map_or(name.clone(), |space| format!("{space}{joint}{name}"));
                let built = of(&component(ecosystem, &name, text("version").as_deref()), None);
                assert_eq!(built.as_deref(), case["expected_output"].as_str(), "{case}");
            }
        }
    }

    #[test]
    fn parts_are_encoded_and_origins_are_told() {
        let odd = component(Ecosystem::CRATES_IO, "a?b#c", Some("1.0+x"));
        assert_eq!(of(&odd, None).as_deref(), Some("pkg:cargo/a%3Fb%23c@1.0%2Bx"));
        let git = Origin::Git { url: Arc::from("https://git.example/a"), revision: Some(Arc::from("abc")) };
        let expected = "pkg:cargo/a@1?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fa%40abc";
        assert_eq!(
            of(&component(Ecosystem::CRATES_IO, "a", Some("1")), Some(&git)).as_deref(),
            Some(expected)
        );
    }

    #[test]
    fn what_is_local_or_unknown_has_none() {
        let own = component(Ecosystem::NPM, "a", Some("1"));
        assert_eq!(of(&own, Some(&Origin::FirstParty)), None);
        assert_eq!(of(&component("Brewery", "a", Some("1")), None), None);
        assert_eq!(of(&component(Ecosystem::MAVEN, "no-group", Some("1")), None), None);
    }
}
