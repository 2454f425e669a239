//! An emergency grant is in force: something passes that nobody of the roster
//! has looked at. Policy can make it block and can't make it quiet.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "emergency-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let holding = facts.policy.exceptions.iter().filter(|exception| exception::holds(exception, facts.now));
    holding.filter_map(|exception| finding_of(exception, facts)).collect()
}

fn finding_of(exception: &Exception, facts: &Facts<'_>) -> Option<Finding> {
    let since = exception.emergency?;
    if exception::fault(exception, &facts.terms()).is_some() {
        return None;
    }
    let hours = facts.policy.exception_rules.emergency_hours.value;
    let message = say::emergency(&exception.id, &exception.component, since, hours);
    let mut finding = exception_use::about(&RULE.info, exception, message);
    finding.remedy = Some(say::approve_in_time(&exception.owner));
    Some(finding)
}
