//! How wide words are, how they break, and how they stand in XML.
//!
//! No font is asked: widths are those of a common sans-serif, a little wide, so
//! that words stay in their boxes whatever font the viewer has.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use crate::messages;

/// Hundredths of the font's size that a character takes.
fn share(c: char) -> i32 {
    match c {
        c if c.width().unwrap_or_default() > 1 => 102,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 30,
        'f' | 'r' | 't' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' => 38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 90,
        c if c.is_uppercase() => 70,
        _ => 58,
    }
}

/// The width of a text in pixels at a size of the font.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let shares: i32 = text.chars().map(share).fold(0, i32::saturating_add);
    shares.saturating_mul(size) / 100
}

/// The text cut to a width, with `…` where something is cut off.
pub(super) fn cut(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room = room - width("…", size);
    let mut kept = String::new();
    let mut taken = 0;
    for c in text.chars() {
        taken += share(c) * size;
        if taken / 100 > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// The text in at most so many lines of a width. A line ends behind a space or
/// a dash where one stands in its second half, else anywhere.
pub(super) fn wrap(text: &str, size: i32, room: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 >= most || width(rest, size) <= room {
            lines.push(cut(rest, size, room));
            break;
        }
        let (line, after) = rest.split_at(end_of_line(rest, size, room));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    if lines.is_empty() {
        lines.push("–".to_owned());
    }
    lines
}

/// Where the first line of a text that is too wide ends, in bytes.
fn end_of_line(text: &str, size: i32, room: i32) -> usize {
    let (mut taken, mut fits, mut good) = (0, 0, None);
    for (at, c) in text.char_indices() {
        taken += share(c) * size;
        if taken / 100 > room {
            break;
        }
        fits = at + c.len_utf8();
        if matches!(c, ' ' | '-' | '_' | '/' | '.' | '，' | '、') && fits * 2 >= text.len().min(fits * 3) {
            good = Some(fits);
        }
    }
    let first = text.chars().next().map_or(1, char::len_utf8);
    good.unwrap_or(fits).max(first)
}

/// A text as XML may hold it, in an attribute too: what hides itself is shown
/// escaped, as everywhere.
pub(super) fn xml(text: &str) -> String {
    let shown = messages::escape(text);
    let mut safe = String::with_capacity(shown.len());
    for c in shown.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // No XML may hold these, whatever stands for them.
            '\u{fffe}' | '\u{ffff}' => drop(write!(safe, "{}", c.escape_unicode())),
            c => safe.push(c),
        }
    }
    safe
}

/// A number of things as a number of pixels is counted.
pub(super) fn count(things: usize) -> i32 {
    i32::try_from(things).unwrap_or(i32::MAX / 1000).min(i32::MAX / 1000)
}

#[cfg(test)]
mod tests {
    use super::{cut, width, wrap, xml};

    #[test]
    fn lines_stay_in_their_room_whatever_the_words() {
        for text in [
            "a",
            "the order service of the bank",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "支付网关与清算系统之间的接口服务程序",
            "",
            "   ",
        ] {
            let lines = wrap(text, 13, 100, 2);
            assert!((1..=2).contains(&lines.len()), "{lines:?}");
            assert!(lines.iter().all(|line| !line.is_empty() && width(line, 13) <= 100), "{lines:?}");
        }
        assert_eq!(wrap("card data store", 13, 70, 3), ["card data", "store"]);
    }

    #[test]
    fn what_is_cut_says_so_and_what_fits_is_whole() {
        assert_eq!(cut("short", 13, 200), "short");
        let cut = cut("a name that goes on and on", 13, 80);
        assert!(cut.ends_with('…') && width(&cut, 13) <= 80, "{cut}");
    }

    #[test]
    fn nothing_of_a_model_becomes_markup() {
        assert_eq!(xml("<script>'\"&"), "&lt;script&gt;&#39;&quot;&amp;");
        assert_eq!(xml("a\u{7}\u{202e}b\u{ffff}"), "a\\u{7}\\u{202e}b\\u{ffff}");
    }
}
