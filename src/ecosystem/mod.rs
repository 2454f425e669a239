//! Readers: one file format each, from bytes to occurrences.
//!
//! A reader takes a decoded file and gives what it declares, with places. It
//! opens no file itself: one that needs a sibling asks the `Files` it is given.
//! An entry that can't be read becomes a gap beside the entries that can; an
//! error gives up the whole file, and becomes a gap too.
//!
//! To add a format: one file `<ecosystem>/<format>.rs` with a [`Reader`] row,
//! one line in [`READERS`], and a folder of cases in
//! `fixtures/ecosystem/<ecosystem>/<format>/`.

mod archive;
mod base64;
pub mod cargo;
mod clarifications;
mod declarations;
pub mod golang;
mod license_list;
mod licenses;
mod notices;
pub mod npm;
pub mod nuget;
pub mod pypi;
pub mod sbom;
pub mod swift;
mod texts;
mod unlocked;

pub use clarifications::clarify;
pub use declarations::find_declarations;
pub use license_list::{line_schema as license_line_schema, read as read_license_list};
pub use licenses::{LicenseTexts, Trust, licenses_of, licenses_of_reading, with_database};
pub use notices::notices;
pub use unlocked::Crates;

use std::collections::BTreeSet;

use crate::domain::component::Origin;
use crate::domain::inventory::{Gap, GapKind, Inventory, PassedOver, Reading};
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::{FileError, Files};
use crate::messages;
use crate::parallel;
use crate::source::{ReadError, SourceFile};

/// What a reader may ask beside its file.
#[derive(Clone, Copy)]
pub struct Surroundings<'run> {
    /// The tree, for siblings.
    pub files: &'run dyn Files,
    /// Bounds on what is read.
    pub limits: &'run Limits,
}

/// One format's reader.
#[derive(Debug)]
pub struct Reader {
    /// `<ecosystem>/<format>`, as the folders are named.
    pub id: &'static str,
    /// Whether a file at this path is of this format, by its name and, where
    /// that is the custom (`requirements/base.txt`), by its folder.
    pub recognises: fn(&TreePath) -> bool,
    /// Reads it.
    pub read: fn(&SourceFile, &Surroundings<'_>) -> Result<Reading, ReadError>,
}

/// Every reader. The first that recognises a file reads it.
pub static READERS: &[&Reader] = &[
    &cargo::cargo_lock::READER,
    // One a line.
    &golang::go_mod::READER,
    &golang::go_work::READER,
    &nuget::packages_lock::READER,
    &npm::package_lock::READER,
    &pypi::build_requires::READER,
    &pypi::poetry_lock::READER,
    &pypi::requirements::READER,
    &pypi::uv_lock::READER,
    &sbom::cyclonedx::READER,
    &swift::package_resolved::READER,
];

/// The reader of this file, by its name and folder.
pub fn reader_of(path: &TreePath) -> Option<&'static Reader> {
    READERS.iter().copied().find(|reader| (reader.recognises)(path))
}

/// Reads every manifest of the tree, in path order. A file that can't be read
/// becomes a gap and the next one is read: nothing is dropped.
pub fn take_inventory(files: &dyn Files, limits: &Limits, passed_over: PassedOver) -> Inventory {
    let (mut inventory, crates) = read_manifests(files, limits, passed_over);
    let gaps = unlocked_gaps(&inventory, &crates, &Surroundings { files, limits });
    add_gaps(&mut inventory, gaps);
    inventory
}

/// What the readers see: everything that is declared, and the `Cargo.toml`
/// files, which are asked again. [`unlocked_gaps`] has what they can't see.
pub fn read_manifests<'run>(
    files: &'run dyn Files,
    limits: &Limits,
    passed_over: PassedOver,
) -> (Inventory, Crates<'run>) {
    let mut inventory = Inventory::beside(passed_over);
    let surroundings = Surroundings { files, limits };
    let files = files.list().iter().filter_map(|path| Some((path, ReadFor::of(path)?)));
    let files: Vec<(&TreePath, ReadFor)> = files.collect();
    let read = |(path, purpose): &(&TreePath, ReadFor)| read(path, *purpose, &surroundings);
    let mut crates = Crates::default();
    for ((path, _), outcome) in files.iter().zip(parallel::map(&files, WORTH_A_THREAD, read)) {
        match outcome {
            // A manifest that only declares is one that was read when it says more.
            Outcome::Read(_, Ok(reading)) if says_nothing(&reading) && unlocked::declares(path) => {}
            Outcome::Read(reader, Ok(reading)) => inventory.add((*path).clone(), reader.id, reading),
            Outcome::Read(_, Err(error)) => inventory.gaps.push(error.into()),
            Outcome::Crate(manifest) => crates.add(path, *manifest),
        }
    }
    (inventory, crates)
}

