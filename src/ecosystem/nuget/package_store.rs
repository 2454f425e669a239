//! Licences of NuGet packages, from the user's global packages folder.
//!
//! `<id>/<version>/` holds the package (`<id>.<version>.nupkg`, a zip) and its
//! manifest (`<id>.nuspec`), all in lower case. The lockfile's `contentHash`
//! is the SHA-512 of the package *before* a registry signed it: where it is
//! that of the file, or of the file without its signature, the manifest in
//! those very bytes is verified.
//! Fields: <https://learn.microsoft.com/en-us/nuget/reference/nuspec#license>.

use roxmltree::{Document, ParsingOptions};
use sha2::{Digest as _, Sha512};

use super::unsigned::without_signature;
use crate::domain::component::Ecosystem;
use crate::domain::license::Verification;
use crate::domain::place::Place;
use crate::domain::ports::PackageStore;
use crate::domain::statement::Statement;
use crate::ecosystem::archive::{zip_entries, zip_entry};
use crate::ecosystem::base64::base64;
use crate::ecosystem::licenses::{Answer, Stores, Wanted, fact, place, silent};
use crate::ecosystem::texts::{PackageText, PackageTexts, TextsAsked};
use crate::messages::license as say;
use crate::source::{SourceFile, shorten};

/// Elements of one manifest: hundreds in practice.
const MOST_NODES: u32 = 100_000;

/// The folder of a package, and its archive.
fn paths(wanted: &Wanted<'_>, version: &str) -> (String, String, String) {
    let id = wanted.component.name.to_ascii_lowercase();
    let version = version.split('+').next().unwrap_or_default().to_ascii_lowercase();
    let folder = format!("{id}/{version}");
    let package = format!("{folder}/{id}.{version}.nupkg");
    let manifest = format!("{folder}/{id}.nuspec");
    (folder, package, manifest)
}

/// The bytes of the package that the lockfile pins, where it is there.
fn pinned(stores: &Stores<'_>, wanted: &Wanted<'_>, package: &str) -> Option<Vec<u8>> {
    let hashes: Vec<&str> = wanted.hashes("sha512").collect();
    if hashes.is_empty() {
        return None;
    }
    let bytes = stores.packages.read(PackageStore::NuGet, package).ok()?;
    bytes_of_hash(bytes, &hashes)
}

/// The licence that a package's manifest states.
pub(in crate::ecosystem) fn license(stores: &Stores<'_>, wanted: &Wanted<'_>, version: &str) -> Answer {
    let (_, package, path) = paths(wanted, version);
    if let Some(hashed) = pinned(stores, wanted, &package) {
        let (name, manifest) = zip_entry(&hashed, is_manifest, stores.limits)?;
        let at = place(PackageStore::NuGet, &format!("{package}/{name}"));
        return read(manifest, at, Verification::Verified, stores);
    }
    let manifest = stores.read(PackageStore::NuGet, &path)?;
    read(manifest, place(PackageStore::NuGet, &path), Verification::Unverified, stores)
}

/// The texts of a package that were asked for: those of its archive, else
/// those of its unpacked files.
pub(in crate::ecosystem) fn texts(
    stores: &Stores<'_>,
    wanted: &Wanted<'_>,
    version: &str,
    asked: TextsAsked<'_>,
) -> Result<PackageTexts, Statement> {
    let (folder, package, _) = paths(wanted, version);
    if let Some(hashed) = pinned(stores, wanted, &package) {
        let entries = zip_entries(&hashed, &|name| asked.accept(name), stores.limits)?;
        let texts = entries.into_iter().map(|(name, bytes)| {
            let place = place(PackageStore::NuGet, &format!("{package}/{name}"));
            PackageText { path: name.into(), bytes, place }
        });
        let at = place(PackageStore::NuGet, &package);
        return Ok(PackageTexts::new(at, texts.collect(), Verification::Verified));
    }
    let found = stores.texts_of_folder(PackageStore::NuGet, &folder, asked);
    found.unwrap_or_else(|| Err(say::not_in_the_store(folder, PackageStore::NuGet.word())))
}

/// The bytes that one of the hashes is of: the package's, or those of the
/// package without its signature.
fn bytes_of_hash(package: Vec<u8>, hashes: &[&str]) -> Option<Vec<u8>> {
    let is_hashed = |bytes: &[u8]| hashes.contains(&base64(&Sha512::digest(bytes)).as_str());
    if is_hashed(&package) {
        return Some(package);
    }
    without_signature(&package).filter(|unsigned| is_hashed(unsigned))
}

/// The manifest stands at the root of the package.
fn is_manifest(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".nuspec") && !name.contains(['/', '\\'])
}

fn read(bytes: Vec<u8>, at: Place, verification: Verification, stores: &Stores<'_>) -> Answer {
    let file = SourceFile::of_artifact(at.artifact, bytes, stores.limits).map_err(|error| error.message)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(file.text(), options)
        .map_err(|error| crate::messages::source::syntax("XML", error))?;
    let metadata = document.root_element().children().find(|node| node.tag_name().name() == "metadata");
    let field = |name: &str| metadata?.children().find(|node| node.tag_name().name() == name);
    match (field("license"), field("licenseUrl")) {
        (Some(license), _) => {
            let text = license.text().unwrap_or_default().trim();
            match license.attribute("type") {
                Some("expression") => {
                    let ecosystem = Ecosystem::new(Ecosystem::NUGET);
                    Ok(fact(text, &ecosystem, file.place(license.range()), verification))
                }
                _ => Ok(silent(say::in_a_file(shorten(text)), file.whole(), verification)),
            }
        }
        (None, Some(url)) => Ok(silent(
            say::only_an_address(shorten(url.text().unwrap_or_default().trim())),
            file.whole(),
            verification,
        )),
        (None, None) => Ok(silent(say::no_license_field(file.artifact()), file.whole(), verification)),
    }
}
