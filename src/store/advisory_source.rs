//! Sources of advisories on the disk: folders of OSV records, zips of them,
//! and trees of `<ecosystem>/all.zip`.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::messages;

/// What takes the records of a source, one by one.
pub trait Records {
    /// A folder or an archive of records begins; it may be called after an ecosystem.
    fn begin(&mut self, called: Option<&str>);

    /// A record.
    fn record(&mut self, name: &str, bytes: &[u8]);

    /// Something that should be a record and could not be read.
    fn refuse(&mut self, name: &str, reason: Statement);
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
}

impl AdvisorySource {
    /// Finds the records and archives of a source. A file given by name is
    /// taken for an archive; in folders `.json` files are records, `.zip`
    /// files archives, and anything else no part of a source.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Statement> {
        let metadata = fs::metadata(path).map_err(messages::advisory::source_refused)?;
        let mut files = Vec::new();
        if metadata.is_dir() {
            gather(path, "", limits.folder_depth, &mut files)?;
        } else if metadata.is_file() {
            let name = text_of(path.file_name());
            files.push(SourcePart {
                path: path.to_path_buf(),
                name,
                folder: folder_of(path),
                kind: PartKind::Archive,
            });
        } else {
            return Err(messages::advisory::source_odd());
        }
        if files.is_empty() {
            return Err(messages::advisory::source_empty());
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { files })
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

    /// Hands over every record, in an order that depends on names alone.
    pub fn read(&self, limits: &Limits, records: &mut dyn Records) -> Result<(), Statement> {
        let mut folder = None;
        for part in &self.files {
            match part.kind {
                PartKind::Record => {
                    if folder != Some(&part.folder) {
                        records.begin(part.folder.as_deref());
                        folder = Some(&part.folder);
                    }
                    match read_bounded(&open(&part.path)?, limits.file_bytes) {
                        Ok(bytes) => records.record(&part.name, &bytes),
                        Err(reason) => records.refuse(&part.name, reason),
                    }
                }
                PartKind::Archive => {
                    records.begin(part.folder.as_deref());
                    folder = None;
                    read_archive(part, limits, records)?;
                }
            }
        }
        Ok(())
    }
}

fn gather(folder: &Path, prefix: &str, depth: usize, files: &mut Vec<SourcePart>) -> Result<(), Statement> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(messages::source::too_deep(prefix));
    };
    for entry in fs::read_dir(folder).map_err(messages::advisory::source_refused)? {
        let entry = entry.map_err(messages::advisory::source_refused)?;
        let (path, name) = (entry.path(), format!("{prefix}{}", entry.file_name().to_string_lossy()));
        let metadata = fs::metadata(&path).map_err(messages::advisory::source_refused)?;
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        let kind = match extension.as_deref() {
            Some("json") => Some(PartKind::Record),
            Some("zip") => Some(PartKind::Archive),
            _ => None,
        };
        if metadata.is_dir() {
            gather(&path, &format!("{name}/"), depth, files)?;
        } else if let Some(kind) = kind {
            files.push(SourcePart { folder: folder_of(&path), path, name, kind });
        }
    }
    Ok(())
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

fn read_archive(part: &SourcePart, limits: &Limits, records: &mut dyn Records) -> Result<(), Statement> {
    let file = open(&part.path)?;
    let packed = file.metadata().map_err(messages::advisory::source_refused)?.len();
    let mut archive = match ZipArchive::new(io::BufReader::new(file)) {
        Ok(archive) => archive,
        Err(error) => {
            records.refuse(&part.name, messages::advisory::archive_unsound(error));
            return Ok(());
        }
    };
    // Entries may share their packed bytes, so all together have a bound, too.
    let mut left = packed.saturating_mul(limits.archive_ratio);
    for index in 0..archive.len() {
        match read_entry(&mut archive, index, limits) {
            Ok(None) => {}
            Ok(Some((name, bytes))) => {
                left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                    messages::advisory::archive_too_many(packed.saturating_mul(limits.archive_ratio))
                })?;
                records.record(&format!("{}/{name}", part.name), &bytes);
            }
            Err((name, reason)) => records.refuse(&format!("{}/{name}", part.name), reason),
        }
    }
    Ok(())
}

type Entry = Option<(String, Vec<u8>)>;

/// One entry's name and bytes; `None` for what is no record.
fn read_entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    limits: &Limits,
) -> Result<Entry, (String, Statement)> {
    let unsound = |error| (format!("#{index}"), messages::advisory::archive_unsound(error));
    let entry = archive.by_index(index).map_err(unsound)?;
    let name = entry.name().map_err(unsound)?.into_owned();
    let is_record =
        Path::new(&name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if entry.is_dir() || !is_record {
        return Ok(None);
    }
    let limit = limits.archive_entry_bytes.min(entry.compressed_size().saturating_mul(limits.archive_ratio));
    let mut bytes = Vec::new();
    match entry.take(limit + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > limit => {
            Err((name.clone(), messages::advisory::archive_too_large(name, limit)))
        }
        Ok(_) => Ok(Some((name, bytes))),
        Err(error) => Err((name, messages::advisory::archive_unsound(error))),
    }
}
