//! Typed access to a YAML tree: each wrong, missing or unknown field becomes
//! a defect at its node, and reading goes on.

use std::sync::Arc;

use jiff::civil::Date;

use super::yaml::{NodeId, Tree, Value};
use crate::domain::place::Place;
use crate::domain::statement::Statement;
use crate::domain::threat::{Defect, DefectKind, Located};
use crate::messages::threat_model as say;
use crate::nearest::nearest;
use crate::source::{SourceFile, shorten};

/// Defects of one file that are listed; the rest is counted in one more.
const LISTED_DEFECTS: usize = 10_000;

/// A file on its way into a model.
pub(super) struct Document<'file> {
    file: &'file SourceFile,
    tree: &'file Tree,
    defects: Vec<Defect>,
    unlisted: usize,
}

/// The fields of one mapping.
pub(super) struct Fields<'file> {
    /// The item that messages and identities name: `T-1`, `threats`.
    pub(super) owner: String,
    node: NodeId,
    entries: Vec<(&'file str, NodeId)>,
}

/// A text of the file with its place.
pub(super) type Text = Located<Arc<str>>;

impl<'file> Document<'file> {
    pub(super) const fn new(file: &'file SourceFile, tree: &'file Tree) -> Self {
        Self { file, tree, defects: Vec::new(), unlisted: 0 }
    }

    /// The defects, with one more for those that were too many to list.
    pub(super) fn into_defects(mut self) -> Vec<Defect> {
        if self.unlisted > 0 {
            let message = say::more_defects(self.unlisted);
            let place = self.file.whole();
            let item = Arc::from("defects");
            self.defects.push(Defect { kind: DefectKind::Syntax, place, message, item, related: None });
        }
        self.defects
    }

    pub(super) fn add(&mut self, defect: Defect) {
        if self.defects.len() < LISTED_DEFECTS { self.defects.push(defect) } else { self.unlisted += 1 }
    }

    pub(super) fn defect(&mut self, kind: DefectKind, place: Place, message: Statement, item: &str) {
        self.add(Defect { kind, place, message, item: Arc::from(item), related: None });
    }

    pub(super) fn place(&self, node: NodeId) -> Place {
        self.file.place(self.tree.bytes(node))
    }

    /// The fields of a mapping. `section` names its kind (`threats`), `known`
    /// what it may have.
    pub(super) fn fields(&mut self, node: NodeId, section: &str, known: &[&str]) -> Option<Fields<'file>> {
        let Value::Mapping(entries) = self.tree.value(node) else {
            // An item is lost, and may have been anything.
            let message = say::not_a_mapping(section, self.found(node));
            self.defect(DefectKind::Syntax, self.place(node), message, section);
            return None;
        };
        let id = entries.iter().find(|(key, _)| self.tree.text(*key) == Some("id"));
        let id = id.and_then(|(_, value)| self.tree.text(*value)).filter(|id| !id.is_empty());
        let owner = id.unwrap_or(section).to_owned();
        let mut kept: Vec<(&'file str, NodeId)> = Vec::with_capacity(entries.len());
        for &(key, value) in entries {
            match self.tree.text(key) {
                None => {
                    let message = say::key_not_text(&owner);
                    self.defect(DefectKind::Field, self.place(key), message, &owner);
                }
                Some(name) if known.contains(&name) => {
                    // Of two the first counts; the second is a flaw of the tree.
                    if !kept.iter().any(|(kept, _)| *kept == name) {
                        kept.push((name, value));
                    }
                }
                Some(name) => self.unknown_field(key, name, &owner, (section, known)),
            }
        }
        Some(Fields { owner, node, entries: kept })
    }

