//! A threat was decided about, and a text that the decision rests on is a tool's own
//! prompt or example, or a note that it is still to be written.

use super::threat::Remarked;
use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "placeholder-in-closed-threat", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let texts = threat::remarks(facts, RemarkKind::Placeholder).into_iter();
    texts.filter(Remarked::is_closed).map(|text| text.finding(&RULE.info)).collect()
}
