//! What `pyproject.toml` beside a lockfile asks for: `[project]` (PEP 621),
//! `[dependency-groups]` (PEP 735) and Poetry's own tables.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::name::normalised;
use crate::domain::place::Place;
use crate::domain::ports::FileError;
use crate::ecosystem::Surroundings;
use crate::source::{ReadError, SourceFile, toml as document};

/// Normalised names of what a project asks for.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// To run, extras among it.
    pub(super) shipping: BTreeSet<String>,
    /// In any group.
    pub(super) development: BTreeSet<String>,
}

/// The wishes of the manifest beside a lockfile; `None` when there is none.
pub(super) fn wishes(
    lock: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Wishes>, ReadError> {
    let Some(path) = lock.path().folder().join("pyproject.toml") else { return Ok(None) };
    let bytes = match surroundings.files.read(&path) {
        Ok(bytes) => bytes,
        Err(FileError::Absent) => return Ok(None),
        Err(FileError::Refused(message)) => return Err(ReadError { place: Place::whole(path), message }),
    };
    let file = SourceFile::new(&path, bytes, surroundings.limits)?;
    let table = document::parse(&file)?;
    let mut wishes = Wishes::default();
    if let Some(project) = table_in(&table, &["project"]) {
        requirements(project, "dependencies", &mut wishes.shipping);
        for extra in named_tables(project, "optional-dependencies") {
            extra.keys().for_each(|key| requirements(extra, key.get_ref(), &mut wishes.shipping));
        }
    }
    for groups in named_tables(&table, "dependency-groups") {
        groups.keys().for_each(|key| requirements(groups, key.get_ref(), &mut wishes.development));
    }
    if let Some(poetry) = table_in(&table, &["tool", "poetry"]) {
        keys(poetry, "dependencies", &mut wishes.shipping);
        keys(poetry, "dev-dependencies", &mut wishes.development);
        for groups in named_tables(poetry, "group") {
            for group in groups.values().filter_map(|group| group.get_ref().as_table()) {
                keys(group, "dependencies", &mut wishes.development);
            }
        }
    }
    // Poetry lists the interpreter among the packages.
    wishes.shipping.remove("python");
    Ok(Some(wishes))
}

fn table_in<'doc>(table: &'doc DeTable<'doc>, path: &[&str]) -> Option<&'doc DeTable<'doc>> {
    path.iter().try_fold(table, |table, key| table.get(*key)?.get_ref().as_table())
}

fn named_tables<'doc>(
    table: &'doc DeTable<'doc>,
    key: &str,
) -> impl Iterator<Item = &'doc DeTable<'doc>> + use<'doc> {
    table_in(table, &[key]).into_iter()
}

/// The names of a list of PEP 508 requirements. Groups include others by
/// tables, whose own names are read where they stand.
fn requirements(table: &DeTable<'_>, key: &str, names: &mut BTreeSet<String>) {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    let texts = list.into_iter().flatten().filter_map(|value| value.get_ref().as_str());
    names.extend(texts.map(|text| {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        normalised(text.trim_start().split(|c| !is_name(c)).next().unwrap_or_default())
    }));
}

fn keys(table: &DeTable<'_>, key: &str, names: &mut BTreeSet<String>) {
    if let Some(DeValue::Table(listed)) = table.get(key).map(Spanned::get_ref) {
        names.extend(listed.keys().map(|name| normalised(name.get_ref())));
    }
}
