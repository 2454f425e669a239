//! Which direct dependencies bring a component in: all of them, not only the
//! one on the shortest path.
//!
//! One walk from each direct dependency, over nothing but what leads to the
//! components that were asked for. A component that has enough of them isn't
//! walked through again: what stands below it has as many already. So the work
//! is at most [`MOST`] times the graph, whatever the graph looks like.

use std::collections::{BTreeMap, VecDeque};

use super::component::{Occurrence, Origin, Relation};
use super::place::Place;

/// Direct dependencies that are told of one component.
pub const MOST: usize = 32;

/// A direct dependency that brings a component in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// One way from the direct dependency to the component, both included, as
    /// positions among the inventory's occurrences.
    pub path: Vec<usize>,
    /// Where the project's own manifest asks for the direct dependency, where
    /// such a line was found.
    pub declared_at: Option<Place>,
}

impl Introduction {
    /// The direct dependency.
    pub fn direct(&self) -> Option<usize> {
        self.path.first().copied()
    }
}

/// The direct dependencies that bring one component in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Introductions {
    /// The nearest first; at most [`MOST`].
    pub ways: Vec<Introduction>,
    /// Whether there are more.
    pub more: bool,
}

/// The introductions of these occurrences, by position.
pub(super) fn introductions(occurrences: &[Occurrence], wanted: &[usize]) -> BTreeMap<usize, Introductions> {
    let mut walks = Walks::over(ancestors(occurrences, wanted));
    for direct in direct_dependencies(occurrences) {
        walks.walk(occurrences, direct);
    }
    let of = |&position: &usize| (position, told(&walks.arrivals, position));
    wanted.iter().map(of).collect()
}

/// That a walk came by: from which direct dependency, and over which occurrence.
#[derive(Clone, Copy)]
struct Arrival {
    direct: usize,
    over: usize,
}

/// What leads to one of these occurrences, and they themselves.
fn ancestors(occurrences: &[Occurrence], wanted: &[usize]) -> Vec<bool> {
    let parents = Parents::of(occurrences);
    let mut marked = vec![false; occurrences.len()];
    let mut open: Vec<usize> = wanted.to_vec();
    while let Some(position) = open.pop() {
        let Some(mark) = marked.get_mut(position).filter(|mark| !**mark) else { continue };
        *mark = true;
        open.extend(parents.of_one(position));
    }
    marked
}

/// What depends on each occurrence: one list of all, and where each one's part
/// of it begins.
struct Parents {
    begins: Vec<usize>,
    all: Vec<usize>,
}

