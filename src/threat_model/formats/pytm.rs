//! pytm, the output of `tm.py --json`.
//!
//! Everything is named, and references are by name: two things of one name can't
//! be told apart. A finding's own number changes from run to run, so a threat is
//! known by the library's id and what it threatens. A response is free text that
//! begins with one of four words; what follows is what was done. Findings that
//! are excluded were dismissed by an assumption, and threats that are excluded
//! by their id were never looked for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::scope::Scope;
use super::{Reader, Root, Surroundings};
use crate::domain::threat::{
    Acceptance, Decision, DefectKind, Element, ElementKind, Flow, Located, Mitigation, MitigationStatus,
    ModelFormat, Threat, ThreatModel, ThreatSeverity,
};
use crate::messages::threat_model as say;
use crate::source::shorten;
use crate::threat_model::fields::{Document, Fields, Text};
use crate::threat_model::yaml::NodeId;
use crate::threat_model::zones::is_untrusted;

pub(super) static READER: Reader = Reader { format: ModelFormat::Pytm, recognises, read };

fn recognises(root: &Root<'_>) -> bool {
    root.has("onDuplicates") && root.has("boundaries") && root.has("flows")
}

const SEVERITIES: [(&str, ThreatSeverity); 6] = [
    ("Very Low", ThreatSeverity::Low),
    ("Low", ThreatSeverity::Low),
    ("Medium", ThreatSeverity::Medium),
    ("High", ThreatSeverity::High),
    ("Very High", ThreatSeverity::Critical),
    ("Critical", ThreatSeverity::Critical),
];

/// The words that a response begins with.
const RESPONSES: [(&str, Decision); 4] = [
    ("mitigated", Decision::Mitigate),
    ("transferred", Decision::Transfer),
    ("avoided", Decision::Avoid),
    ("accepted", Decision::Accept),
];

/// What references name.
#[derive(Default)]
struct Names {
    zones: Scope,
    elements: Scope,
    /// Elements and flows: what a finding can be about.
    targets: Scope,
    threats: HashMap<Arc<str>, usize>,
}

fn read(document: &mut Document<'_>, root: NodeId, model: &mut ThreatModel, _: Surroundings<'_>) {
    let Some(fields) = document.all_fields(root, "threat-model") else { return };
    if let Some(name) = document.required_text(&fields, "name") {
        model.system = name.value;
    }
    let mut names = Names::default();
    for boundary in document.all_items(&fields, "boundaries") {
        if let Some(name) = document.required_text(&boundary, "name") {
            names.zones.add(document, &name);
        }
    }
    read_elements(document, &fields, (&mut names, model));
    read_flows(document, &fields, (&mut names, model));
    for finding in document.all_items(&fields, "findings") {
        read_finding(document, &finding, (&mut names, model));
    }
    for finding in document.all_items(&fields, "excluded_findings") {
        if let Some(at) = read_finding(document, &finding, (&mut names, model)) {
            dismiss(document, &finding, model.threats.get_mut(at));
        }
    }
    for id in document.texts(&fields, "threatsExcluded") {
        let message = say::excluded_threat(shorten(&id.value));
        document.defect(DefectKind::Unevaluated, id.place, message, &format!("threatsExcluded.{}", id.value));
    }
}

/// Actors and assets, and elements, which older versions list once more.
fn read_elements(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    let mut earlier: HashSet<Arc<str>> = HashSet::new();
    for list in ["actors", "assets", "elements"] {
        let mut listed = Vec::new();
        for one in document.all_items(fields, list) {
            let class = document.optional_text(&one, "__class__");
            let class = class.as_ref().map_or("", |class| &*class.value);
            let kind = match class {
                "Boundary" | "Dataflow" | "Data" => continue,
                "Actor" | "ExternalEntity" => ElementKind::External,
                _ if list == "actors" => ElementKind::External,
                "Datastore" => ElementKind::Store,
                _ => ElementKind::Process,
            };
            let Some(name) = document.required_text(&one, "name") else { continue };
            if earlier.contains(&name.value) {
                continue;
            }
            names.elements.add(document, &name);
            names.targets.add_quietly(&name);
            let zone = document.optional_text(&one, "inBoundary");
            let zone = zone.map(|zone| names.zones.resolve(document, (&name.value, "inBoundary"), &zone));
            let paths = document.texts(&one, "sourceFiles");
            listed.push(Arc::clone(&name.value));
            let by_name = zone.as_ref().is_some_and(|zone| is_untrusted(&zone.value));
            let components = Vec::new();
            model.elements.push(Element {
                id: name,
                title: None,
                kind,
                is_untrusted: by_name || kind == ElementKind::External,
                zone,
                untrusted_input: false,
                paths,
                components,
                in_scope: is_in_scope(document, &one),
            });
        }
        earlier.extend(listed);
    }
}

