//! What readers can't see: manifests of formats that aren't read, and those
//! that declare dependencies without a lockfile that pins them.
//!
//! A manifest is covered by a lockfile in its own folder, or by one in a folder
//! above that lists it by name as the project's own. A lockfile that isn't
//! read, or couldn't be, has a gap of its own, so its manifests have none.

mod cargo_toml;
mod manifests;
mod msbuild;
mod pyproject;
mod unsupported;

use super::{Surroundings, open, reader_of};
use crate::domain::component::Origin;
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::domain::place::{Place, TreePath};
use crate::domain::quick::{QuickMap, QuickSet};
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile};

pub(super) use cargo_toml::{CrateNames, crate_name, declares_a_crate};

/// One kind of manifest that declares and doesn't pin.
struct Declaring {
    recognises: fn(&TreePath) -> bool,
    /// The lockfiles in its own folder that pin what it declares.
    locks: fn(&TreePath) -> Vec<String>,
    /// The lockfiles in a folder above that may list it.
    shared_locks: &'static [&'static str],
    read: fn(&SourceFile, &Surroundings<'_>) -> Result<Declared, ReadError>,
    /// The command that writes a lockfile.
    command: &'static str,
}

/// What a manifest says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Declared {
    /// Its name, as the lockfile would list it.
    name: Option<String>,
    /// Whether it declares a dependency that is no part of the tree.
    asks: bool,
}

static DECLARING: &[&Declaring] = &[
    &cargo_toml::CARGO_TOML,
    &manifests::COMPOSER_JSON,
    &manifests::GEMFILE,
    &manifests::PACKAGE_JSON,
    &msbuild::PROJECT,
    &pyproject::PIPFILE,
    &pyproject::PYPROJECT,
];

/// The gaps of a tree whose lockfiles have been read, in path order.
pub(super) fn gaps(
    inventory: &Inventory,
    crates: &CrateNames<'_>,
    surroundings: &Surroundings<'_>,
) -> Vec<Gap> {
    let own_names = OwnNames::of(inventory);
    let mut gaps = Vec::new();
    for path in surroundings.files.list() {
        if reader_of(path).is_some() {
            continue;
        }
        if let Some(format) = unsupported::format_of(path) {
            gaps.push(gap(GapKind::UnsupportedFormat, path, say::unsupported_format(format)));
            continue;
        }
        let Some(kind) = DECLARING.iter().find(|kind| (kind.recognises)(path)) else { continue };
        match is_covered(path, kind, (&own_names, crates), surroundings) {
            Ok(true) => {}
            Ok(false) => gaps.push(gap(GapKind::MissingLockfile, path, say::missing_lockfile(kind.command))),
            Err(error) => gaps.push(error.into()),
        }
    }
    gaps.extend(crates.undeclared(inventory, surroundings));
    gaps
}

fn gap(kind: GapKind, path: &TreePath, reason: crate::domain::statement::Statement) -> Gap {
    Gap { kind, place: Place::whole(path.clone()), reason, component: None }
}

/// The names that each lockfile lists as the project's own.
struct OwnNames<'inventory> {
    by_lock: QuickMap<&'inventory TreePath, QuickSet<&'inventory str>>,
}

impl<'inventory> OwnNames<'inventory> {
    fn of(inventory: &'inventory Inventory) -> Self {
        let manifests = inventory.manifests.iter().map(|manifest| {
            let listed = inventory.occurrences.get(manifest.occurrences.clone()).unwrap_or_default();
            let own = listed.iter().filter(|one| one.origin == Origin::FirstParty);
            (&manifest.path, own.map(|one| &*one.component.name).collect())
        });
        Self { by_lock: manifests.collect() }
    }

    /// Whether that lockfile lists the name; so does one that wasn't read.
    fn has(&self, lock: &TreePath, name: Option<&str>) -> bool {
        self.by_lock.get(lock).is_none_or(|names| name.is_some_and(|name| names.contains(name)))
    }
}

fn is_covered(
    path: &TreePath,
    kind: &Declaring,
    (own_names, crates): (&OwnNames<'_>, &CrateNames<'_>),
    surroundings: &Surroundings<'_>,
) -> Result<bool, ReadError> {
    let folder = path.folder();
    let beside = (kind.locks)(path).into_iter().filter_map(|name| folder.join(&name));
    if beside.into_iter().any(|lock| surroundings.files.exists(&lock)) {
        return Ok(true);
    }
    let above = locks_above(&folder, kind, surroundings);
    if let Some(name) = crates.at(path)
        && above.iter().any(|lock| own_names.has(lock, Some(name)))
    {
        return Ok(true);
    }
    let file = open(path, surroundings)?;
    let declared = (kind.read)(&file, surroundings)?;
    Ok(!declared.asks || above.iter().any(|lock| own_names.has(lock, declared.name.as_deref())))
}

/// The lockfiles in the folders above that may cover a manifest.
fn locks_above(folder: &TreePath, kind: &Declaring, surroundings: &Surroundings<'_>) -> Vec<TreePath> {
    let mut found = Vec::new();
    let mut folder = folder.clone();
    while folder != TreePath::root() {
        folder = folder.folder();
        let locks = kind.shared_locks.iter().filter_map(|name| folder.join(name));
        found.extend(locks.filter(|lock| surroundings.files.exists(lock)));
    }
    found
}
