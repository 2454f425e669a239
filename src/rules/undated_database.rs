//! Data of unknown age may be of any age.

use super::{Facts, Find, Rule, database};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "undated-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let sources = database::sources_in_use(facts);
    let undated: Vec<&str> =
        sources.iter().filter(|source| source.as_of.is_none()).map(|source| &*source.ecosystem).collect();
    if undated.is_empty() {
        return Vec::new();
    }
    vec![database::finding_of(&RULE.info, facts, say::undated(undated.join(", ")), "")]
}
