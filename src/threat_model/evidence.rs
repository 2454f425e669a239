//! Evidence, looked up in the tree: a claim is worth what the repository shows.
//!
//! Paths are relative to the root of the repository, wherever the model
//! stands. Tests are found by syntax in Rust; in other languages a name that
//! stands outside comments is taken for the test, which is less.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rust_tests::{Runs, RustTests};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::threat::{EvidenceKind, EvidenceState, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::{SourceFile, shorten};

/// Bytes that all evidence of a run may ask to be searched (1 GiB): a model
/// that names ten thousand texts in one huge file must not hold the gate up.
const SEARCHED_BYTES: u64 = 1 << 30;

/// Where an evidence's state belongs: model, mitigation, evidence.
type Slot = (usize, usize, usize);

/// What is asked of a file.
enum Question<'model> {
    Exists,
    Contains(&'model str),
    HasTest(&'model str),
}

/// Looks up every evidence of these models and keeps what was found in them.
pub(super) fn look_up(files: &dyn Files, limits: &Limits, models: &mut [ThreatModel]) {
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
        let mut subject = Subject { files, limits, path, content: None, rust: None };
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
    path: TreePath,
    content: Option<Result<Arc<SourceFile>, EvidenceState>>,
    rust: Option<RustTests>,
}

impl Subject<'_> {
    fn answer(&mut self, question: &Question<'_>, budget: &mut u64) -> EvidenceState {
        if matches!(question, Question::Exists) {
            return if self.files.exists(&self.path) { EvidenceState::Found } else { self.absent() };
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
            Question::HasTest(name) => match Language::of(&self.path) {
                Language::Rust => self.rust_test(&file, name),
                language => match self.spend(file.text().len(), budget) {
                    Ok(()) => self.named(&file, name, language),
                    Err(state) => state,
                },
            },
        }
    }

    fn absent(&self) -> EvidenceState {
        EvidenceState::Gone(say::evidence_absent(&self.path))
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
            let read = self.read();
            let read = read.and_then(|file| self.spend(file.text().len(), budget).map(|()| file));
            self.content = Some(read);
        }
        self.content.clone().unwrap_or_else(|| Err(self.absent()))
    }

    fn read(&self) -> Result<Arc<SourceFile>, EvidenceState> {
        let bytes = self.files.read(&self.path).map_err(|error| match error {
            FileError::Absent => self.absent(),
            FileError::Refused(reason) => EvidenceState::NotChecked(reason),
        })?;
        let file = SourceFile::new(&self.path, bytes, self.limits);
        file.map(Arc::new).map_err(|error| EvidenceState::NotChecked(error.message))
    }

    fn rust_test(&mut self, file: &SourceFile, name: &str) -> EvidenceState {
        let tests = self.rust.get_or_insert_with(|| RustTests::of(file.text()));
        match tests.find(name) {
            Some(Runs::Always) => EvidenceState::Found,
            Some(Runs::Sometimes) => {
                EvidenceState::NotChecked(say::evidence_conditional(&self.path, shorten(name)))
            }
            Some(Runs::Never) => EvidenceState::Gone(say::evidence_ignored(&self.path, shorten(name))),
            None => EvidenceState::Gone(say::evidence_without_test(&self.path, shorten(name))),
        }
    }

    fn named(&self, file: &SourceFile, name: &str, language: Language) -> EvidenceState {
        if !names(file, name, language) {
            return EvidenceState::Gone(say::evidence_without_test(&self.path, shorten(name)));
        }
        match language {
            Language::Unknown => EvidenceState::NotChecked(say::evidence_language(&self.path, shorten(name))),
            Language::Rust | Language::Slashes | Language::Hashes => EvidenceState::Found,
        }
    }
}

/// How a file's language writes comments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Rust,
    /// `//` and `/* … */`: Java, C#, JavaScript, TypeScript, Go, Kotlin.
    Slashes,
    /// `#`: Python.
    Hashes,
    Unknown,
}

impl Language {
    fn of(path: &TreePath) -> Self {
        match path.file_name().rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => Self::Rust,
            Some(
                "java" | "kt" | "cs" | "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" | "go",
            ) => Self::Slashes,
            Some("py") => Self::Hashes,
            _ => Self::Unknown,
        }
    }
}

/// Whether a name stands in the text as a word of its own, outside comments
/// that begin a line or follow a space.
fn names(file: &SourceFile, name: &str, language: Language) -> bool {
    let mut in_block = false;
    let mut found = false;
    for line in file.lines() {
        let text = line.text.trim_start();
        if language == Language::Slashes && (in_block || text.starts_with("/*")) {
            in_block = !text.contains("*/");
            continue;
        }
        found |= has_word(before_comment(text, language), name);
    }
    found
}

fn before_comment(text: &str, language: Language) -> &str {
    let mark = match language {
        Language::Slashes => "//",
        Language::Hashes => "#",
        Language::Rust | Language::Unknown => return text,
    };
    if text.starts_with(mark) {
        return "";
    }
    text.split_once(&format!(" {mark}")).map_or(text, |(before, _)| before)
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !is_part(before) && !is_part(after)
    })
}
