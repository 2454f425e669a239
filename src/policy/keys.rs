//! The table of policy keys: what each takes, which way it tightens, and what
//! of the policy it sets.
//!
//! To add a key: one row here, its value with a comment in
//! `policies/default.toml`, and its field in `domain::policy`.

use std::sync::Arc;

use super::tightening::Tightening;
use super::value::{InForce, Shape};
use crate::domain::component::Ecosystem;
use crate::domain::exception::{ExceptionPolicy, MaxDays};
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, Place};
use crate::domain::policy::{
    AdvisoryPolicy, CargoResolve, DatabasePolicy, InventoryPolicy, LicensePolicy, Policy, Setting,
    UndeclaredRegistry, VexPolicy,
};
use crate::domain::rule::Level;

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
const EMERGENCY: &str = "emergency-exception";

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
const DAYS: Shape = Shape::Number { least: 0, most: 36_500 };
/// A bound that is a number of things or bytes.
const BOUND: Shape = Shape::Number { least: 1, most: 1 << 40 };
/// A bound of nesting: deeper than this, a stack may end first.
const NESTING: Shape = Shape::Number { least: 1, most: 1024 };

/// Every key but the levels.
pub(super) static KEYS: &[Key] = &[
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

/// The keys that a run knows: the table's, and a level for each rule.
#[derive(Debug)]
pub(super) struct Vocabulary {
    known: Vec<(String, Meaning)>,
}

/// What a known key is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    /// A key of the table.
    Key(&'static Key),
    /// The level of this rule.
    LevelOf(&'static str),
}

impl Meaning {
    /// What the key takes.
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Key(key) => key.shape,
            // An emergency is told, whatever anybody says.
            Self::LevelOf(rule) if rule == EMERGENCY => Shape::LoudLevel,
            Self::LevelOf(_) => Shape::Level,
        }
    }

    /// Which way it tightens.
    pub(super) const fn tightening(self) -> Tightening {
        match self {
            Self::Key(key) => key.tightening,
            Self::LevelOf(_) => Tightening::Higher,
        }
    }

    /// Sets it in the policy; `None` when the value is of another shape.
    pub(super) fn set(self, policy: &mut Policy, found: &InForce) -> Option<()> {
        match self {
            Self::Key(key) => (key.set)(policy, found),
            Self::LevelOf(rule) => found.level().map(|level| {
                policy.levels.insert(rule, level);
            }),
        }
    }
}

impl Vocabulary {
    /// The table's keys, and a level for each of these rules.
    pub(super) fn new(rule_ids: &[&'static str]) -> Self {
        let levels = rule_ids.iter().map(|rule| (format!("{LEVELS}.{rule}"), Meaning::LevelOf(rule)));
        let keys = KEYS.iter().map(|key| (key.name.to_owned(), Meaning::Key(key)));
        Self { known: keys.chain(levels).collect() }
    }

    /// Every key with what it is about, in the table's order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Meaning)> {
        self.known.iter().map(|(name, meaning)| (name.as_str(), *meaning))
    }

    /// What the key of this name is about.
    pub(super) fn meaning_of(&self, name: &str) -> Option<Meaning> {
        self.all().find(|(known, _)| *known == name).map(|(_, meaning)| meaning)
    }

    /// Whether keys stand below a table of this name.
    pub(super) fn is_table(&self, name: &str) -> bool {
        name == LEVELS
            || self.all().any(|(known, _)| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Everything that a file may say at its top or in its tables, for suggestions.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let tables = [
            "inventory",
            "inventory.cargo",
            "database",
            "advisories",
            "exceptions",
            "exceptions.max-days",
            "vex",
            "licenses",
            "sources",
            "limits",
            LEVELS,
        ];
        let keys = self.all().map(|(name, _)| name);
        keys.chain([EXCEPTION, EXTENSION, REGISTRY, REQUIRE, ROSTER, MAY_LOOSEN]).chain(tables)
    }

    /// What `may-loosen` can name, for suggestions.
    pub(super) fn grantable(&self) -> impl Iterator<Item = &str> {
        let patterns = ["exceptions.*", "levels.*", "licenses.*", "limits.*"];
        self.all().map(|(name, _)| name).chain([EXCEPTION, EXTENSION, REGISTRY, ROSTER]).chain(patterns)
    }

    /// Whether a pattern of `may-loosen` names at least one thing.
    pub(super) fn is_grantable(&self, pattern: &str) -> bool {
        self.grantable().any(|name| grants(pattern, name))
    }
}

/// Whether a pattern of `may-loosen` names this key: `*` at its end stands for
/// any rest.
pub(super) fn grants(pattern: &str, key: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == key, |beginning| key.starts_with(beginning))
}

/// The policy before any layer spoke: the tightest of everything.
pub(super) fn blank() -> Policy {
    fn unset<T>(value: T) -> Setting<T> {
        Setting { value, place: Place { artifact: Artifact::BuiltIn("default.toml"), region: None } }
    }
    Policy {
        layers: Vec::new(),
        repository_governs_itself: true,
        levels: std::iter::empty::<(&'static str, Setting<Level>)>().collect(),
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
        limits: Limits::DEFAULT,
        refused: Vec::new(),
    }
}
