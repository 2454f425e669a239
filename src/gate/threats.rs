//! Judges the threat models alone: no manifest is read and no database asked,
//! so that a hook can do it at every commit.

use std::sync::Arc;

use super::{Settings, World, inputs};
use crate::domain::advisory::DatabaseState;
use crate::domain::inventory::Inventory;
use crate::domain::practice::THREAT_PRACTICES;
use crate::domain::record::HistoryState;
use crate::domain::verdict::Report;
use crate::judge;
use crate::rules;

/// Reads the threat models, finds what is wrong with them, and has it judged
/// as a run would judge it.
pub fn look_at_threats(world: &World<'_>, mut settings: Settings) -> Report {
    settings.settle_exceptions();
    let threat_models = super::models::of_the_tree(world, &settings);
    let base = super::base::facts_of(world, &settings, &threat_models);
    let (inventory, database, history) = (Inventory::default(), DatabaseState::Missing, HistoryState::Off);
    let mut policy = settings.policy.clone();
    // A tree without manifests has its threats all the same.
    policy.inventory.allow_empty.value = true;
    let mut findings = rules::find_all(&rules::Facts {
        inventory: &inventory,
        assessments: &[],
        licenses: &[],
        database: &database,
        threat_models: &threat_models,
        policy: &policy,
        history: &history,
        base: Some(&base),
        unwritten: &[],
        now: settings.now,
    });
    findings.retain(|finding| THREAT_PRACTICES.contains(&finding.rule.practice));
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
