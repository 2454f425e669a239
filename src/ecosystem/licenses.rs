//! The licence of every occurrence: what its manifest states, what the package
//! stores state, and which of them is believed.
//!
//! A verified statement (its archive matches the lockfile's hash) goes before
//! any other; then the user's own store, then the manifest itself, then
//! `node_modules` of the tree, because what stands in the repository can be
//! written by whoever asks for the change. Where nobody says anything, the
//! answer says where was looked.
//!
//! The advisory database may state licences, too: [`with_database`] says where
//! it stands among the others.
//!
//! To add a store: `<ecosystem>/package_store.rs`, and a line in [`Stores::ask`].

use std::sync::OnceLock;

use super::{cargo, golang, npm, nuget, pypi};
use crate::domain::component::{Component, Ecosystem, IntegrityHash, Occurrence, Origin};
use crate::domain::inventory::Inventory;
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, ListedLicense, Verification};
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, Place};
use crate::domain::ports::{FileError, Files, PackageStore, Packages};
use crate::domain::quick::QuickMap;
use crate::domain::statement::Statement;
use crate::license::state;
use crate::messages::license as say;
use crate::parallel;

/// A store's fact, or why it has none.
pub(super) type Answer = Result<LicenseFact, Statement>;

/// From this many packages on, several threads read and hash.
const WORTH_A_THREAD: usize = 16;

/// Whether licence texts are compared with the SPDX list's where a package
/// has no field for its licence (Go modules). It takes some milliseconds for
/// each module, so it is done only when asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicenseTexts {
    /// They aren't opened.
    Ignored,
    /// They are compared.
    Read,
}

/// What is known of every occurrence's licence, without reading texts.
pub fn licenses_of(
    inventory: &Inventory,
    files: &dyn Files,
    packages: &dyn Packages,
    limits: &Limits,
) -> Vec<Option<LicenseFact>> {
    licenses_of_reading(inventory, files, packages, limits, LicenseTexts::Ignored)
}

/// What is known of every occurrence's licence, in the inventory's order;
/// `None` for what is part of the repository itself. Each package is looked up
/// once, however often it is declared.
pub fn licenses_of_reading(
    inventory: &Inventory,
    files: &dyn Files,
    packages: &dyn Packages,
    limits: &Limits,
    texts: LicenseTexts,
) -> Vec<Option<LicenseFact>> {
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    let mut known: QuickMap<(Option<usize>, Asked<'_>), usize> = QuickMap::default();
    let mut positions: Vec<Option<usize>> = Vec::with_capacity(inventory.occurrences.len());
    for (position, occurrence) in inventory.occurrences.iter().enumerate() {
        positions.push((occurrence.origin != Origin::FirstParty).then(|| {
            let package = Wanted::of(occurrence);
            *known.entry((inventory.numbering().number_of(position), package.asked)).or_insert_with(|| {
                wanted.push(package);
                wanted.len() - 1
            })
        }));
    }
    let stores = Stores { packages, limits, texts, cargo: OnceLock::new(), python: OnceLock::new() };
    let answers = ask_all(&stores, &wanted);
    let mut modules = npm::package_store::Modules::new(files, limits);
    let facts = inventory.occurrences.iter().zip(positions).map(|(occurrence, position)| {
        let answer = answers.get(position?)?;
        Some(choose(occurrence, answer, &mut modules))
    });
    facts.collect()
}

/// A package to look up: everything that an answer depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'inventory> {
    pub(super) component: &'inventory Component,
    asked: Asked<'inventory>,
}

/// What an answer depends on beside the component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Asked<'inventory> {
    hashes: &'inventory [IntegrityHash],
    from: From,
}

/// Whether a store can speak for an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum From {
    Registry,
    Elsewhere,
}

impl<'inventory> Wanted<'inventory> {
    fn of(occurrence: &'inventory Occurrence) -> Self {
        let from = match occurrence.origin {
            Origin::Registry { .. } | Origin::Unstated => From::Registry,
            Origin::FirstParty | Origin::Git { .. } | Origin::Archive { .. } | Origin::Path { .. } => {
                From::Elsewhere
            }
        };
        Self { component: &occurrence.component, asked: Asked { hashes: &occurrence.hashes, from } }
    }

    /// The lockfile's hashes of that algorithm.
    pub(super) fn hashes(&self, algorithm: &str) -> impl Iterator<Item = &'inventory str> {
        let algorithm = algorithm.to_owned();
        self.asked.hashes.iter().filter(move |hash| *hash.algorithm == *algorithm).map(|hash| &*hash.value)
    }
}

/// The package stores, and what was found out about their layout.
pub(super) struct Stores<'run> {
    pub(super) packages: &'run dyn Packages,
    pub(super) limits: &'run Limits,
    pub(super) texts: LicenseTexts,
    pub(super) cargo: OnceLock<cargo::package_store::Registries>,
    pub(super) python: OnceLock<pypi::package_store::Installed>,
}

