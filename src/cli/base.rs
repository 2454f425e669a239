//! Finds the base revision of a run: by `--base REV`, or by what the CI host
//! says with `--base auto`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use clap::ArgMatches;

use super::hosts::{self, Target};
use super::{Context, flags};
use crate::domain::base::{Base, BaseState};
use crate::domain::commit::{Ancestry, CommitId, MergeBase};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::policy::Setting;
use crate::domain::ports::{FileError, Files, History};
use crate::domain::statement::Statement;
use crate::git::Repository;
use crate::messages::cli::base as words;
use crate::policy::{Fork, LayerSource, REPOSITORY_FILE, REPOSITORY_SIGNATURE, SIGNATURE_BYTES};

/// The value of `--base` that asks the host.
const AUTO: &str = "auto";

/// Commits of a change whose authors are asked for.
const MOST_COMMITS: usize = 1_000;

/// The base revision, open.
pub(super) struct OpenBase {
    /// Whether there is one, and which.
    pub(super) state: BaseState,
    history: Option<Repository>,
}

impl OpenBase {
    /// The base that the flags ask for.
    pub(super) fn of(arguments: &ArgMatches, path: &Path, context: &Context) -> Self {
        let none = |state| Self { state, history: None };
        // A command without the flag compares nothing.
        let asked = arguments.try_contains_id("base").ok().and_then(|_| flags::text_of(arguments, "base"));
        let revisions = match asked {
            None => return none(BaseState::NotAsked),
            Some(AUTO) => match hosts::target(&context.environment.ci) {
                Target::Revisions(_, revisions) => revisions,
                Target::NoRequest(host) => {
                    return none(BaseState::NoChangeRequest(words::no_request(host.name)));
                }
                Target::NoHost => {
                    return none(BaseState::Unusable { revision: Arc::from(AUTO), reason: words::no_host() });
                }
            },
            Some(revision) => vec![revision.to_owned()],
        };
        let shown = revisions.last().cloned().unwrap_or_default();
        match open(&revisions, path) {
            Ok((base, history)) => Self { state: BaseState::Usable(base), history: Some(history) },
            Err(reason) => none(BaseState::Unusable { revision: Arc::from(shown), reason }),
        }
    }

    /// Takes back a base that isn't the tip of one of these revisions: an older
    /// commit of a branch has older rules, and whoever runs the job could pick one.
    pub(super) fn hold_to(&mut self, refs: Option<&Setting<Vec<Arc<str>>>>) {
        let Some(refs) = refs.filter(|refs| !refs.value.is_empty()) else { return };
        let (BaseState::Usable(base), Some(history)) = (&self.state, &self.history) else { return };
        let is_tip = |name: &Arc<str>| history.resolve(name).is_ok_and(|commit| commit == base.commit);
        if !refs.value.iter().any(is_tip) {
            let reason = words::not_a_tip(&base.commit, refs.value.join("`, `"), &refs.place);
            let revision = Arc::clone(&base.revision);
            *self = Self { state: BaseState::Unusable { revision, reason }, history: None };
        }
    }

    /// The files of a commit, but for what the patterns name.
    fn files_at(
        &self,
        commit: &CommitId,
        exclude: &[Arc<str>],
        limits: &Limits,
    ) -> Option<Result<Arc<dyn Files>, Statement>> {
        self.history.as_ref().map(|history| history.files_at(commit, exclude, limits))
    }

    /// The repository's policy at a commit.
    fn layer_at(&self, commit: &CommitId) -> Result<Option<LayerSource>, Statement> {
        let Some(path) = TreePath::new(REPOSITORY_FILE) else { return Ok(None) };
        let Some(history) = &self.history else { return Ok(None) };
        match history.file_at(commit, &path) {
            Ok(bytes) => {
                let signature = TreePath::new(REPOSITORY_SIGNATURE);
                let signature = signature.and_then(|path| history.file_at(commit, &path).ok());
                let signature = signature.filter(|bytes| bytes.len() as u64 <= SIGNATURE_BYTES);
                Ok(Some(LayerSource::of_base(path, commit.clone(), bytes).with_signature(signature)))
            }
            Err(FileError::Absent) => Ok(None),
            Err(FileError::Refused(reason)) => Err(reason),
        }
    }

    /// The repository's policy at the tip, and where the change began. A base
    /// whose policy can't be read is none.
    pub(super) fn layers(&mut self) -> (Option<LayerSource>, Fork) {
        let BaseState::Usable(base) = &self.state else { return (None, Fork::Unknown) };
        let tip = self.layer_at(&base.commit);
        let fork = base.merge_base.as_ref().ok().map(|commit| self.layer_at(commit));
        match (tip, fork.transpose()) {
            (Ok(tip), Ok(None)) => (tip, Fork::Unknown),
            (Ok(tip), Ok(Some(None))) => (tip, Fork::Absent),
            (Ok(tip), Ok(Some(Some(fork)))) => (tip, Fork::Read(fork)),
            (Err(reason), _) | (_, Err(reason)) => {
                let revision = Arc::clone(&base.revision);
                *self = Self { state: BaseState::Unusable { revision, reason }, history: None };
                (None, Fork::Unknown)
            }
        }
    }

