//! What was downloaded before: one folder for each mirror.
//!
//! ```text
//! HOST-DIGEST/        the mirror, by its address
//!   lock              held by the one sync that is at work here
//!   serial            the last signed manifest that was taken
//!   kept/npm/         all.zip, and `state`, which says what it is
//!   new/npm/          the same while it isn't verified yet
//! ```
//!
//! `kept` is laid out as OSV's own export, so that `db import` can read it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::download::remove;
use super::exchange::Validators;
use super::{Address, Failure};
use crate::disk;
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;

/// The largest state that is read.
const STATE_BYTES: u64 = 1 << 16;

/// A mirror's folder, held by this process.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    _lock: File,
}

/// What an archive in the cache is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct State {
    /// SHA-256 of the archive.
    pub(super) sha256: String,
    /// What the server called this version of it; nothing where records were
    /// put into it here.
    pub(super) archive: Named,
    /// What the server called the version of the list that it stands for.
    pub(super) list: Named,
    /// The day that the records stand for.
    pub(super) as_of: Date,
}

/// Validators, as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Named {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

impl From<Validators> for Named {
    fn from(Validators { etag, last_modified }: Validators) -> Self {
        Self { etag, last_modified }
    }
}

impl From<Named> for Validators {
    fn from(Named { etag, last_modified }: Named) -> Self {
        Self { etag, last_modified }
    }
}

/// The last manifest that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Serial {
    pub(super) serial: u64,
    pub(super) sha256: String,
}

impl Cache {
    /// Opens the folder of a mirror; one sync at a time works in it.
    pub(super) fn open(root: &Path, address: &Address) -> Result<Self, Failure> {
        let name = Digest::of(address.identity().as_bytes()).short();
        let host: String = address
            .host()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
            .collect();
        let folder = root.join(format!("{host}-{name}"));
        let shown = folder.display().to_string();
        let unwritable =
            |error: io::Error| Failure::unavailable(&shown, messages::sync::cache_unwritable(error));
        fs::create_dir_all(&folder).map_err(unwritable)?;
        let lock =
            OpenOptions::new().create(true).append(true).open(folder.join("lock")).map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Failure::unavailable(&shown, messages::sync::busy())),
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }

    /// Where a file goes before it is verified.
    pub(super) fn new_path(&self, folder: &str, file: &str) -> Result<PathBuf, Failure> {
        let folder = self.folder.join("new").join(folder);
        fs::create_dir_all(&folder).map_err(|error| {
            Failure::unavailable(folder.display(), messages::sync::cache_unwritable(error))
        })?;
        Ok(folder.join(file))
    }

    /// The archive of an ecosystem with its state, when it is what the state says.
    pub(super) fn kept(&self, ecosystem: &str) -> Option<(PathBuf, State)> {
        let folder = self.folder.join("kept").join(ecosystem);
        let state = disk::read_regular(&folder.join("state"), STATE_BYTES).ok()?;
        let state: State = serde_json::from_slice(&state).ok()?;
        let path = folder.join("all.zip");
        let digest = digest_of(&path).ok()?;
        (digest.to_string() == state.sha256).then_some((path, state))
    }

    /// Keeps what was verified. The state comes last: without the right one an
    /// archive counts for nothing.
    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own write")]
    pub(super) fn keep(&self, ecosystem: &str, new: Option<&Path>, state: &State) -> Result<(), Statement> {
        let failed = |error: io::Error| messages::sync::cache_unwritable(error);
        let folder = self.folder.join("kept").join(ecosystem);
        fs::create_dir_all(&folder).map_err(failed)?;
        if let Some(new) = new {
            fs::rename(new, folder.join("all.zip")).map_err(failed)?;
        }
        let text = serde_json::to_vec(state).map_err(messages::sync::cache_unwritable)?;
        fs::write(folder.join("state"), text).map_err(failed)
    }

    /// Forgets what was downloaded and didn't verify.
    pub(super) fn forget(&self) {
        // What stays is downloaded over, or is found not to match.
        drop(fs::remove_dir_all(self.folder.join("new")));
    }

    /// The last manifest that was taken.
    pub(super) fn serial(&self) -> Option<Serial> {
        let text = disk::read_regular(&self.folder.join("serial"), STATE_BYTES).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Notes the manifest that was taken.
    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own write")]
    pub(super) fn note_serial(&self, serial: &Serial) -> Result<(), Statement> {
        let text = serde_json::to_vec(serial).map_err(messages::sync::cache_unwritable)?;
        fs::write(self.folder.join("serial"), text).map_err(messages::sync::cache_unwritable)
    }
}

/// SHA-256 of a file.
#[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
pub(super) fn digest_of(path: &Path) -> io::Result<Digest> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match io::Read::read(&mut file, &mut buffer)? {
            0 => return Ok(Digest::from_bytes(hasher.finalize().into())),
            count => hasher.update(buffer.get(..count).unwrap_or_default()),
        }
    }
}

/// Removes a file that failed verification.
pub(super) fn discard(path: &Path) {
    // One that can't be removed is downloaded over.
    drop(remove(path));
}
