//! The findings by practice, and the exceptions that excuse some of them.

use std::collections::BTreeMap;
use std::io;

use jiff::tz::TimeZone;

use super::layout::{self, Label, Page, Tone};
use super::units::{self, Unit};
use crate::domain::rule::Level;
use crate::domain::verdict::{JudgedFinding, Report};
use crate::messages::{self, practice, report as said, vex};
use crate::report::{Detail, words};

/// Units of one rule that are shown in a practice at a level, unless they
/// block: what blocks is always shown.
const FOLDED_AT: usize = 3;
/// Related places that are shown; the sentence counts what they stand for.
const RELATED_SHOWN: usize = 3;
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
            of_one_level((page, report), level, &at_level)?;
        }
    }
    Ok(())
}

/// The findings that no exception excuses, by practice; practices in the
/// order of their gravest finding, which is the findings' own order.
fn groups(report: &Report) -> Vec<(u8, Vec<&JudgedFinding>)> {
    let mut groups: Vec<(u8, Vec<&JudgedFinding>)> = Vec::new();
    for judged in report.judgement.findings.iter().filter(|judged| !judged.is_excused()) {
        let number = judged.finding.rule.practice;
        match groups.iter_mut().find(|(practice, _)| *practice == number) {
            Some((_, group)) => group.push(judged),
            None => groups.push((number, vec![judged])),
        }
    }
    groups
}

/// Rule by rule; of what doesn't block, the first few of each rule are shown.
fn of_one_level(
    (page, report): (&mut Page<'_>, &Report),
    level: Level,
    group: &[&JudgedFinding],
) -> io::Result<()> {
    let mut of_rules: Vec<(&str, Vec<Unit<'_>>)> = Vec::new();
    for unit in units::of(group.iter().copied()) {
        match of_rules.iter_mut().find(|(rule, _)| *rule == unit.rule()) {
            Some((_, units)) => units.push(unit),
            None => of_rules.push((unit.rule(), vec![unit])),
        }
    }
    let is_whole = level == Level::Block || page.detail() == Detail::Whole;
    for (rule, units) in &of_rules {
        let shown = if is_whole { units.len() } else { FOLDED_AT };
        for unit in units.iter().take(shown) {
            one((page, report), unit, level)?;
        }
        let hidden: usize = units.iter().skip(shown).map(|unit| unit.judged().len()).sum();
        if hidden > 0 {
            let level = page.say(&words::level(level));
            let more = page.say(&said::and_more(hidden, rule, level));
            page.blank()?;
            page.paragraph(MARGIN * 2, &more)?;
        }
    }
    Ok(())
}

/// One unit: its level and what it is about, then the rest.
fn one((page, report): (&mut Page<'_>, &Report), unit: &Unit<'_>, level: Level) -> io::Result<()> {
    let column = levels_column(page);
    let label = page.paint(tone_of(level), &layout::pad(&page.say(&words::level(level)), column));
    let indent = MARGIN * 2 + column;
    let age = words::age(unit.judged().iter().copied()).map(|age| format!("  {}", page.say(&age)));
    let age = age.map(|age| page.paint(Tone::Faint, &age)).unwrap_or_default();
    page.blank()?;
    match unit {
        Unit::Component(block) => {
            let heading = page.paint(Tone::Heading, &block.heading(page));
            page.line(&format!("{:1$}{label}{heading}{age}", "", MARGIN * 2))?;
            block.write(page, indent, report)
        }
        Unit::Files(judged) => {
            let heading = units::files_heading(judged, page);
            page.line(&format!("{:1$}{label}{heading}{age}", "", MARGIN * 2))?;
            let Some(first) = judged.first() else { return Ok(()) };
            let message = page.say(&first.finding.message);
            page.paragraph(indent, &message)?;
            for field in units::files_fields(judged, page) {
                page.labelled(
                    &Label { indent, column: field.column, text: &field.label, tone: Tone::Faint },
                    &field.text,
                )?;
            }
            Ok(())
        }
        Unit::One(judged) => {
            let finding = &judged.finding;
            let place = messages::escape(&finding.place.to_string()).into_owned();
            let identity = page.paint(Tone::Faint, &judged.identity.short());
            page.line(&format!("{:1$}{label}{place}  {identity}{age}", "", MARGIN * 2))?;
            let message = page.say(&finding.message);
            page.paragraph(indent, &message)?;
            fields(page, indent, judged)
        }
    }
}

/// All levels' words share a column, so that findings begin at the same one.
fn levels_column(page: &Page<'_>) -> usize {
    let levels = [Level::Block, Level::Warn, Level::Note, Level::Off];
    let words = levels.map(|level| page.say(&words::level(level)));
    layout::widest(words.iter().map(String::as_str)) + 2
}

fn fields(page: &mut Page<'_>, indent: usize, judged: &JudgedFinding) -> io::Result<()> {
    let finding = &judged.finding;
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut field = |label, text| fields.push((page.say(&label), text));
    if let Some(severity) = words::severity(finding, page.language()) {
        field(said::label_severity(), severity);
    }
    if let Some(exploited) = words::exploited(finding, page.language()) {
        field(said::label_exploited(), exploited);
    }
    if let Some(epss) = words::epss(finding, page.language()) {
        field(said::label_epss(), epss);
    }
    if let Some(deadline) = words::deadline(judged, page.language()) {
        field(said::label_deadline(), deadline);
    }
    if let Some(rises) = words::rises(judged, page.language()) {
        field(said::label_rises(), rises);
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
    let shown = if page.detail() == Detail::Whole { finding.related.len() } else { RELATED_SHOWN };
    for (place, statement) in finding.related.iter().take(shown) {
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
    let by_vex: Vec<&JudgedFinding> =
        report.judgement.findings.iter().filter(|judged| judged.vex.is_some()).collect();
    if used.is_empty() && by_vex.is_empty() {
        return Ok(());
    }
    page.heading(&said::heading_exceptions())?;
    statements(page, report, &by_vex)?;
    let today = TimeZone::UTC.to_datetime(report.now).date();
    for (index, excused) in used {
        let Some(exception) = report.policy.exceptions.get(index) else { continue };
        let left = today.duration_until(exception.expires).as_hours().max(0) / 24 + 1;
        let used = said::exception_used(&exception.id, &exception.component, exception.expires, left);
        let people = said::exception_people(&exception.owner, exception.approver_name(), &exception.place);
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

/// The VEX statements that excuse a finding of this run, each with its place.
fn statements(page: &mut Page<'_>, report: &Report, excused: &[&JudgedFinding]) -> io::Result<()> {
    for (index, statement) in report.policy.vex.statements.iter().enumerate() {
        let own: Vec<&&JudgedFinding> = excused.iter().filter(|judged| judged.vex == Some(index)).collect();
        if own.is_empty() {
            continue;
        }
        let id = statement.ids.first().map_or("-", |id| id);
        let used = page.say(&vex::used(statement.status.word(), id, &statement.author));
        let fixed = page.say(&vex::reason_fixed());
        let reason = statement.justification.as_deref().unwrap_or(&fixed);
        let reason = page.say(&vex::used_reason(reason, own.len(), &statement.place));
        page.paragraph(MARGIN, &used)?;
        page.paragraph(MARGIN * 2, &reason)?;
        for judged in own {
            let place = messages::escape(&judged.finding.place.to_string()).into_owned();
            let message = page.say(&judged.finding.message);
            page.paragraph(MARGIN * 2, &format!("{place}: {message}"))?;
        }
    }
    Ok(())
}
