//! Where the project's own manifests ask for what a lockfile pins: the line
//! that somebody edits, beside the entry that a tool writes.
//!
//! Asked only for direct dependencies that bring in something that an advisory
//! affects. The manifest in the lockfile's folder is asked first, then those
//! below it, as workspaces have them. One that can't be read says nothing: the
//! lockfile's entry stands in for the line.

mod files;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::{Crates, Surroundings};
use crate::domain::inventory::Inventory;
use crate::domain::place::{Place, TreePath};
use crate::domain::quick::QuickMap;
use files::{FAMILIES, Family};

/// Manifests of one lockfile that are read.
const MOST_MANIFESTS: usize = 64;

/// Readers whose files are the manifests themselves, or no lockfiles.
const THEMSELVES: &[&str] = &["golang/", "pypi/requirements", "sbom/"];

/// Finds the lines of all that the inventory's introductions begin with.
pub fn find_declarations(inventory: &mut Inventory, crates: &Crates<'_>, surroundings: &Surroundings<'_>) {
    let ways = inventory.introductions.values().flat_map(|told| &told.ways);
    let direct: BTreeSet<usize> =
        ways.filter_map(crate::domain::introduction::Introduction::direct).collect();
    let mut search = Search { surroundings, read: with_crates(crates), manifests: HashMap::new() };
    let found: HashMap<usize, Place> = direct
        .into_iter()
        .filter_map(|position| Some((position, search.find(inventory, position)?)))
        .collect();
    let ways = inventory.introductions.values_mut().flat_map(|told| &mut told.ways);
    for way in ways {
        way.declared_at = way.direct().and_then(|direct| found.get(&direct)).cloned();
    }
}

/// The names that a manifest declares, each with its place.
type Declared<'run> = QuickMap<Cow<'run, str>, Cow<'run, Place>>;

/// The crates were read for the inventory.
fn with_crates<'run>(crates: &'run Crates<'_>) -> QuickMap<TreePath, Declared<'run>> {
    let mut read: QuickMap<TreePath, Declared<'run>> = QuickMap::default();
    for (path, manifest) in crates.readable() {
        let declared = read.entry(path.clone()).or_default();
        for (name, place) in manifest.declarations() {
            declared.entry(Cow::Borrowed(name)).or_insert(Cow::Borrowed(place));
        }
    }
    read
}

/// What was read so far: each manifest once.
struct Search<'run> {
    surroundings: &'run Surroundings<'run>,
    read: QuickMap<TreePath, Declared<'run>>,
    manifests: HashMap<(TreePath, &'static str), Vec<TreePath>>,
}

impl Search<'_> {
    fn find(&mut self, inventory: &Inventory, position: usize) -> Option<Place> {
        let lockfile = inventory.manifest_of(position)?;
        if THEMSELVES.iter().any(|reader| lockfile.reader.starts_with(reader)) {
            return None;
        }
        let component = &inventory.occurrences.get(position)?.component;
        let ecosystem = component.ecosystem.as_str();
        let family = FAMILIES.iter().find(|family| family.ecosystem == ecosystem)?;
        let name = (family.normalise)(&component.name);
        let manifests = self.manifests_of(&lockfile.path.folder(), family);
        let mut places = manifests.iter().filter_map(|path| {
            let place = self.declared_in(path, family).get(&*name)?;
            Some(place.clone().into_owned())
        });
        places.next()
    }

    /// The manifests of a lockfile's folder, then those below it.
    fn manifests_of(&mut self, folder: &TreePath, family: &Family) -> Vec<TreePath> {
        let key = (folder.clone(), family.ecosystem);
        if let Some(known) = self.manifests.get(&key) {
            return known.clone();
        }
        let all = self.surroundings.files.list();
        let below = if folder.as_str().is_empty() { String::new() } else { format!("{folder}/") };
        let first = all.partition_point(|path| path.as_str() < below.as_str());
        let inside = all.iter().skip(first).take_while(|path| path.as_str().starts_with(&below));
        let mut found: Vec<TreePath> =
            inside.filter(|path| (family.recognises)(path.file_name())).cloned().collect();
        found.sort_by_key(|path| path.folder() != *folder);
        found.truncate(MOST_MANIFESTS);
        self.manifests.insert(key, found.clone());
        found
    }

    /// What the manifest at this path declares; nothing when it can't be read.
    fn declared_in(&mut self, path: &TreePath, family: &Family) -> &Declared<'_> {
        let surroundings = self.surroundings;
        self.read.entry(path.clone()).or_insert_with(|| {
            let Some(read) = family.read else { return Declared::default() };
            let file = super::open(path, surroundings).ok();
            let read = file.and_then(|file| read(&file, surroundings.limits));
            let mut declared = Declared::default();
            for (name, place) in read.into_iter().flatten() {
                declared.entry(Cow::Owned((family.normalise)(&name))).or_insert(Cow::Owned(place));
            }
            declared
        })
    }
}
