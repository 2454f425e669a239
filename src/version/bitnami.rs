//! Bitnami: SemVer, but a number behind a hyphen is a revision of the package,
//! and a higher one is later (`1.2.3` is below `1.2.3-1`).
//!
//! Other words behind the hyphen are refused: upstream's prereleases and
//! Bitnami's revisions can't be told apart there.
//! Order: <https://github.com/bitnami/go-version#readme>.

use std::cmp::Ordering;

use super::number::Number;
use super::semver::{self, Reading, SemVer};
use super::{VersionError, compare_parsed};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bitnami<'text> {
    version: SemVer<'text>,
    revision: Number<'text>,
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<Bitnami<'_>> {
    let text = text.split_once('+').map_or(text, |(text, _build)| text);
    let (version, revision) = match text.split_once('-') {
        Some((version, revision)) => (version, Number::read(revision)?),
        None => (text, Number::ZERO),
    };
    Some(Bitnami { version: semver::parse(version, Reading::Relaxed)?, revision })
}
