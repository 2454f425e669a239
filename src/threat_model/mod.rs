//! Threat models: records that are held to the tree they speak of.
//!
//! A model is found by its name and known by its content: other tools use the
//! same names. Reading never stops at the first defect, because a slip in one
//! threat must not hide a hole in another; only text that isn't YAML at all
//! is given up whole.

mod evidence;
mod fields;
mod native;
mod references;
mod rust_tests;
#[cfg(test)]
mod tests;
mod yaml;

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::{FileError, Files};
use crate::domain::statement::Statement;
use crate::domain::threat::{Defect, DefectKind, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::{ReadError, SourceFile};

/// Every threat model of the tree, in path order, with its evidence looked
/// up. One that can't be read is there too, with a defect that says why.
pub fn read_all(files: &dyn Files, limits: &Limits) -> Vec<ThreatModel> {
    let paths = files.list().iter().filter(|path| native::may_stand_at(path));
    let mut models: Vec<ThreatModel> = paths.map(|path| read(files, path, limits)).collect();
    note_shared_systems(&mut models);
    evidence::look_up(files, limits, &mut models);
    models
}

fn read(files: &dyn Files, path: &TreePath, limits: &Limits) -> ThreatModel {
    let unread = |error: ReadError| unread(path, DefectKind::Syntax, error.place, error.message);
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = match error {
                FileError::Absent => say::unreadable(path),
                FileError::Refused(reason) => reason,
            };
            return self::unread(path, DefectKind::Syntax, Place::whole(path.clone()), message);
        }
    };
    let file = match SourceFile::new(path, bytes, limits) {
        Ok(file) => file,
        Err(error) => return unread(error),
    };
    match yaml::parse(&file, limits) {
        Ok(tree) => read_tree(&file, &tree),
        Err(error) => unread(error),
    }
}

fn unread(path: &TreePath, kind: DefectKind, place: Place, message: Statement) -> ThreatModel {
    let defect = Defect { kind, place, message, item: Arc::from("schema"), related: None };
    ThreatModel::unread(path.clone(), defect)
}

fn read_tree(file: &SourceFile, tree: &yaml::Tree) -> ThreatModel {
    let path = file.path();
    let Some(root) = tree.root() else {
        let message = crate::messages::source::empty_file(format_args!("`schema: {}`", native::SCHEMA));
        return unread(&path, DefectKind::Syntax, file.whole(), message);
    };
    let place_of = |node| file.place(tree.bytes(node));
    match native::schema_of(tree, root) {
        Some((native::SCHEMA, _)) => {}
        Some((schema, node)) if schema.starts_with("cullis/") => {
            let message = say::newer_schema(crate::source::shorten(schema));
            return unread(&path, DefectKind::Syntax, place_of(node), message);
        }
        _ => return unread(&path, DefectKind::Foreign, file.whole(), say::foreign()),
    }
    let mut model = native::read(file, tree, root);
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
