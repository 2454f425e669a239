//! A component whose licence policy denies, without a way around it.

use super::license::{Fault, Judged, violations};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::place::Place;
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
            (text, Evaluation::Denied { by }, own) => Some(Fault {
                item: text.clone(),
                message: say::denied(component, text, by.join("`, `")),
                by: Some((
                    own.and_then(|own| own.deny.as_ref())
                        .map_or_else(|| denied_at(facts, &by), |deny| &deny.place)
                        .clone(),
                    say::denied_here(),
                )),
            }),
            _ => None,
        }
    })
}

/// The list that names one of these licences, or else the one of categories.
fn denied_at<'run>(facts: &'run Facts<'_>, by: &[String]) -> &'run Place {
    let deny = &facts.policy.licenses.deny;
    let demands = &facts.policy.demands;
    let is_of_category = by.iter().any(|id| demands.denied_by_category.iter().any(|known| **known == **id));
    let categories = demands.denied_categories.as_ref().filter(|_| is_of_category);
    categories.filter(|_| deny.value.is_empty()).map_or(&deny.place, |categories| &categories.place)
}
