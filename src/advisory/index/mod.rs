//! The index: one read-only file, every byte of it verified before it is used.
//!
//! Opening reads the header and nothing else but the contents. Looking up a package reads a few pages of the dense table, and its blocks only on a
//! hit. Bytes are read by position into owned memory, verified, then used, so
//! that neither truncation nor replacement under way can change an answer:
//! what can't be verified is an error. `layout` says where things stand.

mod additions;
mod all;
mod blocks;
mod codec;
mod contents;
mod layout;
mod pages;
mod table;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

use additions::{decode_licenses, decode_namespaces, decode_withdrawals};
use blocks::{decode_advisory, decode_package};
use contents::{Contents, Section};
use layout::{HEADER_BYTES, Header, MAGIC, PAGE_BYTES, ROOTED_BYTES, u32_at};
use pages::Pages;

pub(super) use additions::{PackageLicenses, VersionLicense};
pub use all::Advisories;
pub use layout::FORMAT_VERSION;
pub(super) use write::{Content, compile};

use super::name::{normalise, place_of};
use crate::domain::advisory::{Advisory, Affected, DatabaseSource, Feed, Namespace, Withdrawal};
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
    /// What it knows beside advisories.
    pub feeds: Vec<Feed>,
    /// Private namespaces in it.
    pub namespaces: u64,
    /// Advisories that the organisation withdrew.
    pub withdrawals: u64,
    /// Advisories in it.
    pub advisories: u64,
    /// Packages that they speak of.
    pub packages: u64,
    /// The length of the file in bytes.
    pub bytes: u64,
}

/// An index that is open.
pub struct Index<'file> {
    contents: Contents,
    summary: Summary,
    pages: Pages<'file>,
    namespaces: Option<Arc<[Namespace]>>,
}

impl<'file> Index<'file> {
    /// Opens an index. The error says what the file is instead, and what to do.
    pub fn open(file: &'file dyn ReadAt) -> Result<Self, Statement> {
        let (header, root) = read_header(file)?;
        let mut pages = Pages::new(file, header)?;
        let contents = pages.read(0, header.contents_bytes)?;
        let contents = Contents::decode(&contents, header.data_bytes);
        let contents = contents.ok_or_else(|| messages::advisory::index_unsound(0))?;
        let summary = Summary {
            root,
            format: FORMAT_VERSION,
            sources: contents.sources.clone(),
            feeds: contents.feeds.clone(),
            namespaces: contents.namespaces.count,
            withdrawals: contents.withdrawals.count,
            advisories: contents.advisories.count,
            packages: contents.packages.rows,
            bytes: file.length(),
        };
        Ok(Self { contents, summary, pages, namespaces: None })
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
        let read = |block: &[u8]| decode_package(block, ecosystem, name);
        let entries = self.contents.packages.find(&mut self.pages, (ecosystem, name), read)?;
        let found = entries.unwrap_or_default().into_iter();
        Ok(found
            .map(|entry| Found { advisory: Handle(entry.advisory_at), affected: entry.affected })
            .collect())
    }

    /// The private namespaces.
    pub(super) fn namespaces(&mut self) -> Result<Arc<[Namespace]>, Statement> {
        if let Some(known) = &self.namespaces {
            return Ok(Arc::clone(known));
        }
        let namespaces: Arc<[Namespace]> =
            Arc::from(self.section(self.contents.namespaces, decode_namespaces)?);
        self.namespaces = Some(Arc::clone(&namespaces));
        Ok(namespaces)
    }

    /// What the organisation withdrew.
    pub fn withdrawals(&mut self) -> Result<Vec<Withdrawal>, Statement> {
        self.section(self.contents.withdrawals, decode_withdrawals)
    }

    fn section<Item>(
        &mut self,
        section: Section,
        decode: fn(&[u8]) -> Option<Vec<Item>>,
    ) -> Result<Vec<Item>, Statement> {
        if section.count == 0 {
            return Ok(Vec::new());
        }
        let bytes = self.pages.read(section.at, section.bytes)?;
        let items = decode(&bytes).filter(|items| items.len() as u64 == section.count);
        items.ok_or_else(|| messages::advisory::index_unsound(section.at))
    }

    /// What the database states of a package's licences, by any spelling of its
    /// name.
    pub(super) fn licenses(&mut self, ecosystem: &str, name: &str) -> Result<Vec<VersionLicense>, Statement> {
        let name = normalise(ecosystem, name);
        let read = |block: &[u8]| decode_licenses(block, ecosystem, &name);
        let stated = self.contents.licenses.find(&mut self.pages, (ecosystem, &name), read)?;
        Ok(stated.unwrap_or_default())
    }

    /// The advisory behind a handle, without what it affects.
    pub(super) fn advisory(&mut self, handle: Handle) -> Result<Advisory, Statement> {
        let block = self.pages.block(handle.0)?;
        decode_advisory(&block).ok_or_else(|| messages::advisory::index_unsound(handle.0))
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
    let header = Header::decode(&bytes).filter(|_| page_size == Some(PAGE_BYTES));
    let header = header.ok_or_else(|| messages::advisory::index_unsound(0))?;
    Ok((header, root))
}
