//! A database that can't be read or verified says nothing.

use super::{Facts, Find, Rule, database};
use crate::domain::advisory::DatabaseState;
use crate::domain::finding::Finding;
use crate::domain::place::Place;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unusable-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    match facts.database {
        DatabaseState::Unusable { path, reason } => {
            let finding = database::finding_of(&RULE.info, facts, reason.clone(), "");
            vec![Finding { place: Place::outside(path), ..finding }]
        }
        DatabaseState::Missing | DatabaseState::Usable(_) => Vec::new(),
    }
}
