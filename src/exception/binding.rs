//! Whether an exception is one of this repository's, and whether somebody took
//! it back. A signature says nothing of where its entry stands: only what is
//! signed does.

use super::digest;
use crate::domain::exception::{Exception, Revocation};
use crate::domain::repository::RepositoryName;
use crate::domain::statement::Statement;
use crate::messages::exception as say;

/// The repository under judgement, or why nobody can tell which it is.
pub type Whose<'run> = Result<&'run RepositoryName, &'run Statement>;

/// What is wrong with its standing here. Without a signature it counts because
/// a layer that may excuse states it: that needs no name, and is held to one.
pub(super) fn fault(exception: &Exception, here: Whose<'_>) -> Option<Statement> {
    match (&exception.repository, here) {
        (None, _) => (!exception.signatures.is_empty()).then(say::names_no_repository),
        (Some(named), Err(reason)) => Some(say::repository_unknown(named).because(reason.clone())),
        (Some(named), Ok(here)) => {
            (!here.is_named_by(named)).then(|| say::of_another_repository(named, here))
        }
    }
}

/// Who took it back, in any layer.
pub(super) fn revoked(exception: &Exception, revocations: &[Revocation]) -> Option<Statement> {
    let digest = (!revocations.is_empty()).then(|| digest(exception))?;
    let revocation = revocations.iter().find(|revocation| revocation.exception == digest)?;
    let Revocation { by, reason, revoked, place, .. } = revocation;
    Some(say::revoked(by, revoked, reason, place))
}
