//! CycloneDX 2.0 as it stands: threats, risks and controls of one document.
//!
//! Schema: the prerelease of 2.0, in which `threats` is a list in older drafts and
//! a group of lists in newer ones; both are read, and `risks` likewise. A threat
//! has no decision: what was decided stands with the risks that name it, directly
//! or by a scenario, and the worst of several counts. Ids are `bom-ref`s; a
//! reference into another document (`urn:cdx:`) isn't followed.

use std::collections::HashMap;
use std::sync::Arc;

use super::scope::Scope;
use super::{Reader, Root, Surroundings};
use crate::domain::threat::{
    Acceptance, Decision, Element, ElementKind, Flow, Located, Mitigation, MitigationStatus, ModelFormat,
    Threat, ThreatModel, ThreatSeverity,
};
use crate::threat_model::fields::{Document, Fields, Text};
use crate::threat_model::yaml::{NodeId, Value};
use crate::threat_model::zones::is_untrusted;

pub(super) static READER: Reader = Reader { format: ModelFormat::CycloneDx, recognises, read };

fn recognises(root: &Root<'_>) -> bool {
    let is_cyclone =
        matches!(root.get("specFormat"), Some(Value::Quoted("CycloneDX") | Value::Plain("CycloneDX")));
    is_cyclone && (root.has("threats") || root.has("risks"))
}

const STATUSES: [(&str, MitigationStatus); 9] = [
    ("recommended", MitigationStatus::Proposed),
    ("proposed", MitigationStatus::Proposed),
    ("approved", MitigationStatus::Planned),
    ("planned", MitigationStatus::Planned),
    ("in-progress", MitigationStatus::Planned),
    ("implemented", MitigationStatus::Implemented),
    ("verified", MitigationStatus::Verified),
    ("rejected", MitigationStatus::Rejected),
    ("decommissioned", MitigationStatus::Retired),
];

const LEVELS: [(&str, ThreatSeverity); 5] = [
    ("info", ThreatSeverity::Low),
    ("low", ThreatSeverity::Low),
    ("medium", ThreatSeverity::Medium),
    ("high", ThreatSeverity::High),
    ("critical", ThreatSeverity::Critical),
];

/// `exploit` and `enhance` are for chances, which threaten nobody.
const STRATEGIES: [(&str, Decision); 6] = [
    ("avoid", Decision::Avoid),
    ("reduce", Decision::Mitigate),
    ("transfer", Decision::Transfer),
    ("accept", Decision::Accept),
    ("exploit", Decision::Open),
    ("enhance", Decision::Open),
];

/// What a risk's own status says, where it has no response.
const RISK_STATUSES: [(&str, Decision); 6] = [
    ("identified", Decision::Open),
    ("assessed", Decision::Open),
    ("mitigated", Decision::Mitigate),
    ("accepted", Decision::Accept),
    ("transferred", Decision::Transfer),
    ("retired", Decision::NotApplicable),
];

/// What references name.
#[derive(Default)]
struct Names {
    elements: Scope,
    controls: Scope,
    threats: Scope,
    /// The threats of each scenario.
    scenarios: HashMap<Arc<str>, Vec<Arc<str>>>,
    /// The threats of the scenarios that name a risk.
    by_risk: HashMap<Arc<str>, Vec<Arc<str>>>,
}

fn read(document: &mut Document<'_>, root: NodeId, model: &mut ThreatModel, _: Surroundings<'_>) {
    let Some(fields) = document.all_fields(root, "bom") else { return };
    let mut names = Names::default();
    if let Some(component) =
        document.nested(&fields, "metadata").and_then(|metadata| document.nested(&metadata, "component"))
    {
        if let Some(name) = document.optional_text(&component, "name") {
            model.system = name.value;
        }
        read_element(document, (&component, ElementKind::default()), (&mut names, model));
    }
    for list in ["components", "services"] {
        for one in document.all_items(&fields, list) {
            read_element(document, (&one, ElementKind::default()), (&mut names, model));
        }
    }
    for blueprint in document.all_items(&fields, "blueprints") {
        read_blueprint(document, &blueprint, (&mut names, model));
    }
    read_controls(document, &fields, (&mut names, model));
    let threats = group(document, &fields, ("threats", &["threats", "scenarios"]));
    for threat in threats.first().into_iter().flatten() {
        read_threat(document, threat, (&mut names, model));
    }
    for scenario in threats.get(1).into_iter().flatten() {
        read_scenario(document, scenario, (&mut names, model));
    }
    let risks = group(document, &fields, ("risks", &["risks"]));
    read_risks(document, risks.first().map(Vec::as_slice).unwrap_or_default(), (&names, model));
}

