//! A threat model imports what isn't there, isn't what it was, or can't be read.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "broken-threat-import", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::remarks(facts, RemarkKind::Import).into_iter().map(|import| import.finding(&RULE.info)).collect()
}
