//! An exception that something needs ends within `exceptions.warn-days`.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "expiring-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    // An emergency is told by a rule of its own.
    let ordinary = facts.policy.exceptions.iter().filter(|exception| exception.emergency.is_none());
    ordinary.filter_map(|exception| finding_of(exception, facts, findings)).collect()
}

fn finding_of(exception: &Exception, facts: &Facts<'_>, findings: &[Finding]) -> Option<Finding> {
    let left = exception_use::today(facts).duration_until(exception.expires).as_hours() / 24;
    let warned = i64::from(facts.policy.exception_rules.warn_days.value);
    let excused = exception_use::excused(exception, facts, findings);
    if left >= warned || excused.is_empty() {
        return None;
    }
    let Exception { id, component, expires, owner, .. } = exception;
    let message = say::expiring(id, component, expires, left + 1, excused.len());
    let mut finding = exception_use::about(&RULE.info, exception, message);
    finding.remedy = Some(say::mend_or_renew(owner));
    Some(finding)
}
