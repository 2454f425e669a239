//! Rules, as everything but their code knows them.

/// Whether a rule finds something that is wrong, or something that isn't known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// What it finds is wrong: at level block, the verdict is fail (exit 1).
    Violation,
    /// What it finds isn't known: at level block, the verdict is
    /// indeterminate (exit 3).
    Gap,
}

/// A rule's row: what reports, policies and `explain` know of it. Its words
/// are in `messages`, its level in policy.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleInfo {
    /// Kebab-case words; the file of the rule has the same name.
    pub id: &'static str,
    /// The number of the practice that it speaks to, 1 to 17.
    pub practice: u8,
    /// What it finds.
    pub kind: RuleKind,
}

/// What policy makes of a rule's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not looked for.
    Off,
    /// Shown.
    Note,
    /// Shown, and counted as something to mend.
    Warn,
    /// Stops the change.
    Block,
}

impl Level {
    /// The word in policies and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }

    /// The level of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Off, Self::Note, Self::Warn, Self::Block].into_iter().find(|level| level.word() == word)
    }
}
