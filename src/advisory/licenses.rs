//! What the database states of components' licences.

use std::sync::Arc;

use super::index::{Index, VersionLicense};
use crate::domain::component::{Component, Occurrence, Origin};
use crate::domain::inventory::Inventory;
use crate::domain::license::ListedLicense;
use crate::domain::statement::Statement;
use crate::version;

/// What is stated of each occurrence's licence, in the inventory's order. What
/// comes from no registry may be another package of that name: nothing is
/// stated of it.
pub fn listed_licenses(
    inventory: &Inventory,
    index: &mut Index<'_>,
) -> Result<Vec<Option<ListedLicense>>, Statement> {
    let stated = inventory.occurrences.iter().map(|occurrence| {
        if !is_from_a_registry(occurrence) {
            return Ok(None);
        }
        let component = &occurrence.component;
        let stated = index.licenses(component.ecosystem.as_str(), &component.name)?;
        Ok(best(component, &stated))
    });
    stated.collect()
}

const fn is_from_a_registry(occurrence: &Occurrence) -> bool {
    match occurrence.origin {
        Origin::Registry { .. } | Origin::Unstated => true,
        Origin::FirstParty | Origin::Git { .. } | Origin::Archive { .. } | Origin::Path { .. } => false,
    }
}

/// The statement for the version, else the one for all versions.
fn best(component: &Component, stated: &[VersionLicense]) -> Option<ListedLicense> {
    let (ecosystem, own) = (component.ecosystem.as_str(), component.version.exact());
    let is_own = |version: &str| {
        own.is_some_and(|own| {
            own == version || version::compare(ecosystem, own, version).is_ok_and(std::cmp::Ordering::is_eq)
        })
    };
    let exact = stated.iter().find(|one| one.version.as_deref().is_some_and(is_own));
    let found = exact.or_else(|| stated.iter().find(|one| one.version.is_none()))?;
    Some(ListedLicense {
        ecosystem: Arc::from(ecosystem),
        name: Arc::clone(&component.name),
        version: found.version.clone(),
        expression: Arc::clone(&found.expression),
    })
}
