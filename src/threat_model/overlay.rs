//! What a native model imports, and what it lays over the models it imports:
//! evidence and acceptances for the files of other tools, which have no place for
//! them.

use std::collections::HashMap;
use std::sync::Arc;

use super::fields::{Document, Fields, Text};
use super::native;
use super::references::Items;
use crate::domain::digest::Digest;
use crate::domain::place::Place;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::threat::{
    Acceptance, Decision, Defect, DefectKind, Evidence, Located, Mitigation, MitigationStatus, ModelFormat,
    Threat, ThreatModel, ThreatSeverity,
};
use crate::messages::threat_model as say;
use crate::source::shorten;

pub(super) const IMPORT: &[&str] = &["file", "format", "sha256"];
pub(super) const LAYER: &[&str] =
    &["paths", "components", "evidence", "acceptance", "severity", "decision", "reason"];
pub(super) const FORMATS: [(&str, ModelFormat); 7] = [
    ("cullis", ModelFormat::Native),
    ("otm", ModelFormat::Otm),
    ("threagile", ModelFormat::Threagile),
    ("threat-dragon", ModelFormat::ThreatDragon),
    ("tm-bom", ModelFormat::TmBom),
    ("pytm", ModelFormat::Pytm),
    ("cyclonedx", ModelFormat::CycloneDx),
];

/// What a model imports and lays over it, as it stands in the file.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) imports: Vec<Named>,
    pub(super) overlay: Vec<Layer>,
}

/// An import.
pub(super) struct Named {
    pub(super) file: Text,
    pub(super) format: Option<Located<ModelFormat>>,
    pub(super) digest: Option<Located<Digest>>,
}

/// What is laid over one item.
pub(super) struct Layer {
    pub(super) key: Text,
    paths: Vec<Text>,
    components: Vec<Text>,
    evidence: Vec<Evidence>,
    acceptance: Option<Acceptance>,
    severity: Option<Located<ThreatSeverity>>,
    decision: Option<Located<Decision>>,
    reason: Option<Text>,
}

/// Reads both parts of a model.
pub(super) fn read(document: &mut Document<'_>, model: &Fields<'_>) -> Draft {
    let mut draft = Draft::default();
    for &node in document.section(model, "imports") {
        let Some(fields) = document.fields(node, "imports", IMPORT) else { continue };
        let file = document.required_text(&fields, "file");
        let format = document.required_word(&fields, "format", &FORMATS, DefectKind::Field);
        let digest = read_digest(document, &fields);
        draft.imports.extend(file.map(|file| Named { file, format, digest }));
    }
    for (key, fields) in document.entries(model, ("overlay", LAYER)) {
        draft.overlay.push(Layer {
            key,
            paths: document.texts(&fields, "paths"),
            components: document.texts(&fields, "components"),
            evidence: native::read_all_evidence(document, &fields),
            acceptance: native::read_acceptance(document, &fields),
            severity: document.word(&fields, "severity", &ThreatSeverity::WORDS, DefectKind::UnknownState),
            decision: document.word(&fields, "decision", &Decision::WORDS, DefectKind::UnknownState),
            reason: document.text(&fields, "reason"),
        });
    }
    draft
}

fn read_digest(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Located<Digest>> {
    let text = document.text(fields, "sha256")?;
    let digest = Digest::from_hex(text.value.strip_prefix("sha256:").unwrap_or(&text.value));
    if digest.is_none() {
        // A pin that nobody can read pins nothing.
        let message = say::import_pin_unreadable(shorten(&text.value));
        document.defect(DefectKind::Syntax, text.place.clone(), message, "imports.sha256");
    }
    digest.map(|value| Located { value, place: text.place })
}

/// What came of laying something over a model, for the model that does it.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) defects: Vec<Defect>,
    pub(super) remarks: Vec<Remark>,
}

