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

use super::texts::{PackageText, PackageTexts, TextsAsked};
use super::{cargo, golang, npm, nuget, pypi};
use crate::domain::component::{Component, Ecosystem, IntegrityHash, Occurrence, Origin};
use crate::domain::inventory::Inventory;
use crate::domain::license::{
    Confidence, LicenseFact, LicenseSource, LicenseStatement, ListedLicense, Verification,
};
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
/// states no licence, as Go modules can't. It takes some milliseconds for each,
/// so it is done only when asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicenseTexts {
    /// They aren't opened.
    Ignored,
    /// They are compared, and count when they are at least so much alike.
    Read(Confidence),
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
    let stores = Stores::new(packages, limits);
    let answers = ask_all(&stores, &wanted, texts);
    let mut modules = npm::package_store::Modules::new(files, limits);
    let facts = inventory.occurrences.iter().zip(positions).map(|(occurrence, position)| {
        let answer = answers.get(position?)?;
        Some(choose(occurrence, answer, &mut modules, texts))
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
    pub(super) fn of(occurrence: &'inventory Occurrence) -> Self {
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
    pub(super) cargo: OnceLock<cargo::package_store::Registries>,
    pub(super) python: OnceLock<pypi::package_store::Installed>,
}

impl<'run> Stores<'run> {
    pub(super) const fn new(packages: &'run dyn Packages, limits: &'run Limits) -> Self {
        Self { packages, limits, cargo: OnceLock::new(), python: OnceLock::new() }
    }

    fn ask(&self, wanted: &Wanted<'_>, texts: LicenseTexts) -> Answer {
        let version = self.may_speak(wanted)?;
        let answer = match wanted.component.ecosystem.as_str() {
            Ecosystem::CRATES_IO => cargo::package_store::license(self, wanted, version),
            Ecosystem::NUGET => nuget::package_store::license(self, wanted, version),
            Ecosystem::PYPI => pypi::package_store::license(self, wanted, version),
            // Its modules have nothing but their texts.
            Ecosystem::GO => {
                return match texts {
                    LicenseTexts::Ignored => Err(say::go_states_none()),
                    LicenseTexts::Read(least) => {
                        self.texts(wanted, TextsAsked::Usual).map(|texts| texts.recognised(least))
                    }
                };
            }
            // Its packages are installed in the tree, and are asked there.
            Ecosystem::NPM => return Err(say::npm_states_none()),
            other => return Err(say::no_store_for(other)),
        };
        match texts {
            LicenseTexts::Read(least) if !answer.as_ref().is_ok_and(says_something) => {
                let found =
                    self.texts(wanted, TextsAsked::Usual).ok().filter(|found| !found.texts.is_empty());
                found.map_or(answer, |found| Ok(found.recognised(least)))
            }
            _ => answer,
        }
    }

    /// The exact version, where a store can speak of the package at all.
    fn may_speak<'inventory>(&self, wanted: &Wanted<'inventory>) -> Result<&'inventory str, Statement> {
        if !self.packages.is_asked() {
            return Err(say::no_store_is_asked());
        }
        let Some(version) = wanted.component.version.exact() else { return Err(say::no_exact_version()) };
        if wanted.asked.from == From::Elsewhere {
            return Err(say::not_from_a_registry());
        }
        Ok(version)
    }

    /// The texts of a package that are asked for, as its store has them.
    pub(super) fn texts(
        &self,
        wanted: &Wanted<'_>,
        asked: TextsAsked<'_>,
    ) -> Result<PackageTexts, Statement> {
        let version = self.may_speak(wanted)?;
        match wanted.component.ecosystem.as_str() {
            Ecosystem::CRATES_IO => cargo::package_store::texts(self, wanted, version, asked),
            Ecosystem::NUGET => nuget::package_store::texts(self, wanted, version, asked),
            Ecosystem::PYPI => pypi::package_store::texts(self, wanted, version, asked),
            Ecosystem::GO => golang::package_store::texts(self, wanted, version, asked),
            Ecosystem::NPM => Err(say::npm_not_installed()),
            other => Err(say::no_texts_for(other)),
        }
    }

    /// The texts in an unpacked package, of which nothing is verified; `None`
    /// when there is no such folder, or no such text.
    pub(super) fn texts_of_folder(
        &self,
        store: PackageStore,
        folder: &str,
        asked: TextsAsked<'_>,
    ) -> Option<Result<PackageTexts, Statement>> {
        let listed = self.packages.list(store, folder);
        if listed.is_empty() {
            return None;
        }
        let mut texts = Vec::new();
        for name in asked.among(|| listed) {
            let path = format!("{folder}/{name}");
            match self.packages.read(store, &path) {
                Ok(bytes) => {
                    texts.push(PackageText { path: name.into(), bytes, place: place(store, &path) });
                }
                Err(FileError::Absent) => {}
                Err(FileError::Refused(reason)) => return Some(Err(reason)),
            }
        }
        Some(Ok(PackageTexts::new(place(store, folder), texts, Verification::Unverified)))
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
    LicenseFact::new(state(text, ecosystem), LicenseSource::PackageStore(place), verification)
}

/// The fact that a package says nothing of its licence, and how.
pub(super) fn silent(reason: Statement, place: Place, verification: Verification) -> LicenseFact {
    let source = LicenseSource::PackageStore(place);
    LicenseFact::new(LicenseStatement::Unknown(reason), source, verification)
}

/// The place of a file of a store, named by the store and never by the machine.
pub(super) fn place(store: PackageStore, path: &str) -> Place {
    Place::outside(&format!("{}/{path}", store.word()))
}

/// Asks for every package, with more than one thread when there is much to hash.
fn ask_all(stores: &Stores<'_>, wanted: &[Wanted<'_>], texts: LicenseTexts) -> Vec<Answer> {
    let worth_a_thread = if stores.packages.is_asked() { WORTH_A_THREAD } else { usize::MAX };
    parallel::map(wanted, worth_a_thread, |package| stores.ask(package, texts))
}

