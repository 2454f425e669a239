//! A mitigation that only lesser threats rely on, and nothing in the repository shows.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-evidence-below-high", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let claims = threat::claims(facts).into_iter();
    let unshown = claims.filter(|claim| !claim.holds_a_high_threat() && claim.is_unshown());
    unshown
        .map(|claim| {
            let message = say::unshown(&claim.mitigation.id.value, claim.mitigation.status.value.word());
            claim.finding(&RULE.info, &claim.mitigation.status.place, message)
        })
        .collect()
}
