//! An exception has ended while what it excused is still there.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "expired-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let expired =
        facts.policy.exceptions.iter().filter(|exception| !crate::exception::holds(exception, facts.now));
    expired.filter_map(|exception| finding_of(exception, facts, findings)).collect()
}

fn finding_of(exception: &Exception, facts: &Facts<'_>, findings: &[Finding]) -> Option<Finding> {
    let needing = exception_use::who_needs(exception, facts, findings);
    let first = needing.first()?;
    let Exception { id, component, expires, owner, place, .. } = exception;
    let message = say::expired(id, component, expires, needing.len());
    let mut finding = Finding::new(&RULE.info, place.clone(), message, exception_use::subject_of(exception));
    finding.remedy = Some(say::mend_or_renew(owner));
    finding.related = vec![(first.place.clone(), first.message.clone())];
    Some(finding)
}
