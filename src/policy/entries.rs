//! What a layer adds: registries, sources and extensions, each with mandatory parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{Document, in_order};
use super::keys::{EXTENSION, MIRRORED, REGISTRY, REQUIRE};
use super::layer::misfit;
use super::value::{Shape, Value};
use crate::domain::place::Place;
use crate::domain::policy::{Extension, Registry, RequiredSource};
use crate::messages;

pub(super) const REGISTRY_FIELDS: [&str; 2] = ["url", "mirrors"];
pub(super) const REQUIRE_FIELDS: [&str; 3] = ["ecosystem", "least", "whole"];
pub(super) const EXTENSION_FIELDS: [&str; 3] = ["until", "approver", "reason"];

/// One entry of a list of tables: its fields, none of them unknown.
pub(super) struct Fields<'file> {
    entry: &'static str,
    pub(super) values: BTreeMap<&'static str, &'file Spanned<DeValue<'file>>>,
    pub(super) span: std::ops::Range<usize>,
}

/// Something is there and can't be read, and the document has been told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told;

/// Reads `[[registry]]`.
pub(super) fn registries(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Registry> {
    let entries = entries_of(document, REGISTRY, &REGISTRY_FIELDS, value);
    entries.iter().filter_map(|fields| registry(document, fields)).collect()
}

/// Reads `[[database.require]]`.
pub(super) fn required_sources(
    document: &mut Document<'_>,
    value: &Spanned<DeValue<'_>>,
) -> Vec<RequiredSource> {
    let entries = entries_of(document, REQUIRE, &REQUIRE_FIELDS, value);
    entries.iter().filter_map(|fields| required_source(document, fields)).collect()
}

fn required_source(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<RequiredSource> {
    let ecosystem = fields.text(document, "ecosystem");
    let shapes = [("least", Shape::Number { least: 1, most: 1 << 40 }), ("whole", Shape::Boolean)];
    let [least, whole] = shapes.map(|(field, shape)| match fields.values.get(field) {
        None => Some(None),
        Some(value) => {
            let read = shape.read(value.as_ref());
            if read.is_none() {
                let found = document.found(&value.span());
                document.error(value.span(), misfit(shape, field, found));
            }
            read.map(Some)
        }
    });
    Some(RequiredSource {
        ecosystem: ecosystem?,
        // A source without any advisory is none.
        least: if let Some(Value::Number(least)) = least? { least } else { 1 },
        whole: whole? == Some(Value::Boolean(true)),
        place: fields.place(document),
    })
}

/// Reads `[[database.extension]]`.
pub(super) fn extensions(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Extension> {
    let entries = entries_of(document, EXTENSION, &EXTENSION_FIELDS, value);
    let read = entries.iter().filter_map(|fields| {
        let [approver, reason] = ["approver", "reason"].map(|field| fields.text(document, field));
        let until = fields.value(document, "until").and_then(|value| day(document, "until", value));
        let place = fields.place(document);
        Some(Extension { until: until?, approver: approver?, reason: reason?, place })
    });
    read.collect()
}

pub(super) fn entries_of<'file>(
    document: &mut Document<'_>,
    entry: &'static str,
    known: &'static [&'static str],
    value: &'file Spanned<DeValue<'file>>,
) -> Vec<Fields<'file>> {
    let mut entries = Vec::new();
    let Some(array) = value.as_ref().as_array() else {
        let found = document.found(&value.span());
        document.error(value.span(), messages::policy::expected_entries(entry, found));
        return entries;
    };
    for element in array {
        if let Some(table) = element.as_ref().as_table() {
            let values = known_fields(document, known, table);
            entries.push(Fields { entry, values, span: element.span() });
        } else {
            let found = document.found(&element.span());
            document.error(element.span(), messages::policy::expected_entries(entry, found));
        }
    }
    entries
}

