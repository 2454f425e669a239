//! Debian and its kin: dpkg; and opam, which orders a whole version as dpkg
//! orders the part between epoch and revision.
//!
//! Orders: <https://www.debian.org/doc/debian-policy/ch-controlfields.html#version>,
//! <https://opam.ocaml.org/doc/Manual.html#Version-ordering>.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_padded, compare_with};

struct Debian<'text> {
    epoch: Number<'text>,
    upstream: Vec<Turn<'text>>,
    /// Without a revision it is the empty one, which equals `0`.
    revision: Vec<Turn<'text>>,
}

/// One turn of the comparison: a run without digits, then a number. Either may
/// be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Turn<'text>(Word<'text>, Number<'text>);

const NOTHING: Turn<'_> = Turn(Word(""), Number::ZERO);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word<'text>(&'text str);

impl Ord for Word<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        fn ranks(word: &str) -> impl Iterator<Item = u16> {
            word.bytes().map(rank).chain([END])
        }
        ranks(self.0).cmp(ranks(other.0))
    }
}

impl PartialOrd for Word<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

const END: u16 = 1;

/// A tilde ranks below the end of the word, letters below all other characters.
fn rank(byte: u8) -> u16 {
    match byte {
        b'~' => 0,
        byte if byte.is_ascii_alphabetic() => u16::from(byte),
        byte => u16::from(byte) + 0x100,
    }
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_with(a, b, parse, |a, b| {
        let upstream = || compare_padded(&a.upstream, &b.upstream, &NOTHING);
        let revision = || compare_padded(&a.revision, &b.revision, &NOTHING);
        a.epoch.cmp(&b.epoch).then_with(upstream).then_with(revision)
    })
}

pub(super) fn compare_opam(a: &str, b: &str) -> Result<Ordering, VersionError> {
    let parse = |text| is_sound(text, b"-_+.~").then(|| turns(text));
    compare_with(a, b, parse, |a, b| compare_padded(a, b, &NOTHING))
}

fn parse(text: &str) -> Option<Debian<'_>> {
    let (epoch, rest) = match text.split_once(':') {
        Some((epoch, rest)) => (Number::read(epoch)?, rest),
        None => (Number::ZERO, text),
    };
    let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, "0"));
    let sound = is_sound(upstream, b".+~-:") && is_sound(revision, b".+~");
    sound.then(|| Debian { epoch, upstream: turns(upstream), revision: turns(revision) })
}

fn is_sound(text: &str, others: &[u8]) -> bool {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || others.contains(&byte);
    !text.is_empty() && text.bytes().all(belongs)
}

fn turns(text: &str) -> Vec<Turn<'_>> {
    let mut rest = text;
    let mut turns = Vec::new();
    while !rest.is_empty() {
        let word = take(&mut rest, |byte| !byte.is_ascii_digit());
        let number = take(&mut rest, u8::is_ascii_digit);
        turns.push(Turn(Word(word), Number::read(number).unwrap_or(Number::ZERO)));
    }
    turns
}

fn take<'text>(rest: &mut &'text str, belongs: impl Fn(&u8) -> bool) -> &'text str {
    let count = rest.bytes().take_while(belongs).count();
    let (taken, left) = rest.split_at_checked(count).unwrap_or((rest, ""));
    *rest = left;
    taken
}
