//! The tests of one file, by the names of what they stand in.

use std::collections::HashMap;

/// Whether a test runs. The order is that of what it shows, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::threat_model) enum Runs {
    /// Whenever tests run.
    Always,
    /// Unless a condition is met that nobody evaluates here.
    Sometimes,
    /// Its name is made when it runs, so that nobody knows here whether it is there.
    Unnamed,
    /// It is skipped.
    Never,
}

/// Stands in a name for what each row of a table puts there.
pub(in crate::threat_model) const HOLE: char = '\u{1}';

/// Whether a test runs once, or for each row of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::threat_model) enum Rows {
    /// Once.
    #[default]
    One,
    /// For each row, and a run may give each of them a name of its own.
    Many,
}

/// What a run may call a test.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::threat_model) struct Called {
    /// Its whole names, with what it stands in: that of the code, and those that
    /// people are shown. [`HOLE`] stands for what a row puts there.
    pub(in crate::threat_model) names: Vec<String>,
    pub(in crate::threat_model) rows: Rows,
    /// Tests with rows that run in what it stands in, itself among them.
    pub(in crate::threat_model) tests_with_rows: usize,
}

/// How a language writes the name of a test with what it stands in.
#[derive(Debug)]
pub(super) struct Naming {
    /// What stands between names, the longest first.
    pub(super) separators: &'static [&'static str],
    /// Where the arguments of one case begin, which are no part of the name.
    pub(super) arguments: &'static [char],
    /// What the test runner writes for a space.
    pub(super) space: Option<&'static str>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What tests stand in.
    Group,
    /// A test.
    Test,
}

/// A node of [`Tests`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(usize);

#[derive(Debug)]
struct Node {
    /// Empty for one whose name is made when it runs.
    name: Box<str>,
    parent: Option<NodeId>,
    depth: usize,
    runs: Runs,
    /// Whether it, or what it stands in, is said to run alone.
    alone: bool,
    rows: Rows,
    /// Its name with holes, where its rows have names of their own.
    pattern: Option<Box<str>>,
    /// Other names that a run may show it by.
    shown: Vec<Box<str>>,
}

impl Node {
    fn new(name: Box<str>, parent: Option<NodeId>) -> Self {
        let (depth, runs, alone) = (0, Runs::Always, false);
        Self { name, parent, depth, runs, alone, rows: Rows::One, pattern: None, shown: Vec::new() }
    }
}

/// Nodes of one file: more tests are nobody's file.
const MOST_NODES: usize = 100_000;
/// Names within names: deeper ones belong to the last that counts.
const DEEPEST: usize = 64;
/// Bytes of a name that evidence can ask for.
const LONGEST_NAME: usize = 1_000;
/// Ways to take a name apart in which its last part may be one that is made
/// when the test runs.
const UNNAMED_WAYS: usize = 8;

/// Tests of one name in one file whose results are looked for.
const MOST_PATHS: usize = 64;

/// The tests of a file.
#[derive(Debug)]
pub(in crate::threat_model) struct Tests {
    nodes: Vec<Node>,
    by_name: HashMap<Box<str>, Vec<NodeId>>,
    naming: &'static Naming,
    /// What has tests below it whose names are made when they run.
    unnamed_below: Vec<NodeId>,
    /// Whether tests stand in this file that alone run.
    has_alone: bool,
    is_cut: bool,
}

impl Tests {
    /// What everything in the file stands in.
    pub(super) const ROOT: NodeId = NodeId(0);

    /// A file without tests yet.
    pub(super) fn new(naming: &'static Naming) -> Self {
        Self {
            nodes: vec![Node::new(Box::from(""), None)],
            by_name: HashMap::new(),
            naming,
            unnamed_below: Vec::new(),
            has_alone: false,
            is_cut: false,
        }
    }

