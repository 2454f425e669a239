//! A tree held in memory, for tests that change its bytes.

use std::collections::BTreeMap;
use std::path::Path;

use cullis::domain::place::TreePath;
use cullis::domain::ports::{FileError, Files};

/// Files by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemoryFiles {
    paths: Vec<TreePath>,
    bytes: BTreeMap<TreePath, Vec<u8>>,
}

impl MemoryFiles {
    /// The tree with these files.
    pub(crate) fn new(bytes: BTreeMap<TreePath, Vec<u8>>) -> Self {
        Self { paths: bytes.keys().cloned().collect(), bytes }
    }

    /// Every file below a folder, but those of this name.
    pub(crate) fn of_folder(root: &Path, except: &str) -> Self {
        let mut bytes = BTreeMap::new();
        gather(root, &TreePath::root(), except, &mut bytes);
        Self::new(bytes)
    }

    /// The same tree with other bytes in one file.
    pub(crate) fn with(&self, path: &TreePath, bytes: Vec<u8>) -> Self {
        let mut files = self.bytes.clone();
        files.insert(path.clone(), bytes);
        Self::new(files)
    }

    /// Every file with its bytes.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&TreePath, &Vec<u8>)> {
        self.bytes.iter()
    }
}

#[expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test reads its own fixtures")]
fn gather(folder: &Path, at: &TreePath, except: &str, into: &mut BTreeMap<TreePath, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder of fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a fixture's name is text");
        let inside = at.join(name).expect("a fixture's name is sound");
        if path.is_dir() {
            gather(&path, &inside, except, into);
        } else if name != except {
            into.insert(inside, std::fs::read(&path).expect("a readable fixture"));
        }
    }
}

impl Files for MemoryFiles {
    fn list(&self) -> &[TreePath] {
        &self.paths
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        self.bytes.get(path).cloned().ok_or(FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.bytes.contains_key(path)
    }
}
