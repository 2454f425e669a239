//! SPDX licence expressions: what a text says, and whether policy's lists allow it.
//!
//! Specification: SPDX 3.0.1, annex B (licence expressions), with the licence
//! list that the `spdx` crate carries. What is decided here, once:
//!
//! - Identifiers are matched without case, operators are `AND OR WITH` or
//!   `and or with`, as annex B says.
//! - Cargo's old `MIT/Apache-2.0` means `OR` ([`Dialect::Cargo`]); no other
//!   registry writes it so, and elsewhere it is an error. Names that are only
//!   near an identifier (`Apache 2`, `GPLv2`) are never guessed.
//! - GNU's deprecated names mean what the list says they mean: `GPL-2.0` is
//!   `GPL-2.0-only`, `GPL-2.0+` is `GPL-2.0-or-later`, and
//!   `GPL-2.0-with-classpath-exception` is `GPL-2.0-only WITH
//!   Classpath-exception-2.0`.
//! - Words that registries put in place of an expression (`NONE`,
//!   `NOASSERTION`, npm's `UNLICENSED` and `SEE LICENSE IN`) are told apart
//!   from expressions by [`state()`].

mod evaluate;
mod state;
mod term;
mod text;

pub use evaluate::{Evaluation, Lists};
pub use state::state;
pub use text::{Likeness, identify};

use std::ops::Range;

use spdx::expression::{ExprNode, Operator};
use spdx::{ParseMode, error::Reason};

use crate::domain::component::Ecosystem;
use crate::domain::statement::Statement;
use crate::messages::license as say;
use term::Term;

/// The longest expression that is read, in bytes; the longest in the wild
/// (a Linux distribution's kernel firmware) is under 2,000.
const MAX_BYTES: usize = 8 << 10;

/// Who wrote an expression: some registries allow what SPDX doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// SPDX as specified.
    Spdx,
    /// SPDX, and `/` for `OR`, as Cargo's manifest format once allowed.
    Cargo,
}

impl Dialect {
    /// The dialect of an ecosystem's registry.
    pub fn of(ecosystem: &Ecosystem) -> Self {
        if ecosystem.as_str() == Ecosystem::CRATES_IO { Self::Cargo } else { Self::Spdx }
    }
}

/// Why a text is no licence expression, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionError {
    /// The bytes of the text that are at fault.
    pub at: Range<usize>,
    /// What was expected, what was found.
    pub reason: Statement,
}

/// A licence expression, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseExpression {
    /// The terms and operators in postfix order.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Term(Term),
    And,
    Or,
}

impl LicenseExpression {
    /// Reads an expression. Any text gives an expression or an error; texts
    /// over 8 KiB are an error.
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, ExpressionError> {
        if text.len() > MAX_BYTES {
            return Err(ExpressionError { at: 0..text.len(), reason: say::too_long(text.len(), MAX_BYTES) });
        }
        let mode = ParseMode {
            allow_slash_as_or_operator: dialect == Dialect::Cargo,
            allow_imprecise_license_names: false,
            allow_postfix_plus_on_gpl: true,
            allow_deprecated: true,
            allow_unknown: false,
        };
        let spelled = spell_as_listed(text);
        let parsed = spdx::Expression::parse_mode(&spelled, mode).map_err(|error| explain(text, &error))?;
        let nodes = parsed.iter().map(|node| match node {
            ExprNode::Op(Operator::And) => Node::And,
            ExprNode::Op(Operator::Or) => Node::Or,
            ExprNode::Req(found) => Node::Term(Term::new(&found.req)),
        });
        Ok(Self { nodes: nodes.collect() })
    }

    /// Its licences as written here after normalisation, in order, each once.
    pub fn licenses(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for node in &self.nodes {
            if let Node::Term(term) = node
                && !names.contains(&term.shown)
            {
                names.push(term.shown.clone());
            }
        }
        names
    }
}

/// Whether a policy can name this in its lists: one licence of the SPDX list
/// or a `LicenseRef-`, with `+` and `WITH` where they belong.
pub fn is_known_id(text: &str) -> bool {
    one_term(text).is_some()
}

/// The text's only term; `None` when it has several, or is no expression.
fn one_term(text: &str) -> Option<Term> {
    let expression = LicenseExpression::parse(text, Dialect::Spdx).ok()?;
    match <[Node; 1]>::try_from(expression.nodes) {
        Ok([Node::Term(term)]) => Some(term),
        _ => None,
    }
}

/// The text with every listed identifier in the list's own case. No length
/// changes, so that offsets stay true.
fn spell_as_listed(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
    let mut spelled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
        let (word, behind) = from.split_at(end);
        spelled.push_str(before);
        spelled.push_str(listed_spelling(word).unwrap_or(word));
        rest = behind;
    }
    spelled.push_str(rest);
    spelled
}

fn listed_spelling(word: &str) -> Option<&'static str> {
    if spdx::license_id(word).is_some() || spdx::exception_id(word).is_some() {
        return None;
    }
    let licenses = spdx::identifiers::LICENSES.iter().map(|license| license.name);
    let exceptions = spdx::identifiers::EXCEPTIONS.iter().map(|exception| exception.name);
    licenses.chain(exceptions).find(|name| name.eq_ignore_ascii_case(word))
}

/// The crate's reason in this product's words.
fn explain(text: &str, error: &spdx::error::ParseError) -> ExpressionError {
    let at = error.span.clone();
    let found = excerpt(text.get(at.clone()).unwrap_or_default());
    let reason = match &error.reason {
        Reason::Empty => say::empty(),
        Reason::UnclosedParens => say::unclosed(),
        Reason::UnopenedParens => say::unopened(),
        Reason::SeparatedPlus => say::separated_plus(),
        Reason::GnuNoPlus | Reason::GnuPlusWithSuffix => say::plus_twice(),
        Reason::InvalidCharacters => say::invalid_characters(found),
        Reason::Unexpected(expected) => say::unexpected(expected.join(" "), found),
        Reason::UnknownLicense
        | Reason::UnknownException
        | Reason::UnknownTerm
        | Reason::DeprecatedLicenseId => say::unknown_term(found),
    };
    ExpressionError { at, reason }
}

/// User text for a message: at most 80 characters of it.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
