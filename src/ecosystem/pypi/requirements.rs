//! pip's requirement files: `requirements*.txt`, `*requirements.txt`, `reqs.txt`,
//! `*.pip`, and the text files of a folder `requirements` or `reqs`. A file of
//! any other name is read where one of these includes it, and not otherwise.
//!
//! Format: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>.
//! Only `==` and `===` pin a version. A file that is included and is of this
//! format by its own name is counted where it stands, not again where it is
//! included. A constraints file declares nothing: its pins are those of the
//! requirements that leave their version open.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::name::normalised;
use super::pep508::{self, Requirement, Wanted};
use super::requirement_lines::{Logical, logical_lines};
use super::requirement_options::{self as options, Index, Instruction};
use super::requirement_source::{self as address, Address};
use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, Version,
};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::place::TreePath;
use crate::domain::ports::Files;
use crate::ecosystem::{Reader, Surroundings, open};
use crate::messages::{ecosystem as say, source};
use crate::source::{ReadError, SourceFile, shorten};

/// Files that include one another, from the first to the deepest.
const DEEPEST_INCLUDE: usize = 32;

/// The row of this format.
pub static READER: Reader = Reader { id: "pypi/requirements", recognises, read };

/// In any case: pip reads the file that it is given. Rye writes the format to
/// `requirements.lock` and `requirements-dev.lock`.
fn recognises(path: &TreePath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let folder = path.folder().file_name().to_ascii_lowercase();
    let in_folder = matches!(folder.as_str(), "requirements" | "reqs");
    let is_short = || stem.split(['.', '-', '_']).any(|part| part == "reqs");
    match ending {
        "txt" => {
            stem.starts_with("requirements") || stem.ends_with("requirements") || in_folder || is_short()
        }
        "lock" => stem.starts_with("requirements"),
        // Nothing else is called so.
        "pip" => true,
        _ => false,
    }
}

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    let mut run = Run {
        surroundings,
        reading: Reading::default(),
        index: Index::default(),
        pins: Pins::default(),
        markers: Vec::new(),
        above: Vec::new(),
        seen: HashSet::from([(file.path(), Purpose::Requirements)]),
        purpose: Purpose::Requirements,
    };
    run.file(file);
    // Prose in a file of such a name is one error, not one for each line.
    let nothing_read = run.reading.occurrences.is_empty();
    let first = run.reading.gaps.iter().find(|gap| gap.kind == GapKind::UnreadableFile);
    if let (true, Some(gap), true) = (nothing_read, first, run.reading.gaps.len() > 1) {
        return Err(ReadError { place: gap.place.clone(), message: gap.reason.clone() });
    }
    Ok(run.finish())
}

/// What a file is read for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Purpose {
    Requirements,
    Constraints,
}

/// One file with all that it includes.
struct Run<'run> {
    surroundings: &'run Surroundings<'run>,
    reading: Reading,
    index: Index,
    /// Exact versions that constraints give.
    pins: Pins,
    /// The marker of each occurrence.
    markers: Vec<String>,
    /// The files whose includes are being read.
    above: Vec<TreePath>,
    /// Every file that was read or passed over, and what for.
    seen: HashSet<(TreePath, Purpose)>,
    purpose: Purpose,
}

