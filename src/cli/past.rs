//! The history of the repository under judgement, opened when somebody asks.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::domain::digest::Digest;
use crate::domain::ports::{History, HistoryDoor, InputLog};
use crate::domain::statement::Statement;
use crate::git::Repository;
use crate::messages;

/// What is said of a folder that no repository holds, with its path.
const NO_REPOSITORY: &str = "git.no_repository";

/// The way to it.
pub(super) struct LocalHistory {
    folder: PathBuf,
    opened: OnceLock<Result<Repository, Statement>>,
}

impl LocalHistory {
    /// That of the repository that holds this folder.
    pub(super) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), opened: OnceLock::new() }
    }
}

impl HistoryDoor for LocalHistory {
    fn open(&self) -> Result<&dyn History, Statement> {
        let opened = self.opened.get_or_init(|| {
            Repository::open(&self.folder).map_err(|reason| {
                // A report is the same wherever the folder is.
                if reason.sentence.key == NO_REPOSITORY { messages::git::no_history() } else { reason }
            })
        });
        opened.as_ref().map(|repository| repository as &dyn History).map_err(Clone::clone)
    }
}

impl InputLog for LocalHistory {
    /// What is checked out and how far the clone reaches: everything else in a
    /// history follows from these. Nothing where nobody asked.
    fn used(&self) -> Vec<(String, Option<Digest>)> {
        let Some(opened) = self.opened.get() else { return Vec::new() };
        let head = opened.as_ref().map_err(Clone::clone).and_then(History::head);
        let reach = match opened {
            Ok(repository) if repository.is_shallow() => "shallow",
            _ => "whole",
        };
        let digest = head.ok().map(|head| Digest::of(head.as_str().as_bytes()));
        vec![("git:HEAD".to_owned(), digest), (format!("git:{reach}"), Some(Digest::of(reach.as_bytes())))]
    }
}
