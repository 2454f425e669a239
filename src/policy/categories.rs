//! Categories of licences: `policies/licenses.toml`, part of the binary.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The names of the categories, from the freest on.
pub(super) const CATEGORIES: &[&str] =
    &["permissive", "weak-copyleft", "strong-copyleft", "network-copyleft", "source-available"];

const TABLE: &str = include_str!("../../policies/licenses.toml");

/// The SPDX ids of these categories. The table is read only when one is named.
pub(super) fn ids_of(categories: &[Arc<str>]) -> Vec<Arc<str>> {
    if categories.is_empty() {
        return Vec::new();
    }
    let table = table();
    let named = categories.iter().filter_map(|category| table.get(&**category));
    named.flatten().map(|id| Arc::from(id.as_str())).collect()
}

/// A test holds that the embedded text is such a table.
fn table() -> BTreeMap<String, Vec<String>> {
    toml::from_str(TABLE).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CATEGORIES, table};
    use crate::policy::value::license_of;

    #[test]
    fn every_category_has_licences_of_the_list_and_each_stands_once() {
        let table = table();
        let names: BTreeSet<&str> = table.keys().map(String::as_str).collect();
        assert_eq!(names, CATEGORIES.iter().copied().collect());
        let mut seen = BTreeSet::new();
        for (category, ids) in &table {
            assert!(ids.len() >= 5, "{category}");
            for id in ids {
                assert_eq!(license_of(id).as_deref(), Some(&**id), "`{id}` isn't how the list spells it");
                assert!(seen.insert(id), "`{id}` stands twice");
            }
        }
        assert!(seen.len() > 100, "only {} licences", seen.len());
    }
}
