//! `cullis check`: judge, report, record, exit.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::flags;
use super::scene::Scene;
use super::{Context, Exit, layers, record, reports, usage};
use crate::domain::statement::Statement;
use crate::gate::{self, Outcome};
use crate::messages::{self, Language};
use crate::report::{Colour, Detail, Format, Style, text};
use crate::store::products::ProductFiles;

/// The command's name.
pub(super) const NAME: &str = "check";

/// The flag that has text reports fold nothing.
const VERBOSE: &str = "verbose";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let report = Arg::new("report")
        .long("report")
        .value_name("FORMAT[=FILE]")
        .action(ArgAction::Append)
        .help(say(messages::cli::check::help_report()));
    let exit_code = Arg::new("exit-code")
        .long("exit-code")
        .value_name("verdict|practice")
        .value_parser(["verdict", "practice"])
        .default_value("verdict")
        .help(say(messages::cli::check::help_exit_code()));
    let exit_zero = Arg::new("exit-zero")
        .long("exit-zero")
        .action(ArgAction::SetTrue)
        .help(say(messages::cli::check::help_exit_zero()));
    let verbose = Arg::new(VERBOSE)
        .long(VERBOSE)
        .action(ArgAction::SetTrue)
        .help(say(messages::cli::check::help_verbose()));
    Command::new(NAME)
        .about(say(messages::cli::check::about()))
        .args(flags::judging(language))
        .arg(report)
        .arg(flags::history(language))
        .arg(flags::pipeline(language))
        .arg(exit_code)
        .arg(exit_zero)
        .arg(verbose)
        .after_help(usage::examples(
            language,
            [
                "cullis check --db advisories.cullis",
                "cullis check services/payments --policy bank --report sarif=cullis.sarif",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    match check(arguments, context) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn check(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let values = arguments.get_many::<String>("report").into_iter().flatten().map(String::as_str);
    let wanted = reports::read(values).map_err(|error| layers::usage_error(&error, context))?;
    let scene = Scene::open(arguments, context)?;
    let named = |(index, (format, file)): (usize, &(Format, std::path::PathBuf))| {
        (format!("{}-{index}", format.word()), *format, file.clone())
    };
    let files: Vec<_> = wanted.files.iter().enumerate().map(named).collect();
    let mut products = ProductFiles::new(files.iter().map(|(name, _, file)| (name.clone(), file.clone())));
    let products_wanted: Vec<_> = files.iter().map(|(name, format, _)| (name.clone(), *format)).collect();
    let record_settings = record::settings(arguments, context);
    let folder = record::folder(arguments, context, &scene.settings.policy)
        .map_err(|error| layers::usage_error(&error, context))?;
    let mut history = folder.map(|folder| record::open(&folder));
    let refusal = match history {
        Some(_) => messages::cli::check::record_failed(),
        None => messages::cli::check::not_recorded(),
    };
    let detail = if arguments.get_flag(VERBOSE) { Detail::Whole } else { Detail::Brief };
    let style = Style { detail, ..Style::plain(context.language) };
    let mut settings = scene.settings.clone();
    if detail == Detail::Whole {
        settings.flags.push((VERBOSE.to_owned(), "true".to_owned()));
    }
    let outcome = scene.with_world(|world| {
        let store = history.as_deref_mut();
        gate::run(world, settings, &record_settings, store, (&products_wanted, style, &mut products))
    });
    let exit = finish(&outcome, (wanted.stdout, detail), &refusal, context);
    // The process is about to end: giving ten thousand small pieces of memory
    // back one by one would only take time.
    std::mem::forget((outcome, scene));
    Ok(exit)
}

/// Prints the report and the record's line, or why there is none; what was said
/// before decides.
fn finish(
    outcome: &Outcome,
    (stdout, detail): (Format, Detail),
    refusal: &Statement,
    context: &Context,
) -> Exit {
    let colour = if context.environment.colour { Colour::Always } else { Colour::Never };
    let width = context.environment.width.unwrap_or(Style::WIDTH);
    let style = Style { language: context.language, colour, width, detail };
    let mut bytes = Vec::new();
    let mut written = crate::report::render(stdout, &outcome.report, style, &mut bytes);
    let last = match &outcome.recorded {
        Some(recorded) => text::record_line(recorded, context.language),
        None => context.say(refusal),
    };
    if stdout == Format::Text {
        bytes.extend_from_slice(last.trim_end().as_bytes());
        bytes.push(b'\n');
    }
    written = written.and_then(|()| context.output.result(&bytes));
    if stdout != Format::Text {
        context.output.note(last.trim_end());
    }
    for failure in &outcome.failures {
        context.output.error(&context.say(failure), context.language);
    }
    match written {
        Ok(()) => Exit::of_code(outcome.exit),
        Err(error) => {
            context.output.error(&context.say(&messages::cli::check::stdout_failed(error)), context.language);
            Exit::Indeterminate
        }
    }
}
