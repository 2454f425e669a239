//! A level that may change on a day: what warns today blocks from then on.

use jiff::civil::Date;

use super::rule::Level;

/// A level for every day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The level before the first step, or for ever.
    first: Level,
    /// The level from each of these days on, in order, no two alike in a row.
    steps: Vec<(Date, Level)>,
}

impl From<Level> for Schedule {
    fn from(level: Level) -> Self {
        Self { first: level, steps: Vec::new() }
    }
}

impl Schedule {
    /// One level until a day, another from that day on.
    pub fn stepping(before: Level, from: Date, level: Level) -> Self {
        let steps = if before == level { Vec::new() } else { vec![(from, level)] };
        Self { first: before, steps }
    }

    /// This until a day, another level from that day on; `None` when the day
    /// doesn't come behind all others.
    pub fn then(mut self, from: Date, level: Level) -> Option<Self> {
        if self.steps.last().is_some_and(|(last, _)| *last >= from) {
            return None;
        }
        if self.steps.last().map_or(self.first, |(_, level)| *level) != level {
            self.steps.push((from, level));
        }
        Some(self)
    }

    /// The level on this day.
    pub fn on(&self, day: Date) -> Level {
        let begun = self.steps.iter().take_while(|(from, _)| *from <= day);
        begun.last().map_or(self.first, |(_, level)| *level)
    }

    /// The days on which it changes.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        self.steps.iter().map(|(from, _)| *from)
    }

    /// The highest level that it ever has.
    pub fn highest(&self) -> Level {
        self.steps.iter().map(|(_, level)| *level).fold(self.first, Level::max)
    }

    /// The level before the first step, and each step.
    pub fn parts(&self) -> (Level, &[(Date, Level)]) {
        (self.first, &self.steps)
    }

    /// On every day the higher of the two.
    #[must_use]
    pub fn or_higher(&self, other: &Self) -> Self {
        let mut days: Vec<Date> = self.days().chain(other.days()).collect();
        days.sort_unstable();
        days.dedup();
        let first = self.first.max(other.first);
        let mut steps: Vec<(Date, Level)> = Vec::new();
        for day in days {
            let level = self.on(day).max(other.on(day));
            if steps.last().map_or(first, |(_, level)| *level) != level {
                steps.push((day, level));
            }
        }
        Self { first, steps }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Level, Schedule};

    #[test]
    fn a_step_holds_from_its_day_on() {
        let ramp = Schedule::stepping(Level::Warn, date(2027, 1, 1), Level::Block);
        assert_eq!(ramp.on(date(2026, 12, 31)), Level::Warn);
        assert_eq!(ramp.on(date(2027, 1, 1)), Level::Block);
        assert_eq!(ramp.highest(), Level::Block);
    }

    #[test]
    fn of_two_the_higher_holds_on_every_day() {
        let early = Schedule::stepping(Level::Note, date(2026, 6, 1), Level::Warn);
        let late = Schedule::stepping(Level::Off, date(2027, 1, 1), Level::Block);
        let both = early.or_higher(&late);
        let days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1)];
        assert_eq!(days.map(|day| both.on(day)), [Level::Note, Level::Warn, Level::Warn, Level::Block]);
        assert_eq!(both, late.or_higher(&early));
        assert_eq!(both.or_higher(&Level::Block.into()), Level::Block.into());
    }
}
