//! Gradle: which version of several it picks.
//!
//! Gradle resolves from Maven repositories by an order of its own. Advisories
//! for those packages go by Maven's order, so no ecosystem leads here; this
//! order is for whoever asks what Gradle would have taken.
//! Order: <https://docs.gradle.org/current/userguide/dependency_versions.html#sec:version-ordering>.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

/// A part of a version, from the lowest. Every list closes with its end.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'text> {
    Development,
    /// By case, too.
    Word(&'text str),
    Known(usize),
    End,
    Number(Number<'text>),
}

/// Words that rank above all others, from the lowest.
const KNOWN: [&str; 6] = ["rc", "snapshot", "final", "ga", "release", "sp"];

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<Vec<Part<'_>>> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let mut parts = Vec::new();
    for text in text.split(['.', '-', '_', '+']) {
        if text.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return None;
        }
        // Only ASCII digits begin and end a run, so each one is whole text.
        let runs = text.as_bytes().chunk_by(|a, b| is_digit(a) == is_digit(b));
        parts.extend(runs.map(|run| part(str::from_utf8(run).unwrap_or_default())));
    }
    parts.push(Part::End);
    Some(parts)
}

fn part(text: &str) -> Part<'_> {
    if let Some(number) = Number::read(text) {
        return Part::Number(number);
    }
    match KNOWN.iter().position(|known| text.eq_ignore_ascii_case(known)) {
        Some(rank) => Part::Known(rank),
        None if text.eq_ignore_ascii_case("dev") => Part::Development,
        None => Part::Word(text),
    }
}
