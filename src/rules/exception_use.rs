//! What the rules about exceptions share: who needs one, whom it excuses, and
//! its subject.

use jiff::civil::Date;

use super::Facts;
use crate::domain::day::day_of;
use crate::domain::exception::Exception;
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{Level, RuleInfo};
use crate::domain::statement::Statement;
use crate::exception::{self, PRACTICE};

/// The findings that an exception is for and that no other one in force
/// covers. A finding that policy doesn't look for needs none.
pub(super) fn who_needs<'run>(
    exception: &Exception,
    facts: &Facts<'_>,
    findings: &'run [Finding],
) -> Vec<&'run Finding> {
    let terms = facts.terms();
    let covered_otherwise = |finding: &Finding| {
        let others = facts.policy.exceptions.iter().filter(|other| *other != exception);
        !exception::holds(exception, facts.now)
            && others.into_iter().any(|other| exception::excuses(other, finding, &terms))
    };
    let meant =
        findings.iter().filter(|finding| exception::is_for(exception, finding) && looked_for(finding, facts));
    meant.filter(|finding| !covered_otherwise(finding)).collect()
}

fn looked_for(finding: &Finding, facts: &Facts<'_>) -> bool {
    let level = facts.policy.level_of(finding, today(facts));
    finding.rule.practice != PRACTICE && level.is_none_or(|(level, _)| level != Level::Off)
}

/// The findings that it excuses, alone or beside others.
pub(super) fn excused<'run>(
    exception: &Exception,
    facts: &Facts<'_>,
    findings: &'run [Finding],
) -> Vec<&'run Finding> {
    let terms = facts.terms();
    let excused =
        |finding: &&Finding| looked_for(finding, facts) && exception::excuses(exception, finding, &terms);
    findings.iter().filter(excused).collect()
}

/// The day of the run, in UTC.
pub(super) fn today(facts: &Facts<'_>) -> Date {
    day_of(facts.now)
}

/// A finding about an exception, at its place.
pub(super) fn about(rule: &'static RuleInfo, exception: &Exception, message: Statement) -> Finding {
    Finding::new(rule, exception.place.clone(), message, subject_of(exception))
}

/// An exception is known by what it excuses and for whom.
pub(super) fn subject_of(exception: &Exception) -> Subject {
    Subject {
        file: exception.place.tree_path().cloned(),
        component: None,
        item: format!("{} {}", exception.id, exception.component).into(),
    }
}
