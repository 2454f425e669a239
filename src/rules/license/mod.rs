//! The shapes that the rules about licences share.
//!
//! A violation is about one component in one manifest. What isn't known is
//! told once for a manifest, with a count and the first names: a fresh runner
//! without package stores would print a line for every component otherwise.
//! A component that an exception names stands for itself, so that the
//! exception can excuse it alone.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Facts;
use crate::domain::component::{Component, Occurrence};
use crate::domain::finding::{Finding, Subject};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement};
use crate::domain::place::{Place, TreePath};
use crate::domain::quick::QuickMap;
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;
use crate::license::{Dialect, Evaluation, Lists};
use crate::messages::rules::license::say;

/// Names that a grouped finding tells; the count tells the rest.
const NAMES_TOLD: usize = 5;
/// Different reasons that a grouped finding tells.
const REASONS_TOLD: usize = 3;

/// An occurrence with what is known of its licence.
#[derive(Clone, Copy)]
pub(super) struct Licensed<'run> {
    pub(super) position: usize,
    pub(super) occurrence: &'run Occurrence,
    pub(super) fact: &'run LicenseFact,
}

/// What is wrong with one component's licence.
pub(super) struct Fault {
    /// The licence as stated: part of the finding's identity, and what an
    /// exception names.
    pub(super) item: Arc<str>,
    pub(super) message: Statement,
    /// The line of policy that it offends.
    pub(super) by: Option<(Place, Statement)>,
}

/// What isn't known of one component's licence.
pub(super) struct Unknown {
    /// What kind of not knowing: components of one manifest and one kind are
    /// told together.
    pub(super) item: Arc<str>,
    pub(super) reason: Option<Statement>,
}

/// Every third-party occurrence, in the inventory's order.
fn all<'run>(facts: &Facts<'run>) -> impl Iterator<Item = Licensed<'run>> {
    let both = facts.inventory.occurrences.iter().zip(facts.licenses).enumerate();
    both.filter_map(|(position, (occurrence, fact))| {
        Some(Licensed { position, occurrence, fact: fact.as_ref()? })
    })
}