impl Layer {
    /// Lays it over the item of this name.
    pub(super) fn lay_over(
        self,
        (model, items): (&mut ThreatModel, &HashMap<Arc<str>, Items>),
        item: Items,
        outcome: &mut Outcome,
    ) {
        let given = [
            ("paths", !self.paths.is_empty()),
            ("components", !self.components.is_empty()),
            ("evidence", !self.evidence.is_empty()),
            ("acceptance", self.acceptance.is_some()),
            ("severity", self.severity.is_some()),
            ("decision", self.decision.is_some()),
            ("reason", self.reason.is_some()),
        ];
        let fits: &[&str] = match item {
            Items::Threat(_) => LAYER,
            Items::Mitigation(_) => &["evidence"],
            Items::Element(_) => &["paths", "components"],
            Items::Flow(_) => &[],
        };
        for (field, _) in given.iter().filter(|(field, given)| *given && !fits.contains(field)) {
            outcome.defects.push(Defect {
                kind: DefectKind::Field,
                place: self.key.place.clone(),
                message: say::overlay_misplaced(field, shorten(&self.key.value), item.word()),
                item: format!("overlay.{}.{field}", self.key.value).into(),
                related: None,
            });
        }
        match item {
            Items::Threat(at) => self.over_threat((model, items), at, outcome),
            Items::Mitigation(at) => {
                if let Some(mitigation) = model.mitigations.get_mut(at) {
                    mitigation.evidence.extend(self.evidence);
                }
            }
            Items::Element(at) => {
                if let Some(element) = model.elements.get_mut(at) {
                    element.paths.extend(self.paths);
                    element.components.extend(self.components);
                }
            }
            Items::Flow(_) => {}
        }
    }

    fn over_threat(
        self,
        (model, items): (&mut ThreatModel, &HashMap<Arc<str>, Items>),
        at: usize,
        outcome: &mut Outcome,
    ) {
        let Some(threat) = model.threats.get_mut(at) else { return };
        if let Some(severity) = self.severity {
            rate(threat, severity, outcome);
        }
        // Whoever accepts an open threat has decided about it.
        let accepted = self.acceptance.as_ref().filter(|_| threat.decision.value == Decision::Open);
        let accepted = accepted.map(|one| Located { value: Decision::Accept, place: one.place.clone() });
        if let Some(decision) = self.decision.or(accepted) {
            threat.decision = decision;
        }
        threat.reason = self.reason.or_else(|| threat.reason.take());
        threat.acceptance = self.acceptance.or_else(|| threat.acceptance.take());
        for on in &threat.on {
            let Some(Items::Element(at)) = items.get(&on.value) else { continue };
            if let Some(element) = model.elements.get_mut(*at) {
                element.paths.extend(self.paths.iter().cloned());
                element.components.extend(self.components.iter().cloned());
            }
        }
        if !self.evidence.is_empty() {
            let place = self.key.place.clone();
            show(threat, (&mut model.mitigations, items), (self.evidence, place));
        }
    }
}

/// An overlay rates what nobody has rated, and may rate higher; the graver counts.
fn rate(threat: &mut Threat, severity: Located<ThreatSeverity>, outcome: &mut Outcome) {
    let held = threat.severity.value;
    if held == ThreatSeverity::Unrated || severity.value >= held {
        threat.severity = severity;
        return;
    }
    outcome.remarks.push(Remark {
        kind: RemarkKind::Contradiction,
        place: severity.place,
        message: say::overlay_lowers(shorten(&threat.id.value), severity.value.word(), held.word()),
        item: format!("overlay.{}.severity", threat.id.value).into(),
        threats: Vec::new(),
    });
}

/// Evidence of a threat is evidence of the mitigation that the threat relies on;
/// where the model has none, the overlay claims one.
fn show(
    threat: &mut Threat,
    (mitigations, items): (&mut Vec<Mitigation>, &HashMap<Arc<str>, Items>),
    (evidence, place): (Vec<Evidence>, Place),
) {
    let mut positions = threat.mitigations.iter().filter_map(|id| match items.get(&id.value) {
        Some(Items::Mitigation(at)) => Some(*at),
        _ => None,
    });
    let works = |at: &usize| mitigations.get(*at).is_some_and(|one| one.status.value.claims_to_work());
    let working = positions.find(works);
    if let Some(mitigation) = working.and_then(|at| mitigations.get_mut(at)) {
        mitigation.evidence.extend(evidence);
        return;
    }
    let id = Text { value: format!("{}.overlay", threat.id.value).into(), place: place.clone() };
    threat.mitigations.push(id.clone());
    let status = Located { value: MitigationStatus::Implemented, place };
    mitigations.push(Mitigation { id, title: threat.title.clone(), status, evidence });
}
