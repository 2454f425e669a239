//! The effective policy: every key's value, with the layer and place that set it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::advisory::Severity;
use super::exception::{Approver, Exception, ExceptionPolicy, Proposal};
use super::finding::Finding;
use super::limits::Limits;
use super::place::Place;
use super::rule::Level;
use super::vex::VexStatement;

/// A value of policy, and who set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value in force.
    pub value: T,
    /// The layer and the line that set it.
    pub place: Place,
}

/// What the policy makes of registries that no `[[registry]]` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UndeclaredRegistry {
    /// They stand for the ecosystem's public registry.
    Public,
    /// They are private: a public database can't speak of their packages.
    Private,
}

/// A registry that the policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// The beginning of its packages' URLs.
    pub url: Arc<str>,
    /// The ecosystem whose public registry it stands for; `None` is private.
    pub mirrors: Option<Arc<str>>,
    /// Where the policy names it.
    pub place: Place,
}

/// Which licences are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicensePolicy {
    /// SPDX ids that are allowed; an empty list allows all that isn't denied.
    pub allow: Setting<Vec<Arc<str>>>,
    /// SPDX ids that are denied.
    pub deny: Setting<Vec<Arc<str>>>,
    /// Whether licences have to be verified by the lockfile's hash.
    pub require_verified: Setting<bool>,
    /// Whether licence texts are compared with the SPDX list's where a package
    /// has no field for its licence: slow, so only when asked.
    pub read_texts: Setting<bool>,
    /// Whether licences that the advisory database states count as verified.
    pub trust_database: Setting<bool>,
}

/// What the policy asks of the advisory database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabasePolicy {
    /// The greatest age of a source's data in days.
    pub max_age_days: Setting<u32>,
    /// The age in days from which on it is warned of.
    pub warn_age_days: Setting<u32>,
    /// Public keys that may sign the database, in PEM; any database is taken
    /// where the list is empty.
    pub keys: Setting<Vec<Arc<str>>>,
    /// Sources that the database must have.
    pub require: Vec<RequiredSource>,
    /// Approved times of grace for old data.
    pub extensions: Vec<Extension>,
}

/// A source that the database must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredSource {
    /// The ecosystem as OSV spells it.
    pub ecosystem: Arc<str>,
    /// The least number of advisories.
    pub least: u64,
    /// Whether it must have all of the ecosystem's records.
    pub whole: bool,
    /// Where the policy asks for it.
    pub place: Place,
}

/// A time of grace: old data is warned of and doesn't block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The last day that it holds, inclusive, in UTC.
    pub until: Date,
    /// Who allowed it.
    pub approver: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// Where the policy states it.
    pub place: Place,
}

/// What the policy makes of advisories by how bad they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvisoryPolicy {
    /// The level of vulnerabilities that nobody has scored. It never lifts a
    /// finding above the level of its rule.
    pub unscored: Setting<Level>,
}

/// What the policy makes of VEX documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VexPolicy {
    /// Whose statements count.
    pub authors: Setting<Vec<Arc<str>>>,
    /// The statements that were handed in.
    pub statements: Vec<VexStatement>,
}

/// How Cargo's graph is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CargoResolve {
    /// From `Cargo.lock` alone: nothing runs.
    Lockfile,
    /// By running `cargo metadata`, disarmed. Only a `--policy` file may ask.
    Cargo,
}

/// What the policy says of the inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryPolicy {
    /// Patterns of paths that aren't judged (gitignore's syntax).
    pub exclude: Setting<Vec<Arc<str>>>,
    /// Whether a repository without any manifest passes.
    pub allow_empty: Setting<bool>,
    /// How Cargo's graph is found.
    pub cargo_resolve: Setting<CargoResolve>,
}

/// A layer's attempt to loosen what it may not: without effect, and a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLoosening {
    /// The key, `levels.vulnerable-component`.
    pub key: Arc<str>,
    /// The value that it would have set.
    pub attempted: Arc<str>,
    /// The value in force.
    pub in_force: Arc<str>,
    /// Where it tried.
    pub place: Place,
    /// The layer that holds the value.
    pub held_by: Place,
}

/// Who governs a run, from the outermost layer in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Its file, or the built-in profile.
    pub place: Place,
    /// The digest of its bytes.
    pub digest: super::digest::Digest,
}

/// The effective policy of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The layers, outermost first.
    pub layers: Vec<Layer>,
    /// Whether nothing but the built-in profile stands above the repository.
    pub repository_governs_itself: bool,
    /// The level of every rule, by its id.
    pub levels: BTreeMap<&'static str, Setting<Level>>,
    /// The inventory.
    pub inventory: InventoryPolicy,
    /// The database.
    pub database: DatabasePolicy,
    /// Advisories.
    pub advisories: AdvisoryPolicy,
    /// Licences.
    pub licenses: LicensePolicy,
    /// Registries that no entry names.
    pub undeclared_registry: Setting<UndeclaredRegistry>,
    /// Registries by name.
    pub registries: Vec<Registry>,
    /// What is asked of exceptions.
    pub exception_rules: ExceptionPolicy,
    /// VEX documents.
    pub vex: VexPolicy,
    /// Who may approve exceptions, outermost layer first; anybody but the
    /// owner where nobody is named.
    pub roster: Vec<Approver>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Exceptions that come with the change: none of them counts before
    /// `exception::settle` found somebody who vouches for it.
    pub proposed: Vec<Proposal>,
    /// Bounds on what is read.
    pub limits: Limits,
    /// What layers tried and may not.
    pub refused: Vec<RefusedLoosening>,
}

/// The rule whose findings have the severity of their advisory: what nobody
/// has scored has a level of its own.
const VULNERABLE_COMPONENT: &str = "vulnerable-component";

impl Policy {
    /// The level of a finding, with who set it: its rule's, and for what nobody
    /// has scored the lower of that and its own. `None` for a rule that no
    /// layer names.
    pub fn level_of(&self, finding: &Finding) -> Option<&Setting<Level>> {
        let of_rule = self.levels.get(finding.rule.id)?;
        let is_unscored =
            finding.rule.id == VULNERABLE_COMPONENT && finding.severity == Some(Severity::Unscored);
        let own = Some(&self.advisories.unscored).filter(|own| is_unscored && own.value < of_rule.value);
        own.or(Some(of_rule))
    }
}
