//! What a threat model's own text says against itself, or leaves unsaid: facts
//! that readers find beside the defects of its form.

use std::sync::Arc;

use super::place::Place;
use super::statement::Statement;

/// What kind of remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// A text is a tool's own prompt or example, or says that it is still to be
    /// written.
    Placeholder,
    /// The model is a tool's own example, or an untouched template of it.
    Template,
    /// Two parts of the model contradict each other.
    Contradiction,
    /// A part of the system is out of scope, and nothing says why.
    Exclusion,
    /// One entry decides about risks that it doesn't name one by one.
    Bulk,
    /// It imports a model that isn't there, or isn't what it was.
    Import,
}

/// A remark on a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What kind.
    pub kind: RemarkKind,
    /// Where the text stands.
    pub place: Place,
    /// What it says, and what would mend it.
    pub message: Statement,
    /// The item that it is about: part of the finding's identity.
    pub item: Arc<str>,
    /// The ids of the threats that it bears on.
    pub threats: Vec<Arc<str>>,
}
