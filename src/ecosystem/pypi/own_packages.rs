//! Packages that a Python lockfile lists as the project's own: whether the
//! folder that it names holds the package, and what that one asks for.
//!
//! An entry that names a folder of the tree passes for the project's own. Its
//! pyproject.toml has to say the same, or a fetched package would be one of them.

use std::collections::HashMap;
use std::ops::Range;

use super::pyproject::{Wishes, wishes_of};
use crate::domain::place::TreePath;
use crate::ecosystem::Surroundings;
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten};

/// An entry that names a folder.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// The normalised name.
    pub(super) name: String,
    /// As the lockfile writes it.
    pub(super) folder: String,
    /// The bytes of its name.
    pub(super) span: Range<usize>,
}

/// What the manifests of own packages ask for, and what is wrong with them.
#[derive(Default)]
pub(super) struct Looked {
    /// The package's name with its wishes.
    pub(super) wishes: Vec<(String, Wishes)>,
    pub(super) errors: Vec<ReadError>,
}

/// Looks into the folder of each.
pub(super) fn look(owns: &[Own], lock: &SourceFile, surroundings: &Surroundings<'_>) -> Looked {
    let mut looked = Looked::default();
    let mut seen: HashMap<TreePath, &str> = HashMap::new();
    for own in owns {
        // A folder outside the tree isn't the project's own.
        let Some(folder) = lock.path().sibling(&own.folder) else { continue };
        let (name, written) = (shorten(&own.name), shorten(&own.folder));
        let Some(path) = folder.join("pyproject.toml") else { continue };
        let message = match wishes_of(path, surroundings) {
            Ok(Some(wishes)) if wishes.name.as_ref() == Some(&own.name) => {
                looked.wishes.push((own.name.clone(), wishes));
                continue;
            }
            Ok(found) => {
                // Before `[project]`, the name stood in setup.py or setup.cfg.
                let unnamed = found.as_ref().is_none_or(|wishes| wishes.name.is_none());
                let alone = found.is_none() && !has_manifest(lock, surroundings);
                let unknown = alone || (unnamed && older_manifest(&folder, surroundings));
                match seen.insert(folder, &own.name).filter(|other| *other != own.name) {
                    Some(other) if unknown => say::python_two_in_a_folder(&name, shorten(other), &written),
                    _ if unknown => continue,
                    _ => say::python_own_undeclared(&name, &written),
                }
            }
            Err(error) => {
                looked.errors.push(error);
                continue;
            }
        };
        looked.errors.push(lock.error(own.span.clone(), message));
    }
    looked
}

fn older_manifest(folder: &TreePath, surroundings: &Surroundings<'_>) -> bool {
    let names = ["setup.py", "setup.cfg"].into_iter();
    names.filter_map(|name| folder.join(name)).any(|path| surroundings.files.exists(&path))
}

/// A lockfile alone has nothing to be compared with.
fn has_manifest(lock: &SourceFile, surroundings: &Surroundings<'_>) -> bool {
    lock.path().folder().join("pyproject.toml").is_some_and(|path| surroundings.files.exists(&path))
}
