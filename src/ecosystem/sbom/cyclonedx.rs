//! CycloneDX documents in JSON, versions 1.2 to 1.7.
//!
//! Format: <https://cyclonedx.org/docs/1.7/json/>. `metadata.component` is the
//! project itself. Every other component is one entry: a nested one too, and
//! one whose package URL OSV has no ecosystem for, which can't be assessed and
//! whose ecosystem says so. Services, vulnerabilities, pedigrees and formulations
//! declare no component in use and aren't read. A document of another format
//! under such a name is a gap.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::cyclonedx_entry::{items, occurrence};
use crate::domain::component::{Occurrence, Origin, Relation};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::ecosystem::{Reader, Surroundings};
use crate::messages::{ecosystem as say, source};
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile, shorten};

/// The minor versions of the format's version 1 that are known here; before 1.2
/// it had no JSON.
const KNOWN: std::ops::RangeInclusive<u64> = 2..=7;

/// The row of this format.
pub static READER: Reader = Reader { id: "sbom/cyclonedx", recognises, read };

fn recognises(path: &TreePath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    matches!(name.as_str(), "bom.json" | "sbom.json")
        || [".cdx.json", ".bom.json"].iter().any(|ending| name.ends_with(ending))
}

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let root = document.root().as_object("CycloneDX")?;
    if !root.get("bomFormat").is_some_and(|format| format.is("CycloneDX")) {
        return other_format(file, root);
    }
    let mut bill = Bill::default();
    bill.check_version(root);
    bill.components(root);
    bill.services(root);
    bill.edges(root);
    bill.relations();
    Ok(Reading { occurrences: bill.occurrences, gaps: bill.gaps })
}

/// `.cdx.json` promises the format; other names are used for other things too.
fn other_format(file: &SourceFile, root: Value<'_>) -> Result<Reading, ReadError> {
    if file.path().file_name().to_ascii_lowercase().ends_with(".cdx.json") {
        return Err(root.error(source::missing_field("bomFormat")));
    }
    let spdx = ["spdxVersion", "SPDXID", "@context"].iter().any(|key| root.get(key).is_some());
    let reason = if spdx { say::sbom_spdx() } else { say::sbom_unknown() };
    let gap = Gap { kind: GapKind::UnsupportedFormat, place: file.whole(), reason, component: None };
    Ok(Reading { occurrences: Vec::new(), gaps: vec![gap] })
}

/// A reading in the making.
#[derive(Default)]
struct Bill<'doc> {
    occurrences: Vec<Occurrence>,
    gaps: Vec<Gap>,
    /// The position of each component by its `bom-ref`.
    positions: HashMap<Cow<'doc, str>, usize>,
    /// The `bom-ref`s of services, and of what isn't read as a component.
    others: HashSet<Cow<'doc, str>>,
    /// The position of `metadata.component`.
    project: Option<usize>,
}

impl<'doc> Bill<'doc> {
    fn error(&mut self, at: Value<'doc>, message: Statement) {
        self.gaps.push(at.error(message).into());
    }

    fn check_version(&mut self, root: Value<'doc>) {
        let Some(version) = root.get("specVersion") else {
            return self.error(root, source::missing_field("specVersion"));
        };
        let text = version.text().unwrap_or_default();
        let numbers = text
            .split_once('.')
            .and_then(|(major, minor)| Some((major.parse::<u64>().ok()?, minor.parse::<u64>().ok()?)));
        match numbers {
            Some((1, minor)) if KNOWN.contains(&minor) => {}
            Some(newer) if newer > (1, *KNOWN.end()) => {
                self.error(version, say::sbom_version(shorten(&text)));
            }
            _ => self.error(version, say::sbom_version_unknown(version.found())),
        }
    }

