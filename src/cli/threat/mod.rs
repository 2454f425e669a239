//! `cullis threat`: the recorded threat models, judged alone, shown or reviewed.

mod new;
mod review;
mod show;

use std::io::{self, Write};

use clap::{ArgMatches, Command};

use super::scene::Scene;
use super::{Context, Exit, flags, usage};
use crate::domain::practice::THREAT_PRACTICES;
use crate::domain::statement::Statement;
use crate::domain::verdict::Report;
use crate::gate;
use crate::messages::cli::threat as words;
use crate::messages::{self, Language};
use crate::report::{Colour, Style, text};
use crate::rules;

/// The command's name.
pub(super) const NAME: &str = "threat";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let arguments = || {
        [
            flags::path(language),
            flags::policy(language),
            flags::base(language),
            flags::now(language),
            flags::approvals(language),
        ]
    };
    let check = Command::new("check")
        .about(say(words::about_check()))
        .args(arguments())
        .arg(flags::junit(language))
        .after_help(usage::examples(
            language,
            [
                "cullis threat check",
                "cullis threat check services/payments --policy bank --junit results.xml",
            ],
        ));
    let shown = Command::new("show")
        .about(say(words::about_show()))
        .args(arguments())
        .args(show::arguments(language))
        .after_help(usage::examples(
            language,
            ["cullis threat show", "cullis threat show --format svg -o threats.svg"],
        ));
    Command::new(NAME)
        .about(say(words::about()))
        .subcommand_required(true)
        .subcommand(check)
        .subcommand(new::command(language))
        .subcommand(shown)
        .subcommand(review::command(language))
        .after_help(usage::examples(language, ["cullis threat check", "cullis threat show"]))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let Some((name, arguments)) = arguments.subcommand() else { return Exit::Usage };
    if name == new::NAME {
        return new::run(arguments, context);
    }
    if name == review::NAME {
        return match review::run(arguments, context) {
            Ok(exit) | Err(exit) => exit,
        };
    }
    let scene = match Scene::open(arguments, context) {
        Ok(scene) => scene,
        Err(exit) => return exit,
    };
    let report = scene.with_world(|world| gate::look_at_threats(world, scene.settings.clone()));
    match name {
        "show" => show::show(&report.threat_models, arguments, context),
        _ => print(context, exit_of(&report), |style, out| {
            text::render_findings(&report, style, out)?;
            text::render_looked_at(&looked_at(&report), style, out)
        }),
    }
}

/// What was looked at, and what a check of the threat models alone leaves out: that
/// nothing was found says little where nothing was looked for.
fn looked_at(report: &Report) -> Vec<Statement> {
    let models = &report.threat_models;
    let threats: usize = models.iter().map(|model| model.threats.len()).sum();
    let evidence: usize = models.iter().flat_map(|model| &model.evidence).map(Vec::len).sum();
    let looks = |rule: &&&rules::Rule| {
        THREAT_PRACTICES.contains(&rule.info.practice) && !rules::ASK_FOR_COMPONENTS.contains(&rule.info.id)
    };
    let count = rules::RULES.iter().filter(looks).count();
    let mut said = vec![
        words::looked_at(models.len(), threats, evidence, count),
        words::not_looked_at(format_args!("`{}`", rules::ASK_FOR_COMPONENTS.join("`, `"))),
    ];
    if report.base.base().is_none() {
        said.push(words::without_base());
    }
    said
}

const fn exit_of(report: &Report) -> Exit {
    Exit::of_code(report.judgement.verdict.exit_code())
}

/// Where words go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whither {
    Terminal,
    File,
}

/// How words look there.
fn style_of(context: &Context, whither: Whither) -> Style {
    if whither == Whither::File {
        return Style::plain(context.language);
    }
    let colour = if context.environment.colour { Colour::Always } else { Colour::Never };
    let width = context.environment.width.unwrap_or(Style::WIDTH);
    Style { language: context.language, colour, width, detail: crate::report::Detail::Brief }
}

/// Prints, and exits so; what can't be printed isn't acknowledged.
fn print(context: &Context, exit: Exit, render: impl Fn(Style, &mut dyn Write) -> io::Result<()>) -> Exit {
    let style = style_of(context, Whither::Terminal);
    let mut bytes = Vec::new();
    let written = render(style, &mut bytes).and_then(|()| context.output.result(&bytes));
    match written {
        Ok(()) => exit,
        Err(error) => {
            context.output.error(&context.say(&messages::cli::check::stdout_failed(error)), context.language);
            Exit::Indeterminate
        }
    }
}
