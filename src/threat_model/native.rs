//! The native format: `schema: cullis/threat-model/v1`, YAML, one system a file.
//!
//! An unknown word for a decision counts as open, one for a severity as
//! unrated, one for a status as proposed: a slip never makes a model look
//! better than it is.

use std::sync::Arc;

use super::fields::{Document, Fields, Text};
use super::imports::Reading;
use super::overlay::{self, Draft};
use super::stock;
use super::yaml::{NodeId, Tree, Value};
use super::zones;
use super::{references, review_payload};
use crate::domain::digest::Digest;
use crate::domain::place::TreePath;
use crate::domain::review::{Review, SignOff};
use crate::domain::threat::{
    Acceptance, Decision, DefectKind, Element, ElementKind, Evidence, EvidenceKind, Flow, Located,
    Mitigation, MitigationStatus, ModelFormat, Retired, Threat, ThreatModel, ThreatSeverity,
};
use crate::messages::threat_model as say;
use crate::purl::ComponentPattern;
use crate::source::SourceFile;

/// The schema that this version reads.
pub(super) const SCHEMA: &str = "cullis/threat-model/v1";

pub(super) const MODEL: &[&str] = &[
    "schema",
    "system",
    "review",
    "elements",
    "flows",
    "threats",
    "mitigations",
    "retired",
    "imports",
    "overlay",
];
pub(super) const SYSTEM: &[&str] = &["id", "title", "criticality", "owner"];
pub(super) const REVIEW: &[&str] = &["commit", "date", "by", "digests", "signatures"];
pub(super) const SIGN_OFF: &[&str] = &["who", "role"];
pub(super) const ELEMENT: &[&str] =
    &["id", "title", "kind", "zone", "untrusted-input", "paths", "components"];
pub(super) const FLOW: &[&str] = &["id", "title", "from", "to"];
pub(super) const THREAT: &[&str] = &[
    "id",
    "title",
    "on",
    "stride",
    "cwe",
    "advisories",
    "severity",
    "decision",
    "reason",
    "mitigations",
    "acceptance",
];
pub(super) const MITIGATION: &[&str] = &["id", "title", "status", "practices", "evidence"];
pub(super) const EVIDENCE: &[&str] = &["kind", "path", "contains", "name", "commit", "id", "url"];
pub(super) const ACCEPTANCE: &[&str] = &["reason", "by", "role", "ref", "on", "until"];
pub(super) const RETIRED: &[&str] = &["id", "on", "by", "reason"];

pub(super) const STRIDE: [&str; 6] = ["S", "T", "R", "I", "D", "E"];

/// What an evidence's `kind` says, before its other fields are read.
#[derive(Clone, Copy)]
pub(super) enum Shows {
    File,
    Test,
    Commit,
    Url,
}
pub(super) const SHOWS: [(&str, Shows); 4] =
    [("file", Shows::File), ("test", Shows::Test), ("commit", Shows::Commit), ("url", Shows::Url)];

/// Reads a document whose schema is ours. Evidence isn't looked up yet.
pub(super) fn read(file: &SourceFile, tree: &Tree, root: NodeId) -> Reading {
    let mut document = Document::new(file, tree);
    let mut model = ThreatModel::empty(file.path(), ModelFormat::Native);
    let mut draft = Draft::default();
    if let Some(fields) = document.fields(root, "threat-model", MODEL) {
        if let Some(id) = read_system(&mut document, &fields, &mut model) {
            model.system = id.value;
        }
        model.review = read_review(&mut document, &fields);
        if let Some(review) = &mut model.review {
            review.model = review_payload::digest_without_review(file, tree, root);
        }
        model.elements = items(&mut document, &fields, ("elements", ELEMENT), read_element);
        model.flows = items(&mut document, &fields, ("flows", FLOW), read_flow);
        model.threats = items(&mut document, &fields, ("threats", THREAT), read_threat);
        model.mitigations = items(&mut document, &fields, ("mitigations", MITIGATION), read_mitigation);
        model.retired = items(&mut document, &fields, ("retired", RETIRED), read_retired);
        draft = overlay::read(&mut document, &fields);
    }
    references::check(&mut document, &model);
    stock::note_all(&mut model);
    model.defects = document.into_defects();
    Reading { model, draft }
}

/// The items of a list, each a mapping with these fields.
fn items<T>(
    document: &mut Document<'_>,
    model: &Fields<'_>,
    (section, known): (&str, &[&str]),
    read: fn(&mut Document<'_>, &Fields<'_>) -> Option<T>,
) -> Vec<T> {
    let nodes = document.section(model, section);
    let mut items = Vec::with_capacity(nodes.len());
    for &node in nodes {
        let fields = document.fields(node, section, known);
        items.extend(fields.and_then(|fields| read(document, &fields)));
    }
    items
}