    /// The fields of a mapping of another tool's, which may have any.
    pub(super) fn all_fields(&mut self, node: NodeId, section: &str) -> Option<Fields<'file>> {
        let Value::Mapping(entries) = self.tree.value(node) else {
            let message = say::not_a_mapping(section, self.found(node));
            self.defect(DefectKind::Syntax, self.place(node), message, section);
            return None;
        };
        let text_of = |name: &str| {
            let (_, value) = entries.iter().find(|(key, _)| self.tree.text(*key) == Some(name))?;
            self.tree.text(*value).filter(|text| !text.is_empty())
        };
        let owner = text_of("id")
            .or_else(|| text_of("symbolic_name"))
            .or_else(|| text_of("bom-ref"))
            .unwrap_or(section)
            .to_owned();
        let named = entries.iter().filter_map(|(key, value)| Some((self.tree.text(*key)?, *value)));
        Some(Fields { owner, node, entries: named.collect() })
    }

    /// The fields of a mapping inside another tool's, which may be absent.
    pub(super) fn nested(&mut self, outer: &Fields<'_>, name: &str) -> Option<Fields<'file>> {
        let node = self.present(outer, name)?;
        let fields = self.all_fields(node, name)?;
        Some(Fields { owner: format!("{}.{name}", outer.owner), ..fields })
    }

    /// The same, which has to be there: what is in it is lost otherwise.
    pub(super) fn required_nested(&mut self, outer: &Fields<'_>, name: &str) -> Option<Fields<'file>> {
        if self.present(outer, name).is_none() {
            let message = say::missing_field(name, &outer.owner);
            self.defect(
                DefectKind::Syntax,
                self.start_of(outer),
                message,
                &format!("{}.{name}", outer.owner),
            );
        }
        self.nested(outer, name)
    }

    /// The items of a list of another tool's, each a mapping.
    pub(super) fn all_items(&mut self, outer: &Fields<'_>, name: &str) -> Vec<Fields<'file>> {
        let nodes = self.section(outer, name);
        nodes.iter().filter_map(|&node| self.all_fields(node, name)).collect()
    }

    /// The entries of a map of another tool's by their names, each a mapping.
    pub(super) fn all_entries(&mut self, outer: &Fields<'_>, name: &str) -> Vec<(Text, Fields<'file>)> {
        let Some(node) = self.present(outer, name) else { return Vec::new() };
        let Some(fields) = self.all_fields(node, name) else { return Vec::new() };
        let Value::Mapping(entries) = self.tree.value(fields.node) else { return Vec::new() };
        let mut named = Vec::with_capacity(entries.len());
        for &(key, value) in entries {
            let (Some(name), place) = (self.tree.text(key), self.place(key)) else { continue };
            let inner = self.all_fields(value, name);
            named.extend(inner.map(|inner| {
                (Located { value: Arc::from(name), place }, Fields { owner: name.to_owned(), ..inner })
            }));
        }
        named
    }

    /// The entries of a map by their names, each a mapping with these fields.
    pub(super) fn entries(
        &mut self,
        outer: &Fields<'_>,
        (name, known): (&str, &[&str]),
    ) -> Vec<(Text, Fields<'file>)> {
        let Some(node) = self.present(outer, name) else { return Vec::new() };
        let Value::Mapping(entries) = self.tree.value(node) else {
            let message = say::not_a_mapping(name, self.found(node));
            self.defect(DefectKind::Syntax, self.place(node), message, name);
            return Vec::new();
        };
        let mut named = Vec::with_capacity(entries.len());
        for &(key, value) in entries {
            let place = self.place(key);
            let Some(text) = self.tree.text(key) else {
                self.defect(DefectKind::Field, place, say::key_not_text(name), name);
                continue;
            };
            let inner = self.fields(value, name, known);
            named.extend(inner.map(|inner| {
                (Located { value: Arc::from(text), place }, Fields { owner: text.to_owned(), ..inner })
            }));
        }
        named
    }

    /// The entries of a map of names to texts, which may be absent.
    pub(super) fn text_entries(&mut self, outer: &Fields<'_>, name: &str) -> Vec<(Text, Text)> {
        let Some(node) = self.present(outer, name) else { return Vec::new() };
        let Value::Mapping(entries) = self.tree.value(node) else {
            let message = say::not_a_mapping(name, self.found(node));
            self.field_defect(outer, name, (self.place(node), message));
            return Vec::new();
        };
        let mut named = Vec::with_capacity(entries.len());
        for &(key, value) in entries {
            let Some(key_text) = self.tree.text(key) else {
                let message = say::key_not_text(name);
                self.field_defect(outer, name, (self.place(key), message));
                continue;
            };
            let key = Located { value: Arc::from(key_text), place: self.place(key) };
            let text = self.text_of(outer, name, value);
            named.extend(text.map(|text| (key, text)));
        }
        named
    }

    /// A day with or without a time behind it, as tools write it. Of another
    /// form it is a defect.
    pub(super) fn day_of_tool(&mut self, fields: &Fields<'_>, name: &str) -> Option<Located<Date>> {
        let text = self.optional_text(fields, name)?;
        let day = text.value.get(..10).unwrap_or(&text.value);
        let behind = text.value.get(10..).unwrap_or_default();
        let has_form = behind.is_empty() || behind.starts_with(['T', 't', ' ']);
        let date = has_form.then(|| day.parse::<Date>().ok()).flatten();
        if date.is_none() {
            let message = say::not_a_date(name, shorten(&text.value));
            self.field_defect(fields, name, (text.place.clone(), message));
        }
        date.map(|value| Located { value, place: text.place })
    }

    /// A text that may be absent or empty, as tools write fields that nobody filled in.
    pub(super) fn optional_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<Text> {
        let node = self.present(fields, name)?;
        let is_empty = self.tree.text(node).is_some_and(|text| text.trim().is_empty());
        if is_empty { None } else { self.text_of(fields, name, node) }
    }

    /// A number that may be absent.
    pub(super) fn number(&mut self, fields: &Fields<'_>, name: &str) -> Option<f64> {
        let text = self.optional_text(fields, name)?;
        text.value.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// What a word of another tool's vocabulary means here, in any case; one that
    /// it doesn't have is a defect, and has the meaning of none.
    pub(super) fn state<T: Copy>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        (words, none): (&[(&'static str, T)], T),
    ) -> Located<T> {
        let Some(text) = self.optional_text(fields, name) else {
            return Located { value: none, place: self.place_of(fields, name) };
        };
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text.value));
        if found.is_none() {
            let message = unknown_word(name, &text.value, words);
            let item = format!("{}.{name}", fields.owner);
            self.defect(DefectKind::UnknownState, text.place.clone(), message, &item);
        }
        Located { value: found.map_or(none, |(_, value)| *value), place: text.place }
    }

    fn unknown_field(&mut self, key: NodeId, name: &str, owner: &str, (section, known): (&str, &[&str])) {
        let shown = shorten(name);
        let message = match nearest(name, known.iter().copied()) {
            Some(suggestion) => say::unknown_field_but(shown, section, suggestion),
            None => say::unknown_field(shown, section),
        };
        self.defect(DefectKind::Field, self.place(key), message, &format!("{owner}.{name}"));
    }

    /// What stands at a node, for a message.
    fn found(&self, node: NodeId) -> String {
        match self.tree.value(node) {
            Value::Null => "null".to_owned(),
            Value::Plain(text) | Value::Quoted(text) => shorten(text),
            Value::Sequence(_) => "[…]".to_owned(),
            Value::Mapping(_) => "{…}".to_owned(),
        }
    }

    fn field_defect(&mut self, fields: &Fields<'_>, name: &str, (place, message): (Place, Statement)) {
        self.defect(DefectKind::Field, place, message, &format!("{}.{name}", fields.owner));
    }

    /// The node of a field that is there and not empty.
    pub(super) fn present(&self, fields: &Fields<'_>, name: &str) -> Option<NodeId> {
        let found = fields.entries.iter().find(|(field, _)| *field == name);
        found.map(|(_, value)| *value).filter(|value| !matches!(self.tree.value(*value), Value::Null))
    }

    /// Whether a field is a list.
    pub(super) fn is_list(&self, fields: &Fields<'_>, name: &str) -> bool {
        let node = self.present(fields, name);
        node.is_some_and(|node| matches!(self.tree.value(node), Value::Sequence(_)))
    }

    /// Whether a field is a text.
    pub(super) fn is_text(&self, fields: &Fields<'_>, name: &str) -> bool {
        self.present(fields, name).is_some_and(|node| self.tree.text(node).is_some())
    }

    fn missing(&mut self, fields: &Fields<'_>, name: &str) {
        let place = self.start_of(fields);
        self.field_defect(fields, name, (place, say::missing_field(name, &fields.owner)));
    }

    /// Where an item begins: its id, else its first line.
    pub(super) fn start_of(&self, fields: &Fields<'_>) -> Place {
        if let Some(id) = self.present(fields, "id") {
            return self.place(id);
        }
        let start = self.tree.bytes(fields.node).start;
        let line = self.file.text().get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        self.file.place(start..start + line.len())
    }

    /// A text that may be absent.
    pub(super) fn text(&mut self, fields: &Fields<'_>, name: &str) -> Option<Text> {
        let node = self.present(fields, name)?;
        self.text_of(fields, name, node)
    }

    fn text_of(&mut self, fields: &Fields<'_>, name: &str, node: NodeId) -> Option<Text> {
        let place = self.place(node);
        let text = self.tree.text(node).filter(|text| !text.trim().is_empty());
        if text.is_none() {
            let message = say::not_text(name, self.found(node));
            self.field_defect(fields, name, (place.clone(), message));
        }
        text.map(|text| Located { value: Arc::from(text), place })
    }

    /// A text that has to be there.
    pub(super) fn required_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<Text> {
        if self.present(fields, name).is_none() {
            self.missing(fields, name);
            return None;
        }
        self.text(fields, name)
    }

    /// The nodes of a list of items that may be absent. Of another type, it
    /// loses items that may have been anything.
    pub(super) fn section(&mut self, fields: &Fields<'_>, name: &str) -> &'file [NodeId] {
        self.nodes_of(fields, name, DefectKind::Syntax)
    }

    /// The nodes of a list that may be absent.
    pub(super) fn list(&mut self, fields: &Fields<'_>, name: &str) -> &'file [NodeId] {
        self.nodes_of(fields, name, DefectKind::Field)
    }

    fn nodes_of(&mut self, fields: &Fields<'_>, name: &str, kind: DefectKind) -> &'file [NodeId] {
        let Some(node) = self.present(fields, name) else { return &[] };
        if let Value::Sequence(items) = self.tree.value(node) {
            return items;
        }
        let message = say::not_a_list(name, self.found(node));
        self.defect(kind, self.place(node), message, &format!("{}.{name}", fields.owner));
        &[]
    }

    /// The texts of a list that may be absent.
    pub(super) fn texts(&mut self, fields: &Fields<'_>, name: &str) -> Vec<Text> {
        let nodes = self.list(fields, name);
        nodes.iter().filter_map(|&node| self.text_of(fields, name, node)).collect()
    }

    /// The texts of a list that has to name something.
    pub(super) fn required_texts(&mut self, fields: &Fields<'_>, name: &str) -> Vec<Text> {
        match self.present(fields, name) {
            None => self.missing(fields, name),
            Some(node) if matches!(self.tree.value(node), Value::Sequence([])) => {
                let message = say::empty_list(name, &fields.owner);
                self.field_defect(fields, name, (self.place(node), message));
            }
            Some(_) => {}
        }
        self.texts(fields, name)
    }

    /// A date that may be absent.
    pub(super) fn date(&mut self, fields: &Fields<'_>, name: &str) -> Option<Located<Date>> {
        let text = self.text(fields, name)?;
        // The form is fixed, so that no locale's order of day and month is guessed at.
        let has_form = text.value.len() == 10 && text.value.is_ascii();
        let date = has_form.then(|| text.value.parse::<Date>().ok()).flatten();
        if date.is_none() {
            let message = say::not_a_date(name, shorten(&text.value));
            self.field_defect(fields, name, (text.place.clone(), message));
        }
        date.map(|value| Located { value, place: text.place })
    }

    /// A plain `true` or `false`; absent is false.
    pub(super) fn flag(&mut self, fields: &Fields<'_>, name: &str) -> bool {
        let Some(node) = self.present(fields, name) else { return false };
        match self.tree.value(node) {
            Value::Plain("true") => true,
            Value::Plain("false") => false,
            _ => {
                let message = say::not_true_or_false(name, self.found(node));
                self.field_defect(fields, name, (self.place(node), message));
                false
            }
        }
    }

    /// Whether a field of another tool's is `true`.
    pub(super) fn says_true(&mut self, fields: &Fields<'_>, name: &str) -> bool {
        self.optional_text(fields, name).is_some_and(|text| &*text.value == "true")
    }

    /// A word of a vocabulary. Absent, it is a defect when `presence` says so;
    /// outside the vocabulary, it is a defect of that kind and `None`.
    pub(super) fn word<T: Copy>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        words: &[(&'static str, T)],
        kind: DefectKind,
    ) -> Option<Located<T>> {
        let text = self.text(fields, name)?;
        let found = words.iter().find(|(word, _)| *word == &*text.value).map(|(_, value)| *value);
        if found.is_none() {
            let message = unknown_word(name, &text.value, words);
            let item = format!("{}.{name}", fields.owner);
            self.defect(kind, text.place.clone(), message, &item);
        }
        found.map(|value| Located { value, place: text.place })
    }

    /// A word that has to be there.
    pub(super) fn required_word<T: Copy>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        words: &[(&'static str, T)],
        kind: DefectKind,
    ) -> Option<Located<T>> {
        if self.present(fields, name).is_none() {
            self.missing(fields, name);
        }
        self.word(fields, name, words, kind)
    }

    /// Where a field's value stands; the item's beginning when it isn't there.
    pub(super) fn place_of(&self, fields: &Fields<'_>, name: &str) -> Place {
        match self.present(fields, name) {
            Some(node) => self.place(node),
            None => self.start_of(fields),
        }
    }
}

fn unknown_word<T>(name: &str, found: &str, words: &[(&'static str, T)]) -> Statement {
    let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    let known = known.join(", ");
    match nearest(found, words.iter().map(|(word, _)| *word)) {
        Some(suggestion) => say::unknown_word_but(name, shorten(found), suggestion, known),
        None => say::unknown_word(name, shorten(found), known),
    }
}
