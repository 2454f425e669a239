//! An archive of records in the cache: what is in it, and how changes get in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::listing::Modified;
use crate::domain::statement::Statement;
use crate::messages;

/// Where each record of an archive stands, and when it was last changed.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) modified: Modified,
    entries: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    modified: Timestamp,
}

/// Reads what is in an archive that was imported before. Nothing when it has
/// a record without id or moment, or one id twice: it has to be fetched whole.
pub(super) fn contents(path: &Path, limit: u64) -> Option<Contents> {
    let mut archive = open(path).ok()?;
    let mut contents = Contents::default();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).ok()?;
        if !entry.name().ok()?.ends_with(".json") {
            continue;
        }
        let mut bytes = Vec::new();
        entry.take(limit).read_to_end(&mut bytes).ok()?;
        let head: Head = serde_json::from_slice(&bytes).ok()?;
        contents.modified.insert(head.id.clone(), head.modified);
        if contents.entries.insert(head.id, index).is_some() {
            return None;
        }
    }
    Some(contents)
}

/// Writes the archive again without some records and with others. What stays
/// is copied as it is packed.
pub(super) fn rewrite(
    from: &Path,
    to: &Path,
    removed: &[String],
    records: &BTreeMap<String, Vec<u8>>,
    contents: &Contents,
) -> Result<(), Statement> {
    let failed = |error: io::Error| messages::sync::cache_unwritable(error);
    let unsound = |error| messages::advisory::archive_unsound(error);
    let mut archive = open(from)?;
    let mut writer = ZipWriter::new(BufWriter::new(create(to).map_err(failed)?));
    let leave: BTreeSet<usize> =
        removed.iter().chain(records.keys()).filter_map(|id| contents.entries.get(id).copied()).collect();
    for index in (0..archive.len()).filter(|index| !leave.contains(index)) {
        let entry = archive.by_index_raw(index).map_err(unsound)?;
        writer.raw_copy_file(entry).map_err(unsound)?;
    }
    for (id, bytes) in records {
        writer.start_file(format!("{id}.json"), SimpleFileOptions::default()).map_err(unsound)?;
        writer.write_all(bytes).map_err(failed)?;
    }
    let mut file = writer.finish().map_err(unsound)?;
    file.flush().map_err(failed)?;
    file.get_ref().sync_all().map_err(failed)
}

#[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, Statement> {
    let file = File::open(path).map_err(messages::advisory::source_refused)?;
    ZipArchive::new(BufReader::new(file)).map_err(messages::advisory::archive_unsound)
}

#[expect(clippy::disallowed_methods, reason = "this is floor 4's own write")]
fn create(path: &Path) -> io::Result<File> {
    File::create(path)
}
