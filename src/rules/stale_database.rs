//! Old data doesn't know what was found since.

use super::{Facts, Find, Rule, database, exception_use};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "stale-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

/// Both days count as whole days in UTC. Data from the future is as little
/// known as old data: its date is wrong.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let today = exception_use::today(facts);
    let allowed = facts.policy.database.max_age_days.value;
    let dated =
        database::sources_in_use(facts).into_iter().filter_map(|source| Some((source, source.as_of?)));
    let findings = dated.filter_map(|(source, as_of)| {
        let age = i64::from((today - as_of).get_days());
        let message = match age {
            ..0 => say::from_the_future(&source.ecosystem, as_of),
            0.. if age > i64::from(allowed) => say::stale(&source.ecosystem, as_of, age, allowed),
            0.. => return None,
        };
        Some(database::finding_of(&RULE.info, facts, message, &source.ecosystem))
    });
    findings.collect()
}
