//! The inventory: what was declared, where, and what could not be read.

use std::collections::{BTreeMap, VecDeque};
use std::sync::OnceLock;

use super::component::{Component, Occurrence, Origin, Relation};
use super::introduction::{Introductions, introductions};
use super::place::{Place, TreePath};
use super::quick::QuickMap;
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
    /// What the project is built with is a range, or has no version.
    UnpinnedBuild,
    /// A bill of materials lists no component.
    EmptySbom,
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

impl PassedOver {
    /// Adds what was passed over elsewhere.
    pub fn add(&mut self, other: Self) {
        self.ignored += other.ignored;
        self.links += other.links;
        for (pattern, count) in other.excluded {
            *self.excluded.entry(pattern).or_default() += count;
        }
    }
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
    /// For each occurrence that something affects, by position, what brings it
    /// in; empty until somebody asks ([`Self::introduce`]).
    pub introductions: BTreeMap<usize, Introductions>,
    /// From where each occurrence is reached first; made when the first path is
    /// asked for, so nothing may be added or refined afterwards.
    came_from: OnceLock<Vec<Option<usize>>>,
    /// See [`Inventory::numbering`]; made as late as `came_from`.
    numbering: OnceLock<Numbering>,
}

/// A number for each distinct component, from 0, in the order of their first
/// declaration: a table by number takes the place of hashing the same names
/// again at every step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// The number of each occurrence's component.
    of_occurrences: Vec<usize>,
    distinct: usize,
}

impl Numbering {
    fn of(occurrences: &[Occurrence]) -> Self {
        let mut numbers: QuickMap<&Component, usize> = QuickMap::default();
        numbers.reserve(occurrences.len());
        let mut of_occurrences = Vec::with_capacity(occurrences.len());
        for occurrence in occurrences {
            let next = numbers.len();
            of_occurrences.push(*numbers.entry(&occurrence.component).or_insert(next));
        }
        Self { of_occurrences, distinct: numbers.len() }
    }

    /// The number of this occurrence's component.
    pub fn number_of(&self, occurrence: usize) -> Option<usize> {
        self.of_occurrences.get(occurrence).copied()
    }

    /// The number of each occurrence's component, occurrence by occurrence.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.of_occurrences.iter().copied()
    }

    /// How many distinct components there are.
    pub const fn distinct(&self) -> usize {
        self.distinct
    }
}

impl Inventory {
    /// An empty inventory of a tree in which this was passed over.
    pub fn beside(passed_over: PassedOver) -> Self {
        Self { passed_over, ..Self::default() }
    }

    /// Adds one manifest's reading; its positions become the inventory's.
    pub fn add(&mut self, path: TreePath, reader: &'static str, reading: Reading) {
        self.came_from = OnceLock::new();
        self.numbering = OnceLock::new();
        self.introductions.clear();
        let offset = self.occurrences.len();
        if offset == 0 {
            // Most trees have one manifest: its list is taken as it is.
            self.occurrences = reading.occurrences;
        } else {
            self.occurrences.extend(reading.occurrences.into_iter().map(|mut occurrence| {
                for dependency in &mut occurrence.dependencies {
                    *dependency += offset;
                }
                occurrence
            }));
        }
        self.gaps.extend(reading.gaps);
        let occurrences = offset..self.occurrences.len();
        self.manifests.push(Manifest { path, reader, occurrences });
    }

    /// The numbers of the distinct components.
    pub fn numbering(&self) -> &Numbering {
        self.numbering.get_or_init(|| Numbering::of(&self.occurrences))
    }

    /// The manifest that declares this occurrence.
    pub fn manifest_of(&self, occurrence: usize) -> Option<&Manifest> {
        let index = self.manifests.partition_point(|manifest| manifest.occurrences.end <= occurrence);
        self.manifests.get(index).filter(|manifest| manifest.occurrences.contains(&occurrence))
    }

    /// Finds all that brings these occurrences in. As with paths, nothing may be
    /// added or refined afterwards.
    pub fn introduce(&mut self, wanted: &[usize]) {
        self.introductions = introductions(&self.occurrences, wanted);
    }

    /// The shortest path from the project to this occurrence: first what the
    /// project asks for, last the occurrence itself. A component that nothing
    /// leads to stands alone.
    pub fn path_to(&self, occurrence: usize) -> Vec<usize> {
        let came_from = self.came_from.get_or_init(|| shortest_ways(&self.occurrences));
        let mut path = vec![occurrence];
        let mut current = occurrence;
        while let Some(previous) = came_from.get(current).copied().flatten() {
            path.push(previous);
            current = previous;
        }
        path.reverse();
        path
    }
}

/// From where each occurrence is reached first, walking from all roots at once:
/// one walk serves every path. Edges never leave a manifest.
fn shortest_ways(occurrences: &[Occurrence]) -> Vec<Option<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; occurrences.len()];
    let mut reached: Vec<bool> = occurrences.iter().map(is_root).collect();
    let roots = reached.iter().enumerate().filter(|(_, root)| **root);
    let mut queue: VecDeque<usize> = roots.map(|(index, _)| index).collect();
    while let Some(current) = queue.pop_front() {
        let dependencies = occurrences.get(current).map(|from| from.dependencies.as_slice());
        for &next in dependencies.unwrap_or_default() {
            let Some(flag) = reached.get_mut(next).filter(|flag| !**flag) else { continue };
            *flag = true;
            if let Some(slot) = came_from.get_mut(next) {
                *slot = Some(current);
            }
            queue.push_back(next);
        }
    }
    came_from
}

/// Paths begin at the project's own packages, or at what it asks for itself.
fn is_root(occurrence: &Occurrence) -> bool {
    occurrence.origin == Origin::FirstParty || occurrence.relation == Relation::Direct
}
