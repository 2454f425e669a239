//! A test that a working mitigation names, and that the given results speak against.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::EvidenceState;
use crate::messages::threat_results as say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "refuted-evidence", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for claim in threat::claims(facts) {
        for (evidence, state) in claim.evidence() {
            if let EvidenceState::Refuted(why, result) = state {
                let mut finding = claim.evidence_finding(&RULE.info, evidence, why.clone());
                finding.related.extend(result.clone().map(|place| (place, say::stands_here())));
                findings.push(finding);
            }
        }
    }
    findings
}
