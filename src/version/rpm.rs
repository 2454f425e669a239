//! RPM: epoch, version and release, each by `rpmvercmp`.
//!
//! Order: <https://rpm.org/docs/latest/man/rpm-version.7>. Characters that no
//! version of a package has are taken for separators, as rpm takes them; only
//! blanks and control characters are refused.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rpm<'text> {
    epoch: Number<'text>,
    version: Vec<Segment<'text>>,
    /// None at all ranks below an empty one.
    release: Option<Vec<Segment<'text>>>,
}

/// What counts in a version, from the lowest. Every list closes with its end.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment<'text> {
    Tilde,
    End,
    Caret,
    Word(&'text str),
    Number(Number<'text>),
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<Rpm<'_>> {
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    // What stands before a colon is an epoch only when it is a number.
    let epoch = text.split_once(':').and_then(|(epoch, rest)| match epoch {
        "" => Some((Number::ZERO, rest)),
        epoch => Number::read(epoch).map(|epoch| (epoch, rest)),
    });
    let (epoch, rest) = epoch.unwrap_or((Number::ZERO, text));
    let (version, release) = match rest.rsplit_once('-') {
        Some((version, release)) => (version, Some(segments(release))),
        None => (rest, None),
    };
    (!version.is_empty()).then(|| Rpm { epoch, version: segments(version), release })
}

fn segments(text: &str) -> Vec<Segment<'_>> {
    let kind = |byte: &u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' | b'A'..=b'Z' => 1,
        _ => 2,
    };
    // A tilde or a caret is a run of its own.
    let runs =
        text.as_bytes().chunk_by(|a, b| kind(a) == kind(b) && !b"~^".contains(a) && !b"~^".contains(b));
    let segment = |run: &'_ [u8]| match run {
        b"~" => Some(Segment::Tilde),
        b"^" => Some(Segment::Caret),
        _ => None,
    };
    let mut segments: Vec<Segment<'_>> = Vec::new();
    for run in runs {
        let word =
            || str::from_utf8(run).ok().filter(|run| run.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let plain = || word().map(|run| Number::read(run).map_or(Segment::Word(run), Segment::Number));
        segments.extend(segment(run).or_else(plain));
    }
    segments.push(Segment::End);
    segments
}