    /// Adds what has a name, and says which node it is.
    pub(super) fn add(&mut self, parent: NodeId, name: &str, kind: Kind) -> NodeId {
        if name.is_empty() || name.len() > LONGEST_NAME {
            self.note_unnamed(parent);
            return self.add_unnamed(parent);
        }
        let id = self.push(parent, self.naming.written(name));
        if let (Some(node), Kind::Test, true) = (self.nodes.get(id.0), kind, id != parent) {
            self.by_name.entry(node.name.clone()).or_default().push(id);
        }
        id
    }

    /// Adds what may be a test or a group whose name is made when it runs.
    pub(super) fn add_unnamed(&mut self, parent: NodeId) -> NodeId {
        self.push(parent, Box::from(""))
    }

    /// Notes that tests stand there whose names are made when they run.
    pub(super) fn note_unnamed(&mut self, parent: NodeId) {
        if self.unnamed_below.last() != Some(&parent) && self.unnamed_below.len() < MOST_NODES {
            self.unnamed_below.push(parent);
        }
    }

    fn push(&mut self, parent: NodeId, name: Box<str>) -> NodeId {
        let Some((depth, alone)) = self.nodes.get(parent.0).map(|node| (node.depth + 1, node.alone)) else {
            return parent;
        };
        self.is_cut |= self.nodes.len() >= MOST_NODES;
        if depth > DEEPEST || self.is_cut {
            return parent;
        }
        self.nodes.push(Node { depth, alone, ..Node::new(name, Some(parent)) });
        NodeId(self.nodes.len() - 1)
    }

