//! Alpine and its kin: apk, as version 3 orders.
//!
//! `number{.number}…{letter}{_suffix{number}}…{~commit}{-rnumber}`. The source
//! of the format is apk's own page, apk-package(5); a number behind a dot that
//! begins with a zero, on either side, is compared as text. What
//! `apk version --check` calls invalid is refused.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

/// A part of a version. The kinds rank as they stand here where two versions
/// first differ by kind: before the end what makes an earlier version.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'text> {
    Earlier(Suffix),
    End,
    Revision(Number<'text>),
    Commit(&'text str),
    SuffixNumber(Number<'text>),
    Later(Suffix),
    Letter(u8),
    Digits(Digits<'text>),
    First(Number<'text>),
}

/// Suffixes from the lowest; those below nothing make an earlier version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Suffix {
    Alpha,
    Beta,
    Pre,
    Candidate,
    Cvs,
    Svn,
    Git,
    Hg,
    Patch,
}

/// A number behind a dot.
#[derive(Debug, PartialEq, Eq)]
struct Digits<'text>(&'text str);

impl Ord for Digits<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.0.starts_with('0') || other.0.starts_with('0') {
            return self.0.cmp(other.0);
        }
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Digits<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<Vec<Part<'_>>> {
    let mut rest = Rest(text);
    let mut parts = vec![Part::First(rest.number()?)];
    while let Some(digits) = rest.behind(".").then(|| rest.digits()) {
        parts.push(Part::Digits(Digits(digits)));
    }
    if let Some(letter) = rest.0.bytes().next().filter(u8::is_ascii_lowercase) {
        rest.0 = rest.0.get(1..)?;
        parts.push(Part::Letter(letter));
    }
    while rest.behind("_") {
        let suffix = suffix(rest.take(|byte| byte.is_ascii_lowercase()))?;
        parts.push(if suffix < Suffix::Cvs { Part::Earlier(suffix) } else { Part::Later(suffix) });
        parts.extend(rest.number().map(Part::SuffixNumber));
    }
    if rest.behind("~") {
        parts.push(Part::Commit(rest.take(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))));
    }
    if rest.behind("-r") {
        parts.push(Part::Revision(rest.number()?));
    }
    parts.push(Part::End);
    let whole = |part: &Part<'_>| !matches!(part, Part::Digits(Digits("")) | Part::Commit(""));
    (rest.0.is_empty() && parts.iter().all(whole)).then_some(parts)
}

fn suffix(word: &str) -> Option<Suffix> {
    let known = [
        ("alpha", Suffix::Alpha),
        ("beta", Suffix::Beta),
        ("pre", Suffix::Pre),
        ("rc", Suffix::Candidate),
        ("cvs", Suffix::Cvs),
        ("svn", Suffix::Svn),
        ("git", Suffix::Git),
        ("hg", Suffix::Hg),
        ("p", Suffix::Patch),
    ];
    known.into_iter().find_map(|(name, suffix)| (name == word).then_some(suffix))
}

/// What is left to read.
struct Rest<'text>(&'text str);

impl<'text> Rest<'text> {
    fn behind(&mut self, mark: &str) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn take(&mut self, belongs: impl Fn(u8) -> bool) -> &'text str {
        let count = self.0.bytes().take_while(|byte| belongs(*byte)).count();
        let (taken, rest) = self.0.split_at_checked(count).unwrap_or((self.0, ""));
        self.0 = rest;
        taken
    }

    fn digits(&mut self) -> &'text str {
        self.take(|byte| byte.is_ascii_digit())
    }

    fn number(&mut self) -> Option<Number<'text>> {
        Number::read(self.digits())
    }
}
