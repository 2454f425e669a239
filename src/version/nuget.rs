//! NuGet: SemVer 2.0 with one to four numbers, and prereleases without case.
//!
//! Order: <https://learn.microsoft.com/nuget/concepts/package-versioning>.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

#[derive(Debug, PartialEq, Eq)]
struct NuGet<'text> {
    numbers: [Number<'text>; 4],
    /// Empty for a release. Lower case.
    prerelease: Vec<Label<'text>>,
}

/// Numbers rank below words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Label<'text> {
    Number(Number<'text>),
    Word(String),
}

impl Ord for NuGet<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let releases_last = || self.prerelease.is_empty().cmp(&other.prerelease.is_empty());
        let numbers = self.numbers.cmp(&other.numbers);
        numbers.then_with(releases_last).then_with(|| self.prerelease.cmp(&other.prerelease))
    }
}

impl PartialOrd for NuGet<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<NuGet<'_>> {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (numbers, prerelease) = text.split_once('-').map_or((text, None), |(text, rest)| (text, Some(rest)));
    let sound_build = build.is_none_or(|build| build.split('.').all(is_label));
    let numbers = parse_numbers(numbers)?;
    let prerelease =
        prerelease.map_or_else(|| Some(Vec::new()), |text| text.split('.').map(parse_label).collect())?;
    sound_build.then_some(NuGet { numbers, prerelease })
}

fn parse_numbers(text: &str) -> Option<[Number<'_>; 4]> {
    let mut numbers = [Number::ZERO; 4];
    let mut parts = text.split('.');
    for slot in &mut numbers {
        *slot = parts.next().map_or(Some(Number::ZERO), Number::read)?;
    }
    parts.next().is_none().then_some(numbers)
}

fn parse_label(text: &str) -> Option<Label<'_>> {
    let label = || Number::read(text).map_or_else(|| Label::Word(text.to_ascii_lowercase()), Label::Number);
    is_label(text).then(label)
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
