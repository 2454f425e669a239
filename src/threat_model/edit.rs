//! Adds an item to a native model's text, and leaves everything else as it is:
//! comments, order, layout.

use std::collections::BTreeSet;

use super::yaml::{self, NodeId, Tree, Value};
use super::{native, with_flaws};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::messages::threat_model as say;
use crate::source::SourceFile;

/// A kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A part of the system.
    Element,
    /// Data on its way.
    Flow,
    /// What can go wrong.
    Threat,
    /// What holds it off.
    Mitigation,
}

impl Kind {
    /// The words that name them.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("element", Self::Element),
        ("flow", Self::Flow),
        ("threat", Self::Threat),
        ("mitigation", Self::Mitigation),
    ];

    /// The list that has them.
    const fn section(self) -> &'static str {
        match self {
            Self::Element => "elements",
            Self::Flow => "flows",
            Self::Threat => "threats",
            Self::Mitigation => "mitigations",
        }
    }

    /// What an id begins with, where nobody names one.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Element => "E-",
            Self::Flow => "F-",
            Self::Threat => "T-",
            Self::Mitigation => "M-",
        }
    }
}

/// A field of the new item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A list of evidence: each a file, and the test in it where it names one.
    Evidence(Vec<(String, Option<String>)>),
}

/// An item on its way into a model.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// What kind.
    pub kind: Kind,
    /// Its id; a fresh one when nobody names it.
    pub id: Option<String>,
    /// Its other fields, in their order.
    pub fields: Vec<(&'static str, Field)>,
}

/// A model with an item more.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The text.
    pub text: String,
    /// The item's id.
    pub id: String,
}

/// The model's text with this item behind the last one of its kind. What would
/// leave the model with a defect that it hasn't is refused.
pub fn with_item(text: &str, path: &TreePath, item: &NewItem, limits: &Limits) -> Result<Edited, Statement> {
    let before = Model::read(text, path, limits)?;
    let id = match &item.id {
        Some(id) => id.clone(),
        None => before.fresh_id(item.kind),
    };
    let line = written(&id, &item.fields);
    let (at, piece) = before.place_for(item.kind.section(), &line);
    let (Some(head), Some(tail)) = (before.text.get(..at), before.text.get(at..)) else {
        return Err(say::no_place_for(item.kind.section()));
    };
    let edited = format!("{head}{piece}{tail}");
    let after = Model::read(&edited, path, limits)?;
    let known = before.defects();
    if let Some(new) = after.defects().into_iter().find(|new| !known.contains(new)) {
        return Err(new);
    }
    if after.count(item.kind) == before.count(item.kind) + 1 {
        Ok(Edited { text: edited, id })
    } else {
        Err(say::no_place_for(item.kind.section()))
    }
}

struct Model {
    text: String,
    file: SourceFile,
    tree: Tree,
    root: NodeId,
}

impl Model {
    fn read(text: &str, path: &TreePath, limits: &Limits) -> Result<Self, Statement> {
        let file = SourceFile::new(path, text.as_bytes().to_vec(), limits).map_err(|error| error.message)?;
        let tree = yaml::parse(&file, limits).map_err(|error| error.message)?;
        let root = tree.root().ok_or_else(say::foreign)?;
        if native::schema_of(&tree, root).is_none_or(|(schema, _)| schema != native::SCHEMA) {
            return Err(say::foreign());
        }
        Ok(Self { text: file.text().to_owned(), file, tree, root })
    }

    fn defects(&self) -> Vec<Statement> {
        let model = with_flaws(native::read(&self.file, &self.tree, self.root).model, &self.file, &self.tree);
        model.defects.into_iter().map(|defect| defect.message).collect()
    }

    /// The key and the value of a section.
    fn section(&self, name: &str) -> Option<(NodeId, NodeId)> {
        let Value::Mapping(entries) = self.tree.value(self.root) else { return None };
        entries.iter().copied().find(|(key, _)| self.tree.text(*key) == Some(name))
    }

    fn items(&self, section: &str) -> &[NodeId] {
        match self.section(section).map(|(_, value)| self.tree.value(value)) {
            Some(Value::Sequence(items)) => items,
            _ => &[],
        }
    }

