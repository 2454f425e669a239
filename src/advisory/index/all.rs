//! Every advisory of an index with all that it affects.

use std::collections::BTreeMap;

use super::blocks::{decode_advisory, decode_any_package};
use super::contents::Section;
use super::layout::u32_at;
use super::{Handle, Index};
use crate::domain::advisory::{Advisory, Affected};
use crate::domain::statement::Statement;
use crate::messages;

/// Every advisory, in the order of the file.
pub struct Advisories<'index, 'file> {
    index: &'index mut Index<'file>,
    affected: BTreeMap<Handle, Vec<Affected>>,
    next: u64,
    left: u64,
}

impl<'file> Index<'file> {
    /// Every advisory with what it affects, each byte verified before it is
    /// used. What is affected stands with the packages, so that all of them are
    /// read first and held.
    pub fn advisories(&mut self) -> Result<Advisories<'_, 'file>, Statement> {
        let affected = self.affected_by_advisory()?;
        let Section { at: next, count: left, .. } = self.contents.advisories;
        Ok(Advisories { index: self, affected, next, left })
    }

    fn affected_by_advisory(&mut self) -> Result<BTreeMap<Handle, Vec<Affected>>, Statement> {
        let mut affected: BTreeMap<Handle, Vec<Affected>> = BTreeMap::new();
        let packages = self.contents.packages;
        for rank in 0..packages.rows {
            let at = packages.position(&mut self.pages, rank)?;
            let block = self.pages.block(at)?;
            let entries = decode_any_package(&block);
            for entry in entries.ok_or_else(|| messages::advisory::index_unsound(at))? {
                affected.entry(Handle(entry.advisory_at)).or_default().push(entry.affected);
            }
        }
        Ok(affected)
    }
}

impl Advisories<'_, '_> {
    fn read_next(&mut self) -> Result<Advisory, Statement> {
        let at = self.next;
        let unsound = || messages::advisory::index_unsound(at);
        let length = self.index.pages.read(at, 4)?;
        let length = u32_at(&length, 0).ok_or_else(unsound)?;
        let block = self.index.pages.block(at)?;
        self.next = at.checked_add(4 + u64::from(length)).ok_or_else(unsound)?;
        let mut advisory = decode_advisory(&block).ok_or_else(unsound)?;
        advisory.affected = self.affected.remove(&Handle(at)).unwrap_or_default();
        // Packages are in the order of their hashes, which means nothing.
        advisory.affected.sort_by(|a, b| (&a.ecosystem, &a.name).cmp(&(&b.ecosystem, &b.name)));
        Ok(advisory)
    }
}

impl Iterator for Advisories<'_, '_> {
    type Item = Result<Advisory, Statement>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(left) = self.left.checked_sub(1) else {
            // What a package names stands among the advisories, or somebody
            // would be missing from what was just handed out.
            let (lost, _) = self.affected.pop_first()?;
            self.affected.clear();
            return Some(Err(messages::advisory::index_unsound(lost.0)));
        };
        let read = self.read_next();
        self.left = if read.is_ok() { left } else { 0 };
        if read.is_err() {
            self.affected.clear();
        }
        Some(read)
    }
}
