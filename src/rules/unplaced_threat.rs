//! A threat that names no part of the system: nothing says what code it is about.
//!
//! A risk of Threagile is named by its parts, and its patterns by none.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unplaced-threat", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    // Our own format asks for it as a field.
    let others = |model: &ThreatModel| !matches!(model.format, ModelFormat::Native | ModelFormat::Threagile);
    let unplaced = threat::threats(facts).filter(|(model, threat)| others(model) && threat.on.is_empty());
    unplaced
        .map(|(model, threat)| {
            let message = say::unplaced(&threat.id.value);
            threat::about_threat(&RULE.info, model, (&threat.id.place, threat), message)
        })
        .collect()
}
