//! `cullis history`: what was recorded of runs, and whether the record is whole.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{Context, Exit, layers, usage};
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::history::line::Line;
use crate::messages::cli::history as words;
use crate::messages::{self, Language};
use crate::store::history::{LogReader, Verified};

/// The command's name.
pub(super) const NAME: &str = "history";

/// How many records are listed unless somebody says.
const LISTED: usize = 20;

/// How many digits of a digest name a record: what a report's last line has.
const FEWEST_DIGITS: usize = 12;

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let examples = |pair| usage::examples(language, pair);
    let history = Arg::new("history")
        .long("history")
        .value_name("FOLDER")
        .value_parser(value_parser!(PathBuf))
        .help(say(words::help_history()));
    let pipeline = Arg::new("pipeline").long("pipeline").value_name("KEY").help(say(words::help_pipeline()));
    let limit = Arg::new("limit")
        .long("limit")
        .value_name("N")
        .value_parser(value_parser!(u32))
        .help(say(words::help_limit()));
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue).help(say(words::help_json()));
    let record = Arg::new("record").value_name("RECORD").required(true).help(say(words::help_record()));
    let list = Command::new("list")
        .about(say(words::about_list()))
        .args([pipeline.clone(), limit, json, history.clone()])
        .after_help(examples(["cullis history list", "cullis history list --limit 5 --json"]));
    let show = Command::new("show")
        .about(say(words::about_show()))
        .args([record, pipeline, history.clone()])
        .after_help(examples(["cullis history show 7", "cullis history show 4e24ec61416c"]));
    let verify = Command::new("verify")
        .about(say(words::about_verify()))
        .arg(history)
        .after_help(examples(["cullis history verify", "cullis history verify --history /mnt/evidence"]));
    Command::new(NAME)
        .about(say(words::about()))
        .subcommand_required(true)
        .subcommands([list, show, verify])
        .after_help(examples(["cullis history list", "cullis history verify"]))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let Some((name, arguments)) = arguments.subcommand() else { return Exit::Usage };
    let of_host = match layers::host_history(context) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let Some(folder) = folder(arguments, of_host, context) else {
        context.output.error(&context.say(&words::no_place()), context.language);
        return Exit::Usage;
    };
    let done = LogReader::open(&folder).and_then(|log| match name {
        "list" => list(&log, arguments, context),
        "show" => show(&log, arguments, context),
        _ => log.verify().map(|verified| verify(&log, &verified, context)),
    });
    match done {
        Ok((text, exit)) => match context.output.result(&text) {
            Ok(()) => exit,
            Err(_) => Exit::Indeterminate,
        },
        Err(error) => {
            context.output.error(&context.say(&error), context.language);
            Exit::Indeterminate
        }
    }
}

/// `--history`, else the host's own, else the place in the user's folder for state.
fn folder(arguments: &ArgMatches, of_host: Option<PathBuf>, context: &Context) -> Option<PathBuf> {
    let named = arguments.get_one::<PathBuf>("history").cloned().or(of_host);
    named.or_else(|| context.environment.state.as_ref().map(|state| state.join("cullis").join("history")))
}

fn wanted_pipeline(arguments: &ArgMatches) -> impl Fn(&Line) -> bool + use<'_> {
    let wanted = arguments.get_one::<String>("pipeline");
    move |line| wanted.is_none_or(|wanted| *wanted == *line.leaf.draft.pipeline)
}

fn list(log: &LogReader, arguments: &ArgMatches, context: &Context) -> Result<(String, Exit), Statement> {
    let limit = arguments.get_one::<u32>("limit").and_then(|limit| usize::try_from(*limit).ok());
    let lines = log.newest(limit.unwrap_or(LISTED), wanted_pipeline(arguments))?;
    let mut text = String::new();
    for line in &lines {
        let row = if arguments.get_flag("json") { json(line)? } else { context.say(&row(line)) };
        let _ = writeln!(text, "{row}");
    }
    if lines.is_empty() && !arguments.get_flag("json") {
        let _ = writeln!(text, "{}", context.say(&words::none()));
    }
    Ok((text, Exit::Done))
}

