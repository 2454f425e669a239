//! Licence texts of packages: which files they are, and which licence they are.
//!
//! A package's own store says where its files are, and whether the archive that
//! they stand in is the lockfile's: `<ecosystem>/package_store.rs` has it. The
//! texts of npm's packages stand in `node_modules` of the tree, whose folders
//! aren't listed, so they are looked for by their usual names.

use std::sync::Arc;

use crate::domain::license::{Confidence, LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::place::Place;
use crate::domain::statement::Statement;
use crate::license::identify;
use crate::messages::license as say;

/// Which texts of a package are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextsAsked<'run> {
    /// Those whose name says that they are its licence.
    Usual,
    /// The one of this path in the package.
    Named(&'run str),
}

/// A text of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PackageText {
    /// Its path in the package.
    pub(super) path: Arc<str>,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Where it stands.
    pub(super) place: Place,
}

/// The texts of a package that were asked for, by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PackageTexts {
    /// The archive or folder that they stand in.
    pub(super) package: Place,
    /// The texts.
    pub(super) texts: Vec<PackageText>,
    /// Whether that is the very archive that the lockfile pins.
    pub(super) verification: Verification,
}

/// Names under which a text is looked for where folders can't be listed.
const USUAL: [&str; 16] = [
    "COPYING",
    "LICENCE",
    "LICENCE.md",
    "LICENCE.txt",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "LICENSE.md",
    "LICENSE.txt",
    "License",
    "License.md",
    "NOTICE",
    "NOTICE.txt",
    "license",
    "license.md",
    "license.txt",
];

impl TextsAsked<'_> {
    /// Whether a file of the package is one of them, by its path.
    pub(super) fn accept(self, path: &str) -> bool {
        match self {
            Self::Usual => !path.contains('/') && (is_license_text(path) || is_notice(path)),
            Self::Named(name) => path == name,
        }
    }

    /// The paths to look for in a folder that has these names.
    pub(super) fn among(self, names: impl FnOnce() -> Vec<String>) -> Vec<String> {
        match self {
            Self::Usual => names().into_iter().filter(|name| self.accept(name)).collect(),
            Self::Named(name) => vec![name.to_owned()],
        }
    }

    /// The paths to look for in a folder that can't be listed.
    pub(super) fn unlisted(self) -> Vec<String> {
        match self {
            Self::Usual => USUAL.map(str::to_owned).to_vec(),
            Self::Named(name) => vec![name.to_owned()],
        }
    }
}

impl PackageTexts {
    /// These texts, in the order of their paths.
    pub(super) fn new(package: Place, mut texts: Vec<PackageText>, verification: Verification) -> Self {
        texts.sort_by(|a, b| a.path.cmp(&b.path));
        Self { package, texts, verification }
    }

    /// The licence that the texts are, where they are one and alike enough.
    pub(super) fn recognised(&self, least: Confidence) -> LicenseFact {
        let license_texts = self.texts.iter().filter(|text| is_license_text(last_name(&text.path)));
        let mut ids: Vec<String> = Vec::new();
        let mut doubt: Option<Statement> = None;
        let mut confidence = Confidence(100);
        let mut first: Option<&PackageText> = None;
        for text in license_texts {
            first = first.or(Some(text));
            match identify(&String::from_utf8_lossy(&text.bytes)) {
                Some(found) if found.confidence >= least => {
                    confidence = confidence.min(found.confidence);
                    if !ids.contains(&found.id) {
                        ids.push(found.id);
                    }
                }
                Some(found) => {
                    doubt = Some(say::text_is_unsure(&text.path, &found.id, found.confidence.0, least.0));
                }
                None => doubt = Some(say::text_is_unknown(&text.path)),
            }
        }
        let silent = |reason: Statement| {
            let source = LicenseSource::PackageStore(self.package.clone());
            LicenseFact::new(LicenseStatement::Unknown(reason), source, self.verification)
        };
        match (doubt, ids.as_slice(), first) {
            (Some(reason), ..) => silent(reason),
            (None, [id], Some(text)) => {
                let statement = LicenseStatement::Expression(Arc::from(id.as_str()));
                let source = LicenseSource::PackageStore(text.place.clone());
                let fact = LicenseFact::new(statement, source, self.verification);
                LicenseFact { confidence: Some(confidence), ..fact }
            }
            (None, [_, ..], _) => silent(say::several_texts(ids.join(", "))),
            (None, [], _) => silent(say::no_license_text(&self.package)),
        }
    }
}

fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `LICENSE`, `LICENCE.md`, `COPYING.txt`, `LICENSE-MIT`, in any case.
fn is_license_text(name: &str) -> bool {
    is_called(name, &["LICENSE", "LICENCE", "COPYING", "UNLICENSE"])
}

/// What Apache-2.0 asks to be handed on beside the licence.
fn is_notice(name: &str) -> bool {
    is_called(name, &["NOTICE"])
}

fn is_called(name: &str, words: &[&str]) -> bool {
    let name = name.to_ascii_uppercase();
    let rest = words.iter().find_map(|word| name.strip_prefix(word));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
}

#[cfg(test)]
mod tests {
    use super::TextsAsked;

    #[test]
    fn only_licence_texts_at_the_root_count() {
        for name in ["LICENSE", "license.md", "COPYING", "LICENCE.txt", "LICENSE-MIT", "Unlicense", "NOTICE"]
        {
            assert!(TextsAsked::Usual.accept(name), "{name}");
        }
        for name in ["vendor/LICENSE", "licenses.go", "LICENSED", "README"] {
            assert!(!TextsAsked::Usual.accept(name), "{name}");
        }
        assert!(TextsAsked::Named("vendor/EULA.txt").accept("vendor/EULA.txt"));
        assert!(!TextsAsked::Named("EULA.txt").accept("LICENSE"));
    }
}
