//! What the rules about the advisory database share: its place, and its sources.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Facts, threat};
use crate::domain::advisory::{Database, DatabaseSource, DatabaseState};
use crate::domain::component::Origin;
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;

/// A finding about the database as a whole, or about one of its ecosystems. It
/// stands at the file that would mend it.
pub(super) fn finding_of(
    rule: &'static RuleInfo,
    facts: &Facts<'_>,
    message: Statement,
    ecosystem: &str,
) -> Finding {
    let subject = Subject { file: None, component: None, item: Arc::from(ecosystem) };
    Finding::new(rule, threat::mending_place(facts), message, subject)
}

/// The database, where it could be opened.
pub(super) const fn usable<'run>(facts: &Facts<'run>) -> Option<&'run Database> {
    match facts.database {
        DatabaseState::Usable(database) => Some(database),
        DatabaseState::Missing | DatabaseState::Unusable { .. } => None,
    }
}

/// The sources that this repository's third-party components are judged by.
pub(super) fn sources_in_use<'run>(facts: &Facts<'run>) -> Vec<&'run DatabaseSource> {
    let third_party = facts.inventory.occurrences.iter().filter(|one| one.origin != Origin::FirstParty);
    let base_of = |ecosystem: &'run str| ecosystem.split_once(':').map_or(ecosystem, |(base, _)| base);
    let ecosystems: BTreeSet<&str> =
        third_party.map(|occurrence| base_of(occurrence.component.ecosystem.as_str())).collect();
    let sources = usable(facts).into_iter().flat_map(|database| &database.sources);
    sources.filter(|source| ecosystems.contains(&*source.ecosystem)).collect()
}
