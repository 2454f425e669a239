//! `cullis inventory`: what was found, without a verdict.

use clap::{Arg, ArgMatches, Command};

use super::scene::Scene;
use super::{Context, Exit, flags, usage};
use crate::domain::statement::Statement;
use crate::gate;
use crate::messages::{self, Language};
use crate::report::{self, Colour, Format, Style};

/// The command's name.
pub(super) const NAME: &str = "inventory";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let format = Arg::new("format")
        .long("format")
        .value_name("text|json")
        .value_parser(["text", "json"])
        .default_value("text")
        .help(say(messages::cli::inventory::help_format()));
    Command::new(NAME)
        .about(say(messages::cli::inventory::about()))
        .args(flags::judging(language))
        .arg(format)
        .after_help(usage::examples(
            language,
            ["cullis inventory", "cullis inventory services/payments --format json"],
        ))
}

/// Runs it. A gap in the inventory is exit 3: what is shown isn't all there is.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let scene = match Scene::open(arguments, context) {
        Ok(scene) => scene,
        Err(exit) => return exit,
    };
    let settings = scene.settings.clone();
    let report = scene.with_world(|world| gate::look(world, settings));
    let mut bytes = Vec::new();
    let rendered = if flags::text_of(arguments, "format") == Some("json") {
        report::render(Format::Json, &report, Style::plain(context.language), &mut bytes)
    } else {
        let colour = if context.environment.colour { Colour::Always } else { Colour::Never };
        let width = context.environment.width.unwrap_or(Style::WIDTH);
        report::text::inventory(
            &report,
            Style { language: context.language, colour, width, detail: report::Detail::Brief },
            &mut bytes,
        )
    };
    match rendered.and_then(|()| context.output.result(bytes)) {
        Ok(()) if report.inventory.gaps.is_empty() => Exit::Done,
        Ok(()) => Exit::Indeterminate,
        Err(error) => {
            let failed = messages::cli::check::stdout_failed(error);
            context.output.error(&context.say(&failed), context.language);
            Exit::Indeterminate
        }
    }
}
