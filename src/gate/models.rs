//! The threat models of a run, held to the past of their tree.

use std::sync::Arc;

use super::{Settings, World};
use crate::domain::commit::CommitId;
use crate::domain::ports::Files;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::exception;
use crate::messages::threat_model as say;
use crate::threat_model::{self, Past};

/// Those of the tree under judgement.
pub(super) fn of_the_tree(world: &World<'_>, settings: &Settings) -> Vec<ThreatModel> {
    let results = settings.test_results.as_ref();
    let models = threat_model::read_all_against(world.files, &settings.policy.limits, results);
    held(models, world, world.files, (None, settings))
}

/// Those of a commit, of whose tests nobody has the results.
pub(super) fn at_commit(
    world: &World<'_>,
    files: &dyn Files,
    (commit, settings): (&CommitId, &Settings),
) -> Vec<ThreatModel> {
    let models = threat_model::read_all(files, &settings.policy.limits);
    held(models, world, files, (Some(commit), settings))
}

fn held(
    mut models: Vec<ThreatModel>,
    world: &World<'_>,
    files: &dyn Files,
    (at, settings): (Option<&CommitId>, &Settings),
) -> Vec<ThreatModel> {
    let most_commits = settings.policy.demands.review.most_commits();
    threat_model::hold_to_the_past(&mut models, files, &Past { door: world.past, at, most_commits });
    for model in &mut models {
        model.review_facts.signers = signers_of(model, settings);
    }
    models
}

/// Who of the roster signed a review; `None` where nobody signed it at all.
fn signers_of(model: &ThreatModel, settings: &Settings) -> Option<Result<Vec<Arc<str>>, Statement>> {
    let review = model.review.as_ref().filter(|review| !review.signatures.is_empty())?;
    let here = match &settings.repository {
        Ok(here) => here,
        Err(reason) => return Some(Err(say::review_repository_unknown().because(reason.clone()))),
    };
    let payload = threat_model::review_payload(model, here).unwrap_or_default();
    let signers = exception::signers(&settings.policy.roster, &payload, &review.signatures);
    Some(signers.map_err(|reason| reason.because(say::review_signature_here(here))))
}
