//! Old data doesn't know what was found since.

use super::{Facts, Find, Rule, database};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "stale-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

/// Both days count as whole days in UTC.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    if database::extension(facts).is_some() {
        return Vec::new();
    }
    let allowed = facts.policy.database.max_age_days.value;
    let stale = database::ages(facts).into_iter().filter(|source| source.days > i64::from(allowed));
    let findings = stale.map(|source| {
        let message = say::stale(source.ecosystem, source.as_of, source.days, allowed);
        database::finding_of(&RULE.info, facts, message, source.ecosystem)
    });
    findings.collect()
}