/// Which statement is believed.
fn choose(
    occurrence: &Occurrence,
    answer: &Answer,
    modules: &mut npm::package_store::Modules<'_>,
    texts: LicenseTexts,
) -> LicenseFact {
    if let Ok(fact) = answer
        && says_something(fact)
    {
        return fact.clone();
    }
    let stated = occurrence.license.as_ref().map(|stated| {
        let statement = state(&stated.text, &occurrence.component.ecosystem);
        let source = LicenseSource::Manifest(stated.place.clone());
        LicenseFact::new(statement, source, Verification::Unverified)
    });
    if let Some(fact) = stated.clone().filter(says_something) {
        return fact;
    }
    let module = modules.license(occurrence);
    if let Some(fact) = module.clone().filter(says_something) {
        return fact;
    }
    if let (LicenseTexts::Read(least), Some(_)) = (texts, &module)
        && let Some(Ok(found)) = modules.texts(occurrence, TextsAsked::Usual)
        && !found.texts.is_empty()
    {
        return found.recognised(least);
    }
    // Nobody says anything: the most telling reason.
    let speechless = answer.clone().ok().or(stated).or(module);
    speechless.unwrap_or_else(|| {
        let reason = match answer {
            Err(reason) => reason.clone(),
            Ok(_) => say::field_is_empty(),
        };
        LicenseFact::new(LicenseStatement::Unknown(reason), LicenseSource::Nobody, Verification::Unverified)
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
        let statement = state(&listed.expression, &occurrence.component.ecosystem);
        let verification = match trust {
            Trust::Verified => Verification::Verified,
            Trust::Unverified => Verification::Unverified,
        };
        Some(LicenseFact::new(statement, LicenseSource::Database(database.clone()), verification))
    });
    facts.collect()
}

fn gives_way(fact: &LicenseFact, listed: &ListedLicense) -> bool {
    let is_of_the_tree = || match &fact.source {
        LicenseSource::PackageStore(place) => matches!(place.artifact, Artifact::Tree(_)),
        LicenseSource::Manifest(_)
        | LicenseSource::Database(_)
        | LicenseSource::Policy(_)
        | LicenseSource::Nobody => false,
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
