//! RubyGems: `Gem::Version`.
//!
//! A version is a list of numbers and words; a hyphen stands for `.pre.`.
//! Numbers rank above words, what is missing counts as zero, and zeros at the
//! end of the numbers, or of what follows them, don't count.
//! Order: <https://guides.rubygems.org/specification-reference/#version>, and
//! the class itself where the page is silent.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_padded, compare_with};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment<'text> {
    Word(&'text str),
    Number(Number<'text>),
}

const ZERO: Segment<'_> = Segment::Number(Number::ZERO);

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_with(a, b, parse, |a, b| compare_padded(a, b, &ZERO))
}

fn parse(text: &str) -> Option<Vec<Segment<'_>>> {
    let (main, tail) = text.split_once('-').map_or((text, None), |(main, tail)| (main, Some(tail)));
    let is_alphanumeric = |c: char| c.is_ascii_alphanumeric();
    let sound = |text: &str, belongs: &dyn Fn(char) -> bool| {
        text.split('.').all(|part| !part.is_empty() && part.chars().all(belongs))
    };
    let opens_with_number = main.split('.').next().and_then(Number::read).is_some();
    let tail_is_sound = tail.is_none_or(|tail| sound(tail, &|c| is_alphanumeric(c) || c == '-'));
    if !opens_with_number || !sound(main, &is_alphanumeric) || !tail_is_sound {
        return None;
    }
    let mut numbers: Vec<_> = segments(main).collect();
    let first_word = numbers.iter().position(|segment| matches!(segment, Segment::Word(_)));
    let mut rest = numbers.split_off(first_word.unwrap_or(numbers.len()));
    for part in tail.into_iter().flat_map(|tail| tail.split('-')) {
        rest.push(Segment::Word("pre"));
        rest.extend(segments(part));
    }
    for part in [&mut numbers, &mut rest] {
        while part.last() == Some(&ZERO) {
            part.pop();
        }
    }
    numbers.append(&mut rest);
    Some(numbers)
}

/// The runs of digits and of letters, in order.
fn segments(text: &str) -> impl Iterator<Item = Segment<'_>> {
    let parts = text.split('.').filter(|part| !part.is_empty());
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let runs = parts.flat_map(move |part| {
        let bytes = part.as_bytes();
        bytes.chunk_by(move |a, b| is_digit(a) == is_digit(b)).map(|run| str::from_utf8(run).unwrap_or(""))
    });
    runs.map(|run| Number::read(run).map_or(Segment::Word(run), Segment::Number))
}
