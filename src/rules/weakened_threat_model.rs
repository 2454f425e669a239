//! A change takes away from the threat model: a threat, its severity, the
//! decision about it, or what shows its mitigation.
//!
//! The change's own model is judged all the same, so that what mends a threat
//! counts in the change that brings the mend. Items are known by the model's
//! system and their id, so a model may move to another file. Where the change
//! began is known, only what the change itself did counts.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::place::{Place, TreePath};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::threat::{Decision, EvidenceKind, Mitigation, Threat, ThreatModel, ThreatSeverity};
use crate::messages::rules::base::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "weakened-threat-model", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(base) = facts.base.filter(|base| base.base().is_some()) else { return Vec::new() };
    let fork = base.fork_models.as_deref().unwrap_or(&base.tip_models);
    let mut findings = Vec::new();
    for model in &base.tip_models {
        let now = facts.threat_models.iter().find(|now| now.system == model.system);
        let began = fork.iter().find(|began| began.system == model.system);
        findings.extend(model.threats.iter().flat_map(|threat| {
            let began = began.and_then(|began| by_id(&began.threats, threat));
            weaker_threat(threat, began, (model, now))
        }));
        findings.extend(model.mitigations.iter().filter_map(|mitigation| {
            let same = |one: &&Mitigation| one.id.value == mitigation.id.value;
            let began = began.and_then(|began| began.mitigations.iter().find(same));
            let (now, after) = now.and_then(|now| Some((now, now.mitigations.iter().find(same)?)))?;
            weaker_mitigation(began?, after, now)
        }));
    }
    findings
}

fn by_id<'run>(threats: &'run [Threat], wanted: &Threat) -> Option<&'run Threat> {
    threats.iter().find(|threat| threat.id.value == wanted.id.value)
}

/// What the change takes away from a threat of the target branch. `began` is
/// the threat where the change began: what the target added since isn't the
/// change's to keep.
fn weaker_threat(
    held: &Threat,
    began: Option<&Threat>,
    (model, now): (&ThreatModel, Option<&ThreatModel>),
) -> Vec<Finding> {
    let Some(began) = began else { return Vec::new() };
    let Some((now, after)) = now.and_then(|now| Some((now, by_id(&now.threats, held)?))) else {
        let file = now.map_or(&model.file, |now| &now.file);
        let message = say::threat_removed(&held.id.value, &held.title.value);
        return vec![about(held, file, (Place::whole(file.clone()), message), model)];
    };
    let id = &held.id.value;
    let mut said: Vec<(Place, Statement)> = Vec::new();
    let (before, severity) = (began.severity.value, &after.severity);
    if rank(severity.value) < rank(before) && rank(severity.value) < rank(held.severity.value) {
        said.push((severity.place.clone(), say::threat_lowered(id, before.word(), severity.value.word())));
    }
    let (before, decision) = (began.decision.value, &after.decision);
    let waives = matches!(
        decision.value,
        Decision::Accept | Decision::Transfer | Decision::Avoid | Decision::NotApplicable
    );
    if waives && decision.value != before && decision.value != held.decision.value {
        said.push((decision.place.clone(), say::threat_waived(id, before.word(), decision.value.word())));
    }
    let until = |threat: &Threat| threat.acceptance.as_ref()?.until.clone();
    if let (Some(before), Some(after)) = (until(began), until(after))
        && after.value > before.value.max(until(held).map_or(Date::MIN, |held| held.value))
    {
        said.push((after.place, say::acceptance_prolonged(id, after.value)));
    }
    said.into_iter().map(|(place, message)| about(held, &now.file, (place, message), now)).collect()
}

fn about(
    threat: &Threat,
    file: &TreePath,
    (place, message): (Place, Statement),
    model: &ThreatModel,
) -> Finding {
    let mut finding = threat::about_threat(&RULE.info, model, (&place, threat), message);
    finding.subject.file = Some(file.clone());
    finding.related = vec![(threat.id.place.clone(), say::held_here())];
    finding
}

/// An unrated threat counts as high, so rating it less lowers it.
fn rank(severity: ThreatSeverity) -> (bool, ThreatSeverity) {
    (severity.counts_as_high(), severity)
}

/// Evidence that the change takes away from a mitigation that claims to work.
fn weaker_mitigation(began: &Mitigation, after: &Mitigation, model: &ThreatModel) -> Option<Finding> {
    let [before, now] = [began, after].map(|one| one.evidence.iter().map(|one| words(&one.kind.value)));
    let now: BTreeSet<String> = now.collect();
    let gone = before.filter(|one| !now.contains(one)).count();
    let counts = after.status.value.claims_to_work() && now.len() < began.evidence.len();
    (gone > 0 && counts).then(|| {
        let message = say::evidence_removed(&after.id.value, gone);
        threat::finding(&RULE.info, model, (&after.id.place, &after.id.value), message)
    })
}

fn words(kind: &EvidenceKind) -> String {
    match kind {
        EvidenceKind::File { path, contains } => {
            let contains = contains.as_ref().map_or("", |contains| &*contains.value);
            format!("file {}#{contains}", path.value)
        }
        EvidenceKind::Test { path, name } => format!("test {}#{}", path.value, name.value),
        EvidenceKind::Commit { id } => format!("commit {}", id.value),
        EvidenceKind::Url { url } => format!("url {}", url.value),
    }
}
