//! Python: pip's requirement files, the lockfiles of Poetry and uv, and what
//! is installed.

mod classifiers;
mod fields;
mod graph;
mod name;
pub(super) mod package_store;
pub mod poetry_lock;
mod pyproject;
pub mod uv_lock;
