//! .NET: what NuGet locks and keeps.

pub(super) mod package_store;
pub mod packages_lock;
mod unsigned;
