//! Days: every date of the product is inclusive and in UTC.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The day of a moment, in UTC, whatever the machine's time zone.
pub fn day_of(moment: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(moment).date()
}

/// The latest day that has begun anywhere on Earth: fourteen hours ahead of UTC
/// it is tomorrow for most of the day. Whoever writes down today's date there
/// dates nothing in the future.
pub fn latest_day_of(moment: Timestamp) -> Date {
    day_of(moment.saturating_add(SignedDuration::from_hours(14)).unwrap_or(moment))
}

#[cfg(test)]
mod tests {
    use super::{day_of, latest_day_of};

    #[test]
    fn a_day_begins_fourteen_hours_before_it_does_in_utc() {
        for (moment, day, latest) in [
            ("2026-11-23T00:00:00Z", "2026-11-23", "2026-11-23"),
            ("2026-11-23T09:59:59Z", "2026-11-23", "2026-11-23"),
            ("2026-11-23T10:00:00Z", "2026-11-23", "2026-11-24"),
            ("2026-11-23T23:59:59Z", "2026-11-23", "2026-11-24"),
        ] {
            let moment = moment.parse().expect("a moment");
            assert_eq!(day_of(moment).to_string(), day, "{moment}");
            assert_eq!(latest_day_of(moment).to_string(), latest, "{moment}");
        }
    }
}
