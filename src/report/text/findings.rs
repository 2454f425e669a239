//! The findings by practice, and the exceptions that excuse some of them.

use std::collections::BTreeMap;
use std::io;

use jiff::tz::TimeZone;

use super::layout::{self, Label, Page, Tone};
use crate::domain::finding::Finding;
use crate::domain::rule::Level;
use crate::domain::verdict::{JudgedFinding, Report};
use crate::messages::{self, practice, report as said};
use crate::report::words;

/// Findings of one practice and level that are shown, unless they block:
/// what blocks is always shown whole.
const FOLDED_AT: usize = 10;
/// Where a finding's text begins.
const MARGIN: usize = 2;

pub(super) fn findings(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&said::heading_findings())?;
    let groups = groups(report);
    if groups.is_empty() {
        let none = page.say(&said::no_findings());
        return page.paragraph(MARGIN, &none);
    }
    for (index, (number, group)) in groups.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        let title = page.say(&practice::title_of(*number));
        let title = page.paint(Tone::Heading, &format!("{number} · {title}"));
        page.line(&format!("{:MARGIN$}{title}", ""))?;
        for level in [Level::Block, Level::Warn, Level::Note, Level::Off] {
            let at_level: Vec<&JudgedFinding> =
                group.iter().copied().filter(|judged| judged.level == level).collect();
            of_one_level(page, level, &at_level)?;
        }
    }
    Ok(())
}

/// The findings that no exception excuses, by practice; practices in the
/// order of their gravest finding, which is the findings' own order.
fn groups(report: &Report) -> Vec<(u8, Vec<&JudgedFinding>)> {
    let mut groups: Vec<(u8, Vec<&JudgedFinding>)> = Vec::new();
    for judged in report.judgement.findings.iter().filter(|judged| judged.excepted_by.is_none()) {
        let number = judged.finding.rule.practice;
        match groups.iter_mut().find(|(practice, _)| *practice == number) {
            Some((_, group)) => group.push(judged),
            None => groups.push((number, vec![judged])),
        }
    }
    groups
}

fn of_one_level(page: &mut Page<'_>, level: Level, group: &[&JudgedFinding]) -> io::Result<()> {
    let shown = if level == Level::Block { group.len() } else { FOLDED_AT };
    for judged in group.iter().take(shown) {
        one(page, judged)?;
    }
    let hidden = group.len().saturating_sub(shown);
    if hidden > 0 {
        let level = page.say(&words::level(level));
        let more = page.say(&said::and_more(hidden, level));
        page.blank()?;
        page.paragraph(MARGIN * 2, &more)?;
    }
    Ok(())
}

/// One finding: its level and place, what was found, and what helps.
fn one(page: &mut Page<'_>, judged: &JudgedFinding) -> io::Result<()> {
    let finding = &judged.finding;
    let tone = tone_of(judged.level);
    let level = page.say(&words::level(judged.level));
    let column = levels_column(page);
    let place = messages::escape(&finding.place.to_string()).into_owned();
    let identity = page.paint(Tone::Faint, &judged.identity.short());
    let label = page.paint(tone, &layout::pad(&level, column));
    page.blank()?;
    page.line(&format!("{:1$}{label}{place}  {identity}", "", MARGIN * 2))?;
    let indent = MARGIN * 2 + column;
    let message = page.say(&finding.message);
    page.paragraph(indent, &message)?;
    fields(page, indent, finding)
}

/// All levels' words share a column, so that findings begin at the same one.
fn levels_column(page: &Page<'_>) -> usize {
    let levels = [Level::Block, Level::Warn, Level::Note, Level::Off];
    let words = levels.map(|level| page.say(&words::level(level)));
    layout::widest(words.iter().map(String::as_str)) + 2
}

fn fields(page: &mut Page<'_>, indent: usize, finding: &Finding) -> io::Result<()> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut field = |label, text| fields.push((page.say(&label), text));
    if let Some(severity) = words::severity(finding, page.language()) {
        field(said::label_severity(), severity);
    }
    if finding.path.len() > 1 {
        field(said::label_path(), words::path(&finding.path));
    }
    if !finding.fixed.is_empty() {
        field(said::label_fixed(), words::list(&finding.fixed));
    }
    if finding.is_about_advisory() {
        field(said::label_ids(), words::list(&finding.aliases));
    }
    if let Some(remedy) = &finding.remedy {
        field(said::label_remedy(), page.say(remedy));
    }
    for (place, statement) in &finding.related {
        let place = messages::escape(&place.to_string()).into_owned();
        field(said::label_related(), format!("{place}: {}", page.say(statement)));
    }
    let column = layout::widest(fields.iter().map(|(label, _)| label.as_str())) + 2;
    for (label, text) in &fields {
        page.labelled(&Label { indent, column, text: label, tone: Tone::Faint }, text)?;
    }
    Ok(())
}

const fn tone_of(level: Level) -> Tone {
    match level {
        Level::Block => Tone::Bad,
        Level::Warn => Tone::Doubtful,
        Level::Note => Tone::Noted,
        Level::Off => Tone::Faint,
    }
}

/// The exceptions that excuse a finding of this run, each with its last day.
pub(super) fn exceptions(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let mut used: BTreeMap<usize, Vec<&JudgedFinding>> = BTreeMap::new();
    for judged in &report.judgement.findings {
        if let Some(index) = judged.excepted_by {
            used.entry(index).or_default().push(judged);
        }
    }
    if used.is_empty() {
        return Ok(());
    }
    page.heading(&said::heading_exceptions())?;
    let today = TimeZone::UTC.to_datetime(report.now).date();
    for (index, excused) in used {
        let Some(exception) = report.policy.exceptions.get(index) else { continue };
        let left = today.duration_until(exception.expires).as_hours().max(0) / 24 + 1;
        let used = said::exception_used(&exception.id, &exception.component, exception.expires, left);
        let people = said::exception_people(&exception.owner, &exception.approver, &exception.place);
        let reason = said::exception_reason(&exception.reason, excused.len());
        let (used, people, reason) = (page.say(&used), page.say(&people), page.say(&reason));
        page.paragraph(MARGIN, &used)?;
        page.paragraph(MARGIN * 2, &reason)?;
        page.paragraph(MARGIN * 2, &people)?;
        for judged in excused {
            let place = messages::escape(&judged.finding.place.to_string()).into_owned();
            let message = page.say(&judged.finding.message);
            page.paragraph(MARGIN * 2, &format!("{place}: {message}"))?;
        }
    }
    Ok(())
}
