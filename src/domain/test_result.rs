//! Results of a test run, as its runner wrote them down.

use std::sync::Arc;

use super::place::Place;

/// How a test ended. Of several results of one test the greatest counts: one case
/// of many may be skipped, and none may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It didn't run.
    Skipped,
    /// It ran, and held.
    Passed,
    /// It ran, and failed or broke off.
    Failed,
}

/// One test's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// The names of the suites that it stands in, outermost first.
    pub suites: Vec<Arc<str>>,
    /// Its class, package or file, as the runner says it.
    pub class: Option<Arc<str>>,
    /// Its name.
    pub name: Arc<str>,
    /// Its source file, where the runner says it.
    pub file: Option<Arc<str>>,
    /// How it ended.
    pub outcome: Outcome,
    /// Where the result stands.
    pub place: Place,
}
