//! OWASP Threat Dragon, version 2: diagrams of cells, with threats on them.
//!
//! Schema: `threat-dragon-v2.schema.json` of the tool; it validates no threats
//! (it declares them at another place than every file has them), so their states
//! and severities are the ones of the tool's own dialogs. A threat's `number` is
//! never used again, so it is the id; zones are the boundary boxes that a cell's
//! middle lies in. The text of a mitigation is the only claim that a file makes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::exclusion;
use super::scope::Scope;
use super::{Reader, Root, Surroundings};
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::review::{Review, SignOff};
use crate::domain::threat::{
    Decision, Element, ElementKind, Flow, Located, Mitigation, MitigationStatus, ModelFormat, Threat,
    ThreatModel, ThreatSeverity,
};
use crate::messages::threat_model as say;
use crate::source::shorten;
use crate::threat_model::fields::{Document, Fields, Text};
use crate::threat_model::stock;
use crate::threat_model::yaml::NodeId;
use crate::threat_model::zones::is_untrusted;

pub(super) static READER: Reader = Reader { format: ModelFormat::ThreatDragon, recognises, read };

/// Version 1 has no `version`; a file that was damaged may still say whose it is.
fn recognises(root: &Root<'_>) -> bool {
    root.has("version") && root.has_mapping("summary") && (root.has("detail") || root.has("details"))
}

const DECISIONS: [(&str, Decision); 7] = [
    ("Open", Decision::Open),
    ("Mitigated", Decision::Mitigate),
    ("Accepted", Decision::Accept),
    ("Transferred", Decision::Transfer),
    ("Avoided", Decision::Avoid),
    ("Eliminated", Decision::Avoid),
    ("NotApplicable", Decision::NotApplicable),
];

const SEVERITIES: [(&str, ThreatSeverity); 5] = [
    ("Low", ThreatSeverity::Low),
    ("Medium", ThreatSeverity::Medium),
    ("High", ThreatSeverity::High),
    ("Critical", ThreatSeverity::Critical),
    ("TBD", ThreatSeverity::Unrated),
];

/// A boundary box, by its corners.
struct Zone {
    name: Text,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// A cell that is neither a boundary nor a text.
struct Cell<'file> {
    id: Text,
    data: Fields<'file>,
    kind: CellKind,
    element: ElementKind,
    middle: Option<(f64, f64)>,
    ends: [Option<Text>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Element,
    Flow,
}

fn read(document: &mut Document<'_>, root: NodeId, model: &mut ThreatModel, _: Surroundings<'_>) {
    let Some(fields) = document.all_fields(root, "threat-model") else { return };
    if let Some(summary) = document.nested(&fields, "summary")
        && let Some(title) = document.required_text(&summary, "title")
    {
        model.system = Arc::clone(&title.value);
        let description = document.optional_text(&summary, "description");
        stock::note_template(model, &[Some(title), description]);
    }
    let Some(detail) = document.required_nested(&fields, "detail") else { return };
    let mut numbers = HashSet::new();
    if let Some(who) = document.optional_text(&detail, "reviewer") {
        let place = who.place.clone();
        model.review = Some(Review { by: vec![SignOff { who, role: None }], ..Review::at(place) });
    }
    model.highest_number = document
        .optional_text(&detail, "threatTop")
        .and_then(|text| Some(Located { value: text.value.parse().ok()?, place: text.place }));
    for &node in document.section(&detail, "diagrams") {
        let Some(diagram) = document.all_fields(node, "diagrams") else { continue };
        let (mut cells, mut zones) = (Vec::new(), Vec::new());
        for &node in document.section(&diagram, "cells") {
            if let Some(fields) = document.all_fields(node, "cells") {
                cell(document, &fields, &mut cells, &mut zones);
            }
        }
        add_diagram(document, (model, &mut numbers), &cells, &zones);
    }
}

fn cell<'file>(
    document: &mut Document<'file>,
    fields: &Fields<'file>,
    cells: &mut Vec<Cell<'file>>,
    zones: &mut Vec<Zone>,
) {
    let Some(data) = document.nested(fields, "data") else { return };
    let Some(id) = document.required_text(fields, "id") else { return };
    let kind = document.optional_text(&data, "type");
    let corner = document.nested(fields, "position");
    let size = document.nested(fields, "size");
    let mut number = |of: &Option<Fields<'file>>, name: &str| document.number(of.as_ref()?, name);
    let place = number(&corner, "x").zip(number(&corner, "y"));
    let extent = number(&size, "width").zip(number(&size, "height"));
    let (kind, element) = match kind.as_ref().map_or("", |kind| &*kind.value) {
        "tm.BoundaryBox" => {
            let name = document.optional_text(&data, "name").unwrap_or(id);
            if let (Some((left, top)), Some((width, height))) = (place, extent) {
                zones.push(Zone { name, left, top, width, height });
            }
            return;
        }
        "tm.Process" => (CellKind::Element, ElementKind::Process),
        "tm.Actor" => (CellKind::Element, ElementKind::External),
        "tm.Store" => (CellKind::Element, ElementKind::Store),
        "tm.Flow" => (CellKind::Flow, ElementKind::default()),
        _ => return,
    };
    let middle =
        place.zip(extent).map(|((left, top), (width, height))| (left + width / 2.0, top + height / 2.0));
    let ends = ["source", "target"].map(|name| {
        let end = document.nested(fields, name)?;
        document.optional_text(&end, "cell")
    });
    cells.push(Cell { id, data, kind, element, middle, ends });
}

