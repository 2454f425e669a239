//! What to do next: the few steps that mend most of what blocks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::domain::component::{Component, Version};
use crate::domain::finding::{Finding, Introducer};
use crate::domain::place::{Artifact, Place};
use crate::domain::verdict::{Report, Verdict};
use crate::messages::rules::words_of;
use crate::messages::{self, Language, report as said};

/// Steps that are shown where there isn't room for all.
pub(super) const SHOWN: usize = 5;
/// Components that a direct dependency alone brings in, so that it is worth a
/// line of its own.
const WORTH_A_LINE: usize = 3;

/// Direct dependencies that a step names.
const INTRODUCERS_SHOWN: usize = 2;

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// What to do, in the report's language.
    pub(super) what: String,
    /// Where: the first is shown.
    pub(super) places: Vec<Place>,
}

impl Step {
    /// The step with its places.
    pub(super) fn sentence(&self, language: Language) -> String {
        let say = |statement| messages::say(&statement, language);
        match self.places.split_first() {
            None => self.what.clone(),
            Some((place, [])) => say(said::step_at(&self.what, place)),
            Some((place, others)) => say(said::step_at_several(&self.what, place, others.len())),
        }
    }
}

/// Steps are one when they can be taken at once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind<'report> {
    /// One component at one version, wherever it stands.
    Component(&'report Component),
    /// The same words.
    Remedy(&'static str, &'report [String]),
    /// A rule's general help.
    Rule(&'static str),
}

/// Steps for what blocks: concrete ones first, of those the ones against the
/// worst, then those that mend most, then in the findings' order.
pub(super) fn steps(report: &Report, language: Language) -> Vec<Step> {
    let mut order: Vec<Kind<'_>> = Vec::new();
    let mut groups: BTreeMap<Kind<'_>, Vec<&Finding>> = BTreeMap::new();
    for judged in report.judgement.findings.iter().filter(|judged| judged.blocks()) {
        let kind = kind_of(&judged.finding);
        let group = groups.entry(kind.clone()).or_default();
        if group.is_empty() {
            order.push(kind);
        }
        group.push(&judged.finding);
    }
    order.sort_by(|a, b| {
        let findings = |kind| groups.get(kind).map_or(&[][..], Vec::as_slice);
        let is_general = |kind: &Kind<'_>| matches!(kind, Kind::Rule(_));
        let (of_a, of_b) = (findings(a), findings(b));
        is_general(a)
            .cmp(&is_general(b))
            .then_with(|| words::worst(of_b).total_cmp(&words::worst(of_a)))
            .then_with(|| Reverse(of_a.len()).cmp(&Reverse(of_b.len())))
    });
    // What isn't known can hide more than all that is: its first step is shown.
    let general = order.iter().position(|kind| matches!(kind, Kind::Rule(_)));
    if let Some(general) = general.filter(|position| *position >= SHOWN) {
        let kind = order.remove(general);
        order.insert(SHOWN - 1, kind);
    }
    let step_of = |kind: &Kind<'_>| step(kind, groups.get(kind).map_or(&[], Vec::as_slice), language);
    let mut steps: Vec<Step> = order.iter().filter_map(step_of).collect();
    if report.judgement.verdict == Verdict::NothingToJudge {
        let what = messages::say(&said::step_no_manifest(), language);
        steps.push(Step { what, places: vec![Place::outside("cullis.toml")] });
    }
    steps
}

/// The direct dependency that alone brings in most of the blocking components,
/// where it is worth a line: to replace it mends them all.
pub(super) fn only_through(report: &Report, language: Language) -> Option<String> {
    let mut components: BTreeMap<&Component, Vec<&Finding>> = BTreeMap::new();
    for judged in report.judgement.findings.iter().filter(|judged| judged.blocks()) {
        if let Kind::Component(component) = kind_of(&judged.finding) {
            components.entry(component).or_default().push(&judged.finding);
        }
    }
    let mut counts: BTreeMap<(&Component, &Place), usize> = BTreeMap::new();
    for findings in components.values() {
        let introducers = words::introducers(findings);
        if let [one] = &*introducers
            && let [direct, _, ..] = &*one.path
        {
            *counts.entry((direct, &one.place)).or_default() += 1;
        }
    }
    let ((direct, place), count) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    let text = said::only_through(count, direct, place);
    (count >= WORTH_A_LINE).then(|| messages::say(&text, language))
}

/// The step for one finding alone.
pub(super) fn step_for(finding: &Finding, language: Language) -> Option<Step> {
    step(&kind_of(finding), &[finding], language)
}

/// What has a severity as an advisory is a fault that another version may not
/// have; what is malicious, or nobody maintains, has other words.
fn kind_of(finding: &Finding) -> Kind<'_> {
    match (&finding.component, &finding.remedy) {
        (Some(component), _) if finding.is_about_advisory() && finding.severity.is_some() => {
            Kind::Component(component)
        }
        (_, Some(remedy)) => Kind::Remedy(remedy.sentence.key, &remedy.arguments),
        _ => Kind::Rule(finding.rule.id),
    }
}

