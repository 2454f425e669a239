//! A `Cargo.toml` taken apart: its name, what it asks for, and which other
//! manifests it leads to.
//!
//! Format: <https://doc.rust-lang.org/cargo/reference/manifest.html>.

use std::collections::HashSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cargo_lines;
use crate::domain::place::Place;
use crate::domain::quick::QuickMap;
use crate::source::{ReadError, SourceFile, toml as document};

/// What a manifest says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct CargoManifest {
    pub(super) name: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
    /// `[workspace]`, where there is one.
    pub(super) workspace: Option<Workspace>,
    /// Folders that `[patch]` and `[replace]` name.
    pub(super) substitutes: Vec<String>,
    /// Packages that `[patch]` and `[replace]` put something in the place of.
    pub(super) substituted: HashSet<String>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Workspace {
    pub(super) members: Vec<String>,
    pub(super) exclude: Vec<String>,
    /// `[workspace.dependencies]`, by key.
    pub(super) dependencies: QuickMap<Arc<str>, Dependency>,
}

/// One dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    /// Its key, which may be another name for the package.
    pub(super) key: Arc<str>,
    pub(super) package: Arc<str>,
    pub(super) requirement: Option<String>,
    pub(super) source: Source,
    pub(super) optional: bool,
    pub(super) kind: Kind,
    pub(super) place: Place,
}

/// Where a dependency is asked from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Registry,
    Git,
    Folder(String),
    /// What the workspace says.
    Workspace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Development,
    Other,
}

pub(super) const KINDS: [(&str, Kind); 5] = [
    ("dependencies", Kind::Other),
    ("build-dependencies", Kind::Other),
    ("build_dependencies", Kind::Other),
    ("dev-dependencies", Kind::Development),
    ("dev_dependencies", Kind::Development),
];

impl CargoManifest {
    /// The packages that the manifest asks for, and where; what its workspace
    /// shares comes last.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = (&str, &Place)> {
        let mut shared: Vec<&Dependency> =
            self.workspace.iter().flat_map(|workspace| workspace.dependencies.values()).collect();
        shared.sort_by(|a, b| a.key.cmp(&b.key));
        self.dependencies.iter().chain(shared).map(|one| (&*one.package, &one.place))
    }

    /// Adds what stands in the place of a package.
    pub(super) fn add_substitute(&mut self, substitute: Dependency) {
        // `[replace]` names a version behind a colon.
        let name = substitute.package.split(':').next().unwrap_or_default();
        self.substituted.insert(name.to_owned());
        if let Source::Folder(folder) = substitute.source {
            self.substitutes.push(folder);
        }
    }
}

/// Reads a manifest.
pub(super) fn read(file: &SourceFile) -> Result<CargoManifest, ReadError> {
    cargo_lines::read(file).map_or_else(|| parse(file), Ok)
}

/// Reads a manifest of any shape.
pub(super) fn parse(file: &SourceFile) -> Result<CargoManifest, ReadError> {
    let document = document::parse(file)?;
    let mut manifest = CargoManifest {
        name: table(&document, "package").and_then(|package| text(package, "name")),
        workspace: table(&document, "workspace").map(|table| workspace(table, file)),
        ..CargoManifest::default()
    };
    let targets = table(&document, "target").into_iter().flat_map(DeTable::values);
    let targets = targets.filter_map(|target| target.get_ref().as_table());
    for part in std::iter::once(&document).chain(targets) {
        for (name, kind) in KINDS {
            let listed = table(part, name).into_iter().flatten();
            manifest.dependencies.extend(listed.map(|(key, value)| dependency(key, value, kind, file)));
        }
    }
    let patches = table(&document, "patch").into_iter().flat_map(DeTable::values);
    let patches = patches.filter_map(|registry| registry.get_ref().as_table());
    for (key, value) in patches.chain(table(&document, "replace")).flatten() {
        manifest.add_substitute(dependency(key, value, Kind::Other, file));
    }
    Ok(manifest)
}

fn workspace(table_of_it: &DeTable<'_>, file: &SourceFile) -> Workspace {
    let texts = |key: &str| {
        let list = table_of_it.get(key).and_then(|value| value.get_ref().as_array());
        let texts = list.into_iter().flatten().filter_map(|value| value.get_ref().as_str());
        texts.map(str::to_owned).collect()
    };
    let shared = table(table_of_it, "dependencies").into_iter().flatten();
    let shared = shared.map(|(key, value)| dependency(key, value, Kind::Other, file));
    Workspace {
        members: texts("members"),
        exclude: texts("exclude"),
        dependencies: shared.map(|one| (Arc::clone(&one.key), one)).collect(),
    }
}

fn dependency(
    key: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
    kind: Kind,
    file: &SourceFile,
) -> Dependency {
    let name: Arc<str> = Arc::from(&**key.get_ref());
    let fields = value.get_ref().as_table();
    let stated = |field: &str| fields.and_then(|fields| text(fields, field));
    let is = |field: &str| {
        fields.and_then(|fields| fields.get(field)?.get_ref().as_bool()).is_some_and(|stated| stated)
    };
    let source = match stated("path") {
        _ if is("workspace") => Source::Workspace,
        Some(folder) => Source::Folder(folder),
        None if stated("git").is_some() => Source::Git,
        None => Source::Registry,
    };
    Dependency {
        package: stated("package").map_or_else(|| Arc::clone(&name), Arc::from),
        key: name,
        requirement: value.get_ref().as_str().map(str::to_owned).or_else(|| stated("version")),
        source,
        optional: is("optional"),
        kind,
        place: file.place(key.span()),
    }
}

fn table<'table, 'file>(parent: &'table DeTable<'file>, key: &str) -> Option<&'table DeTable<'file>> {
    parent.get(key)?.get_ref().as_table()
}

fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::source::SourceFile;

    #[test]
    fn declarations_of_all_tables_and_renames() {
        let text = "[dependencies]\na = \"1\"\nx = { version = \"1\", package = \"b\" }\n\
                    [target.'cfg(unix)'.dev-dependencies]\nc = \"1\"\n[workspace.dependencies]\nd = \"1\"\n\
                    [dependencies.e]\nversion = \"1\"\n";
        let path = TreePath::new("Cargo.toml").expect("a sound path");
        let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
        let manifest = read(&file).expect("sound");
        let line = |place: &crate::domain::place::Place| place.region.expect("a region").start.line;
        let mut found: Vec<String> =
            manifest.declarations().map(|(name, place)| format!("{name} {}", line(place))).collect();
        found.sort();
        assert_eq!(found, ["a 2", "b 3", "c 5", "d 7", "e 8"]);
    }
}
