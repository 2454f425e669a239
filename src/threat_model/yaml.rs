//! YAML as a tree whose every node knows its place.
//!
//! Built from the parser's events, not through `serde`: one defect must not
//! hide the next, and spans survive. Scalars stay text as written (`0123`,
//! `2026-01-01` and `yes` are ids like any other). An alias points at its
//! anchor's node instead of copying it; the sizes of all copies together are
//! bounded all the same, because readers walk them.
//!
//! Specification: YAML 1.2.2; merge keys as YAML 1.1 has them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_saphyr::granit_parser::{self, ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, Tag};

use crate::domain::limits::Limits;
use crate::messages;
use crate::source::{ReadError, SourceFile};

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(usize);

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'tree> {
    /// Nothing: an empty plain scalar, `null` or `~`.
    Null,
    /// A plain scalar, which YAML schemas may read as something else than text.
    Plain(&'tree str),
    /// A quoted or block scalar.
    Quoted(&'tree str),
    /// A list.
    Sequence(&'tree [NodeId]),
    /// Keys with their values, in the file's order, merged ones last.
    Mapping(&'tree [(NodeId, NodeId)]),
}

/// Something wrong that doesn't keep the rest from being read.
#[derive(Debug)]
pub(super) struct Flaw {
    /// Where, and what.
    pub(super) error: ReadError,
    /// The key, alias or tag.
    pub(super) item: String,
    /// Where the first use of a key stands.
    pub(super) first: Option<Range<usize>>,
}

/// A document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    root: Option<NodeId>,
    /// What was found on the way.
    pub(super) flaws: Vec<Flaw>,
}

#[derive(Debug)]
struct Node {
    bytes: Range<usize>,
    /// Nodes below and with this one, aliases' copies counted each time.
    weight: usize,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Null,
    Plain(Box<str>),
    Quoted(Box<str>),
    Sequence(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    Alias(NodeId),
}

impl Tree {
    /// The document's node.
    pub(super) const fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// What the node is, aliases followed.
    pub(super) fn value(&self, id: NodeId) -> Value<'_> {
        match self.nodes.get(self.target(id).0).map(|node| &node.content) {
            Some(Content::Plain(text)) => Value::Plain(text),
            Some(Content::Quoted(text)) => Value::Quoted(text),
            Some(Content::Sequence(items)) => Value::Sequence(items),
            Some(Content::Mapping(entries)) => Value::Mapping(entries),
            Some(Content::Null | Content::Alias(_)) | None => Value::Null,
        }
    }

    /// Where the node stands: an alias, where it is used.
    pub(super) fn bytes(&self, id: NodeId) -> Range<usize> {
        self.nodes.get(id.0).map_or(0..0, |node| node.bytes.clone())
    }

    /// The text of a scalar.
    pub(super) fn text(&self, id: NodeId) -> Option<&str> {
        match self.value(id) {
            Value::Plain(text) | Value::Quoted(text) => Some(text),
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    /// An alias's node; anything else is itself. Anchors' nodes are never
    /// aliases, so one step suffices.
    fn target(&self, id: NodeId) -> NodeId {
        match self.nodes.get(id.0).map(|node| &node.content) {
            Some(Content::Alias(target)) => *target,
            _ => id,
        }
    }

    fn weight(&self, id: NodeId) -> usize {
        self.nodes.get(id.0).map_or(0, |node| node.weight)
    }

    fn push(&mut self, bytes: Range<usize>, weight: usize, content: Content) -> NodeId {
        self.nodes.push(Node { bytes, weight, content });
        NodeId(self.nodes.len() - 1)
    }
}

/// Reads a document. An error leaves nothing; flaws leave the rest readable.
pub(super) fn parse(file: &SourceFile, limits: &Limits) -> Result<Tree, ReadError> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    let mut builder = Builder {
        file,
        limits,
        tree: Tree::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        weight: 0,
        documents: 0,
    };
    for next in Parser::new_from_str_with_options(file.text(), options) {
        let (event, span) = next.map_err(|error| syntax_error(file, limits, &error))?;
        builder.take(event, &span)?;
    }
    Ok(builder.tree)
}

fn syntax_error(file: &SourceFile, limits: &Limits, error: &ScanError) -> ReadError {
    let offset = error.marker().byte_offset().unwrap_or_else(|| file.text().len());
    let message = match error.kind() {
        ErrorKind::RecursionLimitExceeded => messages::source::too_deep(limits.depth),
        _ => messages::source::syntax("YAML", error.info()),
    };
    file.error(offset..offset, message)
}

/// A list or mapping that isn't closed yet.
struct Open {
    start: usize,
    anchor: usize,
    weight: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<NodeId>),
    Mapping { entries: Vec<(NodeId, NodeId)>, key: Option<NodeId> },
}

struct Builder<'run> {
    file: &'run SourceFile,
    limits: &'run Limits,
    tree: Tree,
    open: Vec<Open>,
    /// The nodes of anchors by the parser's numbers, once they are closed.
    anchors: HashMap<usize, NodeId>,
    weight: usize,
    documents: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), ReadError> {
        let bytes = span.byte_range().unwrap_or(0..0);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.flaw(bytes, messages::threat_model::second_document(), "document");
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.note_tag(tag.as_deref(), &bytes);
                let content = scalar(text.into_owned(), style, tag.as_deref());
                self.node(bytes, content, anchor)?;
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.note_tag(tag.as_deref(), &bytes);
                self.begin(bytes.start, anchor, OpenKind::Sequence(Vec::new()))?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.note_tag(tag.as_deref(), &bytes);
                self.begin(bytes.start, anchor, OpenKind::Mapping { entries: Vec::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes.end)?,
            Event::Alias(number) => self.alias(bytes, number)?,
            Event::UnresolvedAlias(name) => {
                self.flaw(bytes.clone(), messages::threat_model::unknown_anchor(&name), &name);
                self.node(bytes, Content::Null, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn flaw(&mut self, bytes: Range<usize>, message: crate::domain::statement::Statement, item: &str) {
        let error = self.file.error(bytes, message);
        self.tree.flaws.push(Flaw { error, item: item.to_owned(), first: None });
    }

    /// YAML's own tags say what is read anyway; others would need code to
    /// make something of them.
    fn note_tag(&mut self, tag: Option<&Tag>, bytes: &Range<usize>) {
        if let Some(tag) = tag.filter(|tag| tag.is_custom()) {
            let name = tag.original();
            self.flaw(bytes.clone(), messages::threat_model::unknown_tag(&name), &name);
        }
    }

    fn begin(&mut self, start: usize, anchor: usize, kind: OpenKind) -> Result<(), ReadError> {
        if self.open.len() >= self.limits.depth {
            return Err(self.file.error(start..start, messages::source::too_deep(self.limits.depth)));
        }
        self.open.push(Open { start, anchor, weight: 1, kind });
        Ok(())
    }

    fn alias(&mut self, bytes: Range<usize>, number: usize) -> Result<(), ReadError> {
        let Some(&target) = self.anchors.get(&number) else {
            let name = self.file.text().get(bytes.clone()).unwrap_or_default().to_owned();
            self.flaw(bytes.clone(), messages::threat_model::alias_of_itself(&name), &name);
            return self.node(bytes, Content::Null, 0);
        };
        self.node(bytes, Content::Alias(target), 0)
    }

    /// A node without children of its own.
    fn node(&mut self, bytes: Range<usize>, content: Content, anchor: usize) -> Result<(), ReadError> {
        let weight = match content {
            Content::Alias(target) => self.tree.weight(target),
            _ => 1,
        };
        self.spend(weight, bytes.start)?;
        let id = self.tree.push(bytes, weight, content);
        self.place(id, weight, anchor);
        Ok(())
    }

    fn spend(&mut self, weight: usize, at: usize) -> Result<(), ReadError> {
        self.weight = self.weight.saturating_add(weight);
        if self.weight > self.limits.yaml_nodes {
            let message = messages::threat_model::too_many_nodes(self.limits.yaml_nodes);
            return Err(self.file.error(at..at, message));
        }
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), ReadError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (content, weight) = match open.kind {
            OpenKind::Sequence(items) => (Content::Sequence(items), open.weight),
            OpenKind::Mapping { mut entries, .. } => {
                self.note_duplicates(&entries);
                let merged = self.merge(&mut entries)?;
                (Content::Mapping(entries), open.weight.saturating_add(merged))
            }
        };
        self.spend(1, open.start)?;
        let id = self.tree.push(open.start..end.max(open.start), weight, content);
        self.place(id, weight, open.anchor);
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, id: NodeId, weight: usize, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let Some(open) = self.open.last_mut() else {
            // A second document is a flaw of its own and is not read.
            if self.documents == 1 {
                self.tree.root = Some(id);
            }
            return;
        };
        open.weight = open.weight.saturating_add(weight);
        match &mut open.kind {
            OpenKind::Sequence(items) => items.push(id),
            OpenKind::Mapping { entries, key } => match key.take() {
                Some(key) => entries.push((key, id)),
                None => *key = Some(id),
            },
        }
    }

    fn note_duplicates(&mut self, entries: &[(NodeId, NodeId)]) {
        let mut seen: HashMap<&str, NodeId> = HashMap::new();
        let mut flaws = Vec::new();
        for &(key, _) in entries {
            let Some(text) = self.tree.text(key) else { continue };
            if let Some(&first) = seen.get(text) {
                let message = messages::threat_model::duplicate_key(crate::source::shorten(text));
                let error = self.file.error(self.tree.bytes(key), message);
                flaws.push(Flaw { error, item: text.to_owned(), first: Some(self.tree.bytes(first)) });
            } else {
                seen.insert(text, key);
            }
        }
        self.tree.flaws.extend(flaws);
    }

    /// Takes `<<` out and puts in what it brings: the entries of the mappings
    /// it names whose keys aren't there. Gives their weight.
    fn merge(&mut self, entries: &mut Vec<(NodeId, NodeId)>) -> Result<usize, ReadError> {
        let is_merge = |tree: &Tree, key| matches!(tree.value(key), Value::Plain("<<"));
        if !entries.iter().any(|(key, _)| is_merge(&self.tree, *key)) {
            return Ok(0);
        }
        let (merges, mut kept): (Vec<_>, Vec<_>) =
            entries.drain(..).partition(|(key, _)| is_merge(&self.tree, *key));
        let mut known: HashSet<String> =
            kept.iter().filter_map(|(key, _)| self.tree.text(*key)).map(str::to_owned).collect();
        let mut weight = 0_usize;
        for (_, value) in merges {
            let sources = match self.tree.value(value) {
                Value::Sequence(items) => items.to_vec(),
                _ => vec![value],
            };
            for source in sources {
                let Value::Mapping(brought) = self.tree.value(source) else {
                    let bytes = self.tree.bytes(source);
                    self.flaw(bytes, messages::threat_model::merge_of_no_mapping(), "<<");
                    continue;
                };
                let brought = brought.to_vec();
                // Looking costs too: a long list of merges is a bomb like any other.
                self.spend(brought.len(), self.tree.bytes(source).start)?;
                for (key, value) in brought {
                    let is_new = self.tree.text(key).is_some_and(|text| known.insert(text.to_owned()));
                    if is_new {
                        let added = self.tree.weight(key).saturating_add(self.tree.weight(value));
                        self.spend(added, self.tree.bytes(value).start)?;
                        weight = weight.saturating_add(added);
                        kept.push((key, value));
                    }
                }
            }
        }
        *entries = kept;
        Ok(weight)
    }
}

fn scalar(text: String, style: ScalarStyle, tag: Option<&Tag>) -> Content {
    match style {
        ScalarStyle::Plain
            if tag.is_none() && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") =>
        {
            Content::Null
        }
        ScalarStyle::Plain => Content::Plain(text.into_boxed_str()),
        _ => Content::Quoted(text.into_boxed_str()),
    }
}
