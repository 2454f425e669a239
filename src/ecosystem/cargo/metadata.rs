//! The graph that `cargo metadata --format-version 1` makes: scopes, direct
//! dependencies and licences, which `Cargo.lock` doesn't tell.
//!
//! Format: <https://doc.rust-lang.org/cargo/commands/cargo-metadata.html>. Its
//! names and versions are Cargo's own resolution; nothing of it is run here.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Node, Package, PackageId};

use super::source_id;
use crate::domain::component::{
    Component, Ecosystem, Occurrence, Origin, Relation, Scope, StatedLicense, Version,
};
use crate::domain::inventory::{Gap, GapKind, Inventory, Reading};
use crate::domain::limits::Limits;
use crate::messages::ecosystem as say;
use crate::messages::source::syntax;
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile, shorten};

/// Reads the graph. Its occurrences are placed in the graph's own file.
///
/// The file is read twice: strictly, for places and against keys that stand
/// twice, then by the library that knows the format.
pub fn read_metadata(file: &SourceFile) -> Result<Reading, ReadError> {
    let document = Document::parse(file, &Limits::DEFAULT)?;
    let metadata = MetadataCommand::parse(file.text())
        .map_err(|error| ReadError { place: file.whole(), message: syntax("cargo metadata", error) })?;
    let Some(resolve) = &metadata.resolve else {
        return Err(ReadError { place: file.whole(), message: say::metadata_without_graph() });
    };
    let spans = spans(document.root());
    let positions: HashMap<&PackageId, usize> =
        metadata.packages.iter().enumerate().map(|(position, package)| (&package.id, position)).collect();
    let mut reading = Reading::default();
    for package in &metadata.packages {
        let span = spans.get(&*package.id.repr).cloned().unwrap_or_default();
        let occurrence = occurrence(package, &metadata, file, span);
        if occurrence.origin == Origin::Unstated {
            let source = package.source.as_ref().map(ToString::to_string).unwrap_or_default();
            let message = say::cargo_lock_unknown_source(shorten(&source));
            reading.gaps.push(ReadError { place: occurrence.place.clone(), message }.into());
        }
        reading.occurrences.push(occurrence);
    }
    let mut graph = Graph { positions, reached: vec![None; metadata.packages.len()], reading };
    for node in &resolve.nodes {
        graph.edges(node, file);
    }
    graph.scopes(&resolve.nodes);
    Ok(graph.reading)
}

/// Where each package stands: the span of its `id`.
fn spans(root: Value<'_>) -> HashMap<String, Range<usize>> {
    let packages = root.get("packages").into_iter().flat_map(Value::items);
    let ids = packages.filter_map(|package| package.get("id"));
    ids.filter_map(|id| Some((id.text()?.into_owned(), id.span()))).collect()
}

fn occurrence(package: &Package, metadata: &Metadata, file: &SourceFile, span: Range<usize>) -> Occurrence {
    let origin = match &package.source {
        Some(source) => source_id::origin(&source.repr).unwrap_or(Origin::Unstated),
        // A path dependency inside the workspace's folder is the project's own too.
        None if package.manifest_path.starts_with(&metadata.workspace_root) => Origin::FirstParty,
        None => Origin::Path { path: Arc::from(package.manifest_path.as_str()) },
    };
    let place = file.place(span);
    let license = package.license.as_ref();
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(Ecosystem::CRATES_IO),
            name: Arc::from(package.name.as_str()),
            version: Version::Exact(Arc::from(package.version.to_string())),
        },
        license: license.map(|text| StatedLicense { text: Arc::from(&**text), place: place.clone() }),
        place,
        relation: if origin == Origin::FirstParty { Relation::Direct } else { Relation::Transitive },
        origin,
        scope: Scope::Runtime,
        hashes: Vec::new(),
        dependencies: Vec::new(),
    }
}

struct Graph<'graph> {
    positions: HashMap<&'graph PackageId, usize>,
    /// The scope in which each package was reached, the most far-reaching one.
    reached: Vec<Option<Scope>>,
    reading: Reading,
}

