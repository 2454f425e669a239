//! Numbers of any length, compared as they are written.

use std::cmp::Ordering;

/// A run of ASCII digits without leading zeros: zero is the empty run. Version
/// numbers outgrow every machine integer (dates, hashes), so none is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number<'text>(&'text str);

impl<'text> Number<'text> {
    /// Zero.
    pub(super) const ZERO: Self = Self("");

    /// Reads digits and nothing else; at least one.
    pub(super) fn read(text: &'text str) -> Option<Self> {
        let digits_only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits_only.then(|| Self(text.trim_start_matches('0')))
    }

    /// As it is written, without leading zeros.
    pub(super) const fn text(self) -> &'text str {
        if self.0.is_empty() { "0" } else { self.0 }
    }

    /// Whether it is zero.
    pub(super) const fn is_zero(self) -> bool {
        self.0.is_empty()
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
