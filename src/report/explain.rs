//! The texts of `cullis explain`: a finding, a rule, an advisory, an exit code.

use std::fmt::Write as _;

use super::{steps, words};
use crate::domain::base::Age;
use crate::domain::day::day_of;
use crate::domain::finding::{Finding, Introducer};
use crate::domain::practice::PRACTICES;
use crate::domain::rule::{Level, RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::verdict::{JudgedFinding, Report};
use crate::messages::rules::words_of;
use crate::messages::{self, Language, explain as said, practice};

/// The practice about exceptions and policy: no exception excuses a finding of it.
const EXCEPTION_PRACTICE: u8 = 10;

/// The fewest digits that name a finding.
const SHORTEST_PREFIX: usize = 4;

/// A finding by the beginning of its identity: whether it is new, how it came
/// in, the nearest fix, who decides, and the exception to ask for. When
/// several identities begin so, they are listed. `None` when none does, or
/// when the text is no beginning of an identity (under four digits).
pub fn finding(report: &Report, prefix: &str, language: Language) -> Option<String> {
    let prefix = prefix.to_ascii_lowercase();
    if prefix.len() < SHORTEST_PREFIX {
        return None;
    }
    let named = |judged: &&JudgedFinding| judged.identity.to_string().starts_with(&prefix);
    let found: Vec<&JudgedFinding> = report.judgement.findings.iter().filter(named).collect();
    let first = found.first()?;
    if found.iter().all(|judged| judged.identity == first.identity) {
        let texts = found.iter().map(|judged| one(report, judged, language));
        return Some(texts.collect::<Vec<_>>().join("\n"));
    }
    Some(format!("{}\n{}", messages::say(&said::several(prefix), language), listed(&found, language)))
}

/// Every finding of this run about an advisory, by any of its ids: one that is
/// alone in full. `None` when there is none.
pub fn advisory(report: &Report, id: &str, language: Language) -> Option<String> {
    let about =
        |judged: &&JudgedFinding| judged.finding.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id));
    let found: Vec<&JudgedFinding> = report.judgement.findings.iter().filter(about).collect();
    let first = found.first()?;
    if let [judged] = *found {
        return Some(one(report, judged, language));
    }
    Some(format!("{}\n{}", words::list(&first.finding.aliases), listed(&found, language)))
}

/// A rule: what it finds, what to do, why it matters, its practice, and its
/// level where a policy is known. `None` for a rule without words.
pub fn rule(info: &RuleInfo, level: Option<Level>, language: Language) -> Option<String> {
    let rule_words = words_of(info.id)?;
    let say = |statement: &Statement| messages::say(statement, language);
    let mut text = format!("{}: {}\n", info.id, say(&rule_words.title()));
    let title = say(&practice::title_of(info.practice));
    let kind = match info.kind {
        RuleKind::Violation => said::violations(),
        RuleKind::Gap => said::gaps(),
    };
    let mut lines = vec![say(&said::practice(info.practice, title)), say(&kind)];
    lines.extend(level.map(|level| say(&said::level_unset(say(&words::level(level))))));
    for line in lines {
        text.push_str("  ");
        text.push_str(&line);
        text.push('\n');
    }
    section(&mut text, &say(&said::help()), &say(&rule_words.help()));
    section(&mut text, &say(&said::why()), &say(&rule_words.why()));
    Some(text)
}

/// An exit code; `None` for one that is never used.
pub fn exit_code(code: u8, language: Language) -> Option<String> {
    let practice =
        code.checked_sub(20).and_then(|number| PRACTICES.iter().find(|known| known.number == number));
    let statement = match practice {
        Some(known) => {
            let title = messages::say(&practice::title_of(known.number), language);
            said::exit_practice(code, known.number, title)
        }
        None => said::exit_code(code)?,
    };
    Some(messages::say(&statement, language))
}

fn listed(found: &[&JudgedFinding], language: Language) -> String {
    let lines = found.iter().map(|judged| {
        let place = messages::escape(&judged.finding.place.to_string()).into_owned();
        let message = messages::say(&judged.finding.message, language);
        format!("  {}  {place}: {message}\n", judged.identity.short())
    });
    lines.collect()
}

fn section(text: &mut String, heading: &str, body: &str) {
    text.extend(["\n", heading, "\n  ", body, "\n"]);
}

fn one(report: &Report, judged: &JudgedFinding, language: Language) -> String {
    let say = |statement: &Statement| messages::say(statement, language);
    let finding = &judged.finding;
    let place = messages::escape(&finding.place.to_string()).into_owned();
    let mut text = format!("{}  {}\n{place}: {}\n", judged.identity, finding.rule.id, say(&finding.message));
    section(&mut text, &say(&said::yours()), &say(&whose(report, judged)));
    if finding.component.is_some() {
        let way = match finding.path.len() {
            0 | 1 => said::direct(&finding.place),
            _ => said::through(words::path(&finding.path), &finding.place),
        };
        section(&mut text, &say(&said::came_in()), &say(&way));
    }
    if finding.introducers.len() > 1 {
        section(&mut text, &say(&said::brought_by()), &introducers(finding, language));
    }
    if let Some(severity) = words::severity(finding, language) {
        section(&mut text, &say(&said::severity()), &severity);
    }
    if let Some(step) = steps::step_for(finding, language) {
        section(&mut text, &say(&said::fix()), &step.sentence(language));
    }
    section(&mut text, &say(&said::who()), &say(&decider(report, judged, language)));
    if let Some(words) = words_of(finding.rule.id) {
        section(&mut text, &say(&said::why()), &say(&words.why()));
    }
    // Nothing excuses what the policy itself is about.
    if !judged.is_excused() && finding.rule.practice != EXCEPTION_PRACTICE {
        section(&mut text, &say(&said::exception()), &say(&said::exception_intro()));
        text.push('\n');
        text.push_str(&exception(finding, language));
    }
    text
}

