//! Packagist: Composer's normal form, ordered by PHP's `version_compare`.
//!
//! `v1.2-b3` and `1.2.0.0-beta3` are one version. Dates (`2010-01-02`) and
//! numeric branches (`1.x-dev`) are versions, other branches (`dev-main`) have
//! no order. Order: <https://getcomposer.org/doc/articles/versions.md>, and
//! the parser of `composer/semver` where the page is silent.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

/// What `version_compare` sees, from the lowest. Every list closes with its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'text> {
    Development,
    Alpha,
    Beta,
    Candidate,
    End,
    Number(Number<'text>),
    Patch,
}

/// The number that Composer puts for each `x` of a branch.
const ANY: &str = "9999999";

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, parse)
}

fn parse(text: &str) -> Option<Vec<Part<'_>>> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let text = match text.split_once('+') {
        Some((_, "")) => return None,
        Some((text, _build)) => text,
        None => text,
    };
    let version = || numbers(text).and_then(with_stability);
    version().or_else(|| date(text).and_then(with_stability)).or_else(|| branch(text))
}

type Numbers<'text> = (Vec<Part<'text>>, &'text str);

/// One to four numbers, the first of five digits at most; what is missing is zero.
fn numbers(text: &str) -> Option<Numbers<'_>> {
    let (first, mut rest) = digits(text)?;
    let mut numbers = vec![Part::Number(Number::read(first)?)];
    while numbers.len() < 4
        && let Some((next, behind)) = rest.strip_prefix('.').and_then(digits)
    {
        numbers.push(Part::Number(Number::read(next)?));
        rest = behind;
    }
    numbers.resize(4, Part::Number(Number::ZERO));
    (first.len() <= 5).then_some((numbers, rest))
}

/// A date, or a date with a time: four digits, then up to six pairs, then up
/// to two numbers of three digits at most. Separators stay where they stand.
fn date(text: &str) -> Option<Numbers<'_>> {
    let is_separator = |c: char| matches!(c, '.' | ':' | '-');
    let length = text.find(|c: char| !c.is_ascii_digit() && !is_separator(c)).unwrap_or(text.len());
    // A separator belongs to what follows it, so the last one is left alone.
    let (date, _) = text.split_at_checked(length)?;
    let date = date.trim_end_matches(is_separator);
    let rest = text.strip_prefix(date)?;
    let runs: Vec<&str> = date.split(is_separator).collect();
    let numbers: Option<Vec<Part<'_>>> = runs.iter().map(|run| Number::read(run).map(Part::Number)).collect();
    is_date(&runs).then_some((numbers?, rest))
}

/// Whether runs of digits can be cut into year, pairs and short numbers.
fn is_date(runs: &[&str]) -> bool {
    let Some((first, others)) = runs.split_first() else { return false };
    let Some(behind_year) = first.len().checked_sub(4) else { return false };
    let mut lengths = Vec::with_capacity(runs.len());
    lengths.extend((behind_year > 0).then_some(behind_year));
    lengths.extend(others.iter().map(|run| run.len()));
    // Each state is how many pairs and how many short numbers were used.
    let mut states = vec![(0_usize, 0_usize)];
    for length in lengths {
        if length > 18 {
            return false;
        }
        states = states.into_iter().flat_map(|state| cuts(length, state)).collect();
        states.sort_unstable();
        states.dedup();
    }
    states.iter().any(|(pairs, _)| *pairs > 0)
}

/// The states behind a run of that many digits.
fn cuts(length: usize, (pairs, short): (usize, usize)) -> Vec<(usize, usize)> {
    let mut states = Vec::new();
    for more_pairs in 0..=6_usize.saturating_sub(pairs).min(length / 2) {
        let left = length - 2 * more_pairs;
        // Pairs stand before short numbers.
        if more_pairs > 0 && short > 0 {
            break;
        }
        for more_short in 0..=2_usize.saturating_sub(short) {
            if left >= more_short && left <= 3 * more_short {
                states.push((pairs + more_pairs, short + more_short));
            }
        }
    }
    states
}

/// Reads `-beta3-dev` and its like behind the numbers.
fn with_stability((mut parts, rest): Numbers<'_>) -> Option<Vec<Part<'_>>> {
    let mut rest = Rest(rest);
    // A separator may stand here with nothing behind it.
    rest.separator("._-");
    match rest.word(&["stable", "beta", "b", "rc", "alpha", "a", "patch", "pl", "p"]) {
        None => {}
        Some(word) => {
            parts.push(match word {
                "alpha" | "a" => Part::Alpha,
                "beta" | "b" => Part::Beta,
                "rc" => Part::Candidate,
                "stable" => Part::End,
                _ => Part::Patch,
            });
            while let Some(number) = rest.number() {
                parts.push(Part::Number(number));
            }
        }
    }
    let before = rest.0;
    rest.separator(".-");
    match rest.word(&["dev"]) {
        Some(_) => parts.push(Part::Development),
        None => rest.0 = before,
    }
    parts.push(Part::End);
    // What follows `stable` doesn't count.
    let end = parts.iter().position(|part| *part == Part::End).unwrap_or(parts.len());
    parts.truncate(end + 1);
    rest.0.is_empty().then_some(parts)
}

/// `1.x-dev`: a branch, which stands above all its releases.
fn branch(text: &str) -> Option<Vec<Part<'_>>> {
    let (name, word) = text.split_at_checked(text.len().checked_sub(3)?)?;
    let name = name.strip_suffix(['.', '-']).unwrap_or(name);
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (index, part) in name.split('.').enumerate() {
        let is_any = index > 0 && matches!(part, "x" | "X" | "*");
        parts.push(Part::Number(Number::read(if is_any { ANY } else { part })?));
    }
    let sound = word.eq_ignore_ascii_case("dev") && parts.len() <= 4;
    parts.resize(4, Part::Number(Number::read(ANY)?));
    parts.extend([Part::Development, Part::End]);
    sound.then_some(parts)
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(count).filter(|(digits, _)| !digits.is_empty())
}

/// What is left to read.
struct Rest<'text>(&'text str);

impl<'text> Rest<'text> {
    fn separator(&mut self, separators: &str) {
        self.0 = self.0.strip_prefix(|c| separators.contains(c)).unwrap_or(self.0);
    }

    /// The first of the words that stands here, in any case.
    fn word(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let stands_here =
            |word: &str| self.0.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let word = words.iter().find(|word| stands_here(word))?;
        self.0 = self.0.get(word.len()..)?;
        Some(word)
    }

    /// A number, with a dot or a hyphen before it.
    fn number(&mut self) -> Option<Number<'text>> {
        let text = self.0.strip_prefix(['.', '-']).unwrap_or(self.0);
        let (number, rest) = digits(text)?;
        self.0 = rest;
        Number::read(number)
    }
}
