//! `pyproject.toml`: what a project asks for, in `[project]` (PEP 621),
//! `[dependency-groups]` (PEP 735) and the tables of Poetry and uv.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::name::normalised;
use super::pep508::{self, Wanted};
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::FileError;
use crate::ecosystem::Surroundings;
use crate::source::{ReadError, SourceFile, toml as document};

/// What a project asks for.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// Its own normalised name.
    pub(super) name: Option<String>,
    /// Normalised names that it needs to run, extras among it.
    pub(super) shipping: BTreeSet<String>,
    /// Those of any group.
    pub(super) development: BTreeSet<String>,
    /// Every wish, where it stands.
    pub(super) asked: Vec<Asked>,
}

/// One wish.
#[derive(Debug)]
pub(super) struct Asked {
    /// The normalised name.
    pub(super) name: String,
    /// What versions would do, as PEP 440 has it; `None` for an address, and
    /// for what another grammar says.
    pub(super) specifier: Option<String>,
    /// Whether it counts on some machines only.
    pub(super) conditional: bool,
    pub(super) place: Place,
}

/// The wishes of the manifest beside a lockfile; `None` when there is none.
pub(super) fn wishes(
    lock: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Wishes>, ReadError> {
    match lock.path().folder().join("pyproject.toml") {
        Some(path) => wishes_of(path, surroundings),
        None => Ok(None),
    }
}

/// The wishes of this manifest; `None` when it isn't there.
pub(super) fn wishes_of(
    path: TreePath,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Wishes>, ReadError> {
    let bytes = match surroundings.files.read(&path) {
        Ok(bytes) => bytes,
        Err(FileError::Absent) => return Ok(None),
        Err(FileError::Refused(message)) => return Err(ReadError { place: Place::whole(path), message }),
    };
    let file = SourceFile::new(&path, bytes, surroundings.limits)?;
    let table = document::parse(&file)?;
    let mut wishes = Wishes::default();
    let name = |table: Option<&DeTable<'_>>| {
        Some(normalised(table?.get("name").and_then(|name| name.get_ref().as_str())?))
    };
    let poetry = table_in(&table, &["tool", "poetry"]);
    wishes.name = name(table_in(&table, &["project"])).or_else(|| name(poetry));
    if let Some(project) = table_in(&table, &["project"]) {
        let listed = requirements(project, "dependencies", &file);
        wishes.ship(listed);
        for extra in named_tables(project, "optional-dependencies") {
            for key in extra.keys() {
                let listed = requirements(extra, key.get_ref(), &file);
                wishes.ship(listed);
            }
        }
    }
    for groups in named_tables(&table, "dependency-groups") {
        for key in groups.keys() {
            let listed = requirements(groups, key.get_ref(), &file);
            wishes.develop(listed);
        }
    }
    if let Some(uv) = table_in(&table, &["tool", "uv"]) {
        let listed = requirements(uv, "dev-dependencies", &file);
        wishes.develop(listed);
    }
    if let Some(poetry) = poetry {
        let listed = keys(poetry, "dependencies", &file);
        wishes.ship(listed);
        let listed = keys(poetry, "dev-dependencies", &file);
        wishes.develop(listed);
        let groups = named_tables(poetry, "group").flat_map(DeTable::values);
        for group in groups.filter_map(|group| group.get_ref().as_table()) {
            let listed = keys(group, "dependencies", &file);
            wishes.develop(listed);
        }
    }
    Ok(Some(wishes))
}

impl Wishes {
    fn ship(&mut self, listed: Vec<Asked>) {
        self.shipping.extend(listed.iter().map(|asked| asked.name.clone()));
        self.asked.extend(listed);
    }

    fn develop(&mut self, listed: Vec<Asked>) {
        self.development.extend(listed.iter().map(|asked| asked.name.clone()));
        self.asked.extend(listed);
    }
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

/// A list of PEP 508 requirements. Groups include others by tables, whose own
/// names are read where they stand.
fn requirements(table: &DeTable<'_>, key: &str, file: &SourceFile) -> Vec<Asked> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    let texts =
        list.into_iter().flatten().filter_map(|value| Some((value.get_ref().as_str()?, value.span())));
    let asked = texts.map(|(text, span)| Asked {
        name: normalised(beginning(text)),
        specifier: match pep508::parse(text.trim()).map(|requirement| requirement.wanted) {
            Some(Wanted::Any) => Some(String::new()),
            Some(Wanted::Exact(_) | Wanted::Range(_)) => specifier_of(text),
            _ => None,
        },
        conditional: text.contains(';'),
        place: file.place(span),
    });
    asked.collect()
}

fn beginning(text: &str) -> &str {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.trim_start().split(|c| !is_name(c)).next().unwrap_or_default()
}

/// From the first operator to the marker, without brackets.
fn specifier_of(text: &str) -> Option<String> {
    let text = text.split_once(';').map_or(text, |(text, _marker)| text);
    let start = text.find(['=', '<', '>', '~', '!'])?;
    Some(text.get(start..)?.trim().trim_end_matches(')').trim().to_owned())
}

/// Poetry's tables by name. `python` names the interpreter, no package.
fn keys(table: &DeTable<'_>, key: &str, file: &SourceFile) -> Vec<Asked> {
    let Some(DeValue::Table(listed)) = table.get(key).map(Spanned::get_ref) else { return Vec::new() };
    let packages = listed.iter().filter(|(name, _)| name.get_ref() != "python");
    let asked = packages.map(|(name, value)| {
        let text = value.get_ref().as_str();
        let table = value.get_ref().as_table();
        let text = text.or_else(|| table?.get("version")?.get_ref().as_str()).map(str::trim);
        // A version alone is that version; carets and lists are Poetry's own.
        let alone = text.filter(|text| text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(','));
        Asked {
            name: normalised(name.get_ref()),
            specifier: alone.map(|version| format!("=={version}")).or_else(|| text.map(str::to_owned)),
            conditional: table.is_some_and(|table| {
                ["markers", "python", "platform"].iter().any(|key| table.contains_key(*key))
            }),
            place: file.place(name.span()),
        }
    });
    asked.collect()
}
