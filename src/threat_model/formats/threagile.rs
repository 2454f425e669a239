//! Threagile: technical assets, trust boundaries, and what was decided about the
//! risks that the tool generates.
//!
//! Schema: `support/schema.json`; states and severities: `pkg/types`. The model
//! doesn't hold the generated risks: they are read from the tool's `risks.json`
//! beside it. Without that file only what was tracked is known, and that there is
//! more nobody can see is told. Names of maps are for people; ids are in them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::exclusion;
use super::scope::Scope;
use super::threagile_risks;
use super::threagile_tracking::{Tracked, Tracking};
use super::{Reader, Root, Surroundings};
use crate::domain::review::Review;
use crate::domain::threat::{
    Acceptance, Decision, Element, ElementKind, Flow, Located, Mitigation, MitigationStatus, ModelFormat,
    Threat, ThreatModel, ThreatSeverity,
};
use crate::threat_model::fields::{Document, Fields, Text};
use crate::threat_model::stock;
use crate::threat_model::yaml::NodeId;

pub(super) static READER: Reader = Reader { format: ModelFormat::Threagile, recognises, read };

fn recognises(root: &Root<'_>) -> bool {
    root.has("threagile_version") || (root.has("technical_assets") && root.has("trust_boundaries"))
}

const DECISIONS: [(&str, Decision); 6] = [
    ("unchecked", Decision::Open),
    ("in-discussion", Decision::Open),
    ("in-progress", Decision::Open),
    ("accepted", Decision::Accept),
    ("mitigated", Decision::Mitigate),
    ("false-positive", Decision::NotApplicable),
];

/// The tool's severities; `elevated` stands between medium and high.
pub(super) const SEVERITIES: [(&str, ThreatSeverity); 5] = [
    ("low", ThreatSeverity::Low),
    ("medium", ThreatSeverity::Medium),
    ("elevated", ThreatSeverity::High),
    ("high", ThreatSeverity::High),
    ("critical", ThreatSeverity::Critical),
];

fn read(document: &mut Document<'_>, root: NodeId, model: &mut ThreatModel, surroundings: Surroundings<'_>) {
    let Some(fields) = document.all_fields(root, "threat-model") else { return };
    if let Some(title) = document.required_text(&fields, "title") {
        model.system = Arc::clone(&title.value);
        note_template(document, model, (&fields, title));
    }
    if let Some(date) = document.day_of_tool(&fields, "date") {
        model.review = Some(Review { date: Some(date.clone()), ..Review::at(date.place) });
    }
    let mut assets = Scope::default();
    let listed: Vec<(Text, Fields<'_>)> = document
        .all_entries(&fields, "technical_assets")
        .into_iter()
        .filter_map(|(_, asset)| Some((document.required_text(&asset, "id")?, asset)))
        .collect();
    for (id, _) in &listed {
        assets.add(document, id);
    }
    let inside = read_boundaries(document, &fields, &assets);
    for (id, asset) in &listed {
        let zone = inside.get(&id.value).cloned();
        let kind = document.optional_text(asset, "type");
        let kind = match kind.as_ref().map_or("", |kind| &*kind.value) {
            "external-entity" => ElementKind::External,
            "datastore" => ElementKind::Store,
            _ => ElementKind::Process,
        };
        model.elements.push(Element {
            id: id.clone(),
            title: document.optional_text(asset, "title"),
            kind,
            // The tool's own word for what the internet reaches.
            is_untrusted: kind == ElementKind::External
                || document.says_true(asset, "internet") && zone.is_none(),
            zone,
            untrusted_input: false,
            paths: Vec::new(),
            components: Vec::new(),
            in_scope: !document.says_true(asset, "out_of_scope"),
        });
        exclusion::note(document, model, (asset, id), ("out_of_scope", "justification_out_of_scope"));
        for (name, link) in document.all_entries(asset, "communication_links") {
            let Some(target) = document.required_text(&link, "target") else { continue };
            let name = Text { value: Arc::from(format!("{}>{}", id.value, name.value)), place: name.place };
            let to = assets.resolve(document, (&name.value, "target"), &target);
            model.flows.push(Flow { id: name, from: id.clone(), to, in_scope: true });
        }
    }
    let mut tracking = Tracking::of(read_tracking(document, &fields));
    let generated = threagile_risks::read(document, model, surroundings);
    let own = read_own_risks(document, &fields, &assets);
    add_threats(model, &mut tracking, generated, own);
    tracking.note(document, model);
}

/// Texts about the model itself that the tool's own example has.
fn note_template(document: &mut Document<'_>, model: &mut ThreatModel, (fields, title): (&Fields<'_>, Text)) {
    let mut texts = vec![Some(title), document.optional_text(fields, "management_summary_comment")];
    for overview in ["business_overview", "technical_overview"] {
        let overview = document.nested(fields, overview);
        texts.push(overview.and_then(|overview| document.optional_text(&overview, "description")));
    }
    stock::note_template(model, &texts);
}

