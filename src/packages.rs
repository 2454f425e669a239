//! The package stores outside the tree: the user's own default places, or one
//! folder that the user names, and never a place that the repository names.
//!
//! Names come from lockfiles, so every path is checked twice: by its text (no
//! `..`, no absolute path, no drive, no NUL), and by where it leads (a link out
//! of the store is refused). What was asked for is an input of the run, with
//! its digest.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::disk::{self, file_error};
use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::ports::{FileError, InputLog, PackageStore, Packages};
use crate::domain::statement::Statement;
use crate::messages;

/// What the user's environment says of package stores; `cli` fills it. Paths
/// that aren't absolute are taken for absent: they would be looked up from
/// wherever the command was started, which may be the repository.
#[derive(Clone, Debug, Default)]
pub struct UserPlaces {
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// `CARGO_HOME`.
    pub cargo_home: Option<PathBuf>,
    /// `NUGET_PACKAGES`.
    pub nuget_packages: Option<PathBuf>,
    /// `GOMODCACHE`.
    pub go_mod_cache: Option<PathBuf>,
    /// The first folder of `GOPATH`.
    pub go_path: Option<PathBuf>,
    /// `VIRTUAL_ENV`: the virtual environment that the user activated.
    pub virtual_env: Option<PathBuf>,
}

impl UserPlaces {
    /// Cargo's home.
    pub fn cargo(&self) -> Option<PathBuf> {
        absolute(self.cargo_home.as_ref()).or_else(|| self.at_home(".cargo"))
    }

    /// Go's module cache.
    pub fn go(&self) -> Option<PathBuf> {
        let of_path = || absolute(self.go_path.as_ref()).map(|path| path.join("pkg/mod"));
        absolute(self.go_mod_cache.as_ref()).or_else(of_path).or_else(|| self.at_home("go/pkg/mod"))
    }

    fn at_home(&self, relative: &str) -> Option<PathBuf> {
        absolute(self.home.as_ref()).map(|home| home.join(relative))
    }
}

fn absolute(path: Option<&PathBuf>) -> Option<PathBuf> {
    path.filter(|path| path.is_absolute()).cloned()
}

/// The package stores on this machine.
#[derive(Debug)]
pub struct LocalPackages {
    roots: BTreeMap<PackageStore, Vec<PathBuf>>,
    /// Folders that hold Python installations, whose `site-packages` are
    /// looked for when the first Python package is asked for.
    python: Vec<PathBuf>,
    python_roots: OnceLock<Vec<PathBuf>>,
    limits: Limits,
    used: Mutex<BTreeMap<String, Option<Digest>>>,
}

impl LocalPackages {
    /// No store at all (`--packages none`).
    pub fn none(limits: Limits) -> Self {
        Self {
            roots: BTreeMap::new(),
            python: Vec::new(),
            python_roots: OnceLock::new(),
            limits,
            used: Mutex::default(),
        }
    }

    /// The user's default places: `$CARGO_HOME/registry` or
    /// `~/.cargo/registry`; `$NUGET_PACKAGES` or `~/.nuget/packages`;
    /// `$GOMODCACHE`, `$GOPATH/pkg/mod` or `~/go/pkg/mod`; the `site-packages`
    /// of `$VIRTUAL_ENV`, else of `~/.local`; `~/.m2/repository`.
    pub fn of_user(places: &UserPlaces, limits: Limits) -> Self {
        let nuget = absolute(places.nuget_packages.as_ref()).or_else(|| places.at_home(".nuget/packages"));
        let python = absolute(places.virtual_env.as_ref()).or_else(|| places.at_home(".local"));
        let stores = [
            (PackageStore::Cargo, places.cargo().map(|path| path.join("registry"))),
            (PackageStore::NuGet, nuget),
            (PackageStore::Go, places.go()),
            (PackageStore::Maven, places.at_home(".m2/repository")),
        ];
        let roots = stores.into_iter().filter_map(|(store, root)| Some((store, vec![root?])));
        Self { roots: roots.collect(), python: python.into_iter().collect(), ..Self::none(limits) }
    }

    /// One folder that the user names (`--packages DIR`), with a sub-folder
    /// for each store, each laid out as its ecosystem's own: `cargo` (as
    /// `~/.cargo/registry`), `nuget` (as `~/.nuget/packages`), `go` (as
    /// `~/go/pkg/mod`), `python` (as a `site-packages`), `maven` (as
    /// `~/.m2/repository`). The error says that there is no such folder.
    pub fn below(folder: &Path, limits: Limits) -> Result<Self, Statement> {
        if !folder.is_dir() {
            return Err(messages::license::no_package_folder(folder.display()));
        }
        let stores = [
            PackageStore::Cargo,
            PackageStore::NuGet,
            PackageStore::Go,
            PackageStore::Python,
            PackageStore::Maven,
        ];
        let roots = stores.map(|store| (store, vec![folder.join(store.word())]));
        Ok(Self { roots: BTreeMap::from(roots), ..Self::none(limits) })
    }

