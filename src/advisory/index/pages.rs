//! The data of an index file, page by page: read by position, verified, kept.

use std::borrow::Cow;
use std::ops::Range;

use super::layout::{
    DIGEST_BYTES, FAN_OUT, HEADER_BYTES, Header, PAGE_BYTES, node_digest, page_digest, u32_at,
};
use crate::domain::ports::ReadAt;
use crate::domain::statement::Statement;
use crate::messages;

/// Pages and nodes that were read once are verified and kept.
pub(super) struct Pages<'file> {
    file: &'file dyn ReadAt,
    header: Header,
    /// Nodes of each level, the top level first.
    levels: Vec<Level>,
    data_at: u64,
    kept: Vec<Option<Box<[u8]>>>,
}

struct Level {
    /// Where its first node stands in the file.
    at: u64,
    /// How many digests the level holds.
    digests: u64,
    nodes: Vec<Option<Box<[u8]>>>,
}

impl<'file> Pages<'file> {
    /// Takes the file as its header says it is; its length has to agree.
    pub(super) fn new(file: &'file dyn ReadAt, header: Header) -> Result<Self, Statement> {
        let unsound = || messages::advisory::index_unsound(0);
        let counts = header.levels();
        let mut at = HEADER_BYTES as u64;
        let mut levels = Vec::with_capacity(counts.len());
        for (depth, &nodes) in counts.iter().enumerate() {
            // A level has a digest for each node below it, the last for each page.
            let digests = counts.get(depth + 1).copied().unwrap_or_else(|| header.pages());
            let bytes = digests.checked_mul(DIGEST_BYTES as u64).ok_or_else(unsound)?;
            let nodes = usize::try_from(nodes).map_err(|_| unsound())?;
            levels.push((at, digests, nodes));
            at = at.checked_add(bytes).ok_or_else(unsound)?;
        }
        let expected = at.checked_add(header.data_bytes).ok_or_else(unsound)?;
        if expected != file.length() {
            return Err(messages::advisory::index_length(file.length(), expected));
        }
        // The file is as long as the header says: these lists are no longer
        // than a small part of it.
        let pages = usize::try_from(header.pages()).map_err(|_| unsound())?;
        let level = |(at, digests, nodes)| Level { at, digests, nodes: vec![None; nodes] };
        let levels = levels.into_iter().map(level).collect();
        Ok(Self { file, header, levels, data_at: at, kept: vec![None; pages] })
    }

