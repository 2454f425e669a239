//! Judges the threat models alone: no manifest is read and no database asked,
//! so that a hook can do it at every commit.

use std::sync::Arc;

use jiff::Timestamp;

use super::base::{models_before, policy_before};
use super::{Settings, World, inputs};
use crate::domain::advisory::DatabaseState;
use crate::domain::base::{BaseFacts, OldFinding};
use crate::domain::finding::Finding;
use crate::domain::inventory::Inventory;
use crate::domain::policy::Policy;
use crate::domain::ports::Files;
use crate::domain::practice::THREAT_PRACTICES;
use crate::domain::record::HistoryState;
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::Report;
use crate::judge;
use crate::rules;

/// Reads the threat models, finds what is wrong with them, and has it judged
/// as a run would judge it.
pub fn look_at_threats(world: &World<'_>, mut settings: Settings) -> Report {
    settings.settle_exceptions();
    let threat_models = super::models::of_the_tree(world, &settings);
    let mut base = super::base::facts_of(world, &settings, &threat_models);
    let (inventory, database, history) = (Inventory::default(), DatabaseState::Missing, HistoryState::Off);
    let mut policy = settings.policy.clone();
    // A tree without manifests has its threats all the same.
    policy.inventory.allow_empty.value = true;
    let fork = world.base.and_then(|files| files.fork).filter(|_| base.base().is_some());
    base.old = fork.map(|fork| before(fork, world, &settings));
    let findings = found(&threat_models, &policy, &base, settings.now);
    let case = judge::Case {
        rules: &rules::infos(),
        policy: &policy,
        inventory: &inventory,
        assessments: &[],
        licenses: &[],
        database: &database,
        threat_models: &threat_models,
        history: &history,
        base: Some(&base),
        now: settings.now,
    };
    let judgement = judge::judge(&case, findings);
    let inputs = inputs::of(world, &settings, &database, &history);
    Report {
        judgement,
        inventory,
        assessments: Vec::new(),
        licenses: Vec::new(),
        database,
        threat_models,
        policy: settings.policy,
        base,
        inputs,
        now: settings.now,
        category: Arc::clone(&settings.category),
        tool_version: settings.tool_version,
    }
}

/// What was found of the models in the tree where the change began.
fn before(fork: &dyn Files, world: &World<'_>, settings: &Settings) -> Vec<OldFinding> {
    let models = models_before(fork, world, settings);
    let base = BaseFacts { state: settings.base.clone(), ..BaseFacts::default() };
    let findings = found(&models, &policy_before(settings), &base, settings.now);
    // Results of tests were given of the change alone.
    let asked = findings.into_iter().filter(|finding| !rules::ASK_FOR_RESULTS.contains(&finding.rule.id));
    asked.map(|finding| OldFinding { scope: None, finding }).collect()
}

/// What the rules about threats find of some models.
fn found(models: &[ThreatModel], policy: &Policy, base: &BaseFacts, now: Timestamp) -> Vec<Finding> {
    let mut findings = rules::find_all(&rules::Facts {
        inventory: &Inventory::default(),
        assessments: &[],
        licenses: &[],
        database: &DatabaseState::Missing,
        threat_models: models,
        policy,
        history: &HistoryState::Off,
        base: Some(base),
        unwritten: &[],
        now,
    });
    findings.retain(|finding| THREAT_PRACTICES.contains(&finding.rule.practice));
    findings
}
