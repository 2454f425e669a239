//! The traits through which the floor of I/O hands the world to the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::commit::{Ancestry, Commit, CommitId, LastChange, MergeBase};
use super::digest::Digest;
use super::limits::Limits;
use super::place::TreePath;
use super::record::{HistoryState, LeafDraft, Recorded};
use super::statement::Statement;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// There is none of that name.
    Absent,
    /// It is there and can't be read: too large, a link, not a file, refused
    /// by the operating system. The statement says which.
    Refused(Statement),
}

/// The files of the tree under judgement.
///
/// Whoever implements it keeps a note of each path that was asked for with
/// the digest of what was found, because those are the run's inputs.
pub trait Files: Sync {
    /// Every file that the walk found, in path order.
    fn list(&self) -> &[TreePath];

    /// The bytes of one file. Also of files that an ignore file hides, as long
    /// as they are in the tree and not reached through a link.
    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError>;

    /// Whether there is a file of that name in the tree.
    fn exists(&self, path: &TreePath) -> bool;

    /// The digest of a file's text ([`Digest::of_text`]).
    fn text_digest(&self, path: &TreePath) -> Result<Digest, FileError> {
        self.read(path).map(|bytes| Digest::of_text(&bytes))
    }

    /// Whether the tree has a file below this folder.
    fn has_below(&self, folder: &TreePath) -> bool {
        folder.is_above_any(self.list())
    }
}

/// The package stores outside the tree, in the user's own default places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageStore {
    /// `registry` of Cargo's home.
    Cargo,
    /// The NuGet global packages folder.
    NuGet,
    /// The Go module cache.
    Go,
    /// Python `site-packages` folders.
    Python,
    /// The local Maven repository.
    Maven,
}

impl PackageStore {
    /// The word in places, inputs and below `--packages DIR`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cargo => "cargo",
            Self::NuGet => "nuget",
            Self::Go => "go",
            Self::Python => "python",
            Self::Maven => "maven",
        }
    }
}

/// Reads package stores. Names come from lockfiles, so an implementer refuses
/// every path that would leave the store.
pub trait Packages: Sync {
    /// Whether there is any store to ask: the user may have turned them off.
    fn is_asked(&self) -> bool {
        true
    }

    /// The bytes of a file of a store, by its `/`-separated path below the
    /// store's root.
    fn read(&self, store: PackageStore, path: &str) -> Result<Vec<u8>, FileError>;

    /// The same with the digest of the bytes, which an implementer that keeps
    /// note of the run's inputs has anyway.
    fn read_with_digest(&self, store: PackageStore, path: &str) -> Result<(Vec<u8>, Digest), FileError> {
        let bytes = self.read(store, path)?;
        let digest = Digest::of(&bytes);
        Ok((bytes, digest))
    }

    /// The names in a folder of a store, sorted; empty when there is none.
    fn list(&self, store: PackageStore, folder: &str) -> Vec<String>;
}

/// A file that is read by position, such as a database's index. It stays the
/// file that was opened, even when another takes its name meanwhile.
pub trait ReadAt: Send + Sync {
    /// How many bytes it had when it was opened.
    fn length(&self) -> u64;

    /// Fills the buffer with the bytes at this position, all of it: a file
    /// that ends before is an error.
    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement>;
}

/// A repository's history. Whoever implements it starts no program, and
/// follows nothing that the repository's own configuration says.
pub trait History: Sync {
    /// The commit that is checked out.
    fn head(&self) -> Result<CommitId, Statement> {
        self.resolve("HEAD")
    }

    /// The commit that a revision names: an id, whole or abbreviated, a
    /// branch, a tag, a remote's branch, `HEAD`, with `~N` and `^N` behind it.
    fn resolve(&self, revision: &str) -> Result<CommitId, Statement>;

    /// What a commit says of itself.
    fn commit(&self, id: &CommitId) -> Result<Commit, Statement>;

    /// One file of a commit below the folder under judgement.
    fn file_at(&self, id: &CommitId, path: &TreePath) -> Result<Vec<u8>, FileError>;