    /// The bytes of a part of the data, verified.
    pub(super) fn read(&mut self, from: u64, length: u64) -> Result<Cow<'_, [u8]>, Statement> {
        let unsound = || messages::advisory::index_unsound(from);
        let end =
            from.checked_add(length).filter(|&end| end <= self.header.data_bytes).ok_or_else(unsound)?;
        let page = PAGE_BYTES as u64;
        let is_in_one = length > 0 && from / page == (end - 1) / page;
        if is_in_one {
            return self.part(from..end).map(Cow::Borrowed);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(|_| unsound())?);
        let mut position = from;
        while position < end {
            let page_end = (position / page + 1) * page;
            let part = self.part(position..end.min(page_end))?;
            bytes.extend_from_slice(part);
            position += part.len() as u64;
        }
        Ok(Cow::Owned(bytes))
    }

    /// A part that lies in one page, and isn't empty.
    fn part(&mut self, bytes: Range<u64>) -> Result<&[u8], Statement> {
        let unsound = || messages::advisory::index_unsound(bytes.start);
        let number = bytes.start / PAGE_BYTES as u64;
        let page_start = number * PAGE_BYTES as u64;
        let page = self.page(number)?;
        let inside = |offset: u64| usize::try_from(offset - page_start).ok();
        let part = inside(bytes.start).zip(inside(bytes.end)).and_then(|(start, end)| page.get(start..end));
        part.filter(|part| !part.is_empty()).ok_or_else(unsound)
    }

    /// The block that begins here with its length.
    pub(super) fn block(&mut self, at: u64) -> Result<Cow<'_, [u8]>, Statement> {
        let unsound = || messages::advisory::index_unsound(at);
        let length = u32_at(&self.read(at, 4)?, 0).ok_or_else(unsound)?;
        self.read(at.checked_add(4).ok_or_else(unsound)?, u64::from(length))
    }

    /// Reads and verifies every page.
    pub(super) fn verify_all(&mut self) -> Result<(), Statement> {
        for number in 0..self.header.pages() {
            self.page(number)?;
            // Kept pages would be the whole file.
            if let Some(slot) = usize::try_from(number).ok().and_then(|index| self.kept.get_mut(index)) {
                *slot = None;
            }
        }
        Ok(())
    }

    fn page(&mut self, number: u64) -> Result<&[u8], Statement> {
        let unsound = || messages::advisory::index_unsound(number);
        let index = usize::try_from(number).map_err(|_| unsound())?;
        if self.kept.get(index).is_some_and(Option::is_none) {
            let start = number * PAGE_BYTES as u64;
            let length = (self.header.data_bytes - start).min(PAGE_BYTES as u64);
            let page = read(self.file, self.data_at + start, length)?;
            let expected = self.digest(self.levels.len(), number)?;
            if page_digest(&page) != expected {
                return Err(messages::advisory::index_damaged("page", self.data_at + start));
            }
            if let Some(slot) = self.kept.get_mut(index) {
                *slot = Some(page);
            }
        }
        self.kept.get(index).and_then(Option::as_deref).ok_or_else(unsound)
    }

    /// The digest that the level above holds for this node of a level, or for
    /// this page where the level is the one below all nodes.
    fn digest(&mut self, depth: usize, number: u64) -> Result<[u8; DIGEST_BYTES], Statement> {
        let Some(above) = depth.checked_sub(1) else { return Ok(self.header.top) };
        let node = self.node(above, number / FAN_OUT as u64)?;
        let inside = usize::try_from(number % FAN_OUT as u64).unwrap_or_default() * DIGEST_BYTES;
        let digest = node.get(inside..inside + DIGEST_BYTES).and_then(|bytes| bytes.try_into().ok());
        digest.ok_or_else(|| messages::advisory::index_unsound(number))
    }

    /// A node of the tree. The recursion is as deep as the tree: five levels
    /// are beyond any disk.
    fn node(&mut self, depth: usize, number: u64) -> Result<&[u8], Statement> {
        let unsound = || messages::advisory::index_unsound(number);
        let index = usize::try_from(number).map_err(|_| unsound())?;
        let level = self.levels.get(depth).ok_or_else(unsound)?;
        if level.nodes.get(index).is_some_and(Option::is_none) {
            let first = number * FAN_OUT as u64;
            let digests = level.digests.saturating_sub(first).min(FAN_OUT as u64);
            let at = level.at + first * DIGEST_BYTES as u64;
            let node = read(self.file, at, digests * DIGEST_BYTES as u64)?;
            let expected = self.digest(depth, number)?;
            if node_digest(&node) != expected {
                return Err(messages::advisory::index_damaged("digest tree", at));
            }
            if let Some(slot) = self.levels.get_mut(depth).and_then(|level| level.nodes.get_mut(index)) {
                *slot = Some(node);
            }
        }
        let level = self.levels.get(depth).ok_or_else(unsound)?;
        level.nodes.get(index).and_then(Option::as_deref).ok_or_else(unsound)
    }
}

/// At most one page.
fn read(file: &dyn ReadAt, at: u64, length: u64) -> Result<Box<[u8]>, Statement> {
    let length = usize::try_from(length).unwrap_or(PAGE_BYTES).min(PAGE_BYTES);
    let mut bytes = vec![0; length].into_boxed_slice();
    file.read_at(at, &mut bytes)?;
    Ok(bytes)
}
