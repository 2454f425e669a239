//! What git tracks, from its index: read by a library, never by running git.

use std::fs;
use std::path::Path;

use gix_index::entry::Mode;
use gix_index::hash::Kind;

/// The paths that git tracks, sorted by bytes.
#[derive(Debug)]
pub(super) struct Tracked {
    paths: Vec<Vec<u8>>,
    /// Folders that git tracks as a whole: submodules, and what a sparse index
    /// folds together. All that is in them is tracked.
    wholes: Vec<Vec<u8>>,
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
        let (mut paths, mut wholes) = (Vec::new(), Vec::new());
        for entry in file.entries() {
            let path = entry.path_in(backing).to_vec();
            if [Mode::COMMIT, Mode::DIR].contains(&entry.mode) {
                wholes.push(path.strip_suffix(b"/").map_or_else(|| path.clone(), <[u8]>::to_vec));
            } else {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        wholes.sort_unstable();
        Some(Self { paths, wholes })
    }

    /// Whether git tracks this file.
    pub(super) fn has_file(&self, path: &str) -> bool {
        let listed = self.paths.binary_search_by(|tracked| tracked.as_slice().cmp(path.as_bytes())).is_ok();
        listed || self.is_in_a_whole(path)
    }

    /// Whether this path is one of those folders, or lies in one.
    fn is_in_a_whole(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut above = ends.filter_map(|end| path.as_bytes().get(..end));
        !self.wholes.is_empty()
            && above.any(|above| self.wholes.binary_search_by(|whole| whole.as_slice().cmp(above)).is_ok())
    }

    /// Whether git tracks anything in this folder.
    pub(super) fn has_in_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        let begins = |paths: &[Vec<u8>]| {
            let first = paths.partition_point(|tracked| tracked.as_slice() < prefix.as_bytes());
            paths.get(first).is_some_and(|tracked| tracked.starts_with(prefix.as_bytes()))
        };
        begins(&self.paths) || begins(&self.wholes) || self.is_in_a_whole(path)
    }
}

#[cfg(test)]
mod tests {
    use super::Tracked;

    #[test]
    fn all_that_is_in_a_submodule_is_tracked() {
        let bytes = |paths: &[&str]| paths.iter().map(|path| path.as_bytes().to_vec()).collect();
        let tracked = Tracked { paths: bytes(&["a/file", "b"]), wholes: bytes(&["libs/pay"]) };
        for file in ["a/file", "b", "libs/pay/Cargo.lock", "libs/pay/src/deep/go.mod"] {
            assert!(tracked.has_file(file), "{file}");
        }
        for file in ["a/other", "libs/payments/Cargo.lock", "libs/Cargo.lock"] {
            assert!(!tracked.has_file(file), "{file}");
        }
        for folder in ["a", "libs", "libs/pay", "libs/pay/src"] {
            assert!(tracked.has_in_folder(folder), "{folder}");
        }
        for folder in ["b", "lib", "libs/payments"] {
            assert!(!tracked.has_in_folder(folder), "{folder}");
        }
    }
}
