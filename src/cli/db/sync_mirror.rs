//! `cullis db sync` of a mirror laid out as OSV's own export.

use std::path::Path;

use serde_json::{Value, json};

use super::progress::{Bytes, Records};
use super::sync::{Done, Plan, at, say};
use super::{Exit, fail_at, line_of_source, refuse as refuse_defects};
use crate::advisory::{Import, Importer};
use crate::clock::RunClock;
use crate::domain::advisory::DatabaseSource;
use crate::domain::limits::Limits;
use crate::domain::ports::Clock as _;
use crate::domain::statement::Statement;
use crate::messages::cli::{db_sign, db_sync as words};
use crate::store::database;
use crate::store::installed::Staged;
use crate::sync::mirror::{self, Archive, Extent, How, Mirrored, Request};
use crate::sync::{Client, Failure};

/// Runs it: fetches, imports all of it, and replaces the index at the end.
pub(super) fn run(plan: &Plan<'_>, client: &Client, mut watch: Bytes<'_>) -> Result<Done, Exit> {
    let said = |failure: &Failure| say(failure, plan.context);
    let sources = plan.installed.iter().flat_map(|summary| &summary.sources);
    let otherwise: Vec<String> = sources.map(|source| source.ecosystem.to_string()).collect();
    let request = Request {
        address: &plan.address,
        ecosystems: &plan.ecosystems,
        otherwise: &otherwise,
        keys: &plan.keys,
        cache: &plan.cache,
        extent: if plan.is_full { Extent::Whole } else { Extent::ChangesIfFew },
        now: RunClock::new(None).now(),
    };
    let mirrored = mirror::fetch(client, &request, &mut watch).map_err(|failure| said(&failure))?;
    drop(watch);
    match install(plan, &mirrored) {
        Ok(installed) => {
            let done = done(plan, &installed, &mirrored);
            // The index is in its place: a cache that can't be written costs
            // the next sync time, and nothing else.
            if let Err(reason) = mirrored.keep() {
                at(&plan.cache, &reason, plan.context);
            }
            Ok(done)
        }
        Err(exit) => {
            mirrored.forget();
            Err(exit)
        }
    }
}

struct Installed {
    import: Import,
    root: crate::domain::digest::Digest,
    is_new: bool,
    notes: Vec<Statement>,
}

fn install(plan: &Plan<'_>, mirrored: &Mirrored) -> Result<Installed, Exit> {
    let import = import(plan, &mirrored.archives)?;
    let notes =
        check(plan, &mirrored.archives, &import.sources).map_err(|failure| say(&failure, plan.context))?;
    let failed = |reason: Statement| at(&plan.out, &reason, plan.context);
    let staged = Staged::of_bytes(&plan.out, &import.index).map_err(failed)?;
    let root = staged.summary.root;
    let is_new = plan.installed.as_ref().is_none_or(|old| old.root != root);
    if is_new {
        staged.publish().map_err(failed)?;
    }
    Ok(Installed { import, root, is_new, notes })
}

fn import(plan: &Plan<'_>, archives: &[Archive]) -> Result<Import, Exit> {
    let mut importer = Importer::new(None);
    for archive in archives {
        importer.date(&archive.ecosystem, archive.as_of);
    }
    let paths: Vec<&Path> = archives.iter().map(|archive| archive.path.as_path()).collect();
    let mut progress = Records::new(plan.context);
    let outcome = database::import(&paths, importer, &Limits::DEFAULT, &mut |count| {
        progress.tell(count, plan.context);
    });
    progress.end();
    let outcome =
        outcome.map_err(|error| fail_at(&error.path, &error.reason, plan.context, Exit::Indeterminate))?;
    outcome.map_err(|defects| refuse_defects(&defects, plan.context))
}

