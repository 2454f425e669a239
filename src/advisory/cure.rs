//! The nearest version that mends a component, by all that the index says of it.
//!
//! Candidates are the fixed versions that any record of the component states.
//! A candidate counts when no record affects it: neither one that affects the
//! version in use, nor one that begins later. What no version is known to fix
//! can't speak against a candidate; the cure names it instead.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::domain::advisory::{Affected, RangeEvent, RangeKind};
use crate::domain::assessment::{Cure, Hit};
use crate::version;

/// Candidates that are tried: hostile records could state any number of them,
/// and each is compared with every record.
const TRIED: usize = 256;

/// Comparisons that all candidates together may cost, and the candidates that
/// are tried whatever they cost. A record of twenty thousand ranges would
/// otherwise take twenty thousand times as long as they have events.
const COMPARISONS: usize = 1 << 20;
const TRIED_ALWAYS: usize = 16;

/// How many candidates are held against what is said of a package: all of
/// them, but where somebody states far more than any real record does.
pub(super) fn worth_trying<'a>(affected: impl Iterator<Item = &'a Affected>) -> usize {
    let ranges = affected.flat_map(|entry| &entry.ranges);
    let events: usize = ranges.map(|range| range.events.len()).sum();
    (COMPARISONS / events.max(1)).max(TRIED_ALWAYS)
}

/// The version in use, and the ecosystem whose order counts.
#[derive(Clone, Copy)]
pub(super) struct InUse<'run> {
    pub(super) ecosystem: &'run str,
    pub(super) version: &'run str,
}

impl InUse<'_> {
    fn order(&self, a: &str, b: &str) -> Ordering {
        version::compare(self.ecosystem, a, b).unwrap_or(Ordering::Equal)
    }

    fn is_above(&self, candidate: &str, other: &str) -> bool {
        version::compare(self.ecosystem, candidate, other).is_ok_and(Ordering::is_gt)
    }

    /// The nearest first, each once; what isn't above the version in use is
    /// left out.
    pub(super) fn nearest_first<'a>(&self, stated: impl Iterator<Item = &'a Arc<str>>) -> Vec<Arc<str>> {
        let mut above: Vec<Arc<str>> =
            stated.filter(|candidate| self.is_above(candidate, self.version)).cloned().collect();
        above.sort_by(|a, b| self.order(a, b));
        above.dedup_by(|a, b| self.order(a, b).is_eq());
        above
    }

    /// Whether prereleases are left out: nobody who uses releases is sent to
    /// one while there is another way.
    pub(super) fn prefers_releases(&self) -> bool {
        !self.is_prerelease(self.version)
    }

    pub(super) fn is_prerelease(&self, version: &str) -> bool {
        version::is_prerelease(self.ecosystem, version)
    }
}

/// The fixed versions that what is said of a package states.
pub(super) fn stated_fixes<'a>(
    affected: impl Iterator<Item = &'a Affected>,
) -> impl Iterator<Item = &'a Arc<str>> {
    let ranges = affected.flat_map(|entry| &entry.ranges).filter(|range| range.kind != RangeKind::Git);
    ranges.flat_map(|range| &range.events).filter_map(|event| match event {
        RangeEvent::Fixed(version) => Some(version),
        RangeEvent::Introduced(_) | RangeEvent::LastAffected(_) | RangeEvent::Limit(_) => None,
    })
}

/// The nearest candidate that is clear, by whoever can tell; `None` where none
/// is, or where no hit has a fix.
pub(super) fn cure<Error>(
    in_use: InUse<'_>,
    hits: &[Hit],
    (candidates, worth): (Vec<Arc<str>>, usize),
    mut is_clear: impl FnMut(&str) -> Result<bool, Error>,
) -> Result<Option<Cure>, Error> {
    // Whatever mends all of them is no nearer than the farthest nearest fix.
    let nearest = hits.iter().filter_map(|hit| hit.fixed.first());
    let Some(least) = nearest.max_by(|a, b| in_use.order(a, b)) else { return Ok(None) };
    let reach = candidates.into_iter().filter(|candidate| !in_use.is_above(least, candidate));
    let (mut tried, prereleases): (Vec<_>, Vec<_>) =
        reach.partition(|candidate| !(in_use.prefers_releases() && in_use.is_prerelease(candidate)));
    tried.extend(prereleases);
    for version in tried.into_iter().take(TRIED.min(worth)) {
        if is_clear(&version)? {
            let unfixed = hits.iter().filter(|hit| hit.fixed.is_empty());
            let leaves = unfixed.map(|hit| Arc::clone(&hit.group.id)).collect();
            let leap = version::leap(in_use.ecosystem, in_use.version, &version);
            return Ok(Some(Cure { version, leap, leaves }));
        }
    }
    Ok(None)
}