    fn roots_of(&self, store: PackageStore) -> &[PathBuf] {
        match self.roots.get(&store) {
            Some(roots) => roots,
            None if store == PackageStore::Python => {
                self.python_roots.get_or_init(|| site_packages(&self.python))
            }
            None => &[],
        }
    }

    fn note(&self, name: String, digest: Option<Digest>) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name, digest);
    }

    fn find(&self, store: PackageStore, path: &str) -> Result<Vec<u8>, FileError> {
        if !is_sound(path) {
            return Err(FileError::Refused(messages::license::leaves_the_store(path)));
        }
        let mut found = Err(FileError::Absent);
        for root in self.roots_of(store) {
            if found == Err(FileError::Absent) {
                found = read_below(root, path, &self.limits);
            }
        }
        found
    }
}

/// The names are `packages:<store>/<path>`; a folder that was listed ends in
/// `/` and has the digest of its names.
impl InputLog for LocalPackages {
    fn used(&self) -> Vec<(String, Option<Digest>)> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.iter().map(|(name, digest)| (format!("packages:{name}"), *digest)).collect()
    }
}

impl Packages for LocalPackages {
    fn is_asked(&self) -> bool {
        !(self.roots.is_empty() && self.python.is_empty())
    }

    fn read(&self, store: PackageStore, path: &str) -> Result<Vec<u8>, FileError> {
        self.read_with_digest(store, path).map(|(bytes, _)| bytes)
    }

    fn read_with_digest(&self, store: PackageStore, path: &str) -> Result<(Vec<u8>, Digest), FileError> {
        let found = self.find(store, path).map(|bytes| {
            let digest = Digest::of(&bytes);
            (bytes, digest)
        });
        self.note(format!("{}/{path}", store.word()), found.as_ref().ok().map(|(_, digest)| *digest));
        found
    }

    fn list(&self, store: PackageStore, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        if folder.is_empty() || is_sound(folder) {
            for root in self.roots_of(store) {
                names.extend(list_below(root, folder));
            }
        }
        names.sort_unstable();
        names.dedup();
        let digest = (!names.is_empty()).then(|| Digest::of_parts(names.iter().map(String::as_bytes)));
        let slash = if folder.is_empty() { "" } else { "/" };
        self.note(format!("{}/{folder}{slash}", store.word()), digest);
        names
    }
}

/// Whether a path can only name something below the folder that it is joined
/// to, on any operating system.
fn is_sound(path: &str) -> bool {
    path.split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']))
}

/// The path with every link resolved, as long as it is below the root.
fn resolve(root: &Path, path: &str) -> Result<PathBuf, FileError> {
    let root = fs::canonicalize(root).map_err(|error| file_error(&error))?;
    let full = fs::canonicalize(root.join(path)).map_err(|error| file_error(&error))?;
    if full.starts_with(&root) {
        Ok(full)
    } else {
        Err(FileError::Refused(messages::license::leaves_the_store(path)))
    }
}

fn read_below(root: &Path, path: &str, limits: &Limits) -> Result<Vec<u8>, FileError> {
    disk::read_regular(&resolve(root, path)?, limits.file_bytes)
}

/// The names in a folder below the root; a name that isn't Unicode can't be
/// asked for and is left out.
fn list_below(root: &Path, folder: &str) -> Vec<String> {
    let full = if folder.is_empty() { fs::canonicalize(root).ok() } else { resolve(root, folder).ok() };
    let entries = full.and_then(|full| fs::read_dir(full).ok());
    let names = entries.into_iter().flatten().filter_map(Result::ok).map(|entry| entry.file_name());
    names.filter_map(|name| name.into_string().ok()).collect()
}

/// The `site-packages` of Python installations: `lib/python3.*/site-packages`
/// on Unix, `Lib/site-packages` on Windows.
fn site_packages(installations: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for installation in installations {
        for library in ["lib", "lib64", "Lib"] {
            let library = installation.join(library);
            let mut versions = list_below(&library, "");
            versions.retain(|name| name.starts_with("python"));
            versions.sort_unstable();
            found.push(library.join("site-packages"));
            found.extend(versions.iter().map(|version| library.join(version).join("site-packages")));
        }
    }
    found.retain(|folder| folder.is_dir());
    found
}