    /// The commit that is checked out, where its policy is the tree's: an
    /// approval of it then covers what is judged.
    pub(super) fn head(&self, in_tree: impl Fn(&TreePath) -> Option<Vec<u8>>) -> Option<Arc<str>> {
        let history = self.history.as_ref()?;
        let head = history.head().ok()?;
        let policy = TreePath::new(REPOSITORY_FILE)?;
        let committed = history.file_at(&head, &policy).ok();
        (committed == in_tree(&policy)).then(|| Arc::from(head.as_str()))
    }

    /// Whether somebody committed this file, in the repository under judgement or
    /// in another one: then no job wrote it. Asked without a base, nobody did.
    pub(super) fn is_committed(&self, file: &Path) -> bool {
        if self.history.is_none() {
            return false;
        }
        let Some((folder, name)) = file.parent().zip(file.file_name().and_then(|name| name.to_str())) else {
            return false;
        };
        let Some((history, name)) = Repository::open(folder).ok().zip(TreePath::new(name)) else {
            return false;
        };
        // What can't be read, or has become a link, is there all the same.
        history.head().is_ok_and(|head| history.file_at(&head, &name) != Err(FileError::Absent))
    }

    /// Who made the change, by name and by address: the authors of all commits that the target lacks.
    pub(super) fn authors(&self) -> Vec<Arc<str>> {
        let (Some(history), BaseState::Usable(base)) = (&self.history, &self.state) else {
            return Vec::new();
        };
        let mut authors: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut seen: BTreeSet<CommitId> = BTreeSet::new();
        let mut open: Vec<CommitId> = history.head().into_iter().collect();
        while let Some(id) = open.pop().filter(|_| seen.len() < MOST_COMMITS) {
            if base.merge_base.as_ref().is_ok_and(|merge_base| *merge_base == id) || !seen.insert(id.clone())
            {
                continue;
            }
            // The history of a shallow clone ends somewhere.
            let Ok(commit) = history.commit(&id) else { continue };
            authors.extend(names_of(&commit.author));
            // A merge may bring in what the target has already.
            let is_merge = commit.parents.len() > 1;
            let is_the_targets = |parent: &CommitId| {
                is_merge && history.ancestry(parent, &base.commit) == Ok(Ancestry::Ancestor)
            };
            open.extend(commit.parents.into_iter().filter(|parent| !is_the_targets(parent)));
        }
        authors.into_iter().collect()
    }

    /// The commit at the tip of the target branch.
    pub(super) fn tip(&self) -> Option<&CommitId> {
        if let BaseState::Usable(base) = &self.state { Some(&base.commit) } else { None }
    }

    /// The files at the tip, and where the change began.
    pub(super) fn files(&mut self, exclude: &[Arc<str>], limits: &Limits) -> Option<OpenFiles> {
        let BaseState::Usable(base) = &self.state else { return None };
        let tip = self.files_at(&base.commit, exclude, limits)?;
        let fork = base.merge_base.as_ref().ok().and_then(|commit| {
            // A change that began at the tip has one base for both.
            if *commit == base.commit { Some(tip.clone()) } else { self.files_at(commit, exclude, limits) }
        });
        match (tip, fork.transpose()) {
            (Ok(tip), Ok(fork)) => Some(OpenFiles { tip, fork }),
            (Err(reason), _) | (_, Err(reason)) => {
                let revision = Arc::clone(&base.revision);
                *self = Self { state: BaseState::Unusable { revision, reason }, history: None };
                None
            }
        }
    }
}

/// The files of the base.
pub(super) struct OpenFiles {
    /// At the tip of the target branch.
    pub(super) tip: Arc<dyn Files>,
    /// Where the change began, when that is in the clone.
    pub(super) fork: Option<Arc<dyn Files>>,
}

/// Opens the first of these revisions that is in the clone.
fn open(revisions: &[String], path: &Path) -> Result<(Base, Repository), Statement> {
    let history = Repository::open(path)?;
    let mut found: Result<(&String, CommitId), Statement> = Err(words::no_host());
    for revision in revisions {
        if found.is_err() {
            found = history.resolve(revision).map(|commit| (revision, commit));
        }
    }
    let (revision, commit) =
        found.map_err(|reason| match revisions.last().and_then(|name| remote_branch(name)) {
            Some(branch) => words::not_fetched(branch).because(reason),
            None => reason,
        })?;
    let head = history.head()?;
    let merge_base = match history.merge_base(&head, &commit)? {
        MergeBase::At(_) if head == commit => return Err(words::is_the_change()),
        MergeBase::At(merge_base) if merge_base == head => return Err(words::holds_the_change()),
        MergeBase::At(merge_base) => Ok(merge_base),
        MergeBase::Unrelated => Err(words::unrelated()),
        MergeBase::BeyondClone => {
            let branch = remote_branch(revision).unwrap_or(revision);
            Err(words::beyond_clone(branch))
        }
    };
    Ok((Base { revision: Arc::from(revision.as_str()), commit, merge_base }, history))
}

/// The name and the address of `name <email>`.
fn names_of(author: &str) -> Vec<Arc<str>> {
    let (name, email) = author.rsplit_once('<').unwrap_or((author, ""));
    let both = [name.trim(), email.trim_end_matches('>').trim()];
    both.into_iter().filter(|one| !one.is_empty()).map(Arc::from).collect()
}

/// The branch of a remote's reference.
fn remote_branch(revision: &str) -> Option<&str> {
    let short = revision.strip_prefix("refs/remotes/").unwrap_or(revision);
    short.strip_prefix("origin/")
}
