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

impl ReviewFacts {
    /// Whether anything shows how the model stands to what it speaks of.
    pub fn shows_anything(&self) -> bool {
        let is_known = |one: &Coverage| {
            matches!(one.state, CoverageState::Same | CoverageState::Changed(_) | CoverageState::New)
        };
        self.coverage.iter().any(is_known)
            || matches!(self.last_change, Some(Ok(LastChange::At { .. } | LastChange::Before { .. })))
    }
}
