//! Reviews of threat models: who looked, at what, and what became of it since.

use std::sync::Arc;

use jiff::civil::Date;

use super::commit::LastChange;
use super::digest::Digest;
use super::place::{Place, TreePath};
use super::statement::Statement;
use super::threat::Located;

/// Somebody who signed a review off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// Who.
    pub who: Located<Arc<str>>,
    /// In what role, where the format has roles.
    pub role: Option<Located<Arc<str>>>,
}

/// A review as the model states it. Every part is optional here, because the
/// rules report what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Where it stands.
    pub place: Place,
    /// The commit that was looked at. A squashed merge loses it, so it only
    /// helps to say what changed.
    pub commit: Option<Located<Arc<str>>>,
    /// When.
    pub date: Option<Located<Date>>,
    /// By whom.
    pub by: Vec<SignOff>,
    /// What the files that each element covers were then, by the element's id:
    /// this is what tells whether the review still speaks of what is there.
    pub digests: Vec<(Located<Arc<str>>, Digest)>,
    /// Signatures over what was reviewed, as written.
    pub signatures: Vec<Arc<str>>,
    /// The digest of the model's text without the review: what signatures are
    /// about too.
    pub model: Option<Digest>,
}

impl Review {
    /// A review of which nothing is known but where it stands.
    pub const fn at(place: Place) -> Self {
        Self {
            place,
            commit: None,
            date: None,
            by: Vec::new(),
            digests: Vec::new(),
            signatures: Vec::new(),
            model: None,
        }
    }

    /// What the files of an element were.
    pub fn digest_of(&self, element: &str) -> Option<Digest> {
        self.digests.iter().find(|(id, _)| *id.value == *element).map(|(_, digest)| *digest)
    }
}

/// The files that an element covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The element's id, and where its first pattern stands.
    pub element: Located<Arc<str>>,
    /// How many files there are.
    pub files: usize,
    /// The digest over them; or why there is none.
    pub digest: Result<Digest, Statement>,
    /// What they are against what the review saw.
    pub state: CoverageState,
}

/// What the files of an element are, against what the review saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoverageState {
    /// There is no review to hold them against.
    Unreviewed,
    /// The same.
    Same,
    /// Others.
    Changed(Changes),
    /// There is a review, and it doesn't speak of the element.
    New,
    /// Nobody can tell, and why.
    Unknown(Statement),
}

/// Which files changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These.
    Files(Vec<TreePath>),
    /// Nobody knows which, and why.
    Some(Statement),
}

impl Changes {
    /// How many files at the least.
    pub fn least(&self) -> usize {
        match self {
            Self::Files(files) => files.len(),
            Self::Some(_) => 1,
        }
    }
}

/// What is known of a model's review, beside what the model says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewFacts {
    /// The files that each element covers, for those that name paths.
    pub coverage: Vec<Coverage>,
    /// When the model's own file changed last, where no element names paths;
    /// or why that isn't known.
    pub last_change: Option<Result<LastChange, Statement>>,
    /// Who of the policy's roster signed the review; or why a signature in the
    /// name of one of them doesn't hold.
    pub signers: Option<Result<Vec<Arc<str>>, Statement>>,
}

/// Whether a review still speaks of what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Of all that it saw.
    Fresh,
    /// So many of the elements are others by now, or are new or gone.
    Stale(usize),
    /// Nobody can tell.
    Unknown,
}

impl Freshness {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale(_) => "stale",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether a review is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// By nobody.
    Not,
    /// By somebody of the roster, or by somebody whom it doesn't know.
    Soundly,
    /// In a name of the roster, by a signature that doesn't hold.
    Spoilt,
}

impl Signed {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Not => "not",
            Self::Soundly => "soundly",
            Self::Spoilt => "spoilt",
        }
    }
}

impl ReviewFacts {
    /// Whether the review still speaks of what is there.
    pub fn freshness(&self, review: &Review) -> Freshness {
        let is_stale = |one: &&Coverage| matches!(one.state, CoverageState::Changed(_) | CoverageState::New);
        let is_there = |id: &str| self.coverage.iter().any(|one| *one.element.value == *id);
        let gone = review.digests.iter().filter(|(id, _)| !is_there(&id.value)).count();
        match self.coverage.iter().filter(is_stale).count() + gone {
            0 if self.coverage.is_empty() => Freshness::Unknown,
            0 if self.coverage.iter().any(|one| one.state != CoverageState::Same) => Freshness::Unknown,
            0 => Freshness::Fresh,
            stale => Freshness::Stale(stale),
        }
    }

    /// Whether the review is signed.
    pub const fn signed(&self) -> Signed {
        match &self.signers {
            None => Signed::Not,
            Some(Ok(_)) => Signed::Soundly,
            Some(Err(_)) => Signed::Spoilt,
        }
    }

    /// Whether anything shows how the model stands to what it speaks of.
    pub fn shows_anything(&self) -> bool {
        let is_known = |one: &Coverage| {
            matches!(one.state, CoverageState::Same | CoverageState::Changed(_) | CoverageState::New)
        };
        self.coverage.iter().any(is_known)
            || matches!(self.last_change, Some(Ok(LastChange::At { .. } | LastChange::Before { .. })))
    }
}
