//! The values that policy keys take, and how they are read and written.

use std::sync::Arc;

use toml::de::DeValue;

use super::entries::day_of;
use crate::domain::place::Place;
use crate::domain::policy::Setting;
use crate::domain::repository::RepositoryName;
use crate::domain::rule::Level;
use crate::domain::schedule::Schedule;
use crate::domain::statement::Statement;
use crate::license::{Dialect, LicenseExpression, is_known_id};
use crate::purl::ComponentPattern;
use crate::signature::PublicKey;

/// A value of a key, after its shape was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A level of findings.
    Level(Level),
    /// A level of findings that may change on a day.
    Schedule(Schedule),
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Number(u64),
    /// A list of texts.
    Words(Vec<Arc<str>>),
    /// One of a few words: its position among the shape's choices.
    Choice(&'static str),
    /// A path of the host, as written; empty for none.
    Path(Arc<str>),
    /// A text; empty for none.
    Text(Arc<str>),
}

/// What values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `off`, `note`, `warn` or `block`.
    Level,
    /// `warn` or `block`: what mustn't be turned down.
    LoudLevel,
    /// A level, or `{ before = …, from = DAY, level = LEVEL }`.
    Schedule,
    /// `true` or `false`.
    Boolean,
    /// A whole number within these bounds, both inclusive.
    Number {
        /// The least that is taken.
        least: u64,
        /// The greatest that is taken.
        most: u64,
    },
    /// A list of texts, none of them blank.
    Words,
    /// A list of licences of the SPDX list or `LicenseRef-`, with `+` and
    /// `WITH` where they belong.
    Licenses,
    /// A list of package URLs without version, in which `*` stands for any run.
    Components,
    /// A list of public keys in PEM.
    Keys,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of some of these words.
    SomeOf(&'static [&'static str]),
    /// An absolute path of the host, or an empty text.
    Path,
    /// The name of a repository, or an empty text.
    Repository,
}

impl Shape {
    /// Reads a value of this shape; `None` when it is of another.
    pub(super) fn read(self, found: &DeValue<'_>) -> Option<Value> {
        match self {
            Self::Level => found.as_str().and_then(Level::from_word).map(Value::Level),
            Self::LoudLevel => {
                let level =
                    found.as_str().and_then(Level::from_word).filter(|level| *level >= Level::Warn)?;
                level.ge(&Level::Warn).then(|| read_schedule(found, MOST_STEPS).map(Value::Schedule))?
            }
            Self::Schedule => read_schedule(found, MOST_STEPS).map(Value::Schedule),
            Self::Boolean => found.as_bool().map(Value::Boolean),
            Self::Number { least, most } => {
                let number = found.as_integer()?;
                let number = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
                (least..=most).contains(&number).then_some(Value::Number(number))
            }
            Self::Words => read_words(found).map(Value::Words),
            Self::Licenses => {
                let words = read_words(found)?;
                words.iter().map(|word| license_of(word)).collect::<Option<_>>().map(Value::Words)
            }
            Self::Components => {
                let words = read_words(found)?;
                words.iter().all(|word| is_component(word)).then_some(Value::Words(words))
            }
            Self::Keys => {
                let words = read_words(found)?;
                words.iter().map(|word| key_of(word).ok()).collect::<Option<_>>().map(Value::Words)
            }
            Self::Choice(choices) => {
                let word = found.as_str()?;
                choices.iter().copied().find(|choice| *choice == word).map(Value::Choice)
            }
            Self::SomeOf(choices) => {
                let words = read_words(found)?;
                words.iter().all(|word| choices.contains(&&**word)).then_some(Value::Words(words))
            }
            Self::Path => {
                let path = found.as_str()?;
                let is_whole = path.is_empty() || std::path::Path::new(path).has_root();
                is_whole.then(|| Value::Path(Arc::from(path)))
            }
            Self::Repository => {
                let name = found.as_str()?;
                let is_one = name.is_empty() || RepositoryName::new(name).is_some();
                is_one.then(|| Value::Text(Arc::from(name)))
            }
        }
    }
}

/// Days on which a level may change.
const MOST_STEPS: usize = 8;

/// A level, or a table with what holds before a day and the level from it on.
fn read_schedule(found: &DeValue<'_>, steps: usize) -> Option<Schedule> {
    if let Some(word) = found.as_str() {
        return Level::from_word(word).map(Schedule::from);
    }
    let table = found.as_table().filter(|table| table.len() == 3)?;
    let before = read_schedule(table.get("before")?.as_ref(), steps.checked_sub(1)?)?;
    let level = Level::from_word(table.get("level")?.as_ref().as_str()?)?;
    before.then(day_of(table.get("from")?.as_ref())?, level)
}

