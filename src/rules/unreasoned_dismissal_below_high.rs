//! A lesser threat that is said not to apply, without saying why.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unreasoned-dismissal-below-high", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::dismissed(facts, &RULE.info, |threat| !threat.severity.value.counts_as_high())
}
