//! Licences of components: what is stated, by whom, and how far it can be believed.

use std::sync::Arc;

use super::place::Place;
use super::statement::Statement;

/// What a source states about a component's licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LicenseStatement {
    /// A text that should be an SPDX expression, as written.
    Expression(Arc<str>),
    /// The component says that it has no licence (`NONE`, npm's `UNLICENSED`).
    None,
    /// The source asserts nothing (`NOASSERTION`).
    NoAssertion,
    /// No source says anything, and why.
    Unknown(Statement),
}

/// What a list that somebody brought along states of a component's licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedLicense {
    /// The ecosystem as OSV spells it.
    pub ecosystem: Arc<str>,
    /// The package's name.
    pub name: Arc<str>,
    /// The version; all of them without one.
    pub version: Option<Arc<str>>,
    /// The text, as a registry's field would have it.
    pub expression: Arc<str>,
}

/// Who states a licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LicenseSource {
    /// The manifest itself.
    Manifest(Place),
    /// A file of a package store outside the tree, or of `node_modules`.
    PackageStore(Place),
    /// The advisory database, which was told by whoever built it.
    Database(Place),
    /// Nobody.
    Nobody,
}

/// How far a licence can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verification {
    /// The archive that states it matches the lockfile's hash.
    Verified,
    /// Nothing ties it to the lockfile's hash.
    Unverified,
}

/// The licence of one occurrence, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseFact {
    /// What is stated.
    pub statement: LicenseStatement,
    /// By whom.
    pub source: LicenseSource,
    /// How far it can be believed.
    pub verification: Verification,
}
