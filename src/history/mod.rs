//! The history: a log of leaves that anybody can verify.
//!
//! A run leaves a BEGIN and an END. [`leaf`] fixes their bytes, [`merkle`] the
//! hashes over them (RFC 6962), [`mod@line`] how they stand in a file, [`trail`]
//! how a pipeline's last leaf is found without reading the log, and
//! [`verification`] what makes a log whole. All of it is pure: `store` does
//! the reading and writing.

#[cfg(test)]
pub(crate) mod examples;
pub mod leaf;
pub mod line;
pub mod merkle;
pub mod trail;
pub mod verification;

#[cfg(test)]
mod tests;
