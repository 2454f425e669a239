//! Imports: which models a model builds on, and what it lays over them.
//!
//! A file that is imported is read once, whether it is found by its name as well or
//! not, so that no threat counts twice. What an overlay says is laid over the
//! models that its own file imports and over those that these import, and no others.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::fields::Text;
use super::overlay::{Draft, Named, Outcome};
use super::references::Items;
use super::{Meant, formats, read};
use crate::domain::digest::Digest;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::FileError;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::statement::Statement;
use crate::domain::threat::{Defect, DefectKind, Import, ModelFormat, ThreatModel};
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
    note_supplied(&mut readings, &edges);
    lay_over(&mut readings, &edges);
    readings.into_iter().map(|reading| reading.model).collect()
}

/// What is wrong with an import, and where.
type Complaint = (Place, Statement);

fn remark(named: &Named, (place, message): Complaint) -> Remark {
    // An import that is wrong in two ways is two findings.
    let part = if place == named.file.place { "" } else { part_of(named, &place) };
    let item = Arc::from(format!("imports.{}{part}", named.file.value));
    Remark { kind: RemarkKind::Import, place, message, item, threats: Vec::new() }
}

/// The field of an import that stands at a place.
fn part_of(named: &Named, place: &Place) -> &'static str {
    let is_format = named.format.as_ref().is_some_and(|format| format.place == *place);
    if is_format { ".format" } else { ".sha256" }
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
        FileError::Refused(reason) => at_file(say::import_refused(shown()).because(reason)),
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
    let is_pinned = named.digest.as_ref().is_some_and(|said| said.value == digest);
    Ok(Found { at, import: Import { file: path, digest, is_pinned }, complaints })
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

/// A model of our own format that another one pins is somebody else's to review.
fn note_supplied(readings: &mut [Reading], edges: &[Edge]) {
    for edge in edges.iter().filter(|edge| edge.from != edge.to) {
        let file = readings.get(edge.to).map(|one| one.model.file.clone());
        let pins = readings.get(edge.from).is_some_and(|one| {
            one.model.imports.iter().any(|import| import.is_pinned && Some(&import.file) == file.as_ref())
        });
        if let Some(reading) = readings.get_mut(edge.to).filter(|_| pins) {
            reading.model.is_supplied |= reading.model.format == ModelFormat::Native;
        }
    }
}

/// The models that one imports, and those that these import, by how far they are.
fn reached(from: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut seen = HashSet::from([from]);
    let mut levels = Vec::new();
    let mut level = vec![from];
    while !level.is_empty() {
        // A file that imports itself is told as a cycle, and lays nothing over itself.
        let next: BTreeSet<usize> =
            edges.iter().filter(|edge| level.contains(&edge.from)).map(|edge| edge.to).collect();
        level = next.into_iter().filter(|at| seen.insert(*at)).collect();
        levels.extend(Some(level.clone()).filter(|level| !level.is_empty()));
    }
    levels
}

/// What imports nothing first: whoever builds on others lays over them last.
fn from_below(count: usize, edges: &[Edge]) -> Vec<usize> {
    let mut order = Vec::with_capacity(count);
    let mut seen = HashSet::new();
    for root in 0..count {
        let mut open = vec![(root, Step::Enter)];
        while let Some((at, step)) = open.pop() {
            match step {
                Step::Leave => order.push(at),
                Step::Enter if seen.insert(at) => {
                    open.push((at, Step::Leave));
                    let below = edges.iter().filter(|edge| edge.from == at).map(|edge| edge.to);
                    open.extend(below.map(|below| (below, Step::Enter)));
                }
                Step::Enter => {}
            }
        }
    }
    order
}

#[derive(Clone, Copy)]
enum Step {
    Enter,
    Leave,
}

/// A model by its position, with its items by their ids.
type Known = (usize, HashMap<Arc<str>, Items>);

/// Lays each overlay over the models that its file builds on, however far they are:
/// of two with an item of that id the nearer one is meant.
fn lay_over(readings: &mut [Reading], edges: &[Edge]) {
    for from in from_below(readings.len(), edges) {
        let draft = readings.get_mut(from).map(|one| std::mem::take(&mut one.draft.overlay));
        let overlay = draft.unwrap_or_default();
        if overlay.is_empty() {
            continue;
        }
        let levels = reached(from, edges);
        for direct in levels.first().into_iter().flatten() {
            if let Some(reading) = readings.get_mut(*direct) {
                reading.model.is_overlaid = true;
            }
        }
        let items = |at: &usize| readings.get(*at).map(|one| (*at, Items::of(&one.model)));
        let known: Vec<Vec<Known>> =
            levels.iter().map(|level| level.iter().filter_map(items).collect()).collect();
        let mut outcome = Outcome::default();
        for layer in overlay {
            let named = |level: &[Known]| -> Vec<(usize, Items)> {
                let found = level.iter().map(|(at, items)| (*at, items.get(&layer.key.value).copied()));
                found.filter_map(|(at, item)| Some((at, item?))).collect()
            };
            let nearest =
                known.iter().map(|level| (level, named(level))).find(|(_, named)| !named.is_empty());
            match nearest.as_ref().map(|(level, named)| (level, named.as_slice())) {
                Some((level, [(target, item)])) => {
                    let items = level.iter().find(|(at, _)| at == target).map(|(_, items)| items);
                    if let Some((reading, items)) = readings.get_mut(*target).zip(items) {
                        reading.model.is_overlaid = true;
                        layer.lay_over((&mut reading.model, items), *item, &mut outcome);
                    }
                }
                found => {
                    let several = found.map_or(0, |(_, named)| named.len());
                    outcome.defects.push(misnamed(&layer.key, several));
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

/// A key of an overlay that names nothing, or several things.
fn misnamed(key: &Text, several: usize) -> Defect {
    let shown = shorten(&key.value);
    let message = match several {
        0 => say::overlay_names_nothing(shown),
        several => say::overlay_names_several(shown, several),
    };
    Defect {
        kind: DefectKind::DanglingReference,
        place: key.place.clone(),
        message,
        item: Arc::from(format!("overlay.{}", key.value)),
        related: None,
    }
}
