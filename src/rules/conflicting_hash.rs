//! One version of a component with two different hashes: one of them is wrong,
//! or was made so.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::component::{Ecosystem, Occurrence, Origin};
use crate::domain::finding::{Finding, Subject};
use crate::domain::quick::QuickMap;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "conflicting-hash", practice: 8, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Each further occurrence whose hashes share nothing with the first one's.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let numbering = facts.inventory.numbering();
    let mut first_seen: QuickMap<(Option<usize>, &str), &Occurrence> = QuickMap::default();
    let mut findings = Vec::new();
    for (position, occurrence) in facts.inventory.occurrences.iter().enumerate() {
        if !has_one_archive(occurrence) {
            continue;
        }
        let mut algorithms: Vec<&str> = occurrence.hashes.iter().map(|hash| &*hash.algorithm).collect();
        algorithms.sort_unstable();
        algorithms.dedup();
        for algorithm in algorithms {
            let key = (numbering.number_of(position), algorithm);
            let first = *first_seen.entry(key).or_insert(occurrence);
            if !std::ptr::eq(first, occurrence) && disagree(first, occurrence, algorithm) {
                findings.push(finding_of(facts, position, (first, occurrence), algorithm));
            }
        }
    }
    findings
}

/// Whether all hashes of the version speak of one archive. A version on PyPI
/// has several files, and a lockfile may list any of them.
fn has_one_archive(occurrence: &Occurrence) -> bool {
    let is_registry = matches!(occurrence.origin, Origin::Registry { .. });
    is_registry && occurrence.component.ecosystem.as_str() != Ecosystem::PYPI
}

/// Whether both state hashes of that algorithm in one spelling, and none in
/// common. Hexadecimal and base64 differ in length and aren't held against
/// each other.
fn disagree(first: &Occurrence, other: &Occurrence, algorithm: &str) -> bool {
    let values = |occurrence: &Occurrence| -> BTreeSet<Arc<str>> {
        let of_algorithm = occurrence.hashes.iter().filter(|hash| &*hash.algorithm == algorithm);
        of_algorithm.map(|hash| Arc::clone(&hash.value)).collect()
    };
    let (mine, theirs) = (values(first), values(other));
    let comparable = mine.iter().any(|value| theirs.iter().any(|other| other.len() == value.len()));
    comparable && mine.is_disjoint(&theirs)
}

fn finding_of(
    facts: &Facts<'_>,
    position: usize,
    (first, other): (&Occurrence, &Occurrence),
    algorithm: &str,
) -> Finding {
    let component = &other.component;
    let subject = Subject {
        file: facts.inventory.manifest_of(position).map(|manifest| manifest.path.clone()),
        component: Some((Arc::from(component.ecosystem.as_str()), Arc::clone(&component.name))),
        item: Arc::from(algorithm),
    };
    let message = say::two_hashes(component, algorithm);
    let finding = Finding::new(&RULE.info, other.place.clone(), message, subject);
    Finding {
        component: Some(component.clone()),
        occurrence: Some(position),
        related: vec![(first.place.clone(), say::other_hash(algorithm))],
        ..finding
    }
}
