//! A `Cargo.lock` of any shape, read as a TOML document.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::raw_lock::{Draft, RawLock, RawText};
use crate::domain::statement::Statement;
use crate::messages::ecosystem as say;
use crate::messages::source::expected;
use crate::source::{ReadError, SourceFile, shorten, toml as document};

type Value<'file> = Spanned<DeValue<'file>>;

struct Reader<'file> {
    file: &'file SourceFile,
    lock: RawLock<'file>,
}

/// Reads the whole document. What isn't understood in it becomes an error
/// beside the packages that are.
pub(super) fn read(file: &SourceFile) -> Result<RawLock<'_>, ReadError> {
    let mut reader = Reader { file, lock: RawLock::default() };
    for (key, value) in document::parse(file)? {
        match (&**key.get_ref(), value.span(), value.into_inner()) {
            ("version", span, DeValue::Integer(number)) => {
                let parsed = i64::from_str_radix(number.as_str(), number.radix());
                reader.lock.version = Some((parsed.unwrap_or(i64::MAX), span));
            }
            ("package", _, DeValue::Array(packages)) => {
                for package in packages {
                    reader.package(package);
                }
            }
            ("root", span, value @ DeValue::Table(_)) => reader.package(Spanned::new(span, value)),
            ("metadata", _, DeValue::Table(metadata)) => reader.metadata(metadata),
            ("patch", _, DeValue::Table(patch)) if patch.keys().all(|key| key.get_ref() == "unused") => {}
            (name, _, _) => reader.unexpected(key.span(), say::cargo_lock_top_key(shorten(name))),
        }
    }
    Ok(reader.lock)
}

impl<'file> Reader<'file> {
    fn package(&mut self, value: Value<'file>) {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return self.expected(span, "a `[[package]]` table");
        };
        let mut draft = Draft::default();
        for (key, value) in table {
            let name = &**key.get_ref();
            match (draft.text(name), value.span(), value.into_inner()) {
                (Some(slot), span, DeValue::String(text)) => *slot = Some(RawText { text, span }),
                (None, _, DeValue::Array(list)) if name == "dependencies" => {
                    let first = self.lock.dependencies.len();
                    self.dependencies(list);
                    draft.dependencies = Some(first..self.lock.dependencies.len());
                }
                _ => self.unexpected(key.span(), say::cargo_lock_package_key(shorten(name))),
            }
        }
        if draft.finish(&mut self.lock).is_none() {
            self.unexpected(span, say::cargo_lock_incomplete_package());
        }
    }

    fn dependencies(&mut self, list: DeArray<'file>) {
        for entry in list {
            let span = entry.span();
            match entry.into_inner() {
                DeValue::String(text) => self.lock.dependencies.push(RawText { text, span }),
                _ => self.expected(span, "`\"name\"`, `\"name version\"` or `\"name version (source)\"`"),
            }
        }
    }

    fn metadata(&mut self, table: DeTable<'file>) {
        for (key, value) in table {
            let (key_span, value_span) = (key.span(), value.span());
            match value.into_inner() {
                DeValue::String(text) => self.lock.metadata.push((
                    RawText { text: key.into_inner(), span: key_span },
                    RawText { text, span: value_span },
                )),
                _ => self.expected(value_span, "a checksum"),
            }
        }
    }

    fn expected(&mut self, span: Range<usize>, what: &str) {
        let found = shorten(self.file.text().get(span.clone()).unwrap_or_default());
        self.unexpected(span, expected(what, found));
    }

    fn unexpected(&mut self, span: Range<usize>, message: Statement) {
        self.lock.errors.push(self.file.error(span, message));
    }
}
