//! One result: a finding as hosts read it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{Location, Result as SarifResult, ResultKind, Suppression};

use super::{Profile, Run, Shown, parts, place, rule};
use crate::domain::advisory::Severity;
use crate::domain::assessment::Leap;
use crate::domain::base::Age;
use crate::domain::demands::Deadline;
use crate::domain::exception::Exception;
use crate::domain::finding::{Finding, Introducer};
use crate::domain::rule::RuleKind;
use crate::domain::verdict::JudgedFinding;
use crate::domain::vex::VexStatement;
use crate::messages::{self, report as said};
use crate::report::{purl, words};

/// Direct dependencies that a message links to.
const INTRODUCERS_LINKED: usize = 5;

/// The result of a finding.
pub(super) fn of(shown: Shown<'_>, run: &Run<'_>) -> SarifResult {
    let Shown { judged, ordinal } = shown;
    let finding = &judged.finding;
    let id = rule::id_of(finding);
    let (mut text, related) = message(finding, run);
    let deadline = words::deadline(judged, run.language).map(said::sarif_deadline);
    let rises = words::rises(judged, run.language).map(said::sarif_rises);
    text.extend(deadline.iter().chain(&rises).map(|statement| run.say(statement)));
    let fingerprints = BTreeMap::from([
        ("primaryLocationLineHash".to_owned(), format!("{}:{ordinal}", judged.identity)),
        ("cullisFinding/v1".to_owned(), judged.identity.to_string()),
    ]);
    let occurrence = finding.occurrence.and_then(|position| run.report.inventory.occurrences.get(position));
    let origin = occurrence.map(|occurrence| &occurrence.origin);
    let purl = finding.component.as_ref().and_then(|component| purl::of(component, origin));
    let result = SarifResult::builder()
        .rule_id(id)
        .kind(ResultKind::Fail)
        .level(parts::result_level(judged.level))
        .message(parts::message(text))
        .locations(vec![place::location(&finding.place, run.report, purl)])
        .partial_fingerprints(fingerprints)
        .properties(parts::properties(None, properties(shown)))
        .build();
    SarifResult {
        rule_index: run.rules.position(id),
        related_locations: Some(related).filter(|related| !related.is_empty()),
        suppressions: (run.profile == Profile::Full).then(|| suppressions(judged, run)),
        rank: rank(finding),
        baseline_state: judged.age.map(|age| baseline_state(age).into()),
        ..result
    }
}

/// SARIF 2.1.0, section 3.27.24. What is gone isn't among the results: hosts
/// that don't read the state would show it as found.
const fn baseline_state(age: Age) -> &'static str {
    match age {
        Age::New => "new",
        Age::Old => "unchanged",
    }
}

/// What was found, how to mend it and how it came in; and the places that the
/// text links to, which hosts show only when it does.
fn message(finding: &Finding, run: &Run<'_>) -> (String, Vec<Location>) {
    let mut related: Vec<Location> = Vec::new();
    let mut text = parts::unlinked(&run.say(&finding.message)).into_owned();
    if finding.is_about_advisory() && finding.severity.is_some() {
        let severity = words::severity(finding, run.language).unwrap_or_default();
        text.push_str(&run.say(&said::sarif_severity(parts::unlinked(&severity))));
        text.push_str(&fix(finding, run));
    }
    if finding.path.len() > 1 {
        let path = linked_path(finding, run, &mut related);
        text.push_str(&run.say(&said::sarif_path(path)));
    }
    if finding.introducers.iter().any(|introducer| is_line(finding, introducer))
        || finding.introducers.len() > 1
    {
        let names = introducers(finding, run, &mut related);
        text.push_str(&run.say(&said::sarif_brought(names)));
    }
    for (place, statement) in &finding.related {
        let words = run.say(statement);
        let shown = messages::escape(&place.to_string()).into_owned();
        let place = match place::physical(place) {
            Some(_) => link_to(place, &shown, &mut related),
            None => parts::unlinked(&shown).into_owned(),
        };
        text.push_str(&run.say(&said::sarif_see(place, parts::unlinked(&words))));
    }
    (text, related)
}

