//! `go.mod`, with the hashes of the `go.sum` beside it.
//!
//! Format: <https://go.dev/ref/mod#go-mod-file>. Since Go 1.17 the file lists
//! every module whose packages are built; an older one lists what it asks for,
//! and its `go.sum` stands in for the rest, with a gap that says so. Replaced
//! modules count as what replaces them. `exclude` and `retract` choose no
//! version by themselves; the Go release that builds isn't pinned by the file,
//! so the standard library is no entry. The format has no edges beyond what
//! the module itself asks for, and doesn't tell tests from runtime.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::go_sum::Sums;
use super::replacement::{Replacements, Target};
use super::statement::{self, Statement};
use super::{go_work, is_version};
use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, Version,
};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::place::TreePath;
use crate::ecosystem::{Reader, Surroundings, open};
use crate::messages::ecosystem as say;
use crate::messages::source::{empty_file, expected};
use crate::source::{ReadError, SourceFile, shorten};

/// Modules of a workspace that were never published are required at these.
const PLACEHOLDERS: [&str; 2] = ["v0.0.0", "v0.0.0-00010101000000-000000000000"];

/// The row of this format.
pub static READER: Reader = Reader { id: "golang/go-mod", recognises, read };

/// `go.mod`, and the files that `-modfile` takes for it, which only custom
/// names: `go.tools.mod`, `tools.mod`.
fn recognises(path: &TreePath) -> bool {
    let stem = path.file_name().strip_suffix(".mod");
    stem.is_some_and(|stem| stem.split(['.', '-', '_']).any(|part| matches!(part, "go" | "tools")))
}

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    if file.text().trim().is_empty() {
        return Err(ReadError { place: file.whole(), message: empty_file("`module`") });
    }
    let (statements, errors) = statement::read(file);
    let mut builder = Builder::new(file, surroundings);
    builder.reading.gaps.extend(errors.into_iter().map(Gap::from));
    for statement in &statements {
        builder.replacements_and_frame(statement);
    }
    let (sums, sum_file) = builder.sums();
    builder.sums = sums;
    for statement in statements.iter().filter(|statement| statement.verb == "require") {
        builder.require(statement);
    }
    builder.edges_of_the_module();
    for statement in statements.iter().filter(|statement| statement.verb == "tool") {
        builder.tool(statement);
    }
    builder.without_pruning(sum_file.as_ref());
    builder.end(&statements);
    Ok(builder.reading)
}

struct Builder<'file> {
    file: &'file SourceFile,
    surroundings: &'file Surroundings<'file>,
    ecosystem: Ecosystem,
    reading: Reading,
    replacements: Replacements<'file>,
    excluded: HashSet<(&'file str, &'file str)>,
    sums: Option<Sums>,
    /// Modules that are required or replaced.
    listed: HashSet<&'file str>,
    has_module: bool,
    /// The modules of the workspace, once somebody asked.
    workspace: Option<HashSet<String>>,
    /// Whether the file says `go 1.17` or later.
    lists_all: bool,
}

impl<'file> Builder<'file> {
    fn new(file: &'file SourceFile, surroundings: &'file Surroundings<'file>) -> Self {
        Self {
            file,
            surroundings,
            ecosystem: Ecosystem::new(Ecosystem::GO),
            reading: Reading::default(),
            replacements: Replacements::default(),
            excluded: HashSet::new(),
            sums: None,
            listed: HashSet::new(),
            has_module: false,
            workspace: None,
            lists_all: false,
        }
    }

    /// Everything but what is required.
    fn replacements_and_frame(&mut self, statement: &Statement<'file>) {
        let texts: Vec<&'file str> = statement.words.iter().map(|word| word.text).collect();
        match (statement.verb, texts.as_slice()) {
            ("module", [path]) if !self.has_module => {
                self.has_module = true;
                let module = self.occurrence(path, Version::Unstated, statement.span());
                let module = Occurrence { origin: Origin::FirstParty, relation: Relation::Direct, ..module };
                self.reading.occurrences.push(module);
            }
            ("go", [version]) => match lists_all(version) {
                Some(answer) => self.lists_all = answer,
                None => self.unexpected(statement, "`go 1.22`"),
            },
            ("exclude", [module, version]) => {
                self.excluded.insert((module, version));
            }
            ("replace", _) => {
                if self.replacements.add(statement).is_none() {
                    self.unexpected(statement, "`module [version] => module version`, or a folder, once");
                }
            }
            ("require" | "retract" | "toolchain" | "godebug" | "tool" | "ignore", _) => {}
            _ => self.unexpected(statement, "a directive of go.mod, such as `require module version`"),
        }
    }

