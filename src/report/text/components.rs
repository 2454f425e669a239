//! What advisories say of components: one block for each component at a
//! version, however often it is declared. The advisories stand in it one a
//! line, the worst first; then what mends it, what brings it in, where to edit
//! and where it stands, each once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use super::layout::{self, Label, Page, Tone};
use crate::domain::demands::Deadline;
use crate::domain::finding::{Finding, Introducer};
use crate::domain::place::{Artifact, Place};
use crate::domain::statement::Statement;
use crate::domain::verdict::{JudgedFinding, Report};
use crate::messages::{self, report as said};
use crate::report::{Detail, words};

/// Introducers and places that are shown.
const SHOWN: usize = 3;
/// Steps of a path that are shown whole.
const STEPS_SHOWN: usize = 4;
/// Columns that a summary has at least, on a line of its own if need be.
const LEAST_SUMMARY: usize = 16;

/// The findings of one component, rule and level.
pub(super) struct Block<'report> {
    pub(super) judged: Vec<&'report JudgedFinding>,
}

impl<'report> Block<'report> {
    /// How bad its worst is.
    pub(super) fn weight(&self) -> f64 {
        words::worst(&self.findings())
    }

    fn findings(&self) -> Vec<&'report Finding> {
        self.judged.iter().map(|judged| &judged.finding).collect()
    }

    /// What it is about, for its first line.
    pub(super) fn heading(&self, page: &Page<'_>) -> String {
        let findings = self.findings();
        let component = findings.first().and_then(|finding| finding.component.as_ref());
        let component = component.map(ToString::to_string).unwrap_or_default();
        let heading = match findings.first().map_or("", |finding| finding.rule.id) {
            "malicious-component" => said::is_malicious(component),
            "unmaintained-component" => said::is_unmaintained(component),
            "unsound-component" => said::is_unsound(component),
            "advisory-notice" => said::is_noticed(component),
            _ => said::is_vulnerable(component),
        };
        page.say(&heading)
    }

    /// The lines below the first.
    pub(super) fn write(&self, page: &mut Page<'_>, indent: usize, report: &Report) -> io::Result<()> {
        let findings = self.findings();
        let advisories = advisories(&findings, page, report);
        let mut fields = fix(&findings, page);
        fields.extend(ahead(&self.judged, page));
        fields.extend(introduction(&findings, page));
        fields.push((said::label_at(), places(findings.iter().map(|finding| &finding.place), page)));
        if page.detail() == Detail::Whole {
            let identities: Vec<String> = self.judged.iter().map(|judged| judged.identity.short()).collect();
            let identities = words::each_once(identities.iter().map(String::as_str));
            fields.push((said::label_findings(), words::list(&identities)));
        }
        let fields: Vec<(String, String)> =
            fields.into_iter().map(|(label, text)| (page.say(&label), text)).collect();
        let labels = advisories.iter().map(|advisory| &advisory.label);
        let labels = labels.chain(fields.iter().map(|(label, _)| label));
        let column = layout::widest(labels.map(String::as_str)) + 2;
        for Advisory { label, id, summary } in &advisories {
            let room = page.room(indent + column).saturating_sub(layout::widest([&**id]) + 1);
            let summary = match page.detail() {
                Detail::Brief => layout::clip(summary, room.max(LEAST_SUMMARY)),
                Detail::Whole => Cow::Borrowed(&**summary),
            };
            let label = Label { indent, column, text: label, tone: Tone::Plain };
            page.labelled(&label, format!("{id} {summary}").trim_end())?;
        }
        for (label, text) in &fields {
            page.labelled(&Label { indent, column, text: label, tone: Tone::Faint }, text)?;
        }
        Ok(())
    }
}

/// One advisory's line.
struct Advisory {
    /// How bad.
    label: String,
    /// Its id, with what stands beside it.
    id: String,
    /// In the record's own words.
    summary: String,
}

/// Each advisory once, the worst first.
fn advisories(findings: &[&Finding], page: &Page<'_>, report: &Report) -> Vec<Advisory> {
    let mut seen = BTreeSet::new();
    let each = findings.iter().copied().filter(|finding| seen.insert(&finding.subject.item));
    let mut each: Vec<&Finding> = each.collect();
    each.sort_by(|a, b| {
        let weight = words::weight(b).total_cmp(&words::weight(a));
        weight.then_with(|| a.subject.item.cmp(&b.subject.item))
    });
    each.into_iter().map(|finding| advisory(finding, page, report)).collect()
}

/// The summary is the last argument of the finding's sentence.
fn advisory(finding: &Finding, page: &Page<'_>, report: &Report) -> Advisory {
    let label = match finding.severity {
        Some(severity) => words::severity_short(severity, page.language()),
        None => page.say(&said::label_advisory()),
    };
    let cured = finding.cure.as_ref().map(|cure| &cure.version);
    let own = finding.fixed.first().filter(|fixed| Some(*fixed) != cured);
    let id = messages::escape(&finding.subject.item).into_owned();
    let id = finding.rating.iter().fold(id, |id, rating| page.say(&said::advisory_rated(id, rating)));
    let id = own.into_iter().fold(id, |id, fixed| page.say(&said::advisory_fixed(id, fixed)));
    let summary = messages::escape(finding.message.arguments.last().map_or("", String::as_str));
    // A screen that is to be short has no room for the kind of weakness.
    let weaknesses = match page.detail() {
        Detail::Whole => words::weaknesses_named(report, finding),
        Detail::Brief => None,
    };
    let summary = [Some(summary.into_owned()), weaknesses].into_iter().flatten();
    let summary = summary.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    Advisory { label, id, summary }
}

