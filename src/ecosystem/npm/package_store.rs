//! Licences of npm packages that are installed in the tree.
//!
//! A newer lockfile states them itself. Else `node_modules` beside the
//! manifest has each package's own `package.json`: the repository's own files,
//! so nothing of it is verified. Only the copy of the very version counts.
//! Fields: <https://docs.npmjs.com/cli/configuring-npm/package-json#license>.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::component::{Ecosystem, Occurrence};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::{FileError, Files};
use crate::domain::statement::Statement;
use crate::ecosystem::texts::{PackageText, PackageTexts, TextsAsked};
use crate::license::state;
use crate::messages::license as say;
use crate::source::SourceFile;
use crate::source::json::{Document, Kind, Value};

/// The `node_modules` folders of the tree; each package is read once.
pub(in crate::ecosystem) struct Modules<'run> {
    files: &'run dyn Files,
    limits: &'run Limits,
    read: HashMap<TreePath, Option<Module>>,
}

/// What a `package.json` says.
struct Module {
    /// Nothing when the file can't be read.
    version: Option<String>,
    fact: LicenseFact,
}

impl<'run> Modules<'run> {
    pub(in crate::ecosystem) fn new(files: &'run dyn Files, limits: &'run Limits) -> Self {
        Self { files, limits, read: HashMap::new() }
    }

    /// The licence of an occurrence by the copy of its version that is
    /// installed beside its manifest; `None` when there is none, or when the
    /// manifest is no npm one.
    pub(in crate::ecosystem) fn license(&mut self, occurrence: &Occurrence) -> Option<LicenseFact> {
        self.module(occurrence).map(|(_, module)| module.fact.clone())
    }

    /// The texts of that copy that were asked for.
    pub(in crate::ecosystem) fn texts(
        &mut self,
        occurrence: &Occurrence,
        asked: TextsAsked<'_>,
    ) -> Option<Result<PackageTexts, Statement>> {
        let files = self.files;
        let (manifest, _) = self.module(occurrence)?;
        let mut texts = Vec::new();
        for path in asked.unlisted() {
            let Some(full) = manifest.sibling(&path) else { continue };
            match files.read(&full) {
                Ok(bytes) => {
                    let place = Place::whole(full);
                    texts.push(PackageText { path: path.into(), bytes, place });
                }
                Err(FileError::Absent) => {}
                Err(FileError::Refused(reason)) => return Some(Err(reason)),
            }
        }
        let package = Place::whole(manifest.folder());
        Some(Ok(PackageTexts::new(package, texts, Verification::Unverified)))
    }

    /// The copy's `package.json`, and what it says.
    fn module(&mut self, occurrence: &Occurrence) -> Option<(TreePath, &Module)> {
        if occurrence.component.ecosystem.as_str() != Ecosystem::NPM {
            return None;
        }
        let version = occurrence.component.version.exact()?;
        let manifest = occurrence.place.tree_path()?;
        let below = format!("node_modules/{}/package.json", occurrence.component.name);
        let folder = manifest.folder();
        let path = if folder.as_str().is_empty() { below } else { format!("{folder}/{below}") };
        let path = TreePath::new(&path)?;
        if !self.read.contains_key(&path) {
            let module = read(self.files, &path, self.limits);
            self.read.insert(path.clone(), module);
        }
        let module = self.read.get(&path)?.as_ref()?;
        module.version.as_deref().is_none_or(|installed| installed == version).then_some((path, module))
    }
}

fn read(files: &dyn Files, path: &TreePath, limits: &Limits) -> Option<Module> {
    // A file that can't be read doesn't tell its version: it speaks for any.
    let unreadable = |reason: Statement| {
        Some(Module {
            version: None,
            fact: made(LicenseStatement::Unknown(reason), Place::whole(path.clone())),
        })
    };
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(FileError::Absent) => return None,
        Err(FileError::Refused(reason)) => return unreadable(reason),
    };
    let file = match SourceFile::new(path, bytes, limits) {
        Ok(file) => file,
        Err(error) => return unreadable(error.message),
    };
    let document = match Document::parse(&file, limits) {
        Ok(document) => document,
        Err(error) => return unreadable(error.message),
    };
    let root = document.root();
    let fact = match (root.get("license"), root.get("licenses")) {
        (Some(license), _) => made(one(license), license.place()),
        (None, Some(licenses)) => made(several(licenses), licenses.place()),
        (None, None) => made(LicenseStatement::Unknown(say::no_license_field(path)), file.whole()),
    };
    let version = root.get("version").and_then(Value::text).map(Cow::into_owned);
    // One without a version isn't any that a lockfile names.
    Some(Module { version: Some(version.unwrap_or_default()), fact })
}

fn made(statement: LicenseStatement, place: Place) -> LicenseFact {
    LicenseFact::new(statement, LicenseSource::PackageStore(place), Verification::Unverified)
}

/// `"MIT"`, or the old `{ "type": "MIT", "url": … }`.
fn one(value: Value<'_>) -> LicenseStatement {
    let text = match value.kind() {
        Kind::Object => value.get("type").and_then(Value::text),
        _ => value.text(),
    };
    match text {
        Some(text) => state(&text, &Ecosystem::new(Ecosystem::NPM)),
        None => LicenseStatement::Unknown(say::license_field_of_another_kind(value.found())),
    }
}

/// The old list, of which one may choose: npm's page turns
/// `[{ "type": "MIT" }, { "type": "Apache-2.0" }]` into `(MIT OR Apache-2.0)`.
fn several(value: Value<'_>) -> LicenseStatement {
    let mut arms: Vec<String> = Vec::new();
    let mut other: Option<LicenseStatement> = None;
    for item in value.items() {
        match one(item) {
            LicenseStatement::Expression(text) => arms.push(text.to_string()),
            without => other = Some(without),
        }
    }
    match (other, arms.as_slice()) {
        (Some(other), _) => other,
        (None, []) => LicenseStatement::Unknown(say::field_is_empty()),
        (None, [only]) => LicenseStatement::Expression(only.as_str().into()),
        (None, arms) => LicenseStatement::Expression(format!("({})", arms.join(" OR ")).into()),
    }
}
