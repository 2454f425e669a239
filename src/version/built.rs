//! Pub and Julia: SemVer, but what stands behind the `+` counts, too.
//!
//! A version with build metadata ranks above the one without.
//! Orders: <https://pub.dev/documentation/pub_semver/latest/pub_semver/Version-class.html>,
//! <https://docs.julialang.org/en/v1/manual/strings/#man-version-number-literals>.

use std::cmp::Ordering;

use super::semver::{self, Identifier, Reading, SemVer};
use super::{VersionError, compare_parsed};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Built<'text> {
    version: SemVer<'text>,
    /// Empty when there is none.
    build: Vec<Identifier<'text>>,
}

/// Three numbers; Pub's own parser takes leading zeros.
pub(super) fn compare_pub(a: &str, b: &str) -> Result<Ordering, VersionError> {
    let has_three_numbers = |text: &str| {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        core.matches('.').count() == 2
    };
    compare_parsed(a, b, |text| parse(text).filter(|_| has_three_numbers(text)))
}

/// One to three numbers.
pub(super) fn compare_julia(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<Built<'_>> {
    let version = semver::parse(text, Reading::Relaxed)?;
    let build = match text.split_once('+') {
        Some((_, build)) => semver::parse_identifiers(build, Reading::Relaxed)?,
        None => Vec::new(),
    };
    Some(Built { version, build })
}
