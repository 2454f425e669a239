//! One entry decides about risks that it doesn't name one by one: it will decide
//! about those that appear later, too.
//!
//! What closes a high risk so is `bulk-decision-of-high`.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "bulk-decision", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let entries = threat::remarks(facts, RemarkKind::Bulk).into_iter();
    entries.filter(|entry| !entry.closes_a_high_threat()).map(|entry| entry.finding(&RULE.info)).collect()
}
