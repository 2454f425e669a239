//! The inputs of a run, each by its digest: equal inputs give equal reports.

use super::{Settings, World};
use crate::domain::advisory::DatabaseState;
use crate::domain::digest::Digest;
use crate::domain::record::HistoryState;
use crate::domain::verdict::Inputs;

/// What stands for an input that isn't there.
const ABSENT: &str = "absent";

/// The list of inputs, and the digest over it.
pub(super) fn of(
    world: &World<'_>,
    settings: &Settings,
    database: &DatabaseState,
    past: &HistoryState,
) -> Inputs {
    let mut entries: Vec<(String, String)> = Vec::new();
    let mut add = |name: String, digest: Option<Digest>| {
        entries.push((name, digest.map_or_else(|| ABSENT.to_owned(), |digest| format!("sha256:{digest}"))));
    };
    for (name, digest) in world.logs.iter().flat_map(|log| log.used()) {
        add(name, digest);
    }
    for layer in &settings.policy.layers {
        add(format!("policy:{}", layer.place), Some(layer.digest));
    }
    add("database".to_owned(), database_root(database));
    entries.push(("history".to_owned(), history_word(past)));
    entries.push(("clock".to_owned(), settings.now.to_string()));
    entries.push(("tool".to_owned(), settings.tool_version.to_owned()));
    entries.push(("category".to_owned(), settings.category.to_string()));
    entries.extend(settings.flags.iter().map(|(name, value)| (format!("flag:{name}"), value.clone())));
    entries.sort();
    let parts = entries.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
    let digest = Digest::of_parts(parts);
    Inputs { entries, digest }
}

fn database_root(database: &DatabaseState) -> Option<Digest> {
    match database {
        DatabaseState::Usable(database) => Some(database.root),
        DatabaseState::Missing | DatabaseState::Unusable { .. } => None,
    }
}

/// The fact of history that a report depends on, not the record's number.
fn history_word(past: &HistoryState) -> String {
    match past {
        HistoryState::Off => "off".to_owned(),
        HistoryState::Unusable(_) => "unusable".to_owned(),
        HistoryState::First => "first".to_owned(),
        HistoryState::PreviousEnded => "previous-ended".to_owned(),
        HistoryState::PreviousUnfinished { number } => format!("previous-unfinished:{number}"),
    }
}