impl Graph<'_> {
    fn edges(&mut self, node: &Node, file: &SourceFile) {
        let Some(&from) = self.positions.get(&node.id) else {
            let message = say::metadata_stray_node(shorten(&node.id.repr));
            self.reading.gaps.push(ReadError { place: file.whole(), message }.into());
            return;
        };
        let mut found = Vec::with_capacity(node.deps.len());
        for dependency in &node.deps {
            if let Some(&position) = self.positions.get(&dependency.pkg) {
                found.push(position);
            } else {
                let message = say::metadata_stray_node(shorten(&dependency.pkg.repr));
                self.reading.gaps.push(ReadError { place: file.whole(), message }.into());
            }
        }
        if let Some(occurrence) = self.reading.occurrences.get_mut(from) {
            occurrence.dependencies = found;
        }
    }

    /// A package has the most far-reaching scope of the ways that lead to it:
    /// runtime before build before development. Only a project's own package leads on
    /// through its development dependencies; what a build dependency needs is
    /// for the build, however it needs it.
    fn scopes(&mut self, nodes: &[Node]) {
        let by_position: HashMap<usize, &Node> =
            nodes.iter().filter_map(|node| Some((*self.positions.get(&node.id)?, node))).collect();
        let mut queue: VecDeque<usize> = VecDeque::new();
        for position in 0..self.reading.occurrences.len() {
            if self.is_own(position) {
                self.reach(position, Scope::Runtime, &mut queue);
            }
        }
        while let Some(position) = queue.pop_front() {
            let scope = self.reached.get(position).copied().flatten().unwrap_or(Scope::Runtime);
            let from_own = self.is_own(position);
            for dependency in by_position.get(&position).into_iter().flat_map(|node| &node.deps) {
                let Some(&next) = self.positions.get(&dependency.pkg) else { continue };
                if from_own && let Some(occurrence) = self.reading.occurrences.get_mut(next) {
                    occurrence.relation = Relation::Direct;
                }
                let steps = dependency.dep_kinds.iter().map(|info| step(scope, info.kind));
                // Cargo before 1.41 tells no kinds: then it is the normal one.
                let best = steps.min_by_key(|scope| reach_of(*scope)).unwrap_or(scope);
                self.reach(next, best, &mut queue);
            }
        }
        for (occurrence, reached) in self.reading.occurrences.iter_mut().zip(&self.reached) {
            occurrence.scope = reached.unwrap_or(Scope::Runtime);
        }
    }

    fn is_own(&self, position: usize) -> bool {
        self.reading.occurrences.get(position).is_some_and(|one| one.origin == Origin::FirstParty)
    }

    /// Notes a scope that reaches farther than the one before; that happens a
    /// few times for each package, so that cycles end.
    fn reach(&mut self, position: usize, scope: Scope, queue: &mut VecDeque<usize>) {
        if let Some(slot) = self.reached.get_mut(position)
            && slot.is_none_or(|before| reach_of(scope) < reach_of(before))
        {
            *slot = Some(scope);
            queue.push_back(position);
        }
    }
}

const fn reach_of(scope: Scope) -> u8 {
    match scope {
        Scope::Runtime => 0,
        Scope::Build => 1,
        Scope::Test => 2,
        Scope::Development => 3,
    }
}

/// The scope of what is reached by an edge of that kind.
const fn step(scope: Scope, kind: DependencyKind) -> Scope {
    match (kind, scope) {
        (DependencyKind::Build, Scope::Runtime) => Scope::Build,
        (DependencyKind::Development, _) => Scope::Development,
        // A kind that is unknown here is taken as the normal one.
        (_, scope) => scope,
    }
}

/// Gives the inventory's Cargo.lock entries what the graph knows: scope,
/// relation and licence, where name, version and origin are the same. What the
/// graph builds and the lockfile of the same project doesn't list is a gap.
///
/// The lockfile of the graph's own workspace is the one whose first-party
/// packages are all in the graph; another one may well name some of them as
/// path dependencies. A graph of no lockfile here is a gap. What the graph
/// leaves out, for its features or its platform, stays as the lockfile has it.
pub fn refine(inventory: &mut Inventory, graph: &Reading) {
    let known: BTreeMap<Key<'_>, &Occurrence> = graph.occurrences.iter().map(|one| (key(one), one)).collect();
    let mut gaps = graph.gaps.clone();
    let mut refined = 0_usize;
    for manifest in inventory.manifests.iter().filter(|one| one.reader == super::cargo_lock::READER.id) {
        let Some(listed) = inventory.occurrences.get_mut(manifest.occurrences.clone()) else { continue };
        let mut own = listed.iter().filter(|one| one.origin == Origin::FirstParty).peekable();
        if own.peek().is_none() || !own.all(|one| known.contains_key(&key(one))) {
            continue;
        }
        refined += 1;
        for occurrence in listed.iter_mut() {
            let one = known.get(&key(occurrence)).copied();
            if let Some(one) = one {
                occurrence.scope = one.scope;
                occurrence.relation = one.relation;
                occurrence.license = occurrence.license.take().or_else(|| one.license.clone());
            }
        }
        let locked: BTreeSet<Key<'_>> = listed.iter().map(key).collect();
        let missing = graph.occurrences.iter().filter(|one| !locked.contains(&key(one)));
        gaps.extend(missing.map(|one| Gap {
            kind: GapKind::UnreadableFile,
            place: one.place.clone(),
            reason: say::metadata_not_locked(shorten(&one.component.to_string()), &manifest.path),
            component: Some(one.component.clone()),
        }));
    }
    if refined == 0 {
        let place = graph.occurrences.first().map(|one| one.place.clone());
        gaps.extend(place.map(|place| Gap {
            kind: GapKind::UnreadableFile,
            place,
            reason: say::metadata_of_no_lockfile(),
            component: None,
        }));
    }
    inventory.gaps.extend(gaps);
}

type Key<'one> = (&'one Component, &'one Origin);

/// What is the same package in the graph and in the lockfile, which can't tell
/// a path outside the workspace from the project's own.
fn key(one: &Occurrence) -> Key<'_> {
    static OWN: Origin = Origin::FirstParty;
    let origin = if matches!(one.origin, Origin::Path { .. }) { &OWN } else { &one.origin };
    (&one.component, origin)
}
