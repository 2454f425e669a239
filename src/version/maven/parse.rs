//! Reads a Maven version: tokens first, then the nest of lists.
//!
//! Lists only ever open at the end of the current one, so the nest is kept as
//! a stack and folded at the end; nothing here recurses into the text.

use super::items::{Digits, Item};

/// A run of characters between separators and changes of kind.
#[derive(Debug, Default)]
struct Run {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Letters,
    Digits,
}

/// What stands behind a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// A digit: `a`, `b` and `m` are short for longer qualifiers.
    Digit,
    Other,
}

/// The nest so far: each list is the last item of the one below it.
#[derive(Debug)]
struct Nest(Vec<Vec<Item>>);

impl Nest {
    fn push(&mut self, item: Item) {
        if let Some(list) = self.0.last_mut() {
            list.push(item);
        }
    }

    fn open(&mut self) {
        self.0.push(Vec::new());
    }

    fn open_unless_empty(&mut self) {
        if self.0.last().is_some_and(|list| !list.is_empty()) {
            self.open();
        }
    }

    fn fold(mut self) -> Vec<Item> {
        let mut inner = self.0.pop().unwrap_or_default();
        trim(&mut inner);
        while let Some(mut list) = self.0.pop() {
            list.push(Item::List(inner));
            trim(&mut list);
            inner = list;
        }
        inner
    }
}

/// The items of a lower-case version.
pub(super) fn parse(text: &str) -> Vec<Item> {
    let mut nest = Nest(vec![Vec::new()]);
    let mut run = Run::default();
    for character in text.chars() {
        match character {
            '.' => nest.push(take_or_zero(&mut run)),
            '-' => {
                nest.push(take_or_zero(&mut run));
                nest.open();
            }
            '0'..='9' => {
                if run.kind == Kind::Letters && !run.text.is_empty() {
                    nest.open_unless_empty();
                    nest.push(take(&mut run, Follows::Digit));
                    nest.open();
                }
                run.kind = Kind::Digits;
                run.text.push(character);
            }
            _ => {
                if run.kind == Kind::Digits && !run.text.is_empty() {
                    nest.push(take(&mut run, Follows::Other));
                    nest.open();
                }
                run.kind = Kind::Letters;
                run.text.push(character);
            }
        }
    }
    if !run.text.is_empty() {
        if run.kind == Kind::Letters {
            nest.open_unless_empty();
        }
        nest.push(take(&mut run, Follows::Other));
    }
    nest.fold()
}

/// An empty part counts as zero.
fn take_or_zero(run: &mut Run) -> Item {
    if run.text.is_empty() { Item::Number(Digits::read("0")) } else { take(run, Follows::Other) }
}

fn take(run: &mut Run, follows: Follows) -> Item {
    let text = std::mem::take(&mut run.text);
    match run.kind {
        Kind::Digits => Item::Number(Digits::read(&text)),
        Kind::Letters => Item::Word(canonical(&text, follows).to_owned()),
    }
}

fn canonical(word: &str, follows: Follows) -> &str {
    match (word, follows) {
        ("a", Follows::Digit) => "alpha",
        ("b", Follows::Digit) => "beta",
        ("m", Follows::Digit) => "milestone",
        ("ga" | "final" | "release", _) => "",
        ("cr", _) => "rc",
        (word, _) => word,
    }
}

/// Takes what changes nothing off the end; lists at the end don't stop it.
fn trim(list: &mut Vec<Item>) {
    let mut index = list.len();
    while let Some(item) = index.checked_sub(1).and_then(|last| list.get(last)) {
        index -= 1;
        if item.is_null() {
            list.remove(index);
        } else if !matches!(item, Item::List(_)) {
            break;
        }
    }
}
