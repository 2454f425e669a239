//! More changed since a threat model's review, or more time went by, than the
//! policy allows. How many files changed counts as too many where nobody knows.

use super::{Facts, Find, Rule, threat};
use crate::domain::day::day_of;
use crate::domain::finding::Finding;
use crate::domain::policy::Setting;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::messages::rules::threat_review::say;
use threat::review::Count;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "outdated-threat-review", practice: 12, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let models = threat::review::models(facts);
    models.flat_map(|model| too_many(model, facts).into_iter().chain(too_old(model, facts))).collect()
}

fn about(model: &ThreatModel, bound: &Setting<u64>, (item, message): (&str, Statement)) -> Finding {
    let place = threat::review::place_of(model);
    Finding {
        related: vec![(bound.place.clone(), say::role_asked_here())],
        ..threat::finding(&RULE.info, model, (&place, item), message)
    }
}

fn too_many(model: &ThreatModel, facts: &Facts<'_>) -> Option<Finding> {
    let bound = facts.policy.demands.review.max_changed_files.as_ref()?;
    let message = match threat::review::changed_files(model) {
        Count::Known(count) if count as u64 <= bound.value => return None,
        Count::Known(count) => say::too_many_files(&model.system, count, bound.value),
        Count::Unknown => say::unknown_number(&model.system, bound.value),
    };
    Some(about(model, bound, ("review.files", message)))
}

fn too_old(model: &ThreatModel, facts: &Facts<'_>) -> Option<Finding> {
    let bound = facts.policy.demands.review.max_age_days.as_ref()?;
    let date = threat::review::day_of(model)?;
    let age = date.until(day_of(facts.now)).ok()?.get_days();
    let age = u64::try_from(age).ok().filter(|age| *age > bound.value)?;
    let message = say::too_old(&model.system, date, age, bound.value);
    Some(about(model, bound, ("review.age", message)))
}
