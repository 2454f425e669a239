//! `package.json` beside a lockfile, and in each local folder that it lists:
//! what it asks for is held against what the lockfile was made for.
//!
//! npm itself compares the texts of the ranges, and takes a lockfile that
//! differs for out of date. Lists: <https://docs.npmjs.com/cli/configuring-npm/package-json>.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::installed::Tree;
use super::range;
use crate::domain::component::{Component, Ecosystem, Version};
use crate::domain::inventory::{Gap, GapKind};
use crate::domain::place::Place;
use crate::domain::ports::FileError;
use crate::domain::statement::Statement;
use crate::ecosystem::Surroundings;
use crate::messages::ecosystem as say;
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile, shorten};

/// Lists that stand for one another. What is optional is left out of the
/// `dependencies` of a lockfile, so the two are one.
const GROUPS: [&[&str]; 3] =
    [&["dependencies", "optionalDependencies"], &["devDependencies"], &["peerDependencies"]];

/// What a lockfile says of a folder's package.
#[derive(Clone, Copy)]
pub(super) struct Entry<'doc> {
    /// The folder, from the lockfile's own; empty for the project itself.
    pub(super) folder: &'doc str,
    /// Its key; `None` where the lockfile has no entry for the project.
    pub(super) key: Option<Value<'doc>>,
    pub(super) fields: Option<Value<'doc>>,
}

/// Reads the manifest of a folder; `None` when there is none.
fn manifest_in(
    folder: &str,
    lock: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Option<SourceFile>, ReadError> {
    let path = lock.path().sibling(folder).and_then(|folder| folder.join("package.json"));
    let Some(path) = path else { return Ok(None) };
    match surroundings.files.read(&path) {
        Ok(bytes) => SourceFile::new(&path, bytes, surroundings.limits).map(Some),
        Err(FileError::Absent) => Ok(None),
        Err(FileError::Refused(message)) => Err(ReadError { place: Place::whole(path), message }),
    }
}

/// Holds the manifest of a folder against the lockfile's entry of it.
pub(super) fn compare(entry: Entry<'_>, tree: &mut Tree<'_>, surroundings: &Surroundings<'_>) {
    match differences(entry, tree.file(), surroundings) {
        Ok(found) => {
            for gap in found.gaps {
                tree.gap(gap);
            }
            if let (Some(names), true) = (found.overridden, entry.folder.is_empty()) {
                tree.overridden(names);
            }
        }
        Err(error) => tree.error(error),
    }
}

/// What a manifest says beside what the lockfile says.
#[derive(Default)]
struct Differences {
    gaps: Vec<Gap>,
    /// The names that it overrides, whatever other packages ask for; `None`
    /// without a manifest.
    overridden: Option<HashSet<String>>,
}

fn differences(
    entry: Entry<'_>,
    lock: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Differences, ReadError> {
    let Some(file) = manifest_in(entry.folder, lock, surroundings)? else {
        let gaps = without_manifest(entry, lock, surroundings).into_iter().collect();
        return Ok(Differences { gaps, overridden: None });
    };
    let document = Document::parse(&file, surroundings.limits)?;
    let root = document.root().as_object("package.json")?;
    let mut gaps = Vec::new();
    for group in GROUPS {
        let locked = texts(entry.fields, group);
        for (name, range) in wishes(root, group)? {
            let asked = Asked { name: &name.text().unwrap_or_default(), range: &written(range) };
            match locked.get(asked.name) {
                Some(found) if *found == asked.range => {}
                Some(found) => gaps.push(asked.gap(name.place(), asked.differs(lock, found))),
                None => gaps.push(asked.gap(name.place(), asked.lacks(lock))),
            }
        }
    }
    Ok(Differences { gaps, overridden: Some(overridden(root)) })
}

/// The names in `overrides`, at every depth, without a version behind them.
fn overridden(root: Value<'_>) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut waiting: Vec<Value<'_>> = root.get("overrides").into_iter().collect();
    while let Some(listed) = waiting.pop() {
        for (key, value) in listed.members() {
            let key = key.text().unwrap_or_default();
            let scope = usize::from(key.starts_with('@'));
            let version = key.get(scope..).and_then(|name| name.find('@')).map(|at| at + scope);
            names.insert(key.get(..version.unwrap_or(key.len())).unwrap_or_default().to_owned());
            waiting.push(value);
        }
    }
    names
}

/// A local package has a package.json; one that nobody declares would pass a
/// fetched package off as the project's own. Where the project's own manifest
/// isn't in the tree either, there is nothing to be compared with.
fn without_manifest(entry: Entry<'_>, lock: &SourceFile, surroundings: &Surroundings<'_>) -> Option<Gap> {
    let key = entry.key.filter(|_| !entry.folder.is_empty())?;
    lock.path().sibling(entry.folder)?;
    let own = lock.path().folder().join("package.json")?;
    let undeclared = surroundings.files.exists(&own);
    undeclared.then(|| key.error(say::npm_folder_without_manifest(shorten(entry.folder))).into())
}

/// Something that a manifest asks for.
struct Asked<'text> {
    name: &'text str,
    range: &'text str,
}

impl Asked<'_> {
    fn gap(&self, place: Place, reason: Statement) -> Gap {
        let component = Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: self.name.into(),
            version: Version::Requirement(self.range.into()),
        };
        Gap { kind: GapKind::MissingLockfile, place, reason, component: Some(component) }
    }

    fn lacks(&self, lock: &SourceFile) -> Statement {
        say::npm_manifest_unlocked(shorten(self.name), shorten(self.range), lock.path())
    }

    fn differs(&self, lock: &SourceFile, found: &str) -> Statement {
        say::npm_manifest_differs(shorten(self.name), shorten(self.range), lock.path(), shorten(found))
    }
}

