//! `cullis db`: make an index of advisories, fetch one, look at it, verify it.

mod diff;
mod import;
mod manifest;
mod progress;
mod sign;
mod sync;
mod sync_index;
mod sync_mirror;

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches, Command};

use import::refuse;

use super::{Context, Exit, flags, usage};
use crate::advisory::{Index, Summary};
use crate::domain::advisory::DatabaseSource;
use crate::domain::statement::Statement;
use crate::messages::cli::db as words;
use crate::messages::{self, Language, advisory as said};
use crate::store::index_file::IndexFile;

/// The command's name.
pub(super) const NAME: &str = "db";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let examples = |pair| usage::examples(language, pair);
    let path = |name, label, help: Statement| {
        Arg::new(name)
            .value_name(label)
            .value_parser(PathBufValueParser::new())
            .required(true)
            .help(say(help))
    };
    let info = Command::new("info")
        .about(say(words::about_info()))
        .arg(path("index", "INDEX", words::help_index()))
        .after_help(examples([
            "cullis db info advisories.cullis",
            "cullis db info advisories.cullis --lang zh-CN",
        ]));
    let verify = Command::new("verify")
        .about(say(words::about_verify()))
        .arg(path("index", "INDEX", words::help_index()))
        .args(sign::verify_flags(language))
        .after_help(examples([
            "cullis db verify advisories.cullis",
            "cullis db verify advisories.cullis --key advisories.key.pub",
        ]));
    Command::new(NAME)
        .about(say(words::about()))
        .subcommand_required(true)
        .subcommands([import::command(language), sync::command(language), info, verify])
        .subcommands([diff::command(language), sign::sign_command(language), sign::keygen_command(language)])
        .subcommand(manifest::command(language))
        .after_help(examples([
            "cullis db import osv --out advisories.cullis --as-of 2026-08-21",
            "cullis db verify advisories.cullis",
        ]))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let done = match arguments.subcommand() {
        Some(("import", arguments)) => import::run(arguments, context),
        Some(("info", arguments)) => info(arguments, context),
        Some(("verify", arguments)) => verify(arguments, context),
        Some(("sign", arguments)) => sign::sign(arguments, context).map(lines_from),
        Some(("manifest", arguments)) => manifest::run(arguments, context),
        Some(("keygen", arguments)) => sign::keygen(arguments, context).map(lines_from),
        Some(("sync", arguments)) => return sync::run(arguments, context),
        Some(("diff", arguments)) => return diff::run(arguments, context),
        _ => Err(Exit::Usage),
    };
    match done {
        Ok(lines) => print(&lines, context),
        Err(exit) => exit,
    }
}

fn print(lines: &[Line], context: &Context) -> Exit {
    let said = |line: &Line| line.0.iter().map(|part| context.say(part)).collect::<String>() + "\n";
    let text: String = lines.iter().map(said).collect();
    if context.output.result(&text).is_ok() { Exit::Done } else { Exit::Indeterminate }
}

fn info(arguments: &ArgMatches, context: &Context) -> Result<Vec<Line>, Exit> {
    with_index(arguments, context, |index| {
        let withdrawals = index.withdrawals()?;
        let mut lines = lines_of_index(index.summary());
        let withdrawn =
            withdrawals.iter().map(|one| said::withdrawal(&one.id, &one.by, one.date, &one.reason));
        lines.extend(withdrawn.map(Line::from));
        Ok(lines)
    })
}

fn verify(arguments: &ArgMatches, context: &Context) -> Result<Vec<Line>, Exit> {
    let mut found = None;
    let mut lines = with_index(arguments, context, |index| {
        index.verify()?;
        let summary = index.summary();
        let lines = vec![words::root(summary.root).into(), words::verified(summary.bytes).into()];
        found = Some(summary.clone());
        Ok(lines)
    })?;
    if let Some(summary) = found {
        lines.extend(sign::verify(arguments, context, &summary)?.into_iter().map(Line::from));
    }
    Ok(lines)
}

fn lines_of_index(summary: &Summary) -> Vec<Line> {
    let holds = words::holds(summary.advisories, summary.packages, summary.format);
    let mut lines: Vec<Line> = vec![words::root(summary.root).into(), holds.into()];
    lines.extend(summary.sources.iter().map(source_with_clauses));
    lines.extend(summary.feeds.iter().map(|feed| Line(said::parts_of_feed(feed).into())));
    if summary.namespaces > 0 {
        lines.push(said::holds_namespaces(summary.namespaces).into());
    }
    lines
}

/// A line of the screen: a sentence, and clauses behind it.
struct Line(Vec<Statement>);

impl From<Statement> for Line {
    fn from(statement: Statement) -> Self {
        Self(vec![statement])
    }
}

fn lines_from(statements: Vec<Statement>) -> Vec<Line> {
    statements.into_iter().map(Line::from).collect()
}

fn line_of_source(source: &DatabaseSource) -> Statement {
    let DatabaseSource { ecosystem, advisories, withdrawn, as_of, .. } = source;
    match as_of {
        Some(date) => words::source(ecosystem, advisories, withdrawn, date),
        None => words::source_undated(ecosystem, advisories, withdrawn),
    }
}

/// A source, and what sets it apart.
fn source_with_clauses(source: &DatabaseSource) -> Line {
    Line([vec![line_of_source(source)], said::clauses_of(source)].concat())
}

/// Opens the index that was named. One that can't be used fails the command:
/// verification failed.
fn with_index(
    arguments: &ArgMatches,
    context: &Context,
    mut look: impl FnMut(&mut Index<'_>) -> Result<Vec<Line>, Statement>,
) -> Result<Vec<Line>, Exit> {
    let path = path_of(arguments, "index")?;
    let file = IndexFile::open(path);
    let looked = file.and_then(|file| Index::open(&file).and_then(|mut index| look(&mut index)));
    looked.map_err(|reason| fail_at(&path.display().to_string(), &reason, context, Exit::Failed))
}

fn path_of<'run>(arguments: &'run ArgMatches, name: &str) -> Result<&'run Path, Exit> {
    arguments.get_one::<PathBuf>(name).map(PathBuf::as_path).ok_or(Exit::Usage)
}

fn fail(reason: &Statement, context: &Context, exit: Exit) -> Exit {
    context.output.error(&context.say(reason), context.language);
    exit
}

fn fail_at(path: &str, reason: &Statement, context: &Context, exit: Exit) -> Exit {
    let head = if path.is_empty() { String::new() } else { context.say(&words::about_path(path)) };
    context.output.error(&(head + &context.say(reason)), context.language);
    exit
}
