//! A clarification of policy whose text isn't the one that somebody read.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::license::all;
use super::{Facts, Find, Rule};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "void-clarification", practice: 5, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Each clarification once for a component, wherever that is declared.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for licensed in all(facts) {
        let component = &licensed.occurrence.component;
        for (place, reason) in &licensed.fact.void {
            if !told.insert((place, component)) {
                continue;
            }
            let entry = facts.policy.demands.clarifications.iter().find(|entry| entry.place == *place);
            let license = entry.map_or("", |entry| &entry.license);
            let subject = Subject {
                file: place.tree_path().cloned(),
                component: Some((Arc::from(component.ecosystem.as_str()), component.name.clone())),
                item: Arc::from(license),
            };
            let message = say::void_clarification(license, component).because(reason.clone());
            findings.push(Finding {
                component: Some(component.clone()),
                remedy: Some(say::void_clarification_remedy()),
                related: vec![(licensed.occurrence.place.clone(), say::declared_here())],
                ..Finding::new(&RULE.info, place.clone(), message, subject)
            });
        }
    }
    findings
}
