//! A run that no history keeps: an auditor can't be shown that it took place.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::record::HistoryState;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unkept-history", practice: 17, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    if *facts.history != HistoryState::Off {
        return Vec::new();
    }
    let subject = Subject { item: Arc::from("history"), ..Subject::default() };
    vec![Finding::new(&RULE.info, threat::mending_place(facts), say::unkept_history(), subject)]
}
