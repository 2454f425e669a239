//! Writes a review into the text of a model: nothing else of the text changes,
//! neither a comment nor a blank.
//!
//! Each field of the review is replaced where it stands, in the style that it
//! has; one that isn't there is put behind the last. What can't be written so
//! without losing something is refused. The new text is read again before it
//! is handed out, and has to say what was wanted and else what it said before.

use std::ops::Range;

use jiff::civil::Date;

use super::native::{self, SCHEMA};
use super::yaml::{self, NodeId, Tree, Value};
use crate::domain::commit::CommitId;
use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::messages::threat_model as say;
use crate::source::SourceFile;

/// A review that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReview {
    /// The commit that was looked at, where there is one.
    pub commit: Option<CommitId>,
    /// The day.
    pub date: Date,
    /// Who, and in what role.
    pub by: Vec<(String, String)>,
    /// What the files of each element are, by its id.
    pub digests: Vec<(String, Digest)>,
    /// Signatures over it; those over another one go.
    pub signatures: Vec<String>,
}

/// The text with another review in it.
pub fn with_review(
    path: &TreePath,
    text: &str,
    review: &NewReview,
    limits: &Limits,
) -> Result<String, Statement> {
    let before = Page::open(path, text, limits)?;
    let mut edits = before.edits(review)?;
    edits.sort_by_key(|edit| edit.at.start);
    let mut written = text.to_owned();
    for edit in edits.iter().rev() {
        written.replace_range(edit.at.clone(), &edit.text);
    }
    let after = Page::open(path, &written, limits)?;
    if after.says(review) && after.others() == before.others() {
        Ok(written)
    } else {
        Err(say::review_not_writable())
    }
}

/// One replacement; of an empty range, an insertion.
struct Edit {
    at: Range<usize>,
    text: String,
}

/// A text with its tree.
struct Page {
    file: SourceFile,
    tree: Tree,
    root: NodeId,
}

/// A style of YAML.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Styled {
    Flow,
    Block,
}

impl Page {
    fn open(path: &TreePath, text: &str, limits: &Limits) -> Result<Self, Statement> {
        let file = SourceFile::new(path, text.as_bytes().to_vec(), limits).map_err(|error| error.message)?;
        // A mark in front, or another encoding: places would not be the text's.
        if file.text() != text {
            return Err(say::review_of_other_encoding());
        }
        let tree = yaml::parse(&file, limits).map_err(|error| error.message)?;
        let root = tree.root().ok_or_else(say::review_not_writable)?;
        if native::schema_of(&tree, root).map(|(schema, _)| schema) != Some(SCHEMA) {
            return Err(say::review_of_other_format());
        }
        if let Some(flaw) = tree.flaws.first() {
            return Err(flaw.error.message.clone());
        }
        Ok(Self { file, tree, root })
    }

    fn text(&self) -> &str {
        self.file.text()
    }

    fn slice(&self, at: Range<usize>) -> &str {
        self.text().get(at).unwrap_or_default()
    }

