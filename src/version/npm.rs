//! npm: SemVer with the leniency of npm's own `semver` in its loose mode.
//!
//! Beside what the relaxed SemVer order accepts, any number of `=` and `v` may
//! stand in front, and a prerelease may follow the last number without a hyphen (`1.2.3beta.1`).
//! Order: <https://docs.npmjs.com/cli/v11/configuring-npm/package-json#version>.

use std::cmp::Ordering;

use super::semver::{self, Reading, SemVer};
use super::{VersionError, compare_parsed};

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<SemVer<'_>> {
    let text = text.trim_start_matches(|c: char| matches!(c, '=' | 'v') || c.is_whitespace());
    semver::parse(text, Reading::Relaxed).or_else(|| parse_loose(text))
}

/// Three numbers with a word glued to the third.
fn parse_loose(text: &str) -> Option<SemVer<'_>> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let text = text.split_once('+').map_or(text, |(text, _build)| text);
    let third = text.match_indices('.').nth(1).map(|(dot, _)| dot + 1)?;
    let digits = text.get(third..)?.bytes().take_while(u8::is_ascii_digit).count();
    let (core, prerelease) = text.split_at_checked(third + digits)?;
    let glued = digits > 0 && prerelease.starts_with(|first: char| first.is_ascii_alphabetic());
    glued.then(|| semver::assemble(core, prerelease, Reading::Relaxed)).flatten()
}
