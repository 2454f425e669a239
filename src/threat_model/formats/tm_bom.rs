//! TM-BOM, the schema of the OWASP Threat Model Library, 1.0.2.
//!
//! Schema: `threat-model.schema.json`. Threats have no state and no severity: one
//! is mitigated when a control of it is `active`, and as bad as the worst risk
//! that names it. A control that is only `assumed` is nobody's word that it is
//! there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::scope::Scope;
use super::tm_bom_risks;
use super::{Reader, Root, Surroundings};
use crate::domain::review::Review;
use crate::domain::threat::{
    Decision, Element, ElementKind, Flow, Located, Mitigation, MitigationStatus, ModelFormat, Threat,
    ThreatModel, ThreatSeverity,
};
use crate::threat_model::fields::{Document, Fields, Text};
use crate::threat_model::stock;
use crate::threat_model::yaml::NodeId;
use crate::threat_model::zones;

pub(super) static READER: Reader = Reader { format: ModelFormat::TmBom, recognises, read };

fn recognises(root: &Root<'_>) -> bool {
    root.has_mapping("scope") && root.has("trust_zones") && root.has("threats")
}

const STATUSES: [(&str, MitigationStatus); 8] = [
    ("assumed", MitigationStatus::Proposed),
    ("suggested", MitigationStatus::Proposed),
    ("under_review", MitigationStatus::Proposed),
    ("approved", MitigationStatus::Planned),
    ("scheduled", MitigationStatus::Planned),
    ("active", MitigationStatus::Implemented),
    ("wont_do", MitigationStatus::Rejected),
    ("retired", MitigationStatus::Retired),
];

/// The six bands of a risk; `very_high` stands nearer to critical than to high.
pub(super) const LEVELS: [(&str, ThreatSeverity); 6] = [
    ("very_low", ThreatSeverity::Low),
    ("low", ThreatSeverity::Low),
    ("medium", ThreatSeverity::Medium),
    ("high", ThreatSeverity::High),
    ("very_high", ThreatSeverity::Critical),
    ("critical", ThreatSeverity::Critical),
];

/// What references name.
#[derive(Default)]
struct Names {
    zones: Scope,
    /// Zones in which nobody is trusted.
    untrusted: HashSet<Arc<str>>,
    elements: Scope,
    personas: Scope,
    threats: Scope,
}

fn read(document: &mut Document<'_>, root: NodeId, model: &mut ThreatModel, _: Surroundings<'_>) {
    let Some(fields) = document.all_fields(root, "threat-model") else { return };
    if let Some(scope) = document.required_nested(&fields, "scope")
        && let Some(title) = document.required_text(&scope, "title")
    {
        model.system = title.value;
    }
    if let Some(date) = document.day_of_tool(&fields, "reviewed_at") {
        model.review = Some(Review { date: Some(date.clone()), ..Review::at(date.place) });
    }
    let mut names = Names::default();
    for (list, scope) in [("trust_zones", &mut names.zones), ("threat_personas", &mut names.personas)] {
        for one in document.all_items(&fields, list) {
            let Some(id) = document.required_text(&one, "symbolic_name") else { continue };
            let title = document.optional_text(&one, "title");
            if [Some(&id), title.as_ref()].into_iter().flatten().any(|name| zones::is_untrusted(&name.value))
            {
                names.untrusted.insert(Arc::clone(&id.value));
            }
            scope.add(document, &id);
        }
    }
    read_elements(document, &fields, (&mut names, model));
    for boundary in document.all_items(&fields, "trust_boundaries") {
        for side in ["trust_zone_a", "trust_zone_b"] {
            if let Some(zone) = document.required_text(&boundary, side) {
                names.zones.resolve(document, ("trust_boundaries", side), &zone);
            }
        }
    }
    read_flows(document, &fields, (&names, model));
    read_threats(document, &fields, (&mut names, model));
    read_controls(document, &fields, (&names, model));
    tm_bom_risks::read(document, &fields, (&names.threats, model));
}

