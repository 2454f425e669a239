//! An exception that somebody asks for and nobody who may has approved.

use super::void_exception::is_unapproved;
use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::{Exception, Standing};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unapproved-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let holding = facts.policy.exceptions.iter().filter(|exception| exception::holds(exception, facts.now));
    holding.filter(|exception| is_unapproved(exception)).map(finding_of).collect()
}

fn finding_of(exception: &Exception) -> Finding {
    let message = say::unapproved(&exception.id, &exception.component);
    let mut finding = exception_use::about(&RULE.info, exception, message);
    let digest = exception::digest(exception);
    finding.remedy = Some(say::have_it_approved(digest));
    if let Standing::Unapproved(refused) = &exception.standing {
        finding.related = refused.iter().map(|reason| (exception.place.clone(), reason.clone())).collect();
    }
    finding
}
