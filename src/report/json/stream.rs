//! A list that is written entry by entry and never held as a whole.

use serde::{Serialize, Serializer};

/// Makes its rows anew each time it is written.
pub(super) struct Stream<'r, Row> {
    rows: Box<dyn Fn() -> Rows<'r, Row> + 'r>,
}

/// Rows on their way out.
pub(super) type Rows<'r, Row> = Box<dyn Iterator<Item = Row> + 'r>;

impl<'r, Row> Stream<'r, Row> {
    pub(super) fn new(rows: impl Fn() -> Rows<'r, Row> + 'r) -> Self {
        Self { rows: Box::new(rows) }
    }
}

impl<Row: Serialize> Serialize for Stream<'_, Row> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.rows)())
    }
}
