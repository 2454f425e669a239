//! Acceptances, and when they end by the policy.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Facts, threats};
use crate::domain::advisory::SeverityBand;
use crate::domain::demands::NO_WINDOW;
use crate::domain::place::Place;
use crate::domain::threat::{Acceptance, Decision, ModelFormat, Threat, ThreatModel};

/// A threat that is accepted, with its acceptance.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Accepted<'run> {
    pub(in crate::rules) model: &'run ThreatModel,
    pub(in crate::rules) threat: &'run Threat,
    pub(in crate::rules) acceptance: &'run Acceptance,
}

/// Every threat that is accepted and says anything about it.
pub(in crate::rules) fn accepted<'run>(facts: &Facts<'run>) -> impl Iterator<Item = Accepted<'run>> {
    let accepted = threats(facts).filter(|(_, threat)| threat.decision.value == Decision::Accept);
    accepted.filter_map(|(model, threat)| {
        Some(Accepted { model, threat, acceptance: threat.acceptance.as_ref()? })
    })
}

impl Accepted<'_> {
    /// How bad the threat is, in the bands that policy and roster speak of.
    pub(in crate::rules) fn band(self) -> SeverityBand {
        self.threat.severity.value.as_severity().band()
    }

    /// The most days that the policy lets it hold.
    pub(in crate::rules) fn most_days(self, facts: &Facts<'_>) -> u64 {
        facts.policy.demands.acceptance_days.get(&self.band()).map_or(NO_WINDOW, |days| days.value)
    }

    /// The last day that it holds, and where that is said. Threagile has no end:
    /// there it is the date of the decision and what the policy allows from then.
    pub(in crate::rules) fn end(self, facts: &Facts<'_>) -> Option<(Date, &'static str, Place)> {
        if let Some(until) = &self.acceptance.until {
            return Some((until.value, "until", until.place.clone()));
        }
        let on = self.acceptance.on.as_ref().filter(|_| self.model.format == ModelFormat::Threagile)?;
        let most = i64::try_from(self.most_days(facts)).unwrap_or(i64::MAX);
        let end = on.value.checked_add(most.days()).unwrap_or(Date::MAX);
        Some((end, "date", on.place.clone()))
    }
}
