//! A component whose licence isn't on the allow list, when there is one.

use super::license::{Fault, Judged, violations};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::license::Evaluation;
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unlisted-license", practice: 5, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut judged = Judged::new(facts);
    violations(&RULE.info, facts, |licensed| {
        let component = &licensed.occurrence.component;
        let (text, evaluation) = judged.of(licensed)?;
        let evaluation = match evaluation {
            Evaluation::Denied { .. } => judged.of_denied(licensed)?,
            other => other.clone(),
        };
        match evaluation {
            Evaluation::NotListed { ids } => Some(Fault {
                item: text.clone(),
                message: say::unlisted(component, text, ids.join("`, `")),
                by: Some((facts.policy.licenses.allow.place.clone(), say::allowed_here())),
            }),
            _ => None,
        }
    })
}
