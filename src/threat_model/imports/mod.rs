//! Imports: which models a model builds on, and what it lays over them.
//!
//! A file that is imported is read once, whether it is found by its name as well or
//! not, so that no threat counts twice. What an overlay says is laid over the
//! models that its own file imports, and no others.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::overlay::{Draft, Named, Outcome};
use super::references::Items;
use super::{Meant, formats, read};
use crate::domain::digest::Digest;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::FileError;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::statement::Statement;
use crate::domain::threat::{Defect, DefectKind, Import, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::shorten;

/// Imports of one run: more would be read for nobody.
const IMPORTS: usize = 1_000;

/// A model with what it imports and lays over that.
pub(super) struct Reading {
    pub(super) model: ThreatModel,
    pub(super) draft: Draft,
}

/// An import that is there: who imports whom, and where that is said.
struct Edge {
    from: usize,
    to: usize,
    place: Place,
}

/// Reads what is imported, and lays over it what is to be.
pub(super) fn resolve(
    mut readings: Vec<Reading>,
    surroundings: formats::Surroundings<'_>,
) -> Vec<ThreatModel> {
    let mut positions: HashMap<TreePath, usize> =
        readings.iter().enumerate().map(|(at, one)| (one.model.file.clone(), at)).collect();
    let mut edges: Vec<Edge> = Vec::new();
    let mut from = 0;
    while let Some(reading) = readings.get_mut(from) {
        for named in std::mem::take(&mut reading.draft.imports) {
            let found = if edges.len() < IMPORTS {
                follow(&named, (&mut readings, &mut positions), surroundings)
            } else {
                Err((named.file.place.clone(), say::too_many_imports(IMPORTS)))
            };
            let Some(importing) = readings.get_mut(from) else { continue };
            match found {
                Ok(Found { at, import, complaints }) => {
                    importing.model.imports.push(import);
                    edges.push(Edge { from, to: at, place: named.file.place.clone() });
                    let remarks = complaints.into_iter().map(|complaint| remark(&named, complaint));
                    importing.model.remarks.extend(remarks);
                }
                Err(complaint) => importing.model.remarks.push(remark(&named, complaint)),
            }
        }
        from += 1;
    }
    note_cycles(&mut readings, &edges);
    lay_over(&mut readings, &edges);
    readings.into_iter().map(|reading| reading.model).collect()
}

/// What is wrong with an import, and where.
type Complaint = (Place, Statement);

fn remark(named: &Named, (place, message): Complaint) -> Remark {
    let item = Arc::from(format!("imports.{}", named.file.value));
    Remark { kind: RemarkKind::Import, place, message, item, threats: Vec::new() }
}

/// An imported model, and what isn't as the import says.
struct Found {
    at: usize,
    import: Import,
    complaints: Vec<Complaint>,
}

fn follow(
    named: &Named,
    (readings, positions): (&mut Vec<Reading>, &mut HashMap<TreePath, usize>),
    surroundings: formats::Surroundings<'_>,
) -> Result<Found, Complaint> {
    let shown = || shorten(&named.file.value);
    let at_file = |message| (named.file.place.clone(), message);
    let path = TreePath::root().sibling(&named.file.value).filter(|path| !path.as_str().is_empty());
    let path = path.ok_or_else(|| at_file(say::import_outside(shown())))?;
    let bytes = surroundings.files.read(&path).map_err(|error| match error {
        FileError::Absent => at_file(say::import_absent(shown())),
        FileError::Refused(reason) => at_file(reason),
    })?;
    let digest = Digest::of(&bytes);
    let at = if let Some(at) = positions.get(&path) {
        *at
    } else {
        let reading = read(&path, Meant::Imported, surroundings).filter(|one| !one.model.is_foreign());
        let reading = reading.ok_or_else(|| at_file(say::import_is_no_model(shown())))?;
        positions.insert(path.clone(), readings.len());
        readings.push(reading);
        readings.len() - 1
    };
    let mut complaints = Vec::new();
    let model = readings.get(at).map(|one| &one.model).filter(|model| !model.is_unread());
    if let (Some(format), Some(model)) = (&named.format, model)
        && format.value != model.format
    {
        let message = say::import_format(shown(), model.format.word(), format.value.word());
        complaints.push((format.place.clone(), message));
    }
    if let Some(said) = named.digest.as_ref().filter(|said| said.value != digest) {
        complaints.push((said.place.clone(), say::import_digest(shown(), digest, said.value)));
    }
    Ok(Found { at, import: Import { file: path, digest }, complaints })
}

/// Every import that leads back to the file it stands in.
fn note_cycles(readings: &mut [Reading], edges: &[Edge]) {
    let mut next: HashMap<usize, Vec<usize>> = HashMap::new();
    for edge in edges {
        next.entry(edge.from).or_default().push(edge.to);
    }
    let leads_back = |edge: &&Edge| {
        let (mut seen, mut open) = (HashSet::new(), vec![edge.to]);
        while let Some(at) = open.pop() {
            if at == edge.from {
                return true;
            }
            if seen.insert(at) {
                open.extend(next.get(&at).into_iter().flatten());
            }
        }
        false
    };
    for edge in edges.iter().filter(leads_back) {
        let Some(target) = readings.get(edge.to).map(|one| one.model.file.clone()) else { continue };
        let Some(reading) = readings.get_mut(edge.from) else { continue };
        let message = say::import_cycle(&target, &reading.model.file);
        let item = Arc::from(format!("imports.{target}.cycle"));
        let place = edge.place.clone();
        let remark = Remark { kind: RemarkKind::Import, place, message, item, threats: Vec::new() };
        reading.model.remarks.push(remark);
    }
}

/// Lays each overlay over the models that its file imports.
fn lay_over(readings: &mut [Reading], edges: &[Edge]) {
    for from in 0..readings.len() {
        let draft = readings.get_mut(from).map(|one| std::mem::take(&mut one.draft.overlay));
        let overlay = draft.unwrap_or_default();
        if overlay.is_empty() {
            continue;
        }
        // A file that imports itself is told as a cycle, and lays nothing over itself.
        let targets = edges.iter().filter(|edge| edge.from == from && edge.to != from).map(|edge| edge.to);
        let mut targets: Vec<usize> = targets.collect();
        targets.sort_unstable();
        targets.dedup();
        let mut known: HashMap<Arc<str>, Vec<(usize, Items)>> = HashMap::new();
        for target in targets {
            let Some(reading) = readings.get_mut(target) else { continue };
            reading.model.is_overlaid = true;
            for (id, item) in Items::of(&reading.model) {
                known.entry(id).or_default().push((target, item));
            }
        }
        let mut outcome = Outcome::default();
        for layer in overlay {
            match known.get(&layer.key.value).map_or(&[][..], Vec::as_slice) {
                [(target, item)] => {
                    if let Some(reading) = readings.get_mut(*target) {
                        layer.lay_over(&mut reading.model, *item, &mut outcome);
                    }
                }
                found => {
                    let shown = shorten(&layer.key.value);
                    let message = if found.is_empty() {
                        say::overlay_names_nothing(shown)
                    } else {
                        say::overlay_names_several(shown, found.len())
                    };
                    outcome.defects.push(Defect {
                        kind: DefectKind::DanglingReference,
                        place: layer.key.place.clone(),
                        message,
                        item: Arc::from(format!("overlay.{}", layer.key.value)),
                        related: None,
                    });
                }
            }
        }
        if let Some(reading) = readings.get_mut(from) {
            reading.model.defects.extend(outcome.defects);
            reading.model.defects.sort_by(|a, b| a.place.cmp(&b.place));
            reading.model.remarks.extend(outcome.remarks);
        }
    }
}
