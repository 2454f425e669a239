//! A component whose licence policy denies, without a way around it.

use super::license::{Fault, Judged, violations};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::license::Evaluation;
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "denied-license", practice: 5, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut judged = Judged::new(facts);
    violations(&RULE.info, facts, |licensed| {
        let component = &licensed.occurrence.component;
        match judged.of(licensed)? {
            (text, Evaluation::Denied { by }) => Some(Fault {
                item: text.clone(),
                message: say::denied(component, text, by.join("`, `")),
                by: Some((facts.policy.licenses.deny.place.clone(), say::denied_here())),
            }),
            _ => None,
        }
    })
}
