//! The files of a commit, as the readers ask for them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gix_hash::ObjectId;
use gix_object::tree::EntryKind;
use gix_object::{Kind, TreeRef};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::objects::{HASH, Objects, object_id};
use crate::domain::commit::CommitId;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::statement::Statement;
use crate::messages;

/// How many files and folders a commit may have: a tree that names itself
/// again and again has more than any memory.
const MOST_ENTRIES: usize = 4_000_000;

/// The files of a commit below the folder under judgement. Links and
/// submodules aren't files of it.
pub(super) struct CommitFiles {
    objects: Arc<Objects>,
    files: Vec<TreePath>,
    ids: BTreeMap<TreePath, (EntryKind, ObjectId)>,
    limit: u64,
}

impl CommitFiles {
    /// Lists them, but for what the patterns name.
    pub(super) fn open(
        objects: Arc<Objects>,
        id: &CommitId,
        (prefix, exclude): (&str, &[Arc<str>]),
        limits: &Limits,
    ) -> Result<Self, Statement> {
        let tree = tree_below(&objects, id, prefix)?;
        let mut listing = Listing {
            objects: &objects,
            excludes: patterns(exclude),
            ids: BTreeMap::new(),
            count: 0,
            commit: id,
            depth: limits.folder_depth,
        };
        if let Some(tree) = tree {
            listing.folder(&tree, &TreePath::root())?;
        }
        let ids = listing.ids;
        let is_file = |(path, (kind, _)): (&TreePath, &(EntryKind, ObjectId))| {
            matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable).then(|| path.clone())
        };
        let files = ids.iter().filter_map(is_file).collect();
        Ok(Self { objects, files, ids, limit: limits.file_bytes })
    }
}

impl Files for CommitFiles {
    fn list(&self) -> &[TreePath] {
        &self.files
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        let (kind, id) = self.ids.get(path).ok_or(FileError::Absent)?;
        let bytes = read_entry(&self.objects, *kind, id)?;
        let length = bytes.len() as u64;
        if length > self.limit {
            return Err(FileError::Refused(messages::source::too_large(length, self.limit)));
        }
        Ok(bytes)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.ids
            .get(path)
            .is_some_and(|(kind, _)| matches!(kind, EntryKind::Blob | EntryKind::BlobExecutable))
    }
}

/// Policy's patterns, which the walk over the tree has found sound.
fn patterns(exclude: &[Arc<str>]) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for pattern in exclude {
        drop(builder.add_line(None, pattern));
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// One file of a commit.
pub(super) fn read(
    objects: &Objects,
    id: &CommitId,
    (prefix, path): (&str, &TreePath),
) -> Result<Vec<u8>, FileError> {
    let folder = [prefix, path.folder().as_str()].join("/");
    let tree = tree_below(objects, id, &folder).map_err(FileError::Refused)?.ok_or(FileError::Absent)?;
    let found = entry_of(objects, &tree, path.file_name()).map_err(FileError::Refused)?;
    let (kind, id) = found.ok_or(FileError::Absent)?;
    read_entry(objects, kind, &id)
}

fn read_entry(objects: &Objects, kind: EntryKind, id: &ObjectId) -> Result<Vec<u8>, FileError> {
    match kind {
        EntryKind::Blob | EntryKind::BlobExecutable => {
            objects.read(id, Kind::Blob).map_err(FileError::Refused)
        }
        EntryKind::Link => Err(FileError::Refused(messages::walk::is_a_link())),
        EntryKind::Tree | EntryKind::Commit => Err(FileError::Refused(messages::walk::is_no_file())),
    }
}

/// The tree of a commit's folder; `None` when it has none of that name.
pub(super) fn tree_below(
    objects: &Objects,
    id: &CommitId,
    folder: &str,
) -> Result<Option<ObjectId>, Statement> {
    let mut tree = objects.tree_of(&object_id(id)?)?;
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        match entry_of(objects, &tree, part)? {
            Some((EntryKind::Tree, below)) => tree = below,
            _ => return Ok(None),
        }
    }
    Ok(Some(tree))
}

pub(super) fn entry_of(
    objects: &Objects,
    tree: &ObjectId,
    name: &str,
) -> Result<Option<(EntryKind, ObjectId)>, Statement> {
    let bytes = objects.read(tree, Kind::Tree)?;
    let entries = decode(tree, &bytes)?.entries;
    let found = entries.iter().find(|entry| entry.filename == name);
    Ok(found.map(|entry| (entry.mode.kind(), entry.oid.to_owned())))
}

fn decode<'bytes>(id: &ObjectId, bytes: &'bytes [u8]) -> Result<TreeRef<'bytes>, Statement> {
    TreeRef::from_bytes(bytes, HASH).map_err(|error| messages::git::object_damaged(id, error))
}

struct Listing<'run> {
    objects: &'run Objects,
    excludes: Gitignore,
    ids: BTreeMap<TreePath, (EntryKind, ObjectId)>,
    count: usize,
    commit: &'run CommitId,
    depth: usize,
}

impl Listing<'_> {
    fn folder(&mut self, tree: &ObjectId, path: &TreePath) -> Result<(), Statement> {
        let bytes = self.objects.read(tree, Kind::Tree)?;
        for entry in decode(tree, &bytes)?.entries {
            self.count += 1;
            if self.count > MOST_ENTRIES {
                return Err(messages::git::too_many_files(self.commit, MOST_ENTRIES));
            }
            // A name that isn't Unicode, or isn't one at all, is no path that
            // anything asks for; the walk tells of it in the tree itself.
            let name = std::str::from_utf8(entry.filename).ok();
            let Some(inner) = name.and_then(|name| path.join(name)) else { continue };
            let kind = entry.mode.kind();
            if self.excludes.matched(Path::new(inner.as_str()), kind == EntryKind::Tree).is_ignore() {
                continue;
            }
            if kind != EntryKind::Tree {
                self.ids.insert(inner, (kind, entry.oid.to_owned()));
            } else if inner.depth() < self.depth {
                self.folder(&entry.oid.to_owned(), &inner)?;
            }
        }
        Ok(())
    }
}
