//! Two exceptions say the same: several ids of one advisory are one id.

use super::{Facts, Find, Rule, exception_use};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "duplicate-exception", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let holding: Vec<&Exception> =
        facts.policy.exceptions.iter().filter(|exception| exception::holds(exception, facts.now)).collect();
    let mut found = Vec::new();
    for (position, exception) in holding.iter().enumerate() {
        let before = holding.iter().take(position);
        if let Some(first) = before.into_iter().find(|other| says_the_same(other, exception, findings)) {
            let message = say::duplicate(&exception.id, &exception.component);
            let mut finding = exception_use::about(&RULE.info, exception, message);
            finding.related = vec![(first.place.clone(), say::the_other())];
            found.push(finding);
        }
    }
    found
}

/// Whether two exceptions are for the same things.
pub(super) fn says_the_same(a: &Exception, b: &Exception, findings: &[Finding]) -> bool {
    let has =
        |finding: &Finding, id: &str| finding.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id));
    let same_id = a.id.eq_ignore_ascii_case(&b.id)
        || findings.iter().any(|finding| has(finding, &a.id) && has(finding, &b.id));
    same_id
        && exception::same_component(&a.component, &b.component)
        && (&a.versions, &a.folder, &a.rule) == (&b.versions, &b.folder, &b.rule)
}