impl Parents {
    fn of(occurrences: &[Occurrence]) -> Self {
        let edges = || {
            let numbered = occurrences.iter().enumerate();
            numbered.flat_map(|(from, one)| one.dependencies.iter().map(move |&to| (from, to)))
        };
        // Counted one place ahead, so that the sums are where the parts begin;
        // filling moves each to where the next one begins.
        let mut begins = vec![0; occurrences.len() + 2];
        for (_, to) in edges() {
            if let Some(count) = begins.get_mut(to + 2) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut begins {
            sum += *count;
            *count = sum;
        }
        let mut all = vec![0; sum];
        for (from, to) in edges() {
            let Some(next) = begins.get_mut(to + 1) else { continue };
            if let Some(slot) = all.get_mut(*next) {
                *slot = from;
                *next += 1;
            }
        }
        Self { begins, all }
    }

    fn of_one(&self, position: usize) -> &[usize] {
        let bounds = self.begins.get(position).zip(self.begins.get(position + 1));
        bounds.and_then(|(begin, end)| self.all.get(*begin..*end)).unwrap_or_default()
    }
}

/// What the project asks for: what a lockfile says so of, and what its own
/// parts depend on.
fn direct_dependencies(occurrences: &[Occurrence]) -> Vec<usize> {
    let is_own = |position: &usize| {
        occurrences.get(*position).is_none_or(|occurrence| occurrence.origin == Origin::FirstParty)
    };
    let asked = occurrences.iter().enumerate().flat_map(|(position, occurrence)| {
        let own = if occurrence.origin == Origin::FirstParty { &*occurrence.dependencies } else { &[] };
        let itself = (occurrence.relation == Relation::Direct).then_some(position);
        own.iter().copied().chain(itself)
    });
    let mut asked: Vec<usize> = asked.filter(|position| !is_own(position)).collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// The walks from direct dependencies. What is asked at every step stands in
/// lists of its own: they are small, and there are ten million steps.
struct Walks {
    arrivals: Vec<Vec<Arrival>>,
    /// What leads to something wanted, and doesn't have enough arrivals yet.
    is_open: Vec<bool>,
    /// From which direct dependency the last walk came by.
    last: Vec<Option<usize>>,
}

impl Walks {
    /// Nothing but what is marked is walked over.
    fn over(marked: Vec<bool>) -> Self {
        Self { arrivals: vec![Vec::new(); marked.len()], last: vec![None; marked.len()], is_open: marked }
    }

    fn may_enter(&self, position: usize, direct: usize) -> bool {
        self.is_open.get(position) == Some(&true) && self.last.get(position) != Some(&Some(direct))
    }

    /// Goes the shortest ways from a direct dependency. One arrival more than is
    /// told says that there are more.
    fn walk(&mut self, occurrences: &[Occurrence], direct: usize) {
        let mut queue = VecDeque::from([(direct, direct)]);
        while let Some((position, over)) = queue.pop_front() {
            // It may have been waiting twice.
            if !self.may_enter(position, direct) {
                continue;
            }
            if let Some(own) = self.arrivals.get_mut(position) {
                own.push(Arrival { direct, over });
                let is_full = own.len() > MOST;
                if let (Some(last), Some(is_open)) =
                    (self.last.get_mut(position), self.is_open.get_mut(position))
                {
                    *last = Some(direct);
                    *is_open = !is_full;
                }
            }
            let next = occurrences.get(position).map_or(&[][..], |occurrence| &occurrence.dependencies);
            let open = next.iter().filter(|next| self.may_enter(**next, direct));
            queue.extend(open.map(|&next| (next, position)));
        }
    }
}

fn told(arrivals: &[Vec<Arrival>], position: usize) -> Introductions {
    let own = arrivals.get(position).map_or(&[][..], Vec::as_slice);
    let ways = own.iter().map(|arrival| way(arrivals, position, *arrival));
    let mut ways: Vec<Introduction> = ways.map(|path| Introduction { path, declared_at: None }).collect();
    ways.sort_by(|a, b| (a.path.len(), &a.path).cmp(&(b.path.len(), &b.path)));
    let more = ways.len() > MOST;
    ways.truncate(MOST);
    Introductions { ways, more }
}

/// The way of one walk, back from where it arrived.
fn way(arrivals: &[Vec<Arrival>], position: usize, arrival: Arrival) -> Vec<usize> {
    let mut path = vec![position];
    let mut over = arrival.over;
    while path.last() != Some(&over) {
        path.push(over);
        let found = arrivals.get(over).and_then(|own| {
            let at = own.binary_search_by_key(&arrival.direct, |arrival| arrival.direct).ok()?;
            own.get(at)
        });
        let Some(before) = found else { break };
        over = before.over;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Introductions, MOST, introductions};
    use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
    use crate::domain::place::{Place, TreePath};

    fn occurrence(relation: Relation, dependencies: &[usize]) -> Occurrence {
        Occurrence {
            component: Component {
                ecosystem: Ecosystem::new("npm"),
                name: Arc::from("x"),
                version: Version::Unstated,
            },
            place: Place::whole(TreePath::root()),
            origin: Origin::Registry { url: None },
            scope: Scope::Runtime,
            relation,
            hashes: Vec::new(),
            license: None,
            dependencies: dependencies.to_vec(),
        }
    }

    fn own(dependencies: &[usize]) -> Occurrence {
        Occurrence { origin: Origin::FirstParty, ..occurrence(Relation::Direct, dependencies) }
    }

    fn ways(introductions: &Introductions) -> Vec<Vec<usize>> {
        introductions.ways.iter().map(|way| way.path.clone()).collect()
    }

    /// Own part 0 asks for 1 and 2; a lockfile's word makes 3 direct too. 5 is
    /// brought by all three, 4 lies on two of the ways, 6 leads nowhere.
    #[test]
    fn every_direct_dependency_is_told_with_its_shortest_way() {
        use Relation::{Direct, Transitive, Unstated};
        let occurrences = [
            own(&[1, 2]),
            occurrence(Unstated, &[4, 6]),
            occurrence(Unstated, &[4]),
            occurrence(Direct, &[5, 6]),
            occurrence(Transitive, &[5, 4]),
            occurrence(Transitive, &[]),
            occurrence(Transitive, &[1]),
        ];
        let found = introductions(&occurrences, &[5, 3, 6]);
        let five = [vec![3, 5], vec![1, 4, 5], vec![2, 4, 5]];
        assert_eq!(found.get(&5).map(ways), Some(five.to_vec()));
        assert_eq!(found.get(&3).map(ways), Some(vec![vec![3]]), "it is asked for itself");
        // 6 leads back to 1 in a circle.
        assert_eq!(found.get(&6).map(ways), Some(vec![vec![1, 6], vec![3, 6]]));
    }

    #[test]
    fn what_nothing_leads_to_has_none() {
        let occurrences = [occurrence(Relation::Unstated, &[]), own(&[])];
        assert_eq!(introductions(&occurrences, &[0, 9]).get(&0), Some(&Introductions::default()));
    }

    #[test]
    fn the_list_is_bounded_and_says_so() {
        let of = |count: usize| {
            let mut occurrences: Vec<Occurrence> =
                (0..count).map(|_| occurrence(Relation::Direct, &[count])).collect();
            occurrences.push(occurrence(Relation::Transitive, &[count + 1]));
            occurrences.push(occurrence(Relation::Transitive, &[]));
            let found = introductions(&occurrences, &[count + 1]).remove(&(count + 1)).expect("told");
            (found.ways.len(), found.more)
        };
        assert_eq!(of(MOST), (MOST, false));
        assert_eq!(of(MOST + 1), (MOST, true));
        assert_eq!(of(40 * MOST), (MOST, true));
    }
}
