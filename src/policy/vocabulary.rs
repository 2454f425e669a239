//! The words that a policy file may use: the table's keys, a level for each
//! rule, and the kinds of entries.

use super::keys::{
    BAN, CLARIFICATION, EMERGENCY, EXCEPTION, EXTENSION, Key, LAYER, LEVELS, MAY_LOOSEN, REGISTRY, REQUIRE,
    REVOCATION, ROSTER, WHEN, keys,
};
use super::tightening::Tightening;
use super::value::{InForce, Shape};
use super::vex_documents::VEX_DOCUMENT;
use crate::domain::policy::Policy;

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
            Self::LevelOf(_) => Shape::Schedule,
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
            Self::LevelOf(rule) => found.schedule().map(|level| {
                policy.levels.insert(rule, level);
            }),
        }
    }
}

impl Vocabulary {
    /// The table's keys, and a level for each of these rules.
    pub(super) fn new(rule_ids: &[&'static str]) -> Self {
        let levels = rule_ids.iter().map(|rule| (format!("{LEVELS}.{rule}"), Meaning::LevelOf(rule)));
        let keys = keys().map(|key| (key.name.to_owned(), Meaning::Key(key)));
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

    /// Whether a key, a table or an entry has this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.meaning_of(name).is_some()
            || self.is_table(name)
            || [REQUIRE, EXTENSION, CLARIFICATION, VEX_DOCUMENT].contains(&name)
    }

    /// Whether keys stand below a table of this name.
    pub(super) fn is_table(&self, name: &str) -> bool {
        name == LEVELS
            || self.all().any(|(known, _)| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The rules that have levels.
    pub(super) fn rules(&self) -> Vec<&'static str> {
        let rules = self.known.iter().filter_map(|(_, meaning)| match meaning {
            Meaning::LevelOf(rule) => Some(*rule),
            Meaning::Key(_) => None,
        });
        rules.collect()
    }

    /// Everything that a file may say at its top or in its tables, for suggestions.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let tables = [
            "flags",
            "defaults",
            "inventory",
            "inventory.cargo",
            "base",
            "database",
            "advisories",
            "exceptions",
            "exceptions.max-days",
            "vex",
            "fix-days",
            "practices",
            "licenses",
            "sources",
            "limits",
            "repository",
            LEVELS,
        ];
        let keys = self.all().map(|(name, _)| name);
        keys.chain([
            EXCEPTION,
            REVOCATION,
            EXTENSION,
            REGISTRY,
            REQUIRE,
            CLARIFICATION,
            VEX_DOCUMENT,
            ROSTER,
            WHEN,
            BAN,
            LAYER,
            MAY_LOOSEN,
        ])
        .chain(tables)
    }

    /// What `may-loosen` can name, for suggestions.
    pub(super) fn grantable(&self) -> impl Iterator<Item = &str> {
        let patterns = ["exceptions.*", "levels.*", "licenses.*", "limits.*"];
        self.all()
            .map(|(name, _)| name)
            .chain([EXCEPTION, EXTENSION, REGISTRY, CLARIFICATION, VEX_DOCUMENT, ROSTER])
            .chain(patterns)
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
