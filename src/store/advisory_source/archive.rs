//! Archives of records, open to several threads at once.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;

use crate::domain::limits::Limits;
use crate::domain::ports::ReadAt as _;
use crate::domain::statement::Statement;
use crate::messages::advisory as say;
use crate::store::index_file::IndexFile;

/// An archive; each thread has its own, over one open file.
#[derive(Clone)]
pub(super) struct Archive {
    zip: ZipArchive<Window>,
    /// What all entries together may still unpack to: they may share their
    /// packed bytes, so each alone keeping its bound isn't enough.
    left: Arc<AtomicU64>,
    most: u64,
}

/// A reading position of its own in a file that others read, too.
#[derive(Clone)]
struct Window {
    file: Arc<IndexFile>,
    at: u64,
}

/// The record at an archive's end: its mark, its length without the comment,
/// the longest comment, and where the number of entries stands.
/// Source: APPNOTE.TXT, 4.3.16.
const END_MARK: &[u8] = b"PK\x05\x06";
const END_BYTES: u64 = 22;
const LONGEST_COMMENT: u64 = 65_535;
const ENTRIES_AT: usize = 10;

/// The number has 16 bits; where they are all set, a longer record has it.
const ENTRIES_WRAP: usize = 65_536;

/// How many entries an archive says that it has. The reader keeps one of each
/// name: of two under one name the other would be lost in silence.
fn declared_entries(file: &IndexFile) -> Result<Option<u16>, Statement> {
    let length = file.length().min(END_BYTES + LONGEST_COMMENT);
    let mut tail = vec![0; usize::try_from(length).unwrap_or_default()];
    file.read_at(file.length() - length, &mut tail)?;
    let end = tail.windows(END_MARK.len()).rposition(|window| window == END_MARK);
    let number = end.and_then(|end| tail.get(end + ENTRIES_AT..)?.first_chunk::<2>());
    Ok(number.map(|bytes| u16::from_le_bytes(*bytes)).filter(|number| *number != u16::MAX))
}

/// An entry's name and bytes; `None` for what is no record; or its name with
/// why it has no bytes.
type Unpacked = Result<Option<(String, Vec<u8>)>, (String, Statement)>;

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.file.length().saturating_sub(self.at);
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let part = buffer.get_mut(..count).unwrap_or_default();
        self.file.read_at(self.at, part).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.file.length().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// An entry's name, and its bytes or why there are none.
pub(super) type Entry = (String, Result<Vec<u8>, Statement>);

impl Archive {
    /// Opens it; `Ok(Err(_))` where the file is no archive.
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Result<Self, Statement>, Statement> {
        let file = IndexFile::open(path)?;
        let most = file.length().saturating_mul(limits.archive_ratio);
        let declared = declared_entries(&file)?;
        let zip = match ZipArchive::new(Window { file: Arc::new(file), at: 0 }) {
            Ok(zip) => zip,
            Err(error) => return Ok(Err(say::archive_unsound(error))),
        };
        let names = zip.len();
        match declared.filter(|declared| usize::from(*declared) != names % ENTRIES_WRAP) {
            Some(declared) => Ok(Err(say::archive_repeats_names(declared, names))),
            None => Ok(Ok(Self { zip, left: Arc::new(AtomicU64::new(most)), most })),
        }
    }

    /// How many entries it has.
    pub(super) fn len(&self) -> usize {
        self.zip.len()
    }

    /// One entry; `Ok(None)` for what is no record. The outer error is the
    /// archive's.
    pub(super) fn entry(&mut self, index: usize, limits: &Limits) -> Result<Option<Entry>, Statement> {
        let (name, bytes) = match self.unpack(index, limits) {
            Ok(Some((name, bytes))) => (name, bytes),
            Ok(None) => return Ok(None),
            Err((name, reason)) => return Ok(Some((name, Err(reason)))),
        };
        let size = bytes.len() as u64;
        let taken =
            self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(size));
        if taken.is_err() {
            return Err(say::archive_too_many(self.most));
        }
        Ok(Some((name, Ok(bytes))))
    }

    fn unpack(&mut self, index: usize, limits: &Limits) -> Unpacked {
        let unsound = |error| (format!("#{index}"), say::archive_unsound(error));
        let entry = self.zip.by_index(index).map_err(unsound)?;
        let name = entry.name().map_err(unsound)?.into_owned();
        let is_record =
            Path::new(&name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if entry.is_dir() || !is_record {
            return Ok(None);
        }
        let packed = entry.compressed_size();
        let limit = limits.archive_entry_bytes.min(packed.saturating_mul(limits.archive_ratio));
        let mut bytes = Vec::new();
        match entry.take(limit + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => Err((name.clone(), say::archive_too_large(name, limit))),
            Ok(_) => Ok(Some((name, bytes))),
            Err(error) => Err((name, say::archive_unsound(error))),
        }
    }
}
