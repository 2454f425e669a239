//! What is known of the base: its threat models, and what was found where the
//! change began, by the same database and the same policy.

use std::collections::BTreeSet;

use super::facts::{ask, licenses_of};
use super::{Settings, World};
use crate::domain::advisory::DatabaseState;
use crate::domain::base::{Base, BaseFacts, BaseState, OldFinding, Uncovered};
use crate::domain::inventory::PassedOver;
use crate::domain::policy::Policy;
use crate::domain::ports::Files;
use crate::domain::record::HistoryState;
use crate::domain::threat::ThreatModel;
use crate::ecosystem;
use crate::rules::{self, ComponentName};
use crate::threat_model;

/// What is known of it before anything is found.
pub(super) fn facts_of(world: &World<'_>, settings: &Settings, models: &[ThreatModel]) -> BaseFacts {
    let limits = &settings.policy.limits;
    let state = settings.base.clone();
    let (BaseState::Usable(_), Some(files)) = (&state, world.base) else {
        return BaseFacts { state, ..BaseFacts::default() };
    };
    let tip_models = threat_model::read_all(files.tip, limits);
    let concerned = models.iter().chain(&tip_models).map(|model| &model.file);
    BaseFacts {
        state,
        authors: settings.authors.clone(),
        committed_results: settings.committed_results.clone(),
        vouched_by: super::vouchers::of(world, settings, concerned),
        reviewed_anew: super::vouchers::reviewed_anew(models, &tip_models, settings),
        tip_models,
        fork_models: files.fork.map(|fork| threat_model::read_all(fork, limits)),
        ..BaseFacts::default()
    }
}

/// Adds what was there where the change began, when that is in the clone.
pub(super) fn compare(
    base: &mut BaseFacts,
    world: &World<'_>,
    settings: &Settings,
    known: (&DatabaseState, &HistoryState),
) {
    if base.base().is_none() {
        return;
    }
    let fork = world.base.and_then(|files| files.fork);
    (base.old, base.uncovered) = match fork {
        None => (None, Uncovered::Unknown),
        Some(fork) => {
            let (old, uncovered) = before(fork, world, settings, known);
            (Some(old), Uncovered::Known(uncovered))
        }
    };
}

/// What was found in the tree where the change began, and what no model of it covered.
fn before(
    fork: &dyn Files,
    world: &World<'_>,
    settings: &Settings,
    (database, past): (&DatabaseState, &HistoryState),
) -> (Vec<OldFinding>, BTreeSet<ComponentName>) {
    let policy = &policy_before(settings);
    let inventory = ecosystem::take_inventory(fork, &policy.limits, PassedOver::default());
    let asked = ask(world, &inventory, policy);
    let licenses = licenses_of((fork, world.packages), &inventory, asked.listed, (policy, database));
    let threat_models = models_before(fork, world, settings);
    let mut findings = rules::find_all(&rules::Facts {
        inventory: &inventory,
        assessments: &asked.assessments,
        licenses: &licenses,
        database,
        threat_models: &threat_models,
        policy,
        history: past,
        base: Some(&BaseFacts { state: settings.base.clone(), ..BaseFacts::default() }),
        unwritten: &[],
        now: settings.now,
    });
    // Results of tests were given of the change alone: what they lack there was
    // never asked of the base.
    findings.retain(|finding| !rules::ASK_FOR_RESULTS.contains(&finding.rule.id));
    let scope_of = |position: Option<usize>| {
        let occurrence = position.and_then(|position| inventory.occurrences.get(position));
        occurrence.map(|occurrence| occurrence.scope)
    };
    let old = findings.into_iter().map(|finding| OldFinding { scope: scope_of(finding.occurrence), finding });
    (old.collect(), rules::uncovered(&inventory, &threat_models))
}

/// The policy without what the change does to it: that wasn't there before.
pub(super) fn policy_before(settings: &Settings) -> Policy {
    let mut policy = Policy { weakened: Vec::new(), taken_out: Vec::new(), ..settings.policy.clone() };
    policy.exceptions.retain(|one| one.emergency.is_none() && !settings.policy.brought.contains(&one.place));
    policy
}

/// The threat models of the tree where the change began.
pub(super) fn models_before(fork: &dyn Files, world: &World<'_>, settings: &Settings) -> Vec<ThreatModel> {
    match &settings.base {
        BaseState::Usable(Base { merge_base: Ok(commit), .. }) => {
            super::models::at_commit(world, fork, (commit, settings))
        }
        _ => threat_model::read_all(fork, &settings.policy.limits),
    }
}
