//! Every sentence that a person reads, in English and in Chinese.
//!
//! A sentence is one row of [`sentences!`]: its name, its parameters, and both
//! languages side by side, so that adding one is one edit and neither language
//! can be forgotten. The row becomes a function of the same name that takes
//! the arguments and gives a [`Statement`]: readers and rules state facts, and
//! nobody writes prose elsewhere. Nothing is parsed before it is printed.
//!
//! In a sentence, `{name}` is an argument and `{name:one|many}` chooses a word
//! by the number that the argument is. User text stands between backticks.
//! Error sentences begin in lower case and have no full stop.

mod language;
mod say;

pub mod advisory;
pub mod cli;
pub mod ecosystem;
pub mod exception;
pub mod explain;
pub mod git;
pub mod history;
pub mod license;
pub mod notices;
pub mod picture;
pub mod policy;
pub mod practice;
pub mod report;
pub mod rules;
pub mod signature;
pub mod source;
pub mod starter;
pub mod sync;
pub mod threat_model;
pub mod threat_results;
pub mod vex;
pub mod walk;

pub use language::Language;
pub use say::{escape, fixed, say};

use crate::domain::statement::Sentence;
#[cfg(doc)]
use crate::domain::statement::Statement;

/// Declares sentences: `name(parameters) english "…" chinese "…";`.
macro_rules! sentences {
    ($room:literal; $($(#[$doc:meta])* $name:ident($($parameter:ident),*) $english:literal $chinese:literal;)*) => {
        $(
            $(#[$doc])*
            pub fn $name($($parameter: impl std::fmt::Display),*) -> $crate::domain::statement::Statement {
                static SENTENCE: $crate::domain::statement::Sentence = $crate::domain::statement::Sentence {
                    key: concat!($room, ".", stringify!($name)),
                    english: $english,
                    chinese: $chinese,
                    parameters: &[$(stringify!($parameter)),*],
                };
                $crate::domain::statement::Statement::new(&SENTENCE, vec![$($parameter.to_string()),*])
            }
        )*

        /// Every sentence of this room, for the tests that compare languages.
        pub(crate) fn all() -> Vec<&'static $crate::domain::statement::Sentence> {
            // Calling with empty arguments is how a row's static is reached.
            vec![$($name($({ let _ = stringify!($parameter); "" }),*).sentence),*]
        }
    };
}
use sentences;

/// The rooms: one line for each file of sentences.
fn rooms() -> Vec<Vec<&'static Sentence>> {
    vec![
        advisory::all(),
        cli::all_sentences(),
        ecosystem::all(),
        exception::all(),
        explain::all(),
        git::all(),
        history::all(),
        license::all(),
        notices::all(),
        picture::all(),
        policy::all(),
        practice::all(),
        report::all(),
        rules::all(),
        signature::all(),
        source::all(),
        starter::all(),
        sync::all(),
        threat_model::all(),
        threat_results::all(),
        vex::all(),
        walk::all(),
    ]
}

/// Every sentence of the product.
pub fn all() -> Vec<&'static Sentence> {
    rooms().into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::say::placeholders;

    #[test]
    fn both_languages_use_every_parameter_and_no_other() {
        for sentence in super::all() {
            let declared: BTreeSet<&str> = sentence.parameters.iter().copied().collect();
            for (language, text) in [("English", sentence.english), ("Chinese", sentence.chinese)] {
                let used: BTreeSet<&str> = placeholders(text).collect();
                assert_eq!(used, declared, "{}: {language}", sentence.key);
            }
        }
    }

    #[test]
    fn chinese_is_chinese() {
        for sentence in super::all() {
            let has_han = sentence.chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(has_han, "{} has no Chinese: {}", sentence.key, sentence.chinese);
        }
    }

    #[test]
    fn chinese_has_chinese_punctuation() {
        for sentence in super::all() {
            let chars: Vec<char> = sentence.chinese.chars().collect();
            for pair in chars.windows(2) {
                let [before, mark] = pair else { continue };
                let western = ('\u{4e00}'..='\u{9fff}').contains(before) && ",;:?!()".contains(*mark);
                assert!(!western, "{}: `{before}{mark}` in {}", sentence.key, sentence.chinese);
            }
        }
    }

    #[test]
    fn keys_are_unique() {
        let mut seen = BTreeSet::new();
        for sentence in super::all() {
            assert!(seen.insert(sentence.key), "{} stands twice", sentence.key);
        }
    }
}
