//! Python: what its tools lock and install.

mod classifiers;
pub(super) mod package_store;
