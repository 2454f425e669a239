//! Which way each key tightens, and what a layer that may not loosen achieves.

use std::sync::Arc;

use super::LayerKind;
use super::value::Value;
use crate::domain::schedule::Schedule;

/// Which of two values is the tighter one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tightening {
    /// The higher level.
    Higher,
    /// The smaller number.
    Smaller,
    /// The greater number.
    Larger,
    /// `true`.
    True,
    /// `false`.
    False,
    /// The shorter list: of two lists, what stands in both.
    Fewer,
    /// The shorter list, where an empty one stands for everything.
    FewerThanAll,
    /// The longer list: of two lists, what stands in either.
    More,
    /// Neither: a change in either direction can hide something, so it needs a
    /// grant. A registry that is taken as private has its known packages
    /// unjudged, one that is taken as public has its unknown ones pass; a
    /// smaller bound leaves files unread, a larger one lets them cost more.
    Neither,
    /// The choice that stands first; and only what is handed in by `--policy`
    /// may choose another, because another makes a program run.
    HandedIn,
    /// Neither, and only the host may choose: it names folders of its machine.
    FromHost,
}

/// What came of a layer's statement without a grant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Met {
    /// The value in force afterwards: at least as tight as before.
    pub(super) in_force: Value,
    /// What of the statement would have loosened it.
    pub(super) refused: Option<Value>,
}

impl Tightening {
    /// Whether a layer of this kind may choose at all, whatever is granted.
    pub(super) const fn is_for(self, kind: LayerKind) -> bool {
        match self {
            // A change may come from somebody who mustn't make a program run.
            Self::HandedIn => !matches!(kind, LayerKind::Repository | LayerKind::Folder),
            Self::FromHost => matches!(kind, LayerKind::BuiltIn | LayerKind::Host),
            _ => true,
        }
    }

    /// Meets a statement with the value in force: the result is as tight as
    /// both as far as one value can be, and never looser than what was held.
    pub(super) fn meet(self, held: &Value, stated: &Value) -> Met {
        match (self, held, stated) {
            (_, held, stated) if held == stated => Met { in_force: held.clone(), refused: None },
            (Self::Fewer, Value::Words(held), Value::Words(stated)) => fewer(held, stated),
            (Self::FewerThanAll, Value::Words(held), Value::Words(stated)) => fewer_than_all(held, stated),
            (Self::Higher, Value::Schedule(held), Value::Schedule(stated)) => higher(held, stated),
            (Self::More, Value::Words(held), Value::Words(stated)) => more(held, stated),
            (_, held, stated) if self.tightens(held, stated) => {
                Met { in_force: stated.clone(), refused: None }
            }
            (_, held, stated) => Met { in_force: held.clone(), refused: Some(stated.clone()) },
        }
    }

    /// Whether the stated value, of those that aren't lists, is the tighter one.
    fn tightens(self, held: &Value, stated: &Value) -> bool {
        match (self, held, stated) {
            (Self::Higher, Value::Level(held), Value::Level(stated)) => stated > held,
            (Self::Smaller, Value::Number(held), Value::Number(stated)) => stated < held,
            (Self::Larger, Value::Number(held), Value::Number(stated)) => stated > held,
            (Self::True, Value::Boolean(_), Value::Boolean(stated)) => *stated,
            (Self::False, Value::Boolean(_), Value::Boolean(stated)) => !*stated,
            (Self::HandedIn, Value::Choice(_), Value::Choice(stated)) => *stated == "lockfile",
            _ => false,
        }
    }
}

/// On every day the higher level; what would have lowered one is told.
fn higher(held: &Schedule, stated: &Schedule) -> Met {
    let both = held.or_higher(stated);
    let refused = (both != *stated).then(|| Value::Schedule(stated.clone()));
    Met { in_force: Value::Schedule(both), refused }
}

fn fewer(held: &[Arc<str>], stated: &[Arc<str>]) -> Met {
    let (kept, refused): (Vec<_>, Vec<_>) = stated.iter().cloned().partition(|word| contains(held, word));
    Met { in_force: Value::Words(kept), refused: words_if_any(refused) }
}

