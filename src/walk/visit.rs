//! The walk itself: folder by folder, in name order.

use std::cell::OnceCell;
use std::fs;
use std::path::Path;

use super::ignores::{EntryKind, Excludes, Stack};
use super::read_inside;
use super::tracked::Tracked;
use crate::domain::inventory::PassedOver;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::quick::QuickSet;
use crate::domain::statement::Statement;
use crate::messages;

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
    tracked: OnceCell<Option<Tracked>>,
    found: Found,
    waiting: Vec<Folder>,
}

/// Walks the tree below the root.
pub(super) fn visit(root: &Path, excludes: &Excludes, limits: &Limits) -> Found {
    let mut visitor = Visitor {
        root,
        excludes,
        limits,
        tracked: OnceCell::new(),
        found: Found::default(),
        waiting: vec![Folder { path: TreePath::root(), ignores: Stack::default(), hidden: Hidden::No }],
    };
    while let Some(folder) = visitor.waiting.pop() {
        visitor.visit_folder(folder);
    }
    visitor.found.files.sort();
    visitor.found.unreadable.sort_by(|a, b| a.0.cmp(&b.0));
    visitor.found
}

impl Visitor<'_> {
    fn visit_folder(&mut self, folder: Folder) {
        let full = self.root.join(folder.path.as_str());
        if folder.path.depth() >= self.limits.folder_depth {
            let message = messages::walk::folder_too_deep(self.limits.folder_depth);
            self.found.unreadable.push((folder.path, message));
            return;
        }
        let entries: Vec<_> = match fs::read_dir(&full) {
            Ok(entries) => entries.collect(),
            Err(error) => {
                self.found.unreadable.push((folder.path, messages::walk::refused(error)));
                return;
            }
        };
        let is_ignore_file = |entry: &fs::DirEntry| entry.file_name() == IGNORE_FILE;
        let ignores = if entries.iter().flatten().any(is_ignore_file) {
            self.ignores_of(&folder, &full)
        } else {
            folder.ignores.clone()
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.visit_entry(&folder, &ignores, &entry),
                Err(error) => {
                    self.found.unreadable.push((folder.path.clone(), messages::walk::refused(error)));
                }
            }
        }
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

    fn visit_entry(&mut self, folder: &Folder, ignores: &Stack, entry: &fs::DirEntry) {
        let name = entry.file_name();
        let Some(path) = name.to_str().and_then(|name| folder.path.join(name)) else {
            // A name that isn't Unicode can't be a manifest's; it may hold some.
            let shown = name.to_string_lossy().into_owned();
            self.found.unreadable.push((folder.path.clone(), messages::walk::name_is_no_text(shown)));
            return;
        };
        let file_type = match entry.file_type() {
            Ok(file_type) => file_type,
            Err(error) => {
                self.found.unreadable.push((path, messages::walk::refused(error)));
                return;
            }
        };
        if path.as_str() == ".git" || path.file_name() == ".git" {
            return;
        }
        let kind = if file_type.is_dir() { EntryKind::Folder } else { EntryKind::File };
        if let Some(pattern) = self.excludes.pattern_for(&entry.path(), kind) {
            *self.found.passed_over.excluded.entry(pattern).or_default() += 1;
            return;
        }
        let hidden = folder.hidden == Hidden::ButForTracked || ignores.hides(&entry.path(), kind);
        if hidden && !self.tracks(&path, kind) {
            self.found.passed_over.ignored += 1;
            return;
        }
        if file_type.is_symlink() {
            self.found.passed_over.links += 1;
        }
        match kind {
            EntryKind::Folder => {
                let hidden = if hidden { Hidden::ButForTracked } else { Hidden::No };
                self.waiting.push(Folder { path, ignores: ignores.clone(), hidden });
            }
            EntryKind::File => {
                if file_type.is_file() {
                    self.found.regular.insert(path.clone());
                }
                self.found.files.push(path);
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
