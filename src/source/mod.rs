//! Text that knows its places: a file's bytes, decoded, with its lines.

mod columns;
pub mod csv;
pub mod json;
pub mod toml;

use std::ops::Range;

use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, LineColumn, Place, Region, Span, TreePath};
use crate::domain::statement::Statement;
use crate::messages;

/// A file that was read and decoded. Offsets are bytes of [`SourceFile::text`].
#[derive(Clone, Debug)]
pub struct SourceFile {
    artifact: Artifact,
    text: String,
    /// The offset at which each line begins; the first is 0.
    line_starts: Vec<u32>,
    columns: columns::Columns,
}

/// Why a file could not be read, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Where.
    pub place: Place,
    /// What was expected, what was found.
    pub message: Statement,
}

/// A line without its end (`\n` or `\r\n`).
#[derive(Clone, Copy, Debug)]
pub struct Line<'file> {
    /// The text.
    pub text: &'file str,
    /// The offset of its first byte.
    pub start: usize,
    file: &'file SourceFile,
}

impl SourceFile {
    /// Decodes a file of the tree. A byte-order mark is dropped; without one
    /// the text is UTF-8, or UTF-16 when every other byte of its beginning is
    /// zero, or what a comment of its first two lines declares (PEP 263).
    pub fn new(path: &TreePath, bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        Self::of_artifact(Artifact::Tree(path.clone()), bytes, limits)
    }

    /// Decodes a file of any artifact.
    pub fn of_artifact(artifact: Artifact, bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        let whole =
            |message| ReadError { place: Place { artifact: artifact.clone(), region: None }, message };
        // Offsets are u32: the bound keeps them so, whatever policy says.
        let limit = limits.file_bytes.min(u64::from(u32::MAX) / 4);
        if bytes.len() as u64 > limit {
            return Err(whole(messages::source::too_large(bytes.len(), limit)));
        }
        let text = decode(bytes).map_err(|broken| {
            let region = broken.at.map(|at| Region { start: at, end: at });
            let place = Place { artifact: artifact.clone(), region };
            ReadError { place, message: messages::source::not_text(broken.offset) }
        })?;
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let line_starts = std::iter::once(0).chain(newlines.map(|offset| to_u32(offset + 1)));
        let line_starts = line_starts.collect();
        let columns = columns::Columns::of(&text);
        Ok(Self { artifact, text, line_starts, columns })
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the file is.
    pub const fn artifact(&self) -> &Artifact {
        &self.artifact
    }

    /// Its path in the tree; the root for a file from elsewhere.
    pub fn path(&self) -> TreePath {
        match &self.artifact {
            Artifact::Tree(path) | Artifact::Base(path, _) => path.clone(),
            Artifact::Outside(_) | Artifact::BuiltIn(_) => TreePath::root(),
        }
    }

    /// The lines, without their ends.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let behind = self.line_starts.iter().skip(1).map(|next| *next as usize - 1);
        let ends = behind.chain(std::iter::once(self.text.len()));
        self.line_starts.iter().zip(ends).map(|(start, end)| {
            let start = *start as usize;
            let raw = self.text.get(start..end).unwrap_or_default();
            Line { text: raw.strip_suffix('\r').unwrap_or(raw), start, file: self }
        })
    }

    /// An encoding that a comment of the first two lines declares (PEP 263) and
    /// in which plain letters may stand for something else, line ends among
    /// them: whoever obeys the comment reads another text than this one.
    pub fn encoding_that_hides_lines(&self) -> Option<String> {
        let mut comments = self.lines().take(2).filter(|line| line.text.starts_with('#'));
        let label = comments.find_map(|line| declared_encoding(line.text))?;
        let known = encoding_rs::Encoding::for_label(label.replace("latin-1", "latin1").as_bytes());
        let plain = known.is_some_and(encoding_rs::Encoding::is_ascii_compatible);
        (!plain && label != "ascii").then_some(label)
    }

