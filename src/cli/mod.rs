//! The command line: arguments to settings, and the commands.
//!
//! One command a file; each has `command`, its arguments with their help, and
//! `run`. To add one: its file, a `mod` line and a line in [`COMMANDS`], its
//! words in `messages/cli/`.

mod base;
mod check;
mod completions;
mod db;
mod environment;
mod exception;
mod exit;
mod explain;
mod fault;
mod flags;
mod handed_in;
mod history;
mod hosts;
mod init;
mod inventory;
mod language;
mod layers;
mod output;
mod past;
mod policy;
mod practice;
mod record;
mod report;
mod reports;
mod repository;
mod scene;
mod signals;
mod threat;
mod usage;

use std::ffi::OsString;

use clap::{ArgMatches, Command};

pub use environment::Environment;
pub use exit::Exit;
pub use output::Output;

use crate::domain::statement::Statement;
use crate::messages::{self, Language};

/// What every command is given beside its arguments.
#[derive(Debug)]
pub struct Context {
    /// The language that people are spoken to in.
    pub language: Language,
    /// What the environment says.
    pub environment: Environment,
    /// Where words go.
    pub output: Output,
}

impl Context {
    /// The statement in the run's language.
    pub fn say(&self, statement: &Statement) -> String {
        messages::say(statement, self.language)
    }
}

/// One command: its arguments, and what it does.
struct Row {
    name: &'static str,
    command: fn(Language) -> Command,
    run: fn(&ArgMatches, &Context) -> Exit,
}

/// The commands, in the order of the help.
static COMMANDS: &[Row] = &[
    Row { name: check::NAME, command: check::command, run: check::run },
    Row { name: exception::NAME, command: exception::command, run: exception::run },
    Row { name: explain::NAME, command: explain::command, run: explain::run },
    Row { name: inventory::NAME, command: inventory::command, run: inventory::run },
    Row { name: report::NAME, command: report::command, run: report::run },
    Row { name: db::NAME, command: db::command, run: db::run },
    Row { name: policy::NAME, command: policy::command, run: policy::run },
    Row { name: threat::NAME, command: threat::command, run: threat::run },
    Row { name: practice::NAME, command: practice::command, run: practice::run },
    Row { name: history::NAME, command: history::command, run: history::run },
    Row { name: init::NAME, command: init::command, run: init::run },
    Row { name: completions::NAME, command: completions::command, run: completions::run },
];

/// Runs the command line: the whole process but its exit.
pub fn run(arguments: Vec<OsString>, environment: Environment) -> Exit {
    signals::watch();
    let output = Output::new(&environment);
    let language = match language::choose(&arguments, &environment) {
        Ok(language) => language,
        Err(tag) => {
            let spoken = environment.language.unwrap_or_default();
            output.error(&messages::say(&messages::cli::unknown_language(tag), spoken), spoken);
            return Exit::Usage;
        }
    };
    let context = Context { language, environment, output };
    fault::guard(output, language, || parse_and_run(arguments, &context))
}

fn parse_and_run(arguments: Vec<OsString>, context: &Context) -> Exit {
    let matches = match quickly(&arguments, context.language) {
        Some(matches) => Ok(matches),
        None => whole_command(context.language).try_get_matches_from(arguments),
    };
    match matches {
        Ok(matches) => dispatch(&matches, context),
        Err(error) => usage::report(&error, context),
    }
}

/// What the whole command line would make of arguments that are right and begin
/// with a command's name. No other command is made for that, which takes a part of
/// a short run; help and errors know them all.
fn quickly(arguments: &[OsString], language: Language) -> Option<ArgMatches> {
    let named = arguments.get(1)?;
    let row = COMMANDS.iter().find(|row| *named == *row.name)?;
    let alone = usage::root(language, std::iter::once((row.command)(language)));
    alone.try_get_matches_from(arguments).ok()
}

/// The whole command line, in that language.
fn whole_command(language: Language) -> Command {
    usage::root(language, COMMANDS.iter().map(|row| (row.command)(language)))
}

fn dispatch(matches: &ArgMatches, context: &Context) -> Exit {
    let Some((name, arguments)) = matches.subcommand() else { return Exit::Usage };
    match COMMANDS.iter().find(|row| row.name == name) {
        Some(row) => (row.run)(arguments, context),
        None => Exit::Fault,
    }
}
