//! Threat models held to the past: whether a review still speaks of what is
//! there, and whether commits that are named as evidence happened.
//!
//! Digests decide, because a squashed merge loses the commit that was reviewed;
//! the history only says which files changed. A model that names no paths is as
//! old as the last change of its file. Where the history isn't there, that is
//! said with the command that gets it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::coverage::{self, Covered};
use crate::domain::commit::{Ancestry, CommitId, LastChange};
use crate::domain::place::TreePath;
use crate::domain::ports::{Files, History, HistoryDoor};
use crate::domain::review::{Changes, Coverage, CoverageState, Review, ReviewFacts};
use crate::domain::statement::Statement;
use crate::domain::threat::{EvidenceKind, EvidenceState, Located, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::shorten;

/// The past of a tree.
#[derive(Clone, Copy)]
pub struct Past<'run> {
    /// The way to the history; nobody goes it unless a model asks for it.
    pub door: &'run dyn HistoryDoor,
    /// The commit whose tree is looked at; what is checked out where it isn't said.
    pub at: Option<&'run CommitId>,
    /// How many commits back the last change of a model is looked for.
    pub most_commits: usize,
}

impl Past<'_> {
    fn open(&self) -> Result<(&dyn History, CommitId), Statement> {
        let history = self.door.open()?;
        let at = self.at.map_or_else(|| history.head(), |at| Ok(at.clone()))?;
        Ok((history, at))
    }
}

/// Holds models to the past of the tree that they were read from.
pub fn hold_to_the_past(models: &mut [ThreatModel], files: &dyn Files, past: &Past<'_>) {
    let own: BTreeSet<TreePath> = models.iter().map(|model| model.file.clone()).collect();
    let facts: Vec<Option<ReviewFacts>> = models
        .iter()
        .map(|model| (!model.is_unread()).then(|| facts_of((model, &*models), (files, &own), past)))
        .collect();
    for (model, facts) in models.iter_mut().zip(facts) {
        model.review_facts = facts.unwrap_or_default();
    }
    look_up_commits(models, past);
}

/// The models whose coverage a model's review speaks for, beside its own: those
/// that it imports by their digests, and what these import so.
fn supplied<'run>(model: &ThreatModel, models: &'run [ThreatModel]) -> Vec<&'run ThreatModel> {
    let mut found: Vec<&ThreatModel> = Vec::new();
    let mut open: Vec<&TreePath> = pinned(model).collect();
    while let Some(file) = open.pop() {
        let other = models.iter().find(|one| one.is_supplied && one.file == *file && one.file != model.file);
        if let Some(other) = other.filter(|other| !found.iter().any(|one| one.file == other.file)) {
            found.push(other);
            open.extend(pinned(other));
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}

fn pinned(model: &ThreatModel) -> impl Iterator<Item = &TreePath> {
    model.imports.iter().filter(|import| import.is_pinned).map(|import| &import.file)
}

fn facts_of(
    (model, all): (&ThreatModel, &[ThreatModel]),
    (files, models): (&dyn Files, &BTreeSet<TreePath>),
    past: &Past<'_>,
) -> ReviewFacts {
    if model.is_supplied {
        return ReviewFacts::default();
    }
    let mut covered = coverage::of(model, files.list(), models);
    for other in supplied(model, all) {
        let below = coverage::of(other, files.list(), models).into_iter();
        covered.extend(
            below.map(|one| Covered { name: Arc::from(format!("{}/{}", other.system, one.name)), ..one }),
        );
    }
    if covered.is_empty() {
        let last_change = past
            .open()
            .and_then(|(history, at)| history.last_change(&at, &model.file, past.most_commits))
            .and_then(|change| known(model, change));
        return ReviewFacts { last_change: Some(last_change), ..ReviewFacts::default() };
    }
    let digests = coverage::digests(files, &covered);
    let mut since = Since { past, review: model.review.as_ref(), changed: None };
    let coverage = covered.iter().map(|one| {
        let digest = one.digest(&digests);
        Coverage {
            element: Located { value: Arc::clone(&one.name), place: place_of(one) },
            files: one.files.as_ref().map_or(0, Vec::len),
            state: since.state_of(one, &digest),
            digest,
        }
    });
    ReviewFacts { coverage: coverage.collect(), ..ReviewFacts::default() }
}

fn known(model: &ThreatModel, change: LastChange) -> Result<LastChange, Statement> {
    match change {
        LastChange::BeyondClone { commits } => Err(say::model_beyond_clone(&model.file, commits)),
        LastChange::Untracked => Err(say::model_untracked(&model.file)),
        LastChange::At { .. } | LastChange::Before { .. } => Ok(change),
    }
}

fn place_of(covered: &Covered<'_>) -> crate::domain::place::Place {
    let first = covered.element.paths.first();
    first.map_or_else(|| covered.element.id.place.clone(), |pattern| pattern.place.clone())
}

/// What changed since a review.
struct Since<'run> {
    past: &'run Past<'run>,
    review: Option<&'run Review>,
    /// The files that differ from the reviewed commit, once somebody asked.
    changed: Option<Result<Vec<TreePath>, Statement>>,
}

