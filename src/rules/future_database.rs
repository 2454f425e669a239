//! Data from the future is as little known as old data: its date is wrong.

use super::{Facts, Find, Rule, database};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "future-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let future = database::ages(facts).into_iter().filter(|source| source.days < 0);
    let findings = future.map(|source| {
        let message = say::from_the_future(source.ecosystem, source.as_of);
        database::finding_of(&RULE.info, facts, message, source.ecosystem)
    });
    findings.collect()
}
