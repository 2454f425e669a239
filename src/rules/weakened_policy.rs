//! A change loosens the policy that judges it. The base's policy holds, so it
//! has no effect here; once merged it would have.

use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::base::{Weakened, Weakening};
use crate::domain::finding::{Finding, Subject};
use crate::domain::place::Place;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::messages::rules::base::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "weakened-policy", practice: 10, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    facts.policy.weakened.iter().map(finding_of).collect()
}

fn finding_of(weakening: &Weakening) -> Finding {
    let Weakening { what, place, held_by } = weakening;
    let file = || place.artifact.to_string();
    let (message, item) = match what {
        Weakened::Key { key, attempted, in_force } => {
            (say::weakened_key(key, attempted, in_force), key.to_string())
        }
        Weakened::Added { entry, what } => (say::weakened_entry(entry, what), format!("{entry}: {what}")),
        Weakened::Dropped { entry, what } => {
            (say::weakened_dropped(entry, what), format!("no {entry}: {what}"))
        }
        Weakened::Removed => (say::removed(file()), "removed".to_owned()),
        Weakened::Replaced(reason) => (say::replaced(file()).because(reason.clone()), "replaced".to_owned()),
    };
    let related = held_by.iter().map(|held| (held.clone(), say::held_here())).collect();
    Finding { related, ..finding(place, message, &item) }
}

fn finding(place: &Place, message: Statement, item: &str) -> Finding {
    let subject = Subject { file: place.tree_path().cloned(), component: None, item: Arc::from(item) };
    Finding::new(&RULE.info, place.clone(), message, subject)
}
