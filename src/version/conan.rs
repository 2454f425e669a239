//! ConanCenter: Conan's own `Version`.
//!
//! Items between dots, a prerelease behind the first hyphen, build metadata
//! behind the last `+`, which counts. Zeros at the end of each don't. A number
//! and a word compare as texts, so that Conan's order has cycles (`9` below
//! `10` below `1a` below `9`); agreeing with Conan matters more.
//! Order: <https://docs.conan.io/2/tutorial/versioning/version_ranges.html#semantic-versioning>,
//! and the class itself where the page is silent.

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_with};

struct Conan<'text> {
    main: Vec<Item<'text>>,
    prerelease: Option<Vec<Item<'text>>>,
    build: Option<Vec<Item<'text>>>,
}

enum Item<'text> {
    Number(Number<'text>),
    Word(&'text str),
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_with(a, b, parse, |a, b| {
        let prerelease = || match (&a.prerelease, &b.prerelease) {
            (Some(a), Some(b)) => compare_items(a, b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let build = || match (&a.build, &b.build) {
            (Some(a), Some(b)) => compare_items(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        compare_items(&a.main, &b.main).then_with(prerelease).then_with(build)
    })
}

fn parse(text: &str) -> Option<Conan<'_>> {
    let (text, build) = text.rsplit_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (main, prerelease) = text.split_once('-').map_or((text, None), |(text, rest)| (text, Some(rest)));
    let optional = |text: Option<_>| text.map_or(Some(None), |text| items(text).map(Some));
    Some(Conan { main: items(main)?, prerelease: optional(prerelease)?, build: optional(build)? })
}

fn items(text: &str) -> Option<Vec<Item<'_>>> {
    let mut items: Vec<_> = text.split('.').map(item).collect::<Option<_>>()?;
    while items.last().is_some_and(|item| matches!(item, Item::Number(number) if number.is_zero())) {
        items.pop();
    }
    Some(items)
}

/// Conan's parser takes `1_0` for ten, which nobody means: that is refused.
fn item(text: &str) -> Option<Item<'_>> {
    let is_sound = |byte: u8| byte.is_ascii_alphanumeric() || b"_-+".contains(&byte);
    let mut bytes = text.bytes();
    let grouped = text.contains('_') && bytes.clone().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let signed = text.strip_prefix(['-', '+']).and_then(Number::read).is_some();
    let sound = !text.is_empty() && bytes.all(is_sound) && !grouped && !signed;
    sound.then(|| Number::read(text).map_or(Item::Word(text), Item::Number))
}

/// A list ranks below each longer one that it begins.
fn compare_items(a: &[Item<'_>], b: &[Item<'_>]) -> Ordering {
    let orders = a.iter().zip(b).map(|(a, b)| a.compare(b));
    orders.into_iter().find(|order| order.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
}

impl Item<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (a, b) => a.text().cmp(b.text()),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Number(number) => number.text(),
            Self::Word(word) => word,
        }
    }
}
