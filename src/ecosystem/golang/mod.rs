//! Go: what modules require and the module cache keeps.

pub(super) mod package_store;