/// The zone of each asset that stands in one.
fn read_boundaries(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    assets: &Scope,
) -> HashMap<Arc<str>, Text> {
    let boundaries: Vec<(Text, Fields<'_>)> = document
        .all_entries(fields, "trust_boundaries")
        .into_iter()
        .filter_map(|(_, boundary)| Some((document.required_text(&boundary, "id")?, boundary)))
        .collect();
    let mut names = Scope::default();
    for (id, _) in &boundaries {
        names.add(document, id);
    }
    let mut inside = HashMap::new();
    for (id, boundary) in &boundaries {
        for asset in document.texts(boundary, "technical_assets_inside") {
            let asset = assets.resolve(document, (&id.value, "technical_assets_inside"), &asset);
            inside.entry(asset.value).or_insert_with(|| id.clone());
        }
        for nested in document.texts(boundary, "trust_boundaries_nested") {
            names.resolve(document, (&id.value, "trust_boundaries_nested"), &nested);
        }
    }
    inside
}

/// `risk_tracking`: what was decided, by risk or by pattern of risks.
fn read_tracking(document: &mut Document<'_>, fields: &Fields<'_>) -> Vec<Tracked> {
    let entries = document.all_entries(fields, "risk_tracking");
    let tracked = entries.into_iter().map(|(key, entry)| {
        let decision = document.state(&entry, "status", (&DECISIONS, Decision::Open));
        let acceptance = Acceptance {
            place: key.place.clone(),
            reason: document.optional_text(&entry, "justification"),
            by: document.optional_text(&entry, "checked_by"),
            role: None,
            reference: document.optional_text(&entry, "ticket"),
            on: document.date(&entry, "date"),
            until: None,
        };
        Tracked { key, decision, acceptance }
    });
    tracked.collect()
}

/// A risk that somebody wrote into the model, or that the tool generated.
pub(super) struct Risk {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) severity: Located<ThreatSeverity>,
    pub(super) on: Vec<Text>,
    pub(super) weaknesses: Vec<Text>,
}

/// `individual_risk_categories`: risks that people found.
fn read_own_risks(document: &mut Document<'_>, fields: &Fields<'_>, assets: &Scope) -> Vec<Risk> {
    let mut risks = Vec::new();
    for (_, category) in document.all_entries(fields, "individual_risk_categories") {
        let Some(id) = document.required_text(&category, "id") else { continue };
        let weakness = document.optional_text(&category, "cwe").filter(|number| &*number.value != "0");
        let weakness = weakness
            .map(|number| Text { value: Arc::from(format!("CWE-{}", number.value)), place: number.place });
        for (title, risk) in document.all_entries(&category, "risks_identified") {
            let asset = document.optional_text(&risk, "most_relevant_technical_asset");
            let asset = asset.map(|asset| assets.resolve(document, (&id.value, "risks_identified"), &asset));
            let parts = [Some(&*id.value), asset.as_ref().map(|asset| &*asset.value)];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join("@");
            risks.push(Risk {
                id: Text { value: Arc::from(name), place: title.place.clone() },
                severity: document.state(&risk, "severity", (&SEVERITIES, ThreatSeverity::Unrated)),
                on: asset.into_iter().collect(),
                weaknesses: weakness.clone().into_iter().collect(),
                title,
            });
        }
    }
    risks
}

/// A threat for each risk, with what was decided about it; without the generated
/// ones, for each entry that was tracked and decided about none.
fn add_threats(
    model: &mut ThreatModel,
    tracking: &mut Tracking,
    generated: Option<Vec<Risk>>,
    own: Vec<Risk>,
) {
    let own_ids: HashSet<Arc<str>> = own.iter().map(|risk| Arc::clone(&risk.id.value)).collect();
    for risk in own {
        add_threat(model, tracking, risk);
    }
    if let Some(generated) = generated {
        for risk in generated.into_iter().filter(|risk| !own_ids.contains(&risk.id.value)) {
            add_threat(model, tracking, risk);
        }
        return;
    }
    for key in tracking.unused() {
        let unrated = Located { value: ThreatSeverity::Unrated, place: key.place.clone() };
        let (on, weaknesses) = (Vec::new(), Vec::new());
        add_threat(model, tracking, Risk { id: key.clone(), title: key, severity: unrated, on, weaknesses });
    }
}

fn add_threat(model: &mut ThreatModel, tracking: &mut Tracking, risk: Risk) {
    let entry = tracking.entry_of(&risk.id.value);
    let open = || Located { value: Decision::Open, place: risk.id.place.clone() };
    let decision = entry.map_or_else(open, |entry| entry.decision.clone());
    let stated = entry.map(|entry| entry.acceptance.clone());
    let reason = stated.as_ref().and_then(|stated| stated.reason.clone());
    let mut mitigations = Vec::new();
    if let Some(said) = reason.clone().filter(|_| decision.value == Decision::Mitigate) {
        let id =
            Text { value: Arc::from(format!("{}.justification", risk.id.value)), place: said.place.clone() };
        let status = Located { value: MitigationStatus::Implemented, place: decision.place.clone() };
        mitigations.push(id.clone());
        model.mitigations.push(Mitigation { id, title: said, status, evidence: Vec::new() });
    }
    model.threats.push(Threat {
        id: risk.id,
        title: risk.title,
        on: risk.on,
        severity: risk.severity,
        reason: reason.filter(|_| decision.value == Decision::NotApplicable),
        acceptance: stated.filter(|_| decision.value == Decision::Accept),
        decision,
        weaknesses: risk.weaknesses,
        advisories: Vec::new(),
        mitigations,
    });
}
