//! A mirror's folder on this disk: its archives, and the manifest that names
//! them, for whoever hands the mirror out.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use zip::ZipArchive;

use super::Failure;
use super::cache::digest_of;
use super::listing::is_sound_name;
use super::manifest::{Raw, RawFile};
use crate::disk;
use crate::domain::limits::DownloadLimits;
use crate::domain::ports::FileError;
use crate::domain::statement::Statement;
use crate::messages;

/// The manifest's name at the root of a mirror.
pub const MANIFEST: &str = "manifest.json";

/// What a manifest of this folder would name.
#[derive(Debug)]
pub struct Draft {
    as_of: Date,
    files: BTreeMap<String, RawFile>,
    /// Folders with an archive that no machine would ask for: releases, which
    /// are part of their ecosystem's archive, and odd names.
    pub passed_over: Vec<String>,
    old: Option<(Raw, Vec<u8>)>,
}

/// A manifest, not written yet.
#[derive(Debug)]
pub struct Written {
    /// Its number.
    pub serial: u64,
    /// How many archives it names.
    pub files: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The bytes of the manifest that it replaces.
    pub old: Option<Vec<u8>>,
}

/// Looks at a mirror's folder: each `<ecosystem>/all.zip`, and the manifest
/// that is there already.
pub fn look(folder: &Path, as_of: Date) -> Result<Draft, Failure> {
    let refused = |path: &Path, error: io::Error| {
        Failure::unavailable(path.display(), messages::advisory::source_refused(error))
    };
    let mut draft = Draft { as_of, files: BTreeMap::new(), passed_over: Vec::new(), old: old(folder)? };
    for entry in fs::read_dir(folder).map_err(|error| refused(folder, error))? {
        let below = entry.map_err(|error| refused(folder, error))?.path();
        if !fs::metadata(&below).map_err(|error| refused(&below, error))?.is_dir() {
            continue;
        }
        let path = below.join("all.zip");
        if !path.try_exists().map_err(|error| refused(&path, error))? {
            continue;
        }
        match name_of(&path) {
            Some(name) => {
                let file = file(&path).map_err(|reason| Failure::unavailable(path.display(), reason))?;
                draft.files.insert(format!("{name}/all.zip"), file);
            }
            None => draft.passed_over.push(path.display().to_string()),
        }
    }
    draft.passed_over.sort();
    if draft.files.is_empty() {
        return Err(Failure::unavailable(folder.display(), messages::sync::no_archives()));
    }
    Ok(draft)
}

/// The ecosystem that an archive's folder is named after.
fn name_of(archive: &Path) -> Option<String> {
    let name = archive.parent()?.file_name()?.to_str()?;
    is_sound_name(name).then(|| name.to_owned())
}

fn old(folder: &Path) -> Result<Option<(Raw, Vec<u8>)>, Failure> {
    let path: PathBuf = folder.join(MANIFEST);
    let failed = |reason| Failure::unavailable(path.display(), reason);
    let bytes = match disk::read_regular(&path, DownloadLimits::DEFAULT.list_bytes) {
        Ok(bytes) => bytes,
        Err(FileError::Absent) => return Ok(None),
        Err(FileError::Refused(reason)) => return Err(failed(reason)),
    };
    let raw = Raw::read(&bytes).map_err(failed)?;
    Ok(Some((raw, bytes)))
}

/// An archive that a machine could open, with its digest.
#[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
fn file(path: &Path) -> Result<RawFile, Statement> {
    let open = File::open(path).map_err(messages::advisory::source_refused)?;
    let bytes = open.metadata().map_err(messages::advisory::source_refused)?.len();
    let archive = ZipArchive::new(BufReader::new(open)).map_err(messages::advisory::archive_unsound)?;
    if !archive.file_names().any(|name| name.is_ok_and(|name| name.ends_with(".json"))) {
        return Err(messages::advisory::source_empty());
    }
    let digest = digest_of(path).map_err(messages::advisory::source_refused)?;
    Ok(RawFile { sha256: digest.to_string(), bytes: Some(bytes) })
}

impl Draft {
    /// The manifest, under this number or the one that comes by itself. What
    /// machines that have the old one would refuse is refused here. The same
    /// archives of the same day are the same manifest, whose number stays.
    pub fn write(self, asked: Option<u64>, by_itself: u64) -> Result<Written, Statement> {
        let Self { as_of, files, old, .. } = self;
        let count = files.len();
        let (old, old_bytes) = old.map_or((None, None), |(raw, bytes)| (Some(raw), Some(bytes)));
        if let Some(old) = old.as_ref().filter(|old| as_of < old.as_of) {
            return Err(messages::sync::manifest_older(as_of, old.as_of));
        }
        let same = old.as_ref().filter(|old| old.as_of == as_of && old.digests().eq(digests(&files)));
        let same = same.map(|old| old.serial).filter(|serial| asked.is_none_or(|asked| asked == *serial));
        if let (Some(serial), Some(bytes)) = (same, &old_bytes) {
            return Ok(Written { serial, files: count, bytes: bytes.clone(), old: old_bytes });
        }
        // A clock that was put back doesn't stop the numbers from growing.
        let next = old.as_ref().map_or(0, |old| old.serial.saturating_add(1));
        let serial = asked.unwrap_or(by_itself.max(next));
        if let Some(old) = old.filter(|old| serial <= old.serial) {
            return Err(messages::sync::manifest_not_higher(serial, old.serial));
        }
        let mut bytes = serde_json::to_vec_pretty(&Raw::new(serial, as_of, files))
            .map_err(messages::sync::manifest_unreadable)?;
        bytes.push(b'\n');
        Ok(Written { serial, files: count, bytes, old: old_bytes })
    }
}

impl Raw {
    fn digests(&self) -> impl Iterator<Item = (&str, &str)> {
        digests(&self.files)
    }
}

fn digests(files: &BTreeMap<String, RawFile>) -> impl Iterator<Item = (&str, &str)> {
    files.iter().map(|(path, file)| (path.as_str(), file.sha256.as_str()))
}
