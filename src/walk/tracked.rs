//! What git tracks, from its index: read by a library, never by running git.

use std::fs;
use std::path::Path;

use gix_index::hash::Kind;

/// The paths that git tracks, sorted by bytes.
#[derive(Debug)]
pub(super) struct Tracked {
    paths: Vec<Vec<u8>>,
}

impl Tracked {
    /// Reads `.git/index` below the root. `None` when there is none or it can't
    /// be read: then nobody knows what git tracks. A `.git` that is a link or a
    /// file pointing elsewhere isn't followed: it could lead out of the tree.
    pub(super) fn read(root: &Path) -> Option<Self> {
        let git = root.join(".git");
        let index = git.join("index");
        let plain_folder = fs::symlink_metadata(&git).is_ok_and(|metadata| metadata.is_dir());
        let plain_file = fs::symlink_metadata(&index).is_ok_and(|metadata| metadata.is_file());
        if !(plain_folder && plain_file) {
            return None;
        }
        let options = gix_index::decode::Options { thread_limit: Some(1), ..Default::default() };
        let file = gix_index::File::at(&index, Kind::Sha1, false, options).ok()?;
        let backing = file.path_backing();
        let mut paths: Vec<Vec<u8>> =
            file.entries().iter().map(|entry| entry.path_in(backing).to_vec()).collect();
        paths.sort_unstable();
        Some(Self { paths })
    }

    /// Whether git tracks this file.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.paths.binary_search_by(|tracked| tracked.as_slice().cmp(path.as_bytes())).is_ok()
    }

    /// Whether git tracks anything in this folder.
    pub(super) fn has_in_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        let first = self.paths.partition_point(|tracked| tracked.as_slice() < prefix.as_bytes());
        self.paths.get(first).is_some_and(|tracked| tracked.starts_with(prefix.as_bytes()))
    }
}
