//! The table of policy keys: what each takes, which way it tightens, and what
//! of the policy it sets.
//!
//! To add a key: one row here, its value with a comment in
//! `policies/default.toml`, and its field in `domain::policy`.

use std::sync::Arc;

use super::acceptance_keys;
use super::categories::CATEGORIES;
use super::repository_keys;
use super::review_keys;
use super::tightening::Tightening;
use super::value::{InForce, Shape};
pub(super) use super::vocabulary::{Meaning, Vocabulary, grants};
use super::words::{FLAGS, PRACTICE_IDS};
use crate::domain::advisory::SeverityBand;
use crate::domain::component::Ecosystem;
use crate::domain::demands::{Demands, NO_WINDOW};
use crate::domain::exception::{ExceptionPolicy, MaxDays};
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, Place};
use crate::domain::policy::{
    AdvisoryPolicy, BasePolicy, CargoResolve, DatabasePolicy, InventoryPolicy, LicensePolicy, Policy,
    Setting, UndeclaredRegistry, VexPolicy,
};
use crate::domain::rule::Level;
use crate::domain::schedule::Schedule;

/// A key.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name with the names of its tables.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) shape: Shape,
    /// Which way it tightens.
    pub(super) tightening: Tightening,
    /// Sets it in the policy; `None` when the value is of another shape.
    pub(super) set: fn(&mut Policy, &InForce) -> Option<()>,
}

/// The level of each rule, `levels.<rule>`: a higher one is tighter.
pub(super) const LEVELS: &str = "levels";

/// The rule about emergency grants, which can't be turned down.
pub(super) const EMERGENCY: &str = "emergency-exception";

/// The names of what a layer adds rather than sets. Adding one may loosen, so
/// it needs the grant of this name.
pub(super) const EXCEPTION: &str = "exception";
/// See [`EXCEPTION`]. A registry that is declared public has its unknown
/// packages pass, and one that is declared private has its known ones unjudged.
pub(super) const REGISTRY: &str = "registry";
/// Somebody who may approve exceptions; see [`EXCEPTION`].
pub(super) const ROSTER: &str = "roster";
/// A time of grace for old data; see [`EXCEPTION`].
pub(super) const EXTENSION: &str = "database.extension";
/// A source that the database must have. Adding one tightens, so anybody may.
pub(super) const REQUIRE: &str = "database.require";
/// What a package's licence is, by a text that somebody read; see [`EXCEPTION`].
pub(super) const CLARIFICATION: &str = "licenses.clarification";
/// The level of some findings. One that lowers needs the grant of its rule's level.
pub(super) const WHEN: &str = "when";
/// A component that nobody may use. Adding one tightens, so anybody may.
pub(super) const BAN: &str = "ban";
/// A layer that has to stand below. Asking for one tightens, so anybody may.
pub(super) const LAYER: &str = "layer";
/// An exception that was taken back. Adding one tightens, so anybody may.
pub(super) const REVOCATION: &str = "revocation";
/// What layers below may loosen.
pub(super) const MAY_LOOSEN: &str = "may-loosen";

/// Ecosystems whose public registry an entry can stand for.
pub(super) const MIRRORED: [&str; 6] = [
    Ecosystem::CRATES_IO,
    Ecosystem::GO,
    Ecosystem::MAVEN,
    Ecosystem::NPM,
    Ecosystem::NUGET,
    Ecosystem::PYPI,
];

/// A number of days.
pub(super) const DAYS: Shape = Shape::Number { least: 0, most: 36_500 };
/// A bound that is a number of things or bytes.
const BOUND: Shape = Shape::Number { least: 1, most: 1 << 40 };
/// A bound of nesting: deeper than this, a stack may end first.
const NESTING: Shape = Shape::Number { least: 1, most: 1024 };

/// Days of a fix window; the most of them stand for none.
const WINDOW: Shape = Shape::Number { least: 0, most: NO_WINDOW };

/// The key that names them.
pub(super) const FORBID: &str = "flags.forbid";

/// Every key but the levels.
pub(super) fn keys() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().chain(acceptance_keys::KEYS).chain(review_keys::KEYS).chain(repository_keys::KEYS)
}

