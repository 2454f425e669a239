//! A component whose licence isn't on the allow list, when there is one.

use super::license::{Fault, Judged, violations};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::place::Place;
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
        let tells_denied = judged.tells_denied_as_unlisted();
        let (text, evaluation, own) = judged.of(licensed)?;
        let ids = match evaluation {
            Evaluation::NotListed { ids } => ids,
            Evaluation::Denied { by } if tells_denied => by,
            _ => return None,
        };
        Some(Fault {
            item: text.clone(),
            message: say::unlisted(component, text, ids.join("`, `")),
            by: Some((
                own.and_then(|own| own.allow.as_ref())
                    .map_or_else(|| allowed_at(facts), |allow| &allow.place)
                    .clone(),
                say::allowed_here(),
            )),
        })
    })
}

/// The allow list, or where there is none the allowed categories.
fn allowed_at<'run>(facts: &'run Facts<'_>) -> &'run Place {
    let allow = &facts.policy.licenses.allow;
    let categories = facts.policy.demands.allowed_categories.as_ref();
    let categories = categories.filter(|_| allow.value.is_empty());
    categories.map_or(&allow.place, |categories| &categories.place)
}
