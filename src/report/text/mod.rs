//! The text report: what a blocked person reads in a terminal or a job's log.
//!
//! The verdict comes first, then what to do, then the findings by practice,
//! then what the verdict stands on. The line that names the record comes last
//! and from elsewhere ([`record_line`]), because the record holds the digest
//! of everything before it.

mod context;
mod findings;
mod inventory;
mod layout;
#[cfg(test)]
mod tests;
mod threats;

use std::io::{self, Write};

pub use inventory::inventory;
use layout::{Label, Page, Tone};

use super::words::{self, Counts};
use super::{Style, steps};
use crate::domain::record::Recorded;
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::{Report, Verdict};
use crate::messages::{self, Language, report as said};

/// Steps that are shown; the findings say the rest.
const STEPS_SHOWN: usize = 5;
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
    Ok(())
}

/// An indeterminate verdict says at once what isn't known.
fn unknowns(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if report.judgement.verdict != Verdict::Indeterminate {
        return Ok(());
    }
    page.heading(&said::heading_unknown())?;
    let blocking = || report.judgement.findings.iter().filter(|judged| judged.blocks());
    for judged in blocking().take(UNKNOWNS_SHOWN) {
        let place = messages::escape(&judged.finding.place.to_string()).into_owned();
        let message = page.say(&judged.finding.message);
        page.paragraph(2, &format!("{place}: {message}"))?;
    }
    let hidden = blocking().count().saturating_sub(UNKNOWNS_SHOWN);
    if hidden > 0 {
        let more = page.say(&said::more_below(hidden));
        page.paragraph(2, &more)?;
    }
    Ok(())
}

fn what_to_do(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let steps = steps::steps(report);
    if steps.is_empty() {
        return Ok(());
    }
    page.heading(&said::heading_steps())?;
    for (index, step) in steps.iter().take(STEPS_SHOWN).enumerate() {
        let number = format!("{}.", index + 1);
        let what = page.say(&step.what);
        let place = messages::escape(&step.place.to_string()).into_owned();
        let mut text = page.say(&said::step_at(what, place));
        if step.mends > 1 {
            text.push_str(&page.say(&said::step_mends(step.mends)));
        }
        page.labelled(&Label { indent: 2, column: 3, text: &number, tone: Tone::Plain }, &text)?;
    }
    let hidden = steps.len().saturating_sub(STEPS_SHOWN);
    if hidden > 0 {
        let more = page.say(&said::more_steps(hidden));
        page.paragraph(5, &more)?;
    }
    if let Some(judged) = report.judgement.findings.iter().find(|judged| judged.blocks()) {
        let explain = said::step_explain(format!("cullis explain {}", judged.identity.short()));
        let explain = page.say(&explain);
        page.paragraph(2, &explain)?;
    }
    Ok(())
}
