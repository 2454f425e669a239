//! What the advisory database says of each occurrence.

use std::sync::Arc;

use super::advisory::AdvisoryGroup;
use super::statement::Statement;

/// One advisory group that affects an occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What affects it.
    pub group: Arc<AdvisoryGroup>,
    /// Versions that fix it, nearest above the version in use first, as the
    /// records state them; prereleases only when the version in use is one, or
    /// when there is nothing else. Empty when no record states one.
    pub fixed: Vec<Arc<str>>,
    /// The last version that a record calls affected, where none is fixed.
    pub last_affected: Option<Arc<str>>,
}

/// What an ecosystem's numbers promise of a move from one version to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leap {
    /// What used the one can use the other.
    Compatible,
    /// It may have to change.
    Breaking,
}

impl Leap {
    /// The word that machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// The nearest version of a component that nothing in the database affects,
/// but what no version is known to fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    /// The version, as a record states it.
    pub version: Arc<str>,
    /// What the move to it means, where the ecosystem's numbers say so.
    pub leap: Option<Leap>,
    /// The groups that affect the version in use and that no version is known
    /// to fix, by name.
    pub leaves: Vec<Arc<str>>,
}

/// What the database says of one occurrence. Every occurrence has exactly one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// Part of the repository itself, whatever public advisories say of a
    /// package of its name and version.
    pub first_party: bool,
    /// What affects it; for a first-party one, what would if it were a copy.
    pub hits: Vec<Hit>,
    /// The nearest version that mends it, where one is known.
    pub cure: Option<Cure>,
    /// Why it could not be assessed, or not in full.
    pub doubts: Vec<Statement>,
    /// The private names that it has one of, when it comes from a public
    /// registry all the same.
    pub confused_with: Option<Arc<str>>,
}

/// The one heading under which the accounting counts an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Part of the repository itself.
    FirstParty,
    /// Assessed in full, and nothing affects it.
    Clean,
    /// At least one advisory affects it.
    Affected,
    /// It could not be assessed, or not in full, and nothing is known to affect it.
    Unassessable,
}

impl Assessment {
    /// The heading that counts it.
    pub fn standing(&self) -> Standing {
        if self.first_party {
            Standing::FirstParty
        } else if !self.hits.is_empty() {
            Standing::Affected
        } else if !self.doubts.is_empty() {
            Standing::Unassessable
        } else {
            Standing::Clean
        }
    }
}
