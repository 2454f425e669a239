//! A `packages.lock.json` held against the project beside it.
//!
//! NuGet writes the lockfile again, without a word, when the project asks for
//! something else, unless it restores in locked mode. An entry of type
//! `Project` passes for the project's own: a project of that name has to be in
//! the tree. Formats: <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files>,
//! <https://learn.microsoft.com/en-us/nuget/consume-packages/central-package-management>.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use roxmltree::{Document, Node};

use super::msbuild::{PROJECT, parse};
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Version};
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::domain::place::{Place, TreePath};
use crate::domain::statement::Statement;
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten};
use crate::version;

/// The command that writes the lockfile.
const COMMAND: &str = "dotnet restore --force-evaluate";
/// Files that add to every project below them.
const SHARED: [&str; 3] = ["directory.build.props", "directory.build.targets", "directory.packages.props"];
const CENTRAL: &str = "Directory.Packages.props";

/// Something that a project asks for.
struct Reference {
    name: String,
    version: Option<String>,
    place: Place,
}

/// Entries of a lockfile by their name without case.
type Locked<'run> = HashMap<String, Vec<&'run Occurrence>>;

/// The gaps of every project, in path order.
pub(super) fn gaps(inventory: &Inventory, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let mut run = Run { surroundings, central: BTreeMap::new(), own: None, gaps: Vec::new() };
    let locks = inventory.manifests.iter().filter(|manifest| manifest.reader == "nuget/packages-lock");
    let locks: BTreeMap<&TreePath, &[Occurrence]> = locks
        .map(|lock| (&lock.path, inventory.occurrences.get(lock.occurrences.clone()).unwrap_or_default()))
        .collect();
    for path in surroundings.files.list() {
        let name = path.file_name().to_ascii_lowercase();
        if (PROJECT.recognises)(path) {
            let beside = (PROJECT.locks)(path).into_iter().filter_map(|name| path.folder().join(&name));
            let lock = beside.into_iter().find_map(|lock| locks.get_key_value(&lock));
            if let Some((lock, listed)) = lock {
                run.project(path, lock, listed);
            }
        } else if SHARED.contains(&name.as_str()) {
            run.shared(path, &locks);
        }
    }
    run.gaps
}

struct Run<'run> {
    surroundings: &'run Surroundings<'run>,
    /// Versions that each Directory.Packages.props gives, by name without case.
    central: BTreeMap<TreePath, HashMap<String, Vec<String>>>,
    /// The names of the tree's projects without case, once somebody asked.
    own: Option<BTreeSet<String>>,
    gaps: Vec<Gap>,
}

impl Run<'_> {
    fn project(&mut self, path: &TreePath, lock: &TreePath, listed: &[Occurrence]) {
        for one in listed.iter().filter(|one| one.origin == Origin::FirstParty) {
            if !self.is_own(&one.component.name) {
                self.gaps.push(Gap {
                    kind: GapKind::UnreadableFile,
                    place: one.place.clone(),
                    reason: say::nuget_project_undeclared(shorten(&one.component.name)),
                    component: Some(one.component.clone()),
                });
            }
        }
        let references = match references(path, &["PackageReference"], self.surroundings) {
            Ok(references) => references,
            Err(error) => return self.gaps.push(error.into()),
        };
        let locked = locked(listed);
        let mut asked: BTreeMap<String, Vec<Reference>> = BTreeMap::new();
        for reference in references {
            asked.entry(reference.name.to_lowercase()).or_default().push(reference);
        }
        for (name, references) in asked {
            self.hold(path, lock, locked.get(&name), &references);
        }
    }

    /// Several references of one name are for several frameworks: one that the
    /// lockfile answers is enough.
    fn hold(
        &mut self,
        path: &TreePath,
        lock: &TreePath,
        found: Option<&Vec<&Occurrence>>,
        references: &[Reference],
    ) {
        let Some(first) = references.first() else { return };
        let mut wanted: Vec<String> = references.iter().filter_map(|one| one.version.clone()).collect();
        if wanted.is_empty() {
            wanted = self.central_versions(path, &first.name.to_lowercase());
        }
        let shown = wanted.first().map_or_else(|| "*".to_owned(), |version| shorten(version));
        let name = shorten(&first.name);
        let Some(locked) = found.and_then(|found| found.first()) else {
            let reason = say::manifest_unlocked(name, &shown, lock, COMMAND);
            return self.gaps.push(gap(first, shown, reason));
        };
        let versions = || found.into_iter().flatten().filter_map(|one| one.component.version.exact());
        let fits = |wanted: &String| !is_plain(wanted) || versions().any(|locked| same(wanted, locked));
        if !wanted.is_empty() && !wanted.iter().any(fits) {
            let version = shorten(locked.component.version.exact().unwrap_or_default());
            let reason = say::manifest_locked_at_another(name, &shown, lock, version, COMMAND);
            self.gaps.push(gap(first, shown, reason));
        }
    }

    /// What is asked for every project below: one of their lockfiles has it.
    fn shared(&mut self, path: &TreePath, locks: &BTreeMap<&TreePath, &[Occurrence]>) {
        let kinds: &[&str] = &["PackageReference", "GlobalPackageReference"];
        let references = match references(path, kinds, self.surroundings) {
            Ok(references) => references,
            Err(error) => return self.gaps.push(error.into()),
        };
        if references.is_empty() {
            return;
        }
        let folder = path.folder();
        let is_below = |lock: &TreePath| {
            let rest = lock.as_str().strip_prefix(folder.as_str());
            rest.is_some_and(|rest| folder.as_str().is_empty() || rest.starts_with('/'))
        };
        let below = locks.iter().filter(|(lock, _)| is_below(lock));
        let names: BTreeSet<String> =
            below.flat_map(|(_, listed)| locked(listed).into_keys().collect::<Vec<_>>()).collect();
        for one in references.iter().filter(|one| !names.contains(&one.name.to_lowercase())) {
            let shown = one.version.as_deref().map_or_else(|| "*".to_owned(), shorten);
            let reason = say::manifest_unlocked(shorten(&one.name), &shown, "packages.lock.json", COMMAND);
            self.gaps.push(gap(one, shown, reason));
        }
    }

    /// The versions of the nearest Directory.Packages.props upwards.
    fn central_versions(&mut self, path: &TreePath, name: &str) -> Vec<String> {
        let mut folder = path.folder();
        loop {
            let file = folder.join(CENTRAL).filter(|file| self.surroundings.files.exists(file));
            if let Some(file) = file {
                let surroundings = self.surroundings;
                let versions = self.central.entry(file).or_insert_with_key(|file| {
                    let mut versions: HashMap<String, Vec<String>> = HashMap::new();
                    // One that can't be read has a gap of its own.
                    let stated = references(file, &["PackageVersion"], surroundings).unwrap_or_default();
                    for one in stated {
                        versions.entry(one.name.to_lowercase()).or_default().extend(one.version);
                    }
                    versions
                });
                return versions.get(name).cloned().unwrap_or_default();
            }
            if folder == TreePath::root() {
                return Vec::new();
            }
            folder = folder.folder();
        }
    }

    /// Whether the tree has a project of that name: a file's, or one that its
    /// properties give it.
    fn is_own(&mut self, name: &str) -> bool {
        let surroundings = self.surroundings;
        let own = self.own.get_or_insert_with(|| {
            let files = surroundings.files.list().iter();
            let projects = files.filter(|path| path.file_name().to_ascii_lowercase().ends_with("proj"));
            projects.flat_map(|path| names_of(path, surroundings)).collect()
        });
        own.contains(&name.to_lowercase())
    }
}

