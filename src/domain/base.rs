//! The base revision: what a change is measured against.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::commit::CommitId;
use super::component::Scope;
use super::finding::Finding;
use super::place::Place;
use super::statement::Statement;
use super::threat::ThreatModel;

/// Whether there is a base, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BaseState {
    /// Nobody asked for one.
    #[default]
    NotAsked,
    /// `--base auto` where the host runs no change request, and what it said.
    NoChangeRequest(Statement),
    /// It can't be used, and why: nothing shows what was in force before the
    /// change.
    Unusable {
        /// The revision as it was asked for.
        revision: Arc<str>,
        /// Why.
        reason: Statement,
    },
    /// This one.
    Usable(Base),
}

/// A base revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The revision as it was asked for, or as the host named it.
    pub revision: Arc<str>,
    /// Its commit: the tip of the target branch, whose rules hold.
    pub commit: CommitId,
    /// The newest commit that it shares with the change, which tells new from
    /// old; or why it isn't known.
    pub merge_base: Result<CommitId, Statement>,
}

/// What is known of the base in a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseFacts {
    /// Whether there is one, and which.
    pub state: BaseState,
    /// Who made the change, by name or address, as its commits say.
    pub authors: Vec<Arc<str>>,
    /// Files with results of tests that were handed in and are committed, so that
    /// no job wrote them.
    pub committed_results: Vec<Place>,
    /// The threat models at the tip of the target branch.
    pub tip_models: Vec<ThreatModel>,
    /// Those where the change began, when that is known.
    pub fork_models: Option<Vec<ThreatModel>>,
    /// Who of the base's roster vouches for the commit under judgement, and
    /// didn't write it.
    pub vouched_by: Vec<Arc<str>>,
    /// Systems whose model has a new review that somebody of the base's roster
    /// signed who didn't write the change.
    pub reviewed_anew: BTreeSet<Arc<str>>,
    /// What was found where the change began, when that is known.
    pub old: Option<Vec<OldFinding>>,
    /// The components that no threat model covered there.
    pub uncovered: Uncovered,
}

/// The components that the project asked for itself to run and that no element
/// of a threat model listed, where the change began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Uncovered {
    /// Nothing is measured against it.
    #[default]
    NotAsked,
    /// Where the change began isn't in the clone.
    Unknown,
    /// These, by ecosystem and name.
    Known(BTreeSet<(Arc<str>, Arc<str>)>),
}

impl BaseFacts {
    /// The base, when it can be used.
    pub const fn base(&self) -> Option<&Base> {
        match &self.state {
            BaseState::Usable(base) => Some(base),
            _ => None,
        }
    }
}

/// Something that was found before the change.
#[derive(Clone, Debug, PartialEq)]
pub struct OldFinding {
    /// The finding.
    pub finding: Finding,
    /// What its component was used for.
    pub scope: Option<Scope>,
}

/// Whether the change brought a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// It did, or nobody can tell.
    New,
    /// It was there before.
    Old,
}

impl Age {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Old => "old",
        }
    }
}

/// Something of the policy that the change weakens: without effect in this
/// run, because the policy of the base holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weakening {
    /// What.
    pub what: Weakened,
    /// Where the change does it.
    pub place: Place,
    /// Where the base holds it.
    pub held_by: Option<Place>,
}

/// What a change can do to the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakened {
    /// It gives a key another value.
    Key {
        /// The key, `levels.vulnerable-component`.
        key: Arc<str>,
        /// The value that it would have.
        attempted: Arc<str>,
        /// The value in force.
        in_force: Arc<str>,
    },
    /// It adds an entry that loosens, such as an `[[exception]]`.
    Added {
        /// The entry's table.
        entry: Arc<str>,
        /// What tells it apart.
        what: Arc<str>,
    },
    /// It takes out an entry that tightens, such as a `[[database.require]]`.
    Dropped {
        /// The entry's table.
        entry: Arc<str>,
        /// What tells it apart.
        what: Arc<str>,
    },
    /// It removes the file, or moves it where nothing reads it.
    Removed,
    /// It puts something in the file's place that isn't read.
    Replaced(Statement),
}
