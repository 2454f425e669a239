//! `cullis db sync` of a ready-made index.

use jiff::civil::Date;
use serde_json::json;

use super::progress::Bytes;
use super::sync::{Done, Plan, at, say};
use super::{Exit, line_of_source};
use crate::advisory::Summary;
use crate::clock::RunClock;
use crate::domain::day::latest_day_of;
use crate::domain::ports::Clock as _;
use crate::domain::statement::Statement;
use crate::messages;
use crate::messages::cli::{db_sign, db_sync as words};
use crate::signature::{self, IndexSignature, IndexStatement, Refusal, Signed};
use crate::store::installed::{self, Staged};
use crate::sync::{Address, Client, Failure, index};

/// Runs it: the signature first, then the index that it names.
pub(super) fn run(plan: &Plan<'_>, client: &Client, watch: &mut Bytes<'_>) -> Result<Done, Exit> {
    let said = |failure: Failure| say(&failure, plan.context);
    let file = index::signature(client, &plan.address, watch).map_err(said)?;
    let beside = plan.address.with_suffix(".sig");
    let refused = |reason| said(Failure::refused(&beside, reason));
    let blocks = signature::read_file(&file).map_err(refused)?;
    let (block, statement) = newest(&blocks).ok_or_else(|| refused(words::no_statement()))?;
    let verified =
        signature::verify(block, &plan.keys).map_err(|refusal| said(refusal_at(&beside, refusal)))?;
    refuse_future(&statement, latest_day_of(RunClock::new(None).now()))
        .map_err(|reason| said(Failure::unavailable(&beside, reason)))?;
    let old = plan.installed.as_ref();
    let serial = old.map_or(Ok(None), |old| installed::serial_of(&plan.out, old.root));
    let serial = serial.map_err(|reason| at(&installed::signature_path(&plan.out), &reason, plan.context))?;
    let here = old.filter(|old| old.root == statement.root);
    refuse_older(serial, here, statement.serial).map_err(refused)?;
    if let Some(summary) = here {
        // Another signature or a higher number for what is here.
        installed::write_text(&installed::signature_path(&plan.out), &file)
            .map_err(|reason| at(&plan.out, &reason, plan.context))?;
        return Ok(done(plan, summary, &IndexSignature { statement, verified }));
    }
    install(plan, client, watch, &file, &statement)
}

fn install(
    plan: &Plan<'_>,
    client: &Client,
    watch: &mut Bytes<'_>,
    file: &[u8],
    statement: &IndexStatement,
) -> Result<Done, Exit> {
    let said = |failure: Failure| say(&failure, plan.context);
    let fetched = index::fetch(client, &plan.address, &plan.cache, watch).map_err(said)?;
    let staged = Staged::of_file(&plan.out, &fetched.path);
    // Whatever comes now, it isn't needed again: a part that was put together
    // of two versions would fail the same way each time.
    fetched.remove();
    let staged = staged.map_err(|reason| said(Failure::unavailable(&plan.address, reason)))?;
    let summary = staged.summary.clone();
    if summary.root != statement.root {
        let reason = words::other_root(summary.root, statement.root);
        return Err(said(Failure::refused(&plan.address, reason)));
    }
    let signed = signature::verify_index(file, summary.root, &summary.sources, &plan.keys)
        .map_err(|refusal| said(refusal_at(&plan.address, refusal)))?;
    let old_root = plan.installed.as_ref().map(|old| old.root);
    staged.publish_signed(file, old_root).map_err(|reason| at(&plan.out, &reason, plan.context))?;
    Ok(done(plan, &summary, &signed))
}

/// The statement with the highest number: a file may have that of an older index.
fn newest(blocks: &[Signed]) -> Option<(&Signed, IndexStatement)> {
    let statements = blocks.iter().filter_map(|block| Some((block, IndexStatement::read(&block.text)?)));
    statements.max_by_key(|(_, statement)| statement.serial)
}

fn refusal_at(address: &Address, refusal: Refusal) -> Failure {
    Failure { notes: refusal.ignored, ..Failure::refused(address, refusal.reason) }
}

fn refuse_future(statement: &IndexStatement, today: Date) -> Result<(), Statement> {
    let days = statement.as_of.iter().filter_map(|(_, day)| *day);
    match days.max().filter(|day| *day > today) {
        Some(day) => Err(messages::sync::future(day, today)),
        None => Ok(()),
    }
}

/// An index never goes back, and no number stands for two.
fn refuse_older(installed: Option<u64>, here: Option<&Summary>, serial: u64) -> Result<(), Statement> {
    match installed {
        Some(installed) if serial < installed => Err(messages::sync::serial_lower(serial, installed)),
        Some(installed) if serial == installed && here.is_none() => {
            Err(messages::sync::serial_repeated(serial))
        }
        _ => Ok(()),
    }
}

fn done(plan: &Plan<'_>, summary: &Summary, signed: &IndexSignature) -> Done {
    let is_new = plan.installed.as_ref().is_none_or(|old| old.root != summary.root);
    let path = plan.out.display();
    let mut lines = vec![if is_new { words::installed(path, summary.bytes) } else { words::current(path) }];
    lines.push(db_sign::index_named(summary.root, signed.statement.serial));
    lines.extend(signed.verified.by.iter().map(|(algorithm, key)| db_sign::holds(algorithm.word(), key)));
    lines.extend(signed.verified.ignored.iter().cloned());
    lines.extend(summary.sources.iter().map(line_of_source));
    let keys: Vec<String> = signed.verified.by.iter().map(|(_, key)| key.to_string()).collect();
    let json = json!({
        "changed": is_new,
        "index": plan.out.display().to_string(),
        "root": summary.root,
        "serial": signed.statement.serial,
        "keys": keys,
        "sources": summary.sources.iter().map(super::sync_mirror::json_of_source).collect::<Vec<_>>(),
    });
    Done { lines, json }
}
