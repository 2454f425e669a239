//! Evidence that this version can't look up.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::EvidenceState;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unchecked-evidence", practice: 13, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for claim in threat::claims(facts) {
        for (evidence, state) in claim.evidence() {
            if let EvidenceState::NotChecked(why) = state {
                findings.push(claim.evidence_finding(&RULE.info, evidence, why.clone()));
            }
        }
    }
    findings
}
