//! Components whose licence is stated in a text that is no SPDX expression.

use super::license::{Judged, Unknown, gaps};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::license::Evaluation;
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unparsable-license", practice: 5, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut judged = Judged::new(facts);
    let unknown = |licensed: super::license::Licensed<'_>| match judged.of(licensed)? {
        (text, Evaluation::Unparsable(error), _) => {
            Some(Unknown { item: text.clone(), reason: Some(error.reason) })
        }
        _ => None,
    };
    gaps(&RULE.info, facts, unknown, |count, names, text| {
        say::unparsable(count, names, crate::source::shorten(text))
    })
}
