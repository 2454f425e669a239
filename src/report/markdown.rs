//! Markdown for a job's summary page: the verdict, what blocks, the sum.

use std::io::{self, Write};

use super::words::{self, Counts};
use super::{Style, steps};
use crate::domain::advisory::DatabaseState;
use crate::domain::finding::Finding;
use crate::domain::statement::Statement;
use crate::domain::verdict::{JudgedFinding, Report, Verdict};
use crate::messages::{self, report as said};

/// Bytes that a host takes as a job's summary: 1 MiB. A larger one is refused
/// whole, so rows stop well before, and the page says so.
const ROOM_FOR_ROWS: usize = 900 << 10;
/// The longest text of one cell, in characters.
const CELL: usize = 400;

/// Writes the summary.
pub(super) fn render(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let say = |statement: &Statement| messages::say(statement, style.language);
    let verdict = report.judgement.verdict;
    let sign = match verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Indeterminate | Verdict::NothingToJudge => "⚠️",
    };
    let headline = escape(&say(&words::headline(report)));
    writeln!(out, "## {sign} {}: {headline}\n", escape(&say(&words::verdict(verdict))))?;
    let Counts { warnings, notes, excepted, .. } = Counts::of(report);
    if warnings + notes + excepted > 0 {
        writeln!(out, "{}\n", escape(&say(&said::not_blocking(warnings, notes, excepted))))?;
    }
    if let Some(base) = words::base(report) {
        writeln!(out, "{}\n", escape(&say(&base)))?;
    }
    for emergency in words::emergencies(report) {
        writeln!(out, "🚨 {}\n", escape(&say(emergency)))?;
    }
    what_to_do(report, style, out)?;
    blocking(report, style, out)?;
    stands_on(report, style, out)
}

fn what_to_do(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let say = |statement: &Statement| messages::say(statement, style.language);
    let steps = steps::steps(report, style.language);
    if steps.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", escape(&say(&said::heading_steps())))?;
    for step in steps.iter().take(steps::SHOWN) {
        writeln!(out, "1. {}", cell(&messages::escape(&step.sentence(style.language))))?;
    }
    let hidden = steps.len().saturating_sub(steps::SHOWN);
    if hidden > 0 {
        writeln!(out, "\n{}", escape(&say(&said::more_steps(hidden))))?;
    }
    if let Some(only) = steps::only_through(report, style.language) {
        writeln!(out, "\n{}", cell(&only))?;
    }
    writeln!(out)
}

fn blocking(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let say = |statement: &Statement| messages::say(statement, style.language);
    let mut blocking: Vec<&JudgedFinding> =
        report.judgement.findings.iter().filter(|judged| judged.blocks()).collect();
    // The worst first: a table that is cut keeps them.
    blocking.sort_by(|a, b| words::weight(&b.finding).total_cmp(&words::weight(&a.finding)));
    if blocking.is_empty() {
        return Ok(());
    }
    let heads = [said::column_place(), said::column_finding(), said::label_fixed(), said::column_identity()];
    let heads = heads.map(|head| escape(&say(&head)));
    writeln!(out, "### {}\n", escape(&say(&said::heading_blocking())))?;
    writeln!(out, "| {} |\n| --- | --- | --- | --- |", heads.join(" | "))?;
    let mut written = 0;
    let mut rows = 0;
    for judged in &blocking {
        let finding = &judged.finding;
        let place = cell(&messages::escape(&finding.place.to_string()));
        let weaknesses = words::weaknesses_named(report, finding);
        let age = words::age(std::iter::once(*judged)).map(|age| format!(" ({})", say(&age)));
        let message = cell(&format!("{}{}", say(&finding.message), age.unwrap_or_default()));
        let message = weaknesses.into_iter().fold(message, |said, named| format!("{said} {}", cell(&named)));
        let fixed = cell(&mended_by(finding, style));
        let row = format!("| {place} | {message} | {fixed} | `{}` |\n", judged.identity.short());
        written += row.len();
        if written > ROOM_FOR_ROWS {
            break;
        }
        out.write_all(row.as_bytes())?;
        rows += 1;
    }
    let hidden = blocking.len() - rows;
    if hidden > 0 {
        writeln!(out, "\n{}", escape(&say(&said::summary_cut(hidden))))?;
    }
    writeln!(out)
}