    /// The `go.sum` beside the file; that of `go.tools.mod` is `go.tools.sum`.
    fn sums(&mut self) -> (Option<Sums>, Option<SourceFile>) {
        let path = self.file.path();
        let stem = path.file_name().strip_suffix(".mod").unwrap_or("go");
        let Some(path) = path.sibling(&format!("{stem}.sum")) else { return (None, None) };
        if !self.surroundings.files.exists(&path) {
            return (None, None);
        }
        match open(&path, self.surroundings) {
            Ok(file) => {
                let mut sums = Sums::read(&file);
                self.reading.gaps.extend(sums.errors.drain(..).map(Gap::from));
                (Some(sums), Some(file))
            }
            Err(error) => {
                self.reading.gaps.push(error.into());
                (None, None)
            }
        }
    }

    fn require(&mut self, statement: &Statement<'file>) {
        let [module, version] = statement.words.as_slice() else {
            return self.unexpected(statement, "`module version`");
        };
        let (module, version) = (module.text, version.text);
        self.listed.insert(module);
        let relation = if is_indirect(statement.comment) { Relation::Transitive } else { Relation::Direct };
        let replacement = self.replacements.of(module, version).cloned();
        let occurrence = match replacement {
            None => self.module(module, version, statement.span()),
            Some(replacement) => match replacement.target {
                Target::Module { path, version } => self.module(path, version, replacement.span),
                Target::Folder(folder) => {
                    let occurrence = self.folder(module, folder, replacement.span);
                    at_required_version(occurrence, version)
                }
            },
        };
        self.reading.occurrences.push(Occurrence { relation, ..occurrence });
    }

    /// `tool` names a package that the go command builds and runs: one of the
    /// module itself, of its workspace, or of a module that is required.
    fn tool(&mut self, statement: &Statement<'file>) {
        let [package] = statement.words.as_slice() else {
            return self.unexpected(statement, "`tool example.com/module/package`");
        };
        let package = package.text;
        // Only what has a dot in its first part is ever fetched; the rest is Go's own.
        let is_fetched = package.split('/').next().is_some_and(|first| first.contains('.'));
        let own = self.reading.occurrences.first().filter(|_| self.has_module);
        let own = own.map(|module| module.component.name.clone());
        let listed = self.listed.iter().copied().any(|module| is_in(package, module));
        if !is_fetched || listed || own.is_some_and(|own| is_in(package, &own)) {
            return;
        }
        let (file, surroundings) = (self.file, self.surroundings);
        let workspace = self.workspace.get_or_insert_with(|| go_work::modules_around(file, surroundings));
        if !workspace.iter().any(|module| is_in(package, module)) {
            let message = say::go_tool_without_module(shorten(package));
            self.reading.gaps.push(self.file.error(statement.span(), message).into());
        }
    }

    /// A module at a version, with its hash.
    fn module(&mut self, path: &str, version: &str, span: Range<usize>) -> Occurrence {
        let exact = is_version(version) && !self.excluded.contains(&(path, version));
        let text = Arc::from(version);
        let stated = if exact { Version::Exact(text) } else { Version::Requirement(text) };
        let mut occurrence = self.occurrence(path, stated, span.clone());
        if PLACEHOLDERS.contains(&version) && self.is_of_workspace(path) {
            occurrence.component.version = Version::Unstated;
            occurrence.origin = Origin::FirstParty;
            return occurrence;
        }
        if !exact {
            self.reading.gaps.push(Gap {
                kind: GapKind::UnresolvedVersion,
                place: occurrence.place.clone(),
                reason: say::go_unresolved(shorten(path), shorten(version)),
                component: Some(occurrence.component.clone()),
            });
        } else if let Some(sums) = &self.sums {
            if let Some(hash) = sums.hash(path, version) {
                occurrence.hashes.push(h1(hash));
            }
            if !sums.knows(path, version) {
                let error = self.file.error(span, say::go_sum_lacks(shorten(path), shorten(version)));
                self.reading.gaps.push(error.into());
            }
        }
        occurrence
    }

    /// Asked only for versions that no registry has, so that a large workspace
    /// isn't read once for each of its modules.
    fn is_of_workspace(&mut self, module: &str) -> bool {
        let (file, surroundings) = (self.file, self.surroundings);
        self.workspace.get_or_insert_with(|| go_work::modules_around(file, surroundings)).contains(module)
    }

    /// A folder of the tree with a module in it is the project's own.
    fn folder(&self, module: &str, folder: &str, span: Range<usize>) -> Occurrence {
        let go_mod = self.file.path().sibling(folder).map(|folder| folder.join("go.mod"));
        let inside = go_mod.flatten().is_some_and(|path| self.surroundings.files.exists(&path));
        let origin = if inside { Origin::FirstParty } else { Origin::Path { path: Arc::from(folder) } };
        Occurrence { origin, ..self.occurrence(module, Version::Unstated, span) }
    }