    fn count(&self, kind: Kind) -> usize {
        self.items(kind.section()).len()
    }

    /// One more than the greatest number of that prefix, tombstones counted: an
    /// id never stands for two things.
    fn fresh_id(&self, kind: Kind) -> String {
        let sections = ["elements", "flows", "threats", "mitigations", "retired"];
        let items = sections.iter().flat_map(|section| self.items(section));
        let ids: BTreeSet<u64> = items
            .filter_map(|item| {
                let Value::Mapping(entries) = self.tree.value(*item) else { return None };
                let (_, id) = entries.iter().find(|(key, _)| self.tree.text(*key) == Some("id"))?;
                self.tree.text(*id)?.strip_prefix(kind.prefix())?.parse().ok()
            })
            .collect();
        let next = ids.last().map_or(1, |last| last.saturating_add(1));
        format!("{}{next}", kind.prefix())
    }

    /// Where the item goes, and the text that goes there.
    fn place_for(&self, section: &str, line: &str) -> (usize, String) {
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let Some((key, value)) = self.section(section) else {
            let gap = if self.text.ends_with('\n') { "" } else { end };
            return (self.text.len(), format!("{gap}{end}{section}:{end}  - {line}{end}"));
        };
        let Value::Sequence(items) = self.tree.value(value) else {
            let at = self.end_of_line(self.tree.bytes(key).end);
            return (at, format!("{end}  - {line}"));
        };
        if self.is_in_brackets(value) {
            return match items.last() {
                Some(last) => (self.last_byte(*last), format!(", {line}")),
                None => (self.tree.bytes(value).end.saturating_sub(1), line.to_owned()),
            };
        }
        let last = items.last().copied().unwrap_or(value);
        let at = self.end_of_line(self.last_byte(last));
        (at, format!("{end}{}- {line}", self.indent_of(last)))
    }

    fn is_in_brackets(&self, node: NodeId) -> bool {
        let start = self.tree.bytes(node).start;
        self.text.get(start..).is_some_and(|rest| rest.starts_with(['[', '{']))
    }

    /// Behind the last thing that a node really says.
    fn last_byte(&self, node: NodeId) -> usize {
        let own = self.tree.bytes(node);
        let inner = match self.tree.value(node) {
            _ if self.is_in_brackets(node) => None,
            Value::Sequence(items) => items.iter().map(|item| self.last_byte(*item)).max(),
            Value::Mapping(entries) => {
                entries.iter().map(|(key, value)| self.last_byte(*key).max(self.last_byte(*value))).max()
            }
            _ => None,
        };
        let end = inner.unwrap_or(own.end);
        self.text.get(..end).map_or(end, |before| before.trim_end().len())
    }

    fn end_of_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        at + line.trim_end_matches('\r').len()
    }

    /// The white space before the dash of an item.
    fn indent_of(&self, item: NodeId) -> String {
        let before = self.text.get(..self.tree.bytes(item).start).unwrap_or_default();
        let dash = before.rfind('-').unwrap_or_default();
        let line = before.get(..dash).unwrap_or_default();
        let start = line.rfind('\n').map_or(0, |at| at + 1);
        let indent = line.get(start..).unwrap_or_default();
        if indent.trim().is_empty() { indent.to_owned() } else { "  ".to_owned() }
    }
}

/// The item in one line.
fn written(id: &str, fields: &[(&'static str, Field)]) -> String {
    let mut parts = vec![format!("id: {}", scalar(id))];
    parts.extend(fields.iter().map(|(name, field)| match field {
        Field::Text(text) => format!("{name}: {}", scalar(text)),
        Field::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| scalar(text)).collect();
            format!("{name}: [{}]", texts.join(", "))
        }
        Field::Evidence(pieces) => {
            let pieces: Vec<String> =
                pieces.iter().map(|(path, test)| piece(path, test.as_deref())).collect();
            format!("{name}: [{}]", pieces.join(", "))
        }
    }));
    format!("{{{}}}", parts.join(", "))
}

