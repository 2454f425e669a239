//! The keys about the reviews of threat models.

use super::keys::{DAYS, Key};
use super::tightening::Tightening;
use super::value::Shape;

/// One a row, as in [`super::keys`].
pub(super) static KEYS: &[Key] = &[
    Key {
        name: "threat-review.max-changed-files",
        shape: Shape::Number { least: 0, most: 1_000_000 },
        tightening: Tightening::Smaller,
        set: |policy, found| found.number().map(|most| policy.demands.review.max_changed_files = Some(most)),
    },
    Key {
        name: "threat-review.max-age-days",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| found.number().map(|days| policy.demands.review.max_age_days = Some(days)),
    },
    Key {
        name: "threat-review.max-commits",
        shape: Shape::Number { least: 0, most: 100_000 },
        tightening: Tightening::Smaller,
        set: |policy, found| found.number().map(|most| policy.demands.review.max_commits = Some(most)),
    },
    Key {
        name: "threat-review.roles",
        shape: Shape::Words,
        tightening: Tightening::More,
        set: |policy, found| found.words().map(|roles| policy.demands.review.roles = Some(roles)),
    },
];