/// The lists of a group; a bare list is the first of them.
fn group<'file>(
    document: &mut Document<'file>,
    fields: &Fields<'_>,
    (name, lists): (&str, &[&str]),
) -> Vec<Vec<Fields<'file>>> {
    if document.is_list(fields, name) {
        return vec![document.all_items(fields, name)];
    }
    let Some(inner) = document.nested(fields, name) else { return Vec::new() };
    lists.iter().map(|list| document.all_items(&inner, list)).collect()
}

/// A component, a service, or what a blueprint draws; without a `bom-ref` nothing
/// can speak of it.
fn read_element(
    document: &mut Document<'_>,
    (fields, kind): (&Fields<'_>, ElementKind),
    (names, model): (&mut Names, &mut ThreatModel),
) {
    let Some(id) = document.optional_text(fields, "bom-ref") else { return };
    names.elements.add(document, &id);
    let zone = document.optional_text(fields, "trustZone").or_else(|| document.optional_text(fields, "zone"));
    let purl = document.optional_text(fields, "purl");
    let (paths, components) = (Vec::new(), purl.into_iter().collect());
    let title = document.optional_text(fields, "name");
    let by_name = zone.as_ref().is_some_and(|zone| is_untrusted(&zone.value));
    model.elements.push(Element {
        id,
        title,
        kind,
        is_untrusted: by_name || kind == ElementKind::External,
        zone,
        untrusted_input: false,
        paths,
        components,
        in_scope: true,
    });
}

fn read_blueprint(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    for list in ["actors", "assets", "elements", "zones", "boundaries"] {
        let kind = if list == "actors" { ElementKind::External } else { ElementKind::default() };
        for one in document.all_items(fields, list) {
            read_element(document, (&one, kind), (names, model));
        }
    }
    let mut flows = Scope::default();
    for flow in document.all_items(fields, "flows") {
        let Some(id) = document.optional_text(&flow, "bom-ref") else { continue };
        flows.add(document, &id);
        names.elements.add_quietly(&id);
        let ends = ["source", "destination"].map(|end| document.optional_text(&flow, end));
        if let [Some(from), Some(to)] = ends {
            let from = resolve(document, &names.elements, (&id.value, "source"), &from);
            let to = resolve(document, &names.elements, (&id.value, "destination"), &to);
            model.flows.push(Flow { id, from, to, in_scope: true });
        }
    }
}

fn resolve(document: &mut Document<'_>, scope: &Scope, by: (&str, &str), id: &Text) -> Text {
    if id.value.starts_with("urn:cdx:") { id.clone() } else { scope.resolve(document, by, id) }
}

fn read_controls(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    for control in document.all_items(fields, "controls") {
        let Some(id) = document.required_text(&control, "bom-ref") else { continue };
        names.controls.add(document, &id);
        let status = document.state(&control, "status", (&STATUSES, MitigationStatus::Proposed));
        let title = document.required_text(&control, "name").unwrap_or_else(|| id.clone());
        model.mitigations.push(Mitigation { id, title, status, evidence: Vec::new() });
    }
}

fn read_threat(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    let Some(id) = document.required_text(fields, "bom-ref") else { return };
    names.threats.add(document, &id);
    let mut all = |list: &str, scope: &Scope| {
        let cited = document.texts(fields, list);
        let resolved = cited.iter().map(|one| resolve(document, scope, (&id.value, list), one));
        resolved.collect::<Vec<Text>>()
    };
    let on = all("affectedAssets", &names.elements);
    let mitigations = all("mitigations", &names.controls);
    let advisories = document.texts(fields, "relatedVulnerabilities");
    let title = document.required_text(fields, "name").unwrap_or_else(|| id.clone());
    let place = id.place.clone();
    model.threats.push(Threat {
        id,
        title,
        on,
        severity: Located { value: ThreatSeverity::Unrated, place: place.clone() },
        decision: Located { value: Decision::Open, place },
        reason: None,
        weaknesses: Vec::new(),
        advisories,
        mitigations,
        acceptance: None,
    });
}

/// A scenario rates the threats that it is made of, and ties them to risks.
fn read_scenario(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    let Some(id) = document.required_text(fields, "bom-ref") else { return };
    let mut threats = Vec::new();
    for threat in document.texts(fields, "threats") {
        threats.push(resolve(document, &names.threats, (&id.value, "threats"), &threat).value);
    }
    for risk in document.texts(fields, "relatedRisks") {
        names.by_risk.entry(risk.value).or_default().extend(threats.iter().cloned());
    }
    if let Some(level) = level(document, fields) {
        rate(model, &threats, &level);
    }
    names.scenarios.insert(id.value, threats);
}

fn level(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Located<ThreatSeverity>> {
    let score = document.nested(fields, "riskScore")?;
    Some(document.state(&score, "level", (&LEVELS, ThreatSeverity::Unrated)))
}

/// A threat is as bad as the worst that names it.
fn rate(model: &mut ThreatModel, threats: &[Arc<str>], level: &Located<ThreatSeverity>) {
    for threat in model.threats.iter_mut().filter(|threat| threats.contains(&threat.id.value)) {
        if level.value > threat.severity.value {
            threat.severity = level.clone();
        }
    }
}

/// What was decided about a risk, and by what.
struct Response {
    decision: Located<Decision>,
    acceptance: Option<Acceptance>,
}

fn read_risks(document: &mut Document<'_>, risks: &[Fields<'_>], (names, model): (&Names, &mut ThreatModel)) {
    let mut own = Scope::default();
    let mut decided: HashMap<Arc<str>, Response> = HashMap::new();
    for risk in risks {
        let Some(id) = document.required_text(risk, "bom-ref") else { continue };
        own.add(document, &id);
        let threats = threats_of(document, risk, (names, &id));
        if let Some(level) = level(document, risk) {
            rate(model, &threats, &level);
        }
        let response = response(document, risk);
        for threat in threats {
            let new =
                Response { decision: response.decision.clone(), acceptance: response.acceptance.clone() };
            // Of several decisions the most open counts.
            let so_far = decided.entry(threat).or_insert_with(|| Response {
                decision: new.decision.clone(),
                acceptance: new.acceptance.clone(),
            });
            if openness(new.decision.value) > openness(so_far.decision.value) {
                *so_far = new;
            }
        }
    }
    for threat in &mut model.threats {
        if let Some(response) = decided.remove(&threat.id.value) {
            (threat.decision, threat.acceptance) = (response.decision, response.acceptance);
        }
    }
}

const fn openness(decision: Decision) -> u8 {
    match decision {
        Decision::Open => 5,
        Decision::Accept => 4,
        Decision::Transfer => 3,
        Decision::Mitigate => 2,
        Decision::Avoid => 1,
        Decision::NotApplicable => 0,
    }
}

/// The threats of a risk: those that it names, and those of its scenarios.
fn threats_of(document: &mut Document<'_>, risk: &Fields<'_>, (names, id): (&Names, &Text)) -> Vec<Arc<str>> {
    let mut threats = names.by_risk.get(&id.value).cloned().unwrap_or_default();
    for list in ["threats", "relatedThreats", "scenarios"] {
        for one in document.texts(risk, list) {
            match names.scenarios.get(&one.value) {
                Some(of_scenario) => threats.extend(of_scenario.iter().cloned()),
                None => threats.push(resolve(document, &names.threats, (&id.value, list), &one).value),
            }
        }
    }
    threats
}

fn response(document: &mut Document<'_>, risk: &Fields<'_>) -> Response {
    let mut responses: Vec<Response> = Vec::new();
    for response in document.all_items(risk, "responses") {
        let decision = document.state(&response, "strategy", (&STRATEGIES, Decision::Open));
        // The format has a target date, which is no end of an acceptance.
        let acceptance = (decision.value == Decision::Accept).then(|| Acceptance {
            place: decision.place.clone(),
            reason: None,
            by: None,
            role: None,
            reference: None,
            on: None,
            until: None,
        });
        let acceptance = acceptance.map(|mut acceptance| {
            acceptance.reason = document.optional_text(&response, "description");
            acceptance.by = owner(document, &response);
            acceptance
        });
        responses.push(Response { decision, acceptance });
    }
    let worst = responses.into_iter().max_by_key(|response| openness(response.decision.value));
    worst.unwrap_or_else(|| {
        let decision = document.state(risk, "status", (&RISK_STATUSES, Decision::Open));
        Response { decision, acceptance: None }
    })
}

/// An owner is a reference, or a party with a name.
fn owner(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Text> {
    if document.is_text(fields, "owner") {
        return document.optional_text(fields, "owner");
    }
    let owner = document.nested(fields, "owner")?;
    document.optional_text(&owner, "name")
}