fn read_elements(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    let lists = [
        ("actors", ElementKind::External),
        ("components", ElementKind::Process),
        ("data_stores", ElementKind::Store),
    ];
    for (list, kind) in lists {
        for one in document.all_items(fields, list) {
            let Some(id) = document.required_text(&one, "symbolic_name") else { continue };
            names.elements.add(document, &id);
            let zone = document.optional_text(&one, "trust_zone");
            let zone = zone.map(|zone| names.zones.resolve(document, (&id.value, "trust_zone"), &zone));
            let is_untrusted = zone.as_ref().is_some_and(|zone| names.untrusted.contains(&zone.value));
            let title = document.optional_text(&one, "title");
            let (paths, components) = (Vec::new(), Vec::new());
            model.elements.push(Element {
                id,
                title,
                kind,
                is_untrusted,
                zone,
                untrusted_input: false,
                paths,
                components,
                in_scope: true,
            });
        }
    }
}

fn read_flows(document: &mut Document<'_>, fields: &Fields<'_>, (names, model): (&Names, &mut ThreatModel)) {
    let mut flows = Scope::default();
    for flow in document.all_items(fields, "data_flows") {
        let Some(id) = document.required_text(&flow, "symbolic_name") else { continue };
        flows.add(document, &id);
        let ends = ["source", "destination"].map(|end| {
            let object = document.required_nested(&flow, end)?;
            let object = document.required_text(&object, "object")?;
            Some(names.elements.resolve(document, (&id.value, end), &object))
        });
        if let [Some(from), Some(to)] = ends {
            model.flows.push(Flow { id, from, to, in_scope: true });
        }
    }
}

fn read_threats(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&mut Names, &mut ThreatModel),
) {
    for threat in document.all_items(fields, "threats") {
        let Some(id) = document.required_text(&threat, "symbolic_name") else { continue };
        names.threats.add(document, &id);
        if let Some(persona) = document.optional_text(&threat, "threat_persona") {
            names.personas.resolve(document, (&id.value, "threat_persona"), &persona);
        }
        let on = document.texts(&threat, "components_affected");
        let on =
            on.iter().map(|one| names.elements.resolve(document, (&id.value, "components_affected"), one));
        let on = on.collect();
        let mut weaknesses = Vec::new();
        for weakness in document.all_items(&threat, "weaknesses") {
            let number = document.required_text(&weakness, "cwe_id");
            weaknesses.extend(number.map(|number| Text {
                value: Arc::from(format!("CWE-{}", number.value)),
                place: number.place,
            }));
        }
        let title = document.required_text(&threat, "title").unwrap_or_else(|| id.clone());
        let description = document.optional_text(&threat, "description");
        stock::note(model, (&id.value, "description"), description.as_ref());
        let place = id.place.clone();
        model.threats.push(Threat {
            id,
            title,
            on,
            severity: Located { value: ThreatSeverity::Unrated, place: place.clone() },
            decision: Located { value: Decision::Open, place },
            reason: None,
            weaknesses,
            advisories: Vec::new(),
            mitigations: Vec::new(),
            acceptance: None,
        });
    }
}

fn read_controls(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (names, model): (&Names, &mut ThreatModel),
) {
    let mut controls = Scope::default();
    let mut positions: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
    for (position, threat) in model.threats.iter().enumerate() {
        positions.entry(Arc::clone(&threat.id.value)).or_default().push(position);
    }
    for control in document.all_items(fields, "controls") {
        let Some(id) = document.required_text(&control, "symbolic_name") else { continue };
        controls.add(document, &id);
        let status = document.state(&control, "status", (&STATUSES, MitigationStatus::Proposed));
        for threat in document.texts(&control, "threats") {
            let threat = names.threats.resolve(document, (&id.value, "threats"), &threat);
            for position in positions.get(&threat.value).into_iter().flatten() {
                let Some(one) = model.threats.get_mut(*position) else { continue };
                one.mitigations.push(id.clone());
                if status.value.claims_to_work() {
                    one.decision = Located { value: Decision::Mitigate, place: status.place.clone() };
                }
            }
        }
        let title = document.required_text(&control, "title").unwrap_or_else(|| id.clone());
        model.mitigations.push(Mitigation { id, title, status, evidence: Vec::new() });
    }
}