/// Those that no file of their own has.
static KEYS: &[Key] = &[
    Key {
        name: FORBID,
        shape: Shape::SomeOf(FLAGS),
        tightening: Tightening::More,
        // Which layer forbids each is for the stack to say.
        set: |_, found| found.words().map(drop),
    },
    Key {
        name: "defaults.db",
        shape: Shape::Path,
        tightening: Tightening::FromHost,
        set: |policy, found| found.path().map(|path| policy.demands.default_database = stated(path)),
    },
    Key {
        name: "defaults.history",
        shape: Shape::Path,
        tightening: Tightening::FromHost,
        set: |policy, found| found.path().map(|path| policy.demands.default_history = stated(path)),
    },
    Key {
        name: "inventory.exclude",
        shape: Shape::Words,
        tightening: Tightening::Fewer,
        set: |policy, found| found.words().map(|words| policy.inventory.exclude = words),
    },
    Key {
        name: "inventory.allow-empty",
        shape: Shape::Boolean,
        tightening: Tightening::False,
        set: |policy, found| found.boolean().map(|allow| policy.inventory.allow_empty = allow),
    },
    Key {
        name: "inventory.cargo.resolve",
        shape: Shape::Choice(&["lockfile", "cargo"]),
        tightening: Tightening::HandedIn,
        set: |policy, found| {
            found.choice(cargo_resolve).map(|resolve| policy.inventory.cargo_resolve = resolve)
        },
    },
    Key {
        name: "base.required",
        shape: Shape::Boolean,
        tightening: Tightening::True,
        set: |policy, found| found.boolean().map(|required| policy.base.required = required),
    },
    Key {
        name: "base.only-new",
        shape: Shape::Boolean,
        tightening: Tightening::False,
        set: |policy, found| found.boolean().map(|only_new| policy.base.only_new = only_new),
    },
    Key {
        name: "base.refs",
        shape: Shape::Words,
        tightening: Tightening::FewerThanAll,
        set: |policy, found| found.words().map(|words| policy.demands.base_refs = Some(words)),
    },
    Key {
        name: "database.max-age-days",
        shape: Shape::Number { least: 0, most: 36_500 },
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.database.max_age_days = days),
    },
    Key {
        name: "database.warn-age-days",
        shape: Shape::Number { least: 0, most: 36_500 },
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.database.warn_age_days = days),
    },
    Key {
        name: "database.keys",
        shape: Shape::Keys,
        tightening: Tightening::FewerThanAll,
        set: |policy, found| found.words().map(|keys| policy.database.keys = keys),
    },
    Key {
        name: "advisories.unscored",
        shape: Shape::Level,
        tightening: Tightening::Higher,
        set: |policy, found| found.level().map(|level| policy.advisories.unscored = level),
    },
    Key {
        name: "exceptions.max-days.critical",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.exception_rules.max_days.critical = days),
    },
    Key {
        name: "exceptions.max-days.high",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.exception_rules.max_days.high = days),
    },
    Key {
        name: "exceptions.max-days.medium",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.exception_rules.max_days.medium = days),
    },
    Key {
        name: "exceptions.max-days.low",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.exception_rules.max_days.low = days),
    },
    Key {
        name: "exceptions.max-days.unscored",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.exception_rules.max_days.unscored = days),
    },
    Key {
        name: "exceptions.max-days.other",
        shape: DAYS,
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|days| policy.exception_rules.max_days.other = days),
    },
    Key {
        name: "exceptions.warn-days",
        shape: DAYS,
        tightening: Tightening::Larger,
        set: |policy, found| days(found).map(|days| policy.exception_rules.warn_days = days),
    },
    Key {
        name: "exceptions.emergency-hours",
        shape: Shape::Number { least: 0, most: 72 },
        tightening: Tightening::Smaller,
        set: |policy, found| days(found).map(|hours| policy.exception_rules.emergency_hours = hours),
    },
    Key {
        name: "vex.authors",
        shape: Shape::Words,
        tightening: Tightening::Fewer,
        set: |policy, found| found.words().map(|words| policy.vex.authors = words),
    },
    Key {
        name: "advisories.exploited",
        shape: Shape::Level,
        tightening: Tightening::Higher,
        set: |policy, found| found.level().map(|level| policy.demands.exploited = Some(level)),
    },
    Key {
        name: "advisories.likely",
        shape: Shape::Level,
        tightening: Tightening::Higher,
        set: |policy, found| found.level().map(|level| policy.demands.likely = Some(level)),
    },
    Key {
        name: "advisories.likely-percent",
        shape: Shape::Number { least: 1, most: 100 },
        tightening: Tightening::Smaller,
        set: |policy, found| found.number().map(|percent| policy.demands.likely_percent = Some(percent)),
    },
    Key {
        name: "fix-days.critical",
        shape: WINDOW,
        tightening: Tightening::Smaller,
        set: |policy, found| fix_days(policy, found, SeverityBand::Critical),
    },
    Key {
        name: "fix-days.high",
        shape: WINDOW,
        tightening: Tightening::Smaller,
        set: |policy, found| fix_days(policy, found, SeverityBand::High),
    },
    Key {
        name: "fix-days.medium",
        shape: WINDOW,
        tightening: Tightening::Smaller,
        set: |policy, found| fix_days(policy, found, SeverityBand::Medium),
    },
    Key {
        name: "fix-days.low",
        shape: WINDOW,
        tightening: Tightening::Smaller,
        set: |policy, found| fix_days(policy, found, SeverityBand::Low),
    },
    Key {
        name: "fix-days.unscored",
        shape: WINDOW,
        tightening: Tightening::Smaller,
        set: |policy, found| fix_days(policy, found, SeverityBand::Unscored),
    },
    Key {
        name: "threat-model.untrusted-components",
        shape: Shape::Components,
        tightening: Tightening::More,
        set: |policy, found| found.words().map(|words| policy.demands.untrusted = Some(words)),
    },
    Key {
        name: "practices.require",
        shape: Shape::SomeOf(PRACTICE_IDS),
        tightening: Tightening::More,
        set: |policy, found| found.words().map(|words| policy.demands.practices = Some(words)),
    },
    Key {
        name: "sources.allow",
        shape: Shape::Words,
        tightening: Tightening::FewerThanAll,
        set: |policy, found| found.words().map(|words| policy.demands.sources = Some(words)),
    },
    Key {
        name: "licenses.allow",
        shape: Shape::Licenses,
        tightening: Tightening::FewerThanAll,
        set: |policy, found| found.words().map(|words| policy.licenses.allow = words),
    },
    Key {
        name: "licenses.deny",
        shape: Shape::Licenses,
        tightening: Tightening::More,
        set: |policy, found| found.words().map(|words| policy.licenses.deny = words),
    },
    Key {
        name: "licenses.allow-categories",
        shape: Shape::SomeOf(CATEGORIES),
        tightening: Tightening::FewerThanAll,
        set: |policy, found| found.words().map(|words| policy.demands.allowed_categories = Some(words)),
    },
    Key {
        name: "licenses.deny-categories",
        shape: Shape::SomeOf(CATEGORIES),
        tightening: Tightening::More,
        set: |policy, found| found.words().map(|words| policy.demands.denied_categories = Some(words)),
    },
    Key {
        name: "licenses.require-verified",
        shape: Shape::Boolean,
        tightening: Tightening::True,
        set: |policy, found| found.boolean().map(|require| policy.licenses.require_verified = require),
    },
    Key {
        name: "licenses.read-texts",
        shape: Shape::Boolean,
        tightening: Tightening::True,
        set: |policy, found| found.boolean().map(|read| policy.licenses.read_texts = read),
    },
    Key {
        name: "licenses.confidence-percent",
        shape: Shape::Number { least: 50, most: 100 },
        tightening: Tightening::Larger,
        set: |policy, found| found.number().map(|percent| policy.demands.confidence_percent = Some(percent)),
    },
    Key {
        name: "licenses.trust-database",
        shape: Shape::Boolean,
        tightening: Tightening::False,
        set: |policy, found| found.boolean().map(|trust| policy.licenses.trust_database = trust),
    },
    Key {
        name: "sources.undeclared",
        shape: Shape::Choice(&["public", "private"]),
        tightening: Tightening::Neither,
        set: |policy, found| found.choice(undeclared).map(|meaning| policy.undeclared_registry = meaning),
    },
    Key {
        name: "limits.file-bytes",
        shape: Shape::Number { least: 1, most: 1 << 29 },
        tightening: Tightening::Neither,
        set: |policy, found| found.number().map(|bound| policy.limits.file_bytes = bound.value),
    },
    Key {
        name: "limits.depth",
        shape: NESTING,
        tightening: Tightening::Neither,
        set: |policy, found| count(found).map(|bound| policy.limits.depth = bound),
    },
    Key {
        name: "limits.folder-depth",
        shape: NESTING,
        tightening: Tightening::Neither,
        set: |policy, found| count(found).map(|bound| policy.limits.folder_depth = bound),
    },
    Key {
        name: "limits.archive-ratio",
        shape: BOUND,
        tightening: Tightening::Neither,
        set: |policy, found| found.number().map(|bound| policy.limits.archive_ratio = bound.value),
    },
    Key {
        name: "limits.archive-entry-bytes",
        shape: BOUND,
        tightening: Tightening::Neither,
        set: |policy, found| found.number().map(|bound| policy.limits.archive_entry_bytes = bound.value),
    },
    Key {
        name: "limits.yaml-nodes",
        shape: BOUND,
        tightening: Tightening::Neither,
        set: |policy, found| count(found).map(|bound| policy.limits.yaml_nodes = bound),
    },
    Key {
        name: "limits.json-nodes",
        shape: BOUND,
        tightening: Tightening::Neither,
        set: |policy, found| count(found).map(|bound| policy.limits.json_nodes = bound),
    },
];