/// What mends it: one row.
fn fix(findings: &[&Finding], page: &Page<'_>) -> Vec<(Statement, String)> {
    let Some(first) = findings.first() else { return Vec::new() };
    if first.severity.is_none() && first.fixed.is_empty() {
        let remedy = first.remedy.as_ref().map(|remedy| (said::label_remedy(), page.say(remedy)));
        return remedy.into_iter().collect();
    }
    let unfixed = findings.iter().filter(|finding| finding.fixed.is_empty());
    let unfixed = words::each_once(unfixed.map(|finding| &*finding.subject.item));
    let is_fixed = findings.iter().any(|finding| !finding.fixed.is_empty());
    let last = findings.iter().find_map(|finding| finding.last_affected.as_ref());
    let said = match (&first.cure, last) {
        (Some(cure), _) if is_fixed => {
            let version = words::cure_version(cure, page.language());
            let text = if unfixed.is_empty() {
                version
            } else {
                page.say(&said::cure_in_part(version, words::list(&unfixed)))
            };
            return vec![(said::label_upgrade(), text)];
        }
        (None, _) if is_fixed => return vec![(said::label_upgrade(), page.say(&said::cure_in_no_one()))],
        (_, Some(last)) => said::no_fix_known_after(last),
        (_, None) => said::no_fix_known(),
    };
    vec![(said::label_no_fix(), page.say(&said))]
}

/// The first of its deadlines, and the first day on which a level rises.
fn ahead(judged: &[&JudgedFinding], page: &Page<'_>) -> Vec<(Statement, String)> {
    let ends = judged.iter().filter(|one| one.ahead.deadline.is_some());
    // One whose end nobody can tell is due at once.
    let first = ends.min_by_key(|one| match one.ahead.deadline {
        Some(Deadline::On(last)) => Some(last),
        _ => None,
    });
    let first = first.and_then(|one| words::deadline(one, page.language()));
    let rising = judged.iter().filter(|one| one.ahead.rises.is_some());
    let rising = rising.min_by_key(|one| one.ahead.rises.map(|(day, _)| day));
    let rising = rising.and_then(|one| words::rises(one, page.language()));
    let first = first.map(|text| (said::label_deadline(), text));
    first.into_iter().chain(rising.map(|text| (said::label_rises(), text))).collect()
}

/// What brings it in, and the lines to edit: those that ask for the component
/// itself where there are any.
fn introduction(findings: &[&Finding], page: &Page<'_>) -> Vec<(Statement, String)> {
    let introducers = words::introducers(findings);
    let (direct, brought): (Vec<&Introducer>, Vec<&Introducer>) =
        introducers.into_iter().partition(|introducer| introducer.path.len() == 1);
    let label = if direct.is_empty() { said::label_brought_by } else { said::label_also_by };
    let mut rows: Vec<(Statement, String)> = match (page.detail(), &*brought) {
        (_, []) => Vec::new(),
        (Detail::Whole, brought) => brought.iter().map(|one| (label(), whole_path(one))).collect(),
        (Detail::Brief, [one]) => vec![(label(), words::short_path(&one.path, STEPS_SHOWN))],
        (Detail::Brief, brought) => vec![(label(), names(brought, findings, page))],
    };
    if rows.is_empty() && direct.is_empty() {
        // Where nobody asked for all of them, the shortest path says one.
        let path = findings.iter().map(|finding| &finding.path).find(|path| path.len() > 1);
        rows.extend(path.map(|path| (label(), words::short_path(path, STEPS_SHOWN))));
    }
    let entries: BTreeSet<&Artifact> = findings.iter().map(|finding| &finding.place.artifact).collect();
    let is_entry = |introducer: &&Introducer| entries.contains(&introducer.place.artifact);
    let lines = if direct.is_empty() { brought } else { direct };
    let lines: Vec<&Introducer> = lines.into_iter().filter(|one| !is_entry(one)).collect();
    if !lines.is_empty() {
        rows.push((said::label_edit(), places(lines.iter().map(|introducer| &introducer.place), page)));
    }
    rows
}

fn whole_path(introducer: &Introducer) -> String {
    let place = introducer.place.to_string();
    format!("{} ({})", words::path(&introducer.path), messages::escape(&place))
}

fn names(brought: &[&Introducer], findings: &[&Finding], page: &Page<'_>) -> String {
    let names = brought.iter().filter_map(|one| one.path.first()).map(ToString::to_string);
    let names: Vec<String> = names.collect();
    let names = words::each_once(names.iter().map(String::as_str));
    words::first_few(&names, SHOWN, words::counted(findings), page.language())
}

/// The first few places, in their order. Those in the file that was named last
/// are told by their lines alone.
pub(super) fn places<'report>(places: impl Iterator<Item = &'report Place>, page: &Page<'_>) -> String {
    let mut places: Vec<&Place> = places.collect();
    places.sort();
    places.dedup();
    let mut before: Option<&Place> = None;
    let mut texts: Vec<String> = Vec::new();
    for place in places {
        let again = before.filter(|before| before.artifact == place.artifact && before.region.is_some());
        texts.push(match (again, place.region) {
            (Some(_), Some(region)) => format!(":{}", region.start.line),
            _ => place.to_string(),
        });
        before = Some(place);
    }
    let shown = if page.detail() == Detail::Whole { texts.len() } else { SHOWN };
    words::first_few(&texts, shown, words::Counted::All, page.language())
}