/// Whether the change brought it.
fn whose(report: &Report, judged: &JudgedFinding) -> Statement {
    match (report.base.base(), judged.age) {
        (Some(base), Some(Age::Old)) => said::is_old(&base.revision),
        (Some(base), Some(Age::New)) if report.base.old.is_some() => said::is_new(&base.revision),
        (Some(base), Some(Age::New)) => said::counts_as_new(&base.revision),
        _ => said::no_base(),
    }
}

/// Every direct dependency that brings it in, a line each.
fn introducers(finding: &Finding, language: Language) -> String {
    let line = |introducer: &Introducer| {
        let place = messages::escape(&introducer.place.to_string()).into_owned();
        format!("{place}: {}", words::path(&introducer.path))
    };
    let mut lines: Vec<String> = finding.introducers.iter().map(line).collect();
    if finding.more_introducers {
        lines.push(messages::say(&said::more_introducers(lines.len()), language));
    }
    lines.join("\n  ")
}

/// Who can change what policy makes of it: the layer that set the level, or
/// those who stand behind the exception.
fn decider(report: &Report, judged: &JudgedFinding, language: Language) -> Statement {
    let exception = judged.excepted_by.and_then(|index| report.policy.exceptions.get(index));
    if let Some(exception) = exception {
        let excused = said::excused(&exception.owner, exception.approver_name(), exception.expires);
        return excused.because(said::covered_at(&exception.place, &exception.reason));
    }
    if let Some(statement) = judged.vex.and_then(|index| report.policy.vex.statements.get(index)) {
        let why = statement.justification.as_deref().unwrap_or("-");
        let excused = said::excused_by_vex(&statement.author, statement.status.word());
        return excused.because(said::covered_at(&statement.place, why));
    }
    let level = messages::say(&words::level(judged.level), language);
    match report.policy.level_of(&judged.finding, day_of(report.now)) {
        Some((_, place)) => said::level(level, place),
        None => said::level_unset(level),
    }
}

/// The block to copy into a policy file, with blanks for what people decide.
fn exception(finding: &Finding, language: Language) -> String {
    let id = if finding.aliases.contains(&finding.subject.item) {
        finding.subject.item.to_string()
    } else {
        format!("{}:{}", finding.rule.id, finding.subject.item)
    };
    let component = finding.component.as_ref();
    let component = component
        .map_or_else(|| "*".to_owned(), |component| format!("{}:{}", component.ecosystem, component.name));
    let say = |statement: &Statement| messages::say(statement, language);
    let mut block = String::from("[[exception]]\n");
    let mut line = |key: &str, value: &str, comment: &str| {
        let written = writeln!(block, "{key} = {value}{comment}");
        debug_assert!(written.is_ok(), "memory never fails");
    };
    line("id", &quoted(&id), "");
    line("component", &quoted(&component), "");
    for (key, comment) in [
        ("owner", said::exception_owner()),
        ("approver", said::exception_approver()),
        ("reason", said::exception_reason()),
        ("expires", said::exception_expires()),
    ] {
        line(key, "\"\"", &format!("  # {}", say(&comment)));
    }
    block
}

/// A TOML basic string (TOML 1.0, "String").
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{advisory, exit_code, finding};
    use crate::messages::Language;
    use crate::report::{golden, samples};

    #[test]
    fn a_finding_is_explained_as_agreed() {
        let report = samples::failing();
        let gap = &report.judgement.findings[3];
        for language in [Language::English, Language::Chinese] {
            // Rules' own words are left out: they are somebody else's to change.
            let text = finding(&report, &gap.identity.short(), language).expect("found");
            let why = crate::messages::rules::words_of("unreadable-file")
                .map(crate::messages::rules::RuleWords::why);
            let why = why.map_or_else(String::new, |why| crate::messages::say(&why, language));
            golden::compare(&format!("failing/explain.{}.txt", language.tag()), &text.replace(&why, "…"));
        }
    }

    #[test]
    fn the_exception_it_prints_is_toml_and_meant_for_the_finding() {
        for report in [samples::failing(), samples::hostile()] {
            let judged = &report.judgement.findings[0];
            let text = finding(&report, &judged.identity.to_string(), Language::English).expect("found");
            let (_, block) = text.split_once("[[exception]]").expect("a block");
            let table: toml::Table = format!("[[exception]]{block}").parse().expect("TOML");
            let entry = &table["exception"][0];
            assert_eq!(entry["id"].as_str(), Some(&*judged.finding.subject.item));
            let name = &judged.finding.component.as_ref().expect("a component").name;
            assert_eq!(entry["component"].as_str(), Some(&*format!("npm:{name}")));
            assert_eq!(entry["owner"].as_str(), Some(""), "people are for people to name");
        }
    }

    #[test]
    fn what_is_not_there_is_not_explained() {
        let report = samples::failing();
        assert_eq!(finding(&report, "zzzz", Language::English), None);
        assert_eq!(finding(&report, "", Language::English), None, "an empty prefix names everything");
        assert_eq!(advisory(&report, "CVE-1999-0001", Language::English), None);
        assert!(advisory(&report, "ghsa-aaaa-bbbb-cccc", Language::English).is_some());
    }

    #[test]
    fn every_exit_code_is_explained_and_no_other() {
        let known: Vec<u8> = (0..=255).filter(|code| exit_code(*code, Language::English).is_some()).collect();
        let expected: Vec<u8> = (0..=4).chain(21..=37).chain([70, 130, 143]).collect();
        assert_eq!(known, expected);
    }
}
