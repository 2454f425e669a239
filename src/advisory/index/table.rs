//! A table by ecosystem and name: dense, so that a look-up reads few pages.
//!
//! ```text
//! directory     for each bucket the rank of its first row, and the end: u32
//! fingerprints  one u32 a row
//! positions     one u64 a row: where its block begins in the data
//! ```
//!
//! Rows are sorted by the hash of their names, so buckets follow one another.

use super::codec::Unsound;
use super::layout::{u32_at, u64_at};
use super::pages::Pages;
use crate::domain::statement::Statement;
use crate::messages;

/// Rows a bucket holds on average: one cache line or two of fingerprints.
const BUCKET_ROWS: u64 = 32;

/// Where a table stands, and how many rows it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) at: u64,
    pub(super) rows: u64,
}

/// What has a row.
pub(super) trait Named {
    /// Its ecosystem and name.
    fn names(&self) -> (&str, &str);
}

impl Table {
    fn buckets(self) -> u64 {
        self.rows.div_ceil(BUCKET_ROWS).max(1)
    }

    fn fingerprints_at(self) -> u64 {
        self.at + (self.buckets() + 1) * 4
    }

    fn positions_at(self) -> u64 {
        self.fingerprints_at() + self.rows * 4
    }

    fn end(self) -> u64 {
        self.positions_at() + self.rows * 8
    }

    /// Whether it stands inside the data.
    pub(super) fn is_inside(self, data_bytes: u64) -> bool {
        // With numbers this small nothing above can overflow.
        let is_small = u32::try_from(self.rows).is_ok() && self.at <= data_bytes && data_bytes < 1 << 60;
        is_small && (self.rows == 0 || self.end() <= data_bytes)
    }

    /// The block of that name, as `read` makes it; `read` says `None` to a
    /// block of another name.
    pub(super) fn find<Found>(
        self,
        pages: &mut Pages<'_>,
        (ecosystem, name): (&str, &str),
        read: impl Fn(&[u8]) -> Result<Option<Found>, Unsound>,
    ) -> Result<Option<Found>, Statement> {
        if self.rows == 0 {
            return Ok(None);
        }
        let (bucket, fingerprint) = slot_of(ecosystem, name, self.buckets());
        let at = self.at + bucket * 4;
        let unsound = || messages::advisory::index_unsound(at);
        let bounds = pages.read(at, 8)?;
        let bounds = u32_at(&bounds, 0).zip(u32_at(&bounds, 4)).map(|(a, b)| (u64::from(a), u64::from(b)));
        let (first, end) =
            bounds.filter(|(first, end)| first <= end && *end <= self.rows).ok_or_else(unsound)?;
        let fingerprints = pages.read(self.fingerprints_at() + first * 4, (end - first) * 4)?;
        let marks = (first..end).zip(fingerprints.as_chunks::<4>().0);
        let marked = marks.filter(|(_, mark)| u32::from_le_bytes(**mark) == fingerprint);
        // Nearly every package has no row, and then nothing is allocated.
        let marked: Vec<u64> = marked.map(|(rank, _)| rank).collect();
        for rank in marked {
            if let Some(found) = self.row(pages, rank, &read)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The row of that rank, when it is the one.
    fn row<Found>(
        self,
        pages: &mut Pages<'_>,
        rank: u64,
        read: impl Fn(&[u8]) -> Result<Option<Found>, Unsound>,
    ) -> Result<Option<Found>, Statement> {
        let at = self.position(pages, rank)?;
        let block = pages.block(at)?;
        read(&block).map_err(|Unsound| messages::advisory::index_unsound(at))
    }

    /// Where the block of the row of that rank begins.
    pub(super) fn position(self, pages: &mut Pages<'_>, rank: u64) -> Result<u64, Statement> {
        let position = pages.read(self.positions_at() + rank * 8, 8)?;
        u64_at(&position, 0).ok_or_else(|| messages::advisory::index_unsound(rank))
    }

    /// Makes room for a table of so many rows at the end of the data.
    pub(super) fn reserve(data: &mut Vec<u8>, rows: usize, what: &str) -> Result<Self, Statement> {
        let rows = u32::try_from(rows).map_err(|_| messages::advisory::index_too_large(what))?;
        let table = Self { at: data.len() as u64, rows: u64::from(rows) };
        let end = usize::try_from(table.end()).map_err(|_| messages::advisory::index_too_large(what))?;
        data.resize(if rows == 0 { data.len() } else { end }, 0);
        Ok(table)
    }

    /// Fills the room with rows that [`sort`] sorted, and with where their
    /// blocks stand.
    pub(super) fn fill(self, data: &mut [u8], rows: &[impl Named], positions: &[u64]) {
        if self.rows == 0 {
            return;
        }
        let slots: Vec<(u64, u32)> = rows
            .iter()
            .map(|row| {
                let (ecosystem, name) = row.names();
                slot_of(ecosystem, name, self.buckets())
            })
            .collect();
        let first_of = |bucket: u64| slots.partition_point(|(other, _)| *other < bucket);
        let directory = (0..=self.buckets())
            .flat_map(|bucket| u32::try_from(first_of(bucket)).unwrap_or(u32::MAX).to_le_bytes());
        let fingerprints = slots.iter().flat_map(|(_, fingerprint)| fingerprint.to_le_bytes());
        let positions = positions.iter().flat_map(|position| position.to_le_bytes());
        let start = usize::try_from(self.at).unwrap_or(usize::MAX);
        let room = data.get_mut(start..).unwrap_or_default();
        for (slot, byte) in room.iter_mut().zip(directory.chain(fingerprints).chain(positions)) {
            *slot = byte;
        }
    }
}

/// Sorts rows as a table has them.
pub(super) fn sort<Row: Named>(rows: &mut [Row]) {
    rows.sort_by_cached_key(|row| {
        let (ecosystem, name) = row.names();
        (hash(ecosystem, name), ecosystem.to_owned(), name.to_owned())
    });
}

/// A row's place in the table: its bucket, and its mark in the bucket.
fn slot_of(ecosystem: &str, name: &str, buckets: u64) -> (u64, u32) {
    let hash = hash(ecosystem, name);
    let bucket = (u128::from(hash) * u128::from(buckets)) >> 64;
    (u64::try_from(bucket).unwrap_or_default(), (hash & 0xffff_ffff) as u32)
}

/// FNV-1a over both texts and a separator, then the finishing steps of
/// `MurmurHash3`, so that all bits depend on all bytes. Collisions cost time and
/// change nothing: names are compared.
fn hash(ecosystem: &str, name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in ecosystem.bytes().chain([0]).chain(name.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}
