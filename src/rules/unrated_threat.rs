//! A threat that nobody has rated counts as high, because nobody has shown that it is less.
//!
//! A word outside of the vocabulary is `unknown-threat-state`, and the patterns of
//! Threagile stand for risks that nobody generated, so they have no severity to give.

use std::collections::HashSet;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::place::Place;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{DefectKind, ModelFormat, ThreatModel, ThreatSeverity};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unrated-threat", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    facts
        .threat_models
        .iter()
        .filter(|model| model.format != ModelFormat::Threagile)
        .flat_map(check)
        .collect()
}

fn check(model: &ThreatModel) -> Vec<Finding> {
    let defects = model.defects.iter().filter(|defect| defect.kind == DefectKind::UnknownState);
    let misspelt: HashSet<&Place> = defects.map(|defect| &defect.place).collect();
    let unrated = model.threats.iter().filter(|threat| threat.severity.value == ThreatSeverity::Unrated);
    let silent = unrated.filter(|threat| !misspelt.contains(&threat.severity.place));
    silent
        .map(|threat| {
            let message = say::unrated(&threat.id.value);
            threat::about_threat(&RULE.info, model, (&threat.severity.place, threat), message)
        })
        .collect()
}
