//! Small parts of SARIF, typed where `serde-sarif` has plain text.

use std::borrow::Cow;

use serde_json::Value;
use serde_sarif::sarif::{Message, MultiformatMessageString, PropertyBag, ResultLevel};

use crate::domain::rule::Level;

/// A level's value in a rule's configuration.
pub(super) const fn level_word(level: Level) -> &'static str {
    match level {
        Level::Block => "error",
        Level::Warn => "warning",
        Level::Note | Level::Off => "note",
    }
}

/// A result's level.
pub(super) const fn result_level(level: Level) -> ResultLevel {
    match level {
        Level::Block => ResultLevel::Error,
        Level::Warn => ResultLevel::Warning,
        Level::Note | Level::Off => ResultLevel::Note,
    }
}

/// A message of plain text.
pub(super) fn message(text: impl Into<String>) -> Message {
    Message { text: Some(text.into()), ..Message::default() }
}

/// A rule's text in both forms.
pub(super) fn texts(text: String, markdown: String) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).markdown(markdown).build()
}

/// A rule's text.
pub(super) fn plain(text: String) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

/// A bag of properties, of a JSON object.
pub(super) fn properties(tags: Option<Vec<String>>, object: Value) -> PropertyBag {
    let additional = match object {
        Value::Object(object) => object.into_iter().collect(),
        _ => std::collections::BTreeMap::new(),
    };
    PropertyBag { tags, additional_properties: additional }
}

/// Text that a message shows as it is: `[text](1)` would be a link
/// (section 3.11.6).
pub(super) fn unlinked(text: &str) -> Cow<'_, str> {
    if text.contains("](") { Cow::Owned(bracketless(text)) } else { Cow::Borrowed(text) }
}

/// The text of a link: no bracket in it may end the link early.
pub(super) fn link(text: &str, id: i64) -> String {
    format!("[{}]({id})", bracketless(text))
}

fn bracketless(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// At most that many UTF-16 code units, as hosts count.
pub(super) fn clip(text: &str, units: usize) -> Cow<'_, str> {
    if text.len() <= units || text.encode_utf16().count() <= units {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= units
    });
    let mut kept: String = kept.collect();
    kept.push('…');
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::{clip, link, unlinked};

    #[test]
    fn a_name_never_becomes_a_link() {
        assert_eq!(unlinked("requests[security]"), "requests[security]");
        assert_eq!(unlinked("x [click](https://evil.example)"), "x \\[click\\](https://evil.example)");
        assert_eq!(link("a](https://evil.example) b", 1), "[a\\](https://evil.example) b](1)");
    }

    #[test]
    fn a_clipped_text_keeps_within_the_limit_and_says_so() {
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "ab…");
        assert_eq!(clip("😀😀😀", 4), "😀…");
    }
}
