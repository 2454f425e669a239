//! The inventory as text: manifest by manifest, entry by entry.

use std::io::{self, Write};

use super::layout::{self, Page, Tone};
use crate::domain::component::{Component, Occurrence, Origin, Relation, Version};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::statement::Statement;
use crate::domain::verdict::Report;
use crate::messages::{self, report as said};
use crate::report::Style;

/// Writes what was found, and what could not be read.
pub fn inventory(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    for manifest in &report.inventory.manifests {
        let entries = manifest.occurrences.len();
        let heading = said::inventory_manifest(&manifest.path, manifest.reader, entries);
        let heading = page.say(&heading);
        let heading = page.paint(Tone::Heading, &heading);
        page.line(&heading)?;
        let rows: Vec<Row> =
            manifest.occurrences.clone().filter_map(|index| row(report, index, &page)).collect();
        let widths = [0, 1, 2, 3].map(|column| {
            layout::widest(rows.iter().filter_map(|row| row.cells.get(column)).map(String::as_str)) + 2
        });
        for row in &rows {
            let cells = row.cells.iter().zip(widths).map(|(cell, width)| layout::pad(cell, width));
            let line: String = cells.collect();
            page.line(format!("  {line}{}", row.license).trim_end())?;
        }
        page.blank()?;
    }
    gaps(&mut page, report)?;
    let sum = report.judgement.accounting;
    let (manifests, gaps) = (report.inventory.manifests.len(), report.inventory.gaps.len());
    let total = page.say(&said::inventory_total(sum.declared, sum.first_party, manifests, gaps));
    page.paragraph(0, &total)?;
    let beside =
        page.say(&said::inventory_beside(sum.excluded, sum.ignored, report.inventory.passed_over.links));
    page.paragraph(0, &beside)
}

struct Row {
    cells: [String; 4],
    license: String,
}

fn row(report: &Report, index: usize, page: &Page<'_>) -> Option<Row> {
    let occurrence = report.inventory.occurrences.get(index)?;
    let Component { ecosystem, name, version } = &occurrence.component;
    let version = match version {
        Version::Exact(version) | Version::Requirement(version) => version.to_string(),
        Version::Unstated => "?".to_owned(),
    };
    let license = report.licenses.get(index).and_then(Option::as_ref);
    Some(Row {
        cells: [
            messages::escape(name).into_owned(),
            messages::escape(&version).into_owned(),
            messages::escape(ecosystem.as_str()).into_owned(),
            page.say(&kind(occurrence)),
        ],
        license: license.map(|fact| license_words(fact, page)).unwrap_or_default(),
    })
}

/// How it came in, and what it is needed for.
fn kind(occurrence: &Occurrence) -> Statement {
    let scope = occurrence.scope.word();
    match (&occurrence.origin, occurrence.relation) {
        (Origin::FirstParty, _) => said::inventory_first_party(),
        (_, Relation::Direct) => said::inventory_direct(scope),
        (_, Relation::Transitive) => said::inventory_transitive(scope),
        (_, Relation::Unstated) => said::inventory_unstated(scope),
    }
}

fn license_words(fact: &LicenseFact, page: &Page<'_>) -> String {
    let words = match &fact.statement {
        LicenseStatement::Expression(text) => messages::escape(text).into_owned(),
        LicenseStatement::None => "NONE".to_owned(),
        LicenseStatement::NoAssertion => "NOASSERTION".to_owned(),
        LicenseStatement::Unknown(_) => return String::new(),
    };
    let verified = (fact.verification == Verification::Verified).then(said::inventory_verified);
    let by_text = fact.confidence.map(|confidence| said::inventory_by_text(confidence.0));
    let clarified = matches!(fact.source, LicenseSource::Policy(_)).then(said::inventory_clarified);
    let marks = [verified, by_text, clarified].into_iter().flatten();
    marks.fold(words, |words, mark| format!("{words} {}", page.say(&mark)))
}

fn gaps(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if report.inventory.gaps.is_empty() {
        return Ok(());
    }
    page.heading(&said::inventory_gaps())?;
    for gap in &report.inventory.gaps {
        let place = messages::escape(&gap.place.to_string()).into_owned();
        let reason = page.say(&gap.reason);
        page.paragraph(2, &format!("{place}: {reason}"))?;
    }
    page.blank()
}
