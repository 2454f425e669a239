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
use crate::domain::component::{Component, Occurrence, Scope};
use crate::domain::day::day_of;
use crate::domain::demands::{FolderLicenses, is_below};
use crate::domain::finding::{Finding, Subject};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement};
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::Setting;
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
pub(super) fn all<'run>(facts: &Facts<'run>) -> impl Iterator<Item = Licensed<'run>> {
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
    // Where policy tells scopes apart, each of them is told.
    let by_scope = facts.policy.demands.whens.iter().any(|when| !when.scopes.is_empty());
    let mut told: BTreeSet<(Option<&str>, &Component, Option<Scope>)> = BTreeSet::new();
    let mut findings = Vec::new();
    for licensed in all(facts) {
        let occurrence = licensed.occurrence;
        let Some(fault) = fault(licensed) else { continue };
        let file = occurrence.place.tree_path().map(crate::domain::place::TreePath::as_str);
        if !told.insert((file, &occurrence.component, by_scope.then_some(occurrence.scope))) {
            continue;
        }
        let message = match licensed.fact.confidence {
            Some(confidence) => fault.message.because(say::recognised(confidence.0)),
            None => fault.message,
        };
        let mut finding = about(rule, facts, licensed, &fault.item, message);
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
        scope: Some(occurrence.scope),
        path: path.map(|occurrence| occurrence.component.clone()).collect(),
        ..Finding::new(rule, occurrence.place.clone(), message, subject)
    }
}

fn stated_at(fact: &LicenseFact) -> Option<(Place, Statement)> {
    match &fact.source {
        LicenseSource::Manifest(place)
        | LicenseSource::PackageStore(place)
        | LicenseSource::Database(place) => Some((place.clone(), say::stated_here())),
        LicenseSource::Policy(place) => Some((place.clone(), say::clarified_here())),
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
    /// The allowed categories, where there are some: a licence has to be on both.
    categories: Option<Lists>,
    /// There is an allow list, and what it lacks may weigh more than what is denied.
    denied_is_unlisted: bool,
    /// What folders say besides.
    folders: Vec<(FolderLicenses, Lists)>,
    known: QuickMap<(Arc<str>, Dialect), Evaluation>,
}

impl Judged {
    pub(super) fn new(facts: &Facts<'_>) -> Self {
        let policy = &facts.policy.licenses;
        let weighs_more =
            facts.policy.may_weigh_more("unlisted-license", "denied-license", day_of(facts.now));
        let demands = &facts.policy.demands;
        let denied: Vec<Arc<str>> =
            policy.deny.value.iter().chain(&demands.denied_by_category).cloned().collect();
        let categories = demands.allowed_categories.as_ref().filter(|named| !named.value.is_empty());
        let of_folder = demands.folder_licenses.iter().any(|own| own.allow.is_some());
        let has_list = of_folder || categories.is_some() || !policy.allow.value.is_empty();
        Self {
            lists: Lists::new(&policy.allow.value, &denied),
            categories: categories.map(|_| Lists::new(&demands.allowed_by_category, &[])),
            denied_is_unlisted: weighs_more && has_list,
            folders: demands.folder_licenses.iter().map(|own| (own.clone(), lists_of(own))).collect(),
            known: QuickMap::default(),
        }
    }

    /// Whether a denied licence is told as an unlisted one too: what is denied
    /// is on no allow list, and denying it must not save it from one whose level
    /// is higher.
    pub(super) const fn tells_denied_as_unlisted(&self) -> bool {
        self.denied_is_unlisted
    }

    /// The stated expression with what the lists make of it, and where they
    /// stand if they are a folder's own; `None` when no expression is stated.
    /// Of several lists the worst word counts.
    pub(super) fn of<'run>(
        &mut self,
        licensed: Licensed<'run>,
    ) -> Option<(&'run Arc<str>, Evaluation, Option<&FolderLicenses>)> {
        let LicenseStatement::Expression(text) = &licensed.fact.statement else { return None };
        let dialect = Dialect::of(&licensed.occurrence.component.ecosystem);
        let (lists, categories) = (&self.lists, &self.categories);
        let evaluation = self.known.entry((text.clone(), dialect)).or_insert_with(|| {
            match (lists.evaluate(text, dialect), categories) {
                (Evaluation::Allowed, Some(categories)) => categories.evaluate(text, dialect),
                (evaluation, _) => evaluation,
            }
        });
        let mut worst = (evaluation.clone(), None);
        for (own, lists) in &self.folders {
            if !is_below(&licensed.occurrence.place, &own.folder) {
                continue;
            }
            let found = lists.evaluate(text, dialect);
            if badness(&found) > badness(&worst.0) {
                worst = (found, Some(own));
            }
        }
        Some((text, worst.0, worst.1))
    }
}

fn lists_of(own: &FolderLicenses) -> Lists {
    let words = |list: &Option<Setting<Vec<Arc<str>>>>| {
        list.as_ref().map(|list| list.value.clone()).unwrap_or_default()
    };
    Lists::new(&words(&own.allow), &words(&own.deny))
}

const fn badness(evaluation: &Evaluation) -> u8 {
    match evaluation {
        Evaluation::Allowed => 0,
        Evaluation::NotListed { .. } => 1,
        Evaluation::Denied { .. } => 2,
        Evaluation::Unparsable(_) => 3,
    }
}
