//! A change takes away from the threat model: a threat, its severity, the
//! decision about it, or what shows its mitigation.
//!
//! The change's own model is judged all the same, so that what mends a threat
//! counts in the change that brings the mend. Items are known by the model's
//! system and their id, so a model may move to another file. Where the change
//! began is known, only what the change itself did counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::place::{Artifact, Place, TreePath};
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
    let Some((base, commit)) = facts.base.and_then(|base| Some((base, &base.base()?.commit))) else {
        return Vec::new();
    };
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
    for (place, _) in findings.iter_mut().flat_map(|finding: &mut Finding| &mut finding.related) {
        // What the base holds stands in the base.
        if let Artifact::Tree(path) = &place.artifact {
            place.artifact = Artifact::Base(path.clone(), commit.clone());
        }
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
        let said = ("removed", Place::whole(file.clone()), message);
        return vec![about(held, (file, model), said)];
    };
    let id = &held.id.value;
    let mut said: Vec<Said> = Vec::new();
    let (before, severity) = (began.severity.value, &after.severity);
    if rank(severity.value) < rank(before) && rank(severity.value) < rank(held.severity.value) {
        let message = say::threat_lowered(id, before.word(), severity.value.word());
        said.push(("lowered", severity.place.clone(), message));
    }
    let (before, decision) = (began.decision.value, &after.decision);
    let waives = matches!(
        decision.value,
        Decision::Accept | Decision::Transfer | Decision::Avoid | Decision::NotApplicable
    );
    if waives && decision.value != before && decision.value != held.decision.value {
        let message = say::threat_waived(id, before.word(), decision.value.word());
        said.push(("waived", decision.place.clone(), message));
    }
    let until = |threat: &Threat| threat.acceptance.as_ref()?.until.clone();
    if let (Some(before), Some(after)) = (until(began), until(after))
        && after.value > before.value.max(until(held).map_or(Date::MIN, |held| held.value))
    {
        said.push(("prolonged", after.place, say::acceptance_prolonged(id, after.value)));
    }
    said.into_iter().map(|said| about(held, (&now.file, now), said)).collect()
}

/// What was done to a threat, where, and in which words.
type Said = (&'static str, Place, Statement);

fn about(threat: &Threat, (file, model): (&TreePath, &ThreatModel), (what, place, message): Said) -> Finding {
    let mut finding = threat::about_threat(&RULE.info, model, (&place, threat), message);
    finding.subject.file = Some(file.clone());
    finding.subject.item = Arc::from(format!("{}:{what}", threat.id.value));
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
