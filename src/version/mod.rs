//! Version orders: one file each, behind one door.

use std::cmp::Ordering;
use std::fmt;

/// Why two versions could not be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionError {
    /// This version of the gate has no order for the ecosystem.
    UnknownEcosystem(String),
    /// The text is no version of that ecosystem.
    NotAVersion(String),
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEcosystem(name) => write!(f, "no version order for {name}"),
            Self::NotAVersion(text) => write!(f, "not a version: {text}"),
        }
    }
}

impl std::error::Error for VersionError {}

/// Compares two versions by the order of an ecosystem, spelt as OSV does.
/// What can't be compared is an error, never a guess.
pub fn compare(ecosystem: &str, a: &str, b: &str) -> Result<Ordering, VersionError> {
    let _ = (a, b);
    Err(VersionError::UnknownEcosystem(ecosystem.to_owned()))
}
