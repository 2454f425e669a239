//! One entry closes a high risk without naming it.

use super::threat::Remarked;
use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "bulk-decision-of-high", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let entries = threat::remarks(facts, RemarkKind::Bulk).into_iter();
    entries.filter(Remarked::closes_a_high_threat).map(|entry| entry.finding(&RULE.info)).collect()
}