fn names_of(path: &TreePath, surroundings: &Surroundings<'_>) -> Vec<String> {
    let stem = path.file_name().rsplit_once('.').map_or("", |(stem, _)| stem);
    let mut names = vec![stem.to_lowercase()];
    let Ok(file) = open(path, surroundings) else { return names };
    if file.text().contains("PackageId") || file.text().contains("AssemblyName") {
        let Ok(document) = parse(&file) else { return names };
        let is_name = |node: &Node<'_, '_>| matches!(node.tag_name().name(), "PackageId" | "AssemblyName");
        let stated = document.descendants().filter(is_name).filter_map(|node| node.text());
        names.extend(stated.map(|text| text.trim().to_lowercase()));
    }
    names
}

fn locked(listed: &[Occurrence]) -> Locked<'_> {
    let mut locked = Locked::new();
    for one in listed.iter().filter(|one| one.origin != Origin::FirstParty) {
        locked.entry(one.component.name.to_lowercase()).or_default().push(one);
    }
    locked
}

/// The elements of these names that include something.
fn references(
    path: &TreePath,
    kinds: &[&str],
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Reference>, ReadError> {
    let file = open(path, surroundings)?;
    if !kinds.iter().any(|kind| file.text().contains(kind)) {
        return Ok(Vec::new());
    }
    let document: Document<'_> = parse(&file)?;
    let mut references = Vec::new();
    for node in document.descendants().filter(|node| kinds.contains(&node.tag_name().name())) {
        let stated = node.attribute("Include").unwrap_or_default();
        let names = stated.split(';').map(str::trim).filter(|name| !name.is_empty());
        references.extend(names.map(|name| Reference {
            name: name.to_owned(),
            version: version_of(node),
            place: place_of(node, &file),
        }));
    }
    Ok(references)
}

fn version_of(node: Node<'_, '_>) -> Option<String> {
    let keys = ["VersionOverride", "Version"];
    let child = |key: &str| node.children().find(|child| child.tag_name().name() == key)?.text();
    let stated = keys.iter().find_map(|key| node.attribute(*key).or_else(|| child(key)));
    stated.map(|version| version.trim().to_owned()).filter(|version| !version.is_empty())
}

/// The element's name: an element may go on for many lines.
fn place_of(node: Node<'_, '_>, file: &SourceFile) -> Place {
    let start = node.range().start;
    file.place(start..start + 1 + node.tag_name().name().len())
}

/// A version alone, which NuGet takes for the lowest that would do, and so for
/// the one to use: no range, no star, no property.
fn is_plain(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains(['*', ',', '$', '[', '('])
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || version::compare(Ecosystem::NUGET, a, b) == Ok(Ordering::Equal)
}

fn gap(reference: &Reference, wanted: String, reason: Statement) -> Gap {
    let component = Component {
        ecosystem: Ecosystem::new(Ecosystem::NUGET),
        name: reference.name.as_str().into(),
        version: Version::Requirement(wanted.into()),
    };
    let place = reference.place.clone();
    Gap { kind: GapKind::MissingLockfile, place, reason, component: Some(component) }
}
