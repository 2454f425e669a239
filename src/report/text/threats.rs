//! The threat models as tables: what the system is made of, and where each threat stands.

use std::collections::{HashMap, HashSet};
use std::io;

use super::layout::{self, Page, Tone};
use crate::domain::review::{Freshness, Signed};
use crate::domain::statement::Statement;
use crate::domain::threat::{
    Decision, EvidenceState, Flow, Located, Mitigation, ThreatModel, ThreatSeverity,
};
use crate::messages::{self, picture, report as said};

/// Columns between two cells.
const GAP: usize = 2;

/// A row's cells, and the tone of one of them.
struct Row {
    cells: Vec<String>,
    tone: Tone,
    toned: usize,
}

/// Writes every model; one that can't be read says so by its defects.
pub(super) fn models(page: &mut Page<'_>, models: &[ThreatModel]) -> io::Result<()> {
    if models.is_empty() {
        let none = page.say(&messages::rules::threat::say::no_threat_model());
        return page.line(&none);
    }
    for (index, model) in models.iter().enumerate() {
        if index > 0 {
            page.blank()?;
        }
        let name = page.paint(Tone::Heading, &messages::escape(&model.system));
        page.line(&format!("{name}  {}", messages::escape(model.file.as_str())))?;
        review(page, model)?;
        defects(page, model)?;
        elements(page, model)?;
        flows(page, model)?;
        threats(page, model)?;
        mitigations(page, model)?;
    }
    Ok(())
}

/// Who looked at the model, when, and whether that still speaks of what is there.
fn review(page: &mut Page<'_>, model: &ThreatModel) -> io::Result<()> {
    let Some(review) = &model.review else {
        let said = if model.is_supplied { picture::supplied() } else { picture::not_reviewed() };
        let words = page.say(&said);
        return page.paragraph(GAP, &words);
    };
    let date = review.date.as_ref().map_or_else(|| "?".to_owned(), |date| date.value.to_string());
    let by: Vec<String> = review
        .by
        .iter()
        .map(|one| match &one.role {
            Some(role) => format!("{} ({})", shown(&one.who.value), shown(&role.value)),
            None => shown(&one.who.value),
        })
        .collect();
    let by = if by.is_empty() { "?".to_owned() } else { by.join(", ") };
    let state = page.say(&match model.review_facts.freshness(review) {
        Freshness::Fresh => picture::review_fresh(),
        Freshness::Stale(count) => picture::review_stale(count),
        Freshness::Unknown => picture::review_unknown(),
    });
    let signed = page.say(&match model.review_facts.signed() {
        Signed::Not => picture::review_not_signed(),
        Signed::Soundly => picture::review_signed(),
        Signed::Spoilt => picture::review_spoilt(),
    });
    let words = page.say(&picture::reviewed(date, by, state, signed));
    page.paragraph(GAP, &words)
}

/// What is wrong with the text comes first: the tables may lack it.
fn defects(page: &mut Page<'_>, model: &ThreatModel) -> io::Result<()> {
    for defect in &model.defects {
        let place = messages::escape(&defect.place.to_string()).into_owned();
        let words = format!("{place}  {}", page.say(&defect.message));
        page.paragraph(GAP, &words)?;
    }
    Ok(())
}

fn elements(page: &mut Page<'_>, model: &ThreatModel) -> io::Result<()> {
    let counts = threats_by_element(model);
    let rows = model.elements.iter().map(|element| {
        let input = if element.untrusted_input { page.say(&said::untrusted_input()) } else { String::new() };
        let threats = counts.get(&*element.id.value).copied().unwrap_or_default();
        let zone = element.zone.as_ref().map_or("", |zone| &zone.value);
        let cells = vec![shown(&element.id.value), shown(zone), threats.to_string(), input];
        Row { cells, tone: Tone::Doubtful, toned: 3 }
    });
    let rows: Vec<Row> = rows.collect();
    let head = [said::column_element(), said::column_zone(), said::column_threats(), said::column_input()];
    table(page, &head, &rows)
}

fn flows(page: &mut Page<'_>, model: &ThreatModel) -> io::Result<()> {
    let zones: HashMap<&str, &str> = model
        .elements
        .iter()
        .filter_map(|element| Some((&*element.id.value, &*element.zone.as_ref()?.value)))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for on in model.threats.iter().flat_map(|threat| &threat.on) {
        *counts.entry(&on.value).or_default() += 1;
    }
    let rows = model.flows.iter().map(|flow| {
        let zone = |end: &Located<std::sync::Arc<str>>| zones.get(&*end.value).copied();
        let crossed = match (zone(&flow.from), zone(&flow.to)) {
            (Some(from), Some(to)) if from != to => format!("{} → {}", shown(from), shown(to)),
            _ => String::new(),
        };
        let threats = counts.get(&*flow.id.value).copied().unwrap_or_default();
        let cells = vec![
            shown(&flow.id.value),
            shown(&flow.from.value),
            shown(&flow.to.value),
            threats.to_string(),
            crossed,
        ];
        Row { cells, tone: Tone::Doubtful, toned: 4 }
    });
    let rows: Vec<Row> = rows.collect();
    let head = [
        picture::column_flow(),
        picture::column_from(),
        picture::column_to(),
        said::column_threats(),
        picture::column_boundary(),
    ];
    table(page, &head, &rows)
}

