//! Collects the facts of a run, and has them judged.

use std::sync::Arc;

use super::{DatabaseFile, Settings, World, inputs};
use crate::advisory;
use crate::advisory::{Index, Summary};
use crate::domain::advisory::{Database, DatabaseState, FeedKind, SignatureState};
use crate::domain::assessment::Assessment;
use crate::domain::base::BaseFacts;
use crate::domain::inventory::Inventory;
use crate::domain::license::{LicenseFact, ListedLicense};
use crate::domain::place::Place;
use crate::domain::policy::Policy;
use crate::domain::ports::{Files, Packages};
use crate::domain::record::HistoryState;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::{Judgement, Report};
use crate::ecosystem::{self, Crates, LicenseTexts, Trust};
use crate::judge;
use crate::messages::rules::database::say::signature_unread;
use crate::parallel;
use crate::rules;
use crate::signature::{PublicKey, verify_index};

/// From this many manifests on they are held against their lockfiles beside the
/// database's being asked.
const WORTH_A_THREAD: usize = 8;

/// The facts of a run, before anything is judged.
pub(super) struct Collected {
    inventory: Inventory,
    assessments: Vec<Assessment>,
    licenses: Vec<Option<LicenseFact>>,
    database: DatabaseState,
    threat_models: Vec<ThreatModel>,
    base: BaseFacts,
    settings: Settings,
}

/// Collects them.
pub(super) fn collect(world: &World<'_>, mut settings: Settings) -> Collected {
    settings.settle_exceptions();
    let (mut inventory, crates) = read_manifests(world, &settings);
    let policy = &settings.policy;
    let surroundings = ecosystem::Surroundings { files: world.files, limits: &policy.limits };
    // What manifests ask for and no lockfile pins changes nothing that the database is asked.
    let (Asked { assessments, listed, database }, gaps) = parallel::both(
        crates.count(),
        WORTH_A_THREAD,
        || ask(world, &inventory, policy),
        || ecosystem::unlocked_gaps(&inventory, &crates, &surroundings),
    );
    ecosystem::add_gaps(&mut inventory, gaps);
    add_other_sources(&mut inventory, &settings);
    introduce(&mut inventory, &crates, &assessments, (world, policy));
    let licenses = licenses_of((world.files, world.packages), &inventory, listed, (policy, &database));
    let threat_models = super::models::of_the_tree(world, &settings);
    let base = super::base::facts_of(world, &settings, &threat_models);
    Collected { inventory, assessments, licenses, database, threat_models, base, settings }
}

