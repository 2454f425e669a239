//! Threagile's `risks.json`, the risks that the tool generated, and the patterns
//! by which they are tracked.

use std::sync::Arc;

use super::Surroundings;
use super::threagile::{Risk, SEVERITIES};
use crate::domain::pattern::matches;
use crate::domain::place::Place;
use crate::domain::ports::FileError;
use crate::domain::threat::{Acceptance, Decision, Defect, DefectKind, Located, ThreatModel, ThreatSeverity};
use crate::messages::threat_model as say;
use crate::source::SourceFile;
use crate::threat_model::fields::{Document, Text};
use crate::threat_model::yaml::{self, Value};

/// The tool's own name for the file.
const RISKS: &str = "risks.json";

/// An entry of `risk_tracking`.
pub(super) struct Tracked {
    pub(super) key: Text,
    pub(super) decision: Located<Decision>,
    pub(super) acceptance: Acceptance,
}

impl Tracked {
    /// Whether the entry speaks of this risk: `*` stands for one part between two
    /// `@`, whole, or for any letters in it. The tool itself takes a pattern for
    /// longer ids too; what nobody wrote down is not decided here.
    pub(super) fn covers(&self, risk: &str) -> bool {
        let (pattern, risk) = (self.key.value.split('@'), risk.split('@'));
        pattern.clone().count() == risk.clone().count()
            && pattern.zip(risk).all(|(pattern, part)| matches(pattern, part))
    }
}

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

#[cfg(test)]
mod tests {
    use crate::domain::pattern::matches;

    #[test]
    fn a_pattern_covers_a_part_as_a_whole() {
        for (pattern, part) in
            [("*", "db"), ("*", ""), ("db", "db"), ("d*", "db"), ("*-server", "ldap-server")]
        {
            assert!(matches(pattern, part), "{pattern} {part}");
        }
        for (pattern, part) in [("db", "db2"), ("d", "db"), ("*-server", "server-x"), ("", "db")] {
            assert!(!matches(pattern, part), "{pattern} {part}");
        }
    }
}
