//! What an exception is worth: whom it is for, whether it holds, and who
//! vouches for it. Rules tell it, and `judge` excuses by it, so both ask here.
//!
//! A bad exception never excuses anything: whatever is wrong with it is a
//! [`fault`] of the entry or a [`mismatch`] with the finding, and both are told.
//!
//! `docs/exceptions.md` has the form that is signed.

mod approvals;
mod binding;
#[cfg(test)]
mod binding_tests;
mod canonical;
mod schema;
mod scope;
mod settle;
#[cfg(test)]
mod tests;
mod versions;
mod vex;
mod worth;

pub use approvals::read_approvals;
pub use binding::Whose;
pub use canonical::{digest, payload};
pub use schema::approvals_schema;
pub use scope::{check_component, is_for, names_component, same_component};
pub use settle::{Voucher, settle, signers};
pub use versions::check_versions;
pub use vex::{is_about, vex_excuses, vex_fault};
pub use worth::{Terms, excuses, fault, holds, mismatch, within_versions};

/// The namespace of OpenSSH signatures over exceptions.
pub const SSH_NAMESPACE: &str = "cullis-exception";

/// The practice about exceptions and policy: no exception excuses a finding of
/// it, or an exception could excuse itself.
pub const PRACTICE: u8 = 10;
