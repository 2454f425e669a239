//! An exception that nothing needs: it would excuse what comes later unseen.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unused-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let exceptions = facts.policy.exceptions.iter();
    let unused =
        exceptions.filter(|exception| exception_use::who_needs(exception, facts, findings).is_empty());
    unused.map(|exception| finding_of(exception, facts)).collect()
}

fn finding_of(exception: &Exception, facts: &Facts<'_>) -> Finding {
    let Exception { id, component, expires, place, .. } = exception;
    let message = if crate::exception::holds(exception, facts.now) {
        say::unused(id, component)
    } else {
        say::unused_and_expired(id, component, expires)
    };
    Finding::new(&RULE.info, place.clone(), message, exception_use::subject_of(exception))
}
