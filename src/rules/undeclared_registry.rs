//! A registry that the policy doesn't name is judged as the public one: that
//! is a belief, and a report has to show it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::finding::{Finding, Subject};
use crate::domain::origin::{OriginClass, host_and_path};
use crate::domain::place::{Place, TreePath};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "undeclared-registry", practice: 6, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// One finding for a manifest, a host and an ecosystem.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut hosts: BTreeMap<(Option<&TreePath>, &str, &str), (usize, &Place)> = BTreeMap::new();
    for (position, occurrence) in facts.inventory.occurrences.iter().enumerate() {
        let ecosystem = &occurrence.component.ecosystem;
        let class = facts.policy.class_of(&occurrence.origin, ecosystem);
        if let OriginClass::TakenForPublic { url } = class {
            let file = facts.inventory.manifest_of(position).map(|manifest| &manifest.path);
            let key = (file, host_and_path(url).0, ecosystem.as_str());
            hosts.entry(key).or_insert((0, &occurrence.place)).0 += 1;
        }
    }
    let findings = hosts.into_iter().map(|((file, host, ecosystem), (count, place))| {
        let subject = Subject { file: file.cloned(), component: None, item: Arc::from(host) };
        let finding =
            Finding::new(&RULE.info, place.clone(), say::undeclared(count, ecosystem, host), subject);
        Finding { remedy: Some(say::declare(host, ecosystem)), ..finding }
    });
    findings.collect()
}
