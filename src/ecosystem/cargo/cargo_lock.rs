//! `Cargo.lock`, versions 1 to 4: every package with its origin, checksum and
//! dependencies.
//!
//! Format: <https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html>;
//! its versions are described in the source of Cargo's own encoder. A package
//! without a source is the project's own. `[[patch.unused]]` names patches
//! that the graph doesn't use, so they're no entries. The format doesn't tell
//! development from runtime: every entry counts as runtime.

use std::sync::Arc;

use super::raw_lock::{RawLock, RawPackage, RawText};
use super::resolve::{Index, Meaning};
use super::{lock_document, lock_lines, source_id};
use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, Version,
};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::statement::Statement;
use crate::ecosystem::{Reader, Surroundings};
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten};

/// The newest version of the format that is known here.
const NEWEST: i64 = 4;

/// The row of this format.
pub static READER: Reader =
    Reader { id: "cargo/cargo-lock", recognises: |path| path.file_name() == "Cargo.lock", read };

fn read(file: &SourceFile, _: &Surroundings<'_>) -> Result<Reading, ReadError> {
    if file.text().trim().is_empty() {
        let message = crate::messages::source::empty_file("`[[package]]` entries");
        return Err(ReadError { place: file.whole(), message });
    }
    let lock = match lock_lines::read(file) {
        Some(lock) => lock,
        None => lock_document::read(file)?,
    };
    Ok(Builder::new(file, &lock).build())
}

/// Makes a reading of a raw lock.
struct Builder<'lock> {
    file: &'lock SourceFile,
    lock: &'lock RawLock<'lock>,
    index: Index<'lock>,
    ecosystem: Ecosystem,
    sha256: Arc<str>,
    reading: Reading,
}

impl<'lock> Builder<'lock> {
    fn new(file: &'lock SourceFile, lock: &'lock RawLock<'lock>) -> Self {
        Self {
            file,
            lock,
            index: Index::new(&lock.packages),
            ecosystem: Ecosystem::new(Ecosystem::CRATES_IO),
            sha256: Arc::from("sha256"),
            reading: Reading {
                occurrences: Vec::with_capacity(lock.packages.len()),
                gaps: lock.errors.iter().cloned().map(Gap::from).collect(),
            },
        }
    }

    fn build(mut self) -> Reading {
        for package in &self.lock.packages {
            let occurrence = self.occurrence(package);
            self.reading.occurrences.push(occurrence);
        }
        self.checksums_of_metadata();
        self.relations();
        self.check_version();
        self.check_whole();
        self.reading
    }

    fn occurrence(&mut self, package: &'lock RawPackage<'lock>) -> Occurrence {
        let origin = match &package.source {
            None => Origin::FirstParty,
            Some(source) => source_id::origin(&source.text).unwrap_or_else(|| {
                self.gap(source, say::cargo_lock_unknown_source(shorten(&source.text)));
                Origin::Unstated
            }),
        };
        let hashes = package.checksum.as_ref().and_then(|checksum| self.hash(checksum));
        Occurrence {
            component: Component {
                ecosystem: self.ecosystem.clone(),
                name: Arc::from(&*package.name.text),
                version: Version::Exact(Arc::from(&*package.version.text)),
            },
            place: self.file.place(package.name.span.clone()),
            relation: if origin == Origin::FirstParty { Relation::Direct } else { Relation::Transitive },
            origin,
            scope: Scope::Runtime,
            hashes: hashes.into_iter().collect(),
            license: None,
            dependencies: self.dependencies(package),
        }
    }

    fn dependencies(&mut self, package: &'lock RawPackage<'lock>) -> Vec<usize> {
        let listed = self.lock.dependencies.get(package.dependencies.clone()).unwrap_or_default();
        let mut positions = Vec::with_capacity(listed.len());
        for dependency in listed {
            let name = &package.name.text;
            match self.index.find(&dependency.text) {
                Meaning::Package(position) => positions.push(position),
                Meaning::Nothing => {
                    self.gap(
                        dependency,
                        say::lock_lacks_dependency(shorten(name), shorten(&dependency.text)),
                    );
                }
                Meaning::Several => {
                    let message = say::lock_has_several(shorten(name), shorten(&dependency.text));
                    self.gap(dependency, message);
                }
            }
        }
        positions
    }

