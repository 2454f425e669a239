//! How a pipeline's last line is found without reading the log.
//!
//! A log of many pipelines needs, for each append, the last line of one of
//! them. An index beside the log could be stale or wrong; here the log is its
//! own index. Each line's `others` are a path through a binary trie over the
//! SHA-256 of pipeline keys: `others[d]` is the latest line, at the time, whose
//! key agrees with this line's in the first `d` bits and differs in the next.
//! Starting at the last line, each hop gets at least one bit nearer to a key:
//! about log2 of the number of pipelines, and no hop at all for a log of one.

use crate::domain::digest::Digest;

/// A line as the trie sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The offset of the line.
    pub offset: u64,
    /// The digest of its pipeline's key.
    pub key: Digest,
    /// Its `others`.
    pub others: Vec<Option<u64>>,
}

/// What a search came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// The offset of the pipeline's last line; `None` when it has none yet.
    pub previous: Option<u64>,
    /// The `others` of a new line of the pipeline.
    pub others: Vec<Option<u64>>,
}

/// The digest of a pipeline's key.
pub fn key_of(pipeline: &str) -> Digest {
    Digest::of(pipeline.as_bytes())
}

/// Searches for a pipeline, from the last line of the log. `fetch` gives the
/// node at an offset; it may refuse. `None` comes back when the offsets lead
/// astray: they are damaged.
pub fn search<E>(
    tail: Option<Node>,
    key: &Digest,
    mut fetch: impl FnMut(u64) -> Result<Node, E>,
) -> Result<Option<Trail>, E> {
    let mut others: Vec<Option<u64>> = Vec::new();
    let mut next = tail;
    while let Some(node) = next {
        let shared = shared_bits(key, &node.key);
        if shared < others.len() {
            return Ok(None);
        }
        let known = node.others.get(others.len()..).unwrap_or_default();
        let wanted = shared - others.len();
        others.extend(known.iter().take(wanted));
        if node.key == *key {
            return Ok(Some(Trail { previous: Some(node.offset), others }));
        }
        others.resize(shared, None);
        others.push(Some(node.offset));
        next = match node.others.get(shared).copied().flatten() {
            // Lines only ever point back: anything else would never end.
            Some(offset) if offset < node.offset => Some(fetch(offset)?),
            Some(_) => return Ok(None),
            None => None,
        };
    }
    Ok(Some(Trail { previous: None, others }))
}

/// How many leading bits two keys share: 0 to 256.
fn shared_bits(a: &Digest, b: &Digest) -> usize {
    let mut bits = 0;
    for (a, b) in a.as_bytes().iter().zip(b.as_bytes()) {
        let same = (a ^ b).leading_zeros() as usize;
        bits += same;
        if same < 8 {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use super::{Node, Trail, key_of, search};

    /// Appends a line of each pipeline in turn, and compares each search with
    /// a plain table.
    fn run(pipelines: impl IntoIterator<Item = u32>) -> (usize, usize) {
        let mut nodes: BTreeMap<u64, Node> = BTreeMap::new();
        let mut last: BTreeMap<u32, u64> = BTreeMap::new();
        let (mut hops, mut longest) = (0, 0);
        for (offset, pipeline) in (0_u64..).zip(pipelines) {
            let key = key_of(&format!("pipeline {pipeline}"));
            let newest = nodes.values().next_back().cloned();
            let mut fetched = 0;
            let trail = search(newest, &key, |offset| {
                fetched += 1;
                Ok::<Node, Infallible>(nodes[&offset].clone())
            });
            let trail = trail.unwrap_or_else(|never| match never {}).expect("sound offsets");
            assert_eq!(trail.previous, last.insert(pipeline, offset));
            hops = hops.max(fetched);
            longest = longest.max(trail.others.len());
            nodes.insert(offset, Node { offset, key, others: trail.others });
        }
        (hops, longest)
    }

    #[test]
    fn one_pipeline_costs_nothing() {
        assert_eq!(run(std::iter::repeat_n(0, 50)), (0, 0));
    }

    #[test]
    fn every_pipeline_is_found_in_few_hops() {
        let scattered = (0..20_000_u32).map(|step| step.wrapping_mul(2_654_435_761) % 3_000);
        let (hops, longest) = run(scattered);
        assert!(hops <= 20, "{hops} hops");
        assert!(longest <= 40, "{longest} offsets in a line");
    }

    #[test]
    fn offsets_that_lead_astray_end_the_search() {
        let key = key_of("a");
        let node = Node { offset: 5, key: key_of("b"), others: vec![Some(9); 256] };
        let found = search(Some(node.clone()), &key, |_| Ok::<_, Infallible>(node.clone()));
        assert_eq!(found, Ok(None));
        let node = Node { offset: 5, key: key_of("b"), others: vec![Some(4); 256] };
        let back =
            |offset| Ok::<_, Infallible>(Node { offset, key: key_of("b"), others: vec![Some(0); 256] });
        assert_eq!(search(Some(node), &key, back), Ok(None));
        assert_eq!(search(None, &key, back), Ok(Some(Trail::default())));
    }
}
