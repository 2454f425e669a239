//! Statements: facts on their way to a person, before a language is chosen.
//!
//! Readers and rules state facts; `messages` holds the sentences. A statement
//! carries the sentence and its arguments, so that JSON can print the key with
//! the arguments, and records can hold facts without prose.

use super::digest::Digest;

/// A sentence in every language of the product, with `{name}` where an
/// argument goes and `{name:one|many}` where a word follows a number.
#[derive(Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Stable name, `room.sentence`, for machines.
    pub key: &'static str,
    /// English.
    pub english: &'static str,
    /// Simplified Chinese.
    pub chinese: &'static str,
    /// The names of the arguments, in order.
    pub parameters: &'static [&'static str],
}

/// A sentence with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The sentence.
    pub sentence: &'static Sentence,
    /// One text for each parameter of the sentence, in its order.
    pub arguments: Vec<String>,
    /// What stands behind it, in a statement of its own: said after a colon.
    pub because: Option<Box<Statement>>,
}

impl Statement {
    /// The sentence with its arguments.
    pub const fn new(sentence: &'static Sentence, arguments: Vec<String>) -> Self {
        Self { sentence, arguments, because: None }
    }

    /// The same, for this reason.
    #[must_use]
    pub fn because(self, reason: Self) -> Self {
        Self { because: Some(Box::new(reason)), ..self }
    }

    /// The digest of what it says, in whatever language.
    pub fn digest(&self) -> Digest {
        let reason = self.because.as_ref().map(|reason| reason.digest().to_string()).unwrap_or_default();
        let ends = [self.sentence.key.as_bytes(), reason.as_bytes()];
        Digest::of_parts(ends.into_iter().chain(self.arguments.iter().map(String::as_bytes)))
    }

    /// The arguments with their names.
    pub fn named_arguments(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.sentence.parameters.iter().copied().zip(self.arguments.iter().map(String::as_str))
    }
}
