//! `cullis check`: judge, report, record, exit.

use clap::{Arg, ArgMatches, Command};

use super::{Context, Exit, usage};
use crate::messages::{self, Language};

/// The command's name.
pub(super) const NAME: &str = "check";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement| messages::say(&statement, language);
    Command::new(NAME)
        .about(say(messages::cli::check::about()))
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .default_value(".")
                .help(say(messages::cli::check::help_path())),
        )
        .after_help(usage::examples(
            language,
            [
                "cullis check",
                "cullis check --db advisories.cullis --report sarif=cullis.sarif services/payments",
            ],
        ))
}

/// Runs it.
pub(super) fn run(_arguments: &ArgMatches, _context: &Context) -> Exit {
    Exit::Fault
}
