//! Crates that a checkout carries in place of a registry, held against Cargo.lock.
//!
//! `.cargo/config.toml` may replace a registry by a folder (`[source.NAME]` with
//! `directory`), which `cargo vendor` fills: what is built then is what lies
//! there. A crate there that the lockfile lists is judged where the lockfile
//! lists it, and its own manifest asks for nothing more. One that the lockfile
//! doesn't list, or lists with another checksum, is a gap.
//!
//! Format: <https://doc.rust-lang.org/cargo/reference/source-replacement.html>.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cargo_toml::Crates;
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Version};
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::domain::place::{Place, TreePath};
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::json::{self, Document};
use crate::source::{ReadError, SourceFile, shorten, toml as document};

/// What is known of the crates that the tree carries.
#[derive(Default)]
pub(super) struct Carried {
    /// The folders of crates that have been looked at.
    folders: BTreeSet<TreePath>,
    /// What is wrong with them.
    pub(super) gaps: Vec<Gap>,
}

impl Carried {
    /// Looks at every folder that a configuration names.
    pub(super) fn of(inventory: &Inventory, crates: &Crates<'_>, surroundings: &Surroundings<'_>) -> Self {
        let mut carried = Self::default();
        for path in surroundings.files.list().iter().filter(|path| is_configuration(path)) {
            match replacing_folders(path, surroundings) {
                Ok(folders) => {
                    let listed = Listed::below(&path.folder().folder(), inventory);
                    for folder in folders.iter().filter(|_| !listed.by_name.is_empty()) {
                        carried.look_into(folder, &listed, crates, surroundings);
                    }
                }
                Err(error) => carried.gaps.push(error.into()),
            }
        }
        carried
    }

    /// Whether a manifest is one of a crate that has been looked at.
    pub(super) fn has(&self, path: &TreePath) -> bool {
        self.folders.iter().any(|folder| folder.is_above_any(std::slice::from_ref(path)))
    }

    fn look_into(
        &mut self,
        folder: &TreePath,
        listed: &Listed<'_>,
        crates: &Crates<'_>,
        surroundings: &Surroundings<'_>,
    ) {
        let mut manifests: Vec<&TreePath> = crates
            .paths()
            .filter(|path| path.folder().folder() == *folder && path.folder() != *folder)
            .collect();
        manifests.sort();
        for path in manifests {
            // What can't be read says so where every manifest does.
            let Ok(Some(named)) = named(path, surroundings) else { continue };
            let Some(entries) = listed.entries(&named) else {
                // The project's own crates may lie there too.
                if !listed.own.contains(&*named.name) {
                    self.folders.insert(path.folder());
                    self.gaps.push(unlisted(named));
                }
                continue;
            };
            self.folders.insert(path.folder());
            self.gaps.extend(other_checksum(path, &entries, surroundings));
        }
    }
}

/// A crate's name and version, where they stand.
struct Named {
    name: String,
    version: Option<String>,
    place: Place,
}

/// What the lockfiles of a folder list.
struct Listed<'run> {
    /// Fetched crates.
    by_name: BTreeMap<&'run str, Vec<&'run Occurrence>>,
    /// The project's own.
    own: BTreeSet<&'run str>,
}

impl<'run> Listed<'run> {
    fn below(root: &TreePath, inventory: &'run Inventory) -> Self {
        let mut listed = Self { by_name: BTreeMap::new(), own: BTreeSet::new() };
        let locks = inventory.manifests.iter().filter(|lock| {
            lock.path.file_name() == "Cargo.lock" && root.is_above_any(std::slice::from_ref(&lock.path))
        });
        for one in
            locks.flat_map(|lock| inventory.occurrences.get(lock.occurrences.clone()).unwrap_or_default())
        {
            if one.origin == Origin::FirstParty {
                listed.own.insert(&one.component.name);
            } else {
                listed.by_name.entry(&one.component.name).or_default().push(one);
            }
        }
        listed
    }

