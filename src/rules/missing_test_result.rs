//! A mitigation that a high threat relies on, and no passed test of this run shows.
//!
//! Evidence that stands in the tree says that somebody wrote a test; whether it
//! holds is for the test run to say. Policy that asks for this rule wants both.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::EvidenceState;
use crate::messages::threat_results as say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-test-result", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let claims = threat::claims(facts).into_iter();
    let untested = claims.filter(|claim| {
        // Evidence that is gone or refuted is a finding of its own, and not one more here.
        let is_told = |state: &EvidenceState| {
            matches!(state, EvidenceState::Passed | EvidenceState::Gone(_) | EvidenceState::Refuted(..))
        };
        let is_open = claim.model.has_evidence() && !claim.states.iter().any(is_told);
        claim.holds_a_high_threat() && is_open
    });
    untested
        .map(|claim| {
            let message = say::no_passed_test(&claim.mitigation.id.value);
            claim.finding(&RULE.info, &claim.mitigation.status.place, message)
        })
        .collect()
}
