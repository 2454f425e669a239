//! An entry without an integrity hash: whoever serves it may serve anything.
//!
//! One finding for a manifest, with the number of its entries. Only what comes
//! from a registry or an archive can have a hash, and only where the format
//! has room for one.

use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::component::{Occurrence, Origin};
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::Manifest;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-hash", practice: 8, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Formats without a place for hashes.
const WITHOUT_HASHES: [&str; 2] = ["cargo/metadata", "pypi/pyproject"];

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let manifests = facts.inventory.manifests.iter();
    let with_hashes = manifests.filter(|manifest| !WITHOUT_HASHES.contains(&manifest.reader));
    with_hashes.filter_map(|manifest| finding_of(manifest, facts)).collect()
}

fn finding_of(manifest: &Manifest, facts: &Facts<'_>) -> Option<Finding> {
    let occurrences = facts.inventory.occurrences.get(manifest.occurrences.clone())?;
    let fetched = || occurrences.iter().filter(|occurrence| is_fetched(occurrence));
    let mut bare = fetched().filter(|occurrence| occurrence.hashes.is_empty());
    let first = bare.next()?;
    let count = 1 + bare.count();
    let subject = Subject { file: Some(manifest.path.clone()), component: None, item: Arc::from("") };
    let message = say::no_hash(count, fetched().count(), &first.component);
    Some(Finding::new(&RULE.info, first.place.clone(), message, subject))
}

fn is_fetched(occurrence: &Occurrence) -> bool {
    matches!(occurrence.origin, Origin::Registry { .. } | Origin::Archive { .. })
}