/// How many threats are on each element, or on a flow from or to it.
fn threats_by_element(model: &ThreatModel) -> HashMap<&str, usize> {
    let flows: HashMap<&str, &Flow> = model.flows.iter().map(|flow| (&*flow.id.value, flow)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for threat in &model.threats {
        let touched: HashSet<&str> = threat
            .on
            .iter()
            .flat_map(|on| match flows.get(&*on.value) {
                Some(flow) => [&*flow.from.value, &*flow.to.value],
                None => [&*on.value, &*on.value],
            })
            .collect();
        for element in touched {
            *counts.entry(element).or_default() += 1;
        }
    }
    counts
}

fn threats(page: &mut Page<'_>, model: &ThreatModel) -> io::Result<()> {
    let rows = model.threats.iter().map(|threat| {
        let decision = threat.decision.value;
        let until = threat.acceptance.as_ref().and_then(|acceptance| acceptance.until.as_ref());
        let by = match until {
            Some(until) if decision == Decision::Accept => until.value.to_string(),
            _ => names(&threat.mitigations),
        };
        let severity = threat.severity.value;
        let cells = vec![
            shown(&threat.id.value),
            severity.word().to_owned(),
            decision.word().to_owned(),
            by,
            names(&threat.on),
            shown(&threat.title.value),
        ];
        Row { cells, tone: tone_of(severity, decision), toned: 2 }
    });
    let rows: Vec<Row> = rows.collect();
    let head = [
        said::column_threat(),
        said::column_severity(),
        said::column_decision(),
        said::column_by(),
        said::column_on(),
        said::column_title(),
    ];
    table(page, &head, &rows)
}

const fn tone_of(severity: ThreatSeverity, decision: Decision) -> Tone {
    match decision {
        Decision::Open if severity.counts_as_high() => Tone::Bad,
        Decision::Open | Decision::Accept => Tone::Doubtful,
        Decision::Mitigate | Decision::Transfer | Decision::Avoid | Decision::NotApplicable => Tone::Good,
    }
}

fn mitigations(page: &mut Page<'_>, model: &ThreatModel) -> io::Result<()> {
    let rows = model
        .mitigations
        .iter()
        .zip(&model.evidence)
        .map(|(mitigation, states)| mitigation_row(mitigation, states));
    let rows: Vec<Row> = rows.collect();
    let head =
        [said::column_mitigation(), said::column_status(), said::column_evidence(), said::column_title()];
    table(page, &head, &rows)
}

fn mitigation_row(mitigation: &Mitigation, states: &[EvidenceState]) -> Row {
    let found = states.iter().filter(|state| state.shows()).count();
    let stage = mitigation.status.value;
    let cells = vec![
        shown(&mitigation.id.value),
        stage.word().to_owned(),
        format!("{found}/{}", states.len()),
        shown(&mitigation.title.value),
    ];
    let lacking = stage.claims_to_work() && (found == 0 || found < states.len());
    Row { cells, tone: if lacking { Tone::Doubtful } else { Tone::Plain }, toned: 2 }
}

fn names(items: &[Located<std::sync::Arc<str>>]) -> String {
    let names: Vec<String> = items.iter().map(|item| shown(&item.value)).collect();
    names.join(", ")
}

fn shown(text: &str) -> String {
    messages::escape(text).into_owned()
}

/// Columns as wide as their widest cell; the last is as long as it is.
fn table(page: &mut Page<'_>, head: &[Statement], rows: &[Row]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let head: Vec<String> = head.iter().map(|head| page.say(head)).collect();
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells = rows.iter().filter_map(|row| row.cells.get(at)).map(String::as_str);
            layout::widest(cells.chain([head.as_str()]))
        })
        .collect();
    page.blank()?;
    let head = Row { cells: head, tone: Tone::Plain, toned: 0 };
    for (row, all) in std::iter::once((&head, Some(Tone::Faint))).chain(rows.iter().map(|row| (row, None))) {
        let mut line = " ".repeat(GAP);
        for (at, (cell, width)) in row.cells.iter().zip(&widths).enumerate() {
            let is_last = at + 1 == row.cells.len();
            let padded = if is_last { cell.clone().into() } else { layout::pad(cell, width + GAP) };
            let tone = all.unwrap_or(if at == row.toned { row.tone } else { Tone::Plain });
            line.push_str(&page.paint(tone, &padded));
        }
        page.line(line.trim_end())?;
    }
    Ok(())
}
