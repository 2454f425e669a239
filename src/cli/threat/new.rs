//! `cullis threat new`: adds an item to the threat model, with a fresh id.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cli::{Context, Exit, flags, layers, usage};
use crate::disk;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::FileError;
use crate::domain::statement::Statement;
use crate::messages::cli::threat as words;
use crate::messages::{self, Language};
use crate::store::installed;
use crate::threat_model::edit::{Field, Kind, NewItem, with_item};

/// The command's name.
pub(super) const NAME: &str = "new";

/// Where the model stands, below the repository, unless a flag says so.
const MODEL: &str = "threat-model.yaml";

/// A field of an item: its flag, which kinds of item have it and need it, and
/// what it is when nobody says.
struct Row {
    name: &'static str,
    shape: Shape,
    kinds: &'static [Kind],
    otherwise: Otherwise,
    help: fn() -> Statement,
}

/// How a field is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    /// Several, with commas between.
    Texts,
    /// `FILE` or `FILE#TEST`, as often as the flag is given.
    Evidence,
}

/// What a field is when nobody says.
#[derive(Clone, Copy)]
enum Otherwise {
    /// Left out.
    Absent,
    /// Somebody has to say it, for these kinds.
    Needed(&'static [Kind]),
    /// This.
    Word(&'static str),
}

const fn row(
    name: &'static str,
    kinds: &'static [Kind],
    otherwise: Otherwise,
    help: fn() -> Statement,
) -> Row {
    Row { name, shape: Shape::Text, kinds, otherwise, help }
}

const fn list(
    name: &'static str,
    kinds: &'static [Kind],
    otherwise: Otherwise,
    help: fn() -> Statement,
) -> Row {
    Row { name, shape: Shape::Texts, kinds, otherwise, help }
}

const ALL: &[Kind] = &[Kind::Element, Kind::Flow, Kind::Threat, Kind::Mitigation];
const ELEMENT: &[Kind] = &[Kind::Element];
const FLOW: &[Kind] = &[Kind::Flow];
const THREAT: &[Kind] = &[Kind::Threat];
const MITIGATION: &[Kind] = &[Kind::Mitigation];

static ROWS: &[Row] = &[
    row("title", ALL, Otherwise::Needed(&[Kind::Threat, Kind::Mitigation]), words::help_title),
    row("kind", ELEMENT, Otherwise::Word("process"), words::help_kind),
    row("zone", ELEMENT, Otherwise::Needed(ELEMENT), words::help_zone),
    list("paths", ELEMENT, Otherwise::Absent, words::help_paths),
    list("components", ELEMENT, Otherwise::Absent, words::help_components),
    row("from", FLOW, Otherwise::Needed(FLOW), words::help_from),
    row("to", FLOW, Otherwise::Needed(FLOW), words::help_to),
    list("on", THREAT, Otherwise::Needed(THREAT), words::help_on),
    list("stride", THREAT, Otherwise::Absent, words::help_stride),
    list("cwe", THREAT, Otherwise::Absent, words::help_cwe),
    list("advisories", THREAT, Otherwise::Absent, words::help_advisories),
    row("severity", THREAT, Otherwise::Needed(THREAT), words::help_severity),
    row("decision", THREAT, Otherwise::Word("open"), words::help_decision),
    list("mitigations", THREAT, Otherwise::Absent, words::help_mitigations),
    row("status", MITIGATION, Otherwise::Word("planned"), words::help_status),
    Row {
        name: "evidence",
        shape: Shape::Evidence,
        kinds: MITIGATION,
        otherwise: Otherwise::Absent,
        help: words::help_evidence,
    },
];

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let kind = Arg::new("item")
        .value_name("ITEM")
        .required(true)
        .value_parser(Kind::WORDS.map(|(word, _)| word))
        .help(say(words::help_item()));
    let file = Arg::new("file").long("file").value_name("FILE").help(say(words::help_model()));
    let id = Arg::new("id").long("id").value_name("ID").help(say(words::help_id()));
    let fields = ROWS.iter().map(|row| {
        let field = Arg::new(row.name).long(row.name).value_name("VALUE").help(say((row.help)()));
        match row.shape {
            Shape::Text => field,
            Shape::Texts => field.action(ArgAction::Append).value_delimiter(','),
            Shape::Evidence => field.action(ArgAction::Append).value_name("FILE[#TEST]"),
        }
    });
    Command::new(NAME)
        .about(say(words::about_new()))
        .args([kind, flags::path(language), file, id])
        .args(fields)
        .after_help(usage::examples(
            language,
            [
                "cullis threat new threat --title \"An order is sent twice\" --on submit --severity high",
                "cullis threat new mitigation --title \"Endless bodies end\" --status implemented \\\n      \
                 --evidence \"tests/limits.rs#refuses_an_endless_body\"",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    match add(arguments, context) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn add(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let usage = |statement: Statement| layers::usage_error(&statement, context);
    let item = new_item(arguments, context)?;
    let here = PathBuf::from(".");
    let folder = flags::path_of(arguments, "path").unwrap_or(&here);
    let file = flags::text_of(arguments, "file").unwrap_or(MODEL);
    let inside = TreePath::new(file).ok_or_else(|| usage(words::no_editable(file)))?;
    let path = folder.join(inside.as_str());
    let bytes = disk::read_regular(&path, Limits::DEFAULT.file_bytes).map_err(|error| match error {
        FileError::Absent => usage(words::no_editable(path.display())),
        FileError::Refused(reason) => usage(words::no_editable(path.display()).because(reason)),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| usage(messages::cli::exception::not_utf8()))?;
    let edited = with_item(&text, &inside, &item, &Limits::DEFAULT)
        .map_err(|reason| usage(words::not_added(path.display()).because(reason)))?;
    installed::write_text(&path, edited.text.as_bytes()).map_err(|reason| {
        context.output.error(&context.say(&reason), context.language);
        Exit::Indeterminate
    })?;
    let said = context.say(&words::added(&edited.id, path.display())) + "\n";
    context.output.result(said).map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}

fn new_item(arguments: &ArgMatches, context: &Context) -> Result<NewItem, Exit> {
    let named = flags::text_of(arguments, "item").unwrap_or_default();
    let kind = Kind::WORDS.iter().find(|(word, _)| *word == named).map_or(Kind::Threat, |(_, kind)| *kind);
    let mut fields = Vec::new();
    let mut missing = Vec::new();
    for row in ROWS {
        let given: Vec<String> =
            arguments.get_many::<String>(row.name).into_iter().flatten().cloned().collect();
        if !row.kinds.contains(&kind) {
            if !given.is_empty() {
                return Err(layers::usage_error(&words::no_such_field(named, row.name), context));
            }
            continue;
        }
        let value = match row.otherwise {
            _ if !given.is_empty() => given,
            Otherwise::Word(word) => vec![word.to_owned()],
            Otherwise::Needed(by) if by.contains(&kind) => {
                let Some(answer) = asked(row.name, context) else {
                    missing.push(format!("`--{}`", row.name));
                    continue;
                };
                split(row, &answer)
            }
            Otherwise::Needed(_) | Otherwise::Absent => continue,
        };
        let field = match (row.shape, value.first()) {
            (Shape::Text, Some(first)) => Field::Text(first.clone()),
            (Shape::Evidence, _) => Field::Evidence(value.iter().map(|text| evidence(text)).collect()),
            _ => Field::Texts(value),
        };
        fields.push((row.name, field));
    }
    if missing.is_empty() {
        let id = flags::text_of(arguments, "id").map(str::to_owned);
        return Ok(NewItem { kind, id, fields });
    }
    Err(layers::usage_error(&words::needs(named, missing.join(", ")), context))
}

/// `FILE`, or `FILE#TEST`.
fn evidence(text: &str) -> (String, Option<String>) {
    match text.split_once('#') {
        Some((file, name)) => (file.to_owned(), Some(name.to_owned())),
        None => (text.to_owned(), None),
    }
}

fn split(row: &Row, answer: &str) -> Vec<String> {
    if row.shape == Shape::Texts {
        answer.split(',').map(|part| part.trim().to_owned()).collect()
    } else {
        vec![answer.to_owned()]
    }
}

/// What somebody at a terminal answers; nobody is asked elsewhere.
fn asked(field: &str, context: &Context) -> Option<String> {
    if !(std::io::stdin().is_terminal() && context.environment.progress) {
        return None;
    }
    let question = context.say(&words::ask(field));
    write!(std::io::stderr(), "{question} ").and_then(|()| std::io::stderr().flush()).ok()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).ok()?;
    Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
}
