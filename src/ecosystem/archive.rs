//! One entry of an archive, read in memory and never unpacked to disk.
//!
//! An archive is hostile input: what it unpacks to is bounded for the entry
//! that is wanted and for all that has to be unpacked to reach it.

use std::io::{self, Cursor, Read};

use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::messages::license as say;

/// Small archives may have any ratio: a few kilobytes of spaces are no bomb.
const ALWAYS_ALLOWED: u64 = 1 << 20;

/// The entry of that exact name in a gzipped tar.
pub(super) fn tar_gz_entry(archive: &[u8], name: &str, limits: &Limits) -> Result<Vec<u8>, Statement> {
    let total = total_of(archive, limits);
    let unpacked = Bounded { inner: flate2::read::GzDecoder::new(archive), left: total };
    let mut tar = tar::Archive::new(unpacked);
    let broken = |error: io::Error| explain(&error, total);
    for entry in tar.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let is_wanted = entry.header().entry_type().is_file() && *entry.path_bytes() == *name.as_bytes();
        if is_wanted {
            return read_entry(entry, limits);
        }
    }
    Err(say::archive_without(name))
}

/// The entries of a gzipped tar whose name is accepted, with their names.
pub(super) fn tar_gz_entries(
    archive: &[u8],
    accepts: &dyn Fn(&str) -> bool,
    limits: &Limits,
) -> Result<Vec<(String, Vec<u8>)>, Statement> {
    let total = total_of(archive, limits);
    let unpacked = Bounded { inner: flate2::read::GzDecoder::new(archive), left: total };
    let mut tar = tar::Archive::new(unpacked);
    let broken = |error: io::Error| explain(&error, total);
    let mut found = Vec::new();
    for entry in tar.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type().is_file() && accepts(&name) {
            found.push((name, read_entry(entry, limits)?));
        }
    }
    Ok(found)
}

/// The entries of a zip whose name is accepted, with their names.
pub(super) fn zip_entries(
    archive: &[u8],
    accepts: &dyn Fn(&str) -> bool,
    limits: &Limits,
) -> Result<Vec<(String, Vec<u8>)>, Statement> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).map_err(say::archive_broken)?;
    let mut left = total_of(archive, limits);
    let mut found = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(say::archive_broken)?;
        let name = entry.name().map_err(say::archive_broken)?.into_owned();
        if entry.is_dir() || !accepts(&name) {
            continue;
        }
        let bytes = read_entry(Bounded { inner: entry, left }, limits)?;
        left = left.saturating_sub(bytes.len() as u64);
        found.push((name, bytes));
    }
    Ok(found)
}

/// The first entry of a zip, by its name, that `wanted` accepts.
pub(super) fn zip_entry(
    archive: &[u8],
    wanted: fn(&str) -> bool,
    limits: &Limits,
) -> Result<(String, Vec<u8>), Statement> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).map_err(say::archive_broken)?;
    let name = {
        let mut names = zip.file_names().filter_map(Result::ok);
        names.find(|name| wanted(name)).map(std::borrow::Cow::into_owned)
    };
    let name = name.ok_or_else(|| say::archive_without("*"))?;
    let entry = zip.by_name(&name).map_err(say::archive_broken)?;
    let bound = total_of(archive, limits);
    let bytes = read_entry(Bounded { inner: entry, left: bound }, limits)?;
    Ok((name, bytes))
}

/// Every file of a zip with its name, handed on one by one in the archive's
/// order; folders are left out.
pub(super) fn each_zip_entry(
    archive: &[u8],
    limits: &Limits,
    mut take: impl FnMut(&str, Vec<u8>),
) -> Result<(), Statement> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).map_err(say::archive_broken)?;
    let mut left = total_of(archive, limits);
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(say::archive_broken)?;
        let name = entry.name().map_err(say::archive_broken)?.into_owned();
        if entry.is_dir() {
            continue;
        }
        let bytes = read_entry(Bounded { inner: entry, left }, limits)?;
        left = left.saturating_sub(bytes.len() as u64);
        take(&name, bytes);
    }
    Ok(())
}

