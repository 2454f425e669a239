//! Version orders: one file each, behind one door.
//!
//! Every order is total on the versions that it accepts, and refuses the rest:
//! what can't be compared is an error, never a guess. Blanks around a version
//! don't count.

use std::cmp::Ordering;
use std::fmt;

mod go;
mod maven;
mod npm;
mod nuget;
mod number;
mod pep440;
mod semver;
#[cfg(test)]
mod tests;

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

type Compare = fn(&str, &str) -> Result<Ordering, VersionError>;

/// The orders, by ecosystem as OSV spells it.
static ORDERS: &[(&str, Compare)] = &[
    ("crates.io", semver::compare),
    ("npm", npm::compare),
    ("PyPI", pep440::compare),
    ("Go", go::compare),
    ("NuGet", nuget::compare),
    ("Maven", maven::compare),
];

/// Compares two versions by the order of an ecosystem, spelt as OSV does; a
/// suffix such as `:12` of `Debian:12` doesn't count.
/// What can't be compared is an error, never a guess.
pub fn compare(ecosystem: &str, a: &str, b: &str) -> Result<Ordering, VersionError> {
    let order = order_of(ecosystem).ok_or_else(|| VersionError::UnknownEcosystem(ecosystem.to_owned()))?;
    order(a.trim(), b.trim())
}

/// Compares two versions of a range that OSV calls `SEMVER`, whatever the
/// ecosystem: SemVer 2.0, where records and lockfiles may put a `v` in front
/// and leave out trailing zeros (`1.2` is `1.2.0`).
pub fn compare_semver(a: &str, b: &str) -> Result<Ordering, VersionError> {
    semver::compare_relaxed(a.trim(), b.trim())
}

/// Whether there is an order for this ecosystem.
pub fn has_order(ecosystem: &str) -> bool {
    order_of(ecosystem).is_some()
}

fn order_of(ecosystem: &str) -> Option<Compare> {
    let base = ecosystem.split_once(':').map_or(ecosystem, |(base, _)| base);
    ORDERS.iter().find(|(name, _)| *name == base).map(|&(_, order)| order)
}

/// Compares by parsing both: the shape that every order shares.
fn compare_parsed<'text, Parsed: Ord>(
    a: &'text str,
    b: &'text str,
    parse: impl Fn(&'text str) -> Option<Parsed>,
) -> Result<Ordering, VersionError> {
    let parsed = |text| parse(text).ok_or_else(|| VersionError::NotAVersion(text.to_owned()));
    Ok(parsed(a)?.cmp(&parsed(b)?))
}
