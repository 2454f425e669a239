//! A part of the system is out of scope, and nothing says why.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unreasoned-exclusion", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let excluded = threat::remarks(facts, RemarkKind::Exclusion).into_iter();
    excluded.map(|part| part.finding(&RULE.info)).collect()
}
