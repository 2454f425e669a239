//! A text of the threat model is a tool's own prompt or example, or a note that it
//! is still to be written; nobody relies on it yet.
//!
//! A rule of its own beside `placeholder-in-closed-threat`, because a rule has one
//! level and policy has to be able to tell the two apart.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "placeholder-text", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let texts = threat::remarks(facts, RemarkKind::Placeholder).into_iter();
    texts.filter(|text| !text.is_closed()).map(|text| text.finding(&RULE.info)).collect()
}
