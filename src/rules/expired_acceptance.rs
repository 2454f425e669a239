//! An acceptance whose last day has passed.

use super::{Facts, Find, Rule, threat};
use crate::domain::day::day_of;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::Decision;
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "expired-acceptance", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let today = day_of(facts.now);
    let accepted = threat::threats(facts).filter(|(_, threat)| threat.decision.value == Decision::Accept);
    accepted
        .filter_map(|(model, threat)| {
            let until = threat.acceptance.as_ref()?.until.as_ref()?;
            // The last day itself still counts.
            (until.value < today).then(|| {
                let message = say::acceptance_expired(&threat.id.value, until.value);
                threat::about_threat(&RULE.info, model, (&until.place, threat), message)
            })
        })
        .collect()
}