/// The format has no place for why something is left out, so nobody is asked for it.
fn is_in_scope(document: &mut Document<'_>, item: &Fields<'_>) -> bool {
    document.optional_text(item, "inScope").is_none_or(|said| &*said.value != "false")
}

fn read_flows(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    let mut flows = Scope::default();
    for flow in document.all_items(fields, "flows") {
        let Some(name) = document.required_text(&flow, "name") else { continue };
        flows.add(document, &name);
        names.targets.add_quietly(&name);
        let ends = ["source", "sink"].map(|end| {
            let element = document.required_text(&flow, end)?;
            Some(names.elements.resolve(document, (&name.value, end), &element))
        });
        if let [Some(from), Some(to)] = ends {
            let in_scope = is_in_scope(document, &flow);
            model.flows.push(Flow { id: name, from, to, in_scope });
        }
    }
}

/// Reads a finding into a threat, and says which one it is.
fn read_finding(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) -> Option<usize> {
    let threat_id = document.required_text(fields, "threat_id")?;
    let target = document.required_text(fields, "target")?;
    let target = names.targets.resolve(document, (&threat_id.value, "target"), &target);
    let value: Arc<str> = Arc::from(format!("{}@{}", threat_id.value, target.value));
    let id = Text { value, place: threat_id.place };
    if let Some(first) = names.threats.get(&id.value).and_then(|at| model.threats.get(*at)) {
        let related = Some((first.id.place.clone(), say::first_use()));
        document.add(crate::domain::threat::Defect {
            kind: DefectKind::DuplicateId,
            place: id.place.clone(),
            message: say::duplicate_id(shorten(&id.value)),
            item: Arc::clone(&id.value),
            related,
        });
    }
    names.threats.insert(Arc::clone(&id.value), model.threats.len());
    let severity = document.state(fields, "severity", (&SEVERITIES, ThreatSeverity::Unrated));
    let (decision, rest) = response(document, fields, &id);
    let mut mitigations = Vec::new();
    if let (Decision::Mitigate, Some(text)) = (decision.value, &rest) {
        let name = Text { value: Arc::from(format!("{}.response", id.value)), place: text.place.clone() };
        let status = Located { value: MitigationStatus::Implemented, place: decision.place.clone() };
        mitigations.push(name.clone());
        model.mitigations.push(Mitigation { id: name, title: text.clone(), status, evidence: Vec::new() });
    }
    let acceptance = (decision.value == Decision::Accept).then(|| Acceptance {
        place: decision.place.clone(),
        reason: rest.clone(),
        by: None,
        role: None,
        reference: None,
        on: None,
        until: None,
    });
    let title = document.optional_text(fields, "description").unwrap_or_else(|| id.clone());
    model.threats.push(Threat {
        id,
        title,
        on: vec![target],
        severity,
        decision,
        reason: None,
        weaknesses: Vec::new(),
        advisories: Vec::new(),
        mitigations,
        acceptance,
    });
    Some(model.threats.len() - 1)
}

/// The decision that a response begins with, and what it says behind it.
fn response(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    id: &Text,
) -> (Located<Decision>, Option<Text>) {
    let Some(text) = document.optional_text(fields, "response") else {
        let place = document.place_of(fields, "response");
        return (Located { value: Decision::Open, place }, None);
    };
    let place = text.place.clone();
    let trimmed = text.value.trim();
    let end = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    let (word, rest) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
    let known = RESPONSES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    let Some((_, decision)) = known else {
        let words: Vec<String> = RESPONSES.iter().map(|(word, _)| format!("`{word}`")).collect();
        let message = say::unknown_word("response", shorten(trimmed), words.join(", "));
        let item = format!("{}.response", id.value);
        document.defect(DefectKind::UnknownState, place.clone(), message, &item);
        return (Located { value: Decision::Open, place }, None);
    };
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = (!rest.is_empty()).then(|| Text { value: Arc::from(rest), place: place.clone() });
    (Located { value: *decision, place }, rest)
}

/// An excluded finding is dismissed, by the assumption that it names.
fn dismiss(document: &mut Document<'_>, fields: &Fields<'_>, threat: Option<&mut Threat>) {
    let Some(threat) = threat else { return };
    let reason = document.nested(fields, "assumption");
    let reason = reason.and_then(|assumption| {
        let description = document.optional_text(&assumption, "description");
        description.or_else(|| document.optional_text(&assumption, "name"))
    });
    threat.decision.value = Decision::NotApplicable;
    threat.reason = reason;
    threat.mitigations.clear();
    threat.acceptance = None;
}