    /// The place of these bytes.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        let span = self.clamp(bytes);
        let start = self.line_column(span.start);
        // Most places end on the line that they begin on.
        let next_line = self.line_starts.get(start.line as usize);
        let end = if next_line.is_none_or(|next| span.end < *next) {
            let width = self.columns.between(&self.text, span.start, span.end);
            LineColumn { line: start.line, column: start.column.saturating_add(width) }
        } else {
            self.line_column(span.end)
        };
        Place { artifact: self.artifact.clone(), region: Some(Region { start, end }) }
    }

    /// The place of a slice of [`SourceFile::text`], found by its address;
    /// the whole file when it is a slice of something else.
    pub fn place_of(&self, slice: &str) -> Place {
        match (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize) {
            Some(start) if start + slice.len() <= self.text.len() => self.place(start..start + slice.len()),
            _ => self.whole(),
        }
    }

    /// The place of a one-based line and column as a parser's error gives
    /// them (columns in characters): one character wide.
    pub fn place_at(&self, line: usize, column: usize) -> Place {
        let found = self.lines().nth(line.saturating_sub(1));
        let Some(found) = found else { return self.end() };
        let into =
            found.text.char_indices().nth(column.saturating_sub(1)).map_or(found.text.len(), |(at, _)| at);
        let start = found.start + into;
        let width = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.place(start..start + width)
    }

    /// The end of the file.
    pub fn end(&self) -> Place {
        self.place(self.text.len()..self.text.len())
    }

    /// The file as a whole.
    pub fn whole(&self) -> Place {
        Place { artifact: self.artifact.clone(), region: None }
    }

    /// An error at these bytes. Where a merge left its markers in that line,
    /// the error says so instead: that is what has to be mended.
    pub fn error(&self, bytes: Range<usize>, message: Statement) -> ReadError {
        match self.conflict_marker_at(bytes.start) {
            Some(marker) => {
                ReadError { place: self.place_of(marker), message: messages::source::conflict_marker(marker) }
            }
            None => ReadError { place: self.place(bytes), message },
        }
    }

    /// The marker of an unresolved merge at the beginning of this byte's line.
    fn conflict_marker_at(&self, offset: usize) -> Option<&str> {
        let line = self.line_starts.partition_point(|start| *start as usize <= offset);
        let start = *self.line_starts.get(line.checked_sub(1)?)? as usize;
        let line = self.text.get(start..)?.lines().next()?;
        let marker = line.get(..7)?;
        let unbroken = !line.get(7..)?.starts_with(|c: char| !c.is_whitespace());
        let known = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].contains(&marker);
        (known && unbroken).then_some(marker)
    }

    fn clamp(&self, bytes: Range<usize>) -> Span {
        let end = bytes.end.min(self.text.len());
        Span { start: to_u32(bytes.start.min(end)), end: to_u32(end) }
    }

    fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.columns.between(&self.text, start, offset);
        LineColumn { line: to_u32(line), column: column.saturating_add(1) }
    }
}

impl Line<'_> {
    /// The line's place.
    pub fn place(&self) -> Place {
        self.file.place(self.start..self.start + self.text.len())
    }

    /// The place of a part of the line, by offsets in its text.
    pub fn part(&self, bytes: Range<usize>) -> Place {
        self.file.place(self.start + bytes.start..self.start + bytes.end)
    }

    /// An error that says what the line should be.
    pub fn expected(&self, expected: &str) -> ReadError {
        ReadError { place: self.place(), message: messages::source::expected(expected, shorten(self.text)) }
    }
}

/// Text for a message: at most 120 characters of it.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// UTF-8 or UTF-16 to text; the error is the offset of the first bad byte.
fn decode(mut bytes: Vec<u8>) -> Result<String, NotText> {
    let zero_at = |index: usize| bytes.get(index) == Some(&0);
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => {
            bytes.drain(..3);
        }
        [0xFF, 0xFE, rest @ ..] => return decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return decode_utf16(rest, u16::from_be_bytes),
        [_, _, _, _, ..] if zero_at(1) && zero_at(3) => return decode_utf16(&bytes, u16::from_le_bytes),
        [_, _, _, _, ..] if zero_at(0) && zero_at(2) => return decode_utf16(&bytes, u16::from_be_bytes),
        _ => {}
    }
    String::from_utf8(bytes).or_else(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let at = || NotText { offset, at: Some(line_column_behind(bytes.get(..offset).unwrap_or_default())) };
        decode_as_declared(&bytes).ok_or_else(at)
    })
}

/// Where bytes begin that are no text.
struct NotText {
    offset: usize,
    /// The same for people, where the bytes before it are text.
    at: Option<LineColumn>,
}

/// The line and column behind text.
fn line_column_behind(text: &[u8]) -> LineColumn {
    let text = String::from_utf8_lossy(text);
    let line = text.matches('\n').count() + 1;
    let begun = text.rsplit('\n').next().unwrap_or_default();
    LineColumn { line: to_u32(line), column: to_u32(begun.encode_utf16().count() + 1) }
}

