//! The threat models of a run, held to the past of their tree.

use std::sync::Arc;

use super::World;
use crate::domain::commit::CommitId;
use crate::domain::policy::Policy;
use crate::domain::ports::Files;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::exception;
use crate::threat_model::{self, Past, TestResults};

/// Those of the tree under judgement.
pub(super) fn of_the_tree(
    world: &World<'_>,
    (policy, results): (&Policy, Option<&TestResults>),
) -> Vec<ThreatModel> {
    let models = threat_model::read_all_against(world.files, &policy.limits, results);
    held(models, world, world.files, (None, policy))
}

/// Those of a commit, of whose tests nobody has the results.
pub(super) fn at_commit(
    world: &World<'_>,
    files: &dyn Files,
    (commit, policy): (&CommitId, &Policy),
) -> Vec<ThreatModel> {
    let models = threat_model::read_all(files, &policy.limits);
    held(models, world, files, (Some(commit), policy))
}

fn held(
    mut models: Vec<ThreatModel>,
    world: &World<'_>,
    files: &dyn Files,
    (at, policy): (Option<&CommitId>, &Policy),
) -> Vec<ThreatModel> {
    let most_commits = policy.demands.review.most_commits();
    threat_model::hold_to_the_past(&mut models, files, &Past { door: world.past, at, most_commits });
    for model in &mut models {
        model.review_facts.signers = signers_of(model, policy);
    }
    models
}

/// Who of the roster signed a review; `None` where nobody signed it at all.
fn signers_of(model: &ThreatModel, policy: &Policy) -> Option<Result<Vec<Arc<str>>, Statement>> {
    let review = model.review.as_ref().filter(|review| !review.signatures.is_empty())?;
    let payload = threat_model::review_payload(model).unwrap_or_default();
    Some(exception::signers(&policy.roster, &payload, &review.signatures))
}