/// A finding for each component at fault, once for a manifest.
pub(super) fn violations(
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    mut fault: impl FnMut(Licensed<'_>) -> Option<Fault>,
) -> Vec<Finding> {
    let mut told: BTreeSet<(Option<&str>, &Component)> = BTreeSet::new();
    let mut findings = Vec::new();
    for licensed in all(facts) {
        let occurrence = licensed.occurrence;
        let Some(fault) = fault(licensed) else { continue };
        let file = occurrence.place.tree_path().map(crate::domain::place::TreePath::as_str);
        if !told.insert((file, &occurrence.component)) {
            continue;
        }
        let mut finding = about(rule, facts, licensed, &fault.item, fault.message);
        finding.related.extend(fault.by);
        finding.related.extend(stated_at(licensed.fact));
        finding.remedy = Some(say::remedy(&fault.item, with_ecosystem(&occurrence.component)));
        findings.push(finding);
    }
    findings
}

/// One finding for a manifest's components of one kind, beside one for each
/// component that an exception names.
pub(super) fn gaps(
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    mut unknown: impl FnMut(Licensed<'_>) -> Option<Unknown>,
    message: fn(usize, String, &str) -> Statement,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut groups: BTreeMap<(Option<&TreePath>, Arc<str>), Group<'_>> = BTreeMap::new();
    for licensed in all(facts) {
        let Some(found) = unknown(licensed) else { continue };
        let component = &licensed.occurrence.component;
        // Without exceptions none can name it, and there are many of them.
        if !facts.policy.exceptions.is_empty() {
            let words = message(1, component.to_string(), &found.item);
            let own = about(rule, facts, licensed, &found.item, words);
            if facts.policy.exceptions.iter().any(|exception| crate::exception::is_for(exception, &own)) {
                findings.push(own);
                continue;
            }
        }
        let file = licensed.occurrence.place.tree_path();
        let group = groups.entry((file, found.item)).or_insert_with(|| Group {
            first: licensed.occurrence,
            components: Vec::new(),
            reasons: Vec::new(),
        });
        group.components.push(component);
        let reason = found.reason.map(|reason| (licensed.occurrence.place.clone(), reason));
        let is_new = |(_, reason): &(Place, Statement)| {
            !group.reasons.iter().any(|(_, told)| told.sentence.key == reason.sentence.key)
        };
        if group.reasons.len() < REASONS_TOLD
            && let Some(reason) = reason.filter(is_new)
        {
            group.reasons.push(reason);
        }
    }
    for ((_, item), mut group) in groups {
        // Lockfiles are mostly sorted: once at the end is cheaper than each in its place.
        group.components.sort_unstable();
        group.components.dedup();
        let place = group.first.place.clone();
        let subject = Subject { file: place.tree_path().cloned(), component: None, item: item.clone() };
        let words = message(group.components.len(), names(&group.components), &item);
        let mut finding = Finding::new(rule, place, words, subject);
        finding.related = group.reasons;
        finding.aliases = vec![item];
        findings.push(finding);
    }
    findings
}

/// Components of one manifest and one kind.
struct Group<'run> {
    first: &'run Occurrence,
    components: Vec<&'run Component>,
    reasons: Vec<(Place, Statement)>,
}

fn about(
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    licensed: Licensed<'_>,
    item: &Arc<str>,
    message: Statement,
) -> Finding {
    let occurrence = licensed.occurrence;
    let component = &occurrence.component;
    let subject = Subject {
        file: occurrence.place.tree_path().cloned(),
        component: Some((Arc::from(component.ecosystem.as_str()), component.name.clone())),
        item: item.clone(),
    };
    let path = facts.inventory.path_to(licensed.position);
    let path = path.iter().filter_map(|&position| facts.inventory.occurrences.get(position));
    Finding {
        aliases: vec![item.clone()],
        component: Some(component.clone()),
        occurrence: Some(licensed.position),
        path: path.map(|occurrence| occurrence.component.clone()).collect(),
        ..Finding::new(rule, occurrence.place.clone(), message, subject)
    }
}

fn stated_at(fact: &LicenseFact) -> Option<(Place, Statement)> {
    match &fact.source {
        LicenseSource::Manifest(place)
        | LicenseSource::PackageStore(place)
        | LicenseSource::Database(place) => Some((place.clone(), say::stated_here())),
        LicenseSource::Nobody => None,
    }
}

/// `npm:left-pad`, the form that an exception takes.
fn with_ecosystem(component: &Component) -> String {
    format!("{}:{}", component.ecosystem, component.name)
}

fn names(components: &[&Component]) -> String {
    let first: Vec<String> = components.iter().take(NAMES_TOLD).map(ToString::to_string).collect();
    let more = if components.len() > NAMES_TOLD { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// Policy's lists over a run's licences; each text is judged once.
pub(super) struct Judged {
    lists: Lists,
    known: QuickMap<(Arc<str>, Dialect), Evaluation>,
}

impl Judged {
    pub(super) fn new(facts: &Facts<'_>) -> Self {
        let policy = &facts.policy.licenses;
        Self { lists: Lists::new(&policy.allow.value, &policy.deny.value), known: QuickMap::default() }
    }

    /// The stated expression with what the lists make of it; `None` when no
    /// expression is stated.
    pub(super) fn of<'run>(&mut self, licensed: Licensed<'run>) -> Option<(&'run Arc<str>, &Evaluation)> {
        let LicenseStatement::Expression(text) = &licensed.fact.statement else { return None };
        let dialect = Dialect::of(&licensed.occurrence.component.ecosystem);
        let lists = &self.lists;
        let evaluation =
            self.known.entry((text.clone(), dialect)).or_insert_with(|| lists.evaluate(text, dialect));
        Some((text, evaluation))
    }
}