fn known_fields<'file>(
    document: &mut Document<'_>,
    known: &'static [&'static str],
    table: &'file DeTable<'file>,
) -> BTreeMap<&'static str, &'file Spanned<DeValue<'file>>> {
    let mut fields = BTreeMap::new();
    for (key, value) in in_order(table) {
        let name: &str = key.as_ref();
        match known.iter().find(|known| **known == name) {
            Some(known) => {
                fields.insert(*known, value);
            }
            None => document.unknown(key.span(), name, known.iter().copied()),
        }
    }
    fields
}

impl<'file> Fields<'file> {
    /// The value of a mandatory field; its absence is an error at the entry.
    pub(super) fn value(
        &self,
        document: &mut Document<'_>,
        field: &'static str,
    ) -> Option<&'file Spanned<DeValue<'file>>> {
        let value = self.values.get(field).copied();
        if value.is_none() {
            document.error(self.span.clone(), messages::policy::missing_field(self.entry, field));
        }
        value
    }

    /// The value of a field that may be left out.
    pub(super) fn optional(&self, field: &'static str) -> Option<&'file Spanned<DeValue<'file>>> {
        self.values.get(field).copied()
    }

    /// The text of a mandatory field.
    pub(super) fn text(&self, document: &mut Document<'_>, field: &'static str) -> Option<Arc<str>> {
        let value = self.value(document, field)?;
        document.text(field, value).map(Arc::from)
    }

    /// The text of a field that may be left out.
    pub(super) fn optional_text(
        &self,
        document: &mut Document<'_>,
        field: &'static str,
    ) -> Result<Option<Arc<str>>, Told> {
        match self.values.get(field) {
            None => Ok(None),
            Some(value) => document.text(field, value).map(|text| Some(Arc::from(text))).ok_or(Told),
        }
    }

    /// The entry's place, with all its fields.
    pub(super) fn place(&self, document: &Document<'_>) -> Place {
        let ends = self.values.values().map(|value| value.span().end);
        let end = ends.max().unwrap_or(self.span.end).max(self.span.end);
        document.place(self.span.start..end)
    }
}

/// A TOML local date, or a text of that form. A time of day would leave open
/// whether the day itself is meant.
pub(super) fn day(document: &mut Document<'_>, field: &str, value: &Spanned<DeValue<'_>>) -> Option<Date> {
    let day = day_of(value.as_ref());
    if day.is_none() {
        let found = document.found(&value.span());
        document.error(value.span(), messages::policy::expected_date(field, found));
    }
    day
}

/// The day of a value; `None` for any other.
pub(super) fn day_of(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(found) if found.time.is_none() && found.offset.is_none() => {
            found.date.and_then(|date| civil(i16::try_from(date.year).ok()?, date.month, date.day))
        }
        DeValue::String(text) => written_day(text),
        _ => None,
    }
}

fn civil(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2026-12-31` and no other way to write it.
fn written_day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

fn registry(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Registry> {
    let url = fields.value(document, "url").and_then(|value| {
        let url = document.text("url", value)?;
        let names_a_host = url.split_once("://").is_some_and(|(scheme, rest)| {
            !scheme.is_empty() && rest.chars().next().is_some_and(char::is_alphanumeric)
        });
        if !names_a_host {
            let found = document.found(&value.span());
            document.error(value.span(), messages::policy::expected_url("url", found));
        }
        names_a_host.then(|| Arc::from(url))
    });
    let mirrors = match fields.values.get("mirrors") {
        None => Some(None),
        Some(value) => mirrored(document, value).map(Some),
    };
    Some(Registry { url: url?, mirrors: mirrors?, place: fields.place(document) })
}

fn mirrored(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Option<Arc<str>> {
    let known = value.as_ref().as_str().and_then(|word| MIRRORED.into_iter().find(|known| *known == word));
    if known.is_none() {
        let found = document.found(&value.span());
        let choices = MIRRORED.map(|word| format!("`\"{word}\"`")).join(", ");
        document.error(value.span(), messages::policy::expected_choice("mirrors", choices, found));
    }
    known.map(Arc::from)
}
