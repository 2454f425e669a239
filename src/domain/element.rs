//! What a threat model draws: the parts of a system, and the flows between them.

use std::sync::Arc;

use super::threat::Located;

/// What kind of part of the system an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementKind {
    /// A person or a system outside.
    External,
    /// Something that runs, or the model doesn't say.
    #[default]
    Process,
    /// Something that keeps data.
    Store,
}

impl ElementKind {
    /// The words of the native format.
    pub const WORDS: [(&'static str, Self); 3] =
        [("external", Self::External), ("process", Self::Process), ("store", Self::Store)];

    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::External => "external",
            Self::Process => "process",
            Self::Store => "store",
        }
    }
}

/// A part of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its id in the model.
    pub id: Located<Arc<str>>,
    /// Its name for people, where it has one beside its id.
    pub title: Option<Located<Arc<str>>>,
    /// What kind.
    pub kind: ElementKind,
    /// Whether it stands where nobody vouches for what is sent.
    pub is_untrusted: bool,
    /// The zone of trust that it stands in.
    pub zone: Option<Located<Arc<str>>>,
    /// Whether it reads input that nobody vouches for.
    pub untrusted_input: bool,
    /// The paths of its code, as patterns.
    pub paths: Vec<Located<Arc<str>>>,
    /// The components that it is made of, as purls without version.
    pub components: Vec<Located<Arc<str>>>,
    /// Whether the model says anything of it: some tools let a part be drawn
    /// and left out.
    pub in_scope: bool,
}

/// Data on its way from one element to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its id in the model.
    pub id: Located<Arc<str>>,
    /// The element that it comes from.
    pub from: Located<Arc<str>>,
    /// The element that it goes to.
    pub to: Located<Arc<str>>,
    /// Whether the model says anything of it: some tools let a flow be drawn
    /// and left out.
    pub in_scope: bool,
}
