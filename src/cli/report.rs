//! `cullis report`: what a person hands on or looks at.

use clap::{Arg, ArgMatches, Command};

use super::scene::Scene;
use super::{Context, Exit, flags, usage};
use crate::domain::notice::Notices;
use crate::domain::statement::Statement;
use crate::gate;
use crate::messages::cli::report as words;
use crate::messages::{self, Language};
use crate::report;
use crate::store::installed;

/// The command's name.
pub(super) const NAME: &str = "report";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let format = Arg::new("format")
        .long("format")
        .value_name("notices")
        .value_parser(["notices"])
        .required(true)
        .help(say(words::help_format()));
    let out = Arg::new("out")
        .long("out")
        .value_name("FILE")
        .value_parser(clap::builder::PathBufValueParser::new())
        .help(say(words::help_out()));
    Command::new(NAME)
        .about(say(words::about()))
        .arg(flags::path(language))
        .arg(format)
        .arg(out)
        .arg(flags::policy(language))
        .arg(flags::packages(language))
        .after_help(usage::examples(
            language,
            [
                "cullis report --format notices --out NOTICES.txt",
                "cullis report services/payments --format notices --packages /srv/packages",
            ],
        ))
}

/// Runs it. A gap in the inventory is exit 3: what is shown isn't all there is.
/// What has no text is told, and no more: packages for other platforms never
/// are on this machine.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let scene = match Scene::open(arguments, context) {
        Ok(scene) => scene,
        Err(exit) => return exit,
    };
    let notices = scene.with_world(|world| gate::notices(world, &scene.settings));
    let mut bytes = Vec::new();
    let rendered = report::notices::render(&notices, context.language, &mut bytes);
    let failed = |reason: &Statement, place: &str| {
        context.output.error(&format!("{place}{}", context.say(reason)), context.language);
        Exit::Indeterminate
    };
    let stdout_failed = |error| failed(&messages::cli::check::stdout_failed(error), "");
    let written = rendered.map_err(stdout_failed).and_then(|()| match flags::path_of(arguments, "out") {
        None => context.output.result(&bytes).map_err(stdout_failed),
        Some(file) => installed::write_text(file, &bytes)
            .map_err(|reason| failed(&reason, &format!("{}: ", file.display()))),
    });
    match written {
        Ok(()) => told(&notices, context),
        Err(exit) => exit,
    }
}

fn told(notices: &Notices, context: &Context) -> Exit {
    let lacking = notices.components.iter().filter(|notice| notice.texts.is_err()).count();
    if lacking > 0 {
        context.output.note(&context.say(&words::lacking(lacking)));
    }
    if notices.gaps.is_empty() {
        return Exit::Done;
    }
    context.output.note(&context.say(&words::unread(notices.gaps.len())));
    Exit::Indeterminate
}
