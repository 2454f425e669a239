//! The only clock.

use jiff::Timestamp;

use crate::domain::ports::Clock;

/// The machine's clock, or the moment that `--now` names.
#[derive(Clone, Copy, Debug)]
pub struct RunClock {
    fixed: Option<Timestamp>,
}

impl RunClock {
    /// A clock that stands still at the given moment, or runs.
    pub const fn new(fixed: Option<Timestamp>) -> Self {
        Self { fixed }
    }
}

impl Clock for RunClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
        self.fixed.unwrap_or_else(Timestamp::now)
    }
}