    /// Version 1 keeps its checksums in `[metadata]`.
    fn checksums_of_metadata(&mut self) {
        for (key, value) in &self.lock.metadata {
            // Other tools keep keys of their own there.
            let Some(package) = key.text.strip_prefix("checksum ") else { continue };
            let Meaning::Package(position) = self.index.find(package) else {
                self.gap(key, say::cargo_lock_stray_checksum(shorten(package)));
                continue;
            };
            // Git packages have a line too, which says that there is none.
            if value.text == "<none>" {
                continue;
            }
            let hash = self.hash(value);
            if let (Some(hash), Some(occurrence)) = (hash, self.reading.occurrences.get_mut(position)) {
                occurrence.hashes.push(hash);
            }
        }
    }

    fn hash(&mut self, checksum: &RawText<'_>) -> Option<IntegrityHash> {
        // Without leaving early, so that many digits are looked at at once.
        let is_hex = checksum.text.bytes().fold(true, |so_far, digit| so_far & digit.is_ascii_hexdigit());
        if checksum.text.len() == 64 && is_hex {
            return Some(IntegrityHash { algorithm: self.sha256.clone(), value: Arc::from(&*checksum.text) });
        }
        self.gap(checksum, say::not_a_sha256(shorten(&checksum.text)));
        None
    }

    /// What the project's own packages depend on is direct.
    fn relations(&mut self) {
        let own = self.reading.occurrences.iter().filter(|one| one.origin == Origin::FirstParty);
        let direct: Vec<usize> = own.flat_map(|one| one.dependencies.iter().copied()).collect();
        for position in direct {
            if let Some(occurrence) = self.reading.occurrences.get_mut(position) {
                occurrence.relation = Relation::Direct;
            }
        }
    }

    fn check_version(&mut self) {
        if let Some((version, span)) = &self.lock.version
            && !(1..=NEWEST).contains(version)
        {
            let error = self.file.error(span.clone(), say::cargo_lock_version(version, NEWEST));
            self.reading.gaps.push(error.into());
        }
    }

    /// A lock lists at least the project's own package, and nothing twice.
    /// One cut at a package's end is whole TOML: only this shows it.
    fn check_whole(&mut self) {
        if !self.lock.packages.iter().any(|package| package.source.is_none()) {
            let error = ReadError { place: self.file.whole(), message: say::cargo_lock_without_project() };
            self.reading.gaps.push(error.into());
        }
        for position in self.index.repeated() {
            let Some(package) = self.lock.packages.get(position) else { continue };
            let (name, version) = (shorten(&package.name.text), shorten(&package.version.text));
            self.gap(&package.name, say::listed_twice(name, version));
        }
        // An edge that leads nowhere explains what nobody needs.
        if self.reading.gaps.is_empty() {
            self.check_needed();
        }
    }

    /// Cargo locks nothing that nothing needs: a package from elsewhere that
    /// nobody depends on shows that the entry which needs it is gone.
    fn check_needed(&mut self) {
        let mut needed = vec![false; self.lock.packages.len()];
        let edges = self.reading.occurrences.iter().flat_map(|one| &one.dependencies);
        for &position in edges {
            if let Some(flag) = needed.get_mut(position) {
                *flag = true;
            }
        }
        for (package, needed) in self.lock.packages.iter().zip(needed) {
            if !needed && package.source.is_some() {
                let (name, version) = (shorten(&package.name.text), shorten(&package.version.text));
                self.gap(&package.name, say::cargo_lock_unneeded(name, version));
            }
        }
    }

    fn gap(&mut self, at: &RawText<'_>, reason: Statement) {
        let place = self.file.place(at.span.clone());
        self.reading.gaps.push(Gap { kind: GapKind::UnreadableFile, place, reason, component: None });
    }
}
