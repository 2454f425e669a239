//! SemVer 2.0: <https://semver.org/spec/v2.0.0.html>, sections 2, 9, 10, 11.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

/// A version without its build metadata, which has no rank (section 10).
/// Fields compare in the order that the specification gives them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SemVer<'text> {
    core: [Number<'text>; 3],
    /// Empty for a release.
    prerelease: Vec<Identifier<'text>>,
}

/// Section 11.4: numbers rank below words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identifier<'text> {
    Number(Number<'text>),
    Word(&'text str),
}

/// How far a text may stray from the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Three numbers without leading zeros; nothing in front.
    Strict,
    /// A `v` in front, leading zeros, and one or two numbers are accepted.
    Relaxed,
}

impl Ord for SemVer<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let releases_last = || self.prerelease.is_empty().cmp(&other.prerelease.is_empty());
        let core = self.core.cmp(&other.core);
        core.then_with(releases_last).then_with(|| self.prerelease.cmp(&other.prerelease))
    }
}

impl PartialOrd for SemVer<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, |text| parse(text, Reading::Strict))
}

pub(super) fn compare_relaxed(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, |text| parse(text, Reading::Relaxed))
}

pub(super) fn parse(text: &str, reading: Reading) -> Option<SemVer<'_>> {
    let text = match reading {
        Reading::Strict => text,
        Reading::Relaxed => text.strip_prefix(['v', 'V']).unwrap_or(text),
    };
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        // What nearly every version is, without looking for what it hasn't.
        return Some(SemVer { core: parse_core(text, reading)?, prerelease: Vec::new() });
    }
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, prerelease) = text.split_once('-').map_or((text, None), |(core, rest)| (core, Some(rest)));
    let sound_build = build.is_none_or(|build| build.split('.').all(is_identifier));
    let core = parse_core(core, reading)?;
    let prerelease = prerelease.map_or_else(|| Some(Vec::new()), |text| parse_identifiers(text, reading))?;
    sound_build.then_some(SemVer { core, prerelease })
}

/// The version of three numbers and a prerelease that are known apart.
pub(super) fn assemble<'text>(
    core: &'text str,
    prerelease: &'text str,
    reading: Reading,
) -> Option<SemVer<'text>> {
    Some(SemVer { core: parse_core(core, reading)?, prerelease: parse_identifiers(prerelease, reading)? })
}

fn parse_core(text: &str, reading: Reading) -> Option<[Number<'_>; 3]> {
    let mut parts = text.split('.');
    let mut part = || parts.next().map(|part| parse_number(part, reading));
    let major = part()??;
    let (minor, patch) = (part(), part());
    if parts.next().is_some() || (reading == Reading::Strict && patch.is_none()) {
        return None;
    }
    Some([major, minor.unwrap_or(Some(Number::ZERO))?, patch.unwrap_or(Some(Number::ZERO))?])
}

/// What stands behind the hyphen, or behind the plus.
pub(super) fn parse_identifiers(text: &str, reading: Reading) -> Option<Vec<Identifier<'_>>> {
    let identifier = |part| {
        if !is_identifier(part) {
            return None;
        }
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            return parse_number(part, reading).map(Identifier::Number);
        }
        Some(Identifier::Word(part))
    };
    text.split('.').map(identifier).collect()
}

fn parse_number(text: &str, reading: Reading) -> Option<Number<'_>> {
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if reading == Reading::Strict && leading_zero { None } else { Number::read(text) }
}

/// Section 9: letters, digits and hyphens, at least one.
fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
