//! A reference that names nothing hides what its author relied on.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::DefectKind;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "dangling-threat-reference", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::defects_of(&[DefectKind::DanglingReference], &RULE.info, facts)
}
