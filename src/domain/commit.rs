//! Commits of a git repository, as everything but the room `git` knows them.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// The whole id of a commit, in lower-case hexadecimal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(Arc<str>);

impl CommitId {
    /// How many digits a short one has.
    const SHORT: usize = 12;

    /// Takes a whole id; `None` for anything else.
    pub fn new(hex: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (hex.len() == 40 && hex.bytes().all(is_digit)).then(|| Self(Arc::from(hex)))
    }

    /// The id whose bytes these are.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut hex = String::with_capacity(bytes.len() * 2);
        for byte in bytes {
            hex.extend([byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0')));
        }
        Self(Arc::from(hex))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first digits, for people.
    pub fn short(&self) -> &str {
        self.0.get(..Self::SHORT).unwrap_or(&self.0)
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a commit says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: CommitId,
    /// Its parents, the first one first.
    pub parents: Vec<CommitId>,
    /// When it was committed.
    pub committed: Timestamp,
    /// Its author, `name <email>`.
    pub author: Arc<str>,
}

/// The newest commit that two commits share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeBase {
    /// This one.
    At(CommitId),
    /// They share no history.
    Unrelated,
    /// The clone is shallow, and their histories end before they meet.
    BeyondClone,
}

/// Whether one commit stands in another's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ancestry {
    /// It does, or is the same.
    Ancestor,
    /// It doesn't.
    Stranger,
    /// The clone is shallow, and its history ends before that is clear.
    BeyondClone,
}

/// When a file changed last, on the way from a commit along first parents:
/// what a branch was given, one merge at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastChange {
    /// In this commit.
    At {
        /// Which.
        commit: CommitId,
        /// When it was committed.
        committed: Timestamp,
        /// How many commits follow it.
        since: usize,
    },
    /// Before all of these last commits: nobody looked further.
    Before {
        /// How many.
        commits: usize,
    },
    /// The clone is shallow, and ends after these last commits.
    BeyondClone {
        /// How many.
        commits: usize,
    },
    /// The commit doesn't have the file.
    Untracked,
}
