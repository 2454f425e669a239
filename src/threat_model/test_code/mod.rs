//! Tests found by syntax: a name in a comment, in a text or of a plain function
//! is no test, and one that is skipped shows nothing.
//!
//! Not with a grammar of each language: that would bring a C compiler to every
//! build, and megabytes to a binary that has to start in milliseconds. A small
//! lexer knows what hides code, and one reader per way to write tests knows
//! where a test begins.
//!
//! To add a language: its [`lexer::Syntax`] in `literals`, a reader, a line in
//! [`Language::of`] and in [`read`], and its name in `docs/threat-models.md`.

mod annotations;
mod classes;
mod go;
mod lexer;
mod literals;
mod names;
mod python;
mod rust;
mod script;
mod skips;
#[cfg(test)]
mod tests;

pub(super) use names::{Called, HOLE, Rows, Runs, Tests};

use annotations::Dialect;

/// A language whose tests are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    Java,
    CSharp,
    /// JavaScript and TypeScript.
    Script,
    Go,
    Python,
}

impl Language {
    /// The language of a file, by its name.
    pub(super) fn of(file_name: &str) -> Option<Self> {
        match file_name.rsplit_once('.').map(|(_, ending)| ending)? {
            "rs" => Some(Self::Rust),
            "java" => Some(Self::Java),
            "cs" => Some(Self::CSharp),
            "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" => Some(Self::Script),
            "go" => Some(Self::Go),
            "py" => Some(Self::Python),
            _ => None,
        }
    }
}

/// The tests of a file.
pub(super) fn read(language: Language, file_name: &str, text: &str) -> Tests {
    match language {
        Language::Rust => rust::read(text),
        Language::Java => classes::read(text, Dialect::Java),
        Language::CSharp => classes::read(text, Dialect::CSharp),
        Language::Script => script::read(text),
        Language::Go => go::read(text, file_name),
        Language::Python => python::read(text),
    }
}
