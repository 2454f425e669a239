//! Which licence a text is: compared with every text of the SPDX list.
//!
//! The texts (2 MB, packed) are unpacked at the first question and never
//! before: a run that doesn't ask pays nothing for them.
//!
//! The `spdx` crate's own search takes whichever of two equal matches a hash
//! table gives first, so the choice is made here, by score and then by rule.

use std::sync::OnceLock;

use spdx::detection::{Store, TextData};

/// Below this share of common text, a text is no known licence. Licences of
/// one family differ by less than a tenth; a wrong answer is worse than none.
const SURE: f32 = 0.95;

/// The longest text that is compared, in bytes; the longest licences of the
/// list have under 100,000.
const MAX_BYTES: usize = 256 << 10;

/// The SPDX id of the licence that this text is; `None` when it is like none,
/// or equally like several. The texts of GNU's `-only` and `-or-later` are the
/// same: without a word that says "or later", it is `-only`.
pub fn identify(text: &str) -> Option<String> {
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
    if best < SURE {
        return None;
    }
    only_one(&names)
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
    use super::{identify, only_one};

    const OUR_LICENSE: &str = include_str!("../../LICENSE");

    #[test]
    fn a_text_is_known_whoever_holds_the_copyright_and_however_lines_are_broken() {
        assert_eq!(identify(OUR_LICENSE).as_deref(), Some("Apache-2.0"));
        let reflowed = format!("Copyright 2026 The Left Authors\n\n{}", OUR_LICENSE.replace("\n   ", " "));
        assert_eq!(identify(&reflowed).as_deref(), Some("Apache-2.0"));
    }

    #[test]
    fn a_changed_a_foreign_and_an_empty_text_are_none() {
        let half = OUR_LICENSE.get(..OUR_LICENSE.len() / 2).expect("in range");
        for text in ["", " \n ", "you may not use this at all", half, &"lorem ".repeat(100_000)] {
            assert_eq!(identify(text), None);
        }
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
