//! A decision, status or severity outside the vocabulary decides nothing.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::DefectKind;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unknown-threat-state", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::defects_of(&[DefectKind::UnknownState], &RULE.info, facts)
}
