//! Which licence a text is: compared with every text of the SPDX list.
//!
//! The texts (2 MB, packed) are unpacked at the first question and never
//! before: a run that doesn't ask pays nothing for them.
//!
//! The `spdx` crate's own search takes whichever of two equal matches a hash
//! table gives first, so the choice is made here, by score and then by rule.

use std::sync::OnceLock;

use spdx::detection::{Store, TextData};

use crate::domain::license::Confidence;

/// Below this share of common text, a text is like no licence at all.
const WORTH_TELLING: f32 = 0.5;

/// The longest text that is compared, in bytes; the longest licences of the
/// list have under 100,000.
const MAX_BYTES: usize = 256 << 10;

/// The licence that a text is most like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Its SPDX id.
    pub id: String,
    /// How much of the text the two share.
    pub confidence: Confidence,
}

/// The licence that a text is most like, and how much; `None` when it is like
/// none, or equally like several. Whether that is enough is for policy to say.
/// The texts of GNU's `-only` and `-or-later` are the same: without a word that
/// says "or later", it is `-only`.
pub fn identify(text: &str) -> Option<Likeness> {
    if text.len() > MAX_BYTES || text.trim().is_empty() {
        return None;
    }
    let known_texts = texts()?;
    let text = TextData::new(text);
    let mut best = 0.0_f32;
    let mut names: Vec<&str> = Vec::new();
    for (name, entry) in known_texts.iter() {
        let scores = std::iter::once(&entry.original).chain(&entry.alternates);
        // A score that is no number compares with nothing and is passed over.
        let score = scores.map(|known| known.match_score(&text)).fold(0.0_f32, f32::max);
        if score > best {
            best = score;
            names.clear();
        }
        if score >= best {
            names.push(name);
        }
    }
    if best < WORTH_TELLING {
        return None;
    }
    Some(Likeness { id: only_one(&names)?, confidence: percent(best) })
}

/// A share in whole per cent, rounded down: 100 is the very text.
fn percent(share: f32) -> Confidence {
    Confidence((1..=100).rev().find(|percent| share * 100.0 >= f32::from(*percent)).unwrap_or(0))
}

/// The one licence that these names mean.
fn only_one(names: &[&str]) -> Option<String> {
    let base = |name: &str| {
        let without = name.strip_suffix("-or-later").or_else(|| name.strip_suffix("-only"));
        without.or_else(|| name.strip_suffix('+')).unwrap_or(name).to_owned()
    };
    let first = base(names.first()?);
    if names.iter().any(|name| base(name) != first) {
        return None;
    }
    let only = format!("{first}-only");
    Some(if spdx::license_id(&only).is_some() { only } else { first })
}

fn texts() -> Option<&'static Store> {
    static TEXTS: OnceLock<Option<Store>> = OnceLock::new();
    // The packed texts are part of the binary: they load, or the crate's own
    // tests would have failed.
    TEXTS.get_or_init(|| Store::load_inline().ok()).as_ref()
}

#[cfg(test)]
mod tests {
    use super::{identify, only_one, percent};

    const OUR_LICENSE: &str = include_str!("../../LICENSE");

    fn told(text: &str) -> Option<(String, u8)> {
        identify(text).map(|likeness| (likeness.id, likeness.confidence.0))
    }

    #[test]
    fn a_text_is_known_whoever_holds_the_copyright_and_however_lines_are_broken() {
        assert_eq!(told(OUR_LICENSE), Some(("Apache-2.0".to_owned(), 100)));
        let reflowed = format!("Copyright 2026 The Left Authors\n\n{}", OUR_LICENSE.replace("\n   ", " "));
        let (id, confidence) = told(&reflowed).expect("a licence");
        assert!(id == "Apache-2.0" && confidence >= 99, "{id} {confidence}");
    }

    #[test]
    fn a_changed_text_is_less_sure_and_a_foreign_and_an_empty_one_are_none() {
        let half = OUR_LICENSE.get(..OUR_LICENSE.len() / 2).expect("in range");
        let (id, confidence) = told(half).expect("half of a licence is like one");
        assert!((50..95).contains(&confidence), "{id} {confidence}");
        for text in ["", " \n ", "you may not use this at all", &"lorem ".repeat(100_000)] {
            assert_eq!(told(text), None);
        }
    }

    #[test]
    fn a_share_is_never_rounded_up() {
        let told = [0.9499, 0.95, 0.9999, 1.0, 0.0].map(|share| percent(share).0);
        assert_eq!(told, [94, 95, 99, 100, 0]);
    }

    #[test]
    fn equal_texts_of_one_family_are_the_strictest_of_it_and_of_two_nothing() {
        assert_eq!(only_one(&["GPL-2.0-or-later", "GPL-2.0-only"]).as_deref(), Some("GPL-2.0-only"));
        assert_eq!(only_one(&["GPL-2.0-or-later"]).as_deref(), Some("GPL-2.0-only"));
        assert_eq!(only_one(&["MIT"]).as_deref(), Some("MIT"));
        assert_eq!(only_one(&["MIT", "X11"]), None);
        assert_eq!(only_one(&[]), None);
    }
}
