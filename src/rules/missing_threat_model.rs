//! A repository without a threat model evidences nothing about its threats.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::ThreatModel;
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-threat-model", practice: 11, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    // Another tool's model is none that counts.
    if !facts.threat_models.iter().all(ThreatModel::is_foreign) {
        return Vec::new();
    }
    let subject = Subject { file: None, component: None, item: Arc::from("threat-model.yaml") };
    vec![Finding::new(&RULE.info, threat::mending_place(facts), say::no_threat_model(), subject)]
}
