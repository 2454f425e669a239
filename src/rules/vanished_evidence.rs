//! Evidence that a working mitigation names, and that isn't there.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::EvidenceState;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "vanished-evidence", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for claim in threat::claims(facts) {
        for (evidence, state) in claim.evidence() {
            if let EvidenceState::Gone(why) = state {
                findings.push(claim.evidence_finding(&RULE.info, evidence, why.clone()));
            }
        }
    }
    findings
}
