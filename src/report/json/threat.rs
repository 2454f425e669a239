//! Threat models in JSON: each threat and how far its mitigations are.

use schemars::JsonSchema;
use serde::Serialize;

use super::{PlaceRow, Words};
use crate::domain::review::{Freshness, Review, ReviewFacts};
use crate::domain::threat::{Defect, EvidenceState, Threat, ThreatModel};
use crate::messages::Language;

/// A threat model, in short.
#[derive(Serialize, JsonSchema)]
pub(super) struct ThreatModelRow<'r> {
    file: &'r str,
    /// The system's id.
    system: &'r str,
    /// Its review; left out where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<ReviewRow<'r>>,
    /// Whether another model imports it by its digest: then whoever supplies it reviews it.
    supplied: bool,
    /// How many parts of the system it has.
    elements: usize,
    /// How many flows between them.
    flows: usize,
    threats: Vec<ThreatRow<'r>>,
    mitigations: Vec<MitigationRow<'r>>,
    /// What is wrong with its text.
    defects: Vec<DefectRow<'r>>,
}

/// A review of a threat model.
#[derive(Serialize, JsonSchema)]
struct ReviewRow<'r> {
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    date: Option<String>,
    /// The commit that was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'r str>,
    /// Who signed it off.
    by: Vec<SignOffRow<'r>>,
    /// Whether it still speaks of what is there.
    #[schemars(extend("enum" = ["fresh", "stale", "unknown"]))]
    state: &'static str,
    /// How many elements it doesn't speak of any more.
    stale_elements: usize,
    /// Whether it is signed, and whether the signatures hold.
    #[schemars(extend("enum" = ["not", "soundly", "spoilt"]))]
    signed: &'static str,
    /// Who of the policy's roster signed it.
    signers: Vec<&'r str>,
    place: PlaceRow<'r>,
}

/// Somebody who signed a review off.
#[derive(Serialize, JsonSchema)]
struct SignOffRow<'r> {
    who: &'r str,
    /// In what role, where the format has roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'r str>,
}

/// A threat.
#[derive(Serialize, JsonSchema)]
struct ThreatRow<'r> {
    id: &'r str,
    title: &'r str,
    #[schemars(extend("enum" = ["unrated", "low", "medium", "high", "critical"]))]
    severity: &'static str,
    #[schemars(extend("enum" = ["open", "mitigate", "accept", "transfer", "avoid", "not-applicable"]))]
    decision: &'static str,
    /// The ids of its mitigations.
    mitigations: Vec<&'r str>,
    /// The last day of its acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    accepted_until: Option<String>,
    place: PlaceRow<'r>,
}

/// A mitigation.
#[derive(Serialize, JsonSchema)]
struct MitigationRow<'r> {
    id: &'r str,
    title: &'r str,
    #[schemars(extend("enum" = ["proposed", "planned", "implemented", "verified", "rejected", "retired"]))]
    status: &'static str,
    /// Pieces of evidence that were found in the tree.
    evidence_found: usize,
    /// Pieces of evidence that are gone.
    evidence_gone: usize,
    /// Pieces of evidence that this version can't check.
    evidence_not_checked: usize,
    place: PlaceRow<'r>,
}

/// A defect of a model's own text.
#[derive(Serialize, JsonSchema)]
struct DefectRow<'r> {
    place: PlaceRow<'r>,
    message: Words<'r>,
}

impl<'r> ThreatModelRow<'r> {
    pub(super) fn of(model: &'r ThreatModel, language: Language) -> Self {
        let defect = |defect: &'r Defect| DefectRow {
            place: PlaceRow::of(&defect.place),
            message: Words::of(&defect.message, language),
        };
        Self {
            file: model.file.as_str(),
            system: &model.system,
            review: model.review.as_ref().map(|review| ReviewRow::of(review, &model.review_facts)),
            supplied: model.is_supplied,
            elements: model.elements.len(),
            flows: model.flows.len(),
            threats: model.threats.iter().map(ThreatRow::of).collect(),
            mitigations: mitigations(model),
            defects: model.defects.iter().map(defect).collect(),
        }
    }
}

impl<'r> ReviewRow<'r> {
    fn of(review: &'r Review, facts: &'r ReviewFacts) -> Self {
        let freshness = facts.freshness(review);
        let by = review
            .by
            .iter()
            .map(|one| SignOffRow { who: &one.who.value, role: one.role.as_ref().map(|role| &*role.value) });
        let signers = facts.signers.iter().filter_map(|signers| signers.as_ref().ok()).flatten();
        Self {
            date: review.date.as_ref().map(|date| date.value.to_string()),
            commit: review.commit.as_ref().map(|commit| &*commit.value),
            by: by.collect(),
            state: freshness.word(),
            stale_elements: if let Freshness::Stale(count) = freshness { count } else { 0 },
            signed: facts.signed().word(),
            signers: signers.map(|name| &**name).collect(),
            place: PlaceRow::of(&review.place),
        }
    }
}

impl<'r> ThreatRow<'r> {
    fn of(threat: &'r Threat) -> Self {
        let until = threat.acceptance.as_ref().and_then(|acceptance| acceptance.until.as_ref());
        Self {
            id: &threat.id.value,
            title: &threat.title.value,
            severity: threat.severity.value.word(),
            decision: threat.decision.value.word(),
            mitigations: threat.mitigations.iter().map(|id| &*id.value).collect(),
            accepted_until: until.map(|day| day.value.to_string()),
            place: PlaceRow::of(&threat.id.place),
        }
    }
}

fn mitigations(model: &ThreatModel) -> Vec<MitigationRow<'_>> {
    let rows = model.mitigations.iter().enumerate().map(|(index, mitigation)| {
        let states = model.evidence.get(index).map(Vec::as_slice).unwrap_or_default();
        let count = |wanted: fn(&EvidenceState) -> bool| states.iter().filter(|state| wanted(state)).count();
        MitigationRow {
            id: &mitigation.id.value,
            title: &mitigation.title.value,
            status: mitigation.status.value.word(),
            evidence_found: count(EvidenceState::shows),
            evidence_gone: count(|state| {
                matches!(state, EvidenceState::Gone(_) | EvidenceState::Refuted(..))
            }),
            evidence_not_checked: count(|state| matches!(state, EvidenceState::NotChecked(_))),
            place: PlaceRow::of(&mitigation.id.place),
        }
    });
    rows.collect()
}
