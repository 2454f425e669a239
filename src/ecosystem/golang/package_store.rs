//! Licences of Go modules: none is stated anywhere but in their texts.
//!
//! A module has no metadata field for its licence, and licence texts aren't
//! read in this version, so every module's licence is unknown, and says why.

use crate::ecosystem::licenses::{Answer, Stores, Wanted};
use crate::messages::license as say;

/// Always the reason why there is none.
pub(in crate::ecosystem) fn license(_: &Stores<'_>, _: &Wanted<'_>, _: &str) -> Answer {
    Err(say::go_states_none())
}
