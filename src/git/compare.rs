//! What differs between two commits, and when a file changed last.

use std::collections::BTreeMap;

use gix_hash::ObjectId;
use gix_object::tree::EntryKind;
use gix_object::{Kind, TreeRef};

use super::objects::{HASH, Objects, object_id};
use super::tree::{entry_of, tree_below};
use crate::domain::commit::{CommitId, LastChange};
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::messages;

/// How many entries of two trees are compared: a tree that names itself again
/// and again has more than any memory.
const MOST_ENTRIES: usize = 4_000_000;

/// How deep folders may nest.
const MOST_DEPTH: usize = 1_024;

/// The files below a folder in which two commits differ, in path order.
pub(super) fn changed(
    objects: &Objects,
    (one, other): (&CommitId, &CommitId),
    prefix: &str,
) -> Result<Vec<TreePath>, Statement> {
    let trees = (tree_below(objects, one, prefix)?, tree_below(objects, other, prefix)?);
    let mut comparison = Comparison { objects, found: Vec::new(), count: 0, commit: other };
    comparison.folders(trees, &TreePath::root())?;
    comparison.found.sort_unstable();
    Ok(comparison.found)
}

/// What stands in a folder under one name.
type Entry = (EntryKind, ObjectId);

type Entries = BTreeMap<String, Entry>;

struct Comparison<'run> {
    objects: &'run Objects,
    found: Vec<TreePath>,
    count: usize,
    commit: &'run CommitId,
}

impl Comparison<'_> {
    /// Compares two folders; one that isn't there is empty. What is the same
    /// isn't opened.
    fn folders(
        &mut self,
        (one, other): (Option<ObjectId>, Option<ObjectId>),
        path: &TreePath,
    ) -> Result<(), Statement> {
        if one == other || path.depth() > MOST_DEPTH {
            return Ok(());
        }
        let before = self.entries(one)?;
        let mut after = self.entries(other)?;
        for (name, was) in before {
            let is = after.remove(&name);
            self.entry(&name, (Some(was), is), path)?;
        }
        for (name, is) in after {
            self.entry(&name, (None, Some(is)), path)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        name: &str,
        (was, is): (Option<Entry>, Option<Entry>),
        folder: &TreePath,
    ) -> Result<(), Statement> {
        let Some(path) = folder.join(name).filter(|_| was != is) else { return Ok(()) };
        let tree = |entry: Option<(EntryKind, ObjectId)>| {
            entry.filter(|(kind, _)| *kind == EntryKind::Tree).map(|(_, id)| id)
        };
        let is_file =
            |entry: Option<(EntryKind, ObjectId)>| entry.is_some_and(|(kind, _)| kind != EntryKind::Tree);
        if is_file(was) || is_file(is) {
            self.found.push(path.clone());
        }
        self.folders((tree(was), tree(is)), &path)
    }

    fn entries(&mut self, tree: Option<ObjectId>) -> Result<Entries, Statement> {
        let Some(tree) = tree else { return Ok(Entries::new()) };
        let bytes = self.objects.read(&tree, Kind::Tree)?;
        let decoded =
            TreeRef::from_bytes(&bytes, HASH).map_err(|error| messages::git::object_damaged(tree, error))?;
        self.count += decoded.entries.len();
        if self.count > MOST_ENTRIES {
            return Err(messages::git::too_many_files(self.commit, MOST_ENTRIES));
        }
        // A name that isn't Unicode is no path that anything asks for.
        let named = decoded.entries.iter().filter_map(|entry| {
            let name = std::str::from_utf8(entry.filename).ok()?;
            Some((name.to_owned(), (entry.mode.kind(), entry.oid.to_owned())))
        });
        Ok(named.collect())
    }
}

/// When a file changed last, along first parents.
pub(super) fn last_change(
    objects: &Objects,
    of: &CommitId,
    (prefix, path): (&str, &TreePath),
    most: usize,
) -> Result<LastChange, Statement> {
    let folder = [prefix, path.folder().as_str()].join("/");
    let entry_at = |commit: &CommitId| match tree_below(objects, commit, &folder)? {
        Some(tree) => entry_of(objects, &tree, path.file_name()),
        None => Ok(None),
    };
    let mut at = of.clone();
    let Some(held) = entry_at(&at)? else { return Ok(LastChange::Untracked) };
    for since in 0..=most {
        let commit = objects.commit(&object_id(&at)?)?;
        let Some(parent) = commit.parents.first() else {
            return Ok(LastChange::At { commit: at, committed: commit.committed, since });
        };
        if objects.lacks(&object_id(parent)?)? {
            return Ok(LastChange::BeyondClone { commits: since + 1 });
        }
        if entry_at(parent)? != Some(held) {
            return Ok(LastChange::At { commit: at, committed: commit.committed, since });
        }
        at = parent.clone();
    }
    Ok(LastChange::Before { commits: most })
}
