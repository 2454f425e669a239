//! An id that stands for two things makes every reference to it a guess.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::DefectKind;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "duplicate-threat-id", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::defects_of(&[DefectKind::DuplicateId], &RULE.info, facts)
}
