//! Go modules: SemVer with a `v` in front, pseudo-versions, `+incompatible`.
//!
//! Pseudo-versions are prereleases whose first identifier is a time, so SemVer
//! orders them; `+incompatible` is build metadata and has no rank. Records of
//! the Go vulnerability database leave out the `v`; both forms are accepted.
//! Releases of Go itself (`go1.21rc2`, `1.21`) are read as SemVer too.
//! Orders: <https://go.dev/ref/mod#versions>, <https://go.dev/doc/toolchain#version>.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::VersionError;
use super::semver::{self, Reading};

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    let (a, b) = (as_semver(a), as_semver(b));
    super::compare_parsed(&a, &b, |text| semver::parse(text, Reading::Relaxed))
}

/// Rewrites a release of Go: `go1.21rc2` becomes `1.21.0-rc.2`.
fn as_semver(text: &str) -> Cow<'_, str> {
    let release = text.strip_prefix("go").unwrap_or(text);
    let Some(word) = release.find(|c: char| c.is_ascii_alphabetic()) else { return Cow::Borrowed(release) };
    let (numbers, prerelease) = release.split_at(word);
    let plain = !numbers.is_empty() && numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let known = ["rc", "beta"].into_iter().find_map(|word| Some((word, prerelease.strip_prefix(word)?)));
    match known {
        Some((word, number)) if plain && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Cow::Owned(format!("{}-{word}.{number}", three_numbers(numbers)))
        }
        _ => Cow::Borrowed(release),
    }
}

fn three_numbers(numbers: &str) -> String {
    let missing = 2_usize.saturating_sub(numbers.matches('.').count());
    format!("{numbers}{}", ".0".repeat(missing))
}
