//! Bounded reads from the disk: what the other rooms of this floor share.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::domain::ports::FileError;
use crate::messages;

/// The bytes of a regular file, at most `limit` of them. Links, pipes and
/// devices are refused. The caller has seen to links on the way to it.
pub fn read_regular(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let refused = |error: io::Error| file_error(&error);
    let file = open_regular(path)?;
    let metadata = file.metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(FileError::Refused(messages::walk::is_no_file()));
    }
    let too_large = |bytes: u64| FileError::Refused(messages::source::too_large(bytes, limit));
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let bytes = read_all(file, limit, metadata.len()).map_err(refused)?;
    if bytes.len() as u64 > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

/// Opens what isn't a link, without waiting for the writer of a pipe: what was
/// opened is looked at, so that nobody can put another thing in its place.
#[cfg(unix)]
fn open_regular(path: &Path) -> Result<fs::File, FileError> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY;
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|error| {
        let is_link = error.raw_os_error() == Some(libc::ELOOP);
        if is_link { FileError::Refused(messages::walk::is_no_file()) } else { file_error(&error) }
    })
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
fn open_regular(path: &Path) -> Result<fs::File, FileError> {
    let metadata = fs::symlink_metadata(path).map_err(|error| file_error(&error))?;
    if !metadata.is_file() {
        return Err(FileError::Refused(messages::walk::is_no_file()));
    }
    fs::File::open(path).map_err(|error| file_error(&error))
}

/// Whether a file that the user names lies in this folder, links followed. What
/// can't be told lies there: whoever asks trusts what comes from elsewhere.
pub fn is_inside(file: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(file), fs::canonicalize(folder)) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        // A file that isn't there is told when it is read.
        (Err(_), _) => false,
        (_, Err(_)) => true,
    }
}

/// Where a file that the user names really stands, links followed; `None` for one
/// that isn't there.
pub fn real(file: &Path) -> Option<PathBuf> {
    fs::canonicalize(file).ok()
}

/// The path below a folder of a file that lies in it, links followed.
pub fn inside(file: &Path, folder: &Path) -> Option<String> {
    let (file, folder) = (real(file)?, real(folder)?);
    let below = file.strip_prefix(&folder).ok()?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// The bytes of a file that the user names, which may be a pipe; one that is
/// longer than `limit` bytes is an error.
pub fn read_named(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    bounded(read(path, limit)?, limit)
}

fn bounded(bytes: Vec<u8>, limit: u64) -> io::Result<Vec<u8>> {
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// Opens a regular file without waiting for the writer of a pipe, and says what
/// was opened; links are followed.
pub fn open_following(path: &Path) -> Result<(fs::File, fs::Metadata), FileError> {
    let file = open_unhurried(path).map_err(|error| file_error(&error))?;
    let metadata = file.metadata().map_err(|error| file_error(&error))?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(FileError::Refused(messages::walk::is_no_file()))
    }
}

#[cfg(unix)]
fn open_unhurried(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
fn open_unhurried(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

/// The bytes of what was opened; more than `limit` of them are an error.
pub fn read_opened(file: fs::File, limit: u64) -> io::Result<Vec<u8>> {
    bounded(read_all(file, limit, 0)?, limit)
}

fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
    let file = fs::File::open(path)?;
    read_all(file, limit, 0)
}

/// At most one byte more than the limit, which tells a file that is too long or
/// grew under way.
fn read_all(file: fs::File, limit: u64, expected: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default().saturating_add(1));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What an error of the operating system means for whoever wanted the file.
pub fn file_error(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Absent,
        _ => FileError::Refused(messages::walk::refused(error)),
    }
}
