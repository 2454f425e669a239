//! A database without advisories finds nothing, whatever is wrong.

use super::{Facts, Find, Rule, database};
use crate::domain::advisory::Database;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "empty-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let empty = |database: &&Database| database.sources.iter().all(|source| source.advisories == 0);
    let found = database::usable(facts).filter(empty);
    found
        .map(|found| database::finding_of(&RULE.info, facts, say::empty(&found.path), ""))
        .into_iter()
        .collect()
}
