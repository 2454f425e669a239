//! Reads git repositories: commits, trees and references. Nothing is written
//! and no program starts.
//!
//! The repository isn't trusted. Its configuration (but for where the clone
//! came from, which starts nothing and is only compared), hooks, filters, attributes
//! and replacements aren't read at all, so that nothing in them can start a
//! program or lead elsewhere. No link in the git folder is followed; borrowed
//! objects (`objects/info/alternates`) are refused. A `.git` that is a file is
//! followed in one case only: the folder that it names belongs to a worktree
//! and names this very file back, which only whoever made the worktree could
//! have it do. Every object that is used is hashed, so that what is read is
//! what its id says; its size is bounded before it is unpacked.

mod clones;
mod compare;
mod config;
mod history;
mod objects;
mod origin;
mod place;
mod references;
mod revision;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::domain::commit::{Ancestry, Commit, CommitId, LastChange, MergeBase};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{Ancestries, FileError, Files, History};
use crate::domain::statement::Statement;
pub use clones::{ClonePlaces, LocalClones};
use objects::Objects;
pub use origin::origin_of;
use place::GitPlace;

/// A repository, open.
pub struct Repository {
    place: GitPlace,
    objects: Arc<Objects>,
}

impl Repository {
    /// Opens the repository that holds this folder: the folder's own, or that
    /// of the nearest folder above it.
    pub fn open(folder: &Path) -> Result<Self, Statement> {
        let place = GitPlace::of(folder)?;
        let objects = Arc::new(Objects::open(&place.common)?);
        Ok(Self { place, objects })
    }

    /// Opens a bare clone.
    fn open_bare(folder: &Path) -> Result<Self, Statement> {
        let place = GitPlace::bare(folder)?;
        let objects = Arc::new(Objects::open(&place.common)?);
        Ok(Self { place, objects })
    }
}

impl History for Repository {
    fn resolve(&self, revision: &str) -> Result<CommitId, Statement> {
        revision::resolve(revision, &self.place, &self.objects).map(|id| objects::commit_id(&id))
    }

    fn commit(&self, id: &CommitId) -> Result<Commit, Statement> {
        self.objects.commit(&objects::object_id(id)?)
    }

    fn file_at(&self, id: &CommitId, path: &TreePath) -> Result<Vec<u8>, FileError> {
        tree::read(&self.objects, id, (&self.place.prefix, path))
    }

    fn files_at(
        &self,
        id: &CommitId,
        exclude: &[Arc<str>],
        limits: &Limits,
    ) -> Result<Arc<dyn Files>, Statement> {
        let files =
            tree::CommitFiles::open(Arc::clone(&self.objects), id, (&self.place.prefix, exclude), limits)?;
        Ok(Arc::new(files))
    }

    fn merge_base(&self, one: &CommitId, other: &CommitId) -> Result<MergeBase, Statement> {
        history::merge_base(&self.objects, &objects::object_id(one)?, &objects::object_id(other)?)
    }

    fn ancestry(&self, ancestor: &CommitId, of: &CommitId) -> Result<Ancestry, Statement> {
        history::ancestry(&self.objects, &objects::object_id(ancestor)?, &objects::object_id(of)?)
    }

    fn ancestries(&self, of: &CommitId, asked: &BTreeSet<CommitId>) -> Result<Ancestries, Statement> {
        history::ancestries(&self.objects, &objects::object_id(of)?, asked)
    }

    fn changed_between(&self, one: &CommitId, other: &CommitId) -> Result<Vec<TreePath>, Statement> {
        compare::changed(&self.objects, (one, other), &self.place.prefix)
    }

    fn last_change(&self, of: &CommitId, path: &TreePath, most: usize) -> Result<LastChange, Statement> {
        compare::last_change(&self.objects, of, (&self.place.prefix, path), most)
    }

    fn is_shallow(&self) -> bool {
        self.objects.is_shallow()
    }
}
