//! The effective policy: every key's value, with the layer and place that set it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::advisory::Severity;
use super::base::Weakening;
use super::demands::{Ahead, Deadline, Demands};
use super::exception::{Approver, Exception, ExceptionPolicy, Proposal};
use super::finding::Finding;
use super::limits::Limits;
use super::place::Place;
use super::rule::Level;
use super::schedule::Schedule;
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

/// What the policy says of the base revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePolicy {
    /// Whether a run without a base is a gap.
    pub required: Setting<bool>,
    /// Whether only what the change brought blocks.
    pub only_new: Setting<bool>,
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
    pub levels: BTreeMap<&'static str, Setting<Schedule>>,
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
    /// The base revision.
    pub base: BasePolicy,
    /// What the change weakens against the base.
    pub weakened: Vec<Weakening>,
    /// Signed exceptions that the change takes out and doesn't revoke.
    pub taken_out: Vec<Exception>,
    /// Where those exceptions stand that the change brings.
    pub brought: Vec<Place>,
    /// Bounds on what is read.
    pub limits: Limits,
    /// What it asks beyond that.
    pub demands: Demands,
    /// What layers tried and may not.
    pub refused: Vec<RefusedLoosening>,
}

/// The rule whose findings have the severity of their advisory: what nobody
/// has scored has a level of its own.
const VULNERABLE_COMPONENT: &str = "vulnerable-component";

/// The rule about emergency grants.
const EMERGENCY_EXCEPTION: &str = "emergency-exception";

impl Policy {
    /// The level of a finding on a day, with who set it. `None` for a rule that
    /// no layer names.
    ///
    /// First its rule's; for what nobody has scored the lower of that and its
    /// own; then each `[[when]]` that speaks of it, outermost layer first; and
    /// never below what is asked of exploited, likely and overdue ones.
    pub fn level_of(&self, finding: &Finding, today: Date) -> Option<(Level, &Place)> {
        let of_rule = self.levels.get(finding.rule.id)?;
        let mut held = (of_rule.value.on(today), &of_rule.place);
        let is_vulnerability = finding.rule.id == VULNERABLE_COMPONENT;
        let unscored = &self.advisories.unscored;
        if is_vulnerability && finding.severity == Some(Severity::Unscored) && unscored.value < held.0 {
            held = (unscored.value, &unscored.place);
        }
        for when in self.demands.whens.iter().filter(|when| when.is_for(finding)) {
            let level = when.level.on(today);
            if when.may_lower || level > held.0 {
                held = (level, &when.place);
            }
        }
        if is_vulnerability {
            for (level, place) in self.least_levels(finding, today) {
                if level > held.0 {
                    held = (level, place);
                }
            }
        }
        // Something passes that nobody has approved: no condition makes it quiet.
        if finding.rule.id == EMERGENCY_EXCEPTION && held.0 < Level::Warn {
            held.0 = Level::Warn;
        }
        Some(held)
    }

    /// Whether a finding of one rule may weigh more than the same thing found by
    /// the other. Two rules that share what they look at must not let a tighter
    /// bound move something from the heavier to the lighter one.
    pub fn may_weigh_more(&self, rule: &str, other: &str, today: Date) -> bool {
        let level = |id: &str| self.levels.get(id).map(|setting| setting.value.on(today));
        let is_named = self.demands.whens.iter().any(|when| [rule, other].contains(&&*when.rule));
        level(rule) > level(other) || is_named
    }

    /// What a vulnerability has at least, whatever else is said of it.
    fn least_levels(&self, finding: &Finding, today: Date) -> Vec<(Level, &Place)> {
        let demands = &self.demands;
        let exploited = demands.exploited.as_ref().filter(|_| finding.exploited.is_some());
        let percent = demands.likely_percent.as_ref().map_or(100, |percent| percent.value);
        let is_likely = |epss: &super::advisory::Epss| {
            u32::try_from(percent).is_ok_and(|percent| epss.probability * 100.0 >= f64::from(percent))
        };
        let likely = demands.likely.as_ref().filter(|_| finding.epss.as_ref().is_some_and(is_likely));
        let floors = exploited.into_iter().chain(likely).map(|setting| (setting.value, &setting.place));
        let deadline = demands.deadline_of(finding).filter(|(deadline, _)| deadline.has_passed(today));
        floors.chain(deadline.map(|(_, place)| (Level::Block, place))).collect()
    }

    /// What lies ahead of a finding after this day.
    pub fn ahead_of(&self, finding: &Finding, today: Date) -> Ahead {
        let is_vulnerability = finding.rule.id == VULNERABLE_COMPONENT;
        let deadline = self.demands.deadline_of(finding).filter(|_| is_vulnerability);
        let deadline = deadline.map(|(deadline, _)| deadline);
        let steps = self.levels.get(finding.rule.id).into_iter().flat_map(|level| level.value.days());
        let whens = self.demands.whens.iter().filter(|when| when.is_for(finding));
        let steps = steps.chain(whens.flat_map(|when| when.level.days()));
        let behind = match deadline {
            Some(Deadline::On(last)) => last.tomorrow().ok(),
            _ => None,
        };
        let mut days: Vec<Date> = steps.chain(behind).filter(|day| *day > today).collect();
        days.sort_unstable();
        let level_on = |day: Date| self.level_of(finding, day).map(|(level, _)| level);
        let now = if days.is_empty() { None } else { level_on(today) };
        let mut levels = days.into_iter().filter_map(|day| level_on(day).map(|level| (day, level)));
        let rises = levels.find(|(_, level)| Some(*level) > now);
        let is_overdue = deadline.is_some_and(|deadline| deadline.has_passed(today));
        Ahead { deadline, is_overdue, rises }
    }
}
