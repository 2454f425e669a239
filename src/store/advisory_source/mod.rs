//! Sources of advisories on the disk: folders of OSV records, zips of them,
//! and trees of `<ecosystem>/all.zip`.

mod archive;
mod reading;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::messages;

/// What happens while a source is read, in an order that depends on names alone.
#[derive(Debug)]
pub enum Event<Parsed> {
    /// So many files and entries will be read.
    Expect(u64),
    /// A folder or an archive of records begins; it may be called after an ecosystem.
    Begin(Option<String>),
    /// A record.
    Record(Parsed),
    /// An overlay: its name and its bytes.
    Overlay(String, Vec<u8>),
    /// Something that should be a record and could not be read: its name, and why.
    Refused(String, Statement),
}

/// A source: its files in the order of their names.
#[derive(Debug)]
pub struct AdvisorySource {
    files: Vec<SourcePart>,
}

#[derive(Debug)]
struct SourcePart {
    path: PathBuf,
    /// Below the source, with `/`.
    name: String,
    /// The name of the folder that it is in.
    folder: Option<String>,
    kind: PartKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind {
    Record,
    Archive,
    Overlay,
}

/// What files of a folder belong to a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Records,
    RecordsAndOverlays,
}

impl AdvisorySource {
    /// Finds the records and archives of a source. A file given by name is
    /// taken for an archive; in folders `.json` files are records, `.zip`
    /// files archives, and anything else no part of a source.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Statement> {
        let is_archive = |_: &Path| Some(PartKind::Archive);
        let files = Self::find(path, limits, (Wanted::Records, is_archive))?;
        if files.is_empty() { Err(messages::advisory::source_empty()) } else { Ok(Self { files }) }
    }

    /// Finds what an organisation adds: overlays (`.toml`), and records of its
    /// own (`.json`, `.zip`) in folders or one by one.
    pub fn open_additions(path: &Path, limits: &Limits) -> Result<Self, Statement> {
        let by_name = |path: &Path| kind_of(path, Wanted::RecordsAndOverlays);
        let files = Self::find(path, limits, (Wanted::RecordsAndOverlays, by_name))?;
        if files.is_empty() { Err(messages::advisory::overlay_absent()) } else { Ok(Self { files }) }
    }

    fn find(
        path: &Path,
        limits: &Limits,
        (wanted, kind_of_file): (Wanted, impl Fn(&Path) -> Option<PartKind>),
    ) -> Result<Vec<SourcePart>, Statement> {
        let metadata = fs::metadata(path).map_err(messages::advisory::source_refused)?;
        let mut files = Vec::new();
        if metadata.is_dir() {
            gather(path, ("", wanted), limits.folder_depth, &mut files)?;
        } else if metadata.is_file() {
            files.extend(kind_of_file(path).map(|kind| SourcePart {
                path: path.to_path_buf(),
                name: text_of(path.file_name()),
                folder: folder_of(path),
                kind,
            }));
        } else {
            return Err(messages::advisory::source_odd());
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// The digest of all that it holds: equal sources have equal names.
    pub fn digest(&self) -> Result<Digest, Statement> {
        let mut hasher = Sha256::new();
        for part in &self.files {
            for text in [Some(part.name.as_str()), part.folder.as_deref()] {
                let text = text.unwrap_or_default();
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text);
            }
            let content = digest_of(open(&part.path)?).map_err(messages::advisory::source_refused)?;
            hasher.update(content);
        }
        Ok(Digest::from_bytes(hasher.finalize().into()))
    }
}

fn gather(
    folder: &Path,
    (prefix, wanted): (&str, Wanted),
    depth: usize,
    files: &mut Vec<SourcePart>,
) -> Result<(), Statement> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(messages::source::too_deep(prefix));
    };
    for entry in fs::read_dir(folder).map_err(messages::advisory::source_refused)? {
        let entry = entry.map_err(messages::advisory::source_refused)?;
        let (path, name) = (entry.path(), format!("{prefix}{}", entry.file_name().to_string_lossy()));
        let metadata = fs::metadata(&path).map_err(messages::advisory::source_refused)?;
        if metadata.is_dir() {
            gather(&path, (&format!("{name}/"), wanted), depth, files)?;
        } else if let Some(kind) = kind_of(&path, wanted) {
            files.push(SourcePart { folder: folder_of(&path), path, name, kind });
        }
    }
    Ok(())
}

fn kind_of(path: &Path, wanted: Wanted) -> Option<PartKind> {
    let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match (extension.as_str(), wanted) {
        ("json", _) => Some(PartKind::Record),
        ("zip", _) => Some(PartKind::Archive),
        ("toml", Wanted::RecordsAndOverlays) => Some(PartKind::Overlay),
        _ => None,
    }
}

/// The name of the folder that a file is in, as the user gave the path.
fn folder_of(path: &Path) -> Option<String> {
    let name = text_of(path.parent()?.file_name());
    (!name.is_empty()).then_some(name)
}

fn text_of(name: Option<&std::ffi::OsStr>) -> String {
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
fn open(path: &Path) -> Result<File, Statement> {
    File::open(path).map_err(messages::advisory::source_refused)
}

fn digest_of(mut source: impl Read) -> io::Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match source.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().into()),
            count => hasher.update(buffer.get(..count).unwrap_or_default()),
        }
    }
}

/// All bytes, up to a bound; one more is an error.
fn read_bounded(source: &File, limit: u64) -> Result<Vec<u8>, Statement> {
    let length = source.metadata().map_err(messages::advisory::source_refused)?.len();
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes).map_err(messages::advisory::source_refused)?;
    if bytes.len() as u64 > limit {
        return Err(messages::source::too_large(length.max(limit + 1), limit));
    }
    Ok(bytes)
}
