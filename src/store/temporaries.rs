//! Temporary files that are gone when the process is, and those of a process
//! that was killed when the next one comes by.
//!
//! A process holds the lock of each of its temporary files. One that nobody
//! holds was left behind: the operating system unlocks what the dead held.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile};

/// The temporary files that exist now: what a signal's handler removes.
static LIVING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// How names begin and end that nobody but us gives.
const PREFIX: &str = ".cullis-";
const SUFFIX: &str = ".tmp";

/// How often a file is made anew when somebody takes it for left behind in the
/// moment before it is locked.
const ATTEMPTS: usize = 16;

/// A temporary file beside its target. Dropping it removes it.
#[derive(Debug)]
pub struct Temporary {
    file: NamedTempFile,
}

impl Temporary {
    /// Makes one in this folder.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        // The lock is held while the file comes to be, so that a signal
        // finds it in the list or doesn't find it at all.
        let mut living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
        remove_left_behind(folder);
        let file = make(folder)?;
        living.insert(file.path().to_path_buf());
        Ok(Self { file })
    }

    /// The file, to write to.
    pub fn file(&mut self) -> &mut fs::File {
        self.file.as_file_mut()
    }

    /// Gives it its name, in place of what has that name now.
    pub fn publish(mut self, target: &Path) -> io::Result<()> {
        let mut living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
        living.remove(self.file.path());
        readable_as_usual(self.file.as_file_mut())?;
        // A failing rename hands the file back, and dropping that removes it.
        self.file.persist(target).map(drop).map_err(|error| error.error)
    }
}

/// Makes a file and locks it.
fn make(folder: &Path) -> io::Result<NamedTempFile> {
    for _ in 0..ATTEMPTS {
        let made = Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder);
        let file = made.map_err(|error| without_path(&error))?;
        // A file system without locks can't tell the living from the dead, and
        // there nobody removes anything.
        if file.as_file().lock().is_err() || file.path().exists() {
            return Ok(file);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// The error without the temporary name, which nobody knows and which differs
/// each time.
fn without_path(error: &io::Error) -> io::Error {
    let text = error.to_string();
    let before = text.split_once(" at path \"").map(|(before, _)| before.to_owned());
    before.map_or_else(|| error.kind().into(), |before| io::Error::new(error.kind(), before))
}

/// Removes what processes that were killed left in this folder.
fn remove_left_behind(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            // Removed under its lock, so that its maker sees it go.
            let file = fs::OpenOptions::new().read(true).write(true).open(entry.path());
            let held = file.and_then(|file| file.try_lock().map(|()| file).map_err(io::Error::from));
            drop(held.map(|_held| fs::remove_file(entry.path())));
        }
    }
}

/// Temporary files are private; what takes a name gets the usual rights.
#[cfg(unix)]
fn readable_as_usual(file: &mut fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_as_usual(_file: &mut fs::File) -> io::Result<()> {
    Ok(())
}

/// Removes every temporary file that exists now, and keeps new ones from
/// coming to be: for a process that is about to end by a signal.
pub fn remove_all_and_then(end: impl FnOnce()) {
    let living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
    for path in living.iter() {
        // What can't be removed now can't be removed at all.
        drop(fs::remove_file(path));
    }
    end();
    drop(living);
}
