//! The key with the repository's own name.

use super::keys::Key;
use super::tightening::Tightening;
use super::value::Shape;
use crate::domain::policy::Setting;
use crate::domain::repository::RepositoryName;

/// Every one of them.
pub(super) static KEYS: &[Key] = &[Key {
    name: "repository.name",
    shape: Shape::Repository,
    // Under another name, exceptions that were signed for another repository count.
    tightening: Tightening::Neither,
    set: |policy, found| {
        let Setting { value, place } = found.text()?;
        let name = RepositoryName::new(&value);
        policy.demands.repository = name.map(|value| Setting { value, place });
        Some(())
    },
}];