/// Text that isn't UTF-8 and says in a comment of its first two lines what it
/// is, as Python's files and pip's do (`# -*- coding: gbk -*-`).
/// Source: PEP 263, "Defining the Encoding".
fn decode_as_declared(bytes: &[u8]) -> Option<String> {
    let lines = bytes.split(|byte| *byte == b'\n').take(2);
    let mut comments = lines.filter(|line| line.trim_ascii_start().starts_with(b"#"));
    let label = comments.find_map(|line| declared_encoding(&String::from_utf8_lossy(line)))?;
    let encoding = encoding_rs::Encoding::for_label(label.replace("latin-1", "latin1").as_bytes())?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// The name behind the first `coding:` or `coding=`.
fn declared_encoding(comment: &str) -> Option<String> {
    let mut behind = comment.match_indices("coding").filter_map(|(at, word)| comment.get(at + word.len()..));
    let label = behind.find_map(|behind| behind.strip_prefix([':', '=']))?.trim_start();
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(label.len());
    label.get(..end).map(|label| label.to_ascii_lowercase().replace('_', "-"))
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(NotText { offset: bytes.len(), at: None });
    }
    let decoded = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    decoded
        .enumerate()
        .map(|(index, unit)| unit.map_err(|_| NotText { offset: index * 2, at: None }))
        .collect()
}

/// Offsets fit: [`SourceFile::of_artifact`] refuses longer files.
fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Limits, SourceFile, TreePath};

    fn file(bytes: &[u8]) -> SourceFile {
        let path = TreePath::new("lock").expect("a sound path");
        SourceFile::new(&path, bytes.to_vec(), &Limits::DEFAULT).expect("text")
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn byte_order_marks_utf16_and_crlf_are_read_alike() {
        let text = "a = 1\r\nb = \"锁\"\r\n";
        let marked = format!("\u{feff}{text}");
        let files = [
            file(text.as_bytes()),
            file(marked.as_bytes()),
            file(&utf16(&marked, u16::to_le_bytes)),
            file(&utf16(&marked, u16::to_be_bytes)),
            file(&utf16(text, u16::to_le_bytes)),
        ];
        for file in files {
            assert_eq!(file.text(), text);
            assert_eq!(file.lines().map(|line| line.text).collect::<Vec<_>>(), ["a = 1", "b = \"锁\"", ""]);
        }
    }

    #[test]
    fn an_encoding_that_a_comment_declares_is_read_where_the_text_is_no_utf8() {
        let declared = |line: &str, bytes: &[u8]| [line.as_bytes(), b"\n# ", bytes, b"\n"].concat();
        assert_eq!(
            file(&declared("# -*- coding: gbk -*-", b"\xcb\xf8")).lines().nth(1).map(|l| l.text),
            Some("# 锁")
        );
        assert_eq!(
            file(&declared("# vim: set fileencoding=latin-1 :", b"\xe9")).lines().nth(1).map(|l| l.text),
            Some("# é")
        );
        let path = TreePath::new("lock").expect("a sound path");
        for line in ["coding: gbk", "# coding: unheard-of", "#\n#\n# coding: gbk", "# coding: utf-8"] {
            let bytes = declared(line, b"\xcb\xf8");
            assert!(SourceFile::new(&path, bytes, &Limits::DEFAULT).is_err(), "{line}");
        }
    }

    #[test]
    fn columns_count_utf16_units() {
        let file = file("x\n😀b\n".as_bytes());
        let start = file.text().find('b').expect("there is one");
        assert_eq!(file.place(start..start + 1).to_string(), "lock:2:3");
        assert_eq!(file.end().to_string(), "lock:3:1");
        assert_eq!(file.place_at(2, 2).to_string(), "lock:2:3");
    }

    #[test]
    fn a_slice_is_found_by_its_address() {
        let file = file(b"one one");
        let second = file.text().get(4..).expect("in range");
        assert_eq!(file.place_of(second).to_string(), "lock:1:5");
        assert_eq!(file.place_of("elsewhere").to_string(), "lock");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_offset() {
        let path = TreePath::new("lock").expect("a sound path");
        let error = SourceFile::new(&path, b"ab\xff\xfec".to_vec(), &Limits::DEFAULT).expect_err("not text");
        assert_eq!(error.message.arguments, ["2"]);
    }

    #[test]
    fn a_file_over_the_bound_is_refused() {
        let path = TreePath::new("lock").expect("a sound path");
        let limits = Limits { file_bytes: 3, ..Limits::DEFAULT };
        assert!(SourceFile::new(&path, b"abcd".to_vec(), &limits).is_err());
    }
}
