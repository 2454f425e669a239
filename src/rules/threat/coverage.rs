//! What a threat model covers: components that its elements list, and advisories
//! that its threats cite.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::category::Categories;
use crate::domain::base::Uncovered;
use crate::domain::component::{Component, Occurrence, Origin, Relation, Scope};
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::Inventory;
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::messages::rules::coverage::{category_words, say};
use crate::purl::ComponentPattern;
use crate::rules::Facts;

/// A component by its ecosystem and name.
pub type ComponentName = (Arc<str>, Arc<str>);

/// The components that the elements of the native models list.
struct Covered {
    patterns: Vec<ComponentPattern>,
}

impl Covered {
    /// `None` without a model that could list any: where there is none, or its
    /// format has no place for components, nobody can be asked for them.
    fn by(models: &[ThreatModel]) -> Option<Self> {
        let mut listing = models
            .iter()
            .filter(|model| model.format == ModelFormat::Native && !model.is_unread())
            .peekable();
        listing.peek()?;
        let elements = listing.flat_map(|model| &model.elements);
        let texts = elements.flat_map(|element| &element.components);
        Some(Self { patterns: texts.filter_map(|text| ComponentPattern::parse(&text.value)).collect() })
    }

    fn has(&self, component: &Component) -> bool {
        self.patterns.iter().any(|pattern| pattern.names(component))
    }
}

/// What the project asks for itself to run, from elsewhere. What a format
/// doesn't tell may be such; what another component brings in isn't, so that no
/// update of somebody else's is held against a change.
pub(in crate::rules) fn is_direct(occurrence: &Occurrence) -> bool {
    occurrence.origin != Origin::FirstParty
        && occurrence.scope == Scope::Runtime
        && occurrence.relation != Relation::Transitive
}

fn name_of(component: &Component) -> ComponentName {
    (Arc::from(component.ecosystem.as_str()), Arc::clone(&component.name))
}

/// The direct components that no element lists, whatever they do: what a change
/// is measured against. Without a model none is listed.
pub fn uncovered(inventory: &Inventory, models: &[ThreatModel]) -> BTreeSet<ComponentName> {
    let covered = Covered::by(models);
    let is_covered = |component| covered.as_ref().is_some_and(|covered| covered.has(component));
    let direct = inventory.occurrences.iter().filter(|one| is_direct(one));
    direct.map(|one| &one.component).filter(|one| !is_covered(one)).map(name_of).collect()
}

/// Whether the change brought what a rule looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Brought {
    /// It was there before, or there is no change.
    Before,
    /// By the change; or nobody can tell, because the clone ends too early.
    ByTheChange,
}

/// A finding for each direct component that touches untrusted input, that no
/// element lists, and that came so: one for a component, at its first
/// declaration.
pub(in crate::rules) fn uncovered_findings(
    rule: &'static RuleInfo,
    wanted: Brought,
    facts: &Facts<'_>,
) -> Vec<Finding> {
    let Some(covered) = Covered::by(facts.threat_models) else { return Vec::new() };
    let own = facts.policy.demands.untrusted.as_ref();
    let mut categories: Option<Categories> = None;
    let mut seen: BTreeSet<ComponentName> = BTreeSet::new();
    let mut findings = Vec::new();
    for (position, occurrence) in facts.inventory.occurrences.iter().enumerate() {
        let component = &occurrence.component;
        if !is_direct(occurrence) || !seen.insert(name_of(component)) || covered.has(component) {
            continue;
        }
        if brought(facts, occurrence) != wanted {
            continue;
        }
        let categories = categories.get_or_insert_with(|| {
            Categories::with(own.into_iter().flat_map(|own| own.value.iter().map(|text| &**text)))
        });
        let Some(category) = categories.of(component) else { continue };
        let message = match wanted {
            Brought::Before => say::uncovered(component),
            Brought::ByTheChange => say::newly_uncovered(component),
        };
        findings.push(Finding {
            component: Some(component.clone()),
            occurrence: Some(position),
            scope: Some(occurrence.scope),
            remedy: Some(say::list_component(&component.name)),
            related: own
                .filter(|_| category == crate::category::OF_POLICY)
                .map_or_else(Vec::new, |own| vec![(own.place.clone(), say::named_here())]),
            ..Finding::new(
                rule,
                occurrence.place.clone(),
                with_category(message, category),
                subject(component),
            )
        });
    }
    findings
}

fn subject(component: &Component) -> Subject {
    // In whatever manifest it stands, the model lists it once.
    Subject { file: None, component: Some(name_of(component)), item: Arc::from("element") }
}

fn with_category(message: Statement, category: &str) -> Statement {
    match category_words(category) {
        Some(words) => message.because(words),
        None => message,
    }
}

/// Where a format doesn't tell whether a component is direct, no change is
/// stopped for it: an update of somebody else's may have brought it.
fn brought(facts: &Facts<'_>, occurrence: &Occurrence) -> Brought {
    let was_there = match facts.base.map(|base| &base.uncovered) {
        None | Some(Uncovered::NotAsked) => true,
        Some(Uncovered::Unknown) => false,
        Some(Uncovered::Known(before)) => before.contains(&name_of(&occurrence.component)),
    };
    if was_there || occurrence.relation != Relation::Direct { Brought::Before } else { Brought::ByTheChange }
}
