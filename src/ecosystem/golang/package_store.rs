//! Licence texts of Go modules, from the module cache.
//!
//! A module has no field for its licence: only the texts at its root say it,
//! and they are compared with the SPDX list's when that is asked for. The
//! cache keeps each module's zip (`cache/download/<module>/@v/<version>.zip`,
//! capital letters as `!` and a small one); the `h1:` hash of `go.sum` covers
//! the names and bytes of all its files, so a zip that has it is verified.
//! Layout and hash: <https://go.dev/ref/mod#module-cache>, <https://go.dev/ref/mod#go-sum-files>.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::domain::digest::Digest;
use crate::domain::license::Verification;
use crate::domain::ports::PackageStore;
use crate::domain::statement::Statement;
use crate::ecosystem::archive::each_zip_entry;
use crate::ecosystem::base64::base64;
use crate::ecosystem::licenses::{Stores, Wanted, place};
use crate::ecosystem::texts::{PackageText, PackageTexts, TextsAsked};
use crate::messages::license as say;

/// The texts of a module that were asked for.
pub(in crate::ecosystem) fn texts(
    stores: &Stores<'_>,
    wanted: &Wanted<'_>,
    version: &str,
    asked: TextsAsked<'_>,
) -> Result<PackageTexts, Statement> {
    let module = &*wanted.component.name;
    let version = if version.starts_with('v') { version.to_owned() } else { format!("v{version}") };
    let path = format!("cache/download/{}/@v/{}.zip", escape(module), escape(&version));
    let archive = stores.read(PackageStore::Go, &path)?;
    let root = format!("{module}@{version}/");
    let mut digests: BTreeMap<String, Digest> = BTreeMap::new();
    let mut texts: Vec<PackageText> = Vec::new();
    each_zip_entry(&archive, stores.limits, |name, bytes| {
        digests.insert(name.to_owned(), Digest::of(&bytes));
        if let Some(below) = name.strip_prefix(&root).filter(|below| asked.accept(below)) {
            let place = place(PackageStore::Go, &format!("{path}/{name}"));
            texts.push(PackageText { path: below.into(), bytes, place });
        }
    })?;
    let hash = hash1(&digests);
    let mut stated = wanted.hashes("h1").map(|value| value.strip_prefix("h1:").unwrap_or(value)).peekable();
    let verification = match (stated.peek().is_some(), stated.any(|value| value == hash)) {
        (true, false) => return Err(say::hash_differs(&path)),
        (true, true) => Verification::Verified,
        (false, _) => Verification::Unverified,
    };
    Ok(PackageTexts::new(place(PackageStore::Go, &path), texts, verification))
}

/// Capital letters as `!` and the small one.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            escaped.push('!');
        }
        escaped.push(c.to_ascii_lowercase());
    }
    escaped
}

/// `h1`: SHA-256 over a line `<digest>  <name>` for each file, by name.
fn hash1(digests: &BTreeMap<String, Digest>) -> String {
    let mut lines = String::new();
    for (name, digest) in digests {
        // Writing into a string can't fail.
        let _ = writeln!(lines, "{digest}  {name}");
    }
    base64(&Sha256::digest(lines.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn capital_letters_are_escaped_as_the_cache_does() {
        assert_eq!(escape("git.example/BurntSushi/toml"), "git.example/!burnt!sushi/toml");
    }
}