impl Collected {
    /// Finds and judges.
    pub(super) fn judged(self, world: &World<'_>, past: &HistoryState) -> Report {
        let Self { inventory, assessments, licenses, database, threat_models, mut base, settings } = self;
        super::base::compare(&mut base, world, &settings, (&database, past));
        let judgement = conclude(&Known {
            inventory: &inventory,
            assessments: &assessments,
            licenses: &licenses,
            database: &database,
            threat_models: &threat_models,
            policy: &settings.policy,
            past,
            base: &base,
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
            base,
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
        base: &report.base,
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
    base: &'run BaseFacts,
    now: jiff::Timestamp,
    unwritten: &'run [Statement],
}

fn conclude(known: &Known<'_>) -> Judgement {
    let facts = rules::Facts {
        inventory: known.inventory,
        assessments: known.assessments,
        licenses: known.licenses,
        database: known.database,
        threat_models: known.threat_models,
        policy: known.policy,
        history: known.past,
        base: Some(known.base),
        unwritten: known.unwritten,
        now: known.now,
    };
    let case = judge::Case {
        rules: &rules::infos(),
        policy: known.policy,
        inventory: known.inventory,
        assessments: known.assessments,
        licenses: known.licenses,
        database: known.database,
        threat_models: known.threat_models,
        history: known.past,
        base: Some(known.base),
        now: known.now,
    };
    let judgement = judge::judge(&case, rules::find_all(&facts));
    match rules::find_in_practices(&facts, &judgement.practices) {
        unmet if unmet.is_empty() => judgement,
        unmet => judge::judge_with(&case, judgement, unmet),
    }
}

/// What the database says of every occurrence. A database that fails under way
/// has said nothing: half an answer would be a silent drop.
pub(super) fn ask(world: &World<'_>, inventory: &Inventory, policy: &Policy) -> Asked {
    let without = |database| Asked {
        assessments: advisory::assess_without_database(inventory, policy),
        listed: Vec::new(),
        database,
    };
    let Some(file) = world.database else { return without(DatabaseState::Missing) };
    let asked = file.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| {
        let mut index = Index::open(&**bytes)?;
        let assessments = advisory::assess_beside(inventory, policy, &mut index, world.clones)?;
        let summary = index.summary();
        let database = Database {
            path: Arc::clone(&file.path),
            root: summary.root,
            sources: summary.sources.clone(),
            feeds: summary.feeds.clone(),
            namespaces: summary.namespaces,
            withdrawals: summary.withdrawals,
            signature: signature_of(file, summary, policy),
        };
        let has_licenses = summary.feeds.iter().any(|feed| feed.kind == FeedKind::Licenses);
        let listed =
            if has_licenses { advisory::listed_licenses(inventory, &mut index)? } else { Vec::new() };
        Ok(Asked { assessments, listed, database: DatabaseState::Usable(database) })
    });
    asked.unwrap_or_else(|reason| without(DatabaseState::Unusable { path: Arc::clone(&file.path), reason }))
}

/// Whether one of policy's keys vouches for the database. What can't be
/// verified doesn't count.
fn signature_of(file: &DatabaseFile, summary: &Summary, policy: &Policy) -> SignatureState {
    let keys = &policy.database.keys.value;
    if keys.is_empty() {
        return SignatureState::NotAsked;
    }
    let verify = || {
        let trusted = keys.iter().map(|key| PublicKey::from_pem(key)).collect::<Result<Vec<_>, _>>()?;
        let bytes = file.signature.clone().unwrap_or_else(|| Err(signature_unread(&file.path)))?;
        let signed = verify_index(&bytes, summary.root, &summary.sources, &trusted);
        signed.map_err(|refusal| refusal.reason)
    };
    match verify() {
        Ok(signed) => {
            let keys =
                signed.verified.by.iter().map(|(algorithm, key)| format!("{} {key}", algorithm.word()));
            SignatureState::Verified(keys.map(Arc::from).collect())
        }
        Err(reason) => SignatureState::Unverified(reason),
    }
}

/// What the database was asked, and what it said.
pub(super) struct Asked {
    pub(super) assessments: Vec<Assessment>,
    /// Licences that it states, one for each occurrence; empty when it states none.
    pub(super) listed: Vec<Option<ListedLicense>>,
    database: DatabaseState,
}

/// What is known of licences: what packages state, what the database states,
/// and what policy clarifies.
pub(super) fn licenses_of(
    (files, packages): (&dyn Files, &dyn Packages),
    inventory: &Inventory,
    listed: Vec<Option<ListedLicense>>,
    (policy, database): (&Policy, &DatabaseState),
) -> Vec<Option<LicenseFact>> {
    let limits = &policy.limits;
    let texts = if policy.licenses.read_texts.value {
        LicenseTexts::Read(policy.demands.confidence())
    } else {
        LicenseTexts::Ignored
    };
    let licenses = ecosystem::licenses_of_reading(inventory, files, packages, limits, texts);
    let licenses = with_listed(licenses, inventory, listed, (policy, database));
    ecosystem::clarify(licenses, inventory, &policy.demands.clarifications, (files, packages, limits))
}

fn with_listed(
    licenses: Vec<Option<LicenseFact>>,
    inventory: &Inventory,
    listed: Vec<Option<ListedLicense>>,
    (policy, database): (&Policy, &DatabaseState),
) -> Vec<Option<LicenseFact>> {
    match database {
        DatabaseState::Usable(database) if !listed.is_empty() => {
            let is_trusted = policy.licenses.trust_database.value;
            let trust = if is_trusted { Trust::Verified } else { Trust::Unverified };
            let place = Place::outside(&database.path);
            ecosystem::with_database(licenses, inventory, listed, trust, &place)
        }
        _ => licenses,
    }
}

/// Finds what brings each affected component in, and where the project's own
/// manifests ask for that.
fn introduce(
    inventory: &mut Inventory,
    crates: &Crates<'_>,
    assessments: &[Assessment],
    (world, policy): (&World<'_>, &Policy),
) {
    let affected = assessments.iter().enumerate().filter(|(_, assessment)| !assessment.hits.is_empty());
    let affected: Vec<usize> = affected.map(|(position, _)| position).collect();
    if affected.is_empty() {
        return;
    }
    inventory.introduce(&affected);
    let surroundings = ecosystem::Surroundings { files: world.files, limits: &policy.limits };
    ecosystem::find_declarations(inventory, crates, &surroundings);
}

/// What the readers see in the tree.
fn read_manifests<'run>(world: &World<'run>, settings: &Settings) -> (Inventory, Crates<'run>) {
    ecosystem::read_manifests(world.files, &settings.policy.limits, settings.passed_over.clone())
}

/// Adds what the walk couldn't look at, and what Cargo's own graph knows where
/// there is one: scopes and ways, which change no component.
fn add_other_sources(inventory: &mut Inventory, settings: &Settings) {
    inventory.gaps.extend(settings.walk_gaps.iter().cloned());
    match settings.cargo_graph.as_ref().map(|graph| &graph.reading) {
        Some(Ok(graph)) => ecosystem::cargo::metadata::refine(inventory, graph),
        Some(Err(error)) => inventory.gaps.push(error.clone().into()),
        None => {}
    }
}
