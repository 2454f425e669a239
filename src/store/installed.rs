//! The installed index with its signature: looked at, and replaced in one step.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::index_file::IndexFile;
use super::temporaries::Temporary;
use crate::advisory::{Index, Summary};
use crate::disk;
use crate::domain::digest::Digest;
use crate::domain::limits::DownloadLimits;
use crate::domain::statement::Statement;
use crate::messages;
use crate::signature::{self, IndexStatement, Signed};

/// Where the signature of an index is.
pub fn signature_path(index: &Path) -> PathBuf {
    let mut name = index.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// The blocks of a signature file; none where there is no file.
pub fn signatures(path: &Path) -> Result<Vec<Signed>, Statement> {
    if !path.try_exists().map_err(messages::advisory::source_refused)? {
        return Ok(Vec::new());
    }
    signature::read_file(&read_signature(path)?)
}

/// The bytes of a signature file.
pub fn read_signature(path: &Path) -> Result<Vec<u8>, Statement> {
    let limit = DownloadLimits::DEFAULT.signature_bytes;
    disk::read_named(path, limit).map_err(messages::advisory::source_refused)
}

/// What is installed; nothing where there is no file of that name. A file that
/// is no sound index is an error: nobody knows what it would be replaced for.
pub fn look(path: &Path) -> Result<Option<Summary>, Statement> {
    if !path.try_exists().map_err(messages::advisory::source_refused)? {
        return Ok(None);
    }
    let file = IndexFile::open(path)?;
    let index = Index::open(&file)?;
    Ok(Some(index.summary().clone()))
}

/// The signed number of the index with this root, as the file beside it says.
pub fn serial_of(index: &Path, root: Digest) -> Result<Option<u64>, Statement> {
    let blocks = signatures(&signature_path(index))?;
    let statements = blocks.iter().filter_map(|block| IndexStatement::read(&block.text));
    let serials = statements.filter(|statement| statement.root == root).map(|statement| statement.serial);
    Ok(serials.max())
}

/// An index beside its target, written and verified whole.
#[derive(Debug)]
pub struct Staged {
    temporary: Temporary,
    target: PathBuf,
    /// What it says of itself.
    pub summary: Summary,
}

impl Staged {
    /// Writes these bytes beside the target.
    pub fn of_bytes(target: &Path, bytes: &[u8]) -> Result<Self, Statement> {
        Self::stage(target, |file| file.write_all(bytes))
    }

    /// Copies a file beside the target.
    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
    pub fn of_file(target: &Path, from: &Path) -> Result<Self, Statement> {
        Self::stage(target, |file| io::copy(&mut File::open(from)?, file).map(drop))
    }

    fn stage(target: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Self, Statement> {
        let failed = |error: io::Error| messages::advisory::index_unwritable(error);
        let folder = folder_of(target);
        fs::create_dir_all(folder).map_err(failed)?;
        let mut temporary = Temporary::in_folder(folder).map_err(failed)?;
        write(temporary.file()).map_err(failed)?;
        temporary.file().sync_all().map_err(failed)?;
        // What is on the disk is read back, so that what is verified is what
        // takes the name.
        let file = IndexFile::of(temporary.file().try_clone().map_err(failed)?)?;
        let mut index = Index::open(&file)?;
        index.verify()?;
        let summary = index.summary().clone();
        Ok(Self { temporary, target: target.to_path_buf(), summary })
    }

    /// Gives it its name, in place of what has that name now.
    pub fn publish(self) -> Result<(), Statement> {
        self.temporary.publish(&self.target).map_err(messages::sync::not_installed)?;
        durable(folder_of(&self.target)).map_err(messages::advisory::index_unwritable)
    }

    /// The same with its signature. A reader finds a pair that belongs together
    /// at any moment: the signature of the old index goes when that is gone.
    pub fn publish_signed(self, signature: &[u8], old_root: Option<Digest>) -> Result<(), Statement> {
        let path = signature_path(&self.target);
        let old = signatures(&path).unwrap_or_default();
        let is_of_old = |block: &Signed| {
            IndexStatement::read(&block.text).is_some_and(|statement| Some(statement.root) == old_root)
        };
        let mut both = signature::read_file(signature)?;
        both.extend(old.into_iter().filter(is_of_old));
        write_text(&path, signature::write_file(&both).as_bytes())?;
        self.publish()?;
        write_text(&path, signature)
    }
}

/// Writes a small file in one step.
pub fn write_text(path: &Path, bytes: &[u8]) -> Result<(), Statement> {
    let write = || -> io::Result<()> {
        let mut temporary = Temporary::in_folder(folder_of(path))?;
        temporary.file().write_all(bytes)?;
        temporary.file().sync_all()?;
        temporary.publish(path)?;
        durable(folder_of(path))
    };
    write().map_err(messages::sync::not_installed)
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// A name is durable when its folder is.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this is floor 4's own folder")]
fn durable(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn durable(_folder: &Path) -> io::Result<()> {
    Ok(())
}
