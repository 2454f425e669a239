//! Threagile's `risks.json`: the risks that the tool generated.

use std::sync::Arc;

use super::Surroundings;
use super::threagile::{Risk, SEVERITIES};
use crate::domain::place::Place;
use crate::domain::ports::FileError;
use crate::domain::threat::{Defect, DefectKind, ThreatModel, ThreatSeverity};
use crate::messages::threat_model as say;
use crate::source::SourceFile;
use crate::threat_model::fields::Document;
use crate::threat_model::yaml::{self, Value};

/// The tool's own name for the file.
const RISKS: &str = "risks.json";

/// The generated risks; `None`, with a defect that says so, where they can't be
/// seen.
pub(super) fn read(
    document: &mut Document<'_>,
    model: &mut ThreatModel,
    surroundings: Surroundings<'_>,
) -> Option<Vec<Risk>> {
    let mut unseen = |place: Place, message| {
        let item = Arc::from(RISKS);
        document.add(Defect { kind: DefectKind::Unevaluated, place, message, item, related: None });
    };
    let path = model.file.sibling(RISKS)?;
    let bytes = match surroundings.files.read(&path) {
        Ok(bytes) => bytes,
        Err(FileError::Absent) => {
            unseen(Place::whole(model.file.clone()), say::generated_risks_absent(&path));
            return None;
        }
        Err(FileError::Refused(reason)) => {
            unseen(Place::whole(path), reason);
            return None;
        }
    };
    let parsed = SourceFile::new(&path, bytes, surroundings.limits)
        .and_then(|file| yaml::parse(&file, surroundings.limits).map(|tree| (file, tree)));
    let (file, tree) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            unseen(error.place, error.message);
            return None;
        }
    };
    let mut risks = Vec::new();
    let mut generated = Document::new(&file, &tree);
    let Some(Value::Sequence(nodes)) = tree.root().map(|root| tree.value(root)) else {
        unseen(Place::whole(path), say::generated_risks_no_list());
        return None;
    };
    for &node in nodes {
        risks.extend(risk(&mut generated, node));
    }
    model.defects.extend(generated.into_defects());
    Some(risks)
}

fn risk(document: &mut Document<'_>, node: yaml::NodeId) -> Option<Risk> {
    let fields = document.all_fields(node, RISKS)?;
    let id = document.required_text(&fields, "synthetic_id")?;
    let asset = document.optional_text(&fields, "most_relevant_technical_asset");
    Some(Risk {
        title: document.optional_text(&fields, "title").unwrap_or_else(|| id.clone()),
        severity: document.state(&fields, "severity", (&SEVERITIES, ThreatSeverity::Unrated)),
        on: asset.into_iter().collect(),
        weaknesses: Vec::new(),
        id,
    })
}
