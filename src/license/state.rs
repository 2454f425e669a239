//! What a registry's licence field states: an expression, or one of the words
//! that stand in its place.

use std::sync::Arc;

use super::excerpt;
use crate::domain::component::Ecosystem;
use crate::domain::license::LicenseStatement;
use crate::messages::license as say;

/// Tells a licence field's text apart: `NONE` and `NOASSERTION` (SPDX), npm's
/// `UNLICENSED` and `SEE LICENSE IN <file>`, Python's `UNKNOWN`; an empty text
/// states nothing; anything else should be an expression and is kept as written.
pub fn state(text: &str, ecosystem: &Ecosystem) -> LicenseStatement {
    let text = text.trim();
    let is_npm = ecosystem.as_str() == Ecosystem::NPM;
    let is_python = ecosystem.as_str() == Ecosystem::PYPI;
    match text {
        "" => LicenseStatement::Unknown(say::field_is_empty()),
        "NONE" => LicenseStatement::None,
        "NOASSERTION" => LicenseStatement::NoAssertion,
        "UNLICENSED" if is_npm => LicenseStatement::None,
        "UNKNOWN" if is_python => LicenseStatement::Unknown(say::field_is_empty()),
        _ if is_npm && points_to_a_file(text) => LicenseStatement::Unknown(say::in_a_file(excerpt(text))),
        _ => LicenseStatement::Expression(Arc::from(text)),
    }
}

/// `SEE LICENSE IN LICENSE.txt`, which npm documents for licences of one's own.
fn points_to_a_file(text: &str) -> bool {
    let lower = text.get(..14).map(str::to_ascii_lowercase);
    lower.is_some_and(|lower| lower == "see license in")
}
