//! `cullis db import`: records, overlays and feeds to one index.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;

use super::progress::Records;
use super::{Context, Exit, Line, fail, fail_at, path_of, source_with_clauses, usage};
use crate::advisory::{Defect, Import, Importer, Unmatched};
use crate::domain::advisory::Completeness;
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::messages::cli::db as words;
use crate::messages::{self, Language, advisory as said};
use crate::store::database::{self, Addition, SourceError};

/// How many records that can't be read are named one by one.
const SHOWN_DEFECTS: usize = 20;

/// What stands beside sources: the flag, and what it adds.
const ADDITIONS: [(&str, Addition); 4] = [
    ("kev", Addition::Exploited),
    ("epss", Addition::Epss),
    ("licenses", Addition::Licenses),
    ("overlay", Addition::Overlay),
];

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let path = |name: &'static str, label: &'static str, help: Statement| {
        let path = Arg::new(name).value_name(label).value_parser(PathBufValueParser::new());
        path.help(say(help)).action(ArgAction::Append)
    };
    let text = |name: &'static str, label: &'static str, help: Statement| {
        Arg::new(name).long(name).value_name(label).help(say(help)).action(ArgAction::Append)
    };
    Command::new("import")
        .about(say(words::about_import()))
        .arg(path("source", "SOURCE", words::help_source()).num_args(1..).required(true))
        .arg(
            path("out", "FILE", words::help_out()).long("out").action(ArgAction::Set).required(true),
        )
        .arg(text("as-of", "[ECOSYSTEM=]DATE", words::help_as_of()))
        .arg(text("whole", "ECOSYSTEM", words::help_whole()))
        .arg(text("partial", "ECOSYSTEM", words::help_partial()).conflicts_with("whole"))
        .arg(path("overlay", "PATH", words::help_overlay()).long("overlay"))
        .arg(path("kev", "FILE", words::help_kev()).long("kev"))
        .arg(path("epss", "FILE", words::help_epss()).long("epss"))
        .arg(path("licenses", "FILE", words::help_licenses()).long("licenses"))
        .after_help(usage::examples(
            language,
            [
                "cullis db import osv --out advisories.cullis --as-of 2026-08-21",
                "cullis db import osv --overlay in-house --kev kev.json --epss epss.csv.gz --out advisories.cullis",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Result<Vec<Line>, Exit> {
    let sources: Vec<&Path> = paths(arguments, "source").collect();
    let out = path_of(arguments, "out")?;
    let mut told = importer(arguments).map_err(|error| fail(&error, context, Exit::Usage))?;
    let unreadable = |error: SourceError| fail_at(&error.path, &error.reason, context, Exit::Indeterminate);
    for (flag, addition) in ADDITIONS {
        for path in paths(arguments, flag) {
            database::add(addition, path, &mut told, &Limits::DEFAULT).map_err(unreadable)?;
        }
    }
    let mut bar = Records::new(context);
    let imported =
        database::import(&sources, told, &Limits::DEFAULT, &mut |progress| bar.tell(progress, context));
    bar.end();
    let import = imported.map_err(unreadable)?.map_err(|defects| refuse(&defects, context))?;
    let shown = out.display().to_string();
    database::write(out, &import.index)
        .map_err(|reason| fail_at(&shown, &reason, context, Exit::Indeterminate))?;
    Ok(lines_of(&import, &shown))
}

fn paths<'run>(arguments: &'run ArgMatches, name: &str) -> impl Iterator<Item = &'run Path> {
    arguments.get_many::<PathBuf>(name).into_iter().flatten().map(PathBuf::as_path)
}

fn texts<'run>(arguments: &'run ArgMatches, name: &str) -> impl Iterator<Item = &'run str> {
    arguments.get_many::<String>(name).into_iter().flatten().map(String::as_str)
}

/// An importer that knows days and what is whole.
fn importer(arguments: &ArgMatches) -> Result<Importer, Statement> {
    let mut of_all = None;
    let mut of_one = Vec::new();
    for text in texts(arguments, "as-of") {
        if let Some((ecosystem, day)) = text.split_once('=') {
            of_one.push((ecosystem, date(text, day)?));
            continue;
        }
        let day = date(text, text)?;
        if of_all.replace(day).is_some_and(|other| other != day) {
            return Err(words::two_dates(text));
        }
    }
    let mut importer = Importer::new(of_all);
    for (ecosystem, day) in of_one {
        importer.date(ecosystem, day);
    }
    for (flag, completeness) in [("whole", Completeness::Whole), ("partial", Completeness::Partial)] {
        for ecosystem in texts(arguments, flag) {
            importer.declare(ecosystem, completeness);
        }
    }
    Ok(importer)
}

fn date(text: &str, day: &str) -> Result<Date, Statement> {
    day.parse().map_err(|error| words::bad_date(text, error))
}

fn lines_of(import: &Import, path: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![words::imported(import.read, path, import.index.len()).into()];
    if import.repeated > 0 {
        lines.push(words::repeated(import.repeated).into());
    }
    if import.nameless > 0 {
        lines.push(words::nameless(import.nameless).into());
    }
    lines.extend(import.sources.iter().map(source_with_clauses));
    lines.extend(import.feeds.iter().map(|feed| Line(said::parts_of_feed(feed).into())));
    if import.namespaces > 0 {
        lines.push(said::holds_namespaces(import.namespaces).into());
    }
    lines.extend(import.unmatched.iter().map(|unmatched| Line::from(line_of_unmatched(unmatched))));
    lines
}

fn line_of_unmatched(unmatched: &Unmatched) -> Statement {
    match unmatched {
        Unmatched::Withdrawal(id, alike) if alike.is_empty() => words::withdrawal_unmatched(id),
        Unmatched::Withdrawal(id, alike) => words::withdrawal_of_alias(id, alike.join(", ")),
        Unmatched::Alias(id, of) => words::alias_unmatched(id, of),
    }
}

pub(super) fn refuse(defects: &[Defect], context: &Context) -> Exit {
    for defect in defects.iter().take(SHOWN_DEFECTS) {
        fail_at(&defect.name, &defect.reason, context, Exit::Indeterminate);
    }
    if let Some(more) = defects.len().checked_sub(SHOWN_DEFECTS).filter(|more| *more > 0) {
        context.output.note(&context.say(&words::more_defects(more)));
    }
    fail(&words::refused(defects.len()), context, Exit::Indeterminate)
}
