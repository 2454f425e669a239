//! FreeBSD's packages: pkg, `version_revision,epoch`.
//!
//! A version is made of components: a number, a letter and a number again,
//! each optional. Only the first letter of a word counts, except that `pl`,
//! `alpha`, `beta`, `pre` and `rc` begin a component of their own.
//! Order: <https://docs.freebsd.org/en/books/porters-handbook/makefiles/#makefile-versions>,
//! and pkg's own page pkg-version(8) and comments where the page is silent.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_padded, compare_with};

struct Port<'text> {
    epoch: Number<'text>,
    /// Components between one `+` and the next.
    blocks: Vec<Vec<Component<'text>>>,
    revision: Number<'text>,
}

/// Missing parts rank below zero where the component has none of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Component<'text> {
    number: Option<Number<'text>>,
    letter: u8,
    patch: Option<Number<'text>>,
}

/// The component that stands for a missing one.
const NOTHING: Component<'_> = Component { number: Some(Number::ZERO), letter: 0, patch: Some(Number::ZERO) };

/// Words that begin a component, with the rank of their letter.
const STAGES: [(&str, u8); 5] = [("pl", 0), ("alpha", b'a'), ("beta", b'b'), ("pre", b'p'), ("rc", b'r')];

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_with(a, b, parse, |a, b| {
        let no_components = Vec::new();
        let length = a.blocks.len().max(b.blocks.len());
        let block = |blocks: &[Vec<Component<'_>>], index: usize, other: &[Vec<Component<'_>>]| {
            let (own, other) = (blocks.get(index), other.get(index));
            compare_padded(own.unwrap_or(&no_components), other.unwrap_or(&no_components), &NOTHING)
        };
        let mut blocks = (0..length).map(|index| block(&a.blocks, index, &b.blocks));
        let blocks = || blocks.find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        a.epoch.cmp(&b.epoch).then_with(blocks).then_with(|| a.revision.cmp(&b.revision))
    })
}

fn parse(text: &str) -> Option<Port<'_>> {
    let (text, epoch) = text.rsplit_once(',').map_or((text, None), |(text, epoch)| (text, Some(epoch)));
    let (text, revision) = text.rsplit_once('_').map_or((text, None), |(text, rest)| (text, Some(rest)));
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || b".+".contains(&byte);
    let sound = !text.is_empty() && text.bytes().all(sound);
    let parsed = || {
        let blocks = text.split('+').map(components).collect();
        Some(Port { epoch: optional(epoch)?, blocks, revision: optional(revision)? })
    };
    sound.then(parsed).flatten()
}

/// A missing number is zero.
fn optional(text: Option<&str>) -> Option<Number<'_>> {
    text.map_or(Some(Number::ZERO), Number::read)
}

fn components(text: &str) -> Vec<Component<'_>> {
    let mut rest = text;
    let mut components = Vec::new();
    while !rest.is_empty() {
        components.push(component(&mut rest));
        rest = rest.trim_start_matches('.');
    }
    components
}

/// Takes one component off the front.
fn component<'text>(rest: &mut &'text str) -> Component<'text> {
    let number = Number::read(take(rest, u8::is_ascii_digit));
    let word_length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = rest.get(..word_length).unwrap_or_default();
    let stage = STAGES.iter().find(|(stage, _)| word.eq_ignore_ascii_case(stage));
    let letter = match (stage, number) {
        // The word begins the next component.
        (Some(_), Some(_)) => None,
        (Some((_, letter)), None) => Some(*letter),
        (None, _) => word.bytes().next().map(|letter| letter.to_ascii_lowercase()),
    };
    let Some(letter) = letter else { return Component { number, ..NOTHING } };
    let _word = take(rest, u8::is_ascii_alphabetic);
    Component { number, letter, patch: Number::read(take(rest, u8::is_ascii_digit)) }
}

fn take<'text>(rest: &mut &'text str, belongs: impl Fn(&u8) -> bool) -> &'text str {
    let count = rest.bytes().take_while(belongs).count();
    let (taken, left) = rest.split_at_checked(count).unwrap_or((rest, ""));
    *rest = left;
    taken
}
