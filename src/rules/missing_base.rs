//! Policy asks for a base revision, and the run has none.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::base::BaseState;
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::base::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-base", practice: 10, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let required = &facts.policy.base.required;
    let message = match facts.base.map(|base| &base.state) {
        _ if !required.value => return Vec::new(),
        None | Some(BaseState::NotAsked) => say::no_base(),
        Some(BaseState::NoChangeRequest(reason)) => say::no_base().because(reason.clone()),
        Some(BaseState::Unusable { .. } | BaseState::Usable(_)) => return Vec::new(),
    };
    let subject = Subject { item: Arc::from("base"), ..Subject::default() };
    let related = vec![(required.place.clone(), say::asked_here())];
    vec![Finding { related, ..Finding::new(&RULE.info, threat::mending_place(facts), message, subject) }]
}
