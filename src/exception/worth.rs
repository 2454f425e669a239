//! Whether an exception holds, and what is wrong with it where it doesn't.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{PRACTICE, is_for, versions};
use crate::domain::advisory::{Severity, SeverityBand};
use crate::domain::component::Component;
use crate::domain::day::day_of;
use crate::domain::exception::{Approver, Exception, Standing};
use crate::domain::finding::Finding;
use crate::domain::license::{LicenseFact, LicenseStatement};
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::messages::exception as say;

/// The rule whose findings no emergency excuses.
const MALICIOUS: &str = "malicious-component";

const SECONDS_OF_AN_HOUR: i64 = 3600;

/// What exceptions are measured by.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'run> {
    /// The policy.
    pub policy: &'run Policy,
    /// What is known of licences, one for each occurrence.
    pub licenses: &'run [Option<LicenseFact>],
    /// The clock of the run.
    pub now: Timestamp,
}

/// Whether it excuses this finding.
pub fn excuses(exception: &Exception, finding: &Finding, terms: &Terms<'_>) -> bool {
    finding.rule.practice != PRACTICE
        && holds(exception, terms.now)
        && is_for(exception, finding)
        && fault(exception, terms).is_none()
        && mismatch(exception, finding, terms).is_none()
}

/// Whether its last day hasn't passed.
pub fn holds(exception: &Exception, now: Timestamp) -> bool {
    day_of(now) <= exception.expires
}

/// What is wrong with the entry itself, whatever is found. What nobody vouches
/// for is told apart, by its standing.
pub fn fault(exception: &Exception, terms: &Terms<'_>) -> Option<Statement> {
    match &exception.standing {
        Standing::Spoilt(reason) => return Some(reason.clone()),
        Standing::Unapproved(_) => return Some(say::unapproved()),
        Standing::Stated | Standing::Vouched(_) => {}
    }
    let today = day_of(terms.now);
    if let Some(day) = exception.approved.filter(|day| *day > today) {
        return Some(say::approved_later(day));
    }
    let greatest = terms.policy.exception_rules.max_days.greatest();
    let days = length(exception, today);
    if days > i64::from(greatest) {
        return Some(say::too_long_for_any(days, greatest));
    }
    match exception.emergency {
        Some(since) => emergency_fault(since, terms),
        None => approver_fault(exception, terms),
    }
}

fn emergency_fault(since: Timestamp, terms: &Terms<'_>) -> Option<Statement> {
    let hours = terms.policy.exception_rules.emergency_hours.value;
    let passed = terms.now.as_second().saturating_sub(since.as_second());
    if hours == 0 {
        Some(say::no_emergency())
    } else if passed < 0 {
        Some(say::emergency_later(since))
    } else if passed >= i64::from(hours) * SECONDS_OF_AN_HOUR {
        Some(say::emergency_over(since, hours))
    } else {
        None
    }
}

fn approver_fault(exception: &Exception, terms: &Terms<'_>) -> Option<Statement> {
    if matches!(exception.standing, Standing::Vouched(_)) {
        return None;
    }
    let Some(approver) = &exception.approver else { return Some(say::no_approver()) };
    let roster = &terms.policy.roster;
    if roster.is_empty() {
        return None;
    }
    match roster.iter().find(|one| one.is(approver)) {
        None => Some(say::not_on_roster(approver)),
        // Two names of one person are one person.
        Some(one) if one.is(&exception.owner) => Some(say::approver_owns(approver)),
        Some(_) => None,
    }
}

/// What of the finding isn't what was approved.
pub fn mismatch(exception: &Exception, finding: &Finding, terms: &Terms<'_>) -> Option<Statement> {
    let found = finding.severity.map(Severity::band);
    let changed = severity_changed(exception, found)
        .or_else(|| license_changed(exception, finding, terms))
        .or_else(|| outside_versions(exception, finding));
    changed.or_else(|| {
        let most = terms.policy.exception_rules.max_days.of(found).value;
        let days = length(exception, day_of(terms.now));
        if days > i64::from(most) {
            return Some(say::too_long(days, most, band_word(found)));
        }
        if exception.emergency.is_some() {
            return (finding.rule.id == MALICIOUS).then(say::emergency_for_malice);
        }
        may_not_approve(exception, found, &terms.policy.roster)
    })
}

/// Days from its approval to its end; from today, where nobody says when it
/// was approved, so that it can't reach further than one that was approved now.
fn length(exception: &Exception, today: Date) -> i64 {
    let from = exception.approved.unwrap_or(today);
    from.duration_until(exception.expires).as_hours() / 24
}

fn severity_changed(exception: &Exception, found: Option<SeverityBand>) -> Option<Statement> {
    let approved = exception.severity?;
    (found != Some(approved)).then(|| say::severity_changed(approved.word(), band_word(found)))
}

const fn band_word(band: Option<SeverityBand>) -> &'static str {
    match band {
        Some(band) => band.word(),
        None => "-",
    }
}

fn license_changed(exception: &Exception, finding: &Finding, terms: &Terms<'_>) -> Option<Statement> {
    let approved = exception.license.as_deref()?;
    let fact = finding.occurrence.and_then(|position| terms.licenses.get(position)?.as_ref());
    match fact.map(|fact| &fact.statement) {
        Some(LicenseStatement::Expression(found)) if found.trim().eq_ignore_ascii_case(approved) => None,
        Some(LicenseStatement::Expression(found)) => Some(say::license_changed(approved, found)),
        _ => Some(say::license_unknown(approved)),
    }
}

fn outside_versions(exception: &Exception, finding: &Finding) -> Option<Statement> {
    let approved = exception.versions.as_deref()?;
    let component = finding.component.as_ref()?;
    match within_versions(approved, component) {
        Ok(true) => None,
        Ok(false) => Some(say::outside_versions(approved, component)),
        Err(reason) => Some(reason),
    }
}

/// Whether a component's version lies within these bounds; the reason why
/// nobody can tell.
pub fn within_versions(bounds: &str, component: &Component) -> Result<bool, Statement> {
    let Some(version) = component.version.exact() else {
        return Err(say::version_unknown(bounds, &component.name));
    };
    versions::contains(bounds, component.ecosystem.as_str(), version)
        .map_err(|error| say::versions_incomparable(bounds, component, error))
}

fn may_not_approve(
    exception: &Exception,
    found: Option<SeverityBand>,
    roster: &[Approver],
) -> Option<Statement> {
    if roster.is_empty() {
        return None;
    }
    let severity = found?;
    let vouching: Vec<&str> = match &exception.standing {
        Standing::Vouched(by) => by.iter().map(|name| &**name).collect(),
        _ => exception.approver.as_deref().into_iter().collect(),
    };
    let of_roster = |name: &&str| roster.iter().find(|one| one.is(name));
    let may = |one: &Approver| one.may_approve.gravity() >= severity.gravity();
    if vouching.iter().filter_map(of_roster).any(may) {
        return None;
    }
    let most = vouching.iter().filter_map(of_roster).map(|one| one.may_approve);
    let most = most.max_by_key(|band| band.gravity()).map_or("-", SeverityBand::word);
    Some(say::may_not_approve(vouching.join(", "), most, severity.word()))
}
