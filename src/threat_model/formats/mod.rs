//! Models of other tools, one file a format: known by their content, and read
//! into the same shape as the native ones.
//!
//! What a format has no place for is absent, and the rules say so: an acceptance
//! without an approver is one whether the format could have named one or not. A
//! state that isn't in a format's vocabulary counts as open. Fields that a
//! format has and nobody here asks for are passed over: the tool's own check is
//! for them.
//!
//! To add a format: one file with a [`Reader`] row, one line in [`READERS`], a
//! word in `domain::threat::ModelFormat`, and a folder of cases in
//! `fixtures/threat_model/`.

mod cyclonedx;
mod exclusion;
mod otm;
mod pytm;
mod scope;
#[cfg(test)]
mod tests;
mod threagile;
mod threagile_risks;
mod threagile_tracking;
mod threat_dragon;
mod tm_bom;
mod tm_bom_risks;

use super::fields::Document;
use super::stock;
use super::yaml::{NodeId, Tree, Value};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::Files;
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::source::SourceFile;

/// What a reader may ask beside its file.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'run> {
    pub(super) files: &'run dyn Files,
    pub(super) limits: &'run Limits,
}

/// One format's reader.
struct Reader {
    format: ModelFormat,
    /// Whether a document is of this format, by the keys of its root.
    recognises: fn(&Root<'_>) -> bool,
    /// Reads its root into the model.
    read: fn(&mut Document<'_>, NodeId, &mut ThreatModel, Surroundings<'_>),
}

static READERS: &[&Reader] = &[
    &otm::READER,
    &threagile::READER,
    &threat_dragon::READER,
    &tm_bom::READER,
    &pytm::READER,
    &cyclonedx::READER,
];

/// The keys of a document's root.
struct Root<'tree> {
    tree: &'tree Tree,
    entries: &'tree [(NodeId, NodeId)],
}

impl<'tree> Root<'tree> {
    fn get(&self, name: &str) -> Option<Value<'tree>> {
        let found = self.entries.iter().find(|(key, _)| self.tree.text(*key) == Some(name));
        found.map(|(_, value)| self.tree.value(*value))
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn has_mapping(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Mapping(_)))
    }
}

/// Reads a document of one of these formats; `None` when it is of none.
pub(super) fn read(
    file: &SourceFile,
    tree: &Tree,
    root: NodeId,
    surroundings: Surroundings<'_>,
) -> Option<ThreatModel> {
    let Value::Mapping(entries) = tree.value(root) else { return None };
    let keys = Root { tree, entries };
    let reader = READERS.iter().find(|reader| (reader.recognises)(&keys))?;
    let mut document = Document::new(file, tree);
    let mut model = ThreatModel::empty(file.path(), reader.format);
    (reader.read)(&mut document, root, &mut model, surroundings);
    stock::note_all(&mut model);
    model.defects.extend(document.into_defects());
    Some(model)
}

/// Words that a path of such a model has in it somewhere. Opening every JSON
/// file of a repository would take longer than everything else; a model at
/// another path is named by a native one (`imports`).
const HINTS: [&str; 7] = ["threat", "threagile", "otm", "tm-bom", "tmbom", "dragon", "pytm"];

/// Words of which every such model has one: looking for them takes a fraction of
/// reading a large file that is something else.
const MARKS: [&str; 7] = [
    "otmVersion",
    "threagile_version",
    "technical_assets",
    "summary",
    "trust_zones",
    "onDuplicates",
    "specFormat",
];

/// Whether a text may be a model of one of these formats.
pub(super) fn may_be(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Whether a text that can't be read whole was such a model all the same: to
/// damage a file must not make its threats go away.
pub(super) fn looks_like_one(text: &str) -> bool {
    let has = |mark: &str| text.contains(mark);
    has("otmVersion")
        || has("threagile_version")
        || has("technical_assets")
        || has("trust_zones")
        || (has("summary") && has("diagrams"))
        || (has("onDuplicates") && has("inBoundary"))
        || (has("specFormat") && has("CycloneDX"))
}

/// Whether a path is one where a model of another tool may stand.
pub(super) fn may_stand_at(path: &TreePath) -> bool {
    let ends = path.file_name().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ends.as_deref() {
        Some("otm") => true,
        Some("json" | "yaml" | "yml") => {
            let path = path.as_str().to_ascii_lowercase();
            HINTS.iter().any(|hint| path.contains(hint))
        }
        _ => false,
    }
}
