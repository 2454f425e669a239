//! An acceptance without a reason, an approver or an end.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{Acceptance, Decision, Threat, ThreatModel};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "incomplete-acceptance", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let accepted = threat::threats(facts).filter(|(_, threat)| threat.decision.value == Decision::Accept);
    accepted.filter_map(|(model, threat)| check(model, threat)).collect()
}

fn check(model: &ThreatModel, threat: &Threat) -> Option<Finding> {
    let id = &threat.id.value;
    let (place, message) = match &threat.acceptance {
        None => (&threat.decision.place, say::no_acceptance(id)),
        Some(acceptance) => (&acceptance.place, say::acceptance_lacks(id, lacking(acceptance)?)),
    };
    Some(threat::about_threat(&RULE.info, model, (place, threat), message))
}

/// The fields that are missing, as the file spells them.
fn lacking(acceptance: &Acceptance) -> Option<String> {
    let fields = [
        ("reason", acceptance.reason.is_none()),
        ("by", acceptance.by.is_none()),
        ("until", acceptance.until.is_none()),
    ];
    let missing: Vec<String> =
        fields.iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| format!("`{name}`")).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}
