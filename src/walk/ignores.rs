//! Ignore files and policy's patterns, in gitignore's syntax.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Policy's patterns of what isn't judged.
#[derive(Debug)]
pub(super) struct Excludes {
    patterns: Gitignore,
}

impl Excludes {
    /// Compiles the patterns; the error is the first bad one and what's wrong.
    pub(super) fn new(root: &Path, patterns: &[impl AsRef<str>]) -> Result<Self, (String, String)> {
        let mut builder = GitignoreBuilder::new(root);
        for pattern in patterns {
            let pattern = pattern.as_ref();
            builder.add_line(None, pattern).map_err(|error| (pattern.to_owned(), error.to_string()))?;
        }
        let patterns = builder.build().map_err(|error| (String::new(), error.to_string()))?;
        Ok(Self { patterns })
    }

    /// The pattern that excludes this path.
    pub(super) fn pattern_for(&self, path: &Path, kind: EntryKind) -> Option<String> {
        match self.patterns.matched(path, kind == EntryKind::Folder) {
            ignore::Match::Ignore(glob) => Some(glob.original().to_owned()),
            ignore::Match::None | ignore::Match::Whitelist(_) => None,
        }
    }
}

/// What an entry is, for patterns that end in a slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A folder.
    Folder,
    /// Anything else.
    File,
}

/// The ignore files from the root down to one folder; the nearest speaks first.
#[derive(Clone, Debug, Default)]
pub(super) struct Stack {
    files: Vec<std::sync::Arc<Gitignore>>,
}

impl Stack {
    /// The stack with this folder's ignore file on top. Lines of it that can't
    /// be read hide nothing.
    pub(super) fn with(&self, folder: &Path, text: &str) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.lines() {
            // A bad line adds no pattern, so it hides nothing: the cautious reading.
            drop(builder.add_line(None, line));
        }
        let mut files = self.files.clone();
        if let Ok(built) = builder.build() {
            files.push(std::sync::Arc::new(built));
        }
        Self { files }
    }

    /// Whether an ignore file hides this entry.
    pub(super) fn hides(&self, path: &Path, kind: EntryKind) -> bool {
        for file in self.files.iter().rev() {
            match file.matched(path, kind == EntryKind::Folder) {
                ignore::Match::Ignore(_) => return true,
                ignore::Match::Whitelist(_) => return false,
                ignore::Match::None => {}
            }
        }
        false
    }
}