    /// The files of a commit below the folder under judgement, as git keeps
    /// them. What these patterns name (gitignore's syntax) is left out.
    fn files_at(
        &self,
        id: &CommitId,
        exclude: &[Arc<str>],
        limits: &Limits,
    ) -> Result<Arc<dyn Files>, Statement>;

    /// The newest commit that both share.
    fn merge_base(&self, one: &CommitId, other: &CommitId) -> Result<MergeBase, Statement>;

    /// Whether the first stands in the history of the second.
    fn ancestry(&self, ancestor: &CommitId, of: &CommitId) -> Result<Ancestry, Statement>;

    /// Which of these commits stand in another's history, in one walk.
    fn ancestries(&self, of: &CommitId, asked: &BTreeSet<CommitId>) -> Result<Ancestries, Statement>;

    /// The files below the folder under judgement in which two commits differ,
    /// in path order.
    fn changed_between(&self, one: &CommitId, other: &CommitId) -> Result<Vec<TreePath>, Statement>;

    /// When a file changed last before this commit, or in it; after `most`
    /// commits nobody looks further.
    fn last_change(&self, of: &CommitId, path: &TreePath, most: usize) -> Result<LastChange, Statement>;

    /// Whether the clone lacks the beginning of its history.
    fn is_shallow(&self) -> bool;
}

/// What each of some commits is to another one.
pub type Ancestries = BTreeMap<CommitId, Ancestry>;

/// The way to a repository's history: it is opened when somebody asks for it.
pub trait HistoryDoor: Sync {
    /// The history, or why there is none.
    fn open(&self) -> Result<&dyn History, Statement>;
}

/// Where there is no history to ask, and why.
#[derive(Clone, Debug)]
pub struct NoHistory(pub Statement);

impl HistoryDoor for NoHistory {
    fn open(&self) -> Result<&dyn History, Statement> {
        Err(self.0.clone())
    }
}

/// A commit of a component, in a clone that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCommit {
    /// Which of the clones: their own number for it.
    pub clone: usize,
    /// Its whole id.
    pub commit: CommitId,
}

/// Clones that are on this machine already. Whoever implements it looks in the
/// tree's own repository and in the user's own default places, never in one
/// that the repository names, and fetches nothing.
pub trait Clones: Sync {
    /// Where this commit of a repository is; the reason when no clone has it.
    fn holding(&self, url: &str, revision: &str) -> Result<HeldCommit, Statement>;

    /// Whether a clone has a commit.
    fn has(&self, clone: usize, commit: &CommitId) -> Result<bool, Statement>;

    /// Whether the first stands in the history of the second.
    fn ancestry(&self, clone: usize, ancestor: &CommitId, of: &CommitId) -> Result<Ancestry, Statement>;
}

/// The one clock.
pub trait Clock: Sync {
    /// Now, or what `--now` says.
    fn now(&self) -> Timestamp;
}

/// A history that keeps what it acknowledges.
pub trait Store: Send {
    /// Appends a leaf; when it returns, the leaf survives `kill -9`.
    fn append(&mut self, draft: &LeafDraft) -> Result<Recorded, Statement>;

    /// What is known of a pipeline's past.
    fn state_of(&mut self, pipeline: &str) -> HistoryState;
}

/// Keeps a note of what was read through it: the run's inputs.
pub trait InputLog {
    /// Everything that was asked for, by name (`tree:Cargo.lock`), with its
    /// digest, or nothing when it isn't there or can't be read.
    fn used(&self) -> Vec<(String, Option<Digest>)>;
}

/// The files that a run writes.
pub trait Products {
    /// Renders a product to where it can wait, and gives the digest of its
    /// bytes. The product is named as the run's settings name it.
    fn stage(
        &mut self,
        product: &str,
        render: &dyn Fn(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Digest, Statement>;

    /// Gives every staged product its own name; what failed, and why.
    fn publish(&mut self) -> Vec<Statement>;

    /// Forgets what was staged.
    fn discard(&mut self);
}
