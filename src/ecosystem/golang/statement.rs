//! The lines of `go.mod` and `go.work`: a verb and its words, in blocks or alone.
//!
//! Grammar: <https://go.dev/ref/mod#go-mod-file-lexical>.

use std::ops::Range;

use crate::messages::ecosystem as say;
use crate::messages::source::{ends_early, expected};
use crate::source::{Line, ReadError, SourceFile, shorten};

/// A word of a line: an identifier, a quoted text without its quotes, or `=>`.
#[derive(Clone, Debug)]
pub(super) struct Word<'file> {
    pub(super) text: &'file str,
    /// Its bytes in the file, quotes included.
    pub(super) span: Range<usize>,
}

/// A line that says something, without its block's verb.
#[derive(Clone, Debug)]
pub(super) struct Statement<'file> {
    pub(super) verb: &'file str,
    pub(super) words: Vec<Word<'file>>,
    /// What stands behind `//`.
    pub(super) comment: Option<&'file str>,
    pub(super) line: Line<'file>,
}

impl Statement<'_> {
    /// The bytes from the first word to the last.
    pub(super) fn span(&self) -> Range<usize> {
        let start = self.words.first().map_or(self.line.start, |word| word.span.start);
        start..self.words.last().map_or(start, |word| word.span.end)
    }
}

/// Every statement of the file, and what could not be read.
pub(super) fn read(file: &SourceFile) -> (Vec<Statement<'_>>, Vec<ReadError>) {
    let mut statements = Vec::new();
    let mut errors = Vec::new();
    let mut block: Option<&str> = None;
    for line in file.lines() {
        let (mut words, comment) = match split(line) {
            Ok(found) => found,
            Err(span) => {
                errors.push(file.error(span, say::go_word(shorten(line.text))));
                continue;
            }
        };
        let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
        match (block, texts.as_slice()) {
            (_, []) => {}
            (Some(_), [")"]) => block = None,
            (None, [verb, "("]) => block = Some(verb),
            (_, texts)
                if texts.iter().any(|text| matches!(*text, "(" | ")"))
                    && texts.first() != Some(&"retract") =>
            {
                errors.push(file.error(
                    line.start..line.start + line.text.len(),
                    expected("`verb (`, `)`, or a line without parentheses", shorten(line.text)),
                ));
            }
            (Some(verb), _) => statements.push(Statement { verb, words, comment, line }),
            (None, [verb, ..]) => {
                words.remove(0);
                statements.push(Statement { verb, words, comment, line });
            }
        }
    }
    if block.is_some() {
        errors.push(ReadError { place: file.end(), message: ends_early("`)`") });
    }
    (statements, errors)
}

type Split<'file> = (Vec<Word<'file>>, Option<&'file str>);

/// The words of a line, and its comment; the error is where a word is broken.
fn split(line: Line<'_>) -> Result<Split<'_>, Range<usize>> {
    let mut words = Vec::new();
    let mut rest = line.text.trim_start();
    while let Some(first) = rest.chars().next() {
        let start = line.start + (line.text.len() - rest.len());
        if let Some(comment) = rest.strip_prefix("//") {
            return Ok((words, Some(comment)));
        }
        if rest.starts_with("/*") {
            return Err(start..start + rest.len());
        }
        let (text, length) = match first {
            '(' | ')' | '[' | ']' | '{' | '}' | ',' => (rest.get(..1).unwrap_or_default(), 1),
            quote @ ('"' | '`') => {
                let inside = rest.get(1..).unwrap_or_default();
                let closed = inside.split_once(quote).map(|(inside, _)| inside);
                // No module path and no version needs an escape.
                let plain = closed.filter(|inside| quote == '`' || !inside.contains('\\'));
                let text = plain.ok_or(start..start + rest.len())?;
                (text, text.len() + 2)
            }
            _ => {
                let end = |(at, c): (usize, char)| {
                    let stops = c.is_whitespace() || "()[]{},".contains(c);
                    (stops || rest.get(at..).is_some_and(|rest| rest.starts_with("//"))).then_some(at)
                };
                let length = rest.char_indices().find_map(end).unwrap_or(rest.len());
                (rest.get(..length).unwrap_or_default(), length)
            }
        };
        words.push(Word { text, span: start..start + length });
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok((words, None))
}
