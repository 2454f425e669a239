//! Which direct dependencies bring a component in: the nearest of them all, not
//! only the one on the shortest path.
//!
//! One search from each component that was asked for, back over what depends on
//! it, which ends when enough direct dependencies are found: where a project asks
//! for much itself, after a few steps. What a search may cost is bounded, so that
//! no graph, however it was made, takes longer than a stated number of steps.

use std::collections::BTreeMap;
use std::ops::Range;

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
    /// Whether there are more, or may be: the search ended at its bound.
    pub more: bool,
}

/// Steps of all searches of a run together. Twenty million are a tenth of a second,
/// and five times what the largest real lockfile needs with every component affected.
const STEPS: usize = 20_000_000;

/// Steps that a single search may take in any case.
const LEAST_STEPS: usize = 1_000;

/// The introductions of these occurrences, by position.
pub(super) fn introductions(occurrences: &[Occurrence], wanted: &[usize]) -> BTreeMap<usize, Introductions> {
    bounded(occurrences, wanted, (STEPS / wanted.len().max(1)).max(LEAST_STEPS))
}

/// The introductions, with a bound on the steps of each search.
fn bounded(
    occurrences: &[Occurrence],
    wanted: &[usize],
    most_steps: usize,
) -> BTreeMap<usize, Introductions> {
    let mut search = Search::over(occurrences, most_steps);
    let known = wanted.iter().filter(|position| **position < occurrences.len());
    known.map(|&position| (position, search.from(position))).collect()
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

    /// Where in `all` those stand that depend on this one.
    fn span_of(&self, position: usize) -> Range<usize> {
        let bounds = self.begins.get(position).zip(self.begins.get(position + 1));
        bounds.map_or(0..0, |(begin, end)| *begin..*end)
    }
}

/// What the project asks for: what a lockfile says so of, and what its own
/// parts depend on.
fn direct_dependencies(occurrences: &[Occurrence]) -> Vec<bool> {
    let is_own = |occurrence: &Occurrence| occurrence.origin == Origin::FirstParty;
    let mut direct: Vec<bool> =
        occurrences.iter().map(|occurrence| occurrence.relation == Relation::Direct).collect();
    for &asked in occurrences.iter().filter(|one| is_own(one)).flat_map(|own| &own.dependencies) {
        if let Some(mark) = direct.get_mut(asked) {
            *mark = true;
        }
    }
    let both = direct.iter().zip(occurrences);
    both.map(|(&is_direct, occurrence)| is_direct && !is_own(occurrence)).collect()
}

/// An occurrence that a search came to, and the step of the search that it is
/// depended on by, one nearer to where the search began.
#[derive(Clone, Copy)]
struct Step {
    position: usize,
    below: usize,
}

/// The searches back from components. What they share is made once.
struct Search {
    parents: Parents,
    is_direct: Vec<bool>,
    /// The number of the search that last came by here.
    seen: Vec<usize>,
    searches: usize,
    most_steps: usize,
}

impl Search {
    fn over(occurrences: &[Occurrence], most_steps: usize) -> Self {
        Self {
            parents: Parents::of(occurrences),
            is_direct: direct_dependencies(occurrences),
            seen: vec![0; occurrences.len()],
            searches: 0,
            most_steps,
        }
    }

    /// Whether this search comes here for the first time.
    fn enters(&mut self, position: usize) -> bool {
        let searches = self.searches;
        self.seen.get_mut(position).is_some_and(|seen| std::mem::replace(seen, searches) != searches)
    }

    /// The nearest direct dependencies above this occurrence, breadth first. One
    /// more than is told says that there are more.
    fn from(&mut self, position: usize) -> Introductions {
        self.searches += 1;
        self.enters(position);
        let mut steps = vec![Step { position, below: 0 }];
        let mut found = Vec::new();
        let (mut at, mut taken) = (0, 0);
        while let Some(&Step { position, .. }) = steps.get(at) {
            if self.is_direct.get(position) == Some(&true) {
                found.push(at);
            }
            let depending = self.parents.span_of(position);
            taken += depending.len();
            if found.len() > MOST || taken > self.most_steps {
                break;
            }
            for edge in depending {
                let Some(&parent) = self.parents.all.get(edge) else { continue };
                if self.enters(parent) {
                    steps.push(Step { position: parent, below: at });
                }
            }
            at += 1;
        }
        let mut told = told(&steps, &found);
        told.more |= taken > self.most_steps;
        told
    }
}

fn told(steps: &[Step], found: &[usize]) -> Introductions {
    let ways = found.iter().map(|&at| Introduction { path: way(steps, at), declared_at: None });
    let mut ways: Vec<Introduction> = ways.collect();
    ways.sort_by(|a, b| (a.path.len(), &a.path).cmp(&(b.path.len(), &b.path)));
    let more = ways.len() > MOST;
    ways.truncate(MOST);
    Introductions { ways, more }
}

/// The way from a step down to where the search began.
fn way(steps: &[Step], mut at: usize) -> Vec<usize> {
    let mut path = Vec::new();
    while let Some(step) = steps.get(at) {
        path.push(step.position);
        if at == 0 {
            break;
        }
        at = step.below;
    }
    path
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Introductions, LEAST_STEPS, MOST, STEPS, bounded, introductions};
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

    /// A tower of layers, each part of which asks for all of the next: the ways
    /// are too many to follow from every component, and it is said.
    #[test]
    fn a_search_ends_at_its_bound_and_says_so() {
        let (layers, wide) = (30, 20);
        let count = layers * wide;
        let below = |at: usize| {
            let next = (at / wide + 1) * wide;
            (next..next + wide).filter(|to| *to < count).collect::<Vec<_>>()
        };
        let relation = |at| if at < 2 { Relation::Direct } else { Relation::Transitive };
        let tower: Vec<Occurrence> = (0..count).map(|at| occurrence(relation(at), &below(at))).collect();
        let told = |steps, position| {
            let found = bounded(&tower, &[position], steps);
            found.get(&position).map(|told| (told.ways.len(), told.more))
        };
        assert_eq!(told(STEPS, count - 1), Some((2, false)));
        assert_eq!(told(LEAST_STEPS, count - 1), Some((0, true)));
        assert_eq!(told(LEAST_STEPS, wide), Some((2, false)));
    }

    /// Each is asked for itself, and by a chain of all others: the nearest are told.
    #[test]
    fn the_nearest_are_told_where_there_are_too_many() {
        let count = 3 * MOST;
        let chain: Vec<Occurrence> = (0..count)
            .map(|at| {
                if at + 1 < count {
                    occurrence(Relation::Direct, &[at + 1])
                } else {
                    occurrence(Relation::Direct, &[])
                }
            })
            .collect();
        let found = introductions(&chain, &[count - 1]).remove(&(count - 1)).expect("told");
        let lengths: Vec<usize> = found.ways.iter().map(|way| way.path.len()).collect();
        assert_eq!(lengths, (1..=MOST).collect::<Vec<_>>());
        assert!(found.more);
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
