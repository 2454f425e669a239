//! A field that is unknown, missing or of the wrong type says something else than its author thinks.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::DefectKind;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unknown-threat-field", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::defects_of(&[DefectKind::Field], &RULE.info, facts)
}
