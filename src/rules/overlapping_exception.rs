//! Two exceptions excuse one finding: ending one of them changes nothing, and
//! nobody can tell which of the two was meant.

use super::duplicate_exception::says_the_same;
use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "overlapping-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let exceptions = facts.policy.exceptions.iter();
    let excused: Vec<(&Exception, Vec<&Finding>)> =
        exceptions.map(|exception| (exception, exception_use::excused(exception, facts, findings))).collect();
    let mut found = Vec::new();
    for (position, (exception, own)) in excused.iter().enumerate() {
        let mut before = excused.iter().take(position);
        let first = before.find_map(|(other, others)| {
            let finding = *others.iter().find(|one| own.iter().any(|it| std::ptr::eq(*it, **one)))?;
            (!says_the_same(other, exception, findings)).then_some((other, finding))
        });
        if let Some((other, both)) = first {
            let message = say::overlapping(&exception.id, &exception.component, &other.id, &other.component);
            let mut finding = exception_use::about(&RULE.info, exception, message);
            finding.related =
                vec![(other.place.clone(), say::the_other()), (both.place.clone(), both.message.clone())];
            found.push(finding);
        }
    }
    found
}