/// The fields of a mapping inside an item; messages name the item.
fn nested<'file>(
    document: &mut Document<'file>,
    outer: &Fields<'_>,
    (name, known): (&str, &[&str]),
) -> Option<Fields<'file>> {
    let node = document.present(outer, name)?;
    let mut fields = document.fields(node, name, known)?;
    fields.owner = format!("{}.{name}", outer.owner);
    Some(fields)
}

fn read_system(document: &mut Document<'_>, fields: &Fields<'_>, model: &mut ThreatModel) -> Option<Text> {
    let Some(node) = document.present(fields, "system") else {
        document.required_text(fields, "system");
        return None;
    };
    let fields = document.fields(node, "system", SYSTEM)?;
    for name in ["title", "owner"] {
        if let Some(text) = document.text(&fields, name) {
            stock::note_text(model, ("system", name), &text);
        }
    }
    document.word(&fields, "criticality", &ThreatSeverity::WORDS, DefectKind::UnknownState);
    document.required_text(&fields, "id")
}

fn read_review(document: &mut Document<'_>, model: &Fields<'_>) -> Option<Review> {
    let fields = nested(document, model, ("review", REVIEW))?;
    let mut review = Review::at(document.place_of(model, "review"));
    review.commit = document.text(&fields, "commit");
    review.date = document.date(&fields, "date");
    for &node in document.list(&fields, "by") {
        if let Some(sign_off) = document.fields(node, "review.by", SIGN_OFF) {
            let who = document.required_text(&sign_off, "who");
            let role = document.required_text(&sign_off, "role");
            review.by.extend(who.map(|who| SignOff { who, role }));
        }
    }
    review.digests = read_digests(document, &fields);
    review.signatures = document.texts(&fields, "signatures").into_iter().map(|text| text.value).collect();
    Some(review)
}

/// What the review saw, by element: a map, because an element stands in it once.
fn read_digests(document: &mut Document<'_>, review: &Fields<'_>) -> Vec<(Text, Digest)> {
    let mut digests = Vec::new();
    for (element, text) in document.text_entries(review, "digests") {
        if let Some(digest) = Digest::from_hex(&text.value) {
            digests.push((element, digest));
        } else {
            let message = say::not_a_digest(&element.value, crate::source::shorten(&text.value));
            let item = format!("review.digests.{}", element.value);
            document.defect(DefectKind::Field, text.place, message, &item);
        }
    }
    digests
}

