//! A database that nobody signed may be anybody's.

use super::{Facts, Find, Rule, database};
use crate::domain::advisory::SignatureState;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "untrusted-database", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(database) = database::usable(facts) else { return Vec::new() };
    let keys = &facts.policy.database.keys;
    match &database.signature {
        SignatureState::Verified(_) => Vec::new(),
        SignatureState::NotAsked if keys.value.is_empty() => Vec::new(),
        SignatureState::NotAsked => {
            vec![database::finding_of(&RULE.info, facts, say::untrusted(&database.path), "")]
        }
        SignatureState::Unverified(reason) => {
            let mut finding = database::finding_of(&RULE.info, facts, say::untrusted(&database.path), "");
            finding.related.push((keys.place.clone(), reason.clone()));
            vec![finding]
        }
    }
}
