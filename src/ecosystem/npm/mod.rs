//! npm: the lockfiles of the JavaScript package manager of that name.

mod entry;
mod installed;
mod layouts;
mod manifest;
mod nested;
mod npmrc;
pub mod package_lock;
pub(super) mod package_store;
mod packages;
mod range;
mod resolved;
