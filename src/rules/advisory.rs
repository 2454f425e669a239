//! The shape that the rules about advisories share: one kind, one rule, a
//! finding for each occurrence and advisory group.

use std::sync::Arc;

use super::{Facts, vendored_component};
use crate::domain::advisory::{AdvisoryGroup, AdvisoryKind};
use crate::domain::assessment::{Assessment, Hit};
use crate::domain::component::{Component, Occurrence, Origin};
use crate::domain::finding::{Finding, Introducer, Subject};
use crate::domain::inventory::Inventory;
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;
use crate::messages::rules::component::say;

/// What a finding says of a component, a group's name and a summary.
pub(super) type Sentence = fn(&Component, &AdvisoryGroup, &str) -> Statement;

/// A finding for each hit of this kind on what comes from elsewhere, and on what
/// the change has copied from there: a fault goes with the copy.
pub(super) fn findings_of(
    kind: AdvisoryKind,
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    sentence: Sentence,
) -> Vec<Finding> {
    let was_public = |position: usize| {
        facts
            .inventory
            .occurrences
            .get(position)
            .is_some_and(|one| vendored_component::was_public(facts, one))
    };
    findings_where(rule, facts, sentence, &|position, assessment, hit| {
        hit.group.kind() == kind && (!assessment.first_party || harms(kind) && was_public(position))
    })
}

/// Whether a fault of this kind harms whoever uses the component.
pub(super) const fn harms(kind: AdvisoryKind) -> bool {
    matches!(kind, AdvisoryKind::Vulnerability | AdvisoryKind::Unsound | AdvisoryKind::Malicious)
}

/// Whether a hit on an occurrence is meant, by the occurrence's position.
pub(super) type Wanted<'run> = &'run dyn Fn(usize, &Assessment, &Hit) -> bool;

/// A finding for each hit that is wanted.
pub(super) fn findings_where(
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    sentence: Sentence,
    wanted: Wanted<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (position, (occurrence, assessment)) in
        facts.inventory.occurrences.iter().zip(facts.assessments).enumerate()
    {
        let wanted = assessment.hits.iter().filter(|hit| wanted(position, assessment, hit));
        // Several advisories of one occurrence share the ways that lead to it.
        let mut ways: Option<Ways> = None;
        for hit in wanted {
            let kind = hit.group.kind();
            let ways = ways.get_or_insert_with(|| Ways::to(position, facts.inventory));
            let message = sentence(&occurrence.component, &hit.group, summary_of(&hit.group));
            let is_fault = kind == AdvisoryKind::Vulnerability || kind == AdvisoryKind::Unsound;
            findings.push(Finding {
                remedy: Some(remedy_of(kind, occurrence, hit, ways)),
                aliases: hit.group.ids.clone(),
                component: Some(occurrence.component.clone()),
                exploited: hit.group.exploited().cloned(),
                epss: hit.group.epss().cloned(),
                occurrence: Some(position),
                scope: Some(occurrence.scope),
                published: hit.group.published(),
                severity: is_fault.then(|| hit.group.severity()),
                rating: hit.group.rating().filter(|_| is_fault).cloned(),
                fixed: hit.fixed.clone(),
                last_affected: hit.last_affected.clone(),
                cure: assessment.cure.clone(),
                path: ways.shortest.clone(),
                introducers: ways.introducers.clone(),
                more_introducers: ways.more,
                ..Finding::new(
                    rule,
                    occurrence.place.clone(),
                    message,
                    subject_of(facts, position, occurrence, hit),
                )
            });
        }
    }
    findings
}

/// The ways that lead to an occurrence.
struct Ways {
    /// The shortest, from what the project asks for.
    shortest: Vec<Component>,
    /// What the project asks for itself on it, when that is another component.
    through: Option<Arc<str>>,
    introducers: Vec<Introducer>,
    more: bool,
}

impl Ways {
    fn to(position: usize, inventory: &Inventory) -> Self {
        let at = |position: &usize| inventory.occurrences.get(*position);
        let components = |path: &[usize]| -> Vec<Component> {
            path.iter().filter_map(at).map(|occurrence| occurrence.component.clone()).collect()
        };
        let path = inventory.path_to(position);
        let direct = path.iter().filter(|step| at(step).is_some_and(|it| it.origin != Origin::FirstParty));
        let direct = direct.into_iter().next().filter(|direct| **direct != position);
        let told = inventory.introductions.get(&position);
        let introducers = told.into_iter().flat_map(|told| &told.ways).filter_map(|way| {
            let entry = way.direct().as_ref().and_then(at)?;
            let place = way.declared_at.as_ref().unwrap_or(&entry.place).clone();
            Some(Introducer { path: components(&way.path), place })
        });
        Self {
            shortest: components(&path),
            through: direct.and_then(at).map(|direct| Arc::clone(&direct.component.name)),
            introducers: introducers.collect(),
            more: told.is_some_and(|told| told.more),
        }
    }
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

fn remedy_of(kind: AdvisoryKind, occurrence: &Occurrence, hit: &Hit, ways: &Ways) -> Statement {
    let name = &occurrence.component.name;
    match (kind, hit.fixed.first(), &ways.through) {
        (AdvisoryKind::Malicious, _, _) => say::remove_malicious(name),
        (_, Some(fixed), None) => say::upgrade(name, fixed),
        (_, Some(fixed), Some(through)) => say::upgrade_through(name, fixed, through),
        (AdvisoryKind::Unmaintained, None, _) => say::find_another(name),
        (_, None, _) => match &hit.last_affected {
            Some(last) => say::no_fix_after(name, last),
            None => say::no_fix(name),
        },
    }
}
