//! Groups advisories that are aliases of one another, directly or through a third.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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

/// Gives every advisory all the ids that lead to it by way of any other one:
/// aliases are symmetric and transitive, and the record that ties two together
/// may speak of another package. What is `related` or `upstream` ties nothing.
pub(super) fn close_aliases(advisories: &mut [Advisory]) {
    let mut ties = Ties::default();
    for advisory in &*advisories {
        for alias in &advisory.aliases {
            ties.tie(&advisory.id, alias);
        }
    }
    let mut groups: HashMap<usize, Ids> = HashMap::new();
    let ids: Vec<Arc<str>> = ties.positions.keys().cloned().collect();
    for id in ids {
        let head = ties.head_of(&id);
        groups.entry(head).or_default().insert(id);
    }
    for advisory in advisories {
        if advisory.aliases.is_empty() && !ties.positions.contains_key(&advisory.id) {
            continue;
        }
        let head = ties.head_of(&advisory.id);
        let all = groups.get(&head).into_iter().flatten();
        let known: Ids = advisory.aliases.iter().cloned().chain([Arc::clone(&advisory.id)]).collect();
        advisory.aliases.extend(all.filter(|id| !known.contains(*id)).cloned());
    }
}

/// Ids that are tied together, as a forest of positions.
#[derive(Default)]
struct Ties {
    positions: HashMap<Arc<str>, usize>,
    above: Vec<usize>,
}

impl Ties {
    fn position(&mut self, id: &Arc<str>) -> usize {
        if let Some(position) = self.positions.get(id) {
            return *position;
        }
        let position = self.above.len();
        self.above.push(position);
        self.positions.insert(Arc::clone(id), position);
        position
    }

    fn head_of(&mut self, id: &Arc<str>) -> usize {
        let mut position = self.position(id);
        while let Some(above) = self.above.get(position).copied().filter(|above| *above != position) {
            // Halving the way up keeps the next ways short.
            let further = self.above.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(position) {
                *slot = further;
            }
            position = further;
        }
        position
    }

    fn tie(&mut self, a: &Arc<str>, b: &Arc<str>) {
        let (a, b) = (self.head_of(a), self.head_of(b));
        if let Some(slot) = self.above.get_mut(a) {
            *slot = b;
        }
    }
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
