//! A log in memory, and everything that may happen to its bytes.

use std::collections::BTreeMap;

use super::examples;
use super::line::{self, NO_CHECK, Position};
use super::trail::{self, Node};
use super::verification::{Acknowledged, Outcome, Verifier};
use crate::domain::digest::Digest;
use crate::domain::record::LeafKind;
use crate::history::leaf::{self, Leaf};

struct Log {
    bytes: Vec<u8>,
    note: Acknowledged,
    root_leaves: Vec<Digest>,
}

/// A log of runs of these pipelines, one BEGIN and one END each.
fn log_of(pipelines: &[&str]) -> Log {
    let mut bytes: Vec<u8> = Vec::new();
    let mut nodes: BTreeMap<u64, Node> = BTreeMap::new();
    let mut heads: BTreeMap<&str, (u64, Digest)> = BTreeMap::new();
    let mut check = NO_CHECK;
    let mut root_leaves = Vec::new();
    for (turn, pipeline) in pipelines.iter().enumerate() {
        for kind in [LeafKind::Begin, LeafKind::End] {
            let head = heads.get(pipeline).copied();
            let number = head.map_or(1, |(number, _)| number + 1);
            let previous = head.map(|(_, hash)| hash);
            let mut leaf = match kind {
                LeafKind::Begin => examples::begin(number, previous),
                LeafKind::End => examples::end(number, previous),
            };
            leaf.draft.pipeline = (*pipeline).into();
            leaf.draft.run = format!("run {turn}").into();
            let leaf: Vec<u8> = Leaf::encode(&leaf).expect("encodes");
            let key = trail::key_of(pipeline);
            let newest = nodes.values().next_back().cloned();
            let trail = trail::search(newest, &key, |offset| Ok::<Node, ()>(nodes[&offset].clone()));
            let trail = trail.expect("no refusal").expect("sound offsets");
            let position = Position {
                index: root_leaves.len() as u64,
                others: trail.others.clone(),
                previous: trail.previous,
            };
            let offset = bytes.len() as u64;
            let (line, new_check) = line::encode(&leaf, position, &check).expect("encodes");
            bytes.extend(line);
            check = new_check;
            root_leaves.push(leaf::hash(&leaf));
            heads.insert(pipeline, (number, leaf::hash(&leaf)));
            nodes.insert(offset, Node { offset, key, others: trail.others });
        }
    }
    let note = Acknowledged { leaves: root_leaves.len() as u64, end: bytes.len() as u64, check };
    Log { bytes, note, root_leaves }
}

fn verify(bytes: &[u8], note: Option<Acknowledged>) -> Outcome {
    let mut verifier = Verifier::new(note);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        verifier.line(line);
    }
    verifier.finish()
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

#[test]
fn a_whole_log_has_no_difference_and_the_tree_of_its_leaves() {
    let log = log_of(&["a", "b", "a", "c", "b", "d", "a"]);
    let outcome = verify(&log.bytes, Some(log.note));
    assert_eq!(outcome.differences, []);
    assert_eq!((outcome.leaves, outcome.pipelines, outcome.unfinished), (14, 4, 0));
    let mut tree = super::merkle::Tree::default();
    log.root_leaves.iter().for_each(|leaf| tree.push(*leaf));
    assert_eq!(outcome.root, tree.root());
    assert_eq!(verify(&log.bytes, None).differences, []);
    assert_eq!(verify(b"", None).found, 0);
}

#[test]
fn any_flipped_bit_is_found_at_its_line() {
    let log = log_of(&["a", "b", "a"]);
    let mut starts = vec![0];
    starts.extend(log.bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
    for at in 0..log.bytes.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut bytes = log.bytes.clone();
            bytes[at] ^= bit;
            let outcome = verify(&bytes, Some(log.note));
            assert!(outcome.found > 0, "byte {at} ^ {bit:02x} goes unnoticed");
            let line = starts.iter().rfind(|start| **start <= at).expect("a line");
            let first = outcome.differences.first().expect("a difference");
            assert_eq!(first.offset, *line as u64, "byte {at} ^ {bit:02x}: {first:?}");
        }
    }
}

#[test]
fn a_log_cut_anywhere_is_found_short() {
    let log = log_of(&["a", "b"]);
    for length in 0..log.bytes.len() {
        let outcome = verify(&log.bytes[..length], Some(log.note));
        assert_eq!(outcome.found, 1, "cut at {length}");
        let keys: Vec<_> = outcome.differences.iter().map(|found| found.message.sentence.key).collect();
        assert_eq!(keys, ["history.acknowledged_lost"], "cut at {length}");
    }
}

#[test]
fn what_was_never_acknowledged_is_no_difference() {
    let log = log_of(&["a"]);
    let mut bytes = log.bytes.clone();
    bytes.extend_from_slice(b"{\"check\":\"12");
    let outcome = verify(&bytes, Some(log.note));
    assert_eq!((outcome.found, outcome.unfinished), (0, 12));
}

#[test]
fn dropped_moved_repeated_and_added_lines_are_found() {
    let log = log_of(&["a", "b", "a", "c"]);
    let whole = lines(&log.bytes);
    for at in 0..whole.len() {
        let mut dropped = whole.clone();
        dropped.remove(at);
        let mut repeated = whole.clone();
        repeated.insert(at, whole[at]);
        let mut moved = whole.clone();
        moved.swap(at, (at + 1) % whole.len());
        for changed in [dropped, repeated, moved] {
            assert!(verify(&changed.concat(), Some(log.note)).found > 0, "line {at}");
        }
    }
}

#[test]
fn a_log_written_anew_without_one_pipeline_is_not_the_one_acknowledged() {
    let log = log_of(&["a", "b", "a"]);
    let forged = log_of(&["a", "a", "a"]);
    assert_eq!(verify(&forged.bytes, None).found, 0);
    let outcome = verify(&forged.bytes, Some(log.note));
    assert_eq!(outcome.found, 1, "{:?}", outcome.differences);
}

#[test]
fn a_changed_leaf_with_a_mended_check_is_found_where_the_numbers_or_hashes_break() {
    let log = log_of(&["a", "a"]);
    let mut check = NO_CHECK;
    let mut forged: Vec<u8> = Vec::new();
    for (index, text) in lines(&log.bytes).into_iter().enumerate() {
        let read = line::decode(text.strip_suffix(b"\n").expect("whole")).expect("a line");
        let mut leaf = read.leaf;
        if index == 1 {
            leaf.draft.exit = Some(0);
        }
        let position = Position { index: read.index, others: read.others, previous: read.previous };
        let (line, next) = line::encode(&leaf.encode().expect("encodes"), position, &check).expect("encodes");
        forged.extend(line);
        check = next;
    }
    let found: Vec<_> = verify(&forged, None).differences.into_iter().map(|found| found.line).collect();
    assert_eq!(found.first(), Some(&3));
}

#[test]
fn noise_is_refused_without_a_panic() {
    let long = vec![b'x'; line::LONGEST_LINE * 2];
    for noise in [&b"\n\n\n"[..], b"{}\n", b"\xff\xfe\n", b"null\n[[[[\n", &long] {
        let mut bytes = noise.to_vec();
        bytes.push(b'\n');
        assert!(verify(&bytes, None).found > 0);
    }
}
