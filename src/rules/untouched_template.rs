//! The threat model is a tool's own example: it speaks of nobody's system.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "untouched-template", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let templates = threat::remarks(facts, RemarkKind::Template).into_iter();
    templates.map(|template| template.finding(&RULE.info)).collect()
}
