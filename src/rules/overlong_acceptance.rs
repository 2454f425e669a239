//! An acceptance that holds longer than `acceptances.max-days` allows for a threat so bad.

use super::threat::Accepted;
use super::{Facts, Find, Rule, threat};
use crate::domain::day::day_of;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::acceptance::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "overlong-acceptance", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    threat::accepted(facts).filter_map(|accepted| check(accepted, facts)).collect()
}

/// Counted from the day it was given; from today where nobody says when, or says
/// a day to come, so that it can't reach further than one that is given now.
fn check(accepted: Accepted<'_>, facts: &Facts<'_>) -> Option<Finding> {
    let until = accepted.acceptance.until.as_ref()?;
    let today = day_of(facts.now);
    let from = accepted.acceptance.on.as_ref().map_or(today, |on| on.value.min(today));
    let days = from.duration_until(until.value).as_hours() / 24;
    let most = accepted.most_days(facts);
    (days > i64::try_from(most).unwrap_or(i64::MAX)).then(|| {
        let id = &accepted.threat.id.value;
        let message = say::too_long(id, days, most, accepted.threat.severity.value.word());
        threat::about_threat(&RULE.info, accepted.model, (&until.place, accepted.threat), message)
    })
}
