//! Groups advisories that are aliases of one another, directly or through a third.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::cure::{InUse, stated_fixes, worth_trying};
use super::ranges::{Answer, affects};
use crate::domain::advisory::{Advisory, AdvisoryGroup, Affected, RangeEvent, RangeKind};
use crate::domain::assessment::Hit;
use crate::version;

/// The hits of one component: its advisories, grouped, with what fixes each.
pub(super) fn into_hits(advisories: Vec<Arc<Advisory>>, in_use: Option<InUse<'_>>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = groups(advisories)
        .into_iter()
        .map(|group| {
            let fixed = in_use.map(|in_use| fixed_above(&group, in_use)).unwrap_or_default();
            let last_affected = in_use.filter(|_| fixed.is_empty());
            let last_affected = last_affected.and_then(|in_use| last_affected_of(&group, in_use));
            Hit { group: Arc::new(group), fixed, last_affected }
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
fn fixed_above(group: &AdvisoryGroup, in_use: InUse<'_>) -> Vec<Arc<str>> {
    let mut fixed = in_use.nearest_first(stated_fixes(affected_by(group)));
    let is_release = |version: &Arc<str>| !in_use.is_prerelease(version);
    let worth = worth_trying(affected_by(group));
    if fixed.len() > worth {
        // The nearest are enough for an upgrade, releases before the others.
        fixed.sort_by_key(|candidate| in_use.prefers_releases() && !is_release(candidate));
        fixed.truncate(worth);
    }
    fixed.retain(|candidate| affected_by(group).all(|entry| affects(entry, candidate) == Answer::No));
    if in_use.prefers_releases() && fixed.iter().any(is_release) {
        fixed.retain(is_release);
    }
    fixed
}

/// The last version that the group calls affected, where its records leave no
/// later one in doubt: each of their ranges ends, and none begins later.
fn last_affected_of(group: &AdvisoryGroup, in_use: InUse<'_>) -> Option<Arc<str>> {
    let ranges = || {
        let all = affected_by(group).flat_map(|entry| &entry.ranges);
        all.filter(|range| range.kind != RangeKind::Git)
    };
    let ends = |event: &RangeEvent| !matches!(event, RangeEvent::Introduced(_));
    if !ranges().all(|range| range.events.iter().any(ends)) {
        return None;
    }
    let is_above = |a: &str, b: &str| version::compare(in_use.ecosystem, a, b).is_ok_and(Ordering::is_gt);
    let mut last: Option<&Arc<str>> = None;
    let mut begins: Vec<&Arc<str>> = Vec::new();
    for event in ranges().flat_map(|range| &range.events) {
        match event {
            RangeEvent::LastAffected(at) if last.is_none_or(|known| is_above(at, known)) => last = Some(at),
            RangeEvent::Introduced(at) => begins.push(at),
            RangeEvent::LastAffected(_) | RangeEvent::Fixed(_) | RangeEvent::Limit(_) => {}
        }
    }
    let last = last.filter(|last| !is_above(in_use.version, last))?;
    (!begins.iter().any(|begin| is_above(begin, last))).then(|| Arc::clone(last))
}

fn affected_by(group: &AdvisoryGroup) -> impl Iterator<Item = &Affected> {
    group.advisories.iter().flat_map(|advisory| &advisory.affected)
}
