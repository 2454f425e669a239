//! Lockfiles of real repositories, counted here by other parsers than the
//! product's and compared with what its readers say.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test reads the corpus where it lies")]

mod npm;
mod pypi;

use std::path::{Path, PathBuf};

use cullis::domain::inventory::{Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::domain::ports::{FileError, Files};
use cullis::ecosystem::take_inventory;

/// `None` where the corpus is absent and that is meant.
fn corpus() -> Option<PathBuf> {
    if std::env::var_os("CULLIS_WITHOUT_SHARED").is_some() {
        return None;
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let corpus = std::env::var_os("CULLIS_SHARED").map_or(beside, PathBuf::from).join("corpus");
    assert!(corpus.is_dir(), "{} is absent; set CULLIS_SHARED, or CULLIS_WITHOUT_SHARED=1", corpus.display());
    Some(corpus)
}

/// A few files of one folder.
struct Folder {
    root: PathBuf,
    names: Vec<TreePath>,
}

impl Files for Folder {
    fn list(&self) -> &[TreePath] {
        &self.names
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        let listed = self.names.contains(path).then(|| self.root.join(path.as_str()));
        listed.and_then(|path| std::fs::read(path).ok()).ok_or(FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.names.contains(path) && self.root.join(path.as_str()).exists()
    }
}

/// The inventory of a folder that has these files, as far as they are there.
fn inventory(root: &Path, names: &[&str]) -> Inventory {
    let there = names.iter().filter(|name| root.join(name).exists());
    let names = there.map(|name| TreePath::new(name).expect("a sound path")).collect();
    let files = Folder { root: root.to_path_buf(), names };
    take_inventory(&files, &Limits::DEFAULT, PassedOver::default())
}
