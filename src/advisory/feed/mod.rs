//! What other publishers tell about advisories, by the ids of vulnerabilities.

mod epss;
mod kev;

use jiff::civil::Date;

pub(super) use epss::Score;
pub(super) use epss::read as read_epss;
pub(super) use kev::read as read_kev;

/// The day at the beginning of a date and time, however its zone is written.
fn day_of(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests;