/// A piece of evidence.
fn piece(path: &str, test: Option<&str>) -> String {
    let path = scalar(path);
    match test {
        None => format!("{{kind: file, path: {path}}}"),
        Some(test) => format!("{{kind: test, path: {path}, name: {}}}", scalar(test)),
    }
}

/// A text as it may stand between braces: bare where it is a plain word.
pub(crate) fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_word);
    let means_more = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    if is_plain && !means_more.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    // JSON's strings are YAML's.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Field, Kind, NewItem, with_item};
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;

    fn threat(on: &str) -> NewItem {
        NewItem {
            kind: Kind::Threat,
            id: None,
            fields: vec![
                ("title", Field::Text("a: \"b\" # c".to_owned())),
                ("on", Field::Texts(vec![on.to_owned()])),
                ("severity", Field::Text("high".to_owned())),
                ("decision", Field::Text("open".to_owned())),
            ],
        }
    }

    fn added(text: &str, item: &NewItem) -> Result<String, String> {
        let path = TreePath::new("threat-model.yaml").expect("sound");
        let edited = with_item(text, &path, item, &Limits::DEFAULT);
        edited.map(|edited| edited.text).map_err(|error| error.sentence.key.to_owned())
    }

    const HEAD: &str =
        "# Whose.\nschema: cullis/threat-model/v1\nsystem: {id: pay} # the system\nelements: [{id: api}]\n";
    const ITEM: &str = "{id: T-2, title: \"a: \\\"b\\\" # c\", on: [api], severity: high, decision: open}";

    #[test]
    fn an_item_goes_behind_the_last_one_and_nothing_else_moves() {
        let first = "{id: T-1, title: a, on: [api], severity: low, decision: open}";
        let cases = [
            (
                format!("{HEAD}threats:\n  - {first} # why\n\n# below\nmitigations: []\n"),
                format!("{HEAD}threats:\n  - {first} # why\n  - {ITEM}\n\n# below\nmitigations: []\n"),
            ),
            (
                format!(
                    "{HEAD}threats:\n- id: T-1\n  title: >\n    a\n\n  on: [api]\n  severity: low\n  decision: open\nflows: []\n"
                ),
                format!(
                    "{HEAD}threats:\n- id: T-1\n  title: >\n    a\n\n  on: [api]\n  severity: low\n  decision: open\n- {ITEM}\nflows: []\n"
                ),
            ),
            (format!("{HEAD}threats: [{first}]\n"), format!("{HEAD}threats: [{first}, {ITEM}]\n")),
            (
                format!("{HEAD}retired: [{{id: T-1, reason: gone}}]"),
                format!("{HEAD}retired: [{{id: T-1, reason: gone}}]\n\nthreats:\n  - {ITEM}\n"),
            ),
            (
                format!("{HEAD}threats: # none\nretired: [{{id: T-1, reason: gone}}]\n"),
                format!("{HEAD}threats: # none\n  - {ITEM}\nretired: [{{id: T-1, reason: gone}}]\n"),
            ),
        ];
        for (before, after) in cases {
            assert_eq!(added(&before, &threat("api")), Ok(after), "{before}");
        }
        let none = format!("{HEAD}threats: []\n");
        assert_eq!(
            added(&none, &threat("api")),
            Ok(none.replace("[]\n", &format!("[{}]\n", ITEM.replace("T-2", "T-1"))))
        );
        let windows = HEAD.replace('\n', "\r\n");
        assert!(added(&windows, &threat("api")).is_ok_and(|text| !text.replace("\r\n", "").contains('\n')));
    }

    #[test]
    fn what_would_break_the_model_is_refused() {
        assert_eq!(added(HEAD, &threat("apo")), Err("threat_model.dangling_but".to_owned()));
        assert_eq!(added("otmVersion: 0.2.0\n", &threat("api")), Err("threat_model.foreign".to_owned()));
        let twice = NewItem { id: Some("api".to_owned()), ..threat("api") };
        assert_eq!(added(HEAD, &twice), Err("threat_model.duplicate_id".to_owned()));
        // A defect that is there already is nobody's obstacle.
        let odd = format!("{HEAD}colour: blue\n");
        assert!(added(&odd, &threat("api")).is_ok());
    }
}