/// The nearest fix of a finding, and the version that mends its component.
fn mended_by(finding: &Finding, style: Style) -> String {
    let say = |statement: &Statement| messages::say(statement, style.language);
    let is_fault = finding.is_about_advisory() && finding.severity.is_some();
    match (finding.fixed.first(), &finding.cure) {
        (Some(_), Some(cure)) => words::cure_version(cure, style.language),
        (Some(_), None) => words::list(&finding.fixed),
        (None, _) if is_fault => say(&said::no_fix_known()),
        (None, _) => String::new(),
    }
}

fn stands_on(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let say = |statement: &Statement| messages::say(statement, style.language);
    let accounting = &report.judgement.accounting;
    let sum = words::accounting_sum(report, style.language).replace(words::NO_BREAK, " ");
    writeln!(out, "### {}\n", escape(&say(&said::heading_accounting())))?;
    writeln!(out, "{}  ", escape(&say(&said::accounting_sum(accounting.declared, sum))))?;
    writeln!(out, "{}  ", escape(&say(&said::accounting_beside(accounting.excluded, accounting.ignored))))?;
    let database = match &report.database {
        DatabaseState::Missing => said::database_missing(),
        DatabaseState::Unusable { path, reason } => said::database_unusable(path, say(reason)),
        DatabaseState::Usable(database) => said::database_root(&database.path, database.root.short()),
    };
    writeln!(out, "{}  ", cell(&say(&said::summary_database(say(&database)))))?;
    if report.policy.repository_governs_itself {
        writeln!(out, "{}  ", escape(&say(&said::governed_alone())))?;
    }
    writeln!(out, "{}", escape(&say(&said::run_inputs(report.inputs.digest))))
}

/// A text in one cell of a table or one line: of bounded length, with nothing
/// in it that Markdown or HTML would read.
fn cell(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((cut, _)) => format!("{}…", escape(text.get(..cut).unwrap_or_default())),
        None => escape(text),
    }
}

/// The text as Markdown shows it unchanged. What is between backticks in a
/// sentence stays as it is typed, backticks and all: a name that holds one
/// could otherwise break out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;
    use crate::domain::rule::Level;
    use crate::domain::verdict::Report;
    use crate::messages::Language;
    use crate::report::{Format, Style, golden, render, samples};

    fn markdown(report: &Report, language: Language) -> String {
        let mut out = Vec::new();
        render(Format::Markdown, report, Style::plain(language), &mut out).expect("memory never fails");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_summary_looks_as_it_was_agreed() {
        for language in [Language::English, Language::Chinese] {
            let name = format!("failing/{}.md", language.tag());
            golden::compare(&name, &markdown(&samples::failing(), language));
        }
    }

    #[test]
    fn names_stay_names() {
        let text = "a](https://evil.example) <img src=x> | `code` **bold**\n# head";
        let shown = r"a\](https://evil.example) &lt;img src=x&gt; \| \`code\` \*\*bold\*\* \# head";
        assert_eq!(escape(text), shown);
        let summary = markdown(&samples::hostile(), Language::English);
        assert!(!summary.contains("<img") && !summary.contains("**bold"), "{summary}");
        let rows = summary.lines().filter(|line| line.starts_with("| web/"));
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
        }
    }

    #[test]
    fn a_huge_summary_keeps_below_the_host_s_limit_and_says_so() {
        let mut report = samples::crowded(20_000);
        for judged in &mut report.judgement.findings {
            judged.level = Level::Block;
        }
        let summary = markdown(&report, Language::English);
        assert!(summary.len() < 1 << 20, "{}", summary.len());
        let rows = summary.lines().filter(|line| line.starts_with("| ") && line.ends_with("` |")).count();
        let hidden = 20_003 - rows;
        assert!(summary.contains(&format!("{hidden} more")), "{hidden}");
    }
}
