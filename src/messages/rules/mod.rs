//! The words of the rules: a title, what to do, and why it matters, by rule id;
//! and what their findings say.
//!
//! One file for each group of practices. A rule's row in `rules` carries no
//! prose; a test there checks that every rule has its words here.

pub mod acceptance;
pub mod base;
pub mod component;
pub mod coverage;
pub mod database;
pub mod exception;
pub mod inventory;
pub mod license;
pub mod threat;
pub mod threat_review;

use crate::domain::statement::{Sentence, Statement};

/// The words of a rule. None of the three takes arguments.
#[derive(Debug)]
pub struct RuleWords {
    /// The rule's id.
    pub id: &'static str,
    /// What it finds, in a few words, for a heading.
    pub title: Sentence,
    /// What to do about it.
    pub help: Sentence,
    /// Why it matters, in two or three sentences, for `explain` and SARIF.
    pub why: Sentence,
}

impl RuleWords {
    /// The title as a statement.
    pub fn title(&'static self) -> Statement {
        Statement::new(&self.title, Vec::new())
    }

    /// The help as a statement.
    pub fn help(&'static self) -> Statement {
        Statement::new(&self.help, Vec::new())
    }

    /// The reason as a statement.
    pub fn why(&'static self) -> Statement {
        Statement::new(&self.why, Vec::new())
    }
}

/// Declares the words of rules.
macro_rules! rule_words {
    ($($id:literal title $title_en:literal $title_zh:literal help $help_en:literal $help_zh:literal why $why_en:literal $why_zh:literal;)*) => {
        /// The words of this group's rules.
        pub(super) static WORDS: &[$crate::messages::rules::RuleWords] = &[$($crate::messages::rules::RuleWords {
            id: $id,
            title: $crate::domain::statement::Sentence {
                key: concat!("rule.", $id, ".title"), english: $title_en, chinese: $title_zh, parameters: &[],
            },
            help: $crate::domain::statement::Sentence {
                key: concat!("rule.", $id, ".help"), english: $help_en, chinese: $help_zh, parameters: &[],
            },
            why: $crate::domain::statement::Sentence {
                key: concat!("rule.", $id, ".why"), english: $why_en, chinese: $why_zh, parameters: &[],
            },
        }),*];
    };
}
use rule_words;

fn groups() -> [&'static [RuleWords]; 10] {
    [
        acceptance::WORDS,
        base::WORDS,
        component::WORDS,
        coverage::WORDS,
        database::WORDS,
        exception::WORDS,
        inventory::WORDS,
        license::WORDS,
        threat::WORDS,
        threat_review::WORDS,
    ]
}

/// The words of a rule; `None` for an id that no rule has.
pub fn words_of(id: &str) -> Option<&'static RuleWords> {
    groups().into_iter().flatten().find(|words| words.id == id)
}

/// Every sentence of the rules, for the tests that compare languages.
pub(crate) fn all() -> Vec<&'static Sentence> {
    let words = groups().into_iter().flatten().flat_map(|words| [&words.title, &words.help, &words.why]);
    let said = [
        acceptance::all(),
        base::all(),
        component::all(),
        coverage::all(),
        database::all(),
        exception::all(),
        inventory::all(),
        license::all(),
        threat::all(),
        threat_review::all(),
    ];
    words.chain(said.into_iter().flatten()).collect()
}