/// Cells are known by name where one alone has it, else by their id: ids of
/// this tool are no words.
fn add_diagram(
    document: &mut Document<'_>,
    (model, numbers): (&mut ThreatModel, &mut HashSet<Arc<str>>),
    cells: &[Cell<'_>],
    zones: &[Zone],
) {
    let names: Vec<Option<Text>> =
        cells.iter().map(|cell| document.optional_text(&cell.data, "name")).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *uses.entry(&name.value).or_default() += 1;
    }
    let taken: HashSet<Arc<str>> = model.elements.iter().map(|one| Arc::clone(&one.id.value)).collect();
    let mut scope = Scope::default();
    let mut shown = Vec::with_capacity(cells.len());
    for (cell, name) in cells.iter().zip(&names) {
        let unique = name.as_ref().filter(|name| uses.get(&*name.value) == Some(&1));
        let unique = unique.filter(|name| !taken.contains(&name.value));
        let name = unique.map_or_else(|| Arc::clone(&cell.id.value), |name| Arc::clone(&name.value));
        scope.add_as(document, &cell.id, &name);
        shown.push(Text { value: name, place: cell.id.place.clone() });
    }
    for (cell, name) in cells.iter().zip(&shown) {
        match cell.kind {
            CellKind::Element => {
                let zone = cell.middle.and_then(|middle| zone_at(zones, middle));
                let by_name = zone.as_ref().is_some_and(|zone| is_untrusted(&zone.value));
                model.elements.push(Element {
                    id: name.clone(),
                    title: None,
                    kind: cell.element,
                    is_untrusted: by_name || cell.element == ElementKind::External,
                    zone,
                    untrusted_input: false,
                    paths: Vec::new(),
                    components: Vec::new(),
                    in_scope: !document.says_true(&cell.data, "outOfScope"),
                });
            }
            CellKind::Flow => {
                // A flow that ends nowhere is a drawing that isn't done yet.
                if let [Some(from), Some(to)] = &cell.ends {
                    let from = scope.resolve(document, (&name.value, "source"), from);
                    let to = scope.resolve(document, (&name.value, "target"), to);
                    let in_scope = !document.says_true(&cell.data, "outOfScope");
                    model.flows.push(Flow { id: name.clone(), from, to, in_scope });
                }
            }
        }
        let before = model.threats.len();
        for &node in document.section(&cell.data, "threats") {
            if let Some(fields) = document.all_fields(node, "threats") {
                add_threat(document, (&mut *model, &mut *numbers), &fields, name);
            }
        }
        exclusion::note(document, model, (&cell.data, name), ("outOfScope", "reasonOutOfScope"));
        note_flag(document, model, (&cell.data, name, before));
    }
}

