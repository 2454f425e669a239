//! Python: pip's requirement files, the lockfiles of Poetry and uv, and what
//! is installed.

pub mod build_requires;
mod classifiers;
mod fields;
mod freshness;
mod graph;
mod name;
mod own_packages;
pub(super) mod package_store;
mod pep508;
pub mod poetry_lock;
mod pyproject;
mod requirement_lines;
mod requirement_options;
mod requirement_source;
pub mod requirements;
mod specifier;
pub mod uv_lock;

pub(super) use name::normalised;
