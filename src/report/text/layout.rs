//! Lines of a terminal: widths, wrapping and colour.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Effects};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::domain::statement::Statement;
use crate::messages::{self, Language};
use crate::report::words::NO_BREAK;
use crate::report::{Colour, Detail, Style};

/// What a piece of text means, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Heading,
    Bad,
    Doubtful,
    Good,
    Noted,
    Faint,
}

impl Tone {
    const fn style(self) -> anstyle::Style {
        let style = anstyle::Style::new();
        match self {
            Self::Plain => style,
            Self::Heading => style.effects(Effects::BOLD),
            Self::Bad => AnsiColor::Red.on_default().effects(Effects::BOLD),
            Self::Doubtful => AnsiColor::Yellow.on_default(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Noted => AnsiColor::Cyan.on_default(),
            Self::Faint => style.effects(Effects::DIMMED),
        }
    }
}

/// A page that is written line by line.
pub(super) struct Page<'out> {
    out: &'out mut dyn Write,
    style: Style,
}

impl<'out> Page<'out> {
    pub(super) fn new(out: &'out mut dyn Write, style: Style) -> Self {
        Self { out, style }
    }

    pub(super) const fn language(&self) -> Language {
        self.style.language
    }

    pub(super) const fn detail(&self) -> Detail {
        self.style.detail
    }

    /// The columns behind a margin.
    pub(super) const fn room(&self, margin: usize) -> usize {
        self.style.width.saturating_sub(margin)
    }

    pub(super) fn say(&self, statement: &Statement) -> String {
        messages::say(statement, self.style.language)
    }

    /// The text in the colour of its meaning. Not to be measured afterwards.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        match (self.style.colour, tone) {
            (Colour::Never, _) | (_, Tone::Plain) => text.to_owned(),
            (Colour::Always, tone) => {
                let style = tone.style();
                format!("{}{text}{}", style.render(), style.render_reset())
            }
        }
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.blank()
    }

    /// A section's heading, with an empty line before it.
    pub(super) fn heading(&mut self, statement: &Statement) -> io::Result<()> {
        let heading = self.paint(Tone::Heading, &self.say(statement));
        self.blank()?;
        self.line(&heading)
    }

    /// A text behind a label; further lines begin below the first one's text.
    pub(super) fn labelled(&mut self, label: &Label<'_>, text: &str) -> io::Result<()> {
        let margin = label.indent + label.column;
        let room = self.room(margin);
        let gap = label.column.saturating_sub(label.text.width());
        let painted = self.paint(label.tone, label.text);
        let mut before = format!("{:indent$}{painted}{:gap$}", "", "", indent = label.indent);
        for piece in wrap(text, room) {
            let piece = piece.replace(NO_BREAK, " ");
            self.line(format!("{before}{piece}").trim_end())?;
            before = " ".repeat(margin);
        }
        Ok(())
    }

    /// A text that stands `indent` columns in.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) -> io::Result<()> {
        self.labelled(&Label { indent, column: 0, text: "", tone: Tone::Plain }, text)
    }
}

/// What stands before a text, and how wide its column is.
pub(super) struct Label<'text> {
    /// Columns before it.
    pub(super) indent: usize,
    /// Columns from its beginning to the text's.
    pub(super) column: usize,
    /// The label.
    pub(super) text: &'text str,
    /// Its colour.
    pub(super) tone: Tone,
}

/// The text with spaces behind it, up to that many columns.
pub(super) fn pad(text: &str, columns: usize) -> Cow<'_, str> {
    match columns.saturating_sub(text.width()) {
        0 => Cow::Borrowed(text),
        missing => Cow::Owned(format!("{text}{:missing$}", "")),
    }
}

/// The beginning of a text that fits into so many columns, with a mark where
/// it was cut.
pub(super) fn clip(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += c.width().unwrap_or(0);
        used <= columns
    });
    let kept: String = kept.collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// The columns of the widest of these texts.
pub(super) fn widest<'text>(texts: impl IntoIterator<Item = &'text str>) -> usize {
    texts.into_iter().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Breaks a text into lines of at most so many columns: at spaces, and
/// between Chinese characters. A word that is wider, such as a path, keeps a
/// line of its own and is never cut, so that it can be copied.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let columns = columns.max(20);
    if text.width() <= columns {
        return vec![text];
    }
    let mut lines = Vec::new();
    let mut start = 0;
    let mut used = 0;
    for (at, word) in words(text) {
        let width = word.width();
        let visible = word.trim_end().width();
        if used > 0 && used + visible > columns {
            lines.push(text.get(start..at).unwrap_or_default().trim_end());
            start = at;
            used = 0;
        }
        used += width;
    }
    lines.push(text.get(start..).unwrap_or_default().trim_end());
    lines
}

/// The pieces between which a line may break, each with its offset.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            words.push((start, text.get(start..at).unwrap_or_default()));
            start = at;
        }
        before = Some(c);
    }
    words.push((start, text.get(start..).unwrap_or_default()));
    words
}

fn may_break(before: char, after: char) -> bool {
    let after_space = before == ' ' && after != ' ';
    if before.is_ascii() && after.is_ascii() {
        return after_space;
    }
    let wide = |c: char| c.width() == Some(2);
    let closes = "，。；：、？！）》」』”’".contains(after);
    let opens = "（《「『“‘".contains(before);
    after_space
        || ((wide(before) || wide(after))
            && after != ' '
            && !closes
            && !opens
            && before != '`'
            && after != '`')
}

#[cfg(test)]
mod tests {
    use super::{clip, pad, wrap};

    #[test]
    fn a_cut_text_fits_and_says_that_it_was_cut() {
        assert_eq!(clip("as it is", 8), "as it is");
        assert_eq!(clip("not as it is", 8), "not as…");
        assert_eq!(clip("含有已知漏洞", 8), "含有已…");
    }

    #[test]
    fn lines_break_at_spaces_and_keep_long_words_whole() {
        let path = "web/apps/storefront/package-lock.json:1204:7";
        let text = format!("a word and {path} and another word");
        assert_eq!(wrap(&text, 24), ["a word and", path, "and another word"]);
        assert_eq!(wrap("short", 24), ["short"]);
    }

    #[test]
    fn chinese_breaks_between_characters_and_not_before_a_full_stop() {
        let lines = wrap("这个组件含有已知漏洞请升级。再次运行检查", 26);
        assert_eq!(lines, ["这个组件含有已知漏洞请升", "级。再次运行检查"]);
        for line in lines {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 26, "{line}");
        }
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(pad("符合", 6), "符合  ");
        assert_eq!(pad("met", 6), "met   ");
    }
}
