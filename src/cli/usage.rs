//! The root of the command line, its help and its errors, in both languages.

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::{Context, Exit};
use crate::domain::statement::Statement;
use crate::messages::{self, Language};

/// The whole command line.
pub(super) fn root(language: Language, commands: impl Iterator<Item = Command>) -> Command {
    let say = |statement: Statement| messages::say(&statement, language);
    let version = Arg::new("version")
        .long("version")
        .short('V')
        .action(ArgAction::Version)
        .help(say(messages::cli::help_version()));
    let root = Command::new("cullis")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(messages::cli::about()))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg_required_else_help(true)
        .subcommand_required(true)
        .styles(Styles::styled())
        .arg(version)
        .subcommands(commands);
    localize(root, language)
}

/// Gives a command and all below it help flags and headings in the language.
fn localize(command: Command, language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let help = Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::Help)
        .help(say(messages::cli::help_help()));
    let lang = Arg::new("lang").long("lang").value_name("TAG").help(say(messages::cli::help_lang()));
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}\n",
        say(messages::cli::heading_usage())
    );
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut command = command
        .disable_help_flag(true)
        .help_template(template)
        .subcommand_help_heading(say(messages::cli::heading_commands()))
        .subcommand_value_name(say(messages::cli::command_value_name()))
        .next_help_heading(say(messages::cli::heading_options()))
        .arg(help)
        .arg(lang);
    let options = say(messages::cli::heading_options());
    let arguments = say(messages::cli::heading_arguments());
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let arg = arg.help_heading(heading);
        // Possible values and defaults stand in the help's own words.
        if arg.get_action().takes_values() {
            arg.hide_possible_values(true).hide_default_value(true)
        } else {
            arg
        }
    });
    for name in names {
        command = command.mut_subcommand(name, |below| localize(below, language));
    }
    command
}

/// The two examples that every command's help ends with.
pub(super) fn examples(language: Language, examples: [&str; 2]) -> String {
    let heading = messages::say(&messages::cli::heading_examples(), language);
    let [first, second] = examples;
    format!("{heading}\n  {first}\n  {second}")
}

/// Prints help, or says what is wrong with the arguments.
pub(super) fn report(error: &clap::Error, context: &Context) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match context.output.result(error.render().to_string()) {
                Ok(()) => Exit::Done,
                Err(_) => Exit::Indeterminate,
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            context.output.note(&error.render().to_string());
            Exit::Usage
        }
        _ => {
            context.output.error(&context.say(&statement_of(error)), context.language);
            context.output.note(&context.say(&messages::cli::see_help()));
            Exit::Usage
        }
    }
}

fn statement_of(error: &clap::Error) -> Statement {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let suggested = match error.kind() {
        ErrorKind::InvalidSubcommand => text(ContextKind::SuggestedSubcommand),
        _ => text(ContextKind::SuggestedArg),
    };
    match (error.kind(), suggested.is_empty()) {
        (ErrorKind::UnknownArgument, true) => messages::cli::unknown_argument(argument),
        (ErrorKind::UnknownArgument, false) => messages::cli::unknown_argument_but(argument, suggested),
        (ErrorKind::InvalidSubcommand, true) => {
            messages::cli::unknown_command(text(ContextKind::InvalidSubcommand))
        }
        (ErrorKind::InvalidSubcommand, false) => {
            messages::cli::unknown_command_but(text(ContextKind::InvalidSubcommand), suggested)
        }
        (ErrorKind::MissingRequiredArgument, _) => messages::cli::missing_argument(argument),
        (ErrorKind::MissingSubcommand, _) => messages::cli::missing_command(),
        (ErrorKind::ArgumentConflict, _) => {
            messages::cli::conflicting_arguments(argument, text(ContextKind::PriorArg))
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, _) => {
            let valid = text(ContextKind::ValidValue);
            messages::cli::bad_value(
                text(ContextKind::InvalidValue),
                argument,
                if valid.is_empty() { "…" } else { &valid },
            )
        }
        _ => messages::cli::bad_arguments(error.kind().to_string()),
    }
}