    fn entries(&self, node: NodeId) -> &[(NodeId, NodeId)] {
        match self.tree.value(node) {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    fn entry(&self, node: NodeId, name: &str) -> Option<(NodeId, NodeId)> {
        self.entries(node).iter().copied().find(|(key, _)| self.tree.text(*key) == Some(name))
    }

    /// The bytes of a node without what follows its last word: a block ends
    /// for the parser only where the next one begins.
    fn bytes(&self, node: NodeId) -> Range<usize> {
        let whole = self.tree.bytes(node);
        if self.style(node) == Styled::Flow {
            return whole;
        }
        let last = match self.tree.value(node) {
            Value::Sequence(items) => items.last().copied(),
            Value::Mapping(entries) => entries.last().map(|(_, value)| *value),
            _ => None,
        };
        match last.map(|last| self.bytes(last)) {
            // An alias's node may stand anywhere.
            Some(last) if last.start >= whole.start && last.end <= whole.end => whole.start..last.end,
            _ => {
                let kept = self.slice(whole.clone()).trim_end().len();
                whole.start..whole.start + kept
            }
        }
    }

    fn style(&self, node: NodeId) -> Styled {
        let is_flow = self.slice(self.tree.bytes(node)).starts_with(['{', '[']);
        if is_flow { Styled::Flow } else { Styled::Block }
    }

    /// How many columns stand before this byte on its line.
    fn indent(&self, at: usize) -> String {
        let start = self.text().get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1);
        " ".repeat(self.slice(start..at).chars().count())
    }

    fn line_end(&self) -> &'static str {
        if self.text().contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Where the line of this byte ends.
    fn end_of_line(&self, at: usize) -> usize {
        let rest = self.text().get(at..).unwrap_or_default();
        let end = at + rest.find('\n').unwrap_or(rest.len());
        if self.slice(0..end).ends_with('\r') { end - 1 } else { end }
    }

    /// Everything but the review: keys and values as they are written.
    fn others(&self) -> Vec<(&str, &str)> {
        let entries = self.entries(self.root).iter();
        let kept = entries.filter(|(key, _)| self.tree.text(*key) != Some("review"));
        kept.map(|(key, value)| (self.slice(self.tree.bytes(*key)), self.slice(self.bytes(*value)))).collect()
    }

    /// Whether the text holds this review and nothing beside it.
    fn says(&self, wanted: &NewReview) -> bool {
        let model = native::read(&self.file, &self.tree, self.root).model;
        let Some(review) = model.review else { return false };
        let by: Vec<(String, String)> = review
            .by
            .iter()
            .map(|one| {
                (
                    one.who.value.to_string(),
                    one.role.as_ref().map_or_else(String::new, |role| role.value.to_string()),
                )
            })
            .collect();
        let digests: Vec<(String, Digest)> =
            review.digests.iter().map(|(id, digest)| (id.value.to_string(), *digest)).collect();
        let commit = review.commit.as_ref().map(|commit| &*commit.value);
        let signatures: Vec<&str> = review.signatures.iter().map(|text| &**text).collect();
        by == wanted.by
            && digests == wanted.digests
            && signatures == wanted.signatures
            && review.date.map(|date| date.value) == Some(wanted.date)
            && (wanted.commit.is_none() || commit == wanted.commit.as_ref().map(CommitId::as_str))
    }

    fn edits(&self, review: &NewReview) -> Result<Vec<Edit>, Statement> {
        if self.style(self.root) == Styled::Flow {
            return Err(say::review_in_flow_model());
        }
        let Some((key, value)) = self.entry(self.root, "review") else { return self.new_node(review) };
        if matches!(self.tree.value(value), Value::Null) && self.slice(self.tree.bytes(value)).is_empty() {
            return self.first_fields(key, review);
        }
        if !self.stands_alone(key, value) {
            return Err(say::review_is_shared());
        }
        self.changed_fields(value, review)
    }

    /// A review with a key and nothing behind it but a comment.
    fn first_fields(&self, key: NodeId, review: &NewReview) -> Result<Vec<Edit>, Statement> {
        let key = self.tree.bytes(key);
        let at = self.end_of_line(key.end);
        let behind = self.slice(key.end..at).split('#').next().unwrap_or_default();
        if behind.trim() != ":" {
            return Err(say::review_is_shared());
        }
        let indent = format!("{}  ", self.indent(key.start));
        Ok(vec![Edit { at: at..at, text: self.lines_of(review, &indent) }])
    }

    /// Whether nothing but a colon and comments stands between a key and its
    /// value: an anchor would have it used elsewhere too.
    fn stands_alone(&self, key: NodeId, value: NodeId) -> bool {
        let (key, value) = (self.tree.bytes(key), self.tree.bytes(value));
        let between = self.slice(key.end..value.start).lines();
        let plain: String = between.map(|line| line.split('#').next().unwrap_or_default()).collect();
        value.start >= key.end && plain.trim() == ":" && !self.slice(value).starts_with(['&', '*', '!'])
    }

    /// A review where there was none: behind the system, else behind the schema.
    fn new_node(&self, review: &NewReview) -> Result<Vec<Edit>, Statement> {
        let above = self.entry(self.root, "system").or_else(|| self.entry(self.root, "schema"));
        let (key, value) = above.ok_or_else(say::review_not_writable)?;
        let indent = self.indent(self.tree.bytes(key).start);
        let at = self.end_of_line(self.bytes(value).end);
        let inner = self.lines_of(review, &format!("{indent}  "));
        Ok(vec![Edit { at: at..at, text: format!("{}{indent}review:{inner}", self.line_end()) }])
    }

    /// Every field on a line of its own, each behind a line's end.
    fn lines_of(&self, review: &NewReview, indent: &str) -> String {
        let fields = fields_of(review);
        let lines = fields.iter().filter(|(_, value)| !value.is_none()).map(|(name, value)| {
            format!("{}{indent}{name}:{}", self.line_end(), self.value_of(value, (Styled::Block, indent)))
        });
        lines.collect()
    }

    fn changed_fields(&self, node: NodeId, review: &NewReview) -> Result<Vec<Edit>, Statement> {
        let style = self.style(node);
        let whole = self.bytes(node);
        let Value::Mapping(entries) = self.tree.value(node) else { return Err(say::review_not_writable()) };
        let indent = match (style, entries.first()) {
            (Styled::Block, Some((key, _))) => self.indent(self.tree.bytes(*key).start),
            _ => "  ".to_owned(),
        };
        let (mut edits, mut added) = (Vec::new(), String::new());
        let mut is_first = entries.is_empty();
        for (name, value) in fields_of(review) {
            // What isn't signed has no field for signatures, unless it had one.
            if value.is_none() && self.entry(node, name).is_none() {
                continue;
            }
            if let Some((key, held)) = self.entry(node, name) {
                if !self.stands_alone(key, held) {
                    return Err(say::review_is_shared());
                }
                edits.push(self.replaced(held, (&value, &indent), &whole)?);
            } else if style == Styled::Block {
                let value = self.value_of(&value, (Styled::Block, &indent));
                added.extend([self.line_end(), &indent, name, ":", &value]);
            } else {
                let comma = if is_first { "" } else { ", " };
                is_first = false;
                added.extend([comma, name, ":", &self.value_of(&value, (Styled::Flow, &indent))]);
            }
        }
        let last = entries.iter().map(|(_, value)| self.bytes(*value).end).max();
        let at = match (style, last) {
            (Styled::Block, Some(last)) => self.end_of_line(last),
            (Styled::Flow, Some(last)) => last,
            (_, None) => whole.start + 1,
        };
        if !added.is_empty() {
            edits.push(Edit { at: at..at, text: added });
        }
        Ok(edits)
    }

    /// A field's value in the place and the style of the one that is there.
    fn replaced(
        &self,
        held: NodeId,
        (value, indent): (&NewValue<'_>, &str),
        review: &Range<usize>,
    ) -> Result<Edit, Statement> {
        let at = self.bytes(held);
        if at.start < review.start || at.end > review.end {
            return Err(say::review_is_shared());
        }
        let old = self.slice(at.clone());
        if old.lines().any(|line| line.trim_start().starts_with('#') || line.contains(" #")) {
            let line = self.file.place(at).region.map_or(1, |region| region.start.line);
            return Err(say::review_holds_a_comment(line));
        }
        let is_collection = matches!(self.tree.value(held), Value::Mapping(_) | Value::Sequence(_));
        let text = match (is_collection, self.style(held)) {
            (true, Styled::Block) if !value.items().is_empty() => {
                self.block_items(value, &self.indent(at.start))
            }
            _ => self.value_of(value, (Styled::Flow, indent)).trim_start().to_owned(),
        };
        Ok(Edit { at, text })
    }

    /// A value behind its key's colon.
    fn value_of(&self, value: &NewValue<'_>, (style, indent): (Styled, &str)) -> String {
        match (value, style) {
            (NewValue::Word(word), _) => format!(" {word}"),
            (NewValue::By(_) | NewValue::Signatures(_), _) => format!(" [{}]", value.items().join(", ")),
            (NewValue::Digests([]), _) => " {}".to_owned(),
            (NewValue::Digests(_), Styled::Block) => {
                let indent = format!("{indent}  ");
                format!("{}{indent}{}", self.line_end(), self.block_items(value, &indent))
            }
            // One below the other: a line of ten digests is for nobody to read.
            (NewValue::Digests(_), Styled::Flow) => {
                let next = format!("{}{indent}  ", self.line_end());
                format!(" {{{next}{}}}", value.items().join(&format!(",{next}")))
            }
        }
    }

    fn block_items(&self, value: &NewValue<'_>, indent: &str) -> String {
        let dash = if matches!(value, NewValue::By(_) | NewValue::Signatures(_)) { "- " } else { "" };
        let items: Vec<String> = value.items().into_iter().map(|item| format!("{dash}{item}")).collect();
        items.join(&format!("{}{indent}", self.line_end()))
    }
}

/// A field's value.
enum NewValue<'review> {
    Word(String),
    By(&'review [(String, String)]),
    Digests(&'review [(String, Digest)]),
    Signatures(&'review [String]),
}

impl NewValue<'_> {
    /// Whether it needs no field.
    const fn is_none(&self) -> bool {
        matches!(self, Self::Signatures([]))
    }

    fn items(&self) -> Vec<String> {
        match self {
            Self::Word(word) => vec![word.clone()],
            Self::By(by) => by
                .iter()
                .map(|(who, role)| format!("{{who: {}, role: {}}}", scalar(who), scalar(role)))
                .collect(),
            Self::Digests(digests) => {
                digests.iter().map(|(id, digest)| format!("{}: {digest}", scalar(id))).collect()
            }
            Self::Signatures(texts) => texts.iter().map(|text| scalar(text)).collect(),
        }
    }
}

fn fields_of(review: &NewReview) -> Vec<(&'static str, NewValue<'_>)> {
    let commit = review.commit.iter().map(|commit| ("commit", NewValue::Word(commit.to_string())));
    let others = [
        ("date", NewValue::Word(review.date.to_string())),
        ("by", NewValue::By(&review.by)),
        ("digests", NewValue::Digests(&review.digests)),
        ("signatures", NewValue::Signatures(&review.signatures)),
    ];
    commit.chain(others).collect()
}

/// A text as YAML: quoted wherever some reader could take it for something else.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 7] = ["true", "false", "null", "yes", "no", "on", "off"];
    let begins = text.starts_with(|c: char| c.is_alphabetic());
    let is_plain = |c: char| c.is_alphanumeric() || "_-./@+ ".contains(c);
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if begins && !is_word && !text.ends_with(' ') && text.chars().all(is_plain) {
        return text.to_owned();
    }
    // JSON's strings are YAML's.
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.extend(["\\u", &format!("{:04x}", u32::from(c))]),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests;
