//! A component that policy bans, by its name and where it says so its version.

use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::component::{Occurrence, Origin};
use crate::domain::demands::{Ban, is_below};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;
use crate::version::compare;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "banned-component", practice: 6, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// A finding for each declaration of a banned component, by the first ban that
/// hits it.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let bans = &facts.policy.demands.bans;
    if bans.is_empty() {
        return Vec::new();
    }
    let third_party = facts.inventory.occurrences.iter().enumerate();
    let third_party = third_party.filter(|(_, occurrence)| occurrence.origin != Origin::FirstParty);
    let hits = third_party.filter_map(|(position, occurrence)| {
        let (ban, doubt) = bans.iter().find_map(|ban| hit(ban, occurrence).map(|doubt| (ban, doubt)))?;
        Some(finding_of(facts, position, occurrence, (ban, doubt)))
    });
    hits.collect()
}

/// How sure it is that a ban speaks of a declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    None,
    /// The version can't be compared: then it may be a banned one.
    Version,
}

fn hit(ban: &Ban, occurrence: &Occurrence) -> Option<Doubt> {
    let component = &occurrence.component;
    let is_here = ban.folder.as_deref().is_none_or(|folder| is_below(&occurrence.place, folder));
    if !is_here || !ban.names(component) {
        return None;
    }
    let Some(version) = component.version.exact() else {
        return Some(if ban.versions.is_empty() { Doubt::None } else { Doubt::Version });
    };
    let mut doubt = Doubt::None;
    for (bound, limit) in &ban.versions {
        match compare(component.ecosystem.as_str(), version, limit) {
            Ok(order) if bound.holds(order) => {}
            Ok(_) => return None,
            Err(_) => doubt = Doubt::Version,
        }
    }
    Some(doubt)
}

fn finding_of(
    facts: &Facts<'_>,
    position: usize,
    occurrence: &Occurrence,
    (ban, doubt): (&Ban, Doubt),
) -> Finding {
    let component = &occurrence.component;
    let message = match doubt {
        Doubt::None => say::banned(component, &ban.reason),
        Doubt::Version => say::perhaps_banned(component, ban.written_versions(), &ban.reason),
    };
    let subject = Subject {
        file: occurrence.place.tree_path().cloned(),
        component: Some((Arc::from(component.ecosystem.as_str()), Arc::clone(&component.name))),
        item: Arc::clone(&ban.component),
    };
    let path = facts.inventory.path_to(position);
    let path = path.iter().filter_map(|&position| facts.inventory.occurrences.get(position));
    Finding {
        component: Some(component.clone()),
        occurrence: Some(position),
        scope: Some(occurrence.scope),
        path: path.map(|occurrence| occurrence.component.clone()).collect(),
        related: vec![(ban.place.clone(), say::banned_here())],
        ..Finding::new(&RULE.info, occurrence.place.clone(), message, subject)
    }
}
