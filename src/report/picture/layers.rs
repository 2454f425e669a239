//! Layers of a graph: whatever an arrow leads to stands further right than where
//! it comes from, as far as arrows don't go in circles.

use std::collections::{BTreeSet, VecDeque};

/// The layer of each of so many things, from 0. An arrow that closes a circle
/// is counted the other way round; those that are marked begin the search, so
/// that they stand first.
pub(super) fn layers(count: usize, arrows: &[(usize, usize)], first: &[bool]) -> Vec<usize> {
    let arrows: BTreeSet<(usize, usize)> = arrows.iter().copied().filter(|(from, to)| from != to).collect();
    let forward = without_circles(count, &arrows, first);
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut waits: Vec<usize> = vec![0; count];
    for &(from, to) in &forward {
        if let Some(next) = next.get_mut(from) {
            next.push(to);
        }
        if let Some(waits) = waits.get_mut(to) {
            *waits += 1;
        }
    }
    let is_source: Vec<bool> = waits.iter().map(|waits| *waits == 0).collect();
    let mut layer = vec![0_usize; count];
    let mut ready: VecDeque<usize> = (0..count).filter(|at| is_source.get(*at) == Some(&true)).collect();
    while let Some(at) = ready.pop_front() {
        let reached = layer.get(at).map_or(0, |layer| layer + 1);
        for &to in next.get(at).into_iter().flatten() {
            if let (Some(layer), Some(waits)) = (layer.get_mut(to), waits.get_mut(to)) {
                *layer = reached.max(*layer);
                *waits -= 1;
                if *waits == 0 {
                    ready.push_back(to);
                }
            }
        }
    }
    // What nothing leads to stands beside what it leads to, not far from it.
    for at in 0..count {
        let free = is_source.get(at) == Some(&true) && first.get(at) != Some(&true);
        let nearest = next.get(at).into_iter().flatten().filter_map(|to| layer.get(*to)).min().copied();
        if let (true, Some(nearest), Some(layer)) = (free, nearest, layer.get_mut(at)) {
            *layer = nearest.saturating_sub(1);
        }
    }
    layer
}

/// The arrows with those turned round that lead back to where a walk came from.
fn without_circles(
    count: usize,
    arrows: &BTreeSet<(usize, usize)>,
    first: &[bool],
) -> BTreeSet<(usize, usize)> {
    let led_to: BTreeSet<usize> = arrows.iter().map(|(_, to)| *to).collect();
    let marked = (0..count).filter(|at| first.get(*at) == Some(&true));
    let unled = (0..count).filter(|at| !led_to.contains(at));
    let roots: Vec<usize> = marked.chain(unled).chain(0..count).collect();
    let mut place = vec![Place::Unseen; count];
    let mut forward = BTreeSet::new();
    for root in roots {
        if place.get(root) != Some(&Place::Unseen) {
            continue;
        }
        // A walk of its own stack: a model may be ten thousand elements deep.
        let mut walk: Vec<(usize, Vec<usize>)> = vec![(root, after(root, arrows))];
        set(&mut place, root, Place::OnTheWay);
        while let Some((at, left)) = walk.last_mut() {
            let at = *at;
            let Some(to) = left.pop() else {
                set(&mut place, at, Place::Done);
                walk.pop();
                continue;
            };
            if place.get(to) == Some(&Place::OnTheWay) {
                forward.insert((to, at));
                continue;
            }
            forward.insert((at, to));
            if place.get(to) == Some(&Place::Unseen) {
                set(&mut place, to, Place::OnTheWay);
                walk.push((to, after(to, arrows)));
            }
        }
    }
    forward
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Unseen,
    OnTheWay,
    Done,
}

fn set(places: &mut [Place], at: usize, place: Place) {
    if let Some(slot) = places.get_mut(at) {
        *slot = place;
    }
}

/// Where arrows from here lead, the first one last.
fn after(from: usize, arrows: &BTreeSet<(usize, usize)>) -> Vec<usize> {
    arrows.range((from, 0)..=(from, usize::MAX)).rev().map(|(_, to)| *to).collect()
}

#[cfg(test)]
mod tests {
    use super::layers;

    #[test]
    fn arrows_lead_to_the_right() {
        assert_eq!(layers(4, &[(0, 1), (1, 2), (0, 2), (3, 2)], &[false; 4]), [0, 1, 2, 1]);
        assert_eq!(layers(3, &[(2, 1), (1, 0)], &[false; 3]), [2, 1, 0]);
        assert_eq!(layers(2, &[(0, 0)], &[false; 2]), [0, 0]);
        assert_eq!(layers(0, &[], &[]), [0; 0]);
    }

    #[test]
    fn a_circle_is_cut_where_it_comes_back_to_what_stands_first() {
        assert_eq!(layers(3, &[(0, 1), (1, 2), (2, 0)], &[false, true, false]), [2, 0, 1]);
        assert_eq!(layers(2, &[(0, 1), (1, 0)], &[false; 2]), [0, 1]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let arrows: Vec<(usize, usize)> = (0..50_000).map(|at| (at, at + 1)).collect();
        assert_eq!(layers(50_001, &arrows, &[]).last(), Some(&50_000));
    }
}
