//! Index files: read by position, in parallel if need be, without mapping.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::domain::ports::ReadAt;
use crate::domain::statement::Statement;
use crate::messages;

/// An index file that is open. It stays the file that was opened, even when
/// another takes its name meanwhile.
#[derive(Debug)]
pub struct IndexFile {
    file: File,
    length: u64,
}

impl IndexFile {
    /// Opens the file at this path.
    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
    pub fn open(path: &Path) -> Result<Self, Statement> {
        Self::of(File::open(path).map_err(refused)?)
    }

    /// A file that is open already: a name could be somebody else's by now.
    pub fn of(file: File) -> Result<Self, Statement> {
        let metadata = file.metadata().map_err(refused)?;
        if !metadata.is_file() {
            return Err(messages::advisory::source_odd());
        }
        Ok(Self { file, length: metadata.len() })
    }
}

fn refused(error: io::Error) -> Statement {
    messages::advisory::source_refused(error)
}

impl ReadAt for IndexFile {
    fn length(&self) -> u64 {
        self.length
    }

    #[cfg(unix)]
    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, position).map_err(refused)
    }

    #[cfg(windows)]
    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement> {
        let mut read = 0;
        while let Some(rest) = buffer.get_mut(read..).filter(|rest| !rest.is_empty()) {
            match std::os::windows::fs::FileExt::seek_read(&self.file, rest, position + read as u64) {
                Ok(0) => return Err(refused(io::ErrorKind::UnexpectedEof.into())),
                Ok(count) => read += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(refused(error)),
            }
        }
        Ok(())
    }
}

/// An index that was compiled and couldn't be kept on the disk.
#[derive(Debug)]
pub struct IndexBytes(pub Vec<u8>);

impl ReadAt for IndexBytes {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement> {
        let start = usize::try_from(position).ok();
        let bytes = start.and_then(|start| self.0.get(start..)?.get(..buffer.len()));
        let bytes = bytes.ok_or_else(|| refused(io::ErrorKind::UnexpectedEof.into()))?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }
}
