//! Collects the licence texts of a repository's components. Nothing is judged
//! and no database asked.

use super::facts::licenses_of;
use super::{Settings, World};
use crate::domain::advisory::DatabaseState;
use crate::domain::notice::Notices;
use crate::ecosystem;

/// What has to be handed on with the product.
pub fn notices(world: &World<'_>, settings: &Settings) -> Notices {
    let policy = &settings.policy;
    let mut inventory = ecosystem::take_inventory(world.files, &policy.limits, settings.passed_over.clone());
    inventory.gaps.extend(settings.walk_gaps.iter().cloned());
    let stores = (world.files, world.packages);
    let licenses = licenses_of(stores, &inventory, Vec::new(), (policy, &DatabaseState::Missing));
    ecosystem::notices(&inventory, &licenses, (world.files, world.packages, &policy.limits))
}
