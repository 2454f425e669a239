//! The threat model contradicts itself: a level that isn't the score's, a threat that
//! counts as mitigated while its text says that the risk is accepted or transferred,
//! a flag that says something else than the threats.

use std::collections::HashMap;

use super::threat::stated::{Stated, stated};
use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::remark::RemarkKind;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{Decision, Mitigation, ThreatModel};
use crate::messages::rules::threat::say;
use crate::source::shorten;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "contradicting-threat-model", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let remarks = threat::remarks(facts, RemarkKind::Contradiction).into_iter();
    let mut findings: Vec<Finding> = remarks.map(|remark| remark.finding(&RULE.info)).collect();
    findings.extend(facts.threat_models.iter().flat_map(disguised));
    findings
}

/// Threats that count as mitigated by a text that says they aren't.
fn disguised(model: &ThreatModel) -> Vec<Finding> {
    let said =
        model.mitigations.iter().filter_map(|one| Some((&*one.id.value, (one, stated(&one.title.value)?))));
    let said: HashMap<&str, (&Mitigation, Stated)> = said.collect();
    let mitigated = model.threats.iter().filter(|threat| threat.decision.value == Decision::Mitigate);
    let mut findings = Vec::new();
    for threat in mitigated {
        let texts = threat.mitigations.iter().filter_map(|id| said.get(&*id.value));
        findings.extend(texts.map(|(mitigation, stated)| {
            let title = &mitigation.title;
            let message = say::mitigated_by_words(&threat.id.value, shorten(&title.value), stated.decision());
            threat::about_threat(&RULE.info, model, (&title.place, threat), message)
        }));
    }
    findings
}
