//! The advisory database of a run, and its making: `--db` and `db import`.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::advisory_source::{AdvisorySource, Event};
use super::index_file::{IndexBytes, IndexFile};
use super::temporaries::Temporary;
use crate::advisory::{Defect, FORMAT_VERSION, Import, Importer, Index, Parsed};
use crate::disk;
use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::ports::ReadAt;
use crate::domain::statement::Statement;
use crate::ecosystem;
use crate::messages;

/// Opens what `--db` names: an index, or a source of records, for which an
/// index is kept in the cache under the source's digest. Without a cache the
/// index lives in memory.
pub fn open(path: &Path, cache: Option<&Path>, limits: &Limits) -> Result<Box<dyn ReadAt>, Statement> {
    if !is_source(path)? {
        return Ok(Box::new(IndexFile::open(path)?));
    }
    let source = AdvisorySource::open(path, limits)?;
    let kept = cache.map(|cache| cache.join("cullis").join("indexes"));
    let name = cache_name(source.digest()?);
    if let Some(file) = kept.as_deref().and_then(|folder| open_kept(&folder.join(&name))) {
        return Ok(Box::new(file));
    }
    let mut importer = Importer::new(None);
    read_into(&source, &mut importer, limits, &mut |_| {})?;
    let index = importer.finish()?.map_err(|defects| of_defects(&defects))?.index;
    // A cache that can't be written costs time, and nothing else.
    let written = kept.as_deref().map(|folder| write_kept(folder, &name, &index));
    drop(written);
    Ok(Box::new(IndexBytes(index)))
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files and entries that were read.
    pub done: u64,
    /// Those that are known to be there.
    pub expected: u64,
}

/// Imports sources. Defects come back instead of an index. The progress is
/// told after each record.
pub fn import(
    sources: &[&Path],
    importer: Importer,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Result<Result<Import, Vec<Defect>>, SourceError> {
    let mut importer = importer;
    for path in sources {
        let failed = |reason| SourceError { path: path.display().to_string(), reason };
        let source = AdvisorySource::open(path, limits).map_err(failed)?;
        read_into(&source, &mut importer, limits, progress).map_err(failed)?;
    }
    let failed = |reason| SourceError { path: String::new(), reason };
    importer.finish().map_err(failed)
}

/// What an import adds to its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addition {
    /// The catalogue of vulnerabilities that are known to be exploited.
    Exploited,
    /// Estimates of how likely exploits are.
    Epss,
    /// A list of components' licences.
    Licenses,
    /// The organisation's own: a file or a folder.
    Overlay,
}

/// Adds what stands at a path to an import. What can't be read is a defect of
/// the importer, or an error when there is nothing to read at all.
pub fn add(
    addition: Addition,
    path: &Path,
    importer: &mut Importer,
    limits: &Limits,
) -> Result<(), SourceError> {
    let failed = |reason| SourceError { path: path.display().to_string(), reason };
    let name = path.display().to_string();
    if addition == Addition::Overlay {
        let source = AdvisorySource::open_additions(path, limits).map_err(failed)?;
        return read_overlays(&source, importer, limits).map_err(failed);
    }
    let bytes = disk::read_named(path, limits.archive_entry_bytes);
    let bytes = bytes.map_err(|error| failed(messages::advisory::source_refused(error)))?;
    match addition {
        Addition::Exploited => importer.add_exploited(&name, &bytes),
        Addition::Epss => importer.add_epss(&name, &bytes, limits),
        Addition::Licenses => match ecosystem::read_license_list(&bytes) {
            Ok(listed) => importer.add_licenses(&name, listed),
            Err(reason) => importer.refuse(&name, reason),
        },
        Addition::Overlay => {}
    }
    Ok(())
}

fn read_overlays(source: &AdvisorySource, importer: &mut Importer, limits: &Limits) -> Result<(), Statement> {
    importer.begin_in_house();
    source.read(limits, Parsed::of, &mut |event| match event {
        Event::Expect(_) => {}
        Event::Begin(_) => importer.begin_in_house(),
        Event::Record(parsed) => importer.take(parsed),
        Event::Overlay(name, bytes) => importer.add_overlay(&name, bytes, limits),
        Event::Refused(name, reason) => importer.refuse(&name, reason),
    })
}

/// A source that can't be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// Its path as the user gave it; empty when the index is at fault.
    pub path: String,
    /// Why.
    pub reason: Statement,
}

/// Writes an index in one step: readers see the old one or the new one.
pub fn write(path: &Path, index: &[u8]) -> Result<(), Statement> {
    let failed = |error: io::Error| messages::advisory::index_unwritable(error);
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut temporary = Temporary::in_folder(folder).map_err(failed)?;
    temporary.file().write_all(index).map_err(failed)?;
    temporary.file().sync_all().map_err(failed)?;
    temporary.publish(path).map_err(failed)
}

/// A source is a folder, or a zip; what else there is may be an index.
fn is_source(path: &Path) -> Result<bool, Statement> {
    let metadata = fs::metadata(path).map_err(messages::advisory::source_refused)?;
    if metadata.is_dir() {
        return Ok(true);
    }
    let file = IndexFile::open(path)?;
    let mut magic = [0; 4];
    let is_zip = file.length() >= 4 && file.read_at(0, &mut magic).is_ok() && magic.starts_with(b"PK");
    Ok(is_zip)
}

/// Another format or another Cullis never takes this index for its own.
fn cache_name(source: Digest) -> String {
    format!("{source}-{FORMAT_VERSION}-{}.cullis", env!("CARGO_PKG_VERSION"))
}

/// A kept index that can be used; one that can't is made anew.
fn open_kept(path: &Path) -> Option<IndexFile> {
    let file = IndexFile::open(path).ok()?;
    let is_sound = Index::open(&file).is_ok_and(|mut index| index.verify().is_ok());
    is_sound.then_some(file)
}

fn write_kept(folder: &Path, name: &str, index: &[u8]) -> Result<(), Statement> {
    fs::create_dir_all(folder).map_err(messages::advisory::index_unwritable)?;
    write(&folder.join(name), index)
}

/// Several records that can't be read, in one sentence.
fn of_defects(defects: &[Defect]) -> Statement {
    let first = defects.first();
    let name = first.map(|defect| defect.name.to_string()).unwrap_or_default();
    let said = messages::advisory::source_partial(defects.len(), name);
    match first {
        Some(defect) => said.because(defect.reason.clone()),
        None => said,
    }
}

fn read_into(
    source: &AdvisorySource,
    importer: &mut Importer,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Statement> {
    let mut expected = 0;
    source.read(limits, Parsed::of, &mut |event| {
        match event {
            Event::Expect(count) => expected = importer.records_read() + count,
            Event::Begin(called) => importer.begin_source(called.as_deref()),
            Event::Record(parsed) => importer.take(parsed),
            Event::Overlay(name, _) => importer.refuse(&name, messages::advisory::source_odd()),
            Event::Refused(name, reason) => importer.refuse(&name, reason),
        }
        progress(Progress { done: importer.records_read(), expected });
    })
}
