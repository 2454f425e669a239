//! Threat models: records that are held to the tree they speak of.
//!
//! A model is found by its name and known by its content: other tools use the
//! same names. Reading never stops at the first defect, because a slip in one
//! threat must not hide a hole in another; only text that isn't YAML at all
//! is given up whole.

mod coverage;
pub mod edit;
mod evidence;
mod fields;
mod formats;
mod imports;
pub mod junit;
mod native;
mod overlay;
mod past;
mod references;
mod results;
mod review_edit;
mod review_payload;
mod schema;
mod stock;
mod test_code;
#[cfg(test)]
mod tests;
mod yaml;
mod zones;

pub use schema::schema;

use std::collections::HashMap;
use std::sync::Arc;

use imports::Reading;
use overlay::Draft;

use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::{FileError, Files};
use crate::domain::statement::Statement;
use crate::domain::threat::{Defect, DefectKind, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::{ReadError, SourceFile};

pub use past::{Past, hold_to_the_past};
pub use results::TestResults;
pub use review_edit::{NewReview, with_review};
pub use review_payload::{payload_of, review_payload};

/// Every threat model of the tree, in path order, with its evidence looked
/// up. One that can't be read is there too, with a defect that says why.
pub fn read_all(files: &dyn Files, limits: &Limits) -> Vec<ThreatModel> {
    read_all_against(files, limits, None)
}

/// The same, with tests that are evidence held to the results of a test run.
pub fn read_all_against(
    files: &dyn Files,
    limits: &Limits,
    results: Option<&TestResults>,
) -> Vec<ThreatModel> {
    let may_be_one = |path: &&TreePath| native::may_stand_at(path) || formats::may_stand_at(path);
    let paths = files.list().iter().filter(may_be_one);
    let surroundings = formats::Surroundings { files, limits };
    let found = paths.filter_map(|path| read(path, Meant::ByItsName, surroundings));
    let mut models = imports::resolve(found.collect(), surroundings);
    note_shared_systems(&mut models);
    evidence::look_up((files, limits), &mut models, results);
    models
}

/// Why a file is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// It has a name that a model may have.
    ByItsName,
    /// A model says that it is one.
    Imported,
}

/// `None` for a file that has neither the name nor the content of a model.
fn read(path: &TreePath, meant: Meant, surroundings: formats::Surroundings<'_>) -> Option<Reading> {
    let is_ours = meant == Meant::Imported || native::may_stand_at(path);
    let unread = |error: ReadError| unread(path, DefectKind::Syntax, error.place, error.message);
    let opened = open(path, surroundings);
    // A file that can't even be opened, by such a name, may be anything: that is told.
    if !is_ours && opened.as_ref().is_ok_and(|file| !formats::may_be(file.text())) {
        return None;
    }
    let is_one = is_ours || opened.as_ref().map_or(true, |file| formats::looks_like_one(file.text()));
    let parsed = opened.and_then(|file| {
        let tree = yaml::parse(&file, surroundings.limits)?;
        Ok((file, tree))
    });
    let alone = |model| Reading { model, draft: Draft::default() };
    match parsed {
        Ok((file, tree)) => {
            match tree.root().and_then(|root| formats::read(&file, &tree, root, surroundings)) {
                Some(model) => Some(alone(with_flaws(model, &file, &tree))),
                None => is_ours.then(|| read_tree(&file, &tree)),
            }
        }
        Err(error) => is_one.then(|| alone(unread(error))),
    }
}

fn open(path: &TreePath, surroundings: formats::Surroundings<'_>) -> Result<SourceFile, ReadError> {
    let bytes = surroundings.files.read(path).map_err(|error| ReadError {
        place: Place::whole(path.clone()),
        message: match error {
            FileError::Absent => say::unreadable(path),
            FileError::Refused(reason) => reason,
        },
    })?;
    SourceFile::new(path, bytes, surroundings.limits)
}

fn unread(path: &TreePath, kind: DefectKind, place: Place, message: Statement) -> ThreatModel {
    let defect = Defect { kind, place, message, item: Arc::from("schema"), related: None };
    ThreatModel::unread(path.clone(), defect)
}

fn read_tree(file: &SourceFile, tree: &yaml::Tree) -> Reading {
    let path = file.path();
    let alone = |model| Reading { model, draft: Draft::default() };
    let Some(root) = tree.root() else {
        let message = crate::messages::source::empty_file(format_args!("`schema: {}`", native::SCHEMA));
        return alone(unread(&path, DefectKind::Syntax, file.whole(), message));
    };
    let place_of = |node| file.place(tree.bytes(node));
    match native::schema_of(tree, root) {
        Some((native::SCHEMA, _)) => {}
        Some((schema, node)) if schema.starts_with("cullis/") => {
            let message = say::newer_schema(crate::source::shorten(schema));
            return alone(unread(&path, DefectKind::Syntax, place_of(node), message));
        }
        _ => return alone(unread(&path, DefectKind::Foreign, file.whole(), say::foreign())),
    }
    let Reading { model, draft } = native::read(file, tree, root);
    Reading { model: with_flaws(model, file, tree), draft }
}

/// The model with what is wrong with its text as such, in the text's order.
fn with_flaws(mut model: ThreatModel, file: &SourceFile, tree: &yaml::Tree) -> ThreatModel {
    let flaws = tree.flaws.iter().map(|flaw| Defect {
        kind: DefectKind::Syntax,
        place: flaw.error.place.clone(),
        message: flaw.error.message.clone(),
        item: Arc::from(flaw.item.as_str()),
        related: flaw.first.clone().map(|first| (file.place(first), say::first_use())),
    });
    model.defects.extend(flaws);
    model.defects.sort_by(|a, b| a.place.cmp(&b.place));
    model
}

/// Findings are told apart by the system's id, so two files can't share one.
fn note_shared_systems(models: &mut [ThreatModel]) {
    let mut seen: HashMap<Arc<str>, Place> = HashMap::new();
    for model in models {
        let place = Place::whole(model.file.clone());
        if let Some(first) = seen.get(&model.system) {
            model.defects.push(Defect {
                kind: DefectKind::DuplicateId,
                place,
                message: say::duplicate_system(&model.system),
                item: Arc::clone(&model.system),
                related: Some((first.clone(), say::first_use())),
            });
        } else {
            seen.insert(Arc::clone(&model.system), place);
        }
    }
}
