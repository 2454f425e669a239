//! What a Maven version is made of, and how its parts compare.

use std::cmp::Ordering;

/// A number without leading zeros; zero is the empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits(String);

impl Digits {
    /// Reads ASCII digits.
    pub(super) fn read(text: &str) -> Self {
        Self(text.trim_start_matches('0').to_owned())
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

/// One part of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Number(Digits),
    /// A qualifier in its canonical spelling; empty stands for a release.
    Word(String),
    List(Vec<Item>),
}

/// Qualifiers that Maven knows, from the lowest; the empty one is the release.
const KNOWN: [&str; 7] = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const RELEASE: &str = "";

/// The rank of a qualifier: unknown ones stand behind all known ones, by text.
fn rank(word: &str) -> (usize, &str) {
    match KNOWN.iter().position(|known| *known == word) {
        Some(position) => (position, ""),
        None => (KNOWN.len(), word),
    }
}

fn compare_words(a: &str, b: &str) -> Ordering {
    rank(a).cmp(&rank(b))
}

impl Item {
    /// Whether leaving it out changes nothing.
    pub(super) fn is_null(&self) -> bool {
        match self {
            Self::Number(digits) => digits.0.is_empty(),
            Self::Word(word) => word == RELEASE,
            Self::List(items) => items.is_empty(),
        }
    }

    /// How it compares with nothing at all: the padding of the shorter list.
    fn compare_with_nothing(&self) -> Ordering {
        match self {
            Self::Number(_) if self.is_null() => Ordering::Equal,
            Self::Number(_) => Ordering::Greater,
            Self::Word(word) => compare_words(word, RELEASE),
            Self::List(items) => {
                let parts = items.iter().map(Self::compare_with_nothing);
                parts.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            }
        }
    }

    /// Across kinds: qualifiers rank below lists, lists below numbers.
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.compare(b),
            (Self::Word(a), Self::Word(b)) => compare_words(a, b),
            (Self::List(a), Self::List(b)) => compare_lists(a, b),
            _ => self.kind_rank().cmp(&other.kind_rank()),
        }
    }

    const fn kind_rank(&self) -> u8 {
        match self {
            Self::Word(_) => 0,
            Self::List(_) => 1,
            Self::Number(_) => 2,
        }
    }
}

/// Item by item; the shorter list is padded with nothing.
pub(super) fn compare_lists(a: &[Item], b: &[Item]) -> Ordering {
    let pairs = (0..a.len().max(b.len())).map(|index| match (a.get(index), b.get(index)) {
        (Some(a), Some(b)) => a.compare(b),
        (Some(a), None) => a.compare_with_nothing(),
        (None, Some(b)) => b.compare_with_nothing().reverse(),
        (None, None) => Ordering::Equal,
    });
    pairs.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
