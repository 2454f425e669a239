//! Which package of a `Cargo.lock` a dependency line means.

use std::ops::Range;

use super::raw_lock::RawPackage;
use super::source_id::without_commit;
use crate::domain::quick::QuickMap;

/// What a dependency line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The package at this position.
    Package(usize),
    /// No package of the file.
    Nothing,
    /// More than one.
    Several,
}

/// Packages by name, then version, then source. A look-up takes logarithmic
/// time however many packages share a name.
pub(super) struct Index<'lock> {
    /// `(version, source, position)`, sorted, name by name.
    entries: Vec<(&'lock str, &'lock str, usize)>,
    by_name: QuickMap<&'lock str, Range<usize>>,
}

impl<'lock> Index<'lock> {
    #[expect(
        clippy::stable_sort_primitive,
        reason = "Cargo writes packages nearly in this order, of which only the stable sort makes use"
    )]
    pub(super) fn new(packages: &'lock [RawPackage<'_>]) -> Self {
        let mut order: Vec<(&str, &str, &str, usize)> = packages
            .iter()
            .enumerate()
            .map(|(position, package)| {
                let source = package.source.as_ref().map_or("", |source| &source.text);
                (&*package.name.text, &*package.version.text, source, position)
            })
            .collect();
        order.sort();
        let mut by_name: QuickMap<&str, Range<usize>> = QuickMap::default();
        by_name.reserve(order.len());
        for (index, (name, ..)) in order.iter().enumerate() {
            by_name.entry(name).or_insert(index..index).end = index + 1;
        }
        let entries = order.into_iter().map(|(_, version, source, position)| (version, source, position));
        Self { entries: entries.collect(), by_name }
    }

    /// The positions of packages with equal name, version and source, beyond
    /// the first of each.
    pub(super) fn repeated(&self) -> Vec<usize> {
        let mut repeated: Vec<usize> = self
            .by_name
            .values()
            .filter_map(|range| self.entries.get(range.clone()))
            .flat_map(|entries| entries.windows(2))
            .filter_map(|pair| match pair {
                [first, second] if (first.0, first.1) == (second.0, second.1) => Some(second.2),
                _ => None,
            })
            .collect();
        repeated.sort_unstable();
        repeated
    }

    /// What `name`, `name version` or `name version (source)` means.
    pub(super) fn find(&self, dependency: &str) -> Meaning {
        let (name, rest) = split_at_blank(dependency);
        let range = self.by_name.get(name).cloned().unwrap_or_default();
        let named = self.entries.get(range).unwrap_or_default();
        let Some((version, source)) = rest.map(split_at_blank) else { return only(named) };
        let first = named.partition_point(|entry| entry.0 < version);
        let behind = named.partition_point(|entry| entry.0 <= version);
        let versioned = named.get(first..behind).unwrap_or_default();
        let Some(source) = source else { return only(versioned) };
        let Some(source) = source.strip_prefix('(').and_then(|source| source.strip_suffix(')')) else {
            return Meaning::Nothing;
        };
        let first = versioned.partition_point(|entry| entry.1 < source);
        let from = versioned.get(first..).unwrap_or_default();
        // Since version 2 a dependency names a git source without its commit.
        let same = |entry: &(&str, &str, usize)| entry.1 == source || without_commit(entry.1) == source;
        match (from.first().filter(|entry| same(entry)), from.get(1).filter(|entry| same(entry))) {
            (Some(first), _) if first.1 == source => Meaning::Package(first.2),
            (Some(_), Some(_)) => Meaning::Several,
            (Some(first), None) => Meaning::Package(first.2),
            (None, _) => Meaning::Nothing,
        }
    }
}

/// What stands before the first blank, and what stands behind it.
fn split_at_blank(text: &str) -> (&str, Option<&str>) {
    let parts = memchr::memchr(b' ', text.as_bytes()).and_then(|at| text.split_at_checked(at));
    parts.map_or((text, None), |(before, behind)| (before, behind.strip_prefix(' ')))
}

/// Equal entries are one package that is listed twice: reported as such.
fn only(entries: &[(&str, &str, usize)]) -> Meaning {
    match (entries.first(), entries.last()) {
        (Some(first), Some(last)) if (first.0, first.1) == (last.0, last.1) => Meaning::Package(first.2),
        (Some(_), _) => Meaning::Several,
        (None, _) => Meaning::Nothing,
    }
}
