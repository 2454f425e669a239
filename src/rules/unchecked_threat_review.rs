//! Reviews of which nobody can tell whether they still hold.

use std::collections::BTreeMap;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::review::{Coverage, CoverageState};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::ThreatModel;
use crate::messages::rules::threat_review::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unchecked-threat-review", practice: 12, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

/// Elements that a finding names.
const NAMED: usize = 5;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let models = threat::review::models(facts);
    models.flat_map(|model| of_elements(model).into_iter().chain(of_age(model))).collect()
}

/// One finding for each reason: a clone that is too short is one reason for all.
fn of_elements(model: &ThreatModel) -> Vec<Finding> {
    let mut by_reason: BTreeMap<_, Vec<&Coverage>> = BTreeMap::new();
    for one in &model.review_facts.coverage {
        if let CoverageState::Unknown(reason) = &one.state {
            by_reason.entry(reason.digest()).or_default().push(one);
        }
    }
    let findings = by_reason.into_values().filter_map(|elements| {
        let first = elements.first()?;
        let CoverageState::Unknown(reason) = &first.state else { return None };
        let mut names: Vec<String> =
            elements.iter().take(NAMED).map(|one| format!("`{}`", one.element.value)).collect();
        if elements.len() > NAMED {
            names.push(format!("+{}", elements.len() - NAMED));
        }
        let message = say::unknown_for(names.join(", ")).because(reason.clone());
        let item = format!("review:{}", first.element.value);
        Some(threat::finding(&RULE.info, model, (&first.element.place, &item), message))
    });
    findings.collect()
}

fn of_age(model: &ThreatModel) -> Option<Finding> {
    let reason = model.review_facts.last_change.as_ref()?.as_ref().err()?;
    let message = say::unknown_age(&model.system).because(reason.clone());
    Some(threat::finding(&RULE.info, model, (&threat::review::place_of(model), "last-change"), message))
}