    /// What is part of the project by `metadata.component` comes first. Only
    /// that component itself is the project's own beyond doubt: what is nested
    /// in it is put together with it, whoever wrote it.
    fn components(&mut self, root: Value<'doc>) {
        if let Some(project) = root.get("metadata").and_then(|metadata| metadata.get("component")) {
            let position = self.occurrences.len();
            self.each(vec![project]);
            let named = self.occurrences.get_mut(position).filter(|_| names_something(project));
            if let Some(occurrence) = named {
                occurrence.origin = Origin::FirstParty;
                // No advisory speaks of the project, so its version may be open.
                let is_of_project =
                    |gap: &Gap| gap.kind == GapKind::UnresolvedVersion && gap.place == occurrence.place;
                self.gaps.retain(|gap| !is_of_project(gap));
                self.project = Some(position);
            }
        }
        let listed = items(root, "components", &mut self.gaps);
        self.each(listed);
        // Where something couldn't be read, that is said already.
        let own = usize::from(self.project.is_some());
        if self.occurrences.len() <= own && self.gaps.is_empty() {
            let place = root.get("components").unwrap_or(root).place();
            let reason = say::sbom_empty();
            self.gaps.push(Gap { kind: GapKind::EmptySbom, place, reason, component: None });
        }
    }

    /// Adds components with what is nested in them, in the document's order.
    fn each(&mut self, mut waiting: Vec<Value<'doc>>) {
        waiting.reverse();
        while let Some(component) = waiting.pop() {
            self.add(component);
            let nested = items(component, "components", &mut self.gaps);
            waiting.extend(nested.into_iter().rev());
        }
    }

    fn add(&mut self, component: Value<'doc>) {
        let position = self.occurrences.len();
        let reference = match component.optional_text("bom-ref") {
            Ok(name) => name.zip(component.get("bom-ref")),
            Err(error) => {
                self.gaps.push(error.into());
                None
            }
        };
        let found = occurrence(component, &mut self.gaps);
        let is_read = found.is_ok();
        match found {
            Ok(occurrence) => self.occurrences.push(occurrence),
            Err(error) => self.gaps.push(error.into()),
        }
        let Some((name, place)) = reference else { return };
        if !is_read {
            self.others.insert(name);
        } else if self.positions.insert(name.clone(), position).is_some() {
            self.error(place, say::sbom_reference_twice(shorten(&name)));
        }
    }

    fn services(&mut self, root: Value<'doc>) {
        let mut waiting = items(root, "services", &mut self.gaps);
        while let Some(service) = waiting.pop() {
            self.others.extend(service.get("bom-ref").and_then(Value::text));
            waiting.extend(items(service, "services", &mut self.gaps));
        }
    }

    /// `dependencies`: who depends on whom, by `bom-ref`.
    fn edges(&mut self, root: Value<'doc>) {
        for entry in items(root, "dependencies", &mut self.gaps) {
            let reference = entry.get("ref");
            if reference.is_none() {
                self.error(entry, source::missing_field("ref"));
            }
            let from = reference.and_then(|reference| self.position(reference));
            let listed = items(entry, "dependsOn", &mut self.gaps);
            let edges: Vec<usize> =
                listed.into_iter().filter_map(|reference| self.position(reference)).collect();
            if let Some(occurrence) = from.and_then(|from| self.occurrences.get_mut(from)) {
                occurrence.dependencies.extend(edges);
            }
        }
        for occurrence in &mut self.occurrences {
            occurrence.dependencies.sort_unstable();
            occurrence.dependencies.dedup();
        }
    }

    fn position(&mut self, reference: Value<'doc>) -> Option<usize> {
        let Some(name) = reference.text() else {
            self.error(reference, source::expected_text("bom-ref", reference.found()));
            return None;
        };
        let found = self.positions.get(&name).copied();
        if found.is_none() && !self.others.contains(&name) {
            self.error(reference, say::sbom_reference_to_nothing(shorten(&name)));
        }
        found
    }

    /// What the project depends on is direct, what else is depended on is
    /// transitive. Of a project without edges the document says nothing.
    fn relations(&mut self) {
        let Some(project) = self.project else { return };
        let edges_of = |occurrence: &Occurrence| occurrence.dependencies.clone();
        let direct: HashSet<usize> =
            self.occurrences.get(project).map(edges_of).unwrap_or_default().into_iter().collect();
        let needed: HashSet<usize> = self.occurrences.iter().flat_map(edges_of).collect();
        for (position, occurrence) in self.occurrences.iter_mut().enumerate() {
            if position == project || direct.contains(&position) {
                occurrence.relation = Relation::Direct;
            } else if !direct.is_empty() && needed.contains(&position) {
                occurrence.relation = Relation::Transitive;
            }
        }
    }
}

/// Whether a component could be read at all.
fn names_something(component: Value<'_>) -> bool {
    component.get("name").and_then(Value::text).is_some_and(|name| !name.is_empty())
}
