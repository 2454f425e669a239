//! The text report: what a blocked person reads in a terminal or a job's log.
//!
//! The verdict comes first, then what to do, then the findings by practice,
//! then what the verdict stands on. The line that names the record comes last
//! and from elsewhere ([`record_line`]), because the record holds the digest
//! of everything before it.

mod components;
mod context;
mod findings;
mod inventory;
mod layout;
#[cfg(test)]
mod tests;
mod threats;
mod units;

use std::io::{self, Write};

pub use inventory::inventory;
use layout::{Label, Page, Tone};

use super::words::{self, Counts};
use super::{Detail, Style, steps};
use crate::domain::record::Recorded;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::{JudgedFinding, Report, Verdict};
use crate::messages::{self, Language, report as said};

/// Unknown things that are named right below an indeterminate verdict.
const UNKNOWNS_SHOWN: usize = 5;

/// Writes the report.
pub(super) fn render(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    verdict(&mut page, report)?;
    unknowns(&mut page, report)?;
    what_to_do(&mut page, report)?;
    findings::findings(&mut page, report)?;
    findings::exceptions(&mut page, report)?;
    context::practices(&mut page, report)?;
    context::accounting(&mut page, report)?;
    context::database(&mut page, report)?;
    context::policy(&mut page, report)?;
    context::run(&mut page, report)
}

/// Writes the verdict, what to do and the findings, and nothing of what they
/// stand on: for commands that look at one part of a repository.
pub fn render_findings(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    verdict(&mut page, report)?;
    what_to_do(&mut page, report)?;
    findings::findings(&mut page, report)?;
    findings::exceptions(&mut page, report)
}

/// Writes what a command looked at, behind what it found.
pub fn render_looked_at(said: &[Statement], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    page.blank()?;
    for statement in said {
        let words = page.say(statement);
        page.paragraph(0, &words)?;
    }
    Ok(())
}

/// Writes the threat models as tables.
pub fn render_threat_models(models: &[ThreatModel], style: Style, out: &mut dyn Write) -> io::Result<()> {
    threats::models(&mut Page::new(out, style), models)
}

/// The report's last line, once the run is recorded: where, and under which
/// number and digest. It has no line end of its own.
pub fn record_line(recorded: &Recorded, language: Language) -> String {
    let said = said::recorded(&recorded.log, recorded.number, recorded.digest);
    messages::say(&said, language)
}

fn verdict(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let verdict = report.judgement.verdict;
    let tone = match verdict {
        Verdict::Pass => Tone::Good,
        Verdict::Fail => Tone::Bad,
        Verdict::Indeterminate | Verdict::NothingToJudge => Tone::Doubtful,
    };
    let word = page.say(&words::verdict(verdict));
    let label = Label { indent: 0, column: layout::widest([&*word]) + 2, text: &word, tone };
    let headline = page.say(&words::headline(report));
    page.labelled(&label, &headline)?;
    let Counts { warnings, notes, excepted, .. } = Counts::of(report);
    if warnings + notes + excepted > 0 {
        let beside = page.say(&said::not_blocking(warnings, notes, excepted));
        page.paragraph(label.column, &beside)?;
    }
    if let Some(base) = words::base(report) {
        let base = page.say(&base);
        page.paragraph(label.column, &base)?;
    }
    for emergency in words::emergencies(report) {
        let emergency = page.say(emergency);
        page.paragraph(label.column, &emergency)?;
    }
    Ok(())
}

/// An indeterminate verdict says at once what isn't known.
fn unknowns(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if report.judgement.verdict != Verdict::Indeterminate {
        return Ok(());
    }
    page.heading(&said::heading_unknown())?;
    let blocking = report.judgement.findings.iter().filter(|judged| judged.blocks());
    let units = units::of(blocking);
    for unit in units.iter().take(UNKNOWNS_SHOWN) {
        let Some(first) = unit.judged().first() else { continue };
        let message = page.say(&first.finding.message);
        let place = messages::escape(&first.finding.place.to_string()).into_owned();
        let text = match unit.judged().len() {
            1 => format!("{place}: {message}"),
            count => page.say(&said::several_files(place, count - 1, message)),
        };
        page.paragraph(2, &text)?;
    }
    let hidden = units.len().saturating_sub(UNKNOWNS_SHOWN);
    if hidden > 0 {
        let more = page.say(&said::more_below(hidden));
        page.paragraph(2, &more)?;
    }
    Ok(())
}

fn what_to_do(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let steps = steps::steps(report, page.language());
    if steps.is_empty() {
        return Ok(());
    }
    page.heading(&said::heading_steps())?;
    let shown = if page.detail() == Detail::Whole { steps.len() } else { steps::SHOWN };
    for (index, step) in steps.iter().take(shown).enumerate() {
        let number = format!("{}.", index + 1);
        let text = messages::escape(&step.sentence(page.language())).into_owned();
        let column = layout::widest([&*number]).max(2) + 1;
        page.labelled(&Label { indent: 2, column, text: &number, tone: Tone::Plain }, &text)?;
    }
    let hidden = steps.len().saturating_sub(shown);
    if hidden > 0 {
        let more = page.say(&said::more_steps(hidden));
        page.paragraph(5, &more)?;
    }
    if let Some(only) = steps::only_through(report, page.language()) {
        page.paragraph(5, &only)?;
    }
    let blocking = report.judgement.findings.iter().filter(|judged| judged.blocks()).rev();
    let worst = |judged: &&JudgedFinding| words::weight(&judged.finding);
    if let Some(judged) = blocking.max_by(|a, b| worst(a).total_cmp(&worst(b))) {
        let explain = said::step_explain(format!("cullis explain {}", judged.identity.short()));
        let explain = page.say(&explain);
        page.paragraph(2, &explain)?;
    }
    Ok(())
}
