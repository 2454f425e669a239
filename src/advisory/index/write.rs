//! Writes an index. Equal records give equal bytes, whatever their order.

use std::collections::BTreeMap;

use super::blocks::{Entry, encode_advisory, encode_package, encode_sources};
use super::layout::{BUCKET_PACKAGES, Header, PAGE_BYTES, hash, node_digest, page_digest, slot_of};
use crate::advisory::name::{normalise, place_of};
use crate::advisory::ranges::affects_by_ranges;
use crate::domain::advisory::{Advisory, DatabaseSource};
use crate::domain::statement::Statement;
use crate::messages;

/// The bytes of an index over these advisories, which stand in the order of
/// their ids, each id once.
pub(in crate::advisory) fn compile(
    sources: &[DatabaseSource],
    advisories: &[&Advisory],
) -> Result<Vec<u8>, Statement> {
    let mut packages = group_by_package(advisories);
    let buckets = (packages.len() as u64).div_ceil(BUCKET_PACKAGES).max(1);
    let count = u32::try_from(packages.len()).map_err(|_| messages::advisory::index_too_large("packages"))?;
    packages.sort_by_cached_key(|package| (hash(&package.ecosystem, &package.name), package.key()));

    let sources_block = encode_sources(sources);
    let blocks: Vec<Vec<u8>> = advisories.iter().map(|advisory| encode_advisory(advisory)).collect();
    let directory_at = sources_block.len() as u64;
    let fingerprints_at = directory_at + (buckets + 1) * 4;
    let positions_at = fingerprints_at + u64::from(count) * 4;
    // Advisories stand before packages, because packages name their positions.
    let advisories_at = positions_at + u64::from(count) * 8;
    let mut next = advisories_at;
    let advisory_positions: Vec<u64> = blocks.iter().map(|block| place(&mut next, block)).collect();
    let package_blocks: Vec<Vec<u8>> =
        packages.iter().map(|package| package.encode(&advisory_positions)).collect();
    let package_positions: Vec<u64> = package_blocks.iter().map(|block| place(&mut next, block)).collect();

    let mut data = sources_block;
    let sources_bytes = data.len() as u64;
    for rank in directory(&packages, buckets) {
        data.extend_from_slice(&rank.to_le_bytes());
    }
    for package in &packages {
        let (_, fingerprint) = slot_of(&package.ecosystem, &package.name, buckets);
        data.extend_from_slice(&fingerprint.to_le_bytes());
    }
    for position in package_positions {
        data.extend_from_slice(&position.to_le_bytes());
    }
    for block in blocks.iter().chain(&package_blocks) {
        let length =
            u32::try_from(block.len()).map_err(|_| messages::advisory::index_too_large("records"))?;
        data.extend_from_slice(&length.to_le_bytes());
        data.extend_from_slice(block);
    }
    let header = Header {
        data_bytes: data.len() as u64,
        advisories: advisories.len() as u64,
        packages: u64::from(count),
        buckets,
        sources_bytes,
        directory_at,
        fingerprints_at,
        positions_at,
        top: [0; 32],
    };
    Ok(assemble(header, &data))
}

/// Where a block with its length will stand; the next one stands behind it.
fn place(next: &mut u64, block: &[u8]) -> u64 {
    let position = *next;
    *next += 4 + block.len() as u64;
    position
}

struct Package<'run> {
    ecosystem: String,
    name: String,
    /// Each advisory's number with what it says of the package.
    entries: Vec<(usize, &'run crate::domain::advisory::Affected)>,
}

impl Package<'_> {
    fn key(&self) -> (String, String) {
        (self.ecosystem.clone(), self.name.clone())
    }

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

/// For each bucket the rank of its first package, and the number of packages
/// at the end. Packages are sorted by hash, so buckets follow one another.
fn directory(packages: &[Package<'_>], buckets: u64) -> Vec<u32> {
    let bucket_of = |package: &Package<'_>| slot_of(&package.ecosystem, &package.name, buckets).0;
    let first_of = |bucket: u64| packages.partition_point(|package| bucket_of(package) < bucket);
    (0..=buckets).map(|bucket| u32::try_from(first_of(bucket)).unwrap_or(u32::MAX)).collect()
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