impl Since<'_> {
    fn state_of(
        &mut self,
        covered: &Covered<'_>,
        digest: &Result<crate::domain::digest::Digest, Statement>,
    ) -> CoverageState {
        let Some(review) = self.review else { return CoverageState::Unreviewed };
        let digest = match digest {
            Ok(digest) => digest,
            Err(reason) => return CoverageState::Unknown(reason.clone()),
        };
        match review.digest_of(&covered.name) {
            // What was nothing and is nothing shows nothing.
            Some(reviewed) if reviewed == *digest => idle_or(covered, CoverageState::Same),
            Some(_) => CoverageState::Changed(match self.files_of(covered) {
                Ok(files) if files.is_empty() => Changes::Some(self.elsewhere()),
                Ok(files) => Changes::Files(files),
                Err(reason) => Changes::Some(reason),
            }),
            None if !review.digests.is_empty() => CoverageState::New,
            None if review.commit.is_none() => CoverageState::Unknown(say::review_names_nothing()),
            // No digest yet: the commit is all that there is.
            None => match self.files_of(covered) {
                Ok(files) if files.is_empty() => idle_or(covered, CoverageState::Same),
                Ok(files) => CoverageState::Changed(Changes::Files(files)),
                Err(reason) => CoverageState::Unknown(reason),
            },
        }
    }

    /// The files of an element that differ from the reviewed commit, those that
    /// are gone too.
    fn files_of(&mut self, covered: &Covered<'_>) -> Result<Vec<TreePath>, Statement> {
        let changed = self.changed.get_or_insert_with(|| changed_since(self.review, self.past)).clone()?;
        let is_covered = coverage::matcher(covered.element);
        Ok(changed.into_iter().filter(|path| is_covered(path)).collect())
    }

    fn elsewhere(&self) -> Statement {
        let commit = self.review.and_then(|review| review.commit.as_ref());
        commit.map_or_else(say::review_without_commit, |commit| say::changed_elsewhere(short(&commit.value)))
    }
}

/// The state; of an element one of whose patterns names no file, that.
fn idle_or(covered: &Covered<'_>, state: CoverageState) -> CoverageState {
    let idle = covered.idle.map(|pattern| say::pattern_without_files(shorten(pattern)));
    idle.map_or(state, CoverageState::Unknown)
}

fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

fn changed_since(review: Option<&Review>, past: &Past<'_>) -> Result<Vec<TreePath>, Statement> {
    let commit = review.and_then(|review| review.commit.as_ref()).ok_or_else(say::review_without_commit)?;
    let reviewed = CommitId::new(&commit.value);
    let reviewed = reviewed.ok_or_else(|| say::review_no_commit(shorten(&commit.value)))?;
    let (history, at) = past.open()?;
    if history.resolve(reviewed.as_str()).is_err() {
        return Err(say::reviewed_commit_absent(reviewed.short()));
    }
    history.changed_between(&reviewed, &at)
}

/// Looks up every commit that is named as evidence, in one walk.
fn look_up_commits(models: &mut [ThreatModel], past: &Past<'_>) {
    let asked: BTreeSet<CommitId> = commits(models).filter_map(CommitId::new).collect();
    if commits(models).next().is_none() {
        return;
    }
    let found = past.open().and_then(|(history, at)| history.ancestries(&at, &asked));
    for model in models {
        for (mitigation, states) in model.mitigations.iter().zip(&mut model.evidence) {
            for (evidence, state) in mitigation.evidence.iter().zip(states) {
                if let EvidenceKind::Commit { id } = &evidence.kind.value {
                    *state = state_of_commit(&id.value, &found);
                }
            }
        }
    }
}

fn commits(models: &[ThreatModel]) -> impl Iterator<Item = &str> {
    let evidence =
        models.iter().flat_map(|model| model.mitigations.iter().flat_map(|mitigation| &mitigation.evidence));
    evidence.filter_map(|evidence| match &evidence.kind.value {
        EvidenceKind::Commit { id } => Some(&*id.value),
        _ => None,
    })
}

fn state_of_commit(id: &str, found: &Result<BTreeMap<CommitId, Ancestry>, Statement>) -> EvidenceState {
    let shown = shorten(id);
    let Some(commit) = CommitId::new(id) else { return EvidenceState::Gone(say::evidence_no_commit(shown)) };
    match found.as_ref().map(|found| found.get(&commit)) {
        Ok(Some(Ancestry::Ancestor)) => EvidenceState::Found,
        Ok(Some(Ancestry::Stranger) | None) => EvidenceState::Gone(say::evidence_commit_elsewhere(shown)),
        Ok(Some(Ancestry::BeyondClone)) => EvidenceState::NotChecked(say::evidence_commit_beyond(shown)),
        Err(reason) => EvidenceState::NotChecked(say::evidence_commit_unread(shown).because(reason.clone())),
    }
}