impl Stores<'_> {
    fn ask(&self, wanted: &Wanted<'_>) -> Answer {
        if !self.packages.is_asked() {
            return Err(say::no_store_is_asked());
        }
        let Some(version) = wanted.component.version.exact() else { return Err(say::no_exact_version()) };
        if wanted.asked.from == From::Elsewhere {
            return Err(say::not_from_a_registry());
        }
        match wanted.component.ecosystem.as_str() {
            Ecosystem::CRATES_IO => cargo::package_store::license(self, wanted, version),
            Ecosystem::NUGET => nuget::package_store::license(self, wanted, version),
            Ecosystem::PYPI => pypi::package_store::license(self, wanted, version),
            Ecosystem::GO => golang::package_store::license(self, wanted, version),
            Ecosystem::NPM => Err(say::npm_states_none()),
            other => Err(say::no_store_for(other)),
        }
    }

    /// Reads a file of a store; the error says that it isn't there, or why it
    /// can't be read.
    pub(super) fn read(&self, store: PackageStore, path: &str) -> Result<Vec<u8>, Statement> {
        self.packages.read(store, path).map_err(|error| missing(error, store, path))
    }
}

/// Why a file of a store has nothing to say.
pub(super) fn missing(error: FileError, store: PackageStore, path: &str) -> Statement {
    match error {
        FileError::Absent => say::not_in_the_store(path, store.word()),
        FileError::Refused(reason) => reason,
    }
}

/// The fact that a licence field makes.
pub(super) fn fact(
    text: &str,
    ecosystem: &Ecosystem,
    place: Place,
    verification: Verification,
) -> LicenseFact {
    LicenseFact {
        statement: state(text, ecosystem),
        source: LicenseSource::PackageStore(place),
        verification,
    }
}

/// The fact that a package says nothing of its licence, and how.
pub(super) fn silent(reason: Statement, place: Place, verification: Verification) -> LicenseFact {
    let source = LicenseSource::PackageStore(place);
    LicenseFact { statement: LicenseStatement::Unknown(reason), source, verification }
}

/// The place of a file of a store, named by the store and never by the machine.
pub(super) fn place(store: PackageStore, path: &str) -> Place {
    Place::outside(&format!("{}/{path}", store.word()))
}

/// Asks for every package, with more than one thread when there is much to hash.
fn ask_all(stores: &Stores<'_>, wanted: &[Wanted<'_>]) -> Vec<Answer> {
    let worth_a_thread = if stores.packages.is_asked() { WORTH_A_THREAD } else { usize::MAX };
    parallel::map(wanted, worth_a_thread, |package| stores.ask(package))
}

/// Which statement is believed.
fn choose(
    occurrence: &Occurrence,
    answer: &Answer,
    modules: &mut npm::package_store::Modules<'_>,
) -> LicenseFact {
    if let Ok(fact) = answer
        && says_something(fact)
    {
        return fact.clone();
    }
    let stated = occurrence.license.as_ref().map(|stated| LicenseFact {
        statement: state(&stated.text, &occurrence.component.ecosystem),
        source: LicenseSource::Manifest(stated.place.clone()),
        verification: Verification::Unverified,
    });
    if let Some(fact) = stated.clone().filter(says_something) {
        return fact;
    }
    let module = modules.license(occurrence);
    if let Some(fact) = module.clone().filter(says_something) {
        return fact;
    }
    // Nobody says anything: the most telling reason.
    let speechless = answer.clone().ok().or(stated).or(module);
    speechless.unwrap_or_else(|| LicenseFact {
        statement: LicenseStatement::Unknown(match answer {
            Err(reason) => reason.clone(),
            Ok(_) => say::field_is_empty(),
        }),
        source: LicenseSource::Nobody,
        verification: Verification::Unverified,
    })
}

/// Whether what the database states counts as verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Policy says so.
    Verified,
    /// Nothing ties it to the lockfile's hash.
    Unverified,
}

/// The facts with what the database states, one answer for each occurrence. It
/// gives way to what is verified. What it states of a version goes before
/// anything unverified, because neither the change's author nor the machine
/// wrote it; what it states of all versions goes before the tree's own
/// `node_modules` alone, because licences change with versions.
pub fn with_database(
    facts: Vec<Option<LicenseFact>>,
    inventory: &Inventory,
    listed: Vec<Option<ListedLicense>>,
    trust: Trust,
    database: &Place,
) -> Vec<Option<LicenseFact>> {
    let occurrences = inventory.occurrences.iter();
    let facts = facts.into_iter().zip(occurrences).zip(listed);
    let facts = facts.map(|((fact, occurrence), listed)| {
        let fact = fact?;
        let Some(listed) = listed.filter(|listed| gives_way(&fact, listed)) else { return Some(fact) };
        Some(LicenseFact {
            statement: state(&listed.expression, &occurrence.component.ecosystem),
            source: LicenseSource::Database(database.clone()),
            verification: match trust {
                Trust::Verified => Verification::Verified,
                Trust::Unverified => Verification::Unverified,
            },
        })
    });
    facts.collect()
}

fn gives_way(fact: &LicenseFact, listed: &ListedLicense) -> bool {
    let is_of_the_tree = || match &fact.source {
        LicenseSource::PackageStore(place) => matches!(place.artifact, Artifact::Tree(_)),
        LicenseSource::Manifest(_) | LicenseSource::Database(_) | LicenseSource::Nobody => false,
    };
    match (says_something(fact), fact.verification) {
        (false, _) => true,
        (true, Verification::Verified) => false,
        (true, Verification::Unverified) => listed.version.is_some() || is_of_the_tree(),
    }
}

fn says_something(fact: &LicenseFact) -> bool {
    !matches!(fact.statement, LicenseStatement::Unknown(_))
}
