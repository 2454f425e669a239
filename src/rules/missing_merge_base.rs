//! Policy asks what is new, and where the change began isn't known.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::base::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-merge-base", practice: 10, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let base = facts.base.and_then(|base| base.base()).filter(|_| facts.policy.base.only_new.value);
    let Some((base, Err(reason))) = base.map(|base| (base, &base.merge_base)) else { return Vec::new() };
    let message = say::all_is_new(&base.revision).because(reason.clone());
    let subject = Subject { item: Arc::from("merge-base"), ..Subject::default() };
    let related = vec![(facts.policy.base.only_new.place.clone(), say::asked_here())];
    let remedy = Some(reason.clone());
    vec![Finding {
        remedy,
        related,
        ..Finding::new(&RULE.info, threat::mending_place(facts), message, subject)
    }]
}
