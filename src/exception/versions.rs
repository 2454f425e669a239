//! The versions that an exception is for: `>=1.2, <2.0`, by the order of the
//! component's own ecosystem. What can't be compared isn't excused.

use std::cmp::Ordering;

use crate::version::{self, VersionError};

/// Whether an order with a bound's version is within the bound.
type Holds = fn(Ordering) -> bool;

/// One bound.
struct Bound<'text> {
    holds: Holds,
    version: &'text str,
}

/// Whether a text is a list of bounds. Whether each names a version, only the
/// ecosystem can tell.
pub fn check_versions(text: &str) -> bool {
    bounds(text).is_some()
}

/// Whether the version lies within all bounds; an error where one can't be
/// compared.
pub(super) fn contains(text: &str, ecosystem: &str, version: &str) -> Result<bool, VersionError> {
    let Some(bounds) = bounds(text) else { return Err(VersionError::NotAVersion(text.to_owned())) };
    let mut within = true;
    for bound in bounds {
        within &= (bound.holds)(version::compare(ecosystem, version, bound.version)?);
    }
    Ok(within)
}

fn bounds(text: &str) -> Option<Vec<Bound<'_>>> {
    text.split(',').map(bound).collect()
}

fn bound(text: &str) -> Option<Bound<'_>> {
    let text = text.trim();
    let known: [(&str, Holds); 5] = [
        ("<=", Ordering::is_le),
        (">=", Ordering::is_ge),
        ("<", Ordering::is_lt),
        (">", Ordering::is_gt),
        ("=", Ordering::is_eq),
    ];
    let mut found = known.into_iter().filter_map(|(sign, holds)| Some((holds, text.strip_prefix(sign)?)));
    let (holds, version) = found.next()?;
    let version = version.trim();
    // Two signs, or a blank within, are another tool's language.
    let is_plain = !version.is_empty() && !version.contains(['<', '>', '=', ' ', '*', '|']);
    is_plain.then_some(Bound { holds, version })
}
