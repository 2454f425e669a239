//! The change takes out a signed exception and doesn't revoke it: as long as it
//! runs, whoever puts the entry back has its signature count again.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::place::Place;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unrevoked-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let gone = facts.policy.taken_out.iter();
    gone.filter(|exception| exception::holds(exception, facts.now)).map(finding_of).collect()
}

fn finding_of(exception: &Exception) -> Finding {
    let message = say::unrevoked(&exception.id, &exception.component, exception.expires);
    let mut finding = exception_use::about(&RULE.info, exception, message);
    finding.place = Place { region: None, ..exception.place.clone() };
    finding.related = vec![(exception.place.clone(), say::it_stood_here())];
    finding.remedy = Some(say::revoke_it(exception::digest(exception)));
    finding
}