/// A path that isn't empty.
fn stated(path: Arc<str>) -> Option<Arc<str>> {
    Some(path).filter(|path| !path.is_empty())
}

fn fix_days(policy: &mut Policy, found: &InForce, band: SeverityBand) -> Option<()> {
    found.number().map(|days| drop(policy.demands.fix_days.insert(band, days)))
}

fn days(found: &InForce) -> Option<Setting<u32>> {
    let Setting { value, place } = found.number()?;
    Some(Setting { value: u32::try_from(value).ok()?, place })
}

fn count(found: &InForce) -> Option<usize> {
    found.number().and_then(|bound| usize::try_from(bound.value).ok())
}

fn cargo_resolve(word: &str) -> Option<CargoResolve> {
    match word {
        "lockfile" => Some(CargoResolve::Lockfile),
        "cargo" => Some(CargoResolve::Cargo),
        _ => None,
    }
}

fn undeclared(word: &str) -> Option<UndeclaredRegistry> {
    match word {
        "public" => Some(UndeclaredRegistry::Public),
        "private" => Some(UndeclaredRegistry::Private),
        _ => None,
    }
}

/// The policy before any layer spoke: the tightest of everything.
pub(super) fn blank() -> Policy {
    fn unset<T>(value: T) -> Setting<T> {
        Setting { value, place: Place { artifact: Artifact::BuiltIn("default.toml"), region: None } }
    }
    Policy {
        layers: Vec::new(),
        repository_governs_itself: true,
        levels: std::iter::empty::<(&'static str, Setting<Schedule>)>().collect(),
        inventory: InventoryPolicy {
            exclude: unset(Vec::new()),
            allow_empty: unset(false),
            cargo_resolve: unset(CargoResolve::Lockfile),
        },
        database: DatabasePolicy {
            max_age_days: unset(0),
            warn_age_days: unset(0),
            keys: unset(Vec::new()),
            require: Vec::new(),
            extensions: Vec::new(),
        },
        advisories: AdvisoryPolicy { unscored: unset(Level::Block) },
        licenses: LicensePolicy {
            allow: unset(Vec::<Arc<str>>::new()),
            deny: unset(Vec::new()),
            require_verified: unset(true),
            read_texts: unset(false),
            trust_database: unset(false),
        },
        undeclared_registry: unset(UndeclaredRegistry::Private),
        registries: Vec::new(),
        exception_rules: ExceptionPolicy {
            max_days: MaxDays::all(&unset(0)),
            warn_days: unset(0),
            emergency_hours: unset(0),
        },
        vex: VexPolicy { authors: unset(Vec::new()), statements: Vec::new() },
        roster: Vec::new(),
        exceptions: Vec::new(),
        proposed: Vec::new(),
        base: BasePolicy { required: unset(true), only_new: unset(false) },
        weakened: Vec::new(),
        taken_out: Vec::new(),
        brought: Vec::new(),
        limits: Limits::DEFAULT,
        demands: Demands::default(),
        refused: Vec::new(),
    }
}
