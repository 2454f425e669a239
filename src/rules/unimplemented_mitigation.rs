//! A threat that counts as mitigated while no mitigation of it works.

use std::collections::HashMap;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{Decision, Mitigation, Threat, ThreatModel};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unimplemented-mitigation", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for model in facts.threat_models {
        let by_id = model.mitigations.iter().map(|mitigation| (&*mitigation.id.value, mitigation)).collect();
        let mitigated = model.threats.iter().filter(|threat| threat.decision.value == Decision::Mitigate);
        findings.extend(mitigated.filter_map(|threat| check(model, threat, &by_id)));
    }
    findings
}

fn check(model: &ThreatModel, threat: &Threat, by_id: &HashMap<&str, &Mitigation>) -> Option<Finding> {
    let cited = threat.mitigations.iter().filter_map(|id| by_id.get(&*id.value));
    let cited: Vec<&Mitigation> = cited.copied().collect();
    if cited.iter().any(|mitigation| mitigation.status.value.claims_to_work()) {
        return None;
    }
    let id = &threat.id.value;
    let message =
        if cited.is_empty() { say::no_mitigation(id) } else { say::none_implemented(id, cited.len()) };
    let related = cited.iter().map(|mitigation| {
        let status = say::mitigation_is(&mitigation.id.value, mitigation.status.value.word());
        (mitigation.status.place.clone(), status)
    });
    Some(Finding {
        related: related.collect(),
        ..threat::about_threat(&RULE.info, model, (&threat.decision.place, threat), message)
    })
}
