//! Results of tests that were handed in and that somebody committed: they say what
//! their author wants, so they don't count.

use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::finding::{Finding, Subject};
use crate::domain::place::Place;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::threat_results as say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "committed-test-results", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let committed = facts.base.into_iter().flat_map(|base| &base.committed_results);
    committed
        .map(|place: &Place| {
            let file = place.tree_path().cloned();
            // A file elsewhere is told apart by its name.
            let item = if file.is_some() { "results".to_owned() } else { format!("results:{place}") };
            let subject = Subject { file, component: None, item: Arc::from(item) };
            Finding::new(&RULE.info, place.clone(), say::committed(place), subject)
        })
        .collect()
}
