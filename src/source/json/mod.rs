//! JSON that knows its places: every key and value with its exact bytes.
//!
//! ```text
//! let document = json::Document::parse(file, limits)?;
//! for (name, entry) in document.root().get("packages").members()… {
//!     entry.get("version").and_then(json::Value::text)   // decoded text
//!     name.place()                                       // path:line:column
//! }
//! ```
//!
//! Strict RFC 8259: no comments, no trailing commas. A key that stands twice
//! in one object is an error at the second one, because parsers differ in
//! which they believe. Parsing doesn't recurse; [`Limits::depth`] and
//! [`Limits::json_nodes`] bound what it holds, 16 bytes for each key and value.

mod parse;

use std::borrow::Cow;
use std::ops::Range;

use super::{ReadError, SourceFile, shorten};
use crate::domain::limits::Limits;
use crate::domain::place::Place;
use crate::messages::source as say;

/// A parsed document.
#[derive(Debug)]
pub struct Document<'file> {
    file: &'file SourceFile,
    /// Every key and value in the order of the text; a container stands
    /// before what it holds, a key before its value.
    nodes: Vec<Node>,
}

/// A key or a value of a document; copying it costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Value<'doc> {
    document: &'doc Document<'doc>,
    index: u32,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// Text.
    Text,
    /// `[…]`.
    List,
    /// `{…}`.
    Object,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    /// The index of the node behind this one and all that it holds.
    behind: u32,
    kind: Kind,
}

impl<'file> Document<'file> {
    /// Parses the whole file.
    pub fn parse(file: &'file SourceFile, limits: &Limits) -> Result<Self, ReadError> {
        let nodes = parse::parse(file, limits)?;
        Ok(Self { file, nodes })
    }

    /// The outermost value.
    pub const fn root(&self) -> Value<'_> {
        Value { document: self, index: 0 }
    }

    /// The file that was parsed.
    pub const fn file(&self) -> &'file SourceFile {
        self.file
    }
}

impl<'doc> Value<'doc> {
    fn node(self) -> Node {
        // Values are made by `root`, `members` and `items` alone; a document
        // has at least one node.
        let missing = Node { start: 0, end: 0, behind: 0, kind: Kind::Null };
        self.document.nodes.get(self.index as usize).copied().unwrap_or(missing)
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// Its bytes in the file's text.
    pub fn span(self) -> Range<usize> {
        let node = self.node();
        node.start as usize..node.end as usize
    }

    /// Its place.
    pub fn place(self) -> Place {
        self.document.file.place(self.span())
    }

    /// Its text as the file spells it, quotes and escapes included.
    pub fn raw(self) -> &'doc str {
        self.document.file.text().get(self.span()).unwrap_or_default()
    }

    /// The decoded text of a key or a string; `None` for anything else.
    pub fn text(self) -> Option<Cow<'doc, str>> {
        (self.kind() == Kind::Text).then(|| parse::decode(self.raw()))
    }

    /// `true` or `false`; `None` for anything else.
    pub fn boolean(self) -> Option<bool> {
        (self.kind() == Kind::Boolean).then(|| self.raw() == "true")
    }

    /// A whole number from 0 to 2^64 - 1; `None` for anything else.
    pub fn integer(self) -> Option<u64> {
        (self.kind() == Kind::Number).then(|| self.raw().parse().ok()).flatten()
    }

    /// The keys and values of an object in the file's order; nothing for
    /// anything else. Keys are [`Kind::Text`].
    pub fn members(self) -> impl Iterator<Item = (Value<'doc>, Value<'doc>)> {
        let mut inside = self.inside(Kind::Object);
        std::iter::from_fn(move || Some((inside.next()?, inside.next()?)))
    }

    /// The values of a list; nothing for anything else.
    pub fn items(self) -> impl Iterator<Item = Value<'doc>> {
        self.inside(Kind::List)
    }

    fn inside(self, kind: Kind) -> impl Iterator<Item = Value<'doc>> {
        let node = self.node();
        let end = if node.kind == kind { node.behind } else { 0 };
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            let value = Value { document: self.document, index };
            let inside = index < end;
            index = value.node().behind;
            inside.then_some(value)
        })
    }

    /// The value of this key of an object, found by looking at each key.
    pub fn get(self, key: &str) -> Option<Value<'doc>> {
        self.members().find(|(name, _)| name.is(key)).map(|(_, value)| value)
    }

    /// Whether it is this text.
    pub fn is(self, text: &str) -> bool {
        self.text().is_some_and(|own| own == text)
    }

    /// The decoded text of this key; an error where it isn't text, `None`
    /// where there is no such key or it is `null`.
    pub fn optional_text(self, key: &str) -> Result<Option<Cow<'doc, str>>, ReadError> {
        match self.get(key) {
            None => Ok(None),
            Some(value) if value.kind() == Kind::Null => Ok(None),
            Some(value) => {
                value.text().map(Some).ok_or_else(|| value.error(say::expected_text(key, value.found())))
            }
        }
    }

    /// The object at this key; an error where it is something else, `None`
    /// where there is no such key.
    pub fn optional_object(self, key: &str) -> Result<Option<Value<'doc>>, ReadError> {
        let found = self.get(key);
        found.map(|value| value.as_object(key)).transpose()
    }

    /// Itself where it is an object; `name` says in the error what it should be.
    pub fn as_object(self, name: &str) -> Result<Value<'doc>, ReadError> {
        match self.kind() {
            Kind::Object => Ok(self),
            _ => Err(self.error(say::expected_object(name, self.found()))),
        }
    }

    /// Itself where it is a list; `name` says in the error what it should be.
    pub fn as_list(self, name: &str) -> Result<Value<'doc>, ReadError> {
        match self.kind() {
            Kind::List => Ok(self),
            _ => Err(self.error(say::expected_list(name, self.found()))),
        }
    }

    /// The beginning of what stands here, for an error's `found`.
    pub fn found(self) -> String {
        shorten(self.raw().lines().next().unwrap_or_default())
    }

    /// An error at this value.
    pub fn error(self, message: crate::domain::statement::Statement) -> ReadError {
        self.document.file.error(self.span(), message)
    }
}

#[cfg(test)]
mod tests;
