//! An acceptance without a reason, an approver or an end.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{Acceptance, Decision, ModelFormat, Threat, ThreatModel};
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
        Some(acceptance) => {
            (&acceptance.place, say::acceptance_lacks(id, lacking(model.format, acceptance)?))
        }
    };
    Some(threat::about_threat(&RULE.info, model, (place, threat), message))
}

/// The fields that are missing, as the file spells them. Threagile has no end: its
/// date and the policy make one.
fn lacking(format: ModelFormat, acceptance: &Acceptance) -> Option<String> {
    let is_endless = acceptance.until.is_none();
    let (names, is_endless) = match format {
        ModelFormat::Threagile => {
            (["justification", "checked_by", "date"], is_endless && acceptance.on.is_none())
        }
        _ => (["reason", "by", "until"], is_endless),
    };
    let absent = [acceptance.reason.is_none(), acceptance.by.is_none(), is_endless];
    let missing = names.iter().zip(absent).filter(|(_, is_missing)| *is_missing);
    let missing: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}
