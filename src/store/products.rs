//! The files that a run writes: complete under a temporary name first, and
//! given their own name only when the record of the run is durable.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::temporaries::Temporary;
use crate::domain::digest::Digest;
use crate::domain::ports::Products;
use crate::domain::statement::Statement;
use crate::messages;

/// The files of one run.
#[derive(Debug, Default)]
pub struct ProductFiles {
    targets: BTreeMap<String, PathBuf>,
    staged: Vec<(PathBuf, Temporary)>,
    /// Pipes and devices that were written to.
    sent: BTreeSet<PathBuf>,
}

impl ProductFiles {
    /// Files by their product's name.
    pub fn new(targets: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        Self { targets: targets.into_iter().collect(), staged: Vec::new(), sent: BTreeSet::new() }
    }
}

impl Products for ProductFiles {
    fn stage(
        &mut self,
        product: &str,
        render: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Digest, Statement> {
        let Some(target) = self.targets.get(product).cloned() else {
            return Err(messages::report::file_failed(product, io::ErrorKind::NotFound));
        };
        let failed = |error: io::Error| messages::report::file_failed(target.display(), error);
        if is_special(&target) {
            // A pipe or a device has no name to take later. It gets one report
            // at most: a second would follow the first, and where the first
            // failed, a pipe's reader may be gone and never come back.
            if !self.sent.insert(target.clone()) {
                return Err(failed(io::ErrorKind::BrokenPipe.into()));
            }
            let file = fs::OpenOptions::new().write(true).open(&target).map_err(failed)?;
            return write_hashed(file, render).map_err(failed);
        }
        let mut temporary = Temporary::in_folder(folder_of(&target)).map_err(failed)?;
        let digest = write_hashed(temporary.file(), render).map_err(failed)?;
        self.staged.push((target.clone(), temporary));
        Ok(digest)
    }

    fn publish(&mut self) -> Vec<Statement> {
        let staged = std::mem::take(&mut self.staged);
        let published = staged.into_iter().map(|(target, temporary)| {
            temporary.publish(&target).map_err(|error| messages::report::file_failed(target.display(), error))
        });
        published.filter_map(Result::err).collect()
    }

    fn discard(&mut self) {
        self.staged.clear();
    }
}

/// A pipe or a device. A link to one counts only among the system's own, such
/// as `/dev/stdout`: a repository may hold a link to a disk where the report
/// is to stand, and that link is replaced like any other file.
fn is_special(target: &Path) -> bool {
    let is_odd = |metadata: fs::Metadata| !metadata.is_file() && !metadata.is_dir();
    match fs::symlink_metadata(target) {
        Ok(metadata) if metadata.is_symlink() => {
            let of_the_system = ["/dev", "/proc"].iter().any(|folder| target.starts_with(folder));
            of_the_system && fs::metadata(target).is_ok_and(is_odd)
        }
        metadata => metadata.is_ok_and(is_odd),
    }
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes what is rendered, and gives the digest of it.
fn write_hashed(file: impl Write, render: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<Digest> {
    // Renderers write a few bytes at a time: they are gathered before they are hashed.
    let mut buffered = BufWriter::with_capacity(64 << 10, Hashed { inner: file, hasher: Sha256::new() });
    render(&mut buffered)?;
    let hashed = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(Digest::from_bytes(hashed.hasher.finalize().into()))
}

struct Hashed<W: Write> {
    inner: W,
    hasher: Sha256,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
