//! The only door to the tree under judgement: what is in it, and its bytes.
//!
//! Links are never followed, and nothing is read through one. Ignore files hide
//! what git doesn't track, and nothing else: without git's own index nobody can
//! tell, so then they hide nothing. `.ignore`, global and parent ignore files
//! aren't read. What is passed over is counted.

mod ignores;
mod tracked;
mod visit;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::disk::{self, file_error};
use crate::domain::digest::Digest;
use crate::domain::inventory::PassedOver;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files, InputLog};
use crate::domain::quick::{QuickMap, QuickSet};
use crate::domain::statement::Statement;
use crate::messages;

/// The tree under judgement, walked once.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    limits: Limits,
    files: Vec<TreePath>,
    regular: QuickSet<TreePath>,
    passed_over: PassedOver,
    unreadable: Vec<(TreePath, Statement)>,
    asked: Mutex<BTreeMap<TreePath, Option<Digest>>>,
    /// Small files that were read: whoever asks again sees the same bytes, even
    /// when the file changes under way.
    kept: Mutex<QuickMap<TreePath, Vec<u8>>>,
}

/// The longest file that is kept once it was read, in bytes.
const KEPT_FILE: usize = 32 << 10;
/// How many files are kept at the most.
const KEPT_FILES: usize = 1024;

/// Why there is no tree to walk. Exit code 2: nothing was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeError {
    /// What is wrong with the path, or with a pattern.
    pub message: Statement,
}

/// The root of a tree that hasn't been walked yet: enough to read its policy.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
}

impl Root {
    /// Takes the folder that the user named. Links on the way to it are the
    /// user's own and are followed.
    pub fn open(path: &Path) -> Result<Self, TreeError> {
        let shown = path.display();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Ok(Self { path: path.to_path_buf() }),
            Ok(_) => Err(TreeError { message: messages::walk::root_is_no_folder(shown) }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(TreeError { message: messages::walk::root_is_absent(shown) })
            }
            Err(error) => Err(TreeError { message: messages::walk::root_is_unreadable(shown, error) }),
        }
    }

    /// The bytes of a file of the tree, such as its policy.
    pub fn read(&self, path: &TreePath, limits: &Limits) -> Result<Vec<u8>, FileError> {
        read_inside(&self.path, path, limits)
    }

    /// Walks the tree. `exclude` holds policy's patterns, in gitignore's syntax.
    pub fn walk(self, exclude: &[impl AsRef<str>], limits: Limits) -> Result<Tree, TreeError> {
        let excluded = ignores::Excludes::new(&self.path, exclude).map_err(|(pattern, detail)| {
            TreeError { message: messages::walk::bad_pattern(pattern, detail) }
        })?;
        let found = visit::visit(&self.path, &excluded, &limits);
        Ok(Tree {
            regular: found.regular,
            root: self.path,
            limits,
            files: found.files,
            passed_over: found.passed_over,
            unreadable: found.unreadable,
            asked: Mutex::default(),
            kept: Mutex::default(),
        })
    }
}

impl Tree {
    /// What the walk met and passed over.
    pub const fn passed_over(&self) -> &PassedOver {
        &self.passed_over
    }

    /// Folders that couldn't be listed, and why: gaps.
    pub fn unreadable(&self) -> &[(TreePath, Statement)] {
        &self.unreadable
    }

    /// The walk reached a regular file through no link; any other path has to
    /// be looked at step by step.
    fn read_from_disk(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        if self.regular.contains(path) {
            disk::read_regular(&self.root.join(path.as_str()), self.limits.file_bytes)
        } else {
            read_inside(&self.root, path, &self.limits)
        }
    }

    fn note(&self, path: &TreePath, digest: Option<Digest>) {
        if let Ok(mut asked) = self.asked.lock() {
            asked.insert(path.clone(), digest);
        }
    }

    /// Notes that only the name was asked for; whoever read the file knows more.
    fn note_name(&self, path: &TreePath, name: Option<Digest>) {
        if let Ok(mut asked) = self.asked.lock() {
            asked.entry(path.clone()).or_insert(name);
        }
    }
}

impl InputLog for Tree {
    fn used(&self) -> Vec<(String, Option<Digest>)> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().map(|(path, digest)| (format!("tree:{path}"), *digest)).collect()
    }
}

impl Files for Tree {
    fn list(&self) -> &[TreePath] {
        &self.files
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        if let Some(bytes) = self.kept.lock().ok().and_then(|kept| kept.get(path).cloned()) {
            return Ok(bytes);
        }
        let bytes = self.read_from_disk(path);
        self.note(path, found(&bytes));
        if let (Ok(bytes), Ok(mut kept)) = (&bytes, self.kept.lock())
            && bytes.len() <= KEPT_FILE
            && kept.len() < KEPT_FILES
        {
            kept.insert(path.clone(), bytes.clone());
        }
        bytes
    }

    fn text_digest(&self, path: &TreePath) -> Result<Digest, FileError> {
        if let Some(bytes) = self.kept.lock().ok().and_then(|kept| kept.get(path).cloned()) {
            return Ok(Digest::of_text(&bytes));
        }
        // What is read for its digest alone isn't kept.
        let read = self.read_from_disk(path);
        let whole = found(&read);
        self.note(path, whole);
        let bytes = read?;
        let as_it_is = whole.filter(|_| memchr::memchr(b'\r', &bytes).is_none());
        Ok(as_it_is.unwrap_or_else(|| Digest::of_text(&bytes)))
    }

    fn exists(&self, path: &TreePath) -> bool {
        let is_there = self.regular.contains(path);
        self.note_name(path, is_there.then(|| Digest::of(b"exists")));
        is_there
    }

    fn has_below(&self, folder: &TreePath) -> bool {
        let is_there = folder.is_above_any(&self.files);
        self.note_name(folder, is_there.then(|| Digest::of(b"exists")));
        is_there
    }
}

/// What stands for a file among the inputs: why one is refused shows in the
/// report, so it isn't the same as none.
fn found(read: &Result<Vec<u8>, FileError>) -> Option<Digest> {
    match read {
        Ok(bytes) => Some(Digest::of(bytes)),
        Err(FileError::Refused(reason)) => Some(reason.digest()),
        Err(FileError::Absent) => None,
    }
}

/// Reads a file below the root, refusing links at every step.
fn read_inside(root: &Path, path: &TreePath, limits: &Limits) -> Result<Vec<u8>, FileError> {
    let mut full = root.to_path_buf();
    for part in path.as_str().split('/') {
        full.push(part);
        let metadata = fs::symlink_metadata(&full).map_err(|error| file_error(&error))?;
        if metadata.is_symlink() {
            return Err(FileError::Refused(messages::walk::is_a_link()));
        }
    }
    disk::read_regular(&full, limits.file_bytes)
}
