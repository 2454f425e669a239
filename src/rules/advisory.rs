//! The shape that the rules about advisories share: one kind, one rule, a
//! finding for each occurrence and advisory group.

use std::collections::HashMap;
use std::sync::Arc;

use super::Facts;
use crate::domain::advisory::{AdvisoryGroup, AdvisoryKind};
use crate::domain::assessment::Hit;
use crate::domain::component::{Component, Occurrence, Origin};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;
use crate::messages::rules::component::say;

/// What a finding says of a component, a group's name and a summary.
pub(super) type Sentence = fn(&Component, &AdvisoryGroup, &str) -> Statement;

/// A finding for each hit of this kind.
pub(super) fn findings_of(
    kind: AdvisoryKind,
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    sentence: Sentence,
) -> Vec<Finding> {
    // Several advisories of one occurrence share its path.
    let mut paths: HashMap<usize, Vec<usize>> = HashMap::new();
    let pairs = facts.inventory.occurrences.iter().zip(facts.assessments).enumerate();
    let hits = pairs.flat_map(|(position, (occurrence, assessment))| {
        let of_kind = assessment.hits.iter().filter(|hit| hit.group.kind() == kind);
        of_kind.map(move |hit| (position, occurrence, hit))
    });
    let mut findings = Vec::new();
    for (position, occurrence, hit) in hits {
        let path = paths.entry(position).or_insert_with(|| facts.inventory.path_to(position));
        let on_path = || path.iter().filter_map(|&position| facts.inventory.occurrences.get(position));
        let remedy = remedy_of(kind, occurrence, hit, on_path());
        let path = on_path().map(|occurrence| occurrence.component.clone()).collect();
        let message = sentence(&occurrence.component, &hit.group, summary_of(&hit.group));
        let severity = (kind == AdvisoryKind::Vulnerability || kind == AdvisoryKind::Unsound)
            .then(|| hit.group.severity());
        findings.push(Finding {
            remedy: Some(remedy),
            aliases: hit.group.ids.clone(),
            component: Some(occurrence.component.clone()),
            occurrence: Some(position),
            severity,
            fixed: hit.fixed.clone(),
            path,
            ..Finding::new(
                rule,
                occurrence.place.clone(),
                message,
                subject_of(facts, position, occurrence, hit),
            )
        });
    }
    findings
}

fn subject_of(facts: &Facts<'_>, position: usize, occurrence: &Occurrence, hit: &Hit) -> Subject {
    let component = &occurrence.component;
    Subject {
        file: facts.inventory.manifest_of(position).map(|manifest| manifest.path.clone()),
        component: Some((Arc::from(component.ecosystem.as_str()), Arc::clone(&component.name))),
        item: Arc::clone(&hit.group.id),
    }
}

/// The first summary that any of the group's records has.
fn summary_of(group: &AdvisoryGroup) -> &str {
    let mut summaries = group.advisories.iter().map(|advisory| &*advisory.summary);
    summaries.find(|summary| !summary.is_empty()).unwrap_or_default()
}

fn remedy_of<'run>(
    kind: AdvisoryKind,
    occurrence: &Occurrence,
    hit: &Hit,
    mut path: impl Iterator<Item = &'run Occurrence>,
) -> Statement {
    let name = &occurrence.component.name;
    // What the project asks for itself, when that is another component.
    let direct = path.find(|step| step.origin != Origin::FirstParty).map(|step| &step.component);
    let through = direct.filter(|direct| **direct != occurrence.component);
    match (kind, hit.fixed.first(), through) {
        (AdvisoryKind::Malicious, _, _) => say::remove_malicious(name),
        (_, Some(fixed), None) => say::upgrade(name, fixed),
        (_, Some(fixed), Some(through)) => say::upgrade_through(name, fixed, &through.name),
        (AdvisoryKind::Unmaintained, None, _) => say::find_another(name),
        (_, None, _) => say::no_fix(name),
    }
}
