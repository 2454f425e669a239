//! The inputs of a run, each by its digest: equal inputs give equal reports.

use super::{Settings, World};
use crate::domain::advisory::DatabaseState;
use crate::domain::base::BaseState;
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
    if let Some(graph) = &settings.cargo_graph {
        add(format!("cargo-metadata:{}", graph.name), graph.digest);
    }
    add("walk".to_owned(), Some(walk_digest(settings)));
    entries.push(database_entry(database));
    if let Some(signature) = world.database.and_then(|file| file.signature.as_ref()) {
        let digest = signature.as_ref().ok().map(|bytes| Digest::of(bytes));
        let value = digest.map_or_else(|| ABSENT.to_owned(), |digest| format!("sha256:{digest}"));
        entries.push(("database-signature".to_owned(), value));
    }
    entries.extend(base_entries(&settings.base));
    // Only exceptions ask which repository this is.
    if !settings.policy.exceptions.is_empty() {
        let name = match &settings.repository {
            Ok(name) => name.to_string(),
            Err(reason) => format!("unknown sha256:{}", reason.digest()),
        };
        entries.push(("repository".to_owned(), name));
    }
    // Where nobody states a licence, the report says whether a store could have.
    let stores = if world.packages.is_asked() { "asked" } else { "none" };
    entries.push(("packages".to_owned(), stores.to_owned()));
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

/// What the walk met and handed to nobody: the report counts it.
fn walk_digest(settings: &Settings) -> Digest {
    let passed_over = &settings.passed_over;
    let mut parts = vec![passed_over.ignored.to_string(), passed_over.links.to_string()];
    for (pattern, count) in &passed_over.excluded {
        parts.extend([pattern.clone(), count.to_string()]);
    }
    for gap in &settings.walk_gaps {
        parts.extend([gap.place.to_string(), gap.reason.digest().to_string()]);
    }
    Digest::of_parts(parts.iter().map(String::as_bytes))
}

/// The database by the name that the report shows, with its root, or why it
/// can't be used.
fn database_entry(database: &DatabaseState) -> (String, String) {
    match database {
        DatabaseState::Missing => ("database".to_owned(), ABSENT.to_owned()),
        DatabaseState::Usable(database) => {
            (format!("database:{}", database.path), format!("sha256:{}", database.root))
        }
        DatabaseState::Unusable { path, reason } => {
            (format!("database:{path}"), format!("unusable sha256:{}", reason.digest()))
        }
    }
}

/// The base, by its commits: what is in them follows from their ids.
fn base_entries(base: &BaseState) -> Vec<(String, String)> {
    let entry = |name: &str, value: String| (name.to_owned(), value);
    match base {
        BaseState::NotAsked => Vec::new(),
        BaseState::NoChangeRequest(reason) => {
            vec![entry("base", format!("none sha256:{}", reason.digest()))]
        }
        BaseState::Unusable { revision, reason } => {
            vec![entry(&format!("base:{revision}"), format!("unusable sha256:{}", reason.digest()))]
        }
        BaseState::Usable(base) => {
            let merge_base = match &base.merge_base {
                Ok(commit) => format!("commit:{commit}"),
                Err(reason) => format!("unknown sha256:{}", reason.digest()),
            };
            let tip = entry(&format!("base:{}", base.revision), format!("commit:{}", base.commit));
            vec![tip, entry("merge-base", merge_base)]
        }
    }
}

/// The fact of history that a report depends on, not the record's number.
fn history_word(past: &HistoryState) -> String {
    match past {
        HistoryState::Off => "off".to_owned(),
        HistoryState::Unusable(reason) => format!("unusable sha256:{}", reason.digest()),
        HistoryState::First => "first".to_owned(),
        HistoryState::PreviousEnded => "previous-ended".to_owned(),
        HistoryState::PreviousUnfinished { number } => format!("previous-unfinished:{number}"),
    }
}