/// What a manifest asks for in the lists of a group; an optional package goes
/// before one of the same name that isn't.
fn wishes<'doc>(root: Value<'doc>, group: &[&str]) -> Result<Vec<(Value<'doc>, Value<'doc>)>, ReadError> {
    let mut seen = HashSet::new();
    let mut wishes = Vec::new();
    for list in group.iter().rev() {
        if let Some(listed) = root.optional_object(list)? {
            wishes.extend(listed.members().filter(|(name, _)| seen.insert(written(*name))));
        }
    }
    wishes.sort_by_key(|(name, _)| name.span().start);
    Ok(wishes)
}

/// Names and ranges of an entry's lists; the later list wins.
fn texts<'doc>(fields: Option<Value<'doc>>, group: &[&str]) -> HashMap<Cow<'doc, str>, Cow<'doc, str>> {
    let lists = group.iter().filter_map(|list| fields?.get(list));
    lists.flat_map(Value::members).map(|(name, range)| (written(name), written(range))).collect()
}

/// A text without blanks around it; what is none, as it stands.
fn written(value: Value<'_>) -> Cow<'_, str> {
    match value.text() {
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
        Some(Cow::Owned(text)) => Cow::Owned(text.trim().to_owned()),
        None => Cow::Borrowed(value.raw()),
    }
}

/// What the manifest beside a lockfile of version 1 asks for.
#[derive(Default)]
pub(super) struct Wishes {
    pub(super) names: BTreeSet<String>,
    /// At those that the lockfile doesn't answer.
    pub(super) gaps: Vec<Gap>,
}

/// Reads the manifest beside a lockfile of version 1; `None` when there is none.
/// npm of that time installed no peers.
pub(super) fn wishes_of_version_1(
    listed: Option<Value<'_>>,
    lock: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Wishes>, ReadError> {
    let Some(file) = manifest_in("", lock, surroundings)? else { return Ok(None) };
    let document = Document::parse(&file, surroundings.limits)?;
    let root = document.root().as_object("package.json")?;
    let locked: HashMap<Cow<'_, str>, Value<'_>> =
        listed.into_iter().flat_map(Value::members).map(|(key, fields)| (written(key), fields)).collect();
    let mut asks = Wishes::default();
    for group in GROUPS {
        let are_peers = group.contains(&"peerDependencies");
        for (name, range) in wishes(root, group)? {
            let asked = Asked { name: &written(name), range: &written(range) };
            let version = locked.get(asked.name).map(|fields| fields.get("version").and_then(Value::text));
            match version {
                None if are_peers => {}
                None => asks.gaps.push(asked.gap(name.place(), asked.lacks(lock))),
                Some(Some(found)) if range::admits(asked.range, &found) == Some(false) => {
                    asks.gaps.push(asked.gap(name.place(), asked.differs(lock, &found)));
                }
                Some(_) => {}
            }
            asks.names.insert(asked.name.to_owned());
        }
    }
    Ok(Some(asks))
}
