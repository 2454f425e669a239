//! Data that will soon be too old, or is and has a time of grace.

use super::{Facts, Find, Rule, database};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "aging-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let policy = &facts.policy.database;
    let (warned, allowed) = (i64::from(policy.warn_age_days.value), i64::from(policy.max_age_days.value));
    let extension = database::extension(facts);
    let today = super::exception_use::today(facts);
    let weighs_more = facts.policy.may_weigh_more("aging-database", "stale-database", today);
    let findings = database::ages(facts).into_iter().filter_map(|source| {
        let (ecosystem, date, age) = (source.ecosystem, source.as_of, source.days);
        let message = match extension {
            Some(extension) if age > allowed => {
                say::extended(ecosystem, date, age, extension.until, &extension.approver)
            }
            _ if age > warned && age <= allowed => say::aging(ecosystem, date, age, allowed),
            // It is stale besides; a smaller bound must not save it from this rule.
            _ if age > warned && weighs_more => say::stale(ecosystem, date, age, allowed),
            _ => return None,
        };
        let mut finding = database::finding_of(&RULE.info, facts, message, ecosystem);
        let excuse = extension.filter(|_| age > allowed);
        finding
            .related
            .extend(excuse.map(|excuse| (excuse.place.clone(), say::extension_reason(&excuse.reason))));
        Some(finding)
    });
    findings.collect()
}
