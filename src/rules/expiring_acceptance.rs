//! An acceptance that ends within `acceptances.warn-days`.

use super::threat::Accepted;
use super::{Facts, Find, Rule, threat};
use crate::domain::day::day_of;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::acceptance::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "expiring-acceptance", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::accepted(facts).filter_map(|accepted| check(accepted, facts)).collect()
}

fn check(accepted: Accepted<'_>, facts: &Facts<'_>) -> Option<Finding> {
    let (end, _, place) = accepted.end(facts)?;
    let left = day_of(facts.now).duration_until(end).as_hours() / 24;
    let warned = facts.policy.demands.acceptance_warn_days.as_ref().map_or(0, |days| days.value);
    (left >= 0 && left < i64::try_from(warned).unwrap_or(i64::MAX)).then(|| {
        // The last day itself still counts.
        let message = say::expiring(&accepted.threat.id.value, end, left + 1);
        threat::about_threat(&RULE.info, accepted.model, (&place, accepted.threat), message)
    })
}
