//! Hackage, GHC, CRAN, Bioconductor: lists of numbers, where a longer list
//! follows each of its beginnings (`1.0` is below `1.0.0`).
//!
//! Orders: <https://pvp.haskell.org/#version-numbers>, `Data.Version`; and R's
//! `compareVersion`, which takes a hyphen for a dot. (R's operators on
//! `numeric_version` differ from it since R 4: there `1.0 == 1.0.0`.)

use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

pub(super) fn compare_haskell(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, |text| parse(text, &['.']))
}

pub(super) fn compare_r(a: &str, b: &str) -> Result<Ordering, VersionError> {
    compare_parsed(a, b, |text| parse(text, &['.', '-']))
}

fn parse<'text>(text: &'text str, separators: &[char]) -> Option<Vec<Number<'text>>> {
    text.split(separators).map(Number::read).collect()
}
