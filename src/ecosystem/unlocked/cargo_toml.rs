//! `Cargo.toml`: whether it asks for anything, and what the tree's manifests
//! declare.

use super::cargo_manifest::{self, CargoManifest, Source};
use super::{Declared, Declaring};
use crate::domain::place::TreePath;
use crate::domain::quick::QuickMap;
use crate::ecosystem::{Surroundings, open};
use crate::source::{ReadError, SourceFile};

pub(super) static CARGO_TOML: Declaring = Declaring {
    recognises: |path| path.file_name() == "Cargo.toml",
    locks: |_| vec!["Cargo.lock".to_owned()],
    shared_locks: &["Cargo.lock"],
    read,
    command: "cargo generate-lockfile",
};

/// `[workspace.dependencies]` alone asks for nothing: a member has to. A path
/// dependency has a Cargo.toml of its own, which speaks for itself.
fn declared(manifest: &CargoManifest, path: &TreePath) -> Declared {
    let mut sources = manifest.dependencies.iter().map(|one| &one.source);
    let asks = sources.any(|source| match source {
        Source::Folder(folder) => path.sibling(folder).is_none(),
        Source::Registry | Source::Git | Source::Workspace => true,
    });
    Declared { name: manifest.name.clone(), asks }
}

fn read(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    cargo_manifest::read(file).map(|manifest| declared(&manifest, &file.path()))
}

/// Whether a file at this path may declare a crate.
pub(crate) fn declares_a_crate(path: &TreePath) -> bool {
    (CARGO_TOML.recognises)(path)
}

/// Reads the manifest at this path.
pub(crate) fn crate_manifest(
    path: &TreePath,
    surroundings: &Surroundings<'_>,
) -> Result<CargoManifest, ReadError> {
    open(path, surroundings).and_then(|file| cargo_manifest::read(&file))
}

/// Every Cargo.toml of the tree. Each is read once for all who ask.
#[derive(Debug, Default)]
pub struct Crates<'run> {
    by_path: QuickMap<&'run TreePath, Result<CargoManifest, ReadError>>,
}

impl<'run> Crates<'run> {
    /// Adds a manifest, or why it couldn't be read.
    pub(crate) fn add(&mut self, path: &'run TreePath, manifest: Result<CargoManifest, ReadError>) {
        self.by_path.insert(path, manifest);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.by_path.len()
    }

    /// The packages that each of the manifests which could be read asks for.
    pub(in crate::ecosystem) fn readable(&self) -> impl Iterator<Item = (&'run TreePath, &CargoManifest)> {
        self.by_path.iter().filter_map(|(path, manifest)| Some((*path, manifest.as_ref().ok()?)))
    }

    /// The manifest at this path; `None` when the tree has none there.
    pub(super) fn get(&self, path: &TreePath) -> Option<Result<&CargoManifest, &ReadError>> {
        self.by_path.get(path).map(Result::as_ref)
    }

    /// What the manifest at this path says; `None` when the tree has none there.
    pub(super) fn declared_at(&self, path: &TreePath) -> Option<Result<Declared, ReadError>> {
        let manifest = self.get(path)?.map_err(Clone::clone);
        Some(manifest.map(|manifest| declared(manifest, path)))
    }

    /// Where the manifests are.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'run TreePath> {
        self.by_path.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::domain::ports::{FileError, Files};
    use crate::ecosystem::Surroundings;
    use crate::source::SourceFile;

    struct NoFiles;

    impl Files for NoFiles {
        fn list(&self) -> &[TreePath] {
            &[]
        }
        fn read(&self, _: &TreePath) -> Result<Vec<u8>, FileError> {
            Err(FileError::Absent)
        }
        fn exists(&self, _: &TreePath) -> bool {
            false
        }
    }

    fn file(text: &str) -> SourceFile {
        let path = TreePath::new("a/Cargo.toml").expect("a sound path");
        SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text")
    }

    fn asks(text: &str) -> bool {
        let surroundings = Surroundings { files: &NoFiles, limits: &Limits::DEFAULT };
        read(&file(text), &surroundings).expect("sound").asks
    }

    #[test]
    fn what_a_manifest_asks_of_others() {
        assert!(asks("[dependencies]\nquill = \"1\"\n"));
        assert!(asks("[target.'cfg(unix)'.build-dependencies]\nquill = { version = \"1\" }\n"));
        assert!(asks("[dev-dependencies]\nquill.workspace = true\n"));
        assert!(asks("[dependencies]\nquill = { path = \"../../quill\" }\n"));
        assert!(!asks("[dependencies]\nquill = { path = \"../quill\", version = \"1\" }\n"));
        assert!(!asks("[workspace.dependencies]\nquill = \"1\"\n"));
        assert!(!asks("[dependencies]\n"));
    }
}
