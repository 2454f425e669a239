//! `cullis db`: make an index of advisories, fetch one, look at it, verify it.

mod diff;
mod progress;
mod sign;
mod sync;
mod sync_index;
mod sync_mirror;

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;

use progress::Records;

use super::{Context, Exit, flags, usage};
use crate::advisory::{Defect, Import, Importer, Index, Summary};
use crate::domain::advisory::DatabaseSource;
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::messages::cli::db as words;
use crate::messages::{self, Language};
use crate::store::database;
use crate::store::index_file::IndexFile;

/// The command's name.
pub(super) const NAME: &str = "db";

/// How many records that can't be read are named one by one.
const SHOWN_DEFECTS: usize = 20;

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
    let import = Command::new("import")
        .about(say(words::about_import()))
        .arg(path("source", "SOURCE", words::help_source()).action(ArgAction::Append).num_args(1..))
        .arg(path("out", "FILE", words::help_out()).long("out"))
        .arg(Arg::new("as-of").long("as-of").value_name("DATE").help(say(words::help_as_of())))
        .after_help(examples([
            "cullis db import osv --out advisories.cullis --as-of 2026-08-21",
            "cullis db import npm/all.zip in-house --out advisories.cullis",
        ]));
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
        .subcommands([import, sync::command(language), info, verify])
        .subcommands([diff::command(language), sign::sign_command(language), sign::keygen_command(language)])
        .after_help(examples([
            "cullis db import osv --out advisories.cullis --as-of 2026-08-21",
            "cullis db verify advisories.cullis",
        ]))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let done = match arguments.subcommand() {
        Some(("import", arguments)) => import(arguments, context),
        Some(("info", arguments)) => info(arguments, context),
        Some(("verify", arguments)) => verify(arguments, context),
        Some(("sign", arguments)) => sign::sign(arguments, context),
        Some(("keygen", arguments)) => sign::keygen(arguments, context),
        Some(("sync", arguments)) => return sync::run(arguments, context),
        Some(("diff", arguments)) => return diff::run(arguments, context),
        _ => Err(Exit::Usage),
    };
    match done {
        Ok(lines) => print(&lines, context),
        Err(exit) => exit,
    }
}

fn print(lines: &[Statement], context: &Context) -> Exit {
    let text: String = lines.iter().map(|line| context.say(line) + "\n").collect();
    if context.output.result(&text).is_ok() { Exit::Done } else { Exit::Indeterminate }
}

fn import(arguments: &ArgMatches, context: &Context) -> Result<Vec<Statement>, Exit> {
    let sources: Vec<&Path> =
        arguments.get_many::<PathBuf>("source").into_iter().flatten().map(PathBuf::as_path).collect();
    let out = path_of(arguments, "out")?;
    let as_of = date_of(arguments).map_err(|error| fail(&error, context, Exit::Usage))?;
    let mut progress = Records::new(context);
    let imported = database::import(&sources, Importer::new(as_of), &Limits::DEFAULT, &mut |count| {
        progress.tell(count, context);
    });
    progress.end();
    let imported =
        imported.map_err(|error| fail_at(&error.path, &error.reason, context, Exit::Indeterminate))?;
    let import = imported.map_err(|defects| refuse(&defects, context))?;
    let shown = out.display().to_string();
    database::write(out, &import.index)
        .map_err(|reason| fail_at(&shown, &reason, context, Exit::Indeterminate))?;
    Ok(lines_of_import(&import, &shown))
}

fn lines_of_import(import: &Import, path: &str) -> Vec<Statement> {
    let mut lines = vec![words::imported(import.read, path, import.index.len())];
    if import.repeated > 0 {
        lines.push(words::repeated(import.repeated));
    }
    lines.extend(import.sources.iter().map(line_of_source));
    lines
}

fn refuse(defects: &[Defect], context: &Context) -> Exit {
    for defect in defects.iter().take(SHOWN_DEFECTS) {
        fail_at(&defect.name, &defect.reason, context, Exit::Indeterminate);
    }
    if let Some(more) = defects.len().checked_sub(SHOWN_DEFECTS).filter(|more| *more > 0) {
        context.output.note(&context.say(&words::more_defects(more)));
    }
    fail(&words::refused(defects.len()), context, Exit::Indeterminate)
}

fn info(arguments: &ArgMatches, context: &Context) -> Result<Vec<Statement>, Exit> {
    with_index(arguments, context, |index| Ok(lines_of_index(index.summary())))
}

fn verify(arguments: &ArgMatches, context: &Context) -> Result<Vec<Statement>, Exit> {
    let mut found = None;
    let mut lines = with_index(arguments, context, |index| {
        index.verify()?;
        let summary = index.summary();
        let lines = vec![words::root(summary.root), words::verified(summary.bytes)];
        found = Some(summary.clone());
        Ok(lines)
    })?;
    if let Some(summary) = found {
        lines.extend(sign::verify(arguments, context, &summary)?);
    }
    Ok(lines)
}

fn lines_of_index(summary: &Summary) -> Vec<Statement> {
    let holds = words::holds(summary.advisories, summary.packages, summary.format);
    let sources = summary.sources.iter().map(line_of_source);
    [words::root(summary.root), holds].into_iter().chain(sources).collect()
}

fn line_of_source(source: &DatabaseSource) -> Statement {
    let DatabaseSource { ecosystem, advisories, withdrawn, as_of } = source;
    match as_of {
        Some(date) => words::source(ecosystem, advisories, withdrawn, date),
        None => words::source_undated(ecosystem, advisories, withdrawn),
    }
}

/// Opens the index that was named. One that can't be used fails the command:
/// verification failed.
fn with_index(
    arguments: &ArgMatches,
    context: &Context,
    mut look: impl FnMut(&mut Index<'_>) -> Result<Vec<Statement>, Statement>,
) -> Result<Vec<Statement>, Exit> {
    let path = path_of(arguments, "index")?;
    let file = IndexFile::open(path);
    let looked = file.and_then(|file| Index::open(&file).and_then(|mut index| look(&mut index)));
    looked.map_err(|reason| fail_at(&path.display().to_string(), &reason, context, Exit::Failed))
}

fn path_of<'run>(arguments: &'run ArgMatches, name: &str) -> Result<&'run Path, Exit> {
    arguments.get_one::<PathBuf>(name).map(PathBuf::as_path).ok_or(Exit::Usage)
}

fn date_of(arguments: &ArgMatches) -> Result<Option<Date>, Statement> {
    let text = arguments.get_one::<String>("as-of");
    text.map(|text| text.parse().map_err(|error| words::bad_date(text, error))).transpose()
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
