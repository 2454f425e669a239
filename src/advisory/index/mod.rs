//! The index: one read-only file, every byte of it verified before it is used.
//!
//! Opening reads the header and nothing else but the list of sources. Looking
//! up a package reads a few pages of the dense table, and its blocks only on a
//! hit. Bytes are read by position into owned memory, verified, then used, so
//! that neither truncation nor replacement under way can change an answer:
//! what can't be verified is an error. `layout` says where things stand.

mod all;
mod blocks;
mod codec;
mod layout;
mod pages;
mod write;

use blocks::{PackageBlock, decode_advisory, decode_package, decode_sources};
use layout::{HEADER_BYTES, Header, MAGIC, PAGE_BYTES, ROOTED_BYTES, slot_of, u32_at, u64_at};
use pages::Pages;

pub use all::Advisories;
pub use layout::FORMAT_VERSION;
pub(super) use write::compile;

use super::name::{normalise, place_of};
use crate::domain::advisory::{Advisory, Affected, DatabaseSource};
use crate::domain::digest::Digest;
use crate::domain::ports::ReadAt;
use crate::domain::statement::Statement;
use crate::messages;

/// What an index says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its name: the digest over all of it.
    pub root: Digest,
    /// Its format.
    pub format: u32,
    /// Its sources, by ecosystem.
    pub sources: Vec<DatabaseSource>,
    /// Advisories in it.
    pub advisories: u64,
    /// Packages that they speak of.
    pub packages: u64,
    /// The length of the file in bytes.
    pub bytes: u64,
}

/// An index that is open.
pub struct Index<'file> {
    header: Header,
    summary: Summary,
    pages: Pages<'file>,
}

impl<'file> Index<'file> {
    /// Opens an index. The error says what the file is instead, and what to do.
    pub fn open(file: &'file dyn ReadAt) -> Result<Self, Statement> {
        let (header, root) = read_header(file)?;
        let mut pages = Pages::new(file, header)?;
        let sources = pages.read(0, header.sources_bytes)?;
        let sources = decode_sources(&sources).ok_or_else(|| messages::advisory::index_unsound(0))?;
        let summary = Summary {
            root,
            format: FORMAT_VERSION,
            sources,
            advisories: header.advisories,
            packages: header.packages,
            bytes: file.length(),
        };
        Ok(Self { header, summary, pages })
    }

    /// What the index says of itself.
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Reads and verifies all of it.
    pub fn verify(&mut self) -> Result<(), Statement> {
        self.pages.verify_all()
    }

    /// What the advisories say of a package, by any spelling of its name, each
    /// advisory's entries together. An ecosystem with a suffix (`Debian:12`)
    /// finds what is said of all of it, too; another suffix is another release.
    pub(super) fn look_up(&mut self, ecosystem: &str, name: &str) -> Result<Vec<Found>, Statement> {
        let name = normalise(ecosystem, name);
        let mut scope = place_of(ecosystem);
        let mut found = self.look_up_exactly(scope, &name)?;
        while let Some((wider, _)) = scope.rsplit_once(':') {
            found.extend(self.look_up_exactly(wider, &name)?);
            scope = wider;
        }
        found.sort_by_key(|found| found.advisory);
        Ok(found)
    }