    /// Says that a node, and what stands in it, runs at most so.
    pub(super) fn limit(&mut self, id: NodeId, runs: Runs) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.runs = node.runs.max(runs);
        }
    }

    /// Says that a node runs for each row of a table; with a pattern where each row
    /// has a name of its own.
    pub(super) fn repeat(&mut self, id: NodeId, pattern: Option<String>) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.rows = Rows::Many;
            node.pattern = pattern.map(String::into_boxed_str).or_else(|| node.pattern.take());
        }
    }

    /// Says by what other name a run may show a node.
    pub(super) fn show_as(&mut self, id: NodeId, name: &str) {
        let fits = !name.is_empty() && name.len() <= LONGEST_NAME;
        if let Some(node) = self.nodes.get_mut(id.0).filter(|_| fits) {
            node.shown.push(Box::from(name));
        }
    }

    /// Says that a node runs alone: what isn't said to in the same file doesn't run.
    pub(super) fn run_alone(&mut self, id: NodeId) {
        self.has_alone = true;
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.alone = true;
        }
    }

    /// Bytes that one look at these tests costs as much as, at most.
    pub(in crate::threat_model) fn cost(&self) -> usize {
        self.nodes.len() * DEEPEST
    }

    /// Whether there were more tests than are looked at.
    pub(in crate::threat_model) const fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether there is a test of that name, which may have the names of what it
    /// stands in before it; of several, the one that runs most counts.
    pub(in crate::threat_model) fn find(&self, name: &str) -> Option<Runs> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        let name = name.split(self.naming.arguments).next().unwrap_or_default();
        let name = self.naming.written(name);
        let found = self.split(&name).filter_map(|(before, last)| {
            let candidates = self.by_name.get(last)?;
            let fitting = candidates.iter().filter(|id| self.fits(self.parent_of(**id), before));
            fitting.map(|id| self.runs(*id)).min()
        });
        found.min().or_else(|| self.find_unnamed(&name))
    }

    /// What a run may call the tests that a name fits and that run most.
    pub(in crate::threat_model) fn called(&self, name: &str) -> Vec<Called> {
        let asked = name.split(self.naming.arguments).next().unwrap_or_default();
        let asked = self.naming.written(asked);
        let most = self.find(name);
        let fitting = self.split(&asked).flat_map(|(before, last)| {
            let candidates = self.by_name.get(last).into_iter().flatten();
            candidates
                .filter(move |id| self.fits(self.parent_of(**id), before) && Some(self.runs(**id)) == most)
        });
        fitting.take(MOST_PATHS).filter_map(|id| self.called_in_a_run(*id)).collect()
    }

    fn called_in_a_run(&self, id: NodeId) -> Option<Called> {
        let node = self.nodes.get(id.0)?;
        let own = std::iter::once(node.pattern.as_deref().unwrap_or(&node.name));
        let outer = self.names_around(id);
        let whole = |name: &str| {
            let parts: Vec<&str> = outer.iter().copied().chain([name]).collect();
            parts.join(self.naming.separators.first().copied().unwrap_or_default())
        };
        let names = own.chain(node.shown.iter().map(|name| &**name)).map(whole).collect();
        let beside = |(at, one): (usize, &Node)| {
            one.parent == node.parent && one.rows == Rows::Many && self.runs(NodeId(at)) != Runs::Never
        };
        let tests_with_rows = match node.rows {
            Rows::One => 0,
            Rows::Many => self.nodes.iter().enumerate().filter(|one| beside(*one)).count(),
        };
        Some(Called { names, rows: node.rows, tests_with_rows })
    }

    /// The names of what a test stands in, outermost first.
    fn names_around(&self, id: NodeId) -> Vec<&str> {
        let mut names = Vec::new();
        let mut at = self.parent_of(id);
        while let Some(node) = at.and_then(|id| self.nodes.get(id.0)) {
            names.extend(Some(node.pattern.as_deref().unwrap_or(&node.name)).filter(|name| !name.is_empty()));
            at = node.parent;
        }
        names.reverse();
        names
    }

    /// Whether the last part of a name may be one that is made when the test runs.
    fn find_unnamed(&self, name: &str) -> Option<Runs> {
        let ways: Vec<Option<&str>> = self.split(name).map(|(before, _)| before).take(UNNAMED_WAYS).collect();
        let is_meant = |id: NodeId| {
            let is_root = self.parent_of(id).is_none();
            ways.iter().any(|before| is_root || before.is_some() && self.fits(Some(id), *before))
        };
        let meant = self.unnamed_below.iter().filter(|id| is_meant(**id));
        meant.map(|id| self.runs(*id).max(Runs::Unnamed)).min()
    }

    /// A name's last part with what stands before it, in every way that it can be
    /// taken apart; the whole first, then from behind.
    fn split<'name>(&self, name: &'name str) -> impl Iterator<Item = (Option<&'name str>, &'name str)> {
        let separators = self.naming.separators;
        let parted = separators.iter().flat_map(move |separator| {
            let parts = name.rmatch_indices(separator);
            parts.filter_map(move |(at, _)| Some((name.get(..at), name.get(at + separator.len()..)?)))
        });
        std::iter::once((None, name)).chain(parted.filter(|(_, last)| !last.is_empty()))
    }

    /// Whether what stands before a name is this node, with any part of what it stands in.
    fn fits(&self, mut at: Option<NodeId>, before: Option<&str>) -> bool {
        let Some(mut rest) = before else { return true };
        while let Some(node) = at.and_then(|id| self.nodes.get(id.0)) {
            at = node.parent;
            if node.name.is_empty() {
                continue;
            }
            let Some(outer) = rest.strip_suffix(&*node.name) else { return false };
            if outer.is_empty() {
                return true;
            }
            let separated = self.naming.separators.iter().find_map(|separator| outer.strip_suffix(separator));
            let Some(outer) = separated else { return false };
            rest = outer;
        }
        false
    }

    fn parent_of(&self, id: NodeId) -> Option<NodeId> {
        self.nodes.get(id.0).and_then(|node| node.parent)
    }

    /// Whether a test runs, with all that it stands in.
    fn runs(&self, id: NodeId) -> Runs {
        let mut at = Some(id);
        let (mut runs, mut alone) = (Runs::Always, false);
        while let Some(node) = at.and_then(|id| self.nodes.get(id.0)) {
            runs = runs.max(node.runs);
            alone |= node.alone;
            at = node.parent;
        }
        if self.has_alone && !alone { Runs::Never } else { runs }
    }
}

impl Naming {
    /// A name as the test runner writes it.
    fn written(&self, name: &str) -> Box<str> {
        match self.space {
            Some(space) => name.replace(' ', space).into_boxed_str(),
            None => Box::from(name),
        }
    }
}
