//! The threat models of a run, held to the past of their tree.

use super::World;
use crate::domain::commit::CommitId;
use crate::domain::policy::Policy;
use crate::domain::ports::Files;
use crate::domain::threat::ThreatModel;
use crate::threat_model::{self, Past};

/// Those of the tree under judgement.
pub(super) fn of_the_tree(world: &World<'_>, policy: &Policy) -> Vec<ThreatModel> {
    read(world, world.files, (None, policy))
}

/// Those of a commit.
pub(super) fn at_commit(
    world: &World<'_>,
    files: &dyn Files,
    (commit, policy): (&CommitId, &Policy),
) -> Vec<ThreatModel> {
    read(world, files, (Some(commit), policy))
}

fn read(
    world: &World<'_>,
    files: &dyn Files,
    (at, policy): (Option<&CommitId>, &Policy),
) -> Vec<ThreatModel> {
    let mut models = threat_model::read_all(files, &policy.limits);
    let most_commits = policy.demands.review.most_commits();
    threat_model::hold_to_the_past(&mut models, files, &Past { door: world.past, at, most_commits });
    models
}
