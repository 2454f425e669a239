//! An exception that excuses nothing because something is wrong with it: it
//! was changed after it was signed, runs too long, was approved by somebody
//! who may not, or what it was approved for has changed.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::{Exception, Standing};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "void-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let exceptions = facts.policy.exceptions.iter();
    let approved = exceptions.filter(|exception| !is_unapproved(exception));
    let holding = approved.filter(|exception| exception::holds(exception, facts.now));
    holding.filter_map(|exception| finding_of(exception, facts, findings)).collect()
}

/// Whether nobody has approved it yet: a rule of its own tells that.
pub(super) fn is_unapproved(exception: &Exception) -> bool {
    match &exception.standing {
        Standing::Unapproved(_) => true,
        Standing::Stated => exception.approver.is_none() && exception.emergency.is_none(),
        Standing::Vouched(_) | Standing::Spoilt(_) => false,
    }
}

fn finding_of(exception: &Exception, facts: &Facts<'_>, findings: &[Finding]) -> Option<Finding> {
    let terms = facts.terms();
    let told = |reason| say::void(&exception.id, &exception.component).because(reason);
    if let Some(reason) = exception::fault(exception, &terms) {
        return Some(exception_use::about(&RULE.info, exception, told(reason)));
    }
    if !exception_use::excused(exception, facts, findings).is_empty() {
        return None;
    }
    let needing = exception_use::who_needs(exception, facts, findings);
    let mut mismatches = needing.into_iter().filter_map(|finding| {
        let reason = exception::mismatch(exception, finding, &terms)?;
        Some((finding, reason))
    });
    let (first, reason) = mismatches.next()?;
    let mut finding = exception_use::about(&RULE.info, exception, told(reason));
    finding.related = vec![(first.place.clone(), first.message.clone())];
    Some(finding)
}
