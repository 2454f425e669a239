//! Rust: what Cargo locks and what its metadata graph says.

pub mod cargo_lock;
mod lock_document;
mod lock_lines;
pub mod metadata;
pub(super) mod package_store;
mod raw_lock;
mod resolve;
mod source_id;

#[cfg(test)]
mod tests;
