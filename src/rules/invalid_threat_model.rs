//! A threat model whose text can't be read, whole or in part, says nothing for sure.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::DefectKind;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "invalid-threat-model", practice: 11, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::defects_of(&[DefectKind::Syntax], &RULE.info, facts)
}
