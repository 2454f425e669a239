//! An acceptance whose last day has passed.

use super::threat::Accepted;
use super::{Facts, Find, Rule, threat};
use crate::domain::day::day_of;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::acceptance::say as of_acceptance;
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "expired-acceptance", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::accepted(facts).filter_map(|accepted| check(accepted, facts)).collect()
}

fn check(accepted: Accepted<'_>, facts: &Facts<'_>) -> Option<Finding> {
    let (end, field, place) = accepted.end(facts)?;
    // The last day itself still counts.
    (end < day_of(facts.now)).then(|| {
        let id = &accepted.threat.id.value;
        let message = match field {
            "until" => say::acceptance_expired(id, end),
            _ => of_acceptance::expired_by_policy(id, end, accepted.most_days(facts)),
        };
        threat::about_threat(&RULE.info, accepted.model, (&place, accepted.threat), message)
    })
}
