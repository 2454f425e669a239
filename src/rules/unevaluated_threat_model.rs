//! Parts of a threat model that nobody could hold to the repository: risks that
//! its tool generates and that aren't there, mitigations of a format that has no
//! place for what shows them.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::place::Place;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{DefectKind, ThreatModel};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unevaluated-threat-model", practice: 13, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = threat::defects_of(&[DefectKind::Unevaluated], &RULE.info, facts);
    findings.extend(facts.threat_models.iter().filter_map(unshown));
    findings
}

/// One finding for a model: its format can name no evidence.
fn unshown(model: &ThreatModel) -> Option<Finding> {
    let working = model.mitigations.iter().filter(|mitigation| mitigation.status.value.claims_to_work());
    let count = working.count();
    (count > 0 && !model.has_evidence()).then(|| {
        let message = say::format_without_evidence(count, model.format.word());
        let place = Place::whole(model.file.clone());
        threat::finding(&RULE.info, model, (&place, "evidence"), message)
    })
}
