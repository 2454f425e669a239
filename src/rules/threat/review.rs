//! What the rules about reviews share.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::place::{Place, TreePath};
use crate::domain::review::{Changes, CoverageState, Review};
use crate::domain::threat::ThreatModel;
use crate::rules::Facts;

/// Every model that could be read and that the repository itself has to review.
pub(in crate::rules) fn models<'run>(facts: &Facts<'run>) -> impl Iterator<Item = &'run ThreatModel> {
    facts.threat_models.iter().filter(|model| !model.is_unread() && !model.is_supplied)
}

/// Where a model speaks of its review; else its first line.
pub(in crate::rules) fn place_of(model: &ThreatModel) -> Place {
    model.review.as_ref().map_or_else(|| Place::whole(model.file.clone()), |review| review.place.clone())
}

/// The day of a model's review, for people.
pub(in crate::rules) fn day_of(model: &ThreatModel) -> Option<Date> {
    model.review.as_ref().and_then(|review| review.date.as_ref()).map(|date| date.value)
}

/// The elements that a review speaks of and that cover nothing any more.
pub(in crate::rules) fn gone(
    model: &ThreatModel,
) -> impl Iterator<Item = &crate::domain::threat::Located<std::sync::Arc<str>>> {
    let digests = model.review.iter().flat_map(|review: &Review| &review.digests);
    digests
        .map(|(id, _)| id)
        .filter(|id| !model.review_facts.coverage.iter().any(|one| one.element.value == id.value))
}

/// How many files changed since the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Count {
    /// So many.
    Known(usize),
    /// Nobody knows.
    Unknown,
}

/// The files that changed, those that several elements cover counted once.
pub(in crate::rules) fn changed_files(model: &ThreatModel) -> Count {
    let mut files: BTreeSet<&TreePath> = BTreeSet::new();
    let mut is_known = true;
    for one in &model.review_facts.coverage {
        match &one.state {
            CoverageState::Changed(Changes::Files(changed)) => files.extend(changed),
            CoverageState::Changed(Changes::Some(_)) => is_known = false,
            _ => {}
        }
    }
    if is_known { Count::Known(files.len()) } else { Count::Unknown }
}
