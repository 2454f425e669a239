//! Who vouches for what a change does to threat models: somebody of the base's
//! roster who didn't write it, and whose approval of the very commit the host
//! hands in, or who signed a new review of the model as it is now.
//!
//! An approval covers what is committed. Where a threat model of the tree isn't
//! what the commit has, nobody approved it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Settings, World};
use crate::domain::commit::CommitId;
use crate::domain::exception::Approved;
use crate::domain::place::TreePath;
use crate::domain::ports::FileError;
use crate::domain::review::Review;
use crate::domain::threat::ThreatModel;

/// Their names; none where these models of the tree aren't the commit's.
pub(super) fn of<'run>(
    world: &World<'_>,
    settings: &Settings,
    mut models: impl Iterator<Item = &'run TreePath>,
) -> Vec<Arc<str>> {
    let Some(commit) = settings.commit.as_deref() else { return Vec::new() };
    let approvals = settings.approvals.iter().filter(|approval| match &approval.of {
        Approved::Commit(approved) => approved.eq_ignore_ascii_case(commit),
        Approved::Exception(_) => false,
    });
    let by: Vec<&Arc<str>> = approvals.map(|approval| &approval.by).collect();
    // Without authors nobody can tell who approves their own change.
    if by.is_empty() || settings.authors.is_empty() || !is_committed(world, commit, &mut models) {
        return Vec::new();
    }
    let roster = settings.policy.roster.iter().filter(|one| {
        by.iter().any(|name| one.is(name)) && !settings.authors.iter().any(|author| one.is(author))
    });
    roster.map(|one| Arc::clone(&one.name)).collect()
}

/// Systems whose review is new, and signed by such a person. An older review
/// that was signed once, and is put back with the model that it was about, is
/// none: its day is before that of the base's, or the base has its signature.
pub(super) fn reviewed_anew(
    models: &[ThreatModel],
    of_base: &[ThreatModel],
    settings: &Settings,
) -> BTreeSet<Arc<str>> {
    let may = |name: &Arc<str>| {
        let one = settings.policy.roster.iter().find(|one| one.is(name));
        one.is_some_and(|one| !settings.authors.iter().any(|author| one.is(author)))
    };
    let is_new = |model: &&ThreatModel| {
        let Some(review) = &model.review else { return false };
        let before = of_base.iter().find(|other| other.system == model.system);
        let before = before.and_then(|other| other.review.as_ref());
        let day = |review: &Review| review.date.as_ref().map(|date| date.value);
        let is_later = before.is_none_or(|before| day(review) >= day(before));
        is_later
            && !before
                .is_some_and(|before| review.signatures.iter().all(|one| before.signatures.contains(one)))
    };
    let is_signed = |model: &&ThreatModel| {
        let signers = model.review_facts.signers.as_ref().and_then(|signers| signers.as_ref().ok());
        signers.is_some_and(|names| names.iter().any(may))
    };
    // Without authors nobody can tell who reviews their own change.
    let known = models.iter().filter(|_| !settings.authors.is_empty());
    known.filter(is_signed).filter(is_new).map(|model| Arc::clone(&model.system)).collect()
}

/// Whether these files of the tree are what the commit has, or are in neither.
fn is_committed<'run>(
    world: &World<'_>,
    commit: &str,
    models: &mut impl Iterator<Item = &'run TreePath>,
) -> bool {
    let Some((history, commit)) = world.past.open().ok().zip(CommitId::new(&commit.to_ascii_lowercase()))
    else {
        return false;
    };
    models.all(|path| match (history.file_at(&commit, path), world.files.read(path)) {
        (Ok(committed), Ok(read)) => committed == read,
        (Err(FileError::Absent), Err(FileError::Absent)) => true,
        _ => false,
    })
}
