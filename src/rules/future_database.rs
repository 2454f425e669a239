//! Data from the future is as little known as old data: its date is wrong.
//!
//! A day is to come when it has begun nowhere on Earth: who dates data by a
//! calendar ahead of UTC, as in China before eight in the morning, dates it right.

use super::{Facts, Find, Rule, database};
use crate::domain::day::latest_day_of;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "future-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let latest = latest_day_of(facts.now);
    let future = database::ages(facts).into_iter().filter(|source| source.as_of > latest);
    let findings = future.map(|source| {
        let message = say::from_the_future(source.ecosystem, source.as_of);
        database::finding_of(&RULE.info, facts, message, source.ecosystem)
    });
    findings.collect()
}