    /// The entries of that crate; `None` when there is none. A manifest that
    /// leaves its version to a workspace is known by its name.
    fn entries(&self, named: &Named) -> Option<Vec<&'run Occurrence>> {
        let of_name = self.by_name.get(&*named.name)?.iter().copied();
        let is_it = |one: &&Occurrence| {
            named.version.is_none() || one.component.version.exact() == named.version.as_deref()
        };
        let entries: Vec<&Occurrence> = of_name.filter(is_it).collect();
        (!entries.is_empty()).then_some(entries)
    }
}

fn is_configuration(path: &TreePath) -> bool {
    matches!(path.file_name(), "config.toml" | "config") && path.folder().file_name() == ".cargo"
}

/// The folders of the tree that stand in for a registry. Paths are the
/// configuration's own folder's parent's.
fn replacing_folders(path: &TreePath, surroundings: &Surroundings<'_>) -> Result<Vec<TreePath>, ReadError> {
    let file = open(path, surroundings)?;
    let table = document::parse(&file)?;
    let beside = path.folder().folder().join("Cargo.toml");
    let sources = table.get("source").and_then(|value| value.get_ref().as_table());
    let named = sources.into_iter().flat_map(|sources| sources.values());
    let folders =
        named.filter_map(|source| source.get_ref().as_table()?.get("directory")?.get_ref().as_str());
    Ok(folders.filter_map(|folder| beside.as_ref()?.sibling(folder)).collect())
}

fn named(path: &TreePath, surroundings: &Surroundings<'_>) -> Result<Option<Named>, ReadError> {
    let file = open(path, surroundings)?;
    let table = document::parse(&file)?;
    let package = table.get("package").and_then(|value| value.get_ref().as_table());
    let text = |key: &str| {
        let value = package?.get(key)?;
        Some((value.get_ref().as_str()?.to_owned(), value.span()))
    };
    let Some((name, span)) = text("name") else { return Ok(None) };
    let version = text("version").map(|(version, _)| version);
    Ok(Some(Named { name, version, place: file.place(span) }))
}

fn unlisted(named: Named) -> Gap {
    let shown =
        named.version.as_ref().map_or_else(|| named.name.clone(), |it| format!("{} {it}", named.name));
    let version = named.version.map_or(Version::Unstated, |version| Version::Exact(Arc::from(version)));
    let name = Arc::from(named.name);
    let component = Component { ecosystem: Ecosystem::new(Ecosystem::CRATES_IO), name, version };
    Gap {
        kind: GapKind::UnreadableFile,
        place: named.place,
        reason: say::cargo_vendor_unlisted(shorten(&shown)),
        component: Some(component),
    }
}

/// A gap where the checksum beside a carried crate isn't the lockfile's.
fn other_checksum(
    manifest: &TreePath,
    entries: &[&Occurrence],
    surroundings: &Surroundings<'_>,
) -> Option<Gap> {
    let path = manifest.folder().join(".cargo-checksum.json")?;
    if !surroundings.files.exists(&path) {
        return None;
    }
    match open(&path, surroundings).and_then(|file| stated_checksum(&file, surroundings)) {
        Ok(Some((stated, place))) => {
            let hashes = || entries.iter().flat_map(|one| &one.hashes);
            let differs = hashes().next().is_some() && !hashes().any(|hash| *hash.value == *stated);
            let component = entries.first().map(|one| one.component.clone())?;
            differs.then(|| Gap {
                kind: GapKind::UnreadableFile,
                place,
                reason: say::cargo_vendor_checksum(shorten(&component.to_string())),
                component: Some(component),
            })
        }
        Ok(None) => None,
        Err(error) => Some(error.into()),
    }
}

fn stated_checksum(
    file: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Option<(String, Place)>, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let stated = document.root().get("package");
    Ok(stated.and_then(|value| Some((json::Value::text(value)?.into_owned(), value.place()))))
}