fn says_nothing(reading: &Reading) -> bool {
    reading.occurrences.is_empty() && reading.gaps.is_empty()
}

/// What the readers can't see: formats that aren't read, and manifests that ask
/// for what no lockfile pins.
pub fn unlocked_gaps(
    inventory: &Inventory,
    crates: &Crates<'_>,
    surroundings: &Surroundings<'_>,
) -> Vec<Gap> {
    unlocked::gaps(inventory, crates, surroundings)
}

/// Adds what the readers couldn't see.
pub fn add_gaps(inventory: &mut Inventory, gaps: Vec<Gap>) {
    inventory.gaps.extend(gaps);
    once_each(&mut inventory.gaps);
}

/// A manifest that two lockfiles are held against is unreadable once.
fn once_each(gaps: &mut Vec<Gap>) {
    let mut seen = BTreeSet::new();
    gaps.retain(|gap| {
        let component = gap.component.clone();
        seen.insert((gap.place.clone(), gap.reason.sentence.key, gap.reason.arguments.clone(), component))
    });
}

/// From this many files on, more than one thread reads them.
const WORTH_A_THREAD: usize = 8;

/// Why a file is read.
#[derive(Clone, Copy)]
enum ReadFor {
    /// It is a manifest, and this reader's.
    Reader(&'static Reader),
    /// It declares a crate, which its lockfile has to list with all that it asks for.
    Crate,
}

impl ReadFor {
    fn of(path: &TreePath) -> Option<Self> {
        let reader = reader_of(path).map(Self::Reader);
        reader.or_else(|| unlocked::declares_a_crate(path).then_some(Self::Crate))
    }
}

/// What was read.
enum Outcome {
    Read(&'static Reader, Result<Reading, ReadError>),
    Crate(Box<Result<unlocked::CargoManifest, ReadError>>),
}

fn read(path: &TreePath, purpose: ReadFor, surroundings: &Surroundings<'_>) -> Outcome {
    match purpose {
        ReadFor::Reader(reader) => {
            let reading = open(path, surroundings).and_then(|file| (reader.read)(&file, surroundings));
            Outcome::Read(reader, reading)
        }
        ReadFor::Crate => Outcome::Crate(Box::new(unlocked::crate_manifest(path, surroundings))),
    }
}

/// The origin of a folder that a lockfile names as the project's own: it is
/// only where the tree has something in it. A lockfile that names a folder
/// which isn't there would pass a fetched package off as the project's own.
pub(crate) fn local_origin(files: &dyn Files, from: &TreePath, folder: &str) -> Origin {
    match from.sibling(folder) {
        Some(path) if files.has_below(&path) => Origin::FirstParty,
        _ => Origin::Path { path: folder.into() },
    }
}

/// Reads and decodes one file of the tree; an absent one is an error too.
pub(crate) fn open(path: &TreePath, surroundings: &Surroundings<'_>) -> Result<SourceFile, ReadError> {
    let bytes = surroundings.files.read(path).map_err(|error| ReadError {
        place: Place::whole(path.clone()),
        message: match error {
            FileError::Absent => messages::ecosystem::file_is_gone(),
            FileError::Refused(reason) => reason,
        },
    })?;
    SourceFile::new(path, bytes, surroundings.limits)
}

/// An error that gave up a whole file, or a part of it, hides what stands there.
impl From<ReadError> for Gap {
    fn from(error: ReadError) -> Self {
        Self { kind: GapKind::UnreadableFile, place: error.place, reason: error.message, component: None }
    }
}
