//! Files that are written where there is none, and never over another.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::domain::statement::Statement;
use crate::messages::walk;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// It is there now.
    New,
    /// Something of that name was there already.
    WasThere,
}

/// Writes a file below a folder, with the folders between, unless something is
/// there: a link to nowhere is something too. A link in place of a folder could
/// lead anywhere, so it is refused.
pub fn create(root: &Path, below: &str, bytes: &[u8]) -> Result<Created, Statement> {
    let mut path = root.to_path_buf();
    let mut parts = below.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        if parts.peek().is_some() {
            folder(&path)?;
        }
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut file) => file.write_all(bytes).map(|()| Created::New).map_err(walk::not_written),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Created::WasThere),
        Err(error) => Err(walk::not_written(error)),
    }
}

fn folder(path: &Path) -> Result<(), Statement> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(walk::is_no_folder()),
        Err(_) => fs::create_dir(path).map_err(walk::not_written),
    }
}

#[cfg(test)]
mod tests {
    use super::{Created, create};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
    fn nothing_is_written_over_and_nothing_outside() {
        let desk = tempfile::tempdir().expect("a folder");
        let root = desk.path().join("tree");
        std::fs::create_dir(&root).expect("made");
        assert_eq!(create(&root, "deep/er/a.yaml", b"one"), Ok(Created::New));
        assert_eq!(create(&root, "deep/er/a.yaml", b"two"), Ok(Created::WasThere));
        assert_eq!(std::fs::read(root.join("deep/er/a.yaml")).expect("read"), b"one");
        assert!(create(&root, "deep/er/a.yaml/b", b"three").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(desk.path(), root.join("out")).expect("linked");
            assert!(create(&root, "out/a.yaml", b"four").is_err());
            assert!(!desk.path().join("a.yaml").exists());
            std::os::unix::fs::symlink("/nowhere/a", root.join("b.yaml")).expect("linked");
            assert_eq!(create(&root, "b.yaml", b"five"), Ok(Created::WasThere));
        }
    }
}
