//! A Python lockfile in the making: entries, the edges between them, and what
//! the project asks for.

use std::collections::HashMap;
use std::ops::Range;

use super::name::normalised;
use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, Version,
};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::statement::Statement;
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten};

/// Versions of one package that a wish without a version can mean: lockfiles
/// for several platforms hold a few.
const MOST_VERSIONS: usize = 16;

/// Something that an entry asks for.
#[derive(Clone, Debug)]
pub(super) struct Want {
    /// The normalised name.
    pub(super) name: String,
    /// The version, where several are locked.
    pub(super) version: Option<String>,
    /// Where it is asked for.
    pub(super) span: Range<usize>,
}

/// What a lockfile states of one package.
pub(super) struct Package<'doc> {
    pub(super) name: &'doc str,
    pub(super) version: Option<&'doc str>,
    pub(super) origin: Origin,
    pub(super) hashes: Vec<IntegrityHash>,
    /// The bytes of its name.
    pub(super) span: Range<usize>,
}

pub(super) struct Graph<'doc> {
    pub(super) file: &'doc SourceFile,
    pub(super) reading: Reading,
    /// Positions by name, and by name with version.
    by_name: HashMap<String, Vec<usize>>,
    /// What each entry asks for when it ships.
    wants: Vec<Vec<Want>>,
}

impl<'doc> Graph<'doc> {
    pub(super) fn new(file: &'doc SourceFile) -> Self {
        Self { file, reading: Reading::default(), by_name: HashMap::new(), wants: Vec::new() }
    }

    /// Adds a package and gives its position.
    pub(super) fn add(&mut self, package: Package<'_>, wants: Vec<Want>) -> usize {
        let name = normalised(package.name);
        let position = self.reading.occurrences.len();
        let first_party = package.origin == Origin::FirstParty;
        self.reading.occurrences.push(Occurrence {
            component: Component {
                ecosystem: Ecosystem::new(Ecosystem::PYPI),
                name: name.as_str().into(),
                version: package.version.map_or(Version::Unstated, |version| Version::Exact(version.into())),
            },
            place: self.file.place(package.span),
            origin: package.origin,
            scope: Scope::Runtime,
            relation: if first_party { Relation::Direct } else { Relation::Transitive },
            hashes: package.hashes,
            license: None,
            dependencies: Vec::new(),
        });
        if let Some(version) = package.version {
            self.by_name.entry(with_version(&name, version)).or_default().push(position);
        }
        self.by_name.entry(name).or_default().push(position);
        self.wants.push(wants);
        position
    }

    /// Adds a gap for each of these.
    pub(super) fn errors(&mut self, errors: Vec<ReadError>) {
        self.reading.gaps.extend(errors.into_iter().map(Gap::from));
    }

    /// A gap about one entry's version.
    pub(super) fn unresolved(&mut self, position: usize, reason: Statement) {
        let Some(occurrence) = self.reading.occurrences.get(position) else { return };
        self.reading.gaps.push(Gap {
            kind: GapKind::UnresolvedVersion,
            place: occurrence.place.clone(),
            reason,
            component: Some(occurrence.component.clone()),
        });
    }

    /// The entries that a wish means: of several versions the one it names,
    /// else all, because which one is installed depends on the machine.
    pub(super) fn meant_by(&self, want: &Want) -> &[usize] {
        let found = match &want.version {
            Some(version) => self.by_name.get(&with_version(&want.name, version)),
            None => self.by_name.get(&want.name),
        };
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// Every entry of this normalised name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Occurrence> {
        let positions = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|position| self.reading.occurrences.get(*position))
    }

    /// Draws the edges and gives the wishes that nothing answers, each with
    /// the entry that has it.
    pub(super) fn draw_edges(&mut self) -> Vec<(usize, Want)> {
        let mut unanswered = Vec::new();
        for (position, mut wants) in std::mem::take(&mut self.wants).into_iter().enumerate() {
            wants.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
            wants.dedup_by(|a, b| (&a.name, &a.version) == (&b.name, &b.version));
            let mut edges = Vec::with_capacity(wants.len());
            for want in wants {
                let meant = self.meant_by(&want);
                if meant.len() > MOST_VERSIONS {
                    let error = self.too_many(position, &want);
                    self.errors(vec![error]);
                } else if meant.is_empty() {
                    unanswered.push((position, want));
                } else {
                    edges.extend_from_slice(meant);
                }
            }
            self.add_edges(position, &edges);
        }
        unanswered
    }

    fn too_many(&self, position: usize, want: &Want) -> ReadError {
        let name = self.reading.occurrences.get(position).map(|found| shorten(&found.component.name));
        let message = say::lock_has_several(name.unwrap_or_default(), shorten(&want.name));
        self.file.error(want.span.clone(), message)
    }

    /// Adds edges from an entry to others.
    pub(super) fn add_edges(&mut self, from: usize, to: &[usize]) {
        let Some(occurrence) = self.reading.occurrences.get_mut(from) else { return };
        occurrence.dependencies.extend(to);
        occurrence.dependencies.sort_unstable();
        occurrence.dependencies.dedup();
    }

    /// Calls these direct, but for the project's own.
    pub(super) fn mark_direct(&mut self, positions: &[usize]) {
        for position in positions {
            if let Some(occurrence) = self.reading.occurrences.get_mut(*position) {
                occurrence.relation = Relation::Direct;
            }
        }
    }

    /// Which entries these lead to, themselves included.
    pub(super) fn reached_from(&self, roots: &[usize]) -> Vec<bool> {
        let mut reached = vec![false; self.reading.occurrences.len()];
        let mut waiting = roots.to_vec();
        while let Some(position) = waiting.pop() {
            let Some(flag) = reached.get_mut(position).filter(|flag| !**flag) else { continue };
            *flag = true;
            if let Some(occurrence) = self.reading.occurrences.get(position) {
                waiting.extend(&occurrence.dependencies);
            }
        }
        reached
    }

    /// Calls development what only development leads to. What nothing leads
    /// to keeps the cautious reading.
    pub(super) fn mark_development(&mut self, shipping: &[usize], development: &[usize]) {
        let ships = self.reached_from(shipping);
        let develops = self.reached_from(development);
        let entries = self.reading.occurrences.iter_mut().zip(ships.into_iter().zip(develops));
        for (occurrence, (ships, develops)) in entries {
            if develops && !ships {
                occurrence.scope = Scope::Development;
            }
        }
    }
}

/// A key that no name is, because names hold no spaces.
fn with_version(name: &str, version: &str) -> String {
    format!("{name} {version}")
}
