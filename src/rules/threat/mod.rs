//! The shapes that the rules about threat models share.

mod acceptance;
pub(super) mod coverage;
#[cfg(test)]
mod coverage_tests;
pub(super) mod flows;
mod remarks;
pub(super) mod review;
pub(super) mod stated;
#[cfg(test)]
mod tests;
pub(super) mod weakening;

pub(super) use acceptance::{Accepted, accepted};
pub(super) use remarks::{Remarked, remarks};

use std::collections::HashMap;
use std::sync::Arc;

use super::Facts;
use crate::domain::finding::{Finding, Subject};
use crate::domain::place::{Place, TreePath};
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;
use crate::domain::threat::{
    Decision, DefectKind, Evidence, EvidenceKind, EvidenceState, Mitigation, Threat, ThreatModel,
    ThreatSeverity,
};
use crate::messages::rules::threat::say;

/// A finding about an item of a model.
pub(super) fn finding(
    rule: &'static RuleInfo,
    model: &ThreatModel,
    (place, item): (&Place, &str),
    message: Statement,
) -> Finding {
    let subject = Subject { file: Some(model.file.clone()), component: None, item: Arc::from(item) };
    Finding::new(rule, place.clone(), message, subject)
}

/// A finding about a threat, as bad as the threat.
pub(super) fn about_threat(
    rule: &'static RuleInfo,
    model: &ThreatModel,
    (place, threat): (&Place, &Threat),
    message: Statement,
) -> Finding {
    let severity = Some(threat.severity.value.as_severity());
    Finding { severity, ..finding(rule, model, (place, &threat.id.value), message) }
}

/// A finding for each defect of these kinds.
pub(super) fn defects_of(kinds: &[DefectKind], rule: &'static RuleInfo, facts: &Facts<'_>) -> Vec<Finding> {
    let defects =
        facts.threat_models.iter().flat_map(|model| model.defects.iter().map(move |defect| (model, defect)));
    let fitting = defects.filter(|(_, defect)| kinds.contains(&defect.kind));
    fitting
        .map(|(model, defect)| Finding {
            related: defect.related.iter().cloned().collect(),
            ..finding(rule, model, (&defect.place, &defect.item), defect.message.clone())
        })
        .collect()
}

/// Every threat with its model.
pub(super) fn threats<'run>(facts: &Facts<'run>) -> impl Iterator<Item = (&'run ThreatModel, &'run Threat)> {
    facts.threat_models.iter().flat_map(|model| model.threats.iter().map(move |threat| (model, threat)))
}

/// A finding for each of these threats that is said not to apply, without saying why.
pub(super) fn dismissed(
    facts: &Facts<'_>,
    rule: &'static RuleInfo,
    concerns: fn(&Threat) -> bool,
) -> Vec<Finding> {
    let dismissed = threats(facts)
        .filter(|(_, threat)| threat.decision.value == Decision::NotApplicable && threat.reason.is_none());
    let dismissed = dismissed.filter(|(_, threat)| concerns(threat));
    dismissed
        .map(|(model, threat)| {
            let message = say::dismissed(&threat.id.value);
            about_threat(rule, model, (&threat.decision.place, threat), message)
        })
        .collect()
}

/// A mitigation that claims to work today, with what its evidence was found to be.
pub(super) struct Claim<'run> {
    pub(super) model: &'run ThreatModel,
    pub(super) mitigation: &'run Mitigation,
    pub(super) states: &'run [EvidenceState],
    /// The worst severity among the threats that rely on it.
    pub(super) severity: Option<ThreatSeverity>,
}

impl Claim<'_> {
    /// Each evidence with its state.
    pub(super) fn evidence(&self) -> impl Iterator<Item = (&Evidence, &EvidenceState)> {
        self.mitigation.evidence.iter().zip(self.states)
    }

    /// Whether nothing shows it. Evidence that has vanished is a finding of
    /// its own, and not one more here; a format that has no place for evidence
    /// is told of once (`unevaluated-threat-model`).
    pub(super) fn is_unshown(&self) -> bool {
        self.model.has_evidence()
            && self.states.iter().all(|state| matches!(state, EvidenceState::NotChecked(_)))
    }

    /// A finding about one evidence, at its path or address.
    pub(super) fn evidence_finding(
        &self,
        rule: &'static RuleInfo,
        evidence: &Evidence,
        message: Statement,
    ) -> Finding {
        let (place, what) = match &evidence.kind.value {
            EvidenceKind::File { path, contains: None } => (&path.place, path.value.to_string()),
            EvidenceKind::File { path, contains: Some(text) } => {
                (&text.place, format!("{}#{}", path.value, text.value))
            }
            EvidenceKind::Test { path, name } => (&name.place, format!("{}#{}", path.value, name.value)),
            EvidenceKind::Commit { id } => (&id.place, id.value.to_string()),
            EvidenceKind::Url { url } => (&url.place, url.value.to_string()),
        };
        let mut finding = self.finding(rule, place, message);
        finding.subject.item = Arc::from(format!("{}:{what}", self.mitigation.id.value));
        finding
    }

    /// Whether a threat that counts as high relies on it.
    pub(super) fn holds_a_high_threat(&self) -> bool {
        self.severity.is_some_and(ThreatSeverity::counts_as_high)
    }

    /// A finding about it, as bad as the threats that rely on it.
    pub(super) fn finding(&self, rule: &'static RuleInfo, place: &Place, message: Statement) -> Finding {
        let severity = self.severity.map(ThreatSeverity::as_severity);
        Finding { severity, ..finding(rule, self.model, (place, &self.mitigation.id.value), message) }
    }
}

/// Every mitigation that claims to work today.
pub(super) fn claims<'run>(facts: &Facts<'run>) -> Vec<Claim<'run>> {
    let mut claims = Vec::new();
    for model in facts.threat_models {
        let mut worst: HashMap<&str, ThreatSeverity> = HashMap::new();
        for threat in &model.threats {
            let severity = threat.severity.value;
            for id in &threat.mitigations {
                let so_far = worst.entry(&id.value).or_insert(severity);
                *so_far = graver(*so_far, severity);
            }
        }
        let with_states = model.mitigations.iter().zip(&model.evidence);
        let working = with_states.filter(|(mitigation, _)| mitigation.status.value.claims_to_work());
        claims.extend(working.map(|(mitigation, states)| Claim {
            model,
            mitigation,
            states,
            severity: worst.get(&*mitigation.id.value).copied(),
        }));
    }
    claims
}

/// Unrated counts as high, so it is graver than what is known to be less.
fn graver(a: ThreatSeverity, b: ThreatSeverity) -> ThreatSeverity {
    let rank = |severity: ThreatSeverity| (severity.counts_as_high(), severity);
    if rank(b) > rank(a) { b } else { a }
}

/// The file that would mend what no file says: the repository's policy, else
/// its first manifest, else its root.
pub(super) fn mending_place(facts: &Facts<'_>) -> Place {
    // A folder's own file mends nothing that concerns the whole repository.
    let layers = facts.policy.layers.iter().rev().filter_map(|layer| layer.place.tree_path());
    let layers = layers.filter(|path| path.depth() == 0);
    let manifests = facts.inventory.manifests.iter().map(|manifest| &manifest.path);
    let path = layers.chain(manifests).next().cloned();
    Place::whole(path.unwrap_or_else(TreePath::root))
}