impl Run<'_> {
    fn file(&mut self, file: &SourceFile) {
        if let Some(label) = file.encoding_that_hides_lines() {
            self.error(ReadError { place: file.whole(), message: say::pip_encoding(shorten(&label)) });
        }
        self.above.push(file.path());
        for line in logical_lines(file) {
            self.line(file, &line);
        }
        self.above.pop();
    }

    fn line(&mut self, file: &SourceFile, line: &Logical) {
        let mut hashes = Vec::new();
        for instruction in options::read(&line.options) {
            match instruction {
                Instruction::Include(path) => self.include(file, line, &path, Purpose::Requirements),
                Instruction::Constrain(path) => self.include(file, line, &path, Purpose::Constraints),
                Instruction::Editable(text) => self.requirement(file, line, &text, Vec::new()),
                Instruction::Index(option) => self.index.apply(option),
                Instruction::Hash(hash) => hashes.push(hash),
                Instruction::Nothing => {}
                Instruction::Unknown(found) => {
                    let message = say::pip_option(shorten(&found));
                    self.error(file.error(line.span.clone(), message));
                }
            }
        }
        if !line.requirement.is_empty() {
            self.requirement(file, line, &line.requirement, hashes);
        } else if !hashes.is_empty() {
            // A line that lost its beginning: nobody knows whose hash it is.
            self.error(file.error(line.span.clone(), say::pip_hash_alone()));
        }
    }

    fn error(&mut self, error: ReadError) {
        self.reading.gaps.push(error.into());
    }

    fn include(&mut self, file: &SourceFile, line: &Logical, reference: &str, purpose: Purpose) {
        let target = if pep508::is_address(reference) { None } else { file.path().sibling(reference) };
        let Some(target) = target else {
            let message = say::pip_include_outside(shorten(reference));
            return self.error(file.error(line.span.clone(), message));
        };
        let purpose = if self.purpose == Purpose::Constraints { self.purpose } else { purpose };
        if self.above.contains(&target) || self.above.len() >= DEEPEST_INCLUDE {
            let message = say::pip_include_circle(shorten(reference));
            return self.error(file.error(line.span.clone(), message));
        }
        let counts_itself = purpose == Purpose::Requirements
            && recognises(&target)
            && self.surroundings.files.list().binary_search(&target).is_ok();
        if !self.seen.insert((target.clone(), purpose)) || counts_itself {
            return;
        }
        if !self.surroundings.files.exists(&target) {
            let message = say::pip_include_absent(shorten(reference));
            return self.error(file.error(line.span.clone(), message));
        }
        let before = std::mem::replace(&mut self.purpose, purpose);
        match open(&target, self.surroundings) {
            Ok(included) => self.file(&included),
            Err(error) => self.error(error),
        }
        self.purpose = before;
    }

    fn requirement(&mut self, file: &SourceFile, line: &Logical, text: &str, hashes: Vec<IntegrityHash>) {
        let Some(requirement) = pep508::parse(text) else {
            let expected = "`name==version`";
            return self.error(file.error(line.span.clone(), source::expected(expected, shorten(text))));
        };
        if self.purpose == Purpose::Constraints {
            if let (Some(name), Wanted::Exact(version)) = (requirement.name, requirement.wanted) {
                self.pins.add(&normalised(name), requirement.marker, version);
            }
            return;
        }
        let (name, version, origin) = what_is_wanted(file, &requirement, self.surroundings.files);
        self.markers.push(requirement.marker.to_owned());
        self.reading.occurrences.push(Occurrence {
            component: Component { ecosystem: Ecosystem::new(Ecosystem::PYPI), name, version },
            place: file.place(line.span.clone()),
            origin,
            scope: Scope::Runtime,
            relation: Relation::Unstated,
            hashes,
            license: None,
            dependencies: Vec::new(),
        });
    }

    /// Versions that other lines pin: pip installs one version of a package, so
    /// `bleach[css]` beside `bleach==6.3.0` means that one.
    fn pinned_beside(&self) -> Pins {
        let mut pinned = Pins::default();
        for (occurrence, marker) in self.reading.occurrences.iter().zip(&self.markers) {
            if let Version::Exact(version) = &occurrence.component.version {
                pinned.add(&occurrence.component.name, marker, version);
            }
        }
        pinned
    }

    /// Options and constraints count for every line, also for those before
    /// them, so that they are applied at the end.
    fn finish(mut self) -> Reading {
        let origin = self.index.origin();
        let beside = self.pinned_beside();
        for (occurrence, marker) in self.reading.occurrences.iter_mut().zip(&self.markers) {
            if occurrence.origin == (Origin::Registry { url: None }) {
                occurrence.origin = origin.clone();
                let name = &*occurrence.component.name;
                let pin = self.pins.of(name, marker).or_else(|| beside.of(name, marker));
                if let (None, Some(pin)) = (occurrence.component.version.exact(), pin) {
                    occurrence.component.version = Version::Exact(pin.clone());
                }
            }
            if occurrence.component.version.exact().is_none() && occurrence.origin != Origin::FirstParty {
                self.reading.gaps.push(unresolved(occurrence));
            }
        }
        self.reading
    }
}

/// Exact versions by name and marker. A pin that counts on some machines only
/// speaks for a line of the same marker: elsewhere the line stays open.
#[derive(Default)]
struct Pins {
    /// `None` where two lines pin different versions.
    by_name: HashMap<(String, String), Option<Arc<str>>>,
}

impl Pins {
    fn add(&mut self, name: &str, marker: &str, version: &str) {
        let key = (name.to_owned(), marker.to_owned());
        let pin = self.by_name.entry(key).or_insert_with(|| Some(Arc::from(version)));
        if pin.as_deref() != Some(version) {
            *pin = None;
        }
    }

    fn of(&self, name: &str, marker: &str) -> Option<&Arc<str>> {
        let pin = |marker: &str| self.by_name.get(&(name.to_owned(), marker.to_owned()));
        pin("").or_else(|| pin(marker))?.as_ref()
    }
}

fn unresolved(occurrence: &Occurrence) -> Gap {
    let name = shorten(&occurrence.component.name);
    let reason = match (&occurrence.component.version, &occurrence.origin) {
        (Version::Requirement(range), _) => say::pip_range(&name, shorten(range)),
        (_, Origin::Registry { .. } | Origin::Unstated) => say::pip_no_version(&name),
        _ => say::pip_address_without_version(&name),
    };
    let component = Some(occurrence.component.clone());
    Gap { kind: GapKind::UnresolvedVersion, place: occurrence.place.clone(), reason, component }
}

/// The name, version and origin of one requirement; a plain registry stands
/// for the index that the options name.
pub(super) fn what_is_wanted(
    file: &SourceFile,
    requirement: &Requirement<'_>,
    files: &dyn Files,
) -> (Arc<str>, Version, Origin) {
    let registry = Origin::Registry { url: None };
    let name = requirement.name.map(normalised);
    let plain = |version| (Arc::from(name.clone().unwrap_or_default()), version, registry.clone());
    let Address { file_name, origin, written } = match requirement.wanted {
        Wanted::Any => return plain(Version::Unstated),
        Wanted::Exact(version) => return plain(Version::Exact(version.into())),
        Wanted::Range(range) => return plain(Version::Requirement(range.into())),
        Wanted::Url(url) => address::of_url(url, &file.path(), files),
        Wanted::Path(path) => address::of_path(path, &file.path(), files),
    };
    let stated = address::name_and_version(file_name);
    let version = stated.as_ref().map_or(Version::Unstated, |(_, version)| Version::Exact((*version).into()));
    let name = name.or_else(|| stated.map(|(name, _)| normalised(name)));
    (name.map_or_else(|| Arc::from(written), Arc::from), version, origin)
}
