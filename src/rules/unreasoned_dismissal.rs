//! A high threat that is said not to apply, without saying why.
//!
//! A rule of its own beside `unreasoned-dismissal-below-high`, because a rule has
//! one level and policy has to be able to tell the two apart.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unreasoned-dismissal", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::dismissed(facts, &RULE.info, |threat| threat.severity.value.counts_as_high())
}
