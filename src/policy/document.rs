//! A policy file's text as TOML, every error in it with its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::PolicyError;
use super::value::is_blank;
use crate::domain::place::Place;
use crate::domain::statement::Statement;
use crate::messages;
use crate::nearest::nearest;
use crate::source::{self, ReadError, SourceFile, shorten};

/// Errors that are kept of one file; the others are counted.
const MOST_ERRORS: usize = 20;

/// A key with its value, in the order of the file.
pub(super) type Entry<'file> = (&'file Spanned<std::borrow::Cow<'file, str>>, &'file Spanned<DeValue<'file>>);

/// A policy file while it is read: its text, and what is wrong with it so far.
#[derive(Debug)]
pub(super) struct Document<'file> {
    file: &'file SourceFile,
    errors: Vec<PolicyError>,
    uncounted: usize,
}

impl<'file> Document<'file> {
    /// A file of which nothing was read yet.
    pub(super) const fn new(file: &'file SourceFile) -> Self {
        Self { file, errors: Vec::new(), uncounted: 0 }
    }

    /// Parses the text. What the parser could not make sense of is an error,
    /// and what it could is given all the same, so that one reading tells all.
    pub(super) fn parse(&mut self) -> Spanned<DeTable<'file>> {
        let text = self.file.text();
        let (table, errors) = DeTable::parse_recoverable(text);
        let marker = errors.first().and_then(|_| self.conflict_marker());
        let errors = if marker.is_some() { Vec::new() } else { errors };
        if let Some(ReadError { place, message }) = marker {
            self.errors.push(PolicyError { place, message });
        }
        for error in errors {
            let span = error.span().unwrap_or(text.len()..text.len());
            let message = if error.message() == "duplicate key" {
                messages::policy::duplicate_key(self.found(&span))
            } else {
                messages::source::syntax("TOML", error.message())
            };
            self.error(span, message);
        }
        table
    }

    /// The marker of an unfinished merge, which explains all other errors.
    fn conflict_marker(&self) -> Option<ReadError> {
        let marker = messages::source::conflict_marker("").sentence.key;
        source::toml::parse(self.file).err().filter(|error| error.message.sentence.key == marker)
    }

    /// The known word that is near to this one. Looking for it costs time, and
    /// errors beyond the bound aren't shown.
    pub(super) fn near<'known>(
        &self,
        word: &str,
        known: impl Iterator<Item = &'known str>,
    ) -> Option<&'known str> {
        if self.errors.len() < MOST_ERRORS { nearest(word, known) } else { None }
    }

    /// What the file says at these bytes, shortened.
    pub(super) fn found(&self, bytes: &Range<usize>) -> String {
        shorten(self.file.text().get(bytes.clone()).unwrap_or_default())
    }

    /// The place of these bytes.
    pub(super) fn place(&self, bytes: Range<usize>) -> Place {
        self.file.place(bytes)
    }

    /// The place of a key with its value.
    pub(super) fn place_of(&self, (key, value): Entry<'_>) -> Place {
        let (key, value) = (key.span(), value.span());
        // A table's span may begin with its header, before the key.
        self.file.place(key.start.min(value.start)..key.end.max(value.end))
    }

    /// Keeps an error.
    pub(super) fn error(&mut self, bytes: Range<usize>, message: Statement) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(PolicyError { place: self.file.place(bytes), message });
        } else {
            self.uncounted += 1;
        }
    }

    /// How many errors there are so far.
    pub(super) const fn count(&self) -> usize {
        self.errors.len() + self.uncounted
    }

    /// Keeps an error about a name that nothing has, with the nearest that
    /// something has.
    pub(super) fn unknown<'known>(
        &mut self,
        bytes: Range<usize>,
        name: &str,
        known: impl Iterator<Item = &'known str>,
    ) {
        let near = self.near(name, known);
        let name = shorten(name);
        let message = match near {
            Some(near) => messages::policy::unknown_key_near(name, near),
            None => messages::policy::unknown_key(name),
        };
        self.error(bytes, message);
    }

    /// Keeps an error about a rule that there isn't, with the nearest that there is.
    pub(super) fn unknown_rule<'known>(
        &mut self,
        bytes: Range<usize>,
        name: &str,
        known: impl Iterator<Item = &'known str>,
    ) {
        let message = match self.near(name, known) {
            Some(near) => messages::policy::unknown_rule_near(shorten(name), near),
            None => messages::policy::unknown_rule(shorten(name)),
        };
        self.error(bytes, message);
    }

    /// Keeps an error about a word that a field doesn't take.
    pub(super) fn unknown_word<'known>(
        &mut self,
        bytes: Range<usize>,
        (field, word): (&str, &str),
        known: impl Iterator<Item = &'known str>,
    ) {
        let known: Vec<&str> = known.collect();
        let message = if let Some(near) = self.near(word, known.iter().copied()) {
            messages::policy::unknown_choice_near(field, shorten(word), near)
        } else {
            let choices: Vec<String> = known.iter().map(|word| format!("`\"{word}\"`")).collect();
            messages::policy::expected_some_of(field, choices.join(", "), shorten(word))
        };
        self.error(bytes, message);
    }

    /// A text that isn't blank, without the white space around it; anything
    /// else is an error.
    pub(super) fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.as_ref().as_str().filter(|text| !is_blank(text));
        if text.is_none() {
            let found = self.found(&value.span());
            self.error(value.span(), messages::policy::expected_text(key, found));
        }
        text.map(|text| text.trim().to_owned())
    }

    /// What is wrong with the file: in its order, and how much more there is.
    pub(super) fn into_errors(mut self) -> Vec<PolicyError> {
        self.errors.sort_by(|a, b| a.place.cmp(&b.place));
        if self.uncounted > 0 {
            let message = messages::policy::more_errors(self.uncounted);
            self.errors.push(PolicyError { place: self.file.end(), message });
        }
        self.errors
    }
}

/// A table's entries in the order of the file.
pub(super) fn in_order<'table>(table: &'table DeTable<'table>) -> Vec<Entry<'table>> {
    let mut entries: Vec<Entry<'table>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}
