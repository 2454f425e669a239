//! Collects the facts of a run, and has them judged.

use std::sync::Arc;

use super::{Settings, World, inputs};
use crate::advisory;
use crate::advisory::Index;
use crate::domain::advisory::{Database, DatabaseState};
use crate::domain::assessment::Assessment;
use crate::domain::inventory::Inventory;
use crate::domain::license::LicenseFact;
use crate::domain::policy::Policy;
use crate::domain::record::HistoryState;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::{Judgement, Report};
use crate::ecosystem::{self, LicenseTexts};
use crate::judge;
use crate::rules;
use crate::threat_model;

/// The facts of a run, before anything is judged.
pub(super) struct Collected {
    inventory: Inventory,
    assessments: Vec<Assessment>,
    licenses: Vec<Option<LicenseFact>>,
    database: DatabaseState,
    threat_models: Vec<ThreatModel>,
    settings: Settings,
}

/// Collects them.
pub(super) fn collect(world: &World<'_>, settings: Settings) -> Collected {
    let mut inventory = take_inventory(world, &settings);
    let policy = &settings.policy;
    let (assessments, database) = assess(world, &inventory, policy);
    introduce(&mut inventory, &assessments, world, policy);
    let texts = if policy.licenses.read_texts.value { LicenseTexts::Read } else { LicenseTexts::Ignored };
    let licenses =
        ecosystem::licenses_of_reading(&inventory, world.files, world.packages, &policy.limits, texts);
    let threat_models = threat_model::read_all(world.files, &policy.limits);
    Collected { inventory, assessments, licenses, database, threat_models, settings }
}

impl Collected {
    /// Finds and judges.
    pub(super) fn judged(self, world: &World<'_>, past: &HistoryState) -> Report {
        let Self { inventory, assessments, licenses, database, threat_models, settings } = self;
        let judgement = conclude(&Known {
            inventory: &inventory,
            assessments: &assessments,
            licenses: &licenses,
            database: &database,
            threat_models: &threat_models,
            policy: &settings.policy,
            past,
            now: settings.now,
            unwritten: &[],
        });
        let inputs = inputs::of(world, &settings, &database, past);
        Report {
            judgement,
            inventory,
            assessments,
            licenses,
            database,
            threat_models,
            inputs,
            now: settings.now,
            category: Arc::clone(&settings.category),
            tool_version: settings.tool_version,
            policy: settings.policy,
        }
    }
}

/// Judges the same facts again, with what failed on the way out.
pub(super) fn conclude_again(report: &mut Report, past: &HistoryState, failures: &[Statement]) {
    let judgement = conclude(&Known {
        inventory: &report.inventory,
        assessments: &report.assessments,
        licenses: &report.licenses,
        database: &report.database,
        threat_models: &report.threat_models,
        policy: &report.policy,
        past,
        now: report.now,
        unwritten: failures,
    });
    report.judgement = judgement;
}

/// All facts of a run.
struct Known<'run> {
    inventory: &'run Inventory,
    assessments: &'run [Assessment],
    licenses: &'run [Option<LicenseFact>],
    database: &'run DatabaseState,
    threat_models: &'run [ThreatModel],
    policy: &'run Policy,
    past: &'run HistoryState,
    now: jiff::Timestamp,
    unwritten: &'run [Statement],
}

fn conclude(known: &Known<'_>) -> Judgement {
    let findings = rules::find_all(&rules::Facts {
        inventory: known.inventory,
        assessments: known.assessments,
        licenses: known.licenses,
        database: known.database,
        threat_models: known.threat_models,
        policy: known.policy,
        history: known.past,
        unwritten: known.unwritten,
        now: known.now,
    });
    let case = judge::Case {
        rules: &rules::infos(),
        policy: known.policy,
        inventory: known.inventory,
        assessments: known.assessments,
        licenses: known.licenses,
        database: known.database,
        threat_models: known.threat_models,
        history: known.past,
        now: known.now,
    };
    judge::judge(&case, findings)
}

/// What the database says of every occurrence. A database that fails under way
/// has said nothing: half an answer would be a silent drop.
fn assess(world: &World<'_>, inventory: &Inventory, policy: &Policy) -> (Vec<Assessment>, DatabaseState) {
    let Some(file) = world.database else {
        return (advisory::assess_without_database(inventory, policy), DatabaseState::Missing);
    };
    let asked = file.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| {
        let mut index = Index::open(&**bytes)?;
        let assessments = advisory::assess(inventory, policy, &mut index)?;
        let summary = index.summary();
        let (root, sources) = (summary.root, summary.sources.clone());
        Ok((assessments, Database { path: Arc::clone(&file.path), root, sources }))
    });
    match asked {
        Ok((assessments, database)) => (assessments, DatabaseState::Usable(database)),
        Err(reason) => {
            let state = DatabaseState::Unusable { path: Arc::clone(&file.path), reason };
            (advisory::assess_without_database(inventory, policy), state)
        }
    }
}

/// Finds what brings each affected component in, and where the project's own
/// manifests ask for that.
fn introduce(inventory: &mut Inventory, assessments: &[Assessment], world: &World<'_>, policy: &Policy) {
    let affected = assessments.iter().enumerate().filter(|(_, assessment)| !assessment.hits.is_empty());
    let affected: Vec<usize> = affected.map(|(position, _)| position).collect();
    if affected.is_empty() {
        return;
    }
    inventory.introduce(&affected);
    let surroundings = ecosystem::Surroundings { files: world.files, limits: &policy.limits };
    ecosystem::find_declarations(inventory, &surroundings);
}

/// The inventory of the tree, with what the walk couldn't look at, refined by
/// Cargo's own graph where there is one.
fn take_inventory(world: &World<'_>, settings: &Settings) -> Inventory {
    let limits = &settings.policy.limits;
    let mut inventory = ecosystem::take_inventory(world.files, limits, settings.passed_over.clone());
    inventory.gaps.extend(settings.walk_gaps.iter().cloned());
    match settings.cargo_graph.as_ref().map(|graph| &graph.reading) {
        Some(Ok(graph)) => ecosystem::cargo::metadata::refine(&mut inventory, graph),
        Some(Err(error)) => inventory.gaps.push(error.clone().into()),
        None => {}
    }
    inventory
}
