//! What the rules about the advisory database share: its place, and its sources.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Facts, exception_use, threat};
use crate::domain::advisory::{Database, DatabaseSource, DatabaseState};
use crate::domain::component::Origin;
use crate::domain::finding::{Finding, Subject};
use crate::domain::policy::Extension;
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

/// A source's age in days on the day of the run; negative when it is dated in
/// the future. Sources without a day are another rule's.
pub(super) struct Aged<'run> {
    pub(super) ecosystem: &'run str,
    pub(super) as_of: Date,
    pub(super) days: i64,
}

/// The dated sources that decide: those that policy requires, and those that
/// this repository's components are judged by. The oldest of them makes the
/// verdict, because each makes a finding of its own.
pub(super) fn ages<'run>(facts: &Facts<'run>) -> Vec<Aged<'run>> {
    let today = exception_use::today(facts);
    let in_use = sources_in_use(facts);
    let required = |source: &DatabaseSource| {
        facts.policy.database.require.iter().any(|required| required.ecosystem == source.ecosystem)
    };
    let sources = usable(facts).into_iter().flat_map(|database| &database.sources);
    let deciding = sources.filter(|source| in_use.contains(source) || required(source));
    let ages = deciding.filter_map(|source| {
        let as_of = source.as_of?;
        let days = i64::from((today - as_of).get_days());
        Some(Aged { ecosystem: &source.ecosystem, as_of, days })
    });
    ages.collect()
}

/// The extension that holds today, when there is one: of several the longest.
pub(super) fn extension<'run>(facts: &Facts<'run>) -> Option<&'run Extension> {
    let today = exception_use::today(facts);
    let holding = facts.policy.database.extensions.iter().filter(|extension| today <= extension.until);
    holding.max_by_key(|extension| extension.until)
}
