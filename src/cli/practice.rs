//! `cullis practice`: the catalogue, and the standards that it speaks to.

use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command};

use super::{Context, Exit, usage};
use crate::domain::practice::{PRACTICES, Practice};
use crate::domain::statement::Statement;
use crate::messages::cli::practice as words;
use crate::messages::{self, Language, practice::title_of, rules::words_of};
use crate::policy::practices::{self, Catalogue, Coverage, MappedStandard, MappingStatus, Verification};
use crate::rules::RULES;

/// The command's name.
pub(super) const NAME: &str = "practice";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let list = Command::new("list").about(say(words::about_list()));
    let practice =
        Arg::new("practice").value_name("PRACTICE").required(true).help(say(words::help_practice()));
    let standard = Arg::new("standard").value_name("STANDARD").help(say(words::help_standard()));
    let show = Command::new("show").about(say(words::about_show())).arg(practice);
    let coverage = Command::new("coverage").about(say(words::about_coverage())).arg(standard);
    let examples = |pair| usage::examples(language, pair);
    Command::new(NAME)
        .about(say(words::about()))
        .subcommand_required(true)
        .subcommand(list.after_help(examples(["cullis practice list", "cullis practice list --lang zh-CN"])))
        .subcommand(
            show.after_help(examples([
                "cullis practice show 2",
                "cullis practice show threat-model-present",
            ])),
        )
        .subcommand(
            coverage.after_help(examples(["cullis practice coverage", "cullis practice coverage ssdf"])),
        )
        .after_help(examples(["cullis practice list", "cullis practice coverage ssdf"]))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let catalogue = match practices::catalogue() {
        Ok(catalogue) => catalogue,
        // The data is part of the binary and tested: a fault of ours.
        Err(errors) => {
            for error in errors {
                context.output.note(&format!("{}: {}", error.place, context.say(&error.message)));
            }
            return Exit::Fault;
        }
    };
    let text = match arguments.subcommand() {
        Some(("show", arguments)) => {
            let wanted = arguments.get_one::<String>("practice").map_or("", String::as_str);
            let found = practice_of(wanted).ok_or_else(|| words::unknown_practice(wanted));
            found.map(|practice| one_practice(practice, &catalogue, context))
        }
        Some(("coverage", arguments)) => {
            let wanted = arguments.get_one::<String>("standard").map(String::as_str);
            coverage(wanted, &catalogue, context)
        }
        _ => Ok(list(context)),
    };
    match text.map(|text| context.output.result(text.as_bytes())) {
        Ok(Ok(())) => Exit::Done,
        Ok(Err(_)) => Exit::Indeterminate,
        Err(error) => {
            context.output.error(&context.say(&error), context.language);
            Exit::Usage
        }
    }
}

fn list(context: &Context) -> String {
    PRACTICES.iter().fold(String::new(), |mut text, practice| {
        let title = context.say(&title_of(practice.number));
        let _ = writeln!(text, "{:>2}  {:<36}{title}", practice.number, practice.id);
        text
    })
}

/// A practice by its number or id.
fn practice_of(text: &str) -> Option<&'static Practice> {
    PRACTICES.iter().find(|practice| practice.id == text || practice.number.to_string() == text)
}

fn one_practice(practice: &Practice, catalogue: &Catalogue, context: &Context) -> String {
    let title = context.say(&title_of(practice.number));
    let mut text = context.say(&words::heading(practice.number, practice.id, title)) + "\n";
    let stated = catalogue.practices.iter().find(|stated| stated.practice == practice);
    if let Some(stated) = stated {
        let _ = writeln!(text, "\n{}", stated.statement.in_language(context.language));
    }
    let rules: Vec<&str> =
        RULES.iter().filter(|rule| rule.info.practice == practice.number).map(|rule| rule.info.id).collect();
    let heading = if rules.is_empty() { words::no_rule() } else { words::rules() };
    let _ = writeln!(text, "\n{}", context.say(&heading));
    for rule in rules {
        let title = words_of(rule).map(|found| context.say(&found.title())).unwrap_or_default();
        let _ = writeln!(text, "  {rule:<32}{title}");
    }
    let _ = writeln!(text, "\n{}", context.say(&words::requirements()));
    for mapped in &catalogue.standards {
        let standard = &mapped.standard;
        let rows = mapped.mapping.rows.iter().filter(|row| row.practice.as_ref() == practice.id);
        let targets: Vec<&str> =
            rows.flat_map(|row| &row.targets).map(|target| target.as_ref().as_str()).collect();
        if !targets.is_empty() {
            let name = format!("{}@{}", standard.id, standard.version);
            let _ = writeln!(text, "  {name:<24}{}", targets.join(", "));
        }
    }
    text
}

fn coverage(wanted: Option<&str>, catalogue: &Catalogue, context: &Context) -> Result<String, Statement> {
    let is_wanted = |mapped: &&MappedStandard| {
        let standard = &mapped.standard;
        wanted.is_none_or(|wanted| {
            wanted == standard.id || wanted == format!("{}@{}", standard.id, standard.version)
        })
    };
    let texts: Vec<String> =
        catalogue.standards.iter().filter(is_wanted).map(|mapped| coverage_of(mapped, context)).collect();
    if texts.is_empty() {
        let known: Vec<String> =
            catalogue.standards.iter().map(|mapped| format!("`{}`", mapped.standard.id)).collect();
        return Err(words::unknown_standard(wanted.unwrap_or_default(), known.join(", ")));
    }
    Ok(texts.join("\n"))
}

fn coverage_of(mapped: &MappedStandard, context: &Context) -> String {
    let standard = &mapped.standard;
    let title = standard.title.in_language(context.language);
    let mut text = context.say(&words::standard(&standard.id, &standard.version, title)) + "\n";
    let mut covered = 0_usize;
    for requirement in &standard.requirements {
        let id = requirement.id.as_ref();
        let practices = mapped.practices_for(id);
        covered += usize::from(!practices.is_empty());
        let shown: Vec<String> =
            practices.iter().map(|(practice, coverage)| context.say(&shows(practice, *coverage))).collect();
        let shown = if shown.is_empty() { context.say(&words::nothing()) } else { shown.join(", ") };
        let mark = match requirement.verification {
            Verification::Confirmed => String::new(),
            Verification::Secondary => format!(" [{}]", context.say(&words::secondary())),
            Verification::Unconfirmed => format!(" [{}]", context.say(&words::unconfirmed())),
        };
        let title = requirement.title.in_language(context.language);
        let _ = writeln!(text, "  {id:<16}{title}{mark}\n{:18}{shown}", "");
    }
    let _ = writeln!(text, "{}", context.say(&words::covered(covered, standard.requirements.len())));
    if mapped.mapping.status == MappingStatus::Draft {
        let _ = writeln!(text, "{}", context.say(&words::draft()));
    }
    text
}

fn shows(practice: &str, coverage: Coverage) -> Statement {
    match coverage {
        Coverage::Full => words::fully(practice),
        Coverage::Partial => words::partly(practice),
        Coverage::Supporting => words::supporting(practice),
    }
}
