//! Version orders: one file each, behind one door.
//!
//! Every order is total on the versions that it accepts, and refuses the rest:
//! what can't be compared is an error, never a guess. Blanks around a version
//! don't count.

use std::cmp::Ordering;
use std::fmt;

mod apk;
mod bitnami;
mod built;
mod conan;
mod debian;
mod ecosystems;
mod freebsd;
mod go;
mod gradle;
mod leap;
mod maven;
mod npm;
mod nuget;
mod number;
mod numbers;
mod packagist;
mod pep440;
mod rpm;
mod rubygems;
mod semver;
#[cfg(test)]
mod tests;

pub use leap::{is_prerelease, leap};

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

/// Compares two versions by the order of an ecosystem, spelt as OSV does. A
/// suffix such as `:12` of `Debian:12` counts only where it names another
/// ecosystem (`Root:Alpine:3.18`).
/// What can't be compared is an error, never a guess.
pub fn compare(ecosystem: &str, a: &str, b: &str) -> Result<Ordering, VersionError> {
    let order = ecosystems::order_of(ecosystem)
        .ok_or_else(|| VersionError::UnknownEcosystem(ecosystem.to_owned()))?;
    order(a.trim(), b.trim())
}

/// Compares two versions of a range that OSV calls `SEMVER`, whatever the
/// ecosystem: SemVer 2.0, where records and lockfiles may put a `v` in front
/// and leave out trailing zeros (`1.2` is `1.2.0`).
pub fn compare_semver(a: &str, b: &str) -> Result<Ordering, VersionError> {
    semver::compare_relaxed(a.trim(), b.trim())
}

/// Every ecosystem that has an order, as OSV spells it.
pub fn ordered_ecosystems() -> impl Iterator<Item = &'static str> {
    ecosystems::ORDERS.iter().map(|(name, _)| *name).chain(["FreeBSD:ports"])
}

/// The ecosystem whose rules hold for the names and versions of this one:
/// `Debian` for `Debian:12`, `Alpine` for `Root:Alpine:3.18`.
pub fn ruling_ecosystem(ecosystem: &str) -> &str {
    ecosystems::ruling(ecosystem)
}

/// Compares two versions as Gradle does when it picks one of them. Advisories
/// of the packages that Gradle resolves go by the order of `Maven`.
pub fn compare_gradle(a: &str, b: &str) -> Result<Ordering, VersionError> {
    gradle::compare(a.trim(), b.trim())
}

/// Whether there is an order for this ecosystem.
pub fn has_order(ecosystem: &str) -> bool {
    ecosystems::order_of(ecosystem).is_some()
}

/// Compares by parsing both: the shape that every order shares.
fn compare_parsed<'text, Parsed: Ord>(
    a: &'text str,
    b: &'text str,
    parse: impl Fn(&'text str) -> Option<Parsed>,
) -> Result<Ordering, VersionError> {
    compare_with(a, b, parse, Ord::cmp)
}

/// The same, where what was parsed has no order of its own.
fn compare_with<'text, Parsed>(
    a: &'text str,
    b: &'text str,
    parse: impl Fn(&'text str) -> Option<Parsed>,
    order: impl Fn(&Parsed, &Parsed) -> Ordering,
) -> Result<Ordering, VersionError> {
    let parsed = |text| parse(text).ok_or_else(|| VersionError::NotAVersion(text.to_owned()));
    Ok(order(&parsed(a)?, &parsed(b)?))
}

/// Compares lists part by part; what the shorter one lacks counts as `nothing`.
fn compare_padded<Part: Ord>(a: &[Part], b: &[Part], nothing: &Part) -> Ordering {
    let part = |list: &'_ [Part], index: usize, other: &'_ [Part]| {
        list.get(index).unwrap_or(nothing).cmp(other.get(index).unwrap_or(nothing))
    };
    let mut orders = (0..a.len().max(b.len())).map(|index| part(a, index, b));
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
