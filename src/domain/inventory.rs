//! The inventory: what was declared, where, and what could not be read.

use std::collections::{BTreeMap, VecDeque};

use super::component::{Component, Occurrence, Origin, Relation};
use super::place::{Place, TreePath};
use super::statement::Statement;

/// What kind of thing could not be read, resolved or compared. Each kind has a
/// rule of the same name, so that policy sets its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// A manifest is recognised and can't be read, whole or in part.
    UnreadableFile,
    /// A manifest is of a format that this version doesn't read.
    UnsupportedFormat,
    /// A manifest declares dependencies and no lockfile pins them.
    MissingLockfile,
    /// An entry is a range, or has no version.
    UnresolvedVersion,
}

/// Something that couldn't be read, resolved or compared, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What kind.
    pub kind: GapKind,
    /// Where.
    pub place: Place,
    /// Why: what was expected, what was found.
    pub reason: Statement,
    /// The entry it is about, when it is about one.
    pub component: Option<Component>,
}

/// What a reader makes of one manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Every entry the file declares, in the file's order.
    pub occurrences: Vec<Occurrence>,
    /// What in it could not be read or resolved.
    pub gaps: Vec<Gap>,
}

/// One manifest that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Its path.
    pub path: TreePath,
    /// The reader's id, such as `cargo/cargo-lock`.
    pub reader: &'static str,
    /// Its occurrences: a range of positions in `Inventory::occurrences`.
    pub occurrences: std::ops::Range<usize>,
}

/// Counts of what the walk met and didn't hand to a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Files and folders that an ignore file names and git doesn't track.
    pub ignored: usize,
    /// Files and folders that policy excludes, by the pattern that did it.
    pub excluded: BTreeMap<String, usize>,
    /// Symbolic links, which are never followed.
    pub links: usize,
}

/// Everything that the repository declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The manifests that were read, in path order.
    pub manifests: Vec<Manifest>,
    /// Every declaration, manifest by manifest, in each file's order.
    /// `Occurrence::dependencies` are positions in this list.
    pub occurrences: Vec<Occurrence>,
    /// What could not be read or resolved.
    pub gaps: Vec<Gap>,
    /// What was passed over.
    pub passed_over: PassedOver,
}

impl Inventory {
    /// Adds one manifest's reading; its positions become the inventory's.
    pub fn add(&mut self, path: TreePath, reader: &'static str, reading: Reading) {
        let offset = self.occurrences.len();
        self.occurrences.extend(reading.occurrences.into_iter().map(|mut occurrence| {
            for dependency in &mut occurrence.dependencies {
                *dependency += offset;
            }
            occurrence
        }));
        self.gaps.extend(reading.gaps);
        let occurrences = offset..self.occurrences.len();
        self.manifests.push(Manifest { path, reader, occurrences });
    }

    /// The manifest that declares this occurrence.
    pub fn manifest_of(&self, occurrence: usize) -> Option<&Manifest> {
        let index = self.manifests.partition_point(|manifest| manifest.occurrences.end <= occurrence);
        self.manifests.get(index).filter(|manifest| manifest.occurrences.contains(&occurrence))
    }

    /// The shortest path from the project to this occurrence: first what the
    /// project asks for, last the occurrence itself. A component that nothing
    /// leads to stands alone.
    pub fn path_to(&self, occurrence: usize) -> Vec<usize> {
        let Some(manifest) = self.manifest_of(occurrence) else { return vec![occurrence] };
        let start = manifest.occurrences.start;
        let inside = |position: usize| position.checked_sub(start);
        let mut came_from: Vec<Option<usize>> = vec![None; manifest.occurrences.len()];
        let mut seen = vec![false; manifest.occurrences.len()];
        let mut queue: VecDeque<usize> = manifest
            .occurrences
            .clone()
            .filter(|&position| self.occurrences.get(position).is_some_and(is_root))
            .collect();
        for root in &queue {
            if let Some(flag) = inside(*root).and_then(|index| seen.get_mut(index)) {
                *flag = true;
            }
        }
        while let Some(current) = queue.pop_front() {
            if current == occurrence {
                break;
            }
            let dependencies = self.occurrences.get(current).map(|from| from.dependencies.as_slice());
            for &next in dependencies.unwrap_or_default() {
                let Some(index) = inside(next) else { continue };
                if let Some(flag) = seen.get_mut(index).filter(|flag| !**flag) {
                    *flag = true;
                    if let Some(slot) = came_from.get_mut(index) {
                        *slot = Some(current);
                    }
                    queue.push_back(next);
                }
            }
        }
        let mut path = vec![occurrence];
        let mut current = occurrence;
        while let Some(previous) = inside(current).and_then(|index| came_from.get(index).copied().flatten()) {
            path.push(previous);
            current = previous;
        }
        path.reverse();
        path
    }
}

/// Paths begin at the project's own packages, or at what it asks for itself.
fn is_root(occurrence: &Occurrence) -> bool {
    occurrence.origin == Origin::FirstParty || occurrence.relation == Relation::Direct
}
