//! Reads files that the user names: policies, graphs, indexes.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// The bytes of a file, at most `limit` of them; a longer one is an error.
pub fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own read")]
    let file = fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {limit} bytes")));
    }
    Ok(bytes)
}