/// Hosts take a SARIF `fix` for an edit of files that they can apply; which
/// version a manifest may ask for is for people to say, so it is in the text.
fn fix(finding: &Finding, run: &Run<'_>) -> String {
    let shown = |text: &str| parts::unlinked(text).into_owned();
    let cure = finding.cure.as_ref().filter(|_| !finding.fixed.is_empty());
    let upgrade = cure.map(|cure| said::sarif_cure(shown(&words::cure_version(cure, run.language))));
    let stated = match (&*finding.fixed, &finding.last_affected) {
        ([], Some(last)) => Some(said::sarif_no_fix_after(shown(last))),
        ([], None) => Some(said::sarif_no_fix()),
        ([only], _) if cure.is_some_and(|cure| cure.version == *only) => None,
        (fixed, _) => Some(said::sarif_fixed(shown(&words::list(fixed)))),
    };
    stated.iter().chain(&upgrade).map(|statement| run.say(statement)).collect()
}

/// Whether the introducer's place is a line that people edit.
fn is_line(finding: &Finding, introducer: &Introducer) -> bool {
    introducer.place.artifact != finding.place.artifact
}

/// The nearest direct dependencies, each linked to the line that asks for it.
fn introducers(finding: &Finding, run: &Run<'_>, related: &mut Vec<Location>) -> String {
    let mut names: Vec<String> = Vec::new();
    for introducer in finding.introducers.iter().take(INTRODUCERS_LINKED) {
        let name = introducer.path.first().map(ToString::to_string).unwrap_or_default();
        let name = messages::escape(&name).into_owned();
        names.push(match place::physical(&introducer.place) {
            Some(_) => link_to(&introducer.place, &name, related),
            None => parts::unlinked(&name).into_owned(),
        });
    }
    let hidden = finding.introducers.len().saturating_sub(names.len());
    match (hidden, finding.more_introducers) {
        (0, false) => names.join(", "),
        (hidden, false) => run.say(&said::list_and_more(names.join(", "), hidden)),
        (hidden, true) => run.say(&said::list_and_many_more(names.join(", "), hidden + 1)),
    }
}

/// The path, its first step linked to the line that declares it.
fn linked_path(finding: &Finding, run: &Run<'_>, related: &mut Vec<Location>) -> String {
    let inventory = &run.report.inventory;
    let first = finding.occurrence.and_then(|position| inventory.path_to(position).first().copied());
    let first = first.and_then(|position| inventory.occurrences.get(position));
    let first = first.filter(|first| finding.path.first() == Some(&first.component));
    match (first, finding.path.split_first()) {
        (Some(occurrence), Some((direct, rest))) if place::physical(&occurrence.place).is_some() => {
            let direct = messages::escape(&direct.to_string()).into_owned();
            let direct = link_to(&occurrence.place, &direct, related);
            format!("{direct} → {}", parts::unlinked(&words::path(rest)))
        }
        _ => parts::unlinked(&words::path(&finding.path)).into_owned(),
    }
}

/// Adds the place to the related ones, and gives the link to it.
fn link_to(place: &crate::domain::place::Place, text: &str, related: &mut Vec<Location>) -> String {
    let id = i64::try_from(related.len()).unwrap_or(i64::MAX).saturating_add(1);
    related.push(Location {
        id: Some(id),
        message: Some(parts::message(parts::unlinked(text))),
        physical_location: place::physical(place),
        ..Location::default()
    });
    parts::link(text, id)
}

