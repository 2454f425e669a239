//! Licences of Go modules, from the texts in the module cache.
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

use crate::domain::component::Ecosystem;
use crate::domain::digest::Digest;
use crate::domain::license::Verification;
use crate::domain::ports::PackageStore;
use crate::ecosystem::archive::each_zip_entry;
use crate::ecosystem::base64::base64;
use crate::ecosystem::licenses::{Answer, LicenseTexts, Stores, Wanted, fact, place, silent};
use crate::license::identify;
use crate::messages::license as say;

/// The licence of a module by its texts; always unknown when texts aren't read.
pub(in crate::ecosystem) fn license(stores: &Stores<'_>, wanted: &Wanted<'_>, version: &str) -> Answer {
    if stores.texts == LicenseTexts::Ignored {
        return Err(say::go_states_none());
    }
    let module = &*wanted.component.name;
    let version = if version.starts_with('v') { version.to_owned() } else { format!("v{version}") };
    let path = format!("cache/download/{}/@v/{}.zip", escape(module), escape(&version));
    let archive = stores.read(PackageStore::Go, &path)?;
    let root = format!("{module}@{version}/");
    let mut digests: BTreeMap<String, Digest> = BTreeMap::new();
    let mut texts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    each_zip_entry(&archive, stores.limits, |name, bytes| {
        digests.insert(name.to_owned(), Digest::of(&bytes));
        if name.strip_prefix(&root).is_some_and(is_license_file) {
            texts.insert(name.to_owned(), bytes);
        }
    })?;
    let hash = hash1(&digests);
    let mut stated = wanted.hashes("h1").map(|value| value.strip_prefix("h1:").unwrap_or(value)).peekable();
    let verification = match (stated.peek().is_some(), stated.any(|value| value == hash)) {
        (true, false) => return Err(say::hash_differs(&path)),
        (true, true) => Verification::Verified,
        (false, _) => Verification::Unverified,
    };
    Ok(judge(&path, &texts, verification))
}

/// What the texts at a module's root come to.
fn judge(
    path: &str,
    texts: &BTreeMap<String, Vec<u8>>,
    verification: Verification,
) -> crate::domain::license::LicenseFact {
    let archive = place(PackageStore::Go, path);
    let mut ids: Vec<String> = Vec::new();
    let mut unknown: Option<&str> = None;
    for (name, bytes) in texts {
        match identify(&String::from_utf8_lossy(bytes)) {
            Some(id) if ids.contains(&id) => {}
            Some(id) => ids.push(id),
            None => unknown = Some(name),
        }
    }
    match (unknown, ids.as_slice(), texts.keys().next()) {
        (Some(name), ..) => silent(say::text_is_unknown(name), archive, verification),
        (None, [id], Some(name)) => {
            let at = place(PackageStore::Go, &format!("{path}/{name}"));
            fact(id, &Ecosystem::new(Ecosystem::GO), at, verification)
        }
        (None, [_, ..], _) => silent(say::several_texts(ids.join(", ")), archive, verification),
        (None, [], _) => silent(say::no_license_text(path), archive, verification),
    }
}

/// `LICENSE`, `LICENCE.md`, `COPYING.txt`, `LICENSE-MIT`, in any case.
fn is_license_file(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let begins =
        ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"].into_iter().find_map(|word| name.strip_prefix(word));
    begins.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_'])) && !name.contains('/')
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
    use super::{escape, is_license_file};

    #[test]
    fn capital_letters_are_escaped_as_the_cache_does() {
        assert_eq!(escape("git.example/BurntSushi/toml"), "git.example/!burnt!sushi/toml");
    }

    #[test]
    fn only_licence_texts_at_the_root_count() {
        for name in ["LICENSE", "license.md", "COPYING", "LICENCE.txt", "LICENSE-MIT", "Unlicense"] {
            assert!(is_license_file(name), "{name}");
        }
        for name in ["vendor/LICENSE", "licenses.go", "LICENSED", "README"] {
            assert!(!is_license_file(name), "{name}");
        }
    }
}
