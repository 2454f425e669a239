//! A threat model that records no threat: it draws a system, or not even that, and
//! says nothing of what could happen to it.
//!
//! One that builds on others has theirs; of one whose risks a tool generates
//! elsewhere nobody knows (`unevaluated-threat-model`).

use std::collections::{HashMap, HashSet};

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::place::{Place, TreePath};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{DefectKind, ThreatModel};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "empty-threat-model", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let by_file: HashMap<&TreePath, &ThreatModel> =
        facts.threat_models.iter().map(|model| (&model.file, model)).collect();
    let empty = facts.threat_models.iter().filter(|model| is_evaluable(model) && !has_any(model, &by_file));
    empty.map(about).collect()
}

/// A model of which a part can't be seen may have its threats there.
fn is_evaluable(model: &ThreatModel) -> bool {
    let hides = |kind| matches!(kind, DefectKind::Syntax | DefectKind::Unevaluated | DefectKind::Foreign);
    !model.defects.iter().any(|defect| hides(defect.kind))
}

/// Whether it has a threat, had one that is settled, or builds on a model that has.
fn has_any(model: &ThreatModel, by_file: &HashMap<&TreePath, &ThreatModel>) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![model]);
    while let Some(one) = open.pop() {
        if !one.threats.is_empty() || !one.retired.is_empty() {
            return true;
        }
        if seen.insert(&one.file) {
            open.extend(one.imports.iter().filter_map(|import| by_file.get(&import.file).copied()));
        }
    }
    false
}

fn about(model: &ThreatModel) -> Finding {
    let message = say::no_threat(&model.system, model.elements.len(), model.flows.len());
    // Where the drawing begins is where its threats are missing.
    let drawn = model.elements.first().map(|element| element.id.place.clone());
    let place = drawn.unwrap_or_else(|| Place::whole(model.file.clone()));
    threat::finding(&RULE.info, model, (&place, "threats"), message)
}