fn read_entry(entry: impl Read, limits: &Limits) -> Result<Vec<u8>, Statement> {
    let mut bytes = Vec::new();
    let bound = limits.archive_entry_bytes;
    entry.take(bound.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| explain(&error, bound))?;
    if bytes.len() as u64 > bound {
        return Err(say::archive_bomb(bound));
    }
    Ok(bytes)
}

/// How much an archive may unpack to before its entry is reached.
fn total_of(archive: &[u8], limits: &Limits) -> u64 {
    let by_ratio = (archive.len() as u64).saturating_mul(limits.archive_ratio);
    by_ratio.min(limits.archive_entry_bytes.saturating_mul(4)).max(ALWAYS_ALLOWED)
}

/// A reader that fails, instead of ending, where its bound is passed.
struct Bounded<Inner> {
    inner: Inner,
    left: u64,
}

impl<Inner: Read> Read for Bounded<Inner> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => Err(io::Error::from(io::ErrorKind::FileTooLarge)),
        }
    }
}

fn explain(error: &io::Error, bound: u64) -> Statement {
    // `tar` wraps errors in its own words and keeps their kind.
    if error.kind() == io::ErrorKind::FileTooLarge {
        say::archive_bomb(bound)
    } else {
        say::archive_broken(error)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::{Limits, tar_gz_entry, zip_entry};

    fn tar_gz(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
        for (name, bytes) in entries {
            let mut header = tar::Header::new_gnu();
            // Names that no archiver would write.
            let field = &mut header.as_old_mut().name;
            field[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            tar.append(&header, *bytes).expect("written");
        }
        tar.into_inner().expect("finished").finish().expect("packed")
    }

    #[test]
    fn only_the_exact_name_is_the_entry() {
        let archive =
            tar_gz(&[("../a/Cargo.toml", b"up"), ("/a/Cargo.toml", b"root"), ("a/Cargo.toml", b"it")]);
        assert_eq!(tar_gz_entry(&archive, "a/Cargo.toml", &Limits::DEFAULT), Ok(b"it".to_vec()));
        let error = tar_gz_entry(&archive, "b/Cargo.toml", &Limits::DEFAULT).expect_err("not there");
        assert_eq!(error.sentence.key, "license.archive_without");
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let zeros = vec![0_u8; 8 << 20];
        let archive = tar_gz(&[("a/zeros", &zeros), ("a/Cargo.toml", b"it")]);
        assert!(archive.len() < 16 << 10, "{}", archive.len());
        let error = tar_gz_entry(&archive, "a/Cargo.toml", &Limits::DEFAULT).expect_err("a bomb");
        assert_eq!(error.sentence.key, "license.archive_bomb");
        let archive = tar_gz(&[("a/Cargo.toml", &zeros[..2000])]);
        let limits = Limits { archive_entry_bytes: 1000, ..Limits::DEFAULT };
        let error = tar_gz_entry(&archive, "a/Cargo.toml", &limits).expect_err("a large entry");
        assert_eq!(error.sentence.key, "license.archive_bomb");
    }

    #[test]
    fn every_truncation_is_an_error_or_the_entry() {
        let archive = tar_gz(&[("a/Cargo.toml", b"it")]);
        for length in 0..archive.len() {
            if let Ok(bytes) = tar_gz_entry(&archive[..length], "a/Cargo.toml", &Limits::DEFAULT) {
                assert_eq!(bytes, b"it");
            }
        }
    }

    #[test]
    fn a_zip_is_bounded_too() {
        let pack = |bytes: &[u8]| {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            zip.start_file("a.nuspec", zip::write::SimpleFileOptions::default()).expect("started");
            zip.write_all(bytes).expect("written");
            zip.finish().expect("finished").into_inner()
        };
        let wanted = |name: &str| name == "a.nuspec";
        let found = zip_entry(&pack(b"it"), wanted, &Limits::DEFAULT).expect("found");
        assert_eq!(found, ("a.nuspec".to_owned(), b"it".to_vec()));
        let error = zip_entry(&pack(&vec![0; 8 << 20]), wanted, &Limits::DEFAULT).expect_err("a bomb");
        assert_eq!(error.sentence.key, "license.archive_bomb");
        let archive = pack(b"it");
        for length in 0..archive.len() {
            assert!(zip_entry(&archive[..length], wanted, &Limits::DEFAULT).is_err());
        }
    }
}
