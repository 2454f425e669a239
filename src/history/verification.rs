//! Verification: what makes a log whole, line by line, in one pass.
//!
//! It keeps one entry for each pipeline and one for each run that is open, and
//! never holds the log.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::line::{self, Line, NO_CHECK};
use super::merkle::Tree;
use super::trail::{self, Node};
use crate::domain::digest::Digest;
use crate::domain::record::LeafKind;
use crate::domain::statement::Statement;
use crate::messages::history as say;

/// Differences that are kept with their words; the rest are counted.
pub const SHOWN: usize = 100;

/// What the last writer noted: up to here, everything was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// How many leaves.
    pub leaves: u64,
    /// How many bytes.
    pub end: u64,
    /// The check of the last line.
    pub check: Digest,
}

/// Something that isn't as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line, from 1.
    pub line: u64,
    /// The offset of the line in bytes.
    pub offset: u64,
    /// What is wrong.
    pub message: Statement,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many leaves the tree has.
    pub leaves: u64,
    /// How many pipelines they are of.
    pub pipelines: usize,
    /// The Merkle tree's root (RFC 6962, section 2.1).
    pub root: Digest,
    /// The first differences, [`SHOWN`] at most.
    pub differences: Vec<Difference>,
    /// All differences.
    pub found: u64,
    /// Bytes behind the last whole line: a record that was never acknowledged
    /// because its writer was stopped. The next writer cuts it off.
    pub unfinished: u64,
}

/// The state of a verification under way.
#[derive(Debug)]
pub struct Verifier {
    acknowledged: Option<Acknowledged>,
    met: bool,
    lines: u64,
    offset: u64,
    /// What the next line may follow: the check that this line states, and the
    /// one that it should have. They are the same in a whole log.
    before: [Digest; 2],
    tree: Tree,
    pipelines: BTreeMap<Digest, Pipeline>,
    nodes: HashMap<u64, Node>,
    tail: Option<Node>,
    differences: Vec<Difference>,
    found: u64,
    unfinished: u64,
}

#[derive(Debug, Default)]
struct Pipeline {
    number: u64,
    hash: Option<Digest>,
    offset: Option<u64>,
    open: BTreeMap<Arc<str>, u64>,
}

impl Verifier {
    /// Begins, with the last writer's note where there is one.
    pub fn new(acknowledged: Option<Acknowledged>) -> Self {
        Self {
            acknowledged,
            met: acknowledged.is_none_or(|note| note.end == 0 && note.leaves == 0),
            lines: 0,
            offset: 0,
            before: [NO_CHECK; 2],
            tree: Tree::default(),
            pipelines: BTreeMap::new(),
            nodes: HashMap::new(),
            tail: None,
            differences: Vec::new(),
            found: 0,
            unfinished: 0,
        }
    }

    /// Takes the next line, with its line feed. Without one it is the end of
    /// the log, unfinished.
    pub fn line(&mut self, bytes: &[u8]) {
        let Some(text) = bytes.strip_suffix(b"\n") else {
            self.unfinished += bytes.len() as u64;
            return;
        };
        self.lines += 1;
        match line::decode(text) {
            Ok(line) => {
                let expected = line::expected_check(text, self.before.first().unwrap_or(&NO_CHECK));
                let stated = line.check;
                if !self.before.iter().any(|check| line::follows(text, check)) {
                    self.differs(say::check_differs());
                }
                self.take(line);
                self.before = [stated, expected];
            }
            Err(why) => {
                self.differs(why);
                let stated = line::stated_check(text).unwrap_or(NO_CHECK);
                self.before = [stated, stated];
            }
        }
        self.offset += bytes.len() as u64;
        self.meet();
    }

    /// Takes a line that is too long to be held: only its length is known.
    pub fn oversized_line(&mut self, bytes: u64) {
        self.lines += 1;
        self.differs(say::line_too_long(line::LONGEST_LINE));
        self.before = [NO_CHECK; 2];
        self.offset += bytes;
    }

    /// Ends.
    pub fn finish(mut self) -> Outcome {
        if let (Some(note), false) = (self.acknowledged, self.met) {
            self.lines += 1;
            if self.offset < note.end {
                self.differs(say::acknowledged_lost(note.leaves, note.end, self.offset));
            } else {
                self.differs(say::acknowledged_changed(note.leaves, note.end));
            }
        }
        Outcome {
            leaves: self.tree.size(),
            pipelines: self.pipelines.len(),
            root: self.tree.root(),
            differences: self.differences,
            found: self.found,
            unfinished: self.unfinished,
        }
    }

    fn take(&mut self, line: Line) {
        if line.index + 1 != self.lines {
            self.differs(say::index_differs(self.lines - 1, line.index));
        }
        let key = trail::key_of(&line.leaf.draft.pipeline);
        self.check_trail(&line, &key);
        self.check_leaf(&line, &key);
        let pipeline = self.pipelines.entry(key).or_default();
        if let Some(before) = pipeline.offset.replace(self.offset) {
            self.nodes.remove(&before);
        }
        let node = Node { offset: self.offset, key, others: line.others };
        self.nodes.insert(self.offset, node.clone());
        self.tail = Some(node);
        self.tree.push(line.leaf_hash);
    }

    /// A log with a difference has other offsets than were written: what they
    /// say is compared only while it is whole.
    fn check_trail(&mut self, line: &Line, key: &Digest) {
        if self.found > 0 {
            return;
        }
        let nodes = &self.nodes;
        let found = trail::search(self.tail.clone(), key, |offset| nodes.get(&offset).cloned().ok_or(()));
        let same = match found {
            Ok(Some(trail)) => trail.previous == line.previous && trail.others == line.others,
            Ok(None) | Err(()) => false,
        };
        if !same {
            self.differs(say::trail_differs());
        }
    }

    fn check_leaf(&mut self, line: &Line, key: &Digest) {
        let pipeline = self.pipelines.entry(*key).or_default();
        let expected = pipeline.number + 1;
        let continues = line.leaf.previous == pipeline.hash;
        let run = &line.leaf.draft.run;
        let paired = match line.leaf.draft.kind {
            LeafKind::Begin => pipeline.open.insert(Arc::clone(run), line.leaf.number).is_none(),
            LeafKind::End => pipeline.open.remove(run).is_some(),
        };
        pipeline.number = line.leaf.number;
        pipeline.hash = Some(line.leaf_hash);
        let name = &line.leaf.draft.pipeline;
        if line.leaf.number != expected {
            self.differs(say::number_differs(name, expected, line.leaf.number));
        }
        if !continues {
            self.differs(say::previous_differs(name, line.leaf.number));
        }
        if !paired {
            self.differs(say::run_differs(name, line.leaf.number, run));
        }
    }

    fn differs(&mut self, message: Statement) {
        self.found += 1;
        if self.differences.len() < SHOWN {
            self.differences.push(Difference { line: self.lines, offset: self.offset, message });
        }
    }

    fn meet(&mut self) {
        let Some(note) = self.acknowledged.filter(|note| note.end == self.offset) else { return };
        self.met = note.leaves == self.lines && self.before.first() == Some(&note.check);
    }
}