/// The tool shows an element by `hasOpenThreats`, which it counts itself: where
/// the two differ, the picture says something else than the threats.
fn note_flag(
    document: &mut Document<'_>,
    model: &mut ThreatModel,
    (data, name, before): (&Fields<'_>, &Text, usize),
) {
    let own = model.threats.iter().skip(before);
    let open = own.filter(|threat| threat.decision.value == Decision::Open).count();
    let Some(flag) = document.optional_text(data, "hasOpenThreats") else { return };
    if &*flag.value != if open > 0 { "false" } else { "true" } {
        return;
    }
    model.remarks.push(Remark {
        kind: RemarkKind::Contradiction,
        place: flag.place,
        message: say::open_flag_differs(shorten(&name.value), &flag.value, open),
        item: Arc::from(format!("{}.hasOpenThreats", name.value)),
        threats: Vec::new(),
    });
}

/// The smallest box around a point.
fn zone_at(zones: &[Zone], (x, y): (f64, f64)) -> Option<Text> {
    let around = zones.iter().filter(|zone| {
        x >= zone.left && x <= zone.left + zone.width && y >= zone.top && y <= zone.top + zone.height
    });
    let area = |zone: &&Zone| zone.width * zone.height;
    around.min_by(|a, b| area(a).total_cmp(&area(b))).map(|zone| zone.name.clone())
}

fn add_threat(
    document: &mut Document<'_>,
    (model, numbers): (&mut ThreatModel, &mut HashSet<Arc<str>>),
    fields: &Fields<'_>,
    on: &Text,
) {
    let title = document.required_text(fields, "title");
    let number = document.optional_text(fields, "number").filter(|number| &*number.value != "0");
    let number = number.filter(|number| numbers.insert(Arc::clone(&number.value)));
    let place = document.start_of(fields);
    let unnamed = || Located { value: Arc::from("threats"), place: place.clone() };
    let id = number
        .or_else(|| document.optional_text(fields, "id"))
        .or_else(|| title.clone())
        .unwrap_or_else(unnamed);
    let severity = document.state(fields, "severity", (&SEVERITIES, ThreatSeverity::Unrated));
    let decision = document.state(fields, "status", (&DECISIONS, Decision::Open));
    let description = document.optional_text(fields, "description");
    stock::note(model, (&id.value, "description"), description.as_ref());
    let remedy = document.optional_text(fields, "mitigation");
    // What is asked about an open threat may wait for its decision.
    stock::note(model, (&id.value, "mitigation"), remedy.as_ref());
    let remedy = remedy.filter(|text| !stock::is_stock(&text.value));
    let reason = remedy.clone().filter(|_| decision.value == Decision::NotApplicable);
    let mut mitigations = Vec::new();
    if let Some(remedy) = remedy.filter(|_| decision.value == Decision::Mitigate) {
        let name = Text { value: Arc::from(format!("{}.mitigation", id.value)), place: remedy.place.clone() };
        let status = Located { value: MitigationStatus::Implemented, place: decision.place.clone() };
        mitigations.push(name.clone());
        model.mitigations.push(Mitigation { id: name, title: remedy, status, evidence: Vec::new() });
    }
    let title = title.unwrap_or_else(|| id.clone());
    model.threats.push(Threat {
        id,
        title,
        on: vec![on.clone()],
        severity,
        decision,
        reason,
        weaknesses: Vec::new(),
        advisories: Vec::new(),
        mitigations,
        acceptance: None,
    });
}
