//! `go.work`: the modules that are built together, and what replaces theirs.
//!
//! Format: <https://go.dev/ref/mod#go-work-file>. What `use` names is the
//! project's own; each of those modules declares the rest in its `go.mod`.

use std::collections::HashSet;
use std::sync::Arc;

use super::replacement::{Replacement, Replacements, Target};
use super::statement::{self, Statement};
use super::{is_version, module_path};
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::place::{Place, TreePath};
use crate::ecosystem::{Reader, Surroundings, open};
use crate::messages::ecosystem as say;
use crate::messages::source::{empty_file, expected};
use crate::source::{ReadError, SourceFile, shorten};

/// The row of this format.
pub static READER: Reader =
    Reader { id: "golang/go-work", recognises: |path| path.file_name() == "go.work", read };

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    if file.text().trim().is_empty() {
        return Err(ReadError { place: file.whole(), message: empty_file("`go` and `use`") });
    }
    let (statements, errors) = statement::read(file);
    let mut reading = Reading { gaps: errors.into_iter().map(Gap::from).collect(), ..Reading::default() };
    let mut replacements = Replacements::default();
    for statement in &statements {
        let result = match (statement.verb, statement.words.len()) {
            ("use", 1) => own_module(file, statement, surroundings).map(|own| reading.occurrences.push(own)),
            ("replace", _) => replacements.add(statement).ok_or_else(|| {
                unexpected(file, statement, "`module [version] => module version`, or a folder, once")
            }),
            ("go" | "toolchain" | "godebug", _) => Ok(()),
            _ => Err(unexpected(file, statement, "a directive of go.work, such as `use ./folder`")),
        };
        if let Err(error) = result {
            reading.gaps.push(error.into());
        }
    }
    for (module, replacement) in &replacements.all {
        let occurrence = replaced(file, module, replacement, surroundings);
        if let Version::Requirement(version) = &occurrence.component.version {
            reading.gaps.push(Gap {
                kind: GapKind::UnresolvedVersion,
                place: occurrence.place.clone(),
                reason: say::go_unresolved(shorten(&occurrence.component.name), shorten(version)),
                component: Some(occurrence.component.clone()),
            });
        }
        reading.occurrences.push(occurrence);
    }
    if !statements.iter().any(|statement| statement.verb == "use") {
        let error = ReadError { place: file.whole(), message: say::go_work_uses_nothing() };
        reading.gaps.push(error.into());
    }
    if statements.last().is_some_and(|last| last.line.start + last.line.text.len() == file.text().len()) {
        let error = ReadError { place: file.end(), message: say::last_line_open("go work edit -fmt") };
        reading.gaps.push(error.into());
    }
    Ok(reading)
}

/// What stands in a module's place in every module of the workspace.
fn replaced(
    file: &SourceFile,
    module: &str,
    replacement: &Replacement<'_>,
    surroundings: &Surroundings<'_>,
) -> Occurrence {
    let place = file.place(replacement.span.clone());
    match replacement.target {
        Target::Module { path, version } => {
            let text = Arc::from(version);
            let exact = is_version(version);
            let version = if exact { Version::Exact(text) } else { Version::Requirement(text) };
            occurrence(path, version, Origin::Registry { url: None }, place)
        }
        Target::Folder(folder) => {
            let inside = go_mod_in(file, folder).is_some_and(|path| surroundings.files.exists(&path));
            let origin = if inside { Origin::FirstParty } else { Origin::Path { path: Arc::from(folder) } };
            occurrence(module, Version::Unstated, origin, place)
        }
    }
}

/// The module in the folder that a `use` names.
fn own_module(
    file: &SourceFile,
    statement: &Statement<'_>,
    surroundings: &Surroundings<'_>,
) -> Result<Occurrence, ReadError> {
    let folder = statement.words.first().map_or("", |word| word.text);
    let absent = || file.error(statement.span(), say::go_work_folder(shorten(folder)));
    let path = go_mod_in(file, folder).filter(|path| surroundings.files.exists(path)).ok_or_else(absent)?;
    // A go.mod that can't be read, or has no module, has a gap of its own.
    let name = open(&path, surroundings).ok().and_then(|own| module_path(&own)).ok_or_else(absent)?;
    Ok(occurrence(&name, Version::Unstated, Origin::FirstParty, file.place(statement.span())))
}

fn go_mod_in(file: &SourceFile, folder: &str) -> Option<TreePath> {
    file.path().sibling(folder)?.join("go.mod")
}

fn occurrence(name: &str, version: Version, origin: Origin, place: Place) -> Occurrence {
    Occurrence {
        component: Component { ecosystem: Ecosystem::new(Ecosystem::GO), name: Arc::from(name), version },
        place,
        relation: if origin == Origin::FirstParty { Relation::Direct } else { Relation::Unstated },
        origin,
        scope: Scope::Runtime,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    }
}

fn unexpected(file: &SourceFile, statement: &Statement<'_>, what: &str) -> ReadError {
    let span = statement.line.start..statement.line.start + statement.line.text.len();
    file.error(span, expected(what, shorten(statement.line.text.trim())))
}

/// The modules of the workspace that a `go.mod` is in; none outside of one.
pub(super) fn modules_around(go_mod: &SourceFile, surroundings: &Surroundings<'_>) -> HashSet<String> {
    let mut folder = go_mod.path().folder();
    loop {
        let found = folder.join("go.work").filter(|path| surroundings.files.exists(path));
        if let Some(work) = found.and_then(|path| open(&path, surroundings).ok()) {
            let (statements, _) = statement::read(&work);
            let uses = statements.iter().filter(|statement| statement.verb == "use");
            let modules = uses.filter_map(|statement| own_module(&work, statement, surroundings).ok());
            return modules.map(|own| own.component.name.to_string()).collect();
        }
        if folder == TreePath::root() {
            return HashSet::new();
        }
        folder = folder.folder();
    }
}
