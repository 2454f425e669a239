//! Evidence, looked up in the tree: a claim is worth what the repository shows.
//!
//! Paths are relative to the root of the repository, wherever the model
//! stands. A test is found by the syntax of its language; in a language that
//! isn't known nothing shows one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::results::{self, Asked, TestResults};
use super::test_code::{self, Called, Language, Rows, Runs, Tests};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::test_result::Outcome;
use crate::domain::threat::{EvidenceKind, EvidenceState, ThreatModel};
use crate::messages::threat_model as say;
use crate::messages::threat_results as said;
use crate::source::{SourceFile, shorten};

/// Bytes that all evidence of a run may ask to be searched (1 GiB): a model
/// that names ten thousand texts in one huge file must not hold the gate up.
const SEARCHED_BYTES: u64 = 1 << 30;

/// Bytes that a look at the name of one file costs as much as.
const LOOKED_AT: usize = 64;

/// Where an evidence's state belongs: model, mitigation, evidence.
type Slot = (usize, usize, usize);

/// What is asked of a file.
enum Question<'model> {
    Exists,
    Contains(&'model str),
    HasTest(&'model str),
}

/// Looks up every evidence of these models and keeps what was found in them.
pub(super) fn look_up(
    (files, limits): (&dyn Files, &Limits),
    models: &mut [ThreatModel],
    results: Option<&TestResults>,
) {
    let mut answers: BTreeMap<Slot, EvidenceState> = BTreeMap::new();
    let mut questions: BTreeMap<TreePath, Vec<(Slot, Question<'_>)>> = BTreeMap::new();
    for (slot, kind) in all(models) {
        match ask(kind) {
            Ok((path, question)) => questions.entry(path).or_default().push((slot, question)),
            Err(state) => {
                answers.insert(slot, state);
            }
        }
    }
    // File by file, so that each is read once and only one is held.
    let mut budget = SEARCHED_BYTES;
    for (path, asked) in questions {
        let mut subject = Subject { files, limits, results, path, content: None, tests: None };
        for (slot, question) in asked {
            answers.insert(slot, subject.answer(&question, &mut budget));
        }
    }
    let mut answers = answers.into_values();
    for model in models {
        let states = model.mitigations.iter().map(|m| answers.by_ref().take(m.evidence.len()).collect());
        model.evidence = states.collect();
    }
}

fn all(models: &[ThreatModel]) -> impl Iterator<Item = (Slot, &EvidenceKind)> {
    models.iter().enumerate().flat_map(|(model_at, model)| {
        model.mitigations.iter().enumerate().flat_map(move |(mitigation_at, mitigation)| {
            let evidence = mitigation.evidence.iter().enumerate();
            evidence.map(move |(at, evidence)| ((model_at, mitigation_at, at), &evidence.kind.value))
        })
    })
}

/// Which file to ask what; or the state, when no file can tell.
fn ask(kind: &EvidenceKind) -> Result<(TreePath, Question<'_>), EvidenceState> {
    let (path, question) = match kind {
        EvidenceKind::File { path, contains: None } => (path, Question::Exists),
        EvidenceKind::File { path, contains: Some(text) } => (path, Question::Contains(&text.value)),
        EvidenceKind::Test { path, name } => (path, Question::HasTest(&name.value)),
        // The history says more (`past`).
        EvidenceKind::Commit { id } => {
            return Err(EvidenceState::NotChecked(say::evidence_commit_unread(shorten(&id.value))));
        }
        EvidenceKind::Url { url } => {
            return Err(EvidenceState::NotChecked(say::evidence_url(shorten(&url.value))));
        }
    };
    let inside = TreePath::root().sibling(&path.value).filter(|inside| !inside.as_str().is_empty());
    match inside {
        Some(inside) => Ok((inside, question)),
        None => Err(EvidenceState::Gone(say::evidence_outside(shorten(&path.value)))),
    }
}

/// A file that is asked.
struct Subject<'run> {
    files: &'run dyn Files,
    limits: &'run Limits,
    results: Option<&'run TestResults>,
    path: TreePath,
    content: Option<Result<Arc<SourceFile>, EvidenceState>>,
    tests: Option<Tests>,
}

impl Subject<'_> {
    fn answer(&mut self, question: &Question<'_>, budget: &mut u64) -> EvidenceState {
        if matches!(question, Question::Exists) {
            return if self.files.exists(&self.path) { EvidenceState::Found } else { self.absent(budget) };
        }
        let file = match self.content(budget) {
            Ok(file) => file,
            Err(state) => return state,
        };
        match question {
            Question::Exists => EvidenceState::Found,
            Question::Contains(text) => {
                if let Err(state) = self.spend(file.text().len(), budget) {
                    return state;
                }
                if file.text().contains(text) {
                    EvidenceState::Found
                } else {
                    EvidenceState::Gone(say::evidence_without_text(&self.path, shorten(text)))
                }
            }
            Question::HasTest(name) => {
                let in_code = self.test(&file, name, budget).err().unwrap_or(EvidenceState::Found);
                self.held_to_results(in_code, name, budget)
            }
        }
    }

    /// A file that isn't there; where one of its name stands elsewhere, it may have moved.
    fn absent(&self, budget: &mut u64) -> EvidenceState {
        let absent = say::evidence_absent(&self.path);
        // A hint may not use up what answers need.
        let cost = self.files.list().len().saturating_mul(LOOKED_AT) as u64;
        if *budget < cost.saturating_add(SEARCHED_BYTES / 2) {
            return EvidenceState::Gone(absent);
        }
        *budget -= cost;
        let mut named = self.files.list().iter().filter(|path| path.file_name() == self.path.file_name());
        EvidenceState::Gone(match (named.next(), named.next()) {
            (Some(other), None) => absent.because(say::evidence_elsewhere(other)),
            _ => absent,
        })
    }

    fn spend(&self, bytes: usize, budget: &mut u64) -> Result<(), EvidenceState> {
        let bytes = bytes as u64;
        if bytes > *budget {
            let message = say::evidence_too_much(&self.path, SEARCHED_BYTES);
            return Err(EvidenceState::NotChecked(message));
        }
        *budget -= bytes;
        Ok(())
    }

    fn content(&mut self, budget: &mut u64) -> Result<Arc<SourceFile>, EvidenceState> {
        if self.content.is_none() {
            let read = self.read(budget);
            let read = read.and_then(|file| self.spend(file.text().len(), budget).map(|()| file));
            self.content = Some(read);
        }
        self.content.clone().unwrap_or_else(|| Err(self.absent(budget)))
    }

    fn read(&self, budget: &mut u64) -> Result<Arc<SourceFile>, EvidenceState> {
        let bytes = self.files.read(&self.path).map_err(|error| match error {
            FileError::Absent => self.absent(budget),
            FileError::Refused(reason) => EvidenceState::NotChecked(reason),
        })?;
        let file = SourceFile::new(&self.path, bytes, self.limits);
        file.map(Arc::new).map_err(|error| EvidenceState::NotChecked(error.message))
    }

    /// What the code of a file says of a test.
    fn test(&mut self, file: &SourceFile, name: &str, budget: &mut u64) -> Result<(), EvidenceState> {
        let (path, shown) = (&self.path, shorten(name));
        let Some(language) = Language::of(path.file_name()) else {
            self.spend(file.text().len(), budget)?;
            // No syntax is known, but a test whose words aren't there is none.
            return Err(if has_words(file.text(), name) {
                EvidenceState::NotChecked(say::evidence_language(path, shown))
            } else {
                EvidenceState::Gone(say::evidence_without_test(path, shown))
            });
        };
        let read = || test_code::read(language, path.file_name(), file.text());
        let tests = self.tests.get_or_insert_with(read);
        let (cost, is_cut) = (tests.cost(), tests.is_cut());
        let found = tests.find(name);
        self.spend(cost, budget)?;
        let path = &self.path;
        match found {
            Some(Runs::Always) => Ok(()),
            Some(Runs::Sometimes) => Err(EvidenceState::NotChecked(say::evidence_conditional(path, shown))),
            Some(Runs::Unnamed) => Err(EvidenceState::NotChecked(say::evidence_unnamed(path, shown))),
            Some(Runs::Never) => Err(EvidenceState::Gone(say::evidence_ignored(path, shown))),
            None if is_cut => Err(EvidenceState::NotChecked(say::evidence_too_many_tests(path, shown))),
            None => Err(EvidenceState::Gone(say::evidence_without_test(path, shown))),
        }
    }
}

