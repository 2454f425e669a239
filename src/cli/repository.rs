//! Which repository a run judges: by a trusted layer of policy, else by what the
//! CI host says, else by the remote that the clone came from. The tree has no
//! say: whoever writes a change could name another repository, whose signed
//! exceptions would then count here.

use std::path::Path;

use super::Context;
use super::hosts::{self, Said};
use crate::domain::policy::Policy;
use crate::domain::repository::RepositoryName;
use crate::domain::statement::Statement;
use crate::git;
use crate::messages::exception as say;

/// Its name, or why nobody can tell it.
pub(super) fn name_of(policy: &Policy, path: &Path, context: &Context) -> Result<RepositoryName, Statement> {
    if let Some(stated) = &policy.demands.repository {
        return Ok(stated.value.clone());
    }
    match hosts::repository(&context.environment.ci) {
        Said::Nothing => git::origin_of(path),
        Said::Url(host, url) => {
            RepositoryName::of_url(&url).ok_or_else(|| say::host_names_nothing(host.name, url))
        }
    }
}