/// Whether the new sources may replace the old ones. Nothing that was covered
/// is lost unless somebody said which ecosystems are wanted, and no source
/// gets older.
fn check(
    plan: &Plan<'_>,
    archives: &[Archive],
    sources: &[DatabaseSource],
) -> Result<Vec<Statement>, Failure> {
    let old: &[DatabaseSource] = plan.installed.as_ref().map_or(&[], |summary| &summary.sources);
    let failure = |reason| Failure::refused(&plan.address, reason);
    let find = |sources: &'_ [DatabaseSource], name: &str| {
        sources.iter().find(|source| *source.ecosystem == *name).cloned()
    };
    if let Some(other) =
        sources.iter().find(|source| archives.iter().all(|archive| archive.ecosystem != *source.ecosystem))
    {
        return Err(failure(words::foreign_records(&other.ecosystem)));
    }
    let mut notes = Vec::new();
    for archive in archives.iter().filter(|archive| find(sources, &archive.ecosystem).is_none()) {
        let name = &archive.ecosystem;
        if plan.ecosystems.contains(name) || find(old, name).is_some() {
            return Err(failure(words::nothing_of(name)));
        }
        notes.push(words::nothing_of(name));
    }
    for source in old {
        match find(sources, &source.ecosystem) {
            None if plan.ecosystems.is_empty() => return Err(failure(words::lost(&source.ecosystem))),
            None => notes.push(words::dropped(&source.ecosystem)),
            Some(new) => match (source.as_of, new.as_of) {
                (Some(before), Some(now)) if now < before => {
                    return Err(failure(words::older(&source.ecosystem, now, before)));
                }
                _ => {}
            },
        }
    }
    Ok(notes)
}

fn done(plan: &Plan<'_>, installed: &Installed, mirrored: &Mirrored) -> Done {
    let Installed { import, root, is_new, notes } = installed;
    let path = plan.out.display();
    let mut lines =
        vec![if *is_new { words::installed(path, import.index.len()) } else { words::current(path) }];
    lines.push(crate::messages::cli::db::root(root));
    if let Some((serial, verified)) = mirrored.signed() {
        lines.push(words::manifest(serial));
        lines.extend(verified.by.iter().map(|(algorithm, key)| db_sign::holds(algorithm.word(), key)));
        lines.extend(verified.ignored.iter().cloned());
    }
    lines.extend(mirrored.archives.iter().map(line_of_archive));
    lines.extend(import.sources.iter().map(line_of_source));
    lines.extend(notes.iter().cloned());
    let keys = mirrored
        .signed()
        .map(|(_, verified)| verified.by.iter().map(|(_, key)| key.to_string()).collect::<Vec<_>>());
    let json = json!({
        "changed": is_new,
        "index": plan.out.display().to_string(),
        "root": root,
        "serial": mirrored.signed().map(|(serial, _)| serial),
        "keys": keys,
        "archives": mirrored.archives.iter().map(json_of_archive).collect::<Vec<_>>(),
        "sources": import.sources.iter().map(json_of_source).collect::<Vec<_>>(),
    });
    Done { lines, json }
}

fn line_of_archive(archive: &Archive) -> Statement {
    match archive.how {
        How::Unchanged => words::unchanged(&archive.ecosystem),
        How::Whole => words::whole(&archive.ecosystem),
        How::Changes { changed, removed } => words::changes(&archive.ecosystem, changed, removed),
    }
}

fn json_of_archive(archive: &Archive) -> Value {
    let (how, changed, removed) = match archive.how {
        How::Unchanged => ("unchanged", 0, 0),
        How::Whole => ("whole", 0, 0),
        How::Changes { changed, removed } => ("changes", changed, removed),
    };
    json!({"ecosystem": archive.ecosystem, "how": how, "changed": changed, "removed": removed})
}

/// A source for machines.
pub(super) fn json_of_source(source: &DatabaseSource) -> Value {
    json!({
        "ecosystem": &*source.ecosystem,
        "advisories": source.advisories,
        "withdrawn": source.withdrawn,
        "as-of": source.as_of.map(|day| day.to_string()),
    })
}
