//! Licences of crates, from the user's own Cargo registry folder.
//!
//! Cargo keeps each crate's archive (`cache/<registry>/<name>-<version>.crate`,
//! a gzipped tar) and its unpacked files (`src/<registry>/<name>-<version>/`).
//! The archive's SHA-256 is the checksum of `Cargo.lock`: where they match, the
//! manifest in the archive is verified. The unpacked files prove nothing,
//! because anything on the machine could have changed them.
//! Fields: <https://doc.rust-lang.org/cargo/reference/manifest.html#the-license-and-license-file-fields>.

use serde::Deserialize;
use toml::Spanned;

use crate::domain::component::Ecosystem;
use crate::domain::digest::Digest;
use crate::domain::license::Verification;
use crate::domain::ports::{FileError, PackageStore, Packages};
use crate::domain::statement::Statement;
use crate::ecosystem::archive::{tar_gz_entries, tar_gz_entry};
use crate::ecosystem::licenses::{Answer, Stores, Wanted, fact, missing, place, silent};
use crate::ecosystem::texts::{PackageText, PackageTexts, TextsAsked};
use crate::messages::license as say;
use crate::source::{SourceFile, shorten};

/// The registries that the folder holds packages of, by Cargo's own names.
#[derive(Debug)]
pub(in crate::ecosystem) struct Registries {
    cache: Vec<String>,
    sources: Vec<String>,
}

impl Registries {
    fn of(packages: &dyn Packages) -> Self {
        let list = |folder| packages.list(PackageStore::Cargo, folder);
        Self { cache: list("cache"), sources: list("src") }
    }
}

#[derive(Deserialize)]
struct Manifest {
    // Very old crates have `[project]`.
    #[serde(alias = "project")]
    package: Package,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Package {
    license: Option<Spanned<String>>,
    license_file: Option<String>,
}

/// The licence that a crate's manifest states.
pub(in crate::ecosystem) fn license(stores: &Stores<'_>, wanted: &Wanted<'_>, version: &str) -> Answer {
    let registries = stores.cargo.get_or_init(|| Registries::of(stores.packages));
    let package = format!("{}-{version}", wanted.component.name);
    let checksums: Vec<Digest> = wanted.hashes("sha256").filter_map(Digest::from_hex).collect();
    let mut answer: Answer =
        Err(say::not_in_the_store(format!("{package}.crate"), PackageStore::Cargo.word()));
    for registry in &registries.cache {
        let path = format!("cache/{registry}/{package}.crate");
        if answer.is_err() {
            // One registry of several: absence there says nothing.
            answer = from_archive(stores, &path, &package, &checksums).unwrap_or(answer);
        }
    }
    for registry in &registries.sources {
        let path = format!("src/{registry}/{package}/Cargo.toml");
        if answer.is_err()
            && let Ok(bytes) = stores.packages.read(PackageStore::Cargo, &path)
        {
            let file = decode(&path, bytes, stores);
            answer = file.and_then(|file| read(&file, Verification::Unverified));
        }
    }
    answer
}

/// The texts of a crate that were asked for: those of its archive, else those
/// of its unpacked files.
pub(in crate::ecosystem) fn texts(
    stores: &Stores<'_>,
    wanted: &Wanted<'_>,
    version: &str,
    asked: TextsAsked<'_>,
) -> Result<PackageTexts, Statement> {
    let registries = stores.cargo.get_or_init(|| Registries::of(stores.packages));
    let package = format!("{}-{version}", wanted.component.name);
    let checksums: Vec<Digest> = wanted.hashes("sha256").filter_map(Digest::from_hex).collect();
    let mut found = Err(say::not_in_the_store(format!("{package}.crate"), PackageStore::Cargo.word()));
    for registry in &registries.cache {
        let path = format!("cache/{registry}/{package}.crate");
        if found.is_err() {
            found = texts_of_archive(stores, &path, (&package, &checksums), asked).unwrap_or(found);
        }
    }
    for registry in &registries.sources {
        if found.is_err() {
            let folder = format!("src/{registry}/{package}");
            found = stores.texts_of_folder(PackageStore::Cargo, &folder, asked).unwrap_or(found);
        }
    }
    found
}

fn texts_of_archive(
    stores: &Stores<'_>,
    path: &str,
    (package, checksums): (&str, &[Digest]),
    asked: TextsAsked<'_>,
) -> Option<Result<PackageTexts, Statement>> {
    let (archive, verification) = match archive(stores, path, checksums)? {
        Ok(found) => found,
        Err(reason) => return Some(Err(reason)),
    };
    let below =
        |name: &str| name.strip_prefix(package).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned);
    let accepts = |name: &str| below(name).is_some_and(|name| asked.accept(&name));
    let entries = tar_gz_entries(&archive, &accepts, stores.limits);
    Some(entries.map(|entries| {
        let texts = entries.into_iter().filter_map(|(name, bytes)| {
            let place = place(PackageStore::Cargo, &format!("{path}/{name}"));
            Some(PackageText { path: below(&name)?.into(), bytes, place })
        });
        PackageTexts::new(place(PackageStore::Cargo, path), texts.collect(), verification)
    }))
}

/// An archive, and whether it is the lockfile's; `None` when there is none. One
/// that isn't the lockfile's is refused, and one that can't be compared is
/// unverified.
fn archive(
    stores: &Stores<'_>,
    path: &str,
    checksums: &[Digest],
) -> Option<Result<(Vec<u8>, Verification), Statement>> {
    let (archive, digest) = match stores.packages.read_with_digest(PackageStore::Cargo, path) {
        Ok(found) => found,
        Err(FileError::Absent) => return None,
        Err(error) => return Some(Err(missing(error, PackageStore::Cargo, path))),
    };
    if !checksums.is_empty() && !checksums.contains(&digest) {
        return Some(Err(say::hash_differs(path)));
    }
    let verification = if checksums.is_empty() { Verification::Unverified } else { Verification::Verified };
    Some(Ok((archive, verification)))
}

/// What an archive says; `None` when there is none.
fn from_archive(stores: &Stores<'_>, path: &str, package: &str, checksums: &[Digest]) -> Option<Answer> {
    let (archive, verification) = match archive(stores, path, checksums)? {
        Ok(found) => found,
        Err(reason) => return Some(Err(reason)),
    };
    let name = format!("{package}/Cargo.toml");
    let manifest = tar_gz_entry(&archive, &name, stores.limits)
        .and_then(|bytes| decode(&format!("{path}/{name}"), bytes, stores));
    Some(manifest.and_then(|manifest| read(&manifest, verification)))
}

fn decode(path: &str, bytes: Vec<u8>, stores: &Stores<'_>) -> Result<SourceFile, Statement> {
    let artifact = place(PackageStore::Cargo, path).artifact;
    SourceFile::of_artifact(artifact, bytes, stores.limits).map_err(|error| error.message)
}

fn read(file: &SourceFile, verification: Verification) -> Answer {
    let manifest: Manifest = toml::from_str(file.text())
        .map_err(|error| crate::messages::source::syntax("Cargo.toml", error.message()))?;
    Ok(match (manifest.package.license, manifest.package.license_file) {
        (Some(license), _) => {
            let place = file.place(license.span());
            fact(license.get_ref(), &Ecosystem::new(Ecosystem::CRATES_IO), place, verification)
        }
        (None, Some(name)) => silent(say::in_a_file(shorten(&name)), file.whole(), verification),
        (None, None) => silent(say::no_license_field(file.artifact()), file.whole(), verification),
    })
}
