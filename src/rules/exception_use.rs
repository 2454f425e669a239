//! What the rules about exceptions share: who needs one, and its subject.

use jiff::civil::Date;

use super::Facts;
use crate::domain::day::day_of;
use crate::domain::exception::Exception;
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::Level;

/// The practice about exceptions: nothing of it can be excused by one.
const EXCEPTION_PRACTICE: u8 = 10;

/// The findings that an exception is for and that no other one in force
/// covers. A finding that policy doesn't look for needs none.
pub(super) fn who_needs<'run>(
    exception: &Exception,
    facts: &Facts<'_>,
    findings: &'run [Finding],
) -> Vec<&'run Finding> {
    let today = today(facts);
    let covered_otherwise = |finding: &Finding| {
        let others = facts.policy.exceptions.iter().filter(|other| *other != exception);
        !exception.holds_on(today)
            && others.into_iter().any(|other| other.holds_on(today) && other.is_for(finding))
    };
    let looked_for = |finding: &Finding| {
        let level = facts.policy.level_of(finding);
        finding.rule.practice != EXCEPTION_PRACTICE && level.is_none_or(|level| level.value != Level::Off)
    };
    let meant = findings.iter().filter(|finding| exception.is_for(finding) && looked_for(finding));
    meant.filter(|finding| !covered_otherwise(finding)).collect()
}

/// The day of the run, in UTC.
pub(super) fn today(facts: &Facts<'_>) -> Date {
    day_of(facts.now)
}

/// An exception is known by what it excuses and for whom.
pub(super) fn subject_of(exception: &Exception) -> Subject {
    Subject {
        file: exception.place.tree_path().cloned(),
        component: None,
        item: format!("{} {}", exception.id, exception.component).into(),
    }
}
