//! The walk itself: level by level, the folders of one shared among threads.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use super::ignores::{EntryKind, Excludes, Stack};
use super::read_inside;
use super::tracked::Tracked;
use crate::domain::inventory::PassedOver;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::quick::QuickSet;
use crate::domain::statement::Statement;
use crate::messages;
use crate::parallel;

/// From this many folders of one level on, more than one thread lists them.
const WORTH_A_THREAD: usize = 32;

/// The one kind of ignore file that is read.
const IGNORE_FILE: &str = ".gitignore";

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Every entry but folders, links and pipes among them.
    pub(super) files: Vec<TreePath>,
    /// Those that are regular files, reached through no link.
    pub(super) regular: QuickSet<TreePath>,
    pub(super) passed_over: PassedOver,
    pub(super) unreadable: Vec<(TreePath, Statement)>,
}

/// One folder that is still to be visited.
struct Folder {
    path: TreePath,
    ignores: Stack,
    /// An ignore file hides the folder, and git tracks something in it.
    hidden: Hidden,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    No,
    ButForTracked,
}

struct Visitor<'walk> {
    root: &'walk Path,
    excludes: &'walk Excludes,
    limits: &'walk Limits,
    /// Read only once an ignore file is met.
    tracked: OnceLock<Option<Tracked>>,
}

/// What is in one folder.
#[derive(Default)]
struct Listed {
    files: Vec<(TreePath, FileKind)>,
    /// Folders in it that are still to be visited.
    folders: Vec<Folder>,
    passed_over: PassedOver,
    unreadable: Vec<(TreePath, Statement)>,
}

/// What an entry that is no folder is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Regular,
    /// A link, a pipe, a device.
    Other,
}

/// Walks the tree below the root.
pub(super) fn visit(root: &Path, excludes: &Excludes, limits: &Limits) -> Found {
    let visitor = Visitor { root, excludes, limits, tracked: OnceLock::new() };
    let mut found = Found::default();
    let mut level = vec![Folder { path: TreePath::root(), ignores: Stack::default(), hidden: Hidden::No }];
    while !level.is_empty() {
        let listed = parallel::map(&level, WORTH_A_THREAD, |folder| visitor.list(folder));
        level = listed.into_iter().flat_map(|one| found.take(one)).collect();
    }
    found.files.sort();
    found.unreadable.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

impl Found {
    /// Adds what is in a folder, and gives the folders in it.
    fn take(&mut self, listed: Listed) -> Vec<Folder> {
        for (path, kind) in listed.files {
            if kind == FileKind::Regular {
                self.regular.insert(path.clone());
            }
            self.files.push(path);
        }
        self.unreadable.extend(listed.unreadable);
        self.passed_over.add(listed.passed_over);
        listed.folders
    }
}

impl Visitor<'_> {
    fn list(&self, folder: &Folder) -> Listed {
        let mut listed = Listed::default();
        let mut unreadable = |reason| listed.unreadable.push((folder.path.clone(), reason));
        if folder.path.depth() >= self.limits.folder_depth {
            unreadable(messages::walk::folder_too_deep(self.limits.folder_depth));
            return listed;
        }
        let full = self.root.join(folder.path.as_str());
        let entries: Vec<_> = match fs::read_dir(&full) {
            Ok(entries) => entries.collect(),
            Err(error) => {
                unreadable(messages::walk::refused(error));
                return listed;
            }
        };
        let is_ignore_file = |entry: &fs::DirEntry| entry.file_name() == IGNORE_FILE;
        let ignores = if entries.iter().flatten().any(is_ignore_file) {
            self.ignores_of(folder, &full)
        } else {
            folder.ignores.clone()
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.take_entry(&mut listed, folder, &ignores, &entry),
                Err(error) => listed.unreadable.push((folder.path.clone(), messages::walk::refused(error))),
            }
        }
        listed
    }

    /// The stack with this folder's own `.gitignore`, where git's index is there
    /// to say what an ignore file may not hide.
    fn ignores_of(&self, folder: &Folder, full: &Path) -> Stack {
        let text =
            folder.path.join(IGNORE_FILE).and_then(|path| read_inside(self.root, &path, self.limits).ok());
        let Some(text) = text.and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return folder.ignores.clone();
        };
        if self.tracked().is_none() {
            return Stack::default();
        }
        folder.ignores.with(full, &text)
    }

    fn tracked(&self) -> Option<&Tracked> {
        self.tracked.get_or_init(|| Tracked::read(self.root)).as_ref()
    }

    fn take_entry(&self, listed: &mut Listed, folder: &Folder, ignores: &Stack, entry: &fs::DirEntry) {
        let name = entry.file_name();
        let Some(path) = name.to_str().and_then(|name| folder.path.join(name)) else {
            // A name that isn't Unicode can't be a manifest's; it may hold some.
            let shown = name.to_string_lossy().into_owned();
            listed.unreadable.push((folder.path.clone(), messages::walk::name_is_no_text(shown)));
            return;
        };
        let file_type = match entry.file_type() {
            Ok(file_type) => file_type,
            Err(error) => {
                listed.unreadable.push((path, messages::walk::refused(error)));
                return;
            }
        };
        if path.as_str() == ".git" || path.file_name() == ".git" {
            return;
        }
        let kind = if file_type.is_dir() { EntryKind::Folder } else { EntryKind::File };
        if let Some(pattern) = self.excludes.pattern_for(&entry.path(), kind) {
            *listed.passed_over.excluded.entry(pattern).or_default() += 1;
            return;
        }
        let hidden = folder.hidden == Hidden::ButForTracked || ignores.hides(&entry.path(), kind);
        if hidden && !self.tracks(&path, kind) {
            listed.passed_over.ignored += 1;
            return;
        }
        if file_type.is_symlink() {
            listed.passed_over.links += 1;
        }
        match kind {
            EntryKind::Folder => {
                let hidden = if hidden { Hidden::ButForTracked } else { Hidden::No };
                listed.folders.push(Folder { path, ignores: ignores.clone(), hidden });
            }
            EntryKind::File => {
                let kind = if file_type.is_file() { FileKind::Regular } else { FileKind::Other };
                listed.files.push((path, kind));
            }
        }
    }

    fn tracks(&self, path: &TreePath, kind: EntryKind) -> bool {
        // Without the index the stack is empty, and nothing is hidden.
        self.tracked().is_none_or(|tracked| match kind {
            EntryKind::Folder => tracked.has_in_folder(path.as_str()),
            EntryKind::File => tracked.has_file(path.as_str()),
        })
    }
}
