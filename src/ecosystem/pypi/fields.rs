//! Fields of a TOML table, taken with the error that says what they should be.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::component::IntegrityHash;
use crate::domain::ports::Files;
use crate::messages::{ecosystem as say, source};
use crate::source::{ReadError, SourceFile, shorten};

pub(super) type Value<'doc> = Spanned<DeValue<'doc>>;

/// A text with the bytes that state it.
#[derive(Clone, Debug)]
pub(super) struct Text<'doc> {
    pub(super) text: &'doc str,
    pub(super) span: Range<usize>,
}

/// A table of a document, with the errors that reading it left behind.
pub(super) struct Fields<'doc, 'errors> {
    pub(super) file: &'doc SourceFile,
    pub(super) files: &'doc dyn Files,
    pub(super) table: &'doc DeTable<'doc>,
    pub(super) errors: &'errors mut Vec<ReadError>,
}

impl<'doc> Fields<'doc, '_> {
    /// The same reader on another table.
    pub(super) fn on<'more>(&'more mut self, table: &'doc DeTable<'doc>) -> Fields<'doc, 'more> {
        Fields { file: self.file, files: self.files, table, errors: self.errors }
    }

    /// The text of a key; anything else is an error and no text.
    pub(super) fn text(&mut self, key: &str) -> Option<Text<'doc>> {
        let value = self.table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            let message = source::expected_text(key, found(self.file, value));
            self.errors.push(self.file.error(value.span(), message));
        }
        text.map(|text| Text { text, span: value.span() })
    }

    /// The table of a key; anything else is an error.
    pub(super) fn table(&mut self, key: &str) -> Option<&'doc DeTable<'doc>> {
        let value = self.table.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            let message = source::expected_object(key, found(self.file, value));
            self.errors.push(self.file.error(value.span(), message));
        }
        table
    }

    /// The entries of a list; anything else is an error and no entries.
    pub(super) fn list(&mut self, key: &str) -> impl Iterator<Item = &'doc Value<'doc>> + use<'doc> {
        let value = self.table.get(key);
        let list = value.and_then(|value| value.get_ref().as_array());
        if let (Some(value), None) = (value, list) {
            let message = source::expected_list(key, found(self.file, value));
            self.errors.push(self.file.error(value.span(), message));
        }
        list.into_iter().flatten()
    }

    /// The tables of a list; entries that aren't tables are errors.
    pub(super) fn tables(&mut self, key: &str) -> Vec<(&'doc DeTable<'doc>, Range<usize>)> {
        let mut tables = Vec::new();
        for value in self.list(key) {
            let table = value.get_ref().as_table();
            if table.is_none() {
                let message = source::expected_object(key, found(self.file, value));
                self.errors.push(self.file.error(value.span(), message));
            }
            tables.extend(table.map(|table| (table, value.span())));
        }
        tables
    }

    /// `hash = "sha256:…"` of a file's table; no key is no hash.
    pub(super) fn hash(&mut self) -> Option<IntegrityHash> {
        let stated = self.text("hash")?;
        match stated.text.split_once(':') {
            Some((algorithm, value)) if !algorithm.is_empty() && !value.is_empty() => {
                Some(IntegrityHash { algorithm: algorithm.to_ascii_lowercase().into(), value: value.into() })
            }
            _ => {
                let message = say::python_not_a_hash(shorten(stated.text));
                self.errors.push(self.file.error(stated.span, message));
                None
            }
        }
    }
}

/// The beginning of what stands there, for an error.
pub(super) fn found(file: &SourceFile, value: &Value<'_>) -> String {
    let text = file.text().get(value.span()).unwrap_or_default();
    shorten(text.lines().next().unwrap_or_default())
}
