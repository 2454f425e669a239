//! Licences of components: what is stated, by whom, and how far it can be believed.

use std::sync::Arc;

use super::digest::Digest;
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
    /// The policy, which clarifies what a licence text of the package says.
    Policy(Place),
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

/// How much a text has in common with the licence that it was taken for, in
/// whole per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(pub u8);

/// What policy says of a component's licence, for as long as a text of the
/// package is the one that somebody read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clarification {
    /// The component, as an exception names it.
    pub component: Arc<str>,
    /// The only versions it is for; all of them without it.
    pub versions: Option<Arc<str>>,
    /// The expression that holds.
    pub license: Arc<str>,
    /// The text's path in the package.
    pub file: Arc<str>,
    /// The digest of the text's bytes.
    pub digest: Digest,
    /// Where the policy states it.
    pub place: Place,
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
    /// How sure it is, where it was recognised by its text.
    pub confidence: Option<Confidence>,
    /// Clarifications of the policy that would have spoken and don't hold, and
    /// why.
    pub void: Vec<(Place, Statement)>,
}

impl LicenseFact {
    /// What a source states, with nothing that was recognised or clarified.
    pub const fn new(statement: LicenseStatement, source: LicenseSource, verification: Verification) -> Self {
        Self { statement, source, verification, confidence: None, void: Vec::new() }
    }
}
