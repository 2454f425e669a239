//! A previous run that began and left no end: nobody knows what it would have said.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::record::HistoryState;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unfinished-run", practice: 17, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let HistoryState::PreviousUnfinished { number } = facts.history else { return Vec::new() };
    let subject = Subject { item: Arc::from("previous-run"), ..Subject::default() };
    let said = say::unfinished_run(number);
    vec![Finding::new(&RULE.info, threat::mending_place(facts), said, subject)]
}
