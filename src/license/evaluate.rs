//! Whether policy's lists allow an expression.
//!
//! `A OR B` is allowed as soon as one arm is wholly allowed; `A AND B` needs
//! both. An entry of a list speaks of the version that it names, and with `+`
//! or `-or-later` of every later one:
//!
//! - **deny** hits the version that a term names, however it is offered:
//!   `GPL-2.0-only` in the list hits `GPL-2.0-or-later` too, and an exception
//!   doesn't save it, unless the allow list names licence and exception
//!   together (`GPL-2.0-only WITH Classpath-exception-2.0`).
//! - **allow** is met when whoever is offered the term may choose an allowed
//!   version: `GPL-2.0-or-later` is allowed by `GPL-3.0-only`. A listed
//!   exception only grants more, so the licence alone allows it; somebody's
//!   own addition (`AdditionRef-`) has to be named.
//! - An empty allow list allows all that isn't denied.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::term::Term;
use super::{Dialect, ExpressionError, LicenseExpression, Node, one_term};

/// What the lists make of an expression. Names are normalised and sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluation {
    /// It may be used.
    Allowed,
    /// No way around a denied licence.
    Denied {
        /// The denied licences that stand in the way.
        by: Vec<String>,
    },
    /// No way around a licence that the allow list doesn't have, though there
    /// is one around every denied licence.
    NotListed {
        /// The licences that would have to be allowed.
        ids: Vec<String>,
    },
    /// The text is no expression.
    Unparsable(ExpressionError),
}

/// Policy's lists, understood once.
#[derive(Clone, Debug)]
pub struct Lists {
    allow: Vec<Term>,
    deny: Vec<Term>,
    /// Entries that are no licence: nothing is like them, and a non-empty
    /// allow list stays a list.
    restricts: bool,
}

/// One step's result; the order is the order of badness.
enum Step {
    Allowed,
    NotListed(BTreeSet<String>),
    Denied(BTreeSet<String>),
}

impl Lists {
    /// Reads the lists. Policy refuses entries that [`super::is_known_id`]
    /// doesn't know; one that comes here all the same allows nothing and
    /// denies nothing.
    pub fn new(allow: &[Arc<str>], deny: &[Arc<str>]) -> Self {
        let terms = |list: &[Arc<str>]| list.iter().filter_map(|entry| one_term(entry)).collect();
        Self { allow: terms(allow), deny: terms(deny), restricts: !allow.is_empty() }
    }

    /// What the lists make of a text that should be an expression.
    pub fn evaluate(&self, text: &str, dialect: Dialect) -> Evaluation {
        match LicenseExpression::parse(text, dialect) {
            Ok(expression) => self.evaluate_parsed(&expression),
            Err(error) => Evaluation::Unparsable(error),
        }
    }

    fn evaluate_parsed(&self, expression: &LicenseExpression) -> Evaluation {
        let mut steps: Vec<Step> = Vec::new();
        for node in &expression.nodes {
            let step = match node {
                Node::Term(term) => Some(self.step(term)),
                Node::And => steps.pop().zip(steps.pop()).map(|(right, left)| both(left, right)),
                Node::Or => steps.pop().zip(steps.pop()).map(|(right, left)| either(left, right)),
            };
            steps.extend(step);
        }
        match steps.pop() {
            Some(Step::Allowed) => Evaluation::Allowed,
            Some(Step::Denied(by)) => Evaluation::Denied { by: by.into_iter().collect() },
            Some(Step::NotListed(ids)) => Evaluation::NotListed { ids: ids.into_iter().collect() },
            None => Evaluation::Unparsable(ExpressionError {
                at: 0..0,
                reason: crate::messages::license::empty(),
            }),
        }
    }

    fn step(&self, term: &Term) -> Step {
        let itself = || BTreeSet::from([term.shown.clone()]);
        let named_with_exception = |entry: &&Term| {
            entry.addition.is_some() && term.addition_is_covered_by(entry) && term.may_be_taken_as(entry)
        };
        let denied = |entry: &Term| {
            // A denied `X WITH E` says nothing of `X`; a denied `X` covers both.
            term.is_named_by(entry) && (entry.addition.is_none() || term.addition_is_covered_by(entry))
        };
        let exactly_denied = |entry: &Term| denied(entry) && entry.addition == term.addition;
        if self.deny.iter().any(exactly_denied)
            || (self.deny.iter().any(denied) && !self.allow.iter().any(|entry| named_with_exception(&entry)))
        {
            return Step::Denied(itself());
        }
        let allowed = |entry: &Term| term.may_be_taken_as(entry) && term.addition_is_covered_by(entry);
        if !self.restricts || self.allow.iter().any(allowed) {
            Step::Allowed
        } else {
            Step::NotListed(itself())
        }
    }
}

/// `AND`: the worse of the two, with all that makes it so.
fn both(left: Step, right: Step) -> Step {
    match (left, right) {
        (Step::Denied(left), Step::Denied(right)) => Step::Denied(union(left, right)),
        (Step::NotListed(left), Step::NotListed(right)) => Step::NotListed(union(left, right)),
        (denied @ Step::Denied(_), _) | (_, denied @ Step::Denied(_)) => denied,
        (unlisted @ Step::NotListed(_), _) | (_, unlisted @ Step::NotListed(_)) => unlisted,
        (Step::Allowed, Step::Allowed) => Step::Allowed,
    }
}

/// `OR`: the better of the two.
fn either(left: Step, right: Step) -> Step {
    match (left, right) {
        (Step::Allowed, _) | (_, Step::Allowed) => Step::Allowed,
        (Step::NotListed(left), Step::NotListed(right)) => Step::NotListed(union(left, right)),
        (unlisted @ Step::NotListed(_), _) | (_, unlisted @ Step::NotListed(_)) => unlisted,
        (Step::Denied(left), Step::Denied(right)) => Step::Denied(union(left, right)),
    }
}

fn union(mut left: BTreeSet<String>, mut right: BTreeSet<String>) -> BTreeSet<String> {
    left.append(&mut right);
    left
}
