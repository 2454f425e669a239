//! Flags that several commands share: one row each, the same wherever they make sense.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, PathBufValueParser, TypedValueParser as _};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};

use crate::domain::statement::Statement;
use crate::messages::{self, Language};

fn say(statement: &Statement, language: Language) -> &'static str {
    messages::fixed(statement, language)
}

/// `[PATH]`: the repository.
pub(super) fn path(language: Language) -> Arg {
    Arg::new("path")
        .value_name("PATH")
        .value_parser(PathBufValueParser::new())
        .default_value(".")
        .help(say(&messages::cli::check::help_path(), language))
}

/// `--policy FILE`.
pub(super) fn policy(language: Language) -> Arg {
    Arg::new("policy")
        .long("policy")
        .value_name("FILE")
        .value_parser(OsStringValueParser::new().map(PathBuf::from))
        .action(ArgAction::Append)
        .help(say(&messages::cli::check::help_policy(), language))
}

/// `--db PATH`.
pub(super) fn db(language: Language) -> Arg {
    Arg::new("db")
        .long("db")
        .value_name("PATH")
        .value_parser(PathBufValueParser::new())
        .help(say(&messages::cli::check::help_db(), language))
}

/// `--packages DIR|none`.
pub(super) fn packages(language: Language) -> Arg {
    Arg::new("packages")
        .long("packages")
        .value_name("DIR|none")
        .value_parser(PathBufValueParser::new())
        .help(say(&messages::cli::check::help_packages(), language))
}

/// `--history PATH|none`.
pub(super) fn history(language: Language) -> Arg {
    Arg::new("history")
        .long("history")
        .value_name("DIR|none")
        .value_parser(PathBufValueParser::new())
        .help(say(&messages::cli::check::help_history(), language))
}

/// `--pipeline KEY`.
pub(super) fn pipeline(language: Language) -> Arg {
    Arg::new("pipeline")
        .long("pipeline")
        .value_name("KEY")
        .help(say(&messages::cli::check::help_pipeline(), language))
}

/// `--now RFC3339`.
pub(super) fn now(language: Language) -> Arg {
    Arg::new("now").long("now").value_name("RFC3339").help(say(&messages::cli::check::help_now(), language))
}

/// `--category NAME`.
pub(super) fn category(language: Language) -> Arg {
    Arg::new("category")
        .long("category")
        .value_name("NAME")
        .default_value("cullis")
        .help(say(&messages::cli::check::help_category(), language))
}

/// `--cargo-metadata FILE`.
pub(super) fn cargo_metadata(language: Language) -> Arg {
    Arg::new("cargo-metadata")
        .long("cargo-metadata")
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .help(say(&messages::cli::check::help_cargo_metadata(), language))
}

/// `--base REV`.
pub(super) fn base(language: Language) -> Arg {
    Arg::new("base")
        .long("base")
        .value_name("REV|auto")
        .help(say(&messages::cli::base::help_base(), language))
}

/// `--only-new`.
pub(super) fn only_new(language: Language) -> Arg {
    Arg::new("only-new")
        .long("only-new")
        .action(ArgAction::SetTrue)
        .help(say(&messages::cli::base::help_only_new(), language))
}

/// `--approvals FILE`.
pub(super) fn approvals(language: Language) -> Arg {
    Arg::new("approvals")
        .long("approvals")
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .help(say(&messages::cli::exception::help_approvals(), language))
}

/// `--vex FILE`.
pub(super) fn vex(language: Language) -> Arg {
    Arg::new("vex")
        .long("vex")
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .action(ArgAction::Append)
        .help(say(&messages::cli::exception::help_vex(), language))
}

/// `--junit FILE`.
pub(super) fn junit(language: Language) -> Arg {
    Arg::new("junit")
        .long("junit")
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .action(ArgAction::Append)
        .help(say(&messages::threat_results::help_junit(), language))
}

/// The flags that say what is judged, and by what.
pub(super) fn judging(language: Language) -> [Arg; 12] {
    [
        path(language),
        policy(language),
        base(language),
        only_new(language),
        db(language),
        packages(language),
        now(language),
        category(language),
        cargo_metadata(language),
        approvals(language),
        vex(language),
        junit(language),
    ]
}

/// A path flag's value.
pub(super) fn path_of<'matches>(arguments: &'matches ArgMatches, name: &str) -> Option<&'matches PathBuf> {
    arguments.try_get_one::<PathBuf>(name).ok().flatten()
}

/// A text flag's value.
pub(super) fn text_of<'matches>(arguments: &'matches ArgMatches, name: &str) -> Option<&'matches str> {
    arguments.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}

/// Whether a flag stands on the command line: `--now`, or with a value, as in
/// `--history none`, that value alone.
pub(super) fn is_given(arguments: &ArgMatches, flag: &str) -> bool {
    let (name, value) = flag.split_once(' ').map_or((flag, None), |(name, value)| (name, Some(value)));
    let name = name.trim_start_matches('-');
    // A command without the flag can't have been given it.
    if arguments.try_contains_id(name).is_err()
        || arguments.value_source(name) != Some(ValueSource::CommandLine)
    {
        return false;
    }
    let mut values = arguments.get_raw(name).into_iter().flatten();
    value.is_none_or(|value| values.any(|given| given == value))
}

/// A path flag's value where the word `none` turns the thing off.
pub(super) enum Place<'matches> {
    /// Not given.
    Default,
    /// `none`.
    None,
    /// A path.
    At(&'matches PathBuf),
}

/// Reads such a flag.
pub(super) fn place_of<'matches>(arguments: &'matches ArgMatches, name: &str) -> Place<'matches> {
    match path_of(arguments, name) {
        None => Place::Default,
        Some(path) if path.as_os_str() == "none" => Place::None,
        Some(path) => Place::At(path),
    }
}