fn read_element(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Element> {
    let title = document.text(fields, "title");
    let kind = document.word(fields, "kind", &ElementKind::WORDS, DefectKind::Field);
    let kind = kind.map_or_else(ElementKind::default, |kind| kind.value);
    let zone = document.text(fields, "zone");
    let untrusted_input = document.flag(fields, "untrusted-input");
    let paths = document.texts(fields, "paths");
    let components = read_components(document, fields);
    let id = document.required_text(fields, "id")?;
    // Who stands outside the system is nobody whom it could trust.
    let is_untrusted =
        kind == ElementKind::External || zone.as_ref().is_some_and(|zone| zones::is_untrusted(&zone.value));
    Some(Element { id, title, kind, is_untrusted, zone, untrusted_input, paths, components, in_scope: true })
}

/// Package URLs: one that is none would cover nothing, in silence.
fn read_components(document: &mut Document<'_>, fields: &Fields<'_>) -> Vec<Text> {
    let components = document.texts(fields, "components");
    for text in components.iter().filter(|text| ComponentPattern::parse(&text.value).is_none()) {
        let message = say::not_a_package_url(crate::source::shorten(&text.value));
        let item = format!("{}.components.{}", fields.owner, text.value);
        document.defect(DefectKind::Field, text.place.clone(), message, &item);
    }
    components
}

fn read_flow(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Flow> {
    document.text(fields, "title");
    let id = document.required_text(fields, "id");
    let from = document.required_text(fields, "from");
    let to = document.required_text(fields, "to");
    Some(Flow { id: id?, from: from?, to: to?, in_scope: true })
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all readers of items")]
fn read_threat(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Threat> {
    let id = document.required_text(fields, "id");
    let title = document.required_text(fields, "title");
    let on = document.required_texts(fields, "on");
    read_stride(document, fields);
    // A threat without one is told as what it is, an unrated threat.
    let severity = document
        .word(fields, "severity", &ThreatSeverity::WORDS, DefectKind::UnknownState)
        .unwrap_or_else(|| {
            let place = document.place_of(fields, "severity");
            Located { value: ThreatSeverity::Unrated, place }
        });
    let decision = document
        .required_word(fields, "decision", &Decision::WORDS, DefectKind::UnknownState)
        .unwrap_or_else(|| Located { value: Decision::Open, place: document.place_of(fields, "decision") });
    let reason = document.text(fields, "reason");
    let weaknesses = document.texts(fields, "cwe");
    let advisories = document.texts(fields, "advisories");
    let mitigations = document.texts(fields, "mitigations");
    let acceptance = read_acceptance(document, fields);
    // A threat without an id or a title is a defect, and still a threat.
    let unnamed = || Located { value: Arc::from("threats"), place: document.start_of(fields) };
    let id = id.or_else(|| title.clone()).unwrap_or_else(unnamed);
    let title = title.unwrap_or_else(|| id.clone());
    Some(Threat {
        id,
        title,
        on,
        severity,
        decision,
        reason,
        weaknesses,
        advisories,
        mitigations,
        acceptance,
    })
}

fn read_stride(document: &mut Document<'_>, fields: &Fields<'_>) {
    for letter in document.texts(fields, "stride") {
        if !STRIDE.contains(&&*letter.value) {
            let known = STRIDE.map(|letter| format!("`{letter}`")).join(", ");
            let message = say::unknown_word("stride", crate::source::shorten(&letter.value), known);
            let item = format!("{}.stride", fields.owner);
            document.defect(DefectKind::UnknownState, letter.place, message, &item);
        }
    }
}

pub(super) fn read_acceptance(document: &mut Document<'_>, threat: &Fields<'_>) -> Option<Acceptance> {
    let fields = nested(document, threat, ("acceptance", ACCEPTANCE))?;
    Some(Acceptance {
        place: document.start_of(&fields),
        reason: document.text(&fields, "reason"),
        by: document.text(&fields, "by"),
        role: document.text(&fields, "role"),
        reference: document.text(&fields, "ref"),
        on: document.date(&fields, "on"),
        until: document.date(&fields, "until"),
    })
}

fn read_mitigation(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Mitigation> {
    let id = document.required_text(fields, "id");
    let title = document.required_text(fields, "title");
    let status = document
        .required_word(fields, "status", &MitigationStatus::WORDS, DefectKind::UnknownState)
        .unwrap_or_else(|| {
            let place = document.place_of(fields, "status");
            Located { value: MitigationStatus::Proposed, place }
        });
    document.texts(fields, "practices");
    let evidence = read_all_evidence(document, fields);
    let id = id?;
    let title = title.unwrap_or_else(|| id.clone());
    Some(Mitigation { id, title, status, evidence })
}

/// What an item names as evidence.
pub(super) fn read_all_evidence(document: &mut Document<'_>, fields: &Fields<'_>) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for &node in document.list(fields, "evidence") {
        let shown = document.fields(node, "evidence", EVIDENCE);
        evidence.extend(shown.and_then(|mut shown| {
            shown.owner = format!("{}.evidence", fields.owner);
            read_evidence(document, &shown)
        }));
    }
    evidence
}

fn read_evidence(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Evidence> {
    let shows = document.required_word(fields, "kind", &SHOWS, DefectKind::Field)?;
    let value = match shows.value {
        Shows::File => EvidenceKind::File {
            path: document.required_text(fields, "path")?,
            contains: document.text(fields, "contains"),
        },
        Shows::Test => {
            let path = document.required_text(fields, "path");
            let name = document.required_text(fields, "name");
            EvidenceKind::Test { path: path?, name: name? }
        }
        // Older models say `id`.
        Shows::Commit
            if document.present(fields, "commit").is_none() && document.present(fields, "id").is_some() =>
        {
            EvidenceKind::Commit { id: document.required_text(fields, "id")? }
        }
        Shows::Commit => EvidenceKind::Commit { id: document.required_text(fields, "commit")? },
        Shows::Url => EvidenceKind::Url { url: document.required_text(fields, "url")? },
    };
    Some(Evidence { kind: Located { value, place: document.start_of(fields) } })
}

/// A tombstone: its id may not be used again.
fn read_retired(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Retired> {
    let on = document.date(fields, "on");
    let by = document.text(fields, "by");
    let reason = document.required_text(fields, "reason");
    Some(Retired { id: document.required_text(fields, "id")?, on, by, reason })
}

/// The schema that a document names, and where.
pub(super) fn schema_of(tree: &Tree, root: NodeId) -> Option<(&str, NodeId)> {
    let Value::Mapping(entries) = tree.value(root) else { return None };
    let (_, value) = entries.iter().find(|(key, _)| tree.text(*key) == Some("schema"))?;
    Some((tree.text(*value)?, *value))
}

/// Whether a path is one where a native model may stand: `threat-model.yaml`,
/// or any YAML file in a folder `threat-models`, `threat-model` or `threatmodel`.
pub(super) fn may_stand_at(path: &TreePath) -> bool {
    let Some((stem, "yaml" | "yml")) = path.file_name().rsplit_once('.') else { return false };
    let folder = path.folder();
    stem == "threat-model" || matches!(folder.file_name(), "threat-models" | "threat-model" | "threatmodel")
}
