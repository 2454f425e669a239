//! .NET: what NuGet locks and keeps.

pub(super) mod package_store;