/// The licence that an entry of a list names, in the list's own spelling, so
/// that two layers that mean one licence name one.
pub(super) fn license_of(word: &str) -> Option<Arc<str>> {
    if !is_known_id(word) {
        return None;
    }
    let names = LicenseExpression::parse(word, Dialect::Spdx).ok()?.licenses();
    names.into_iter().next().map(Arc::from)
}

/// Whether an entry of a list names components.
pub(super) fn is_component(word: &str) -> bool {
    ComponentPattern::parse(word).is_some()
}

/// The public key that an entry of a list holds, as this product writes it, so
/// that two layers that mean one key name one.
pub(super) fn key_of(word: &str) -> Result<Arc<str>, Statement> {
    PublicKey::from_pem(word).map(|key| Arc::from(key.to_pem()))
}

/// Each text once, in the order of their first appearance.
fn read_words(found: &DeValue<'_>) -> Option<Vec<Arc<str>>> {
    let mut words: Vec<Arc<str>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for entry in found.as_array()? {
        let word = entry.as_ref().as_str().filter(|word| !is_blank(word))?;
        if seen.insert(word) {
            words.push(Arc::from(word));
        }
    }
    Some(words)
}

/// Whether a person sees nothing: white space, control characters and
/// characters without width.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

impl Value {
    /// The value as TOML writes it.
    pub(super) fn to_toml(&self) -> String {
        match self {
            Self::Level(level) => quote(level.word()),
            Self::Schedule(schedule) => written(schedule),
            Self::Boolean(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Words(words) => list(words),
            Self::Choice(word) => quote(word),
            Self::Path(text) | Self::Text(text) => quote(text),
        }
    }
}

/// A file writes one step at the most; layers that were laid upon each other
/// may have come to more, and those are told one behind the other.
pub(super) fn written(schedule: &Schedule) -> String {
    let (first, steps) = schedule.parts();
    let mut text = quote(first.word());
    for (from, level) in steps {
        text = format!("{{ before = {text}, from = {from}, level = {} }}", quote(level.word()));
    }
    text
}

/// A text as TOML writes it, on one line: what is shown has a key a line.
pub(super) fn quote(text: &str) -> String {
    if text.contains('\n') {
        let lines: Vec<String> = text.split('\n').map(escape).collect();
        return format!("\"{}\"", lines.join("\\n"));
    }
    toml::Value::String(text.to_owned()).to_string()
}

/// The inside of a basic string of TOML.
fn escape(line: &str) -> String {
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    line.chars().map(escaped).collect()
}

/// Texts as TOML writes them.
pub(super) fn list(words: &[Arc<str>]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quote(word)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A value in force, and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InForce {
    /// The value.
    pub(super) value: Value,
    /// The layer and line that set it.
    pub(super) place: Place,
}

/// Each gives the setting when the value is of that shape.
impl InForce {
    pub(super) fn level(&self) -> Option<Setting<Level>> {
        let Value::Level(level) = self.value else { return None };
        Some(self.setting(level))
    }

    pub(super) fn schedule(&self) -> Option<Setting<Schedule>> {
        let Value::Schedule(schedule) = &self.value else { return None };
        Some(self.setting(schedule.clone()))
    }

    pub(super) fn boolean(&self) -> Option<Setting<bool>> {
        let Value::Boolean(value) = self.value else { return None };
        Some(self.setting(value))
    }

    pub(super) fn number(&self) -> Option<Setting<u64>> {
        let Value::Number(value) = self.value else { return None };
        Some(self.setting(value))
    }

    pub(super) fn words(&self) -> Option<Setting<Vec<Arc<str>>>> {
        let Value::Words(words) = &self.value else { return None };
        Some(self.setting(words.clone()))
    }

    /// The path, empty for none.
    pub(super) fn path(&self) -> Option<Arc<str>> {
        let Value::Path(path) = &self.value else { return None };
        Some(Arc::clone(path))
    }

    pub(super) fn text(&self) -> Option<Setting<Arc<str>>> {
        let Value::Text(text) = &self.value else { return None };
        Some(self.setting(Arc::clone(text)))
    }

    /// The choice, as `meaning` understands its word.
    pub(super) fn choice<T>(&self, meaning: fn(&str) -> Option<T>) -> Option<Setting<T>> {
        let Value::Choice(word) = self.value else { return None };
        meaning(word).map(|value| self.setting(value))
    }

    fn setting<T>(&self, value: T) -> Setting<T> {
        Setting { value, place: self.place.clone() }
    }
}