    fn occurrence(&self, name: &str, version: Version, span: Range<usize>) -> Occurrence {
        Occurrence {
            component: Component { ecosystem: self.ecosystem.clone(), name: Arc::from(name), version },
            place: self.file.place(span),
            origin: Origin::Registry { url: None },
            scope: Scope::Runtime,
            relation: Relation::Transitive,
            hashes: Vec::new(),
            license: None,
            dependencies: Vec::new(),
        }
    }

    /// The module's own entry leads to what it asks for itself.
    fn edges_of_the_module(&mut self) {
        let direct = self.reading.occurrences.iter().enumerate().skip(1);
        let direct = direct.filter(|(_, one)| one.relation == Relation::Direct).map(|(position, _)| position);
        let direct: Vec<usize> = direct.collect();
        if let Some(module) = self.reading.occurrences.first_mut().filter(|_| self.has_module) {
            module.dependencies = direct;
        }
    }

    /// Before Go 1.17 the file doesn't list what its modules need: `go.sum`
    /// holds all of it, and perhaps more than is built.
    fn without_pruning(&mut self, sum_file: Option<&SourceFile>) {
        if self.lists_all || self.listed.is_empty() {
            return;
        }
        let archives = self.sums.as_mut().map(|sums| std::mem::take(&mut sums.archives)).unwrap_or_default();
        let substitutes = self.replacements.all.iter().filter_map(|(_, one)| match one.target {
            Target::Module { path, .. } => Some(path),
            Target::Folder(_) => None,
        });
        let substitutes: HashSet<&str> = substitutes.collect();
        let mut count = 0_usize;
        for (sum, file) in archives.iter().filter_map(|sum| Some((sum, sum_file?))) {
            if self.listed.contains(&*sum.module) || substitutes.contains(&*sum.module) {
                continue;
            }
            count += 1;
            let version = Version::Exact(Arc::from(&*sum.version));
            let mut occurrence = self.occurrence(&sum.module, version, 0..0);
            occurrence.place = file.place(sum.span.clone());
            occurrence.hashes.push(h1(&sum.hash));
            self.reading.occurrences.push(occurrence);
        }
        let reason =
            if sum_file.is_some() { say::go_unpruned(count) } else { say::go_unpruned_without_sum() };
        let place = self.file.whole();
        self.reading.gaps.push(Gap { kind: GapKind::MissingLockfile, place, reason, component: None });
    }

    /// The go command ends every line: one without an end may be cut short.
    fn end(&mut self, statements: &[Statement<'file>]) {
        if !self.has_module {
            let error = ReadError { place: self.file.whole(), message: say::go_without_module() };
            self.reading.gaps.push(error.into());
        }
        let Some(last) = statements.last() else { return };
        let cut = last.line.start + last.line.text.len() == self.file.text().len();
        if cut {
            let error = ReadError { place: last.line.place(), message: say::last_line_open("go mod tidy") };
            self.reading.gaps.push(error.into());
        }
    }

    fn unexpected(&mut self, statement: &Statement<'_>, what: &str) {
        let found = shorten(statement.line.text.trim());
        let span = statement.line.start..statement.line.start + statement.line.text.len();
        self.reading.gaps.push(self.file.error(span, expected(what, found)).into());
    }
}

/// A folder of the tree stands in for the version that is required, unless
/// that is a placeholder: that is what the go command lists it as.
fn at_required_version(mut occurrence: Occurrence, version: &str) -> Occurrence {
    let stands_in = occurrence.origin == Origin::FirstParty;
    if stands_in && is_version(version) && !PLACEHOLDERS.contains(&version) {
        occurrence.component.version = Version::Exact(Arc::from(version));
    }
    occurrence
}

/// Whether a package's path is one of the module's.
fn is_in(package: &str, module: &str) -> bool {
    package.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn h1(hash: &str) -> IntegrityHash {
    IntegrityHash { algorithm: Arc::from("h1"), value: Arc::from(hash) }
}

/// As the go command tells it: `// indirect`, alone or with a remark behind `;`.
fn is_indirect(comment: Option<&str>) -> bool {
    let mut words = comment.unwrap_or_default().split_whitespace();
    matches!((words.next(), words.next()), (Some("indirect"), None) | (Some("indirect;"), Some(_)))
}

/// Whether a file of this Go version lists every module that is built;
/// `None` for what is no Go version.
fn lists_all(version: &str) -> Option<bool> {
    let mut parts = version.splitn(3, '.');
    let major: u32 = parts.next()?.parse().ok()?;
    let minor = parts.next()?;
    let digits = minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(minor.len());
    let minor: u32 = minor.get(..digits)?.parse().ok()?;
    Some((major, minor) >= (1, 17))
}