    fn look_up_exactly(&mut self, ecosystem: &str, name: &str) -> Result<Vec<Found>, Statement> {
        let (bucket, fingerprint) = slot_of(ecosystem, name, self.header.buckets);
        let at = self.header.directory_at + bucket * 4;
        let bounds = self.pages.read(at, 8)?;
        let unsound = || messages::advisory::index_unsound(at);
        let bounds = u32_at(&bounds, 0).zip(u32_at(&bounds, 4)).map(|(a, b)| (u64::from(a), u64::from(b)));
        let (first, end) = bounds.ok_or_else(unsound)?;
        if first > end || end > self.header.packages {
            return Err(unsound());
        }
        let fingerprints = self.pages.read(self.header.fingerprints_at + first * 4, (end - first) * 4)?;
        for (rank, mark) in (first..end).zip(fingerprints.as_chunks::<4>().0) {
            if u32::from_le_bytes(*mark) == fingerprint
                && let Some(found) = self.package(rank, ecosystem, name)?
            {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The entries of the package of that rank, when it is the one.
    fn package(&mut self, rank: u64, ecosystem: &str, name: &str) -> Result<Option<Vec<Found>>, Statement> {
        let position = self.pages.read(self.header.positions_at + rank * 8, 8)?;
        let at = u64_at(&position, 0).ok_or_else(|| messages::advisory::index_unsound(rank))?;
        let unsound = || messages::advisory::index_unsound(at);
        let block = self.block(at)?;
        let entries = match decode_package(&block, ecosystem, name).ok_or_else(unsound)? {
            PackageBlock::Asked(entries) => entries,
            PackageBlock::Another => return Ok(None),
        };
        let found = entries
            .into_iter()
            .map(|entry| Found { advisory: Handle(entry.advisory_at), affected: entry.affected });
        Ok(Some(found.collect()))
    }

    /// The advisory behind a handle, without what it affects.
    pub(super) fn advisory(&mut self, handle: Handle) -> Result<Advisory, Statement> {
        let block = self.block(handle.0)?;
        decode_advisory(&block).ok_or_else(|| messages::advisory::index_unsound(handle.0))
    }

    fn block(&mut self, at: u64) -> Result<Vec<u8>, Statement> {
        let unsound = || messages::advisory::index_unsound(at);
        let length = self.pages.read(at, 4)?;
        let length = u32_at(&length, 0).ok_or_else(unsound)?;
        self.pages.read(at.checked_add(4).ok_or_else(unsound)?, u64::from(length))
    }
}

/// One advisory's word on a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where the rest of the advisory stands.
    pub(super) advisory: Handle,
    /// What it says of the package.
    pub(super) affected: Affected,
}

/// Where an advisory stands in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Handle(u64);

/// The header and the root, verified against each other.
fn read_header(file: &dyn ReadAt) -> Result<(Header, Digest), Statement> {
    if file.length() == 0 {
        return Err(messages::advisory::index_empty());
    }
    let mut bytes = [0; HEADER_BYTES];
    let there = usize::try_from(file.length()).unwrap_or(HEADER_BYTES).min(HEADER_BYTES);
    let prefix = bytes.get_mut(..there).unwrap_or_default();
    file.read_at(0, prefix)?;
    // What there is of the magic decides first: a short file can be a text.
    let magic = bytes.get(..there.min(MAGIC.len())).unwrap_or_default();
    if !MAGIC.starts_with(magic) {
        return Err(messages::advisory::index_foreign());
    }
    if there < HEADER_BYTES {
        return Err(messages::advisory::index_length(there, HEADER_BYTES));
    }
    let version = u32_at(&bytes, 8).unwrap_or_default();
    let rooted = bytes.get(..ROOTED_BYTES).unwrap_or_default();
    let root = Digest::of(rooted);
    let is_whole = bytes.get(ROOTED_BYTES..) == Some(root.as_bytes());
    if !is_whole {
        return Err(messages::advisory::index_damaged("header", 0));
    }
    if version > FORMAT_VERSION {
        return Err(messages::advisory::index_newer(version, FORMAT_VERSION));
    }
    if version < FORMAT_VERSION {
        return Err(messages::advisory::index_older(version, FORMAT_VERSION));
    }
    let page_size = u32_at(&bytes, 12).and_then(|size| usize::try_from(size).ok());
    let header = Header::decode(&bytes).filter(|header| page_size == Some(PAGE_BYTES) && header.is_sound());
    let header = header.ok_or_else(|| messages::advisory::index_unsound(0))?;
    Ok((header, root))
}
