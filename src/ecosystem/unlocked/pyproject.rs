//! `pyproject.toml` and `Pipfile`: whether they ask for anything.
//!
//! Formats: <https://packaging.python.org/en/latest/specifications/pyproject-toml/>,
//! PEP 735 for groups, Poetry's own tables.

use toml::de::{DeTable, DeValue};

use super::{Declared, Declaring};
use crate::ecosystem::{Surroundings, open, reader_of};
use crate::source::{ReadError, SourceFile, toml as document};

pub(super) static PYPROJECT: Declaring = Declaring {
    recognises: |path| path.file_name() == "pyproject.toml",
    locks: |_| LOCKS.iter().map(|name| (*name).to_owned()).collect(),
    shared_locks: &["uv.lock", "pdm.lock"],
    read: pyproject,
    command: "uv lock",
};

pub(super) const LOCKS: &[&str] = &["poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pixi.lock"];

pub(super) static PIPFILE: Declaring = Declaring {
    recognises: |path| path.file_name() == "Pipfile",
    locks: |_| vec!["Pipfile.lock".to_owned()],
    shared_locks: &[],
    read: pipfile,
    command: "pipenv lock",
};

fn pyproject(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let document = document::parse(file)?;
    let project = table(&document, "project");
    let name = project.and_then(|project| project.get("name")?.get_ref().as_str().map(normalised));
    let listed = |value: &DeValue<'_>| value.as_array().is_some_and(|list| !list.is_empty());
    let own = project.and_then(|project| project.get("dependencies")).is_some_and(|it| listed(it.get_ref()));
    let extras = project.and_then(|project| table(project, "optional-dependencies"));
    let groups = [extras, table(&document, "dependency-groups")];
    let grouped = groups.into_iter().flatten().flat_map(DeTable::values).any(|it| listed(it.get_ref()));
    let poetry = table(&document, "tool").and_then(|tool| table(tool, "poetry"));
    let dynamic = project.is_some_and(is_dynamic) && !is_said_elsewhere(&document, file, surroundings);
    let asks = own || grouped || dynamic || poetry.is_some_and(poetry_asks);
    Ok(Declared { name, asks: asks && !is_compiled(file, surroundings) })
}

/// Whether the project leaves to its build what it asks for.
fn is_dynamic(project: &DeTable<'_>) -> bool {
    let left = project.get("dynamic").and_then(|list| list.get_ref().as_array());
    let mut names = left.into_iter().flatten().filter_map(|name| name.get_ref().as_str());
    names.any(|name| matches!(name, "dependencies" | "optional-dependencies"))
}

/// Whether what is left to the build stands in files that are looked at: the
/// older manifests beside this one, or requirements that setuptools is told of.
fn is_said_elsewhere(document: &DeTable<'_>, file: &SourceFile, surroundings: &Surroundings<'_>) -> bool {
    let older = ["setup.py", "setup.cfg"].into_iter().filter_map(|name| file.path().sibling(name));
    if older.into_iter().any(|path| surroundings.files.exists(&path)) {
        return true;
    }
    let setuptools = table(document, "tool").and_then(|tool| table(tool, "setuptools"));
    let Some(dynamic) = setuptools.and_then(|setuptools| table(setuptools, "dynamic")) else { return false };
    let extras = table(dynamic, "optional-dependencies").into_iter().flat_map(DeTable::values);
    let told = dynamic.get("dependencies").into_iter().chain(extras);
    let files = told.filter_map(|value| value.get_ref().as_table()?.get("file").map(toml::Spanned::get_ref));
    let mut names = files.flat_map(texts).peekable();
    let is_read = |name: &str| file.path().sibling(name).is_some_and(|path| reader_of(&path).is_some());
    names.peek().is_some() && names.all(is_read)
}

/// One text, or a list of them.
fn texts<'doc>(value: &'doc DeValue<'_>) -> Vec<&'doc str> {
    let listed = value.as_array().into_iter().flatten().filter_map(|one| one.get_ref().as_str());
    value.as_str().into_iter().chain(listed).collect()
}

/// Poetry's tables; `python` names the interpreter, no package.
fn poetry_asks(poetry: &DeTable<'_>) -> bool {
    let packages = |parent: &DeTable<'_>, key: &str| {
        let listed = table(parent, key).into_iter().flat_map(DeTable::keys);
        listed.filter(|name| name.get_ref() != "python").count() > 0
    };
    let groups = table(poetry, "group").into_iter().flat_map(DeTable::values);
    let mut groups = groups.filter_map(|group| group.get_ref().as_table());
    packages(poetry, "dependencies")
        || packages(poetry, "dev-dependencies")
        || groups.any(|group| packages(group, "dependencies"))
}

/// Whether a `requirements.txt` beside it was compiled from it: then that one
/// pins, and its reader says what it leaves open.
pub(super) fn is_compiled(file: &SourceFile, surroundings: &Surroundings<'_>) -> bool {
    let path = file.path().sibling("requirements.txt").filter(|path| surroundings.files.exists(path));
    let Some(requirements) = path.and_then(|path| open(&path, surroundings).ok()) else { return false };
    let mut head = requirements.lines().take_while(|line| line.text.starts_with('#'));
    head.any(|line| line.text.contains("pip-compile") || line.text.contains("pip compile"))
}

fn pipfile(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let document = document::parse(file)?;
    let asks = ["packages", "dev-packages"]
        .iter()
        .any(|key| table(&document, key).is_some_and(|packages| !packages.is_empty()));
    Ok(Declared { name: None, asks })
}

fn table<'table, 'file>(parent: &'table DeTable<'file>, key: &str) -> Option<&'table DeTable<'file>> {
    parent.get(key)?.get_ref().as_table()
}

/// PEP 503: lower case, runs of `-`, `_` and `.` as one dash.
fn normalised(name: &str) -> String {
    let parts: Vec<&str> = name.split(['-', '_', '.']).filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}
