//! The keys about acceptances of threats, and about the models that a repository
//! has to import.

use super::keys::{DAYS, Key};
use super::tightening::Tightening;
use super::value::{InForce, Shape};
use crate::domain::advisory::SeverityBand;
use crate::domain::policy::Policy;

/// Every one of them.
pub(super) static KEYS: &[Key] = &[
    Key {
        name: "acceptances.max-days.critical",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| acceptance_days(policy, found, SeverityBand::Critical),
    },
    Key {
        name: "acceptances.max-days.high",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| acceptance_days(policy, found, SeverityBand::High),
    },
    Key {
        name: "acceptances.max-days.medium",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| acceptance_days(policy, found, SeverityBand::Medium),
    },
    Key {
        name: "acceptances.max-days.low",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| acceptance_days(policy, found, SeverityBand::Low),
    },
    Key {
        name: "acceptances.max-days.unrated",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| acceptance_days(policy, found, SeverityBand::Unscored),
    },
    Key {
        name: "acceptances.warn-days",
        shape: DAYS,
        tightening: Tightening::Larger,
        set: |policy, found| found.number().map(|days| policy.demands.acceptance_warn_days = Some(days)),
    },
    Key {
        name: "threat-models.require-imports",
        shape: Shape::Words,
        tightening: Tightening::More,
        set: |policy, found| found.words().map(|words| policy.demands.base_models = Some(words)),
    },
];

fn acceptance_days(policy: &mut Policy, found: &InForce, band: SeverityBand) -> Option<()> {
    found.number().map(|days| drop(policy.demands.acceptance_days.insert(band, days)))
}