#[cfg(test)]
mod tests {
    use crate::domain::ports::InputLog as _;
    use std::fs;

    use super::{FileError, Limits, LocalPackages, PackageStore, Packages, UserPlaces};

    fn write(path: &std::path::Path, bytes: &[u8]) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        #[expect(clippy::disallowed_methods, reason = "the test lays out its own store")]
        fs::write(path, bytes).expect("written");
    }

    fn refused(result: &Result<Vec<u8>, FileError>) -> bool {
        matches!(result, Err(FileError::Refused(_)))
    }

    #[test]
    fn a_name_from_a_lockfile_never_leaves_the_store() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("secret"), b"secret");
        write(&folder.path().join("cargo/cache/a.crate"), b"crate");
        let packages = LocalPackages::below(folder.path(), Limits::DEFAULT).expect("a folder");
        assert_eq!(packages.read(PackageStore::Cargo, "cache/a.crate"), Ok(b"crate".to_vec()));
        assert_eq!(packages.read(PackageStore::Cargo, "cache/b.crate"), Err(FileError::Absent));
        let absolute = folder.path().join("secret");
        for path in
            ["../secret", "cache/../../secret", "", "cache//a.crate", "C:secret", "..\\secret", "a\0b"]
        {
            assert!(refused(&packages.read(PackageStore::Cargo, path)), "{path}");
        }
        assert!(refused(&packages.read(PackageStore::Cargo, absolute.to_str().expect("text"))));
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside_the_store_and_pipes_are_not_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("secret"), b"secret");
        write(&folder.path().join("go/real"), b"real");
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(target, folder.path().join("go").join(name)).expect("linked");
        };
        link("../secret", "out");
        link("real", "in");
        let packages = LocalPackages::below(folder.path(), Limits::DEFAULT).expect("a folder");
        assert!(refused(&packages.read(PackageStore::Go, "out")));
        assert_eq!(packages.read(PackageStore::Go, "in"), Ok(b"real".to_vec()));
        assert!(refused(
            &LocalPackages::below(folder.path(), Limits::DEFAULT)
                .expect("a folder")
                .read(PackageStore::Go, ".")
        ));
    }

    #[test]
    fn a_file_over_the_bound_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("maven/a.pom"), b"12345");
        let limits = Limits { file_bytes: 4, ..Limits::DEFAULT };
        let packages = LocalPackages::below(folder.path(), limits).expect("a folder");
        assert!(refused(&packages.read(PackageStore::Maven, "a.pom")));
    }

    #[test]
    fn what_was_asked_for_is_an_input_whether_it_is_there_or_not() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("cargo/cache/a.crate"), b"crate");
        let packages = LocalPackages::below(folder.path(), Limits::DEFAULT).expect("a folder");
        assert_eq!(packages.list(PackageStore::Cargo, "cache"), ["a.crate"]);
        assert!(packages.read(PackageStore::Cargo, "cache/a.crate").is_ok());
        assert!(packages.read(PackageStore::Cargo, "cache/b.crate").is_err());
        let used = packages.used();
        let names: Vec<(&str, bool)> =
            used.iter().map(|(name, digest)| (name.as_str(), digest.is_some())).collect();
        assert_eq!(
            names,
            [
                ("packages:cargo/cache/", true),
                ("packages:cargo/cache/a.crate", true),
                ("packages:cargo/cache/b.crate", false)
            ]
        );
    }

    #[test]
    fn the_users_own_places_are_found_and_relative_ones_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().to_path_buf();
        write(&home.join(".cargo/registry/cache/x/a.crate"), b"crate");
        write(&home.join("venv/lib/python3.12/site-packages/a-1.dist-info/METADATA"), b"Name: a");
        let mut places = UserPlaces {
            home: Some(home.clone()),
            virtual_env: Some(home.join("venv")),
            cargo_home: Some("relative".into()),
            ..UserPlaces::default()
        };
        let packages = LocalPackages::of_user(&places, Limits::DEFAULT);
        assert!(packages.read(PackageStore::Cargo, "cache/x/a.crate").is_ok());
        assert_eq!(packages.list(PackageStore::Python, ""), ["a-1.dist-info"]);
        places.home = Some("relative".into());
        let packages = LocalPackages::of_user(&places, Limits::DEFAULT);
        assert_eq!(packages.read(PackageStore::Cargo, "cache/x/a.crate"), Err(FileError::Absent));
        assert!(LocalPackages::below(&home.join("nowhere"), Limits::DEFAULT).is_err());
    }
}
