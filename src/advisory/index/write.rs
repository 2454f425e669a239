//! Writes an index. Equal records give equal bytes, whatever their order.

use std::collections::BTreeMap;

use super::additions::{PackageLicenses, encode_licenses, encode_namespaces, encode_withdrawals};
use super::blocks::{Entry, encode_advisory, encode_package};
use super::contents::{Contents, Section};
use super::layout::{Header, PAGE_BYTES, node_digest, page_digest};
use super::table::{self, Named, Table};
use crate::advisory::name::{normalise, place_of};
use crate::advisory::ranges::affects_by_ranges;
use crate::domain::advisory::{Advisory, Affected, DatabaseSource, Feed, Namespace, Withdrawal};
use crate::domain::statement::Statement;
use crate::messages;

/// All that an index is made of.
#[derive(Clone, Debug, Default)]
pub(in crate::advisory) struct Content<'run> {
    /// Its sources, by ecosystem.
    pub(in crate::advisory) sources: Vec<DatabaseSource>,
    /// What it knows beside advisories.
    pub(in crate::advisory) feeds: Vec<Feed>,
    /// Advisories in the order of their ids, each id once.
    pub(in crate::advisory) advisories: Vec<&'run Advisory>,
    /// Private namespaces, in order.
    pub(in crate::advisory) namespaces: Vec<Namespace>,
    /// Withdrawals, in order.
    pub(in crate::advisory) withdrawals: Vec<Withdrawal>,
    /// Licences, each package once.
    pub(in crate::advisory) licenses: Vec<PackageLicenses>,
}

/// The bytes of an index over this content.
pub(in crate::advisory) fn compile(content: Content<'_>) -> Result<Vec<u8>, Statement> {
    let Content { sources, feeds, advisories, namespaces, withdrawals, licenses } = content;
    let mut contents = Contents { sources, feeds, ..Contents::default() };
    // Where things stand is written over this when it is known.
    let mut data = vec![0; contents.encode().len()];
    let mut packages = group_by_package(&advisories);
    table::sort(&mut packages);
    contents.packages = Table::reserve(&mut data, packages.len(), "packages")?;
    let advisories_at = data.len() as u64;
    let advisory_positions =
        push_blocks(&mut data, advisories.iter().map(|advisory| encode_advisory(advisory)))?;
    contents.advisories = Section {
        at: advisories_at,
        bytes: data.len() as u64 - advisories_at,
        count: advisories.len() as u64,
    };
    let blocks = packages.iter().map(|package| package.encode(&advisory_positions));
    let positions = push_blocks(&mut data, blocks)?;
    contents.packages.fill(&mut data, &packages, &positions);
    contents.namespaces = push_section(&mut data, encode_namespaces(&namespaces), namespaces.len());
    contents.withdrawals = push_section(&mut data, encode_withdrawals(&withdrawals), withdrawals.len());
    push_licenses(&mut data, &mut contents, licenses)?;
    let written = contents.encode();
    for (slot, byte) in data.iter_mut().zip(&written) {
        *slot = *byte;
    }
    let header = Header { data_bytes: data.len() as u64, contents_bytes: written.len() as u64, top: [0; 32] };
    Ok(assemble(header, &data))
}

/// Appends blocks, each behind its length, and says where they stand.
fn push_blocks(data: &mut Vec<u8>, blocks: impl Iterator<Item = Vec<u8>>) -> Result<Vec<u64>, Statement> {
    let positions = blocks.map(|block| {
        let position = data.len() as u64;
        let length =
            u32::try_from(block.len()).map_err(|_| messages::advisory::index_too_large("records"))?;
        data.extend_from_slice(&length.to_le_bytes());
        data.extend_from_slice(&block);
        Ok(position)
    });
    positions.collect()
}

/// Appends a section on pages of its own; nothing where there is nothing to hold.
fn push_section(data: &mut Vec<u8>, bytes: Vec<u8>, count: usize) -> Section {
    if count == 0 {
        return Section::default();
    }
    begin_page(data);
    let section = Section { at: data.len() as u64, bytes: bytes.len() as u64, count: count as u64 };
    data.extend(bytes);
    section
}

fn push_licenses(
    data: &mut Vec<u8>,
    contents: &mut Contents,
    mut licenses: Vec<PackageLicenses>,
) -> Result<(), Statement> {
    if licenses.is_empty() {
        return Ok(());
    }
    begin_page(data);
    table::sort(&mut licenses);
    contents.licenses = Table::reserve(data, licenses.len(), "licenses")?;
    let positions = push_blocks(data, licenses.iter().map(encode_licenses))?;
    contents.licenses.fill(data, &licenses, &positions);
    Ok(())
}

fn begin_page(data: &mut Vec<u8>) {
    data.resize(data.len().next_multiple_of(PAGE_BYTES), 0);
}

impl Named for PackageLicenses {
    fn names(&self) -> (&str, &str) {
        (&self.ecosystem, &self.name)
    }
}

struct Package<'run> {
    ecosystem: String,
    name: String,
    /// Each advisory's number with what it says of the package.
    entries: Vec<(usize, &'run Affected)>,
}

impl Named for Package<'_> {
    fn names(&self) -> (&str, &str) {
        (&self.ecosystem, &self.name)
    }
}

impl Package<'_> {
    fn encode(&self, advisory_positions: &[u64]) -> Vec<u8> {
        let entries = self.entries.iter().filter_map(|&(advisory, affected)| {
            let advisory_at = *advisory_positions.get(advisory)?;
            let mut affected = affected.clone();
            // What the ranges say needn't be listed again.
            let ranges = affected.clone();
            affected.versions.retain(|version| !affects_by_ranges(&ranges, version));
            // Without its list a record must not look as if it stated nothing:
            // it has ranges, or nothing would have been taken out.
            Some(Entry { advisory_at, affected })
        });
        let entries: Vec<Entry> = entries.collect();
        encode_package(&self.ecosystem, &self.name, &entries)
    }
}

fn group_by_package<'run>(advisories: &[&'run Advisory]) -> Vec<Package<'run>> {
    let mut packages: BTreeMap<(String, String), Vec<(usize, &'run _)>> = BTreeMap::new();
    for (number, advisory) in advisories.iter().enumerate() {
        for affected in &advisory.affected {
            let name = normalise(&affected.ecosystem, &affected.name).into_owned();
            let ecosystem = place_of(&affected.ecosystem).to_owned();
            packages.entry((ecosystem, name)).or_default().push((number, affected));
        }
    }
    packages.into_iter().map(|((ecosystem, name), entries)| Package { ecosystem, name, entries }).collect()
}

/// Header, digest tree and data as one file.
fn assemble(mut header: Header, data: &[u8]) -> Vec<u8> {
    let pages = data.chunks(PAGE_BYTES);
    let mut levels: Vec<Vec<u8>> = vec![pages.flat_map(page_digest).collect()];
    while let Some(level) = levels.last().filter(|level| level.len() > PAGE_BYTES) {
        let above = level.chunks(PAGE_BYTES).flat_map(node_digest).collect();
        levels.push(above);
    }
    header.top = node_digest(levels.last().map_or(&[], Vec::as_slice));
    let mut file = header.encode();
    for level in levels.iter().rev() {
        file.extend_from_slice(level);
    }
    file.extend_from_slice(data);
    file
}