fn row(line: &Line) -> Statement {
    let leaf = &line.leaf;
    let verdict = leaf.draft.verdict.as_deref().unwrap_or("-");
    let facts = format!("{:<5}  {}  {verdict:<13}", leaf.draft.kind.word(), leaf.draft.at);
    words::row(format!("{:<5}", leaf.number), facts, line.leaf_hash.short(), &leaf.draft.pipeline)
}

/// A record for machines: the leaf's own bytes, with its place and its hash.
fn json(line: &Line) -> Result<String, Statement> {
    let leaf = leaf_text(line)?;
    Ok(format!("{{\"digest\":\"{}\",\"index\":{},\"leaf\":{leaf}}}", line.leaf_hash, line.index))
}

fn leaf_text(line: &Line) -> Result<String, Statement> {
    let bytes = line.leaf.encode()?;
    String::from_utf8(bytes).map_err(|_| messages::history::leaf_not_canonical())
}

fn show(log: &LogReader, arguments: &ArgMatches, context: &Context) -> Result<(String, Exit), Statement> {
    let record = arguments.get_one::<String>("record").map_or("", String::as_str);
    let is_named = names(record);
    let is_of_pipeline = wanted_pipeline(arguments);
    let mut found = Vec::new();
    log.each(|line| {
        if is_named(&line) && is_of_pipeline(&line) {
            found.push(line);
        }
    })?;
    if found.is_empty() {
        let error = words::not_found(record, log.name());
        context.output.error(&context.say(&error), context.language);
        return Ok((String::new(), Exit::Failed));
    }
    let mut text = String::new();
    for line in found {
        let leaf = &line.leaf;
        let heading = words::shown(log.name(), leaf.number, &leaf.draft.pipeline);
        let place = words::shown_place(line.index, line.leaf_hash);
        let bytes = words::shown_leaf(leaf_text(&line)?);
        for said in [heading, place, bytes] {
            let _ = writeln!(text, "{}", context.say(&said));
        }
    }
    Ok((text, Exit::Done))
}

/// Whether a record is the one that is named: a digest has at least twelve
/// digits, which no number of a pipeline ever reaches.
fn names(record: &str) -> impl Fn(&Line) -> bool {
    let digits = record.to_ascii_lowercase();
    let is_digest = digits.len() >= FEWEST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = record.parse::<u64>().ok().filter(|_| !is_digest);
    let starts = move |digest: &Digest| is_digest && digest.to_string().starts_with(&digits);
    move |line| number == Some(line.leaf.number) || starts(&line.leaf_hash)
}

fn verify(log: &LogReader, verified: &Verified, context: &Context) -> (String, Exit) {
    let outcome = &verified.outcome;
    let mut said = Vec::new();
    if outcome.found == 0 {
        said.push(words::whole(log.name(), outcome.leaves, outcome.pipelines));
        said.push(words::tree(outcome.leaves, outcome.root));
    } else {
        said.push(words::broken(log.name(), outcome.found));
        said.extend(outcome.differences.iter().map(|difference| {
            words::difference(difference.line, difference.offset, context.say(&difference.message))
        }));
        let more = outcome.found.saturating_sub(outcome.differences.len() as u64);
        said.extend((more > 0).then(|| words::more(more)));
        said.push(words::tree_of_readable(outcome.leaves, outcome.root));
    }
    said.extend((outcome.unfinished > 0).then(|| words::unfinished(outcome.unfinished)));
    said.extend((!verified.noted).then(words::unnoted));
    let text = said.iter().map(|said| context.say(said) + "\n").collect();
    (text, if outcome.found == 0 { Exit::Done } else { Exit::Failed })
}
