//! `cullis completions`: a script that completes the command line in a shell.

use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use super::{Context, Exit, layers, usage};
use crate::domain::statement::Statement;
use crate::messages::{self, Language};

/// The command's name.
pub(super) const NAME: &str = "completions";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let shell = Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .help(say(messages::cli::completions::help_shell()));
    Command::new(NAME).about(say(messages::cli::completions::about())).arg(shell).after_help(usage::examples(
        language,
        [
            "cullis completions bash > /etc/bash_completion.d/cullis",
            "cullis completions zsh > ~/.zfunc/_cullis",
        ],
    ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let named = arguments.get_one::<String>("shell").map_or("", String::as_str);
    let Ok(shell) = named.parse::<Shell>() else {
        return layers::usage_error(&messages::cli::completions::unknown_shell(named), context);
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::whole_command(context.language), "cullis", &mut script);
    match context.output.result(script) {
        Ok(()) => Exit::Done,
        Err(error) => {
            let failed = messages::cli::check::stdout_failed(error);
            context.output.error(&context.say(&failed), context.language);
            Exit::Indeterminate
        }
    }
}
