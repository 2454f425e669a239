//! Groups advisories that are aliases of one another, directly or through a third.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ranges::{Answer, affects};
use crate::domain::advisory::{Advisory, AdvisoryGroup, RangeEvent, RangeKind};
use crate::domain::assessment::Hit;
use crate::version;

/// The hits of one component: its advisories, grouped, with what fixes each.
pub(super) fn into_hits(advisories: Vec<Arc<Advisory>>, version: Option<&str>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = groups(advisories)
        .into_iter()
        .map(|group| {
            let fixed = version.map(|version| fixed_above(&group, version)).unwrap_or_default();
            Hit { group: Arc::new(group), fixed }
        })
        .collect();
    hits.sort_by(|a, b| a.group.id.cmp(&b.group.id));
    hits
}

type Ids = BTreeSet<Arc<str>>;
type Members = BTreeMap<Arc<str>, Arc<Advisory>>;

/// Each advisory joins every group that shares an id with it, and makes them one.
fn groups(advisories: Vec<Arc<Advisory>>) -> Vec<AdvisoryGroup> {
    let mut groups: Vec<(Ids, Members)> = Vec::new();
    for advisory in advisories {
        let mut ids: Ids = advisory.aliases.iter().cloned().collect();
        ids.insert(Arc::clone(&advisory.id));
        let mut members = BTreeMap::from([(Arc::clone(&advisory.id), advisory)]);
        let (joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(other, _)| !other.is_disjoint(&ids));
        for (other, others) in joined {
            ids.extend(other);
            members.extend(others);
        }
        groups = apart;
        groups.push((ids, members));
    }
    groups.into_iter().map(|(ids, members)| group(ids, members)).collect()
}

fn group(ids: Ids, members: Members) -> AdvisoryGroup {
    let smallest_cve = ids.iter().find(|id| id.starts_with("CVE-"));
    let id = smallest_cve.or_else(|| ids.first()).cloned().unwrap_or_else(|| Arc::from(""));
    AdvisoryGroup { id, ids: ids.into_iter().collect(), advisories: members.into_values().collect() }
}

/// The fixed versions above the version in use that no record of the group
/// affects, nearest first.
fn fixed_above(group: &AdvisoryGroup, version: &str) -> Vec<Arc<str>> {
    let affected = || group.advisories.iter().flat_map(|advisory| &advisory.affected);
    let mut fixed: Vec<Arc<str>> = Vec::new();
    for entry in affected() {
        let order = |a: &str, b: &str| version::compare(&entry.ecosystem, a, b);
        let ranges = entry.ranges.iter().filter(|range| range.kind != RangeKind::Git);
        for event in ranges.flat_map(|range| &range.events) {
            let RangeEvent::Fixed(candidate) = event else { continue };
            let is_above = order(candidate, version).is_ok_and(Ordering::is_gt);
            let is_new = !fixed.iter().any(|known| order(known, candidate).is_ok_and(Ordering::is_eq));
            let is_clear = affected().all(|other| affects(other, candidate) == Answer::No);
            if is_above && is_new && is_clear {
                fixed.push(Arc::clone(candidate));
            }
        }
    }
    if let Some(entry) = affected().next() {
        fixed.sort_by(|a, b| version::compare(&entry.ecosystem, a, b).unwrap_or(Ordering::Equal));
    }
    fixed
}
