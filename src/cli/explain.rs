//! `cullis explain`: a finding, a rule, an advisory or an exit code, in words.

use clap::{Arg, ArgMatches, Command};

use super::scene::Scene;
use super::{Context, Exit, flags, layers, usage};
use crate::domain::day::day_of;
use crate::domain::statement::Statement;
use crate::gate;
use crate::messages::{self, Language};
use crate::report::explain;
use crate::rules;

/// The command's name.
pub(super) const NAME: &str = "explain";

/// The word that asks for all exit codes.
const EXIT_CODES: &str = "exit-code";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let what = Arg::new("what")
        .value_name("FINDING|RULE|ADVISORY|EXIT-CODE")
        .required(true)
        .help(say(messages::cli::explain::help_what()));
    Command::new(NAME)
        .about(say(messages::cli::explain::about()))
        .arg(what)
        .args(flags::judging(language))
        .after_help(usage::examples(
            language,
            ["cullis explain d5d89b8b596e --db advisories.cullis", "cullis explain vulnerable-component"],
        ))
}

/// Runs it. Rules and exit codes need no repository; the rest is looked up in
/// a judgement of the repository as it is now.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let what = flags::text_of(arguments, "what").unwrap_or_default();
    let language = context.language;
    if let Some(text) = exit_codes(what, language) {
        return print(&text, context);
    }
    let scene = match Scene::open(arguments, context) {
        Ok(scene) => scene,
        Err(exit) => return exit,
    };
    if let Some(info) = rules::info_of(what) {
        let level = scene.settings.policy.levels.get(info.id);
        let level = level.map(|setting| setting.value.on(day_of(scene.settings.now)));
        return print(&explain::rule(info, level, language).unwrap_or_default(), context);
    }
    let settings = scene.settings.clone();
    let report = scene.with_world(|world| gate::look(world, settings));
    let found =
        explain::finding(&report, what, language).or_else(|| explain::advisory(&report, what, language));
    match found {
        Some(text) => print(&text, context),
        None => layers::usage_error(&messages::cli::explain::unknown(what), context),
    }
}

fn exit_codes(what: &str, language: Language) -> Option<String> {
    if what.eq_ignore_ascii_case(EXIT_CODES) {
        let codes = (0..=u8::MAX).filter_map(|code| explain::exit_code(code, language));
        let codes: Vec<String> = codes.map(|text| text.trim_end().to_owned()).collect();
        return Some(codes.join("\n"));
    }
    // A finding's identity begins with at least four digits, an exit code has at most three.
    let code = if what.len() < 4 { what.parse().ok() } else { None };
    code.and_then(|code| explain::exit_code(code, language))
}

fn print(text: &str, context: &Context) -> Exit {
    match context.output.result(format!("{}\n", text.trim_end())) {
        Ok(()) => Exit::Done,
        Err(error) => {
            let failed = messages::cli::check::stdout_failed(error);
            context.output.error(&context.say(&failed), context.language);
            Exit::Indeterminate
        }
    }
}
