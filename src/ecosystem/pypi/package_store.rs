//! Licences of installed Python packages, from `dist-info/METADATA`.
//!
//! `License-Expression` is an SPDX expression; the older `License` is free
//! text and counts only where it reads as one; then the classifiers do, where
//! they name one licence and not a family of them. No lockfile's hash covers
//! an installed package, so nothing of it is verified.
//! Fields: <https://packaging.python.org/en/latest/specifications/core-metadata/>.

use std::collections::HashMap;

use super::classifiers::{Classified, classify};
use crate::domain::component::Ecosystem;
use crate::domain::license::{LicenseFact, Verification};
use crate::domain::ports::{PackageStore, Packages};
use crate::domain::statement::Statement;
use crate::ecosystem::licenses::{Answer, Stores, Wanted, fact, place, silent};
use crate::ecosystem::texts::{PackageTexts, TextsAsked};
use crate::license::{Dialect, LicenseExpression};
use crate::messages::license as say;
use crate::source::{Line, SourceFile, shorten};

/// The `dist-info` folders, by normalised name and version.
#[derive(Debug)]
pub(in crate::ecosystem) struct Installed {
    folders: HashMap<(String, String), String>,
}

impl Installed {
    fn of(packages: &dyn Packages) -> Self {
        let names = packages.list(PackageStore::Python, "");
        let folders = names.into_iter().filter_map(|folder| {
            let (name, version) = folder.strip_suffix(".dist-info")?.rsplit_once('-')?;
            Some(((normalise(name), version.to_ascii_lowercase()), folder))
        });
        Self { folders: folders.collect() }
    }
}

/// A name as PEP 503 compares it.
fn normalise(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    lower.split(['-', '_', '.']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The `dist-info` folder of a package.
fn folder<'run>(
    stores: &'run Stores<'_>,
    wanted: &Wanted<'_>,
    version: &str,
) -> Result<&'run String, Statement> {
    let installed = stores.python.get_or_init(|| Installed::of(stores.packages));
    let key = (normalise(&wanted.component.name), version.to_ascii_lowercase());
    installed.folders.get(&key).ok_or_else(|| {
        let folder = format!("{}-{version}.dist-info", key.0);
        say::not_in_the_store(folder, PackageStore::Python.word())
    })
}

/// The licence that an installed package's metadata states.
pub(in crate::ecosystem) fn license(stores: &Stores<'_>, wanted: &Wanted<'_>, version: &str) -> Answer {
    let path = format!("{}/METADATA", folder(stores, wanted, version)?);
    let bytes = stores.read(PackageStore::Python, &path)?;
    let artifact = place(PackageStore::Python, &path).artifact;
    let file = SourceFile::of_artifact(artifact, bytes, stores.limits).map_err(|error| error.message)?;
    Ok(read(&file))
}

/// The texts of an installed package that were asked for: they stand in
/// `dist-info` itself, or in `licenses` below it.
pub(in crate::ecosystem) fn texts(
    stores: &Stores<'_>,
    wanted: &Wanted<'_>,
    version: &str,
    asked: TextsAsked<'_>,
) -> Result<PackageTexts, Statement> {
    let folder = folder(stores, wanted, version)?;
    let read = |folder: &str| stores.texts_of_folder(PackageStore::Python, folder, asked);
    let mut found = read(folder).unwrap_or_else(|| Err(say::no_license_text(folder)))?;
    if asked == TextsAsked::Usual
        && let Some(inner) = read(&format!("{folder}/licenses"))
    {
        let inner = inner?.texts.into_iter().map(|mut text| {
            text.path = format!("licenses/{}", text.path).into();
            text
        });
        found.texts.extend(inner);
    }
    Ok(found)
}

/// The headers: everything before the first empty line, which begins the
/// description.
fn headers<'file>(
    file: &'file SourceFile,
    name: &'static str,
) -> impl Iterator<Item = (Line<'file>, &'file str)> {
    let lines = file.lines().take_while(|line| !line.text.is_empty());
    lines.filter_map(move |line| {
        let (key, value) = line.text.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| (line, value.trim()))
    })
}

fn read(file: &SourceFile) -> LicenseFact {
    let ecosystem = Ecosystem::new(Ecosystem::PYPI);
    let quiet = |reason: Statement| silent(reason, file.whole(), Verification::Unverified);
    let made = |text: &str, line: Line<'_>| fact(text, &ecosystem, line.place(), Verification::Unverified);
    if let Some((line, expression)) = headers(file, "License-Expression").next() {
        return made(expression, line);
    }
    let free_text =
        headers(file, "License").next().filter(|(_, text)| !text.is_empty() && *text != "UNKNOWN");
    if let Some((line, text)) = free_text
        && LicenseExpression::parse(text, Dialect::Spdx).is_ok()
    {
        return made(text, line);
    }
    let mut arms: Vec<(&'static str, Line<'_>)> = Vec::new();
    let mut ambiguous: Option<&str> = None;
    for (line, classifier) in headers(file, "Classifier") {
        match classify(classifier) {
            Some(Classified::License(id)) => arms.push((id, line)),
            Some(Classified::Ambiguous) => ambiguous = Some(classifier),
            None => {}
        }
    }
    match (ambiguous, arms.as_slice(), free_text) {
        (Some(classifier), ..) => quiet(say::classifier_is_ambiguous(shorten(classifier))),
        (None, [(id, line)], _) => made(id, *line),
        // Nothing says whether one may choose among them or all hold.
        (None, [_, ..], _) => {
            let ids: Vec<&str> = arms.iter().map(|(id, _)| *id).collect();
            quiet(say::several_classifiers(ids.join(", ")))
        }
        (None, [], Some((_, text))) => quiet(say::license_is_free_text(shorten(text))),
        (None, [], None) => quiet(say::no_license_field(file.artifact())),
    }
}
