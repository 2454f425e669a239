//! A `Cargo.lock` as it stands in the file, before anything is resolved.
//!
//! Two parsers make it: the lines that Cargo itself writes, and any TOML.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::ReadError;

/// A text of the file, with the bytes where it stands, quotation marks included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawText<'file> {
    pub(super) text: Cow<'file, str>,
    pub(super) span: Range<usize>,
}

/// A `[[package]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawPackage<'file> {
    pub(super) name: RawText<'file>,
    pub(super) version: RawText<'file>,
    pub(super) source: Option<RawText<'file>>,
    pub(super) checksum: Option<RawText<'file>>,
    /// Positions in [`RawLock::dependencies`]; `replace` is among them.
    pub(super) dependencies: Range<usize>,
}

/// A `Cargo.lock`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawLock<'file> {
    /// The number behind `version`, and where.
    pub(super) version: Option<(i64, Range<usize>)>,
    pub(super) packages: Vec<RawPackage<'file>>,
    /// What packages depend on, package by package.
    pub(super) dependencies: Vec<RawText<'file>>,
    /// `checksum name version (source)` of `[metadata]`, and its value.
    pub(super) metadata: Vec<(RawText<'file>, RawText<'file>)>,
    /// What could not be read.
    pub(super) errors: Vec<ReadError>,
}

/// The keys of a package, gathered until the next header.
#[derive(Debug, Default)]
pub(super) struct Draft<'file> {
    pub(super) name: Option<RawText<'file>>,
    pub(super) version: Option<RawText<'file>>,
    pub(super) source: Option<RawText<'file>>,
    pub(super) checksum: Option<RawText<'file>>,
    pub(super) replace: Option<RawText<'file>>,
    /// The position of the first dependency, once the key was seen.
    pub(super) dependencies: Option<Range<usize>>,
}

impl<'file> Draft<'file> {
    /// The place of a key's text; `None` for a key that no package has.
    pub(super) fn text(&mut self, key: &str) -> Option<&mut Option<RawText<'file>>> {
        match key {
            "name" => Some(&mut self.name),
            "version" => Some(&mut self.version),
            "source" => Some(&mut self.source),
            "checksum" => Some(&mut self.checksum),
            "replace" => Some(&mut self.replace),
            _ => None,
        }
    }

    /// Adds the package to the lock; `None` when its name or version is missing.
    pub(super) fn finish(self, lock: &mut RawLock<'file>) -> Option<()> {
        let (name, version) = (self.name?, self.version?);
        let mut dependencies = self.dependencies.unwrap_or(lock.dependencies.len()..lock.dependencies.len());
        if let Some(replace) = self.replace {
            // The replacement is what is built: the graph goes through it.
            lock.dependencies.push(replace);
            dependencies.end = lock.dependencies.len();
        }
        let package =
            RawPackage { name, version, source: self.source, checksum: self.checksum, dependencies };
        lock.packages.push(package);
        Some(())
    }
}