impl Subject<'_> {
    /// What the results of the test run, where some are given, make of what the code says.
    fn held_to_results(&self, in_code: EvidenceState, name: &str, budget: &mut u64) -> EvidenceState {
        let Some(results) = self.results.filter(|_| !matches!(in_code, EvidenceState::Gone(_))) else {
            return in_code;
        };
        let mut called = self.tests.as_ref().map(|tests| tests.called(name)).unwrap_or_default();
        if called.is_empty() {
            // In a language that isn't known a test may have rows.
            called.push(Called { names: vec![name.to_owned()], rows: Rows::Many, tests_with_rows: 0 });
        }
        let module = results::module_of(self.path.as_str());
        let mut worst = None;
        for one in &called {
            let asked = |name: &String| Asked {
                path: results::words(name).map(str::to_owned).collect(),
                rows: one.rows,
                file: self.path.as_str(),
                module: module.clone(),
            };
            let names: Vec<Asked<'_>> = one.names.iter().map(asked).collect();
            let cost = names.iter().map(|asked| results.cost(asked)).fold(0, usize::saturating_add);
            if let Err(state) = self.spend(cost, budget) {
                return state;
            }
            let by_numbers = || results.outcome_by_numbers(names.first()?, one.tests_with_rows);
            worst = worst.max(results.outcome(&names).or_else(by_numbers));
        }
        let name = shorten(name);
        match worst {
            Some((Outcome::Passed, _)) => EvidenceState::Passed,
            Some((Outcome::Failed, place)) => EvidenceState::Refuted(said::failed(name), Some(place.clone())),
            Some((Outcome::Skipped, place)) => {
                EvidenceState::Refuted(said::skipped(name), Some(place.clone()))
            }
            None if in_code == EvidenceState::Found => EvidenceState::Refuted(said::absent(name), None),
            None => in_code,
        }
    }
}

/// Whether each word of a name stands in a text.
fn has_words(text: &str, name: &str) -> bool {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    // A name is long enough to ask for; what is longer is asked for in part.
    words.take(16).all(|word| text.contains(word))
}
