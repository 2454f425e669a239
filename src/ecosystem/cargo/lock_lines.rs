//! The lines that Cargo writes into a `Cargo.lock`, read without a TOML parser.
//!
//! This is ten times as fast as parsing TOML, and it knows its limits: it reads
//! the exact shape that Cargo has written since 2015 and gives up, with `None`,
//! at the first line of any other shape. The full parser then reads the file
//! and says what is wrong, if anything is. Where both can read, both give the
//! same: a test compares them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::raw_lock::{Draft, RawLock, RawText};
use crate::source::{Line, SourceFile};

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Before the first header.
    Top,
    /// In a `[[package]]`.
    Package,
    /// Between the brackets of a package's `dependencies`.
    Dependencies,
    /// In a `[[patch.unused]]`: a patch that nothing uses, no part of the graph.
    UnusedPatch,
    /// In `[metadata]`, where version 1 keeps the checksums.
    Metadata,
}

struct Reader<'file> {
    lock: RawLock<'file>,
    section: Section,
    draft: Draft<'file>,
    /// The keys of `[metadata]`, once it has begun.
    metadata: Option<HashSet<&'file str>>,
}

/// Reads a file of the shape that Cargo writes; `None` for any other.
pub(super) fn read(file: &SourceFile) -> Option<RawLock<'_>> {
    if !is_plain(file.text()) {
        return None;
    }
    let mut reader =
        Reader { lock: RawLock::default(), section: Section::Top, draft: Draft::default(), metadata: None };
    for line in file.lines() {
        reader.line(line)?;
    }
    reader.close()?;
    Some(reader.lock)
}

impl<'file> Reader<'file> {
    fn line(&mut self, line: Line<'file>) -> Option<()> {
        if self.section == Section::Dependencies {
            return self.dependency(line);
        }
        match line.text.as_bytes().first() {
            None | Some(b'#') => Some(()),
            Some(b'[') => self.header(line.text),
            Some(_) => self.key(line),
        }
    }

    fn header(&mut self, text: &str) -> Option<()> {
        self.close()?;
        self.section = match text {
            "[[package]]" => Section::Package,
            "[[patch.unused]]" => Section::UnusedPatch,
            "[metadata]" if self.metadata.is_none() => {
                self.metadata = Some(HashSet::new());
                Section::Metadata
            }
            _ => return None,
        };
        Some(())
    }

    /// Ends the section that was open.
    fn close(&mut self) -> Option<()> {
        let draft = std::mem::take(&mut self.draft);
        match self.section {
            Section::Top | Section::Metadata => Some(()),
            Section::Package => draft.finish(&mut self.lock),
            Section::UnusedPatch if draft.dependencies.is_none() => Some(()),
            Section::UnusedPatch | Section::Dependencies => None,
        }
    }

    fn key(&mut self, line: Line<'file>) -> Option<()> {
        if self.section == Section::Metadata {
            return self.checksum(line);
        }
        let space = memchr::memchr(b' ', line.text.as_bytes())?;
        let (key, value) = line.text.split_at_checked(space)?;
        let value = value.strip_prefix(" = ")?;
        let value_at = line.start + key.len() + 3;
        match (self.section, key) {
            (Section::Top, "version") if self.lock.version.is_none() => {
                let plain = value.len() < 10 && value.bytes().all(|byte| byte.is_ascii_digit());
                let number = value.parse().ok().filter(|_| plain && !value.starts_with('0'))?;
                self.lock.version = Some((number, value_at..value_at + value.len()));
            }
            (Section::Package, "dependencies") if value == "[" && self.draft.dependencies.is_none() => {
                let first = self.lock.dependencies.len();
                self.draft.dependencies = Some(first..first);
                self.section = Section::Dependencies;
            }
            (Section::Package | Section::UnusedPatch, _) => {
                let text = quoted(value, value_at)?;
                let slot = self.draft.text(key)?;
                if slot.is_some() {
                    return None;
                }
                *slot = Some(text);
            }
            _ => return None,
        }
        Some(())
    }

    /// ` "name",`, or the bracket that ends the list.
    fn dependency(&mut self, line: Line<'file>) -> Option<()> {
        if line.text == "]" {
            self.section = Section::Package;
            return Some(());
        }
        let value = line.text.strip_prefix(' ')?.strip_suffix(',')?;
        self.lock.dependencies.push(quoted(value, line.start + 1)?);
        if let Some(range) = &mut self.draft.dependencies {
            range.end = self.lock.dependencies.len();
        }
        Some(())
    }

    /// `"checksum name version (source)" = "digits"`.
    fn checksum(&mut self, line: Line<'file>) -> Option<()> {
        let (key, value) = line.text.split_once("\" = \"")?;
        let key_text = key.strip_prefix('"')?;
        let value_text = value.strip_suffix('"')?;
        let key_end = line.start + key.len() + 1;
        let is_new = self.metadata.as_mut()?.insert(key_text);
        if !is_new || key_text.contains('"') || value_text.contains('"') {
            return None;
        }
        let value_at = key_end + 3;
        self.lock.metadata.push((
            RawText { text: Cow::Borrowed(key_text), span: line.start..key_end },
            RawText { text: Cow::Borrowed(value_text), span: value_at..value_at + value_text.len() + 2 },
        ));
        Some(())
    }
}

/// A string between its quotation marks.
fn quoted(value: &str, start: usize) -> Option<RawText<'_>> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    let is_one = memchr::memchr(b'"', text.as_bytes()).is_none();
    is_one.then(|| RawText { text: Cow::Borrowed(text), span: start..start + value.len() })
}

/// Whether the text has nothing that means more than itself: no escape, no
/// control character but the ends of lines. It is looked at once as a whole,
/// which takes a fraction of looking at each string.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let odd = |byte: &u8| (*byte < b' ' && !matches!(byte, b'\n' | b'\r')) || matches!(byte, b'\\' | 0x7f);
    let is_end = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    // Nothing is left early, so that the compiler can take many bytes at a time.
    let has_odd = bytes.iter().fold(false, |found, byte| found | odd(byte));
    !has_odd && memchr::memchr_iter(b'\r', bytes).all(is_end)
}
