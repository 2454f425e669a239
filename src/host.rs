//! The host's own folder: what whoever runs the machine says above everybody else.
//!
//! `/etc/cullis` (`%ProgramData%\cullis` on Windows, as the system names that
//! folder, never a variable): nothing that a job can set moves it. What is in
//! it counts only when the folder and the file are the owner's and nobody else
//! may write to them; anything else there is an error, never a policy less.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::domain::ports::FileError;
use crate::domain::statement::Statement;
use crate::messages;

/// The host's policy in its folder.
pub const POLICY_FILE: &str = "policy.toml";

/// A host's folder, and who has to own it.
#[derive(Clone, Debug, Default)]
pub struct Host {
    folder: Option<PathBuf>,
    owner: u32,
}

/// Why a file of the host can't be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    /// The file or folder.
    pub place: String,
    /// Why, and what to do.
    pub reason: Statement,
}

impl Host {
    /// The host's folder on this machine, owned by root.
    #[cfg(not(windows))]
    pub fn of_machine() -> Self {
        Self::at(PathBuf::from("/etc/cullis"), 0)
    }

    /// The host's folder on this machine, where the system says that
    /// programs keep their data.
    #[cfg(windows)]
    pub fn of_machine() -> Self {
        use known_folders::{KnownFolder, get_known_folder_path};

        let data = get_known_folder_path(KnownFolder::ProgramData);
        Self { folder: data.map(|data| data.join("cullis")), owner: 0 }
    }

    /// A folder in place of the machine's, for tests: only code can name it.
    pub const fn at(folder: PathBuf, owner: u32) -> Self {
        Self { folder: Some(folder), owner }
    }

    /// The bytes of a file of the folder with its full name; `None` where there
    /// is no such file. A link is root's own as long as the folder is, so it is
    /// followed, and what it leads to has to be root's too.
    pub fn read(&self, name: &str, limit: u64) -> Result<Option<(String, Vec<u8>)>, HostError> {
        let Some(folder) = &self.folder else { return Ok(None) };
        match fs::metadata(folder) {
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(error_at(folder, messages::walk::refused(error))),
            Ok(found) => self.vouch_for(folder, &found)?,
        }
        let path = folder.join(name);
        match disk::open_following(&path) {
            Err(FileError::Absent) => Ok(None),
            Err(FileError::Refused(reason)) => Err(error_at(&path, reason)),
            Ok((file, found)) => {
                self.vouch_for(&path, &found)?;
                let bytes = disk::read_opened(file, limit)
                    .map_err(|error| error_at(&path, messages::walk::refused(error)))?;
                Ok(Some((path.display().to_string(), bytes)))
            }
        }
    }

    /// What was opened has to be the owner's, and only the owner's to change.
    #[cfg(unix)]
    fn vouch_for(&self, path: &Path, found: &fs::Metadata) -> Result<(), HostError> {
        use std::os::unix::fs::MetadataExt as _;

        let reason = if found.uid() != self.owner {
            messages::walk::host_owner(found.uid(), self.owner)
        } else if found.mode() & 0o022 != 0 {
            messages::walk::host_writable(format!("{:03o}", found.mode() & 0o777))
        } else {
            return Ok(());
        };
        Err(error_at(path, reason))
    }

    /// Windows keeps who may write in lists of its own, which aren't read here:
    /// whoever installs the folder takes the users' right to write from it.
    #[cfg(not(unix))]
    fn vouch_for(&self, _path: &Path, _found: &fs::Metadata) -> Result<(), HostError> {
        let _ = self.owner;
        Ok(())
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn error_at(path: &Path, reason: Statement) -> HostError {
    HostError { place: path.display().to_string(), reason }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode is set");
    }

    /// A host's folder with a policy, and who owns it.
    #[expect(clippy::disallowed_methods, reason = "the test lays out its own files")]
    fn laid_out() -> (tempfile::TempDir, u32) {
        let folder = tempfile::tempdir().expect("a folder");
        let policy = folder.path().join(POLICY_FILE);
        fs::write(&policy, "x").expect("written");
        set_mode(&policy, 0o644);
        set_mode(folder.path(), 0o755);
        let owner = fs::metadata(&policy).expect("there").uid();
        (folder, owner)
    }

    fn read(folder: &tempfile::TempDir, owner: u32) -> Result<Option<Vec<u8>>, String> {
        let host = Host::at(folder.path().to_path_buf(), owner);
        let read = host.read(POLICY_FILE, 100);
        read.map(|found| found.map(|(_, bytes)| bytes)).map_err(|error| error.reason.sentence.key.to_owned())
    }

    #[test]
    fn a_file_of_the_owner_is_taken_and_none_is_none() {
        let (folder, owner) = laid_out();
        assert_eq!(read(&folder, owner), Ok(Some(b"x".to_vec())));
        fs::remove_file(folder.path().join(POLICY_FILE)).expect("removed");
        assert_eq!(read(&folder, owner), Ok(None));
        let nowhere = Host::at(folder.path().join("nowhere"), owner);
        assert_eq!(nowhere.read(POLICY_FILE, 100), Ok(None));
        assert_eq!(Host::default().read(POLICY_FILE, 100), Ok(None));
    }

    #[test]
    fn what_others_own_or_may_write_is_an_error() {
        let (folder, owner) = laid_out();
        assert_eq!(read(&folder, owner + 1), Err("walk.host_owner".to_owned()));
        let policy = folder.path().join(POLICY_FILE);
        for (path, mode) in [(policy.as_path(), 0o664), (&policy, 0o646), (folder.path(), 0o777)] {
            set_mode(path, mode);
            assert_eq!(read(&folder, owner), Err("walk.host_writable".to_owned()), "{mode:o}");
            set_mode(path, if path == policy { 0o644 } else { 0o755 });
        }
        assert_eq!(read(&folder, owner), Ok(Some(b"x".to_vec())));
    }

    #[test]
    fn a_folder_in_place_of_the_file_and_a_long_file_are_errors() {
        let (folder, owner) = laid_out();
        let host = Host::at(folder.path().to_path_buf(), owner);
        assert!(host.read(POLICY_FILE, 0).is_err(), "longer than the bound");
        fs::remove_file(folder.path().join(POLICY_FILE)).expect("removed");
        fs::create_dir(folder.path().join(POLICY_FILE)).expect("a folder");
        assert_eq!(read(&folder, owner), Err("walk.is_no_file".to_owned()));
    }
}
