//! Where things stand in an index file. All numbers are little-endian.
//!
//! ```text
//! header        160 bytes, ending with the root: SHA-256 over what precedes it
//! digest tree   the top node first; a node holds up to 128 digests of 32 bytes
//! data          in pages of 4,096 bytes, the last one shorter:
//!   sources       ecosystem, counts, as-of date
//!   directory     for each bucket the rank of its first package, and the end
//!   fingerprints  one u32 a package
//!   positions     one u64 a package: where its block begins in the data
//!   packages      blocks: name, advisories, ranges, versions
//!   advisories    blocks: what is said of each
//! ```
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
/// 2: an advisory has its source's own word for how bad it is.
pub const FORMAT_VERSION: u32 = 2;

pub(super) const PAGE_BYTES: usize = 4096;
pub(super) const DIGEST_BYTES: usize = 32;
pub(super) const FAN_OUT: usize = PAGE_BYTES / DIGEST_BYTES;
pub(super) const HEADER_BYTES: usize = 160;
/// What the root is computed over.
pub(super) const ROOTED_BYTES: usize = 128;
/// Packages a bucket holds on average: one cache line or two of fingerprints.
pub(super) const BUCKET_PACKAGES: u64 = 32;

/// The header's numbers, in the order of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) data_bytes: u64,
    pub(super) advisories: u64,
    pub(super) packages: u64,
    pub(super) buckets: u64,
    pub(super) sources_bytes: u64,
    pub(super) directory_at: u64,
    pub(super) fingerprints_at: u64,
    pub(super) positions_at: u64,
    pub(super) top: [u8; DIGEST_BYTES],
}

impl Header {
    /// The header's bytes, with the root.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(PAGE_BYTES).unwrap_or_default().to_le_bytes());
        for number in self.numbers() {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&self.top);
        bytes.resize(ROOTED_BYTES, 0);
        let root = Digest::of(&bytes);
        bytes.extend_from_slice(root.as_bytes());
        bytes
    }

    const fn numbers(&self) -> [u64; 8] {
        [
            self.data_bytes,
            self.advisories,
            self.packages,
            self.buckets,
            self.sources_bytes,
            self.directory_at,
            self.fingerprints_at,
            self.positions_at,
        ]
    }

    /// Reads what follows magic, version and page size.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let number = |index: usize| u64_at(bytes, 16 + index * 8);
        let top = bytes.get(80..80 + DIGEST_BYTES)?.try_into().ok()?;
        Some(Self {
            data_bytes: number(0)?,
            advisories: number(1)?,
            packages: number(2)?,
            buckets: number(3)?,
            sources_bytes: number(4)?,
            directory_at: number(5)?,
            fingerprints_at: number(6)?,
            positions_at: number(7)?,
            top,
        })
    }

    /// Whether its sections stand where its counts put them, inside the data.
    pub(super) fn is_sound(&self) -> bool {
        let directory = self.buckets.checked_add(1).and_then(|entries| entries.checked_mul(4));
        let ends = [
            Some(self.sources_bytes),
            directory.and_then(|bytes| self.directory_at.checked_add(bytes)),
            self.packages.checked_mul(4).and_then(|bytes| self.fingerprints_at.checked_add(bytes)),
            self.packages.checked_mul(8).and_then(|bytes| self.positions_at.checked_add(bytes)),
        ];
        self.buckets > 0
            && u32::try_from(self.packages).is_ok()
            && ends.into_iter().all(|end| end.is_some_and(|end| end <= self.data_bytes))
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

/// The package's place in the table: its bucket, and its mark in the bucket.
pub(super) fn slot_of(ecosystem: &str, name: &str, buckets: u64) -> (u64, u32) {
    let hash = hash(ecosystem, name);
    let bucket = (u128::from(hash) * u128::from(buckets)) >> 64;
    (u64::try_from(bucket).unwrap_or_default(), (hash & 0xffff_ffff) as u32)
}

/// FNV-1a over both texts and a separator, then the finishing steps of
/// `MurmurHash3`, so that all bits depend on all bytes. Collisions cost time and
/// change nothing: names are compared.
pub(super) fn hash(ecosystem: &str, name: &str) -> u64 {
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
