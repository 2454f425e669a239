//! Python: what its tools lock and install.

mod classifiers;
pub(super) mod package_store;
//! Python: pip's requirement files, and the lockfiles of Poetry and uv.

mod fields;
mod graph;
mod name;
pub mod poetry_lock;
mod pyproject;
pub mod uv_lock;
