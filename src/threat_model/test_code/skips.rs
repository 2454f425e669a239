//! Calls in the body of a Java or C# test that skip it.

use super::annotations::Dialect;
use super::lexer::Token;
use super::names::{NodeId, Runs};

/// A body on its way.
pub(super) struct Body<'text> {
    dialect: Dialect,
    runs: Runs,
    /// Nothing but the first statement has been seen, and no condition in it.
    at_first: bool,
    word_before: Option<&'text str>,
}

impl<'text> Body<'text> {
    pub(super) const fn new(dialect: Dialect) -> Self {
        Self { dialect, runs: Runs::Always, at_first: true, word_before: None }
    }

    pub(super) fn take(&mut self, token: Token<'text>) {
        match token {
            Token::Word(word) => {
                self.at_first &= !matches!(word, "if" | "switch" | "while" | "for" | "foreach");
                let skip = match self.dialect {
                    Dialect::Java => skip_of_java(self.word_before, word),
                    Dialect::CSharp => skip_of_c_sharp(self.word_before, word),
                };
                // Behind other statements it may never be reached.
                self.runs = match skip {
                    Some(Runs::Never) if !self.at_first => self.runs.max(Runs::Sometimes),
                    Some(runs) => self.runs.max(runs),
                    None => self.runs,
                };
                self.word_before = Some(word);
            }
            Token::Mark(';' | '{' | '?') => self.at_first = false,
            Token::Mark(_) | Token::Text(_) | Token::Other => {}
        }
    }

    /// What the body limits, and to what.
    pub(super) const fn outcome(&self, node: NodeId) -> (NodeId, Runs) {
        (node, self.runs)
    }
}

fn skip_of_java(before: Option<&str>, word: &str) -> Option<Runs> {
    match (before, word) {
        (Some("Assumptions"), "abort") | (Some("new"), "SkipException" | "TestAbortedException") => {
            Some(Runs::Never)
        }
        (Some("assumeTrue"), "false") | (Some("assumeFalse"), "true") => Some(Runs::Never),
        _ if word.starts_with("assume") || word == "assumingThat" => Some(Runs::Sometimes),
        _ => None,
    }
}

fn skip_of_c_sharp(before: Option<&str>, word: &str) -> Option<Runs> {
    match (before, word) {
        (Some("Assert"), "Ignore" | "Inconclusive" | "Skip") => Some(Runs::Never),
        (Some("Assert"), "SkipWhen" | "SkipUnless")
        | (Some("Skip"), "If" | "IfNot")
        | (Some("Assume"), "That") => Some(Runs::Sometimes),
        _ => None,
    }
}
