//! Who vouches for a change as a whole: somebody of the base's roster whose
//! approval of the very commit the host hands in, and who didn't write it.
//!
//! An approval covers what is committed. Where a threat model of the tree isn't
//! what the commit has, nobody approved it.

use std::sync::Arc;

use super::{Settings, World};
use crate::domain::commit::CommitId;
use crate::domain::exception::Approved;
use crate::domain::place::TreePath;
use crate::domain::ports::FileError;

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
