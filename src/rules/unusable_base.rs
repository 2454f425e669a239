//! The base revision that was asked for can't be used.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::base::BaseState;
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::base::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unusable-base", practice: 10, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(BaseState::Unusable { revision, reason }) = facts.base.map(|base| &base.state) else {
        return Vec::new();
    };
    let message = say::unusable(revision).because(reason.clone());
    let subject = Subject { item: Arc::from("base"), ..Subject::default() };
    vec![Finding::new(&RULE.info, threat::mending_place(facts), message, subject)]
}
