//! Records: what a run leaves in the history.

use std::sync::Arc;

use jiff::Timestamp;

use super::commit::CommitId;
use super::digest::Digest;

/// What a leaf records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeafKind {
    /// A run began.
    Begin,
    /// A run ended with a verdict.
    End,
}

impl LeafKind {
    /// The word in the leaf.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::End => "end",
        }
    }
}

/// A file that a run wrote, by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The report's format.
    pub format: Arc<str>,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// What a run hands to the history. The store adds the number and the
/// previous leaf's hash, under its lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafDraft {
    /// What it records.
    pub kind: LeafKind,
    /// Which pipeline: the key of the gap-free numbers.
    pub pipeline: Arc<str>,
    /// The run: the same in its BEGIN and its END.
    pub run: Arc<str>,
    /// When, by the run's clock.
    pub at: Timestamp,
    /// The digest over the run's inputs; known at END.
    pub inputs: Option<Digest>,
    /// The verdict's word; known at END.
    pub verdict: Option<Arc<str>>,
    /// The exit code; known at END.
    pub exit: Option<u8>,
    /// What the run wrote; known at END.
    pub products: Vec<Product>,
    /// The tool's version.
    pub tool: Arc<str>,
    /// The base revision that the run was measured against.
    pub base: Option<RecordedBase>,
}

/// A base revision on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedBase {
    /// The revision as it was asked for, or as the host named it.
    pub revision: Arc<str>,
    /// Its commit.
    pub commit: CommitId,
}

/// Where a leaf came to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The log, as the user can name it.
    pub log: Arc<str>,
    /// The pipeline's gap-free number, from 1.
    pub number: u64,
    /// The leaf's hash (RFC 6962, section 2.1).
    pub digest: Digest,
}

/// What the history knows of this pipeline's past before a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryState {
    /// No history is kept.
    Off,
    /// The history can't be used, and why.
    Unusable(super::statement::Statement),
    /// This is the pipeline's first run.
    First,
    /// The previous run ended.
    PreviousEnded,
    /// The previous run began and left no end.
    PreviousUnfinished {
        /// The number of its BEGIN.
        number: u64,
    },
}
