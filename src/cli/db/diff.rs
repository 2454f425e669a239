//! `cullis db diff`: what one index has that another doesn't.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::{Context, Exit, fail_at, path_of, usage};
use crate::advisory::Index;
use crate::advisory::diff::{Difference, EcosystemDifference, Side, compare};
use crate::domain::advisory::DatabaseSource;
use crate::domain::statement::Statement;
use crate::messages::cli::db_diff as words;
use crate::messages::{self, Language};
use crate::store::index_file::IndexFile;

/// Its arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let index = |name: &'static str, help| {
        Arg::new(name)
            .value_name(if name == "old" { "OLD" } else { "NEW" })
            .value_parser(PathBufValueParser::new())
            .required(true)
            .help(help)
    };
    Command::new("diff")
        .about(say(words::about()))
        .arg(index("old", say(words::help_old())))
        .arg(index("new", say(words::help_new())))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say(words::help_json())))
        .after_help(usage::examples(
            language,
            [
                "cullis db diff advisories.cullis new.cullis",
                "cullis db diff advisories.cullis new.cullis --json",
            ],
        ))
}

/// Runs it: 0 when the two are equal, 1 when they differ.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let difference = match differences(arguments, context) {
        Ok(difference) => difference,
        Err(exit) => return exit,
    };
    let text = if arguments.get_flag("json") {
        format!("{}\n", json_of(&difference))
    } else {
        lines_of(&difference).iter().map(|line| context.say(line) + "\n").collect()
    };
    match context.output.result(&text) {
        Ok(()) if difference.is_empty() && difference.same_root => Exit::Done,
        Ok(()) => Exit::Failed,
        Err(_) => Exit::Indeterminate,
    }
}

fn differences(arguments: &ArgMatches, context: &Context) -> Result<Difference, Exit> {
    let (old, new) = (path_of(arguments, "old")?, path_of(arguments, "new")?);
    let at = |path: &std::path::Path, reason| {
        fail_at(&path.display().to_string(), &reason, context, Exit::Indeterminate)
    };
    let open = |path: &PathBuf| IndexFile::open(path).map_err(|reason| at(path, reason));
    let (old, new) = (old.to_path_buf(), new.to_path_buf());
    let (old_file, new_file) = (open(&old)?, open(&new)?);
    let mut old_index = Index::open(&old_file).map_err(|reason| at(&old, reason))?;
    let mut new_index = Index::open(&new_file).map_err(|reason| at(&new, reason))?;
    compare(&mut old_index, &mut new_index)
        .map_err(|(side, reason)| at(if side == Side::Old { &old } else { &new }, reason))
}

fn lines_of(difference: &Difference) -> Vec<Statement> {
    if difference.is_empty() {
        return vec![if difference.same_root { words::same() } else { words::same_advisories() }];
    }
    difference.ecosystems.iter().flat_map(|(name, ecosystem)| lines_of_ecosystem(name, ecosystem)).collect()
}

fn lines_of_ecosystem(name: &str, ecosystem: &EcosystemDifference) -> Vec<Statement> {
    let EcosystemDifference { old, new, added, gone, changed } = ecosystem;
    let mut lines = vec![words::counts(name, added.len(), changed.len(), gone.len())];
    let day = |source: &Option<DatabaseSource>| {
        source.as_ref().and_then(|source| source.as_of).map_or_else(|| "-".to_owned(), |day| day.to_string())
    };
    match (old, new) {
        (None, Some(_)) => lines.push(words::source_added(day(new))),
        (Some(_), None) => lines.push(words::source_gone(day(old))),
        (Some(before), Some(now)) if before != now => {
            lines.push(words::source_changed(day(old), day(new), before.withdrawn, now.withdrawn));
        }
        _ => {}
    }
    lines.extend(added.iter().map(|(id, summary)| words::added(id, summary)));
    lines.extend(changed.iter().map(|(id, fields)| words::changed(id, fields.join(", "))));
    lines.extend(gone.iter().map(|(id, summary)| words::gone(id, summary)));
    lines
}

fn json_of(difference: &Difference) -> Value {
    let source = |source: &Option<DatabaseSource>| {
        source.as_ref().map(|source| {
            let as_of = source.as_of.map(|day| day.to_string());
            json!({"advisories": source.advisories, "withdrawn": source.withdrawn, "as-of": as_of})
        })
    };
    let summaries = |entries: &BTreeMap<Arc<str>, Arc<str>>| {
        let entries = entries.iter().map(|(id, summary)| json!({"id": &**id, "summary": &**summary}));
        entries.collect::<Vec<_>>()
    };
    let ecosystems = difference.ecosystems.iter().map(|(name, ecosystem)| {
        let changed = ecosystem.changed.iter().map(|(id, fields)| json!({"id": &**id, "fields": fields}));
        json!({
            "ecosystem": &**name,
            "old": source(&ecosystem.old),
            "new": source(&ecosystem.new),
            "added": summaries(&ecosystem.added),
            "changed": changed.collect::<Vec<_>>(),
            "gone": summaries(&ecosystem.gone),
        })
    });
    json!({"equal": difference.same_root, "ecosystems": ecosystems.collect::<Vec<_>>()})
}