fn properties(shown: Shown<'_>) -> Value {
    let finding = &shown.judged.finding;
    let list =
        |texts: &[std::sync::Arc<str>]| texts.iter().map(|text| Value::from(&**text)).collect::<Value>();
    let mut properties = json!({
        "rule": finding.rule.id,
        "practice": finding.rule.practice,
        "kind": match finding.rule.kind {
            RuleKind::Violation => "violation",
            RuleKind::Gap => "gap",
        },
        "blocks": shown.judged.blocks(),
        "place": finding.place.to_string(),
        "ids": list(&finding.aliases),
        "fixedVersions": list(&finding.fixed),
        "severity": finding.severity.map(|severity| severity.band().word()),
        "rating": finding.rating.as_deref(),
        "lastAffected": finding.last_affected.as_deref(),
        "cure": finding.cure.as_ref().map(|cure| json!({
            "version": &*cure.version,
            "leap": cure.leap.map(Leap::word),
            "leaves": list(&cure.leaves),
        })),
        "introducedBy": finding.introducers.iter().map(|introducer| json!({
            "path": introducer.path.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "place": introducer.place.to_string(),
        })).collect::<Value>(),
        "fixBy": shown.judged.ahead.deadline.map(|deadline| match deadline {
            Deadline::On(day) => day.to_string(),
            Deadline::Unknown => "unknown".to_owned(),
        }),
        "rises": shown.judged.ahead.rises.map(|(from, level)| json!({
            "from": from.to_string(),
            "level": level.word(),
        })),
        "exploitedSince": finding.exploited.as_ref().map(|exploited| exploited.since.to_string()),
        "epss": finding.epss.as_ref().map(|epss| epss.probability),
        "epssPercentile": finding.epss.as_ref().map(|epss| epss.percentile),
    });
    if let Value::Object(properties) = &mut properties {
        properties.retain(|_, value| !value.is_null());
    }
    properties
}

/// A rating of its own, for findings whose rule can't carry the severity.
fn rank(finding: &Finding) -> Option<f64> {
    match finding.severity {
        Some(Severity::Score(score)) if !finding.is_about_advisory() => {
            Some((score * 10.0).clamp(0.0, 100.0))
        }
        _ => None,
    }
}

/// An empty list says that the finding was looked at and isn't suppressed
/// (section 3.27.23).
fn suppressions(judged: &JudgedFinding, run: &Run<'_>) -> Vec<Suppression> {
    let policy = &run.report.policy;
    let exception = judged.excepted_by.and_then(|index| policy.exceptions.get(index));
    let statement = judged.vex.and_then(|index| policy.vex.statements.get(index));
    exception.map(suppression).into_iter().chain(statement.map(suppression_by_vex)).collect()
}

fn suppression_by_vex(statement: &VexStatement) -> Suppression {
    let properties = json!({
        "vex": statement.status.word(),
        "author": &*statement.author,
        "ids": statement.ids.iter().map(|id| Value::from(&**id)).collect::<Value>(),
        "place": statement.place.to_string(),
    });
    let location = place::physical(&statement.place)
        .map(|physical| Location { physical_location: Some(physical), ..Location::default() });
    let reason = statement.justification.as_deref().unwrap_or(statement.status.word());
    let suppression = Suppression::builder()
        .kind("external")
        .status("accepted")
        .justification(messages::escape(reason).into_owned())
        .properties(parts::properties(None, properties))
        .build();
    Suppression { location, ..suppression }
}

fn suppression(exception: &Exception) -> Suppression {
    let properties = json!({
        "id": &*exception.id,
        "component": &*exception.component,
        "owner": &*exception.owner,
        "approver": exception.approver_name(),
        "expires": exception.expires.to_string(),
        "place": exception.place.to_string(),
    });
    let location = place::physical(&exception.place)
        .map(|physical| Location { physical_location: Some(physical), ..Location::default() });
    let suppression = Suppression::builder()
        .kind("external")
        .status("accepted")
        .justification(messages::escape(&exception.reason).into_owned())
        .properties(parts::properties(None, properties))
        .build();
    Suppression { location, ..suppression }
}
