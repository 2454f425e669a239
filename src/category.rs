//! Categories of components that touch input which nobody vouches for:
//! `policies/component-categories.toml`, part of the binary.
//!
//! The table is a plain list of package URLs by category, so its lines are
//! scanned, which takes a fraction of what a TOML reader would; a test holds
//! that both see the same.

use std::sync::LazyLock;

use crate::domain::component::Component;
use crate::purl::ComponentPattern;

/// The table, as it is published with the product.
pub const TABLE: &str = include_str!("../policies/component-categories.toml");

/// The category's id of policy's own entries, which the table doesn't have.
pub const OF_POLICY: &str = "policy";

/// The table's entries as patterns, read once and only by a run that asks.
static PUBLISHED: LazyLock<Vec<(&'static str, ComponentPattern)>> = LazyLock::new(|| {
    entries().filter_map(|(category, text)| Some((category, ComponentPattern::parse(text)?))).collect()
});

/// Categories of the components of some ecosystems.
#[derive(Debug, Default)]
pub struct Categories {
    own: Vec<ComponentPattern>,
}

impl Categories {
    /// The categories of components that policy names beside the table.
    pub fn with<'text>(own: impl Iterator<Item = &'text str>) -> Self {
        Self { own: own.filter_map(ComponentPattern::parse).collect() }
    }

    /// The category of a component, when it has one: policy's own entries first.
    pub fn of(&self, component: &Component) -> Option<&'static str> {
        if self.own.iter().any(|pattern| pattern.names(component)) {
            return Some(OF_POLICY);
        }
        let found = PUBLISHED.iter().find(|(_, pattern)| pattern.names(component));
        found.map(|(category, _)| *category)
    }
}

/// Every entry of the table, with its category.
pub fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut category = "";
    TABLE.lines().filter(|line| !line.starts_with('#')).flat_map(move |line| {
        if let Some((name, _)) = line.split_once(" = [") {
            category = name;
        }
        let category = category;
        // Every other piece between quotes is an entry.
        line.split('"').skip(1).step_by(2).map(move |text| (category, text))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Categories, TABLE, entries};
    use crate::domain::component::{Component, Ecosystem, Version};
    use crate::messages::rules::coverage::category_words;
    use crate::purl::{ComponentPattern, PackageUrl};

    /// Types of packages that the table speaks of; all but those of operating
    /// systems and C++ have names in OSV.
    const TYPES: [&str; 15] = [
        "apk", "cargo", "composer", "conan", "deb", "gem", "golang", "hex", "maven", "npm", "nuget", "pub",
        "pypi", "rpm", "swift",
    ];

    #[test]
    fn the_scan_sees_what_a_reader_of_toml_sees() {
        let table: BTreeMap<String, Vec<String>> = toml::from_str(TABLE).expect("TOML");
        let read: BTreeSet<(&str, &str)> = table
            .iter()
            .flat_map(|(category, texts)| texts.iter().map(move |text| (category.as_str(), text.as_str())))
            .collect();
        assert_eq!(entries().collect::<BTreeSet<_>>(), read);
        assert_eq!(entries().count(), read.len(), "an entry stands twice in its category");
    }

    #[test]
    fn every_entry_is_a_package_url_of_a_known_type_and_stands_once() {
        let mut seen: BTreeMap<ComponentPattern, &str> = BTreeMap::new();
        for (category, text) in entries() {
            let url = PackageUrl::parse(text).unwrap_or_else(|| panic!("`{text}` is no package URL"));
            assert!(TYPES.contains(&url.kind.as_str()), "{text}");
            assert!(
                !url.ecosystem().starts_with("purl:") || ["apk", "deb", "rpm"].contains(&&*url.kind),
                "{text}"
            );
            assert_eq!(url.version, None, "{text}");
            let pattern =
                ComponentPattern::parse(text).unwrap_or_else(|| panic!("`{text}` names everything"));
            let before = seen.insert(pattern, category);
            assert_eq!(before, None, "`{text}` of {category} stands in {before:?} too");
        }
    }

    #[test]
    fn every_category_has_its_words_and_speaks_of_every_type() {
        let mut types: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (category, text) in entries() {
            assert!(category_words(category).is_some(), "`{category}` has no words");
            types.entry(category).or_default().extend(PackageUrl::parse(text).map(|url| url.kind));
        }
        assert!(types.len() >= 10, "{types:?}");
        for (category, types) in types {
            let missing: Vec<_> = TYPES.iter().filter(|kind| !types.contains(**kind)).collect();
            // What systems pack has no archive of templates or of messages.
            assert!(
                missing.iter().all(|kind| ["apk", "deb", "rpm"].contains(*kind)),
                "{category}: {missing:?}"
            );
        }
    }

    #[test]
    fn policy_adds_to_the_table() {
        let component = |ecosystem: &str, name: &str| Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: name.into(),
            version: Version::Unstated,
        };
        let categories = Categories::with(["pkg:npm/@acme/*"].into_iter());
        assert_eq!(categories.of(&component("npm", "@acme/soap")), Some("policy"));
        assert_eq!(categories.of(&component("crates.io", "quick-xml")), Some("markup"));
        assert_eq!(categories.of(&component("Go", "github.com/go-git/go-git/v5")), Some("protocol"));
        assert_eq!(categories.of(&component("npm", "left-pad")), None);
    }
}