fn step(kind: &Kind<'_>, findings: &[&Finding], language: Language) -> Option<Step> {
    let first = findings.first()?;
    let say = |statement| messages::say(&statement, language);
    let what = match kind {
        Kind::Component(component) => mend_component(component, findings, language),
        Kind::Remedy(..) => say(first.remedy.clone()?),
        Kind::Rule(id) => say(words_of(id)?.help()),
    };
    let places = match kind {
        Kind::Component(_) => places_to_edit(findings),
        Kind::Remedy(..) | Kind::Rule(_) => distinct(findings.iter().map(|finding| &finding.place)),
    };
    Some(Step { what, places })
}

fn mend_component(component: &Component, findings: &[&Finding], language: Language) -> String {
    let say = |statement| messages::say(&statement, language);
    let component_words = messages::escape(&component.to_string()).into_owned();
    let unfixed = findings.iter().filter(|finding| finding.fixed.is_empty());
    let unfixed: Vec<&str> = words::each_once(unfixed.map(|finding| &*finding.subject.item));
    let fixed = findings.iter().filter(|finding| !finding.fixed.is_empty());
    let fixed: Vec<&str> = words::each_once(fixed.map(|finding| &*finding.subject.item));
    let last = findings.iter().find_map(|finding| finding.last_affected.as_ref());
    if fixed.is_empty() {
        return match last {
            Some(last) => say(said::step_no_fix_after(component_words, last)),
            None => say(said::step_no_fix(component_words)),
        };
    }
    let Some(cure) = findings.iter().find_map(|finding| finding.cure.as_ref()) else {
        let nearest = findings.iter().filter_map(|finding| finding.fixed.first());
        let nearest = words::each_once(nearest.map(|version| &**version));
        return say(said::step_no_single(component_words, words::list(&nearest)));
    };
    let from = match &component.version {
        Version::Exact(version) | Version::Requirement(version) => version,
        Version::Unstated => "",
    };
    let mut text = say(said::step_upgrade(&component.name, from, words::cure_version(cure, language)));
    text.push_str(&say(said::step_clears(fixed.len())));
    if !unfixed.is_empty() {
        text.push_str(&say(said::step_leaves(words::list(&unfixed))));
    }
    if let Some(names) = through(findings, language) {
        text.push_str(&say(said::step_through(names)));
    }
    text
}

/// What brings the component in, unless the project asks for it itself.
fn through(findings: &[&Finding], language: Language) -> Option<String> {
    let introducers = words::introducers(findings);
    if introducers.iter().any(|introducer| introducer.path.len() == 1) {
        return None;
    }
    let names = introducers.iter().filter_map(|introducer| introducer.path.first());
    let mut names: Vec<String> = names.map(ToString::to_string).collect();
    if names.is_empty() {
        let known = findings.iter().find(|finding| finding.path.len() > 1);
        names.extend(known.and_then(|finding| finding.path.first()).map(ToString::to_string));
    }
    let names = words::each_once(names.iter().map(String::as_str));
    let counted = words::counted(findings);
    (!names.is_empty()).then(|| words::first_few(&names, INTRODUCERS_SHOWN, counted, language))
}

/// The lines that ask for what brings it in, or for the component itself;
/// without any, its entries in the lockfiles.
fn places_to_edit(findings: &[&Finding]) -> Vec<Place> {
    let introducers = words::introducers(findings);
    let direct = introducers.iter().copied().filter(|introducer| introducer.path.len() == 1);
    let direct: Vec<&Introducer> = direct.collect();
    let moved = if direct.is_empty() { &introducers } else { &direct };
    let entries: BTreeSet<&Artifact> = findings.iter().map(|finding| &finding.place.artifact).collect();
    let is_entry = |place: &Place| entries.contains(&place.artifact);
    let mut places = distinct(moved.iter().map(|introducer| &introducer.place));
    if places.iter().any(|place| !is_entry(place)) {
        places.retain(|place| !is_entry(place));
        return places;
    }
    distinct(findings.iter().map(|finding| &finding.place))
}

fn distinct<'report>(places: impl Iterator<Item = &'report Place>) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    places.filter(|place| seen.insert(*place)).cloned().collect()
}
