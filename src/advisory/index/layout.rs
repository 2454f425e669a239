//! Where things stand in an index file. All numbers are little-endian.
//!
//! ```text
//! header        160 bytes, ending with the root: SHA-256 over what precedes it
//! digest tree   the top node first; a node holds up to 128 digests of 32 bytes
//! data          in pages of 4,096 bytes, the last one shorter:
//!   contents      counts, sources, feeds, and where the sections stand
//!   packages      a table (see `table`)
//!   advisories    blocks: what is said of each
//!   packages      blocks: name, advisories, ranges, versions
//!   namespaces    private names; on pages of its own, as all that follow
//!   withdrawals   advisories that the organisation doesn't follow
//!   licences      a table, and its blocks: name, versions, expressions
//! ```
//!
//! A run reads the contents, the pages of the tables that it asks, and blocks
//! on a hit. A section that it has no need of costs it nothing.
//!
//! A page is hashed with a zero byte before it and a node with a one byte, so
//! that neither can pass for the other. The header holds the digest of the top
//! node, so the root names every byte of the file.
//!
//! Every later format keeps the magic and the version at the beginning and the
//! root at byte 128, over the bytes before it, so that this reader can tell a
//! newer index from a damaged one.

use sha2::{Digest as _, Sha256};

use crate::domain::digest::Digest;

pub(super) const MAGIC: &[u8; 8] = b"CULLISDB";

/// The format of the index. It grows by one with every change that an older
/// reader would misread.
///
/// 1: the first.
/// 2: a table of contents before the sections; whole and partial sources,
/// in-house advisories, a source's own word for how bad an advisory is, what
/// is known of exploits, private namespaces, withdrawals and licences; names
/// of Go and crates.io in one spelling, whatever their case.
pub const FORMAT_VERSION: u32 = 2;

pub(super) const PAGE_BYTES: usize = 4096;
pub(super) const DIGEST_BYTES: usize = 32;
pub(super) const FAN_OUT: usize = PAGE_BYTES / DIGEST_BYTES;
pub(super) const HEADER_BYTES: usize = 160;
/// What the root is computed over.
pub(super) const ROOTED_BYTES: usize = 128;

/// The header's numbers, in the order of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) data_bytes: u64,
    pub(super) contents_bytes: u64,
    pub(super) top: [u8; DIGEST_BYTES],
}

impl Header {
    /// The header's bytes, with the root.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(PAGE_BYTES).unwrap_or_default().to_le_bytes());
        bytes.extend_from_slice(&self.data_bytes.to_le_bytes());
        bytes.extend_from_slice(&self.contents_bytes.to_le_bytes());
        bytes.extend_from_slice(&self.top);
        bytes.resize(ROOTED_BYTES, 0);
        let root = Digest::of(&bytes);
        bytes.extend_from_slice(root.as_bytes());
        bytes
    }

    /// Reads what follows magic, version and page size.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let top = bytes.get(32..32 + DIGEST_BYTES)?.try_into().ok()?;
        let header = Self { data_bytes: u64_at(bytes, 16)?, contents_bytes: u64_at(bytes, 24)?, top };
        (header.contents_bytes <= header.data_bytes).then_some(header)
    }

    /// How many nodes each level of the digest tree has, the top one first.
    pub(super) fn levels(&self) -> Vec<u64> {
        let mut levels = Vec::new();
        let mut below = self.pages();
        loop {
            below = below.div_ceil(FAN_OUT as u64);
            levels.insert(0, below);
            if below <= 1 {
                return levels;
            }
        }
    }

    pub(super) const fn pages(&self) -> u64 {
        self.data_bytes.div_ceil(PAGE_BYTES as u64)
    }
}

pub(super) fn page_digest(page: &[u8]) -> [u8; DIGEST_BYTES] {
    marked_digest(0, page)
}

pub(super) fn node_digest(node: &[u8]) -> [u8; DIGEST_BYTES] {
    marked_digest(1, node)
}

fn marked_digest(mark: u8, bytes: &[u8]) -> [u8; DIGEST_BYTES] {
    let mut hasher = Sha256::new();
    hasher.update([mark]);
    hasher.update(bytes);
    hasher.finalize().into()
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}