/// Nothing in common leaves what is held: an empty list would allow everything.
fn fewer_than_all(held: &[Arc<str>], stated: &[Arc<str>]) -> Met {
    if held.is_empty() {
        return first_list(stated);
    }
    let Met { in_force, refused } = fewer(held, stated);
    if in_force == Value::Words(Vec::new()) {
        let refused = Some(Value::Words(stated.to_vec()));
        return Met { in_force: Value::Words(held.to_vec()), refused };
    }
    Met { in_force, refused }
}

/// The first list of all restricts everything, but an entry with an exception
/// would also save what another layer denies (`license::Lists`): it doesn't count.
fn first_list(stated: &[Arc<str>]) -> Met {
    let (refused, kept): (Vec<_>, Vec<_>) = stated.iter().cloned().partition(|word| word.contains(" WITH "));
    Met { in_force: Value::Words(kept), refused: words_if_any(refused) }
}

/// A layer that names some denied licences adds them; the ones that stand
/// above needn't be said again.
fn more(held: &[Arc<str>], stated: &[Arc<str>]) -> Met {
    let added = stated.iter().filter(|word| !contains(held, word)).cloned();
    Met { in_force: Value::Words(held.iter().cloned().chain(added).collect()), refused: None }
}

/// Texts are compared as written: one that only looks alike is another.
fn contains(words: &[Arc<str>], word: &str) -> bool {
    words.iter().any(|known| **known == *word)
}

fn words_if_any(words: Vec<Arc<str>>) -> Option<Value> {
    (!words.is_empty()).then_some(Value::Words(words))
}

#[cfg(test)]
mod tests {
    use super::{Met, Tightening, Value};
    use crate::domain::rule::Level;

    fn words(list: &[&str]) -> Value {
        Value::Words(list.iter().map(|word| (*word).into()).collect())
    }

    fn met(in_force: Value, refused: Option<Value>) -> Met {
        Met { in_force, refused }
    }

    #[test]
    fn an_allow_list_shrinks_and_never_becomes_everything() {
        let meet =
            |held: &[&str], stated: &[&str]| Tightening::FewerThanAll.meet(&words(held), &words(stated));
        assert_eq!(meet(&[], &["MIT"]), met(words(&["MIT"]), None));
        assert_eq!(meet(&["MIT", "0BSD"], &["MIT", "ISC"]), met(words(&["MIT"]), Some(words(&["ISC"]))));
        assert_eq!(meet(&["MIT"], &["ISC"]), met(words(&["MIT"]), Some(words(&["ISC"]))));
        assert_eq!(meet(&["MIT"], &[]), met(words(&["MIT"]), Some(words(&[]))));
        let saved = "GPL-2.0-only WITH Classpath-exception-2.0";
        assert_eq!(meet(&[], &["MIT", saved]), met(words(&["MIT"]), Some(words(&[saved]))));
        assert_eq!(meet(&[], &[saved]), met(words(&[]), Some(words(&[saved]))));
    }

    #[test]
    fn exclusions_shrink_and_denials_grow() {
        let fewer = Tightening::Fewer.meet(&words(&["a/", "b/"]), &words(&["b/", "c/"]));
        assert_eq!(fewer, met(words(&["b/"]), Some(words(&["c/"]))));
        let more = Tightening::More.meet(&words(&["A", "B"]), &words(&["B", "C"]));
        assert_eq!(more, met(words(&["A", "B", "C"]), None));
    }

    #[test]
    fn what_tightens_neither_way_keeps_what_is_held() {
        for (held, stated) in [("public", "private"), ("private", "public")] {
            let (held, stated) = (Value::Choice(held), Value::Choice(stated));
            assert_eq!(Tightening::Neither.meet(&held, &stated), met(held, Some(stated)));
        }
    }

    #[test]
    fn single_values_move_only_to_the_tighter_side() {
        let pairs = [
            (Tightening::Higher, Value::Level(Level::Warn), Value::Level(Level::Block)),
            (Tightening::Smaller, Value::Number(7), Value::Number(3)),
            (Tightening::Larger, Value::Number(3), Value::Number(7)),
            (Tightening::True, Value::Boolean(false), Value::Boolean(true)),
            (Tightening::False, Value::Boolean(true), Value::Boolean(false)),
            (Tightening::HandedIn, Value::Choice("cargo"), Value::Choice("lockfile")),
        ];
        for (tightening, loose, tight) in pairs {
            assert_eq!(tightening.meet(&loose, &tight), met(tight.clone(), None));
            assert_eq!(tightening.meet(&tight, &loose), met(tight, Some(loose)));
        }
    }
}
