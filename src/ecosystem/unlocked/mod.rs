//! What readers can't see: manifests of formats that aren't read, and those
//! that declare dependencies without a lockfile that pins them.
//!
//! A manifest is covered by a lockfile in its own folder, or by one in a folder
//! above that lists it by name as the project's own. A lockfile that isn't
//! read, or couldn't be, has a gap of its own, so its manifests have none.

mod cargo_lines;
mod cargo_manifest;
mod cargo_toml;
mod cargo_values;
mod cargo_vendor;
mod cargo_workspace;
mod go_vendor;
mod manifests;
mod msbuild;
mod named_requirements;
mod nuget_projects;
mod package_swift;
mod pyproject;
mod setup;
mod submodules;
mod unsupported;

use super::{Surroundings, open, reader_of};
use crate::domain::component::Origin;
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::domain::place::{Place, TreePath};
use crate::domain::quick::QuickMap;
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile};

pub(super) use cargo_manifest::CargoManifest;
pub use cargo_toml::Crates;
pub(super) use cargo_toml::{crate_manifest, declares_a_crate};

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
    &package_swift::PACKAGE_SWIFT,
    &pyproject::PIPFILE,
    &pyproject::PYPROJECT,
    &setup::REQUIREMENTS_IN,
    &setup::SETUP_CFG,
    &setup::SETUP_PY,
];

/// The gaps of a tree whose lockfiles have been read, in path order.
pub(super) fn gaps(inventory: &Inventory, crates: &Crates<'_>, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let mut own_names = OwnNames::of(inventory);
    own_names.claim_for_neighbours(crates, surroundings);
    let carried = cargo_vendor::Carried::of(inventory, crates, surroundings);
    let mut gaps = Vec::new();
    for path in surroundings.files.list() {
        gaps.extend(named_requirements::gaps(path, surroundings));
        let is_carried = || cargo_toml::declares_a_crate(path) && carried.has(path);
        if (reader_of(path).is_some() && !declares(path)) || is_carried() {
            continue;
        }
        if path.file_name() == submodules::FILE_NAME {
            gaps.extend(submodules::gaps(path, surroundings));
            continue;
        }
        if let Some(format) = unsupported::format_of(path) {
            gaps.push(gap(GapKind::UnsupportedFormat, path, say::unsupported_format(format)));
            continue;
        }
        let Some(kind) = kind_of(path) else { continue };
        match is_covered(path, kind, (&mut own_names, crates), surroundings) {
            Ok(true) => {}
            Ok(false) => gaps.push(gap(GapKind::MissingLockfile, path, say::missing_lockfile(kind.command))),
            Err(error) => gaps.push(error.into()),
        }
    }
    gaps.extend(carried.gaps);
    gaps.extend(cargo_workspace::gaps(inventory, crates));
    gaps.extend(go_vendor::gaps(inventory, surroundings));
    gaps.extend(nuget_projects::gaps(inventory, surroundings));
    gaps
}

/// Whether a file declares what a lockfile has to pin, whatever else is read of it.
pub(super) fn declares(path: &TreePath) -> bool {
    kind_of(path).is_some()
}

fn kind_of(path: &TreePath) -> Option<&'static Declaring> {
    DECLARING.iter().copied().find(|kind| (kind.recognises)(path))
}

fn gap(kind: GapKind, path: &TreePath, reason: crate::domain::statement::Statement) -> Gap {
    Gap { kind, place: Place::whole(path.clone()), reason, component: None }
}

/// The names that each lockfile lists as the project's own, and the folders
/// whose manifests have been taken for them. A second manifest of a name that
/// the lockfile lists once is another package.
struct OwnNames<'inventory> {
    by_lock: QuickMap<&'inventory TreePath, QuickMap<&'inventory str, Claims>>,
}

#[derive(Default)]
struct Claims {
    listed: usize,
    folders: Vec<TreePath>,
}

impl<'inventory> OwnNames<'inventory> {
    fn of(inventory: &'inventory Inventory) -> Self {
        let mut by_lock: QuickMap<&TreePath, QuickMap<&str, Claims>> = QuickMap::default();
        for manifest in &inventory.manifests {
            let names = by_lock.entry(&manifest.path).or_default();
            let listed = inventory.occurrences.get(manifest.occurrences.clone()).unwrap_or_default();
            for one in listed.iter().filter(|one| one.origin == Origin::FirstParty) {
                names.entry(&one.component.name).or_default().listed += 1;
            }
        }
        Self { by_lock }
    }

    /// Manifests beside a lockfile are the ones that it is of.
    fn claim_for_neighbours(&mut self, crates: &Crates<'_>, surroundings: &Surroundings<'_>) {
        for path in surroundings.files.list() {
            let Some(kind) = kind_of(path).filter(|kind| !kind.shared_locks.is_empty()) else { continue };
            let beside = locks_beside(path, kind, surroundings);
            if beside.is_empty() {
                continue;
            }
            let file = || open(path, surroundings).ok();
            let read = || (kind.read)(&file()?, surroundings).ok()?.name;
            let name = match crates.declared_at(path) {
                Some(declared) => declared.ok().and_then(|declared| declared.name),
                None => read(),
            };
            for lock in beside {
                self.claim(&lock, name.as_deref(), &path.folder());
            }
        }
    }

    /// Takes a manifest's folder for a package of that name in that lockfile;
    /// whether there is one. So does a lockfile that wasn't read.
    fn claim(&mut self, lock: &TreePath, name: Option<&str>, folder: &TreePath) -> bool {
        let Some(names) = self.by_lock.get_mut(lock) else { return true };
        let Some(claims) = name.and_then(|name| names.get_mut(name)) else { return false };
        if claims.folders.contains(folder) {
            return true;
        }
        let free = claims.folders.len() < claims.listed;
        claims.folders.extend(free.then(|| folder.clone()));
        free
    }
}

fn is_covered(
    path: &TreePath,
    kind: &Declaring,
    (own_names, crates): (&mut OwnNames<'_>, &Crates<'_>),
    surroundings: &Surroundings<'_>,
) -> Result<bool, ReadError> {
    if !locks_beside(path, kind, surroundings).is_empty() {
        return Ok(true);
    }
    let folder = path.folder();
    let above = locks_above(&folder, kind, surroundings);
    let declared = match crates.declared_at(path) {
        Some(declared) => declared?,
        None => (kind.read)(&open(path, surroundings)?, surroundings)?,
    };
    let name = declared.name.as_deref();
    Ok(!declared.asks || above.iter().any(|lock| own_names.claim(lock, name, &folder)))
}

fn locks_beside(path: &TreePath, kind: &Declaring, surroundings: &Surroundings<'_>) -> Vec<TreePath> {
    let folder = path.folder();
    let beside = (kind.locks)(path).into_iter().filter_map(|name| folder.join(&name));
    beside.filter(|lock| surroundings.files.exists(lock)).collect()
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
