//! Without an advisory database nothing is known of any component.

use super::{Facts, Find, Rule, database};
use crate::domain::advisory::DatabaseState;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    match facts.database {
        DatabaseState::Missing => vec![database::finding_of(&RULE.info, facts, say::missing(), "")],
        DatabaseState::Unusable { .. } | DatabaseState::Usable(_) => Vec::new(),
    }
}
