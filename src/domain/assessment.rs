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
    /// records state them. Empty when no record states one.
    pub fixed: Vec<Arc<str>>,
}

/// What the database says of one occurrence. Every occurrence has exactly one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// Part of the repository itself: nothing public speaks of it.
    pub first_party: bool,
    /// What affects it.
    pub hits: Vec<Hit>,
    /// Why it could not be assessed, or not in full.
    pub doubts: Vec<Statement>,
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
