//! The entries of an overlay: lists of tables whose fields are all known, every
//! error with its place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::statement::Statement;
use crate::messages::policy as say;
use crate::nearest::nearest;
use crate::source::{ReadError, SourceFile, shorten};

type Value<'file> = Spanned<DeValue<'file>>;

/// A file while it is read, and what is wrong with it so far.
pub(super) struct Reading<'file> {
    file: &'file SourceFile,
    errors: Vec<ReadError>,
}

/// One entry: its fields, none of them unknown.
pub(super) struct Entry<'table> {
    name: &'static str,
    span: Range<usize>,
    values: BTreeMap<&'static str, &'table Value<'table>>,
}

impl<'file> Reading<'file> {
    pub(super) const fn new(file: &'file SourceFile) -> Self {
        Self { file, errors: Vec::new() }
    }

    /// What is wrong, in the order of the file.
    pub(super) fn into_errors(mut self) -> Vec<ReadError> {
        self.errors.sort_by(|a, b| a.place.cmp(&b.place));
        self.errors
    }

    pub(super) fn error(&mut self, span: Range<usize>, message: Statement) {
        self.errors.push(self.file.error(span, message));
    }

    /// What the file says at these bytes, shortened.
    pub(super) fn found(&self, span: Range<usize>) -> String {
        shorten(self.file.text().get(span).unwrap_or_default())
    }

    /// A name that nothing has.
    pub(super) fn unknown(&mut self, span: Range<usize>, name: &str, known: &[&'static str]) {
        let message = match nearest(name, known.iter().copied()) {
            Some(near) => say::unknown_key_near(shorten(name), near),
            None => say::unknown_key(shorten(name)),
        };
        self.error(span, message);
    }

    /// The entries of a list of tables.
    pub(super) fn entries<'table>(
        &mut self,
        name: &'static str,
        known: &'static [&'static str],
        value: &'table Value<'table>,
    ) -> Vec<Entry<'table>> {
        let tables = value.as_ref().as_array().map(|array| {
            let tables = array.iter().map(|element| Some((element.as_ref().as_table()?, element.span())));
            tables.collect::<Option<Vec<_>>>()
        });
        let Some(tables) = tables.flatten() else {
            let found = self.found(value.span());
            self.error(value.span(), say::expected_entries(name, found));
            return Vec::new();
        };
        tables.into_iter().map(|(table, span)| self.entry(name, known, (table, span))).collect()
    }

    fn entry<'table>(
        &mut self,
        name: &'static str,
        known: &'static [&'static str],
        (table, span): (&'table DeTable<'table>, Range<usize>),
    ) -> Entry<'table> {
        let mut values = BTreeMap::new();
        for (key, value) in table {
            match known.iter().find(|known| **known == key.as_ref().as_ref()) {
                Some(known) => {
                    values.insert(*known, value);
                }
                None => self.unknown(key.span(), key.as_ref(), known),
            }
        }
        Entry { name, span, values }
    }
}

impl<'table> Entry<'table> {
    /// Where the value stands; the entry where there is none.
    pub(super) fn span_of(&self, field: &str) -> Range<usize> {
        self.values.get(field).map_or_else(|| self.span.clone(), |value| value.span())
    }

    /// Whether the field is there, whatever it holds.
    pub(super) fn has(&self, field: &str) -> bool {
        self.values.contains_key(field)
    }

    fn mandatory(&self, reading: &mut Reading<'_>, field: &'static str) -> Option<&'table Value<'table>> {
        let value = self.values.get(field).copied();
        if value.is_none() {
            reading.error(self.span.clone(), say::missing_field(self.name, field));
        }
        value
    }

    /// A text that isn't blank; its absence is an error.
    pub(super) fn text(&self, reading: &mut Reading<'_>, field: &'static str) -> Option<Arc<str>> {
        self.mandatory(reading, field).and_then(|value| read_text(reading, field, value))
    }

    /// A text that may be left out.
    pub(super) fn optional_text(&self, reading: &mut Reading<'_>, field: &'static str) -> Option<Arc<str>> {
        self.values.get(field).and_then(|value| read_text(reading, field, value))
    }

    /// A list of texts that may be left out.
    pub(super) fn texts(&self, reading: &mut Reading<'_>, field: &'static str) -> Vec<Arc<str>> {
        let Some(value) = self.values.get(field) else { return Vec::new() };
        let array = value.as_ref().as_array();
        let texts = array.map(|array| {
            let texts =
                array.iter().map(|text| text.as_ref().as_str().filter(|text| !text.trim().is_empty()));
            texts.map(|text| text.map(|text| Arc::from(text.trim()))).collect::<Option<Vec<_>>>()
        });
        texts.flatten().unwrap_or_else(|| {
            let found = reading.found(value.span());
            reading.error(value.span(), say::expected_words(field, found));
            Vec::new()
        })
    }

    /// A day; its absence is an error.
    pub(super) fn date(&self, reading: &mut Reading<'_>, field: &'static str) -> Option<Date> {
        self.mandatory(reading, field).and_then(|value| read_date(reading, field, value))
    }

    /// A day that may be left out.
    pub(super) fn optional_date(&self, reading: &mut Reading<'_>, field: &'static str) -> Option<Date> {
        self.values.get(field).and_then(|value| read_date(reading, field, value))
    }
}

fn read_text(reading: &mut Reading<'_>, field: &str, value: &Value<'_>) -> Option<Arc<str>> {
    let text = value.as_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
    if text.is_none() {
        let found = reading.found(value.span());
        reading.error(value.span(), say::expected_text(field, found));
    }
    text.map(Arc::from)
}

/// A TOML local date, or a text of that form.
fn read_date(reading: &mut Reading<'_>, field: &str, value: &Value<'_>) -> Option<Date> {
    let date = match value.as_ref() {
        DeValue::Datetime(_) => reading.found(value.span()).parse().ok(),
        DeValue::String(text) => text.parse().ok().filter(|date: &Date| date.to_string() == **text),
        _ => None,
    };
    // A time of day would leave open whether the day itself is meant.
    let is_day = value.span().len() <= 12;
    if date.is_none() || !is_day {
        let found = reading.found(value.span());
        reading.error(value.span(), say::expected_date(field, found));
        return None;
    }
    date
}
