//! `Cargo.toml`: what it asks for, and whether a Cargo.lock lists it.
//!
//! Format: <https://doc.rust-lang.org/cargo/reference/manifest.html>.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Declared, Declaring};
use crate::domain::component::Origin;
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::domain::place::TreePath;
use crate::domain::quick::{QuickMap, QuickSet};
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten, toml as document};

pub(super) static CARGO_TOML: Declaring = Declaring {
    recognises: |path| path.file_name() == "Cargo.toml",
    locks: |_| vec!["Cargo.lock".to_owned()],
    shared_locks: &["Cargo.lock"],
    read,
    command: "cargo generate-lockfile",
};

/// What a quick look at a manifest tells of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum QuickName {
    /// It is this.
    Is(String),
    /// The manifest declares no package: it is a workspace's alone.
    NoPackage,
    /// Only a parse can tell.
    Unknown,
}

/// The name behind `[package]`, where both are spelt as everybody spells them.
/// Without strings of several lines, no other line can look like them.
fn quick_name(file: &SourceFile) -> QuickName {
    let bytes = file.text().as_bytes();
    let has = |marks: &[u8]| memchr::memmem::find(bytes, marks).is_some();
    if has(b"\"\"\"") || has(b"'''") {
        return QuickName::Unknown;
    }
    let mut lines = file.lines().map(|line| line.text);
    let mut is_before_headers = true;
    let package = lines.by_ref().find(|line| {
        is_before_headers &= !line.trim_start().starts_with('[');
        *line == "[package]" || (may_speak_of_a_package(line) && (is_header(line) || is_before_headers))
    });
    match package {
        None => QuickName::NoPackage,
        Some("[package]") => name_among(lines).map_or(QuickName::Unknown, QuickName::Is),
        Some(_) => QuickName::Unknown,
    }
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// Whether a header or key may be another spelling of `package`, alone or with
/// what stands in it. `[package.metadata]` holds no name.
fn may_speak_of_a_package(line: &str) -> bool {
    let word = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '"' | '\''));
    let is_sub_table = line.starts_with("[package.metadata") || line.starts_with("[package.lints");
    (word.starts_with("package") && !is_sub_table) || (is_header(line) && word.contains('\\'))
}

/// The plain name that these lines state before the next header.
fn name_among<'file>(lines: impl Iterator<Item = &'file str>) -> Option<String> {
    let mut lines = lines.take_while(|line| !line.starts_with('['));
    let name = lines.find_map(|line| {
        let value = line.strip_prefix("name")?.trim_start().strip_prefix('=')?.trim();
        value.strip_prefix('"')?.strip_suffix('"')
    })?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.bytes().all(plain).then(|| name.to_owned())
}

fn read(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let document = document::parse(file)?;
    let name = table(&document, "package").and_then(|package| package.get("name"));
    let name = name.and_then(|name| name.get_ref().as_str()).map(str::to_owned);
    let targets = table(&document, "target").into_iter().flat_map(DeTable::values);
    let targets = targets.filter_map(|target| target.get_ref().as_table());
    let asks = std::iter::once(&document).chain(targets).any(|part| asks(part, file));
    Ok(Declared { name, asks })
}

/// `[workspace.dependencies]` alone asks for nothing: a member has to.
fn asks(part: &DeTable<'_>, file: &SourceFile) -> bool {
    let kinds =
        ["dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies", "build_dependencies"];
    let mut declared = kinds.into_iter().filter_map(|kind| table(part, kind)).flat_map(DeTable::values);
    declared.any(|dependency| !is_in_the_tree(dependency, file))
}

/// A path dependency has a Cargo.toml of its own, which speaks for itself.
fn is_in_the_tree(dependency: &Spanned<DeValue<'_>>, file: &SourceFile) -> bool {
    let path = dependency.get_ref().as_table().and_then(|table| table.get("path"));
    let path = path.and_then(|path| path.get_ref().as_str());
    path.is_some_and(|path| file.path().sibling(path).is_some())
}

fn table<'table, 'file>(parent: &'table DeTable<'file>, key: &str) -> Option<&'table DeTable<'file>> {
    parent.get(key)?.get_ref().as_table()
}

/// Whether a file at this path may declare a crate.
pub(crate) fn declares_a_crate(path: &TreePath) -> bool {
    (CARGO_TOML.recognises)(path)
}

/// The name of the crate that this manifest declares. One that can't be read
/// declares nothing: the gap shows at what it should declare.
pub(crate) fn crate_name(path: &TreePath, surroundings: &Surroundings<'_>) -> Option<String> {
    let file = open(path, surroundings).ok()?;
    match quick_name(&file) {
        QuickName::Is(name) => Some(name),
        QuickName::NoPackage => None,
        QuickName::Unknown => read(&file, surroundings).ok()?.name,
    }
}

/// The names of the crates that the tree's manifests declare. Each manifest is
/// read once for all who ask.
#[derive(Debug, Default)]
pub(crate) struct CrateNames<'run> {
    by_path: QuickMap<&'run TreePath, String>,
}

impl<'run> CrateNames<'run> {
    /// Adds what a manifest declares.
    pub(crate) fn add(&mut self, path: &'run TreePath, name: Option<String>) {
        if let Some(name) = name {
            self.by_path.insert(path, name);
        }
    }

    /// The name that the manifest at this path declares, if it is a Cargo.toml.
    pub(super) fn at(&self, path: &TreePath) -> Option<&str> {
        self.by_path.get(path).map(String::as_str)
    }

    /// Packages that a Cargo.lock lists as the project's own and no Cargo.toml
    /// of the tree declares. Without its `source` line an entry passes for the
    /// project's own; Cargo would put the line back and build the same package.
    ///
    /// Asked only where the lockfile's own Cargo.toml is there: a lockfile
    /// alone has nothing to be compared with.
    pub(super) fn undeclared(&self, inventory: &Inventory, surroundings: &Surroundings<'_>) -> Vec<Gap> {
        let declared: QuickSet<&str> = self.by_path.values().map(String::as_str).collect();
        let mut gaps = Vec::new();
        for manifest in
            inventory.manifests.iter().filter(|manifest| manifest.path.file_name() == "Cargo.lock")
        {
            let beside = manifest.path.folder().join("Cargo.toml");
            if !beside.is_some_and(|path| surroundings.files.exists(&path)) {
                continue;
            }
            let listed = inventory.occurrences.get(manifest.occurrences.clone()).unwrap_or_default();
            let own = listed.iter().filter(|one| one.origin == Origin::FirstParty);
            gaps.extend(own.filter(|one| !declared.contains(&*one.component.name)).map(|one| Gap {
                kind: GapKind::UnreadableFile,
                place: one.place.clone(),
                reason: say::cargo_lock_undeclared(shorten(&one.component.name)),
                component: Some(one.component.clone()),
            }));
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::{QuickName, quick_name, read};
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::domain::ports::{FileError, Files};
    use crate::ecosystem::Surroundings;
    use crate::source::SourceFile;

    struct NoFiles;

    impl Files for NoFiles {
        fn list(&self) -> &[TreePath] {
            &[]
        }
        fn read(&self, _: &TreePath) -> Result<Vec<u8>, FileError> {
            Err(FileError::Absent)
        }
        fn exists(&self, _: &TreePath) -> bool {
            false
        }
    }

    fn file(text: &str) -> SourceFile {
        let path = TreePath::new("a/Cargo.toml").expect("a sound path");
        SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text")
    }

    fn asks(text: &str) -> bool {
        let surroundings = Surroundings { files: &NoFiles, limits: &Limits::DEFAULT };
        read(&file(text), &surroundings).expect("sound").asks
    }

    #[test]
    fn the_quick_name_is_the_name_or_nothing() {
        let name = |text: &str| quick_name(&file(text));
        let is = |name: &str| QuickName::Is(name.to_owned());
        assert_eq!(name("[package]\nversion = \"1\"\nname = \"ledger\"\n"), is("ledger"));
        assert_eq!(name("[lib]\nname = \"lib\"\n[package]\nname=\"ledger\"\n"), is("ledger"));
        assert_eq!(name("[package.metadata.docs]\nname = 1\n[package]\nname = \"ledger\"\n"), is("ledger"));
        for only_a_parse_tells in [
            "[package]\nversion = \"1\"\n[lib]\nname = \"lib\"\n",
            "[package]\ndescription = \"\"\"\nname = \"false\"\n\"\"\"\nname = \"ledger\"\n",
            "[package]\nname = \"led\\u0067er\"\n",
            "[package]\nnames = \"other\"\n",
            "[package]\ninclude = [\n[\"a\"]\n]\nname = \"ledger\"\n",
            "[ package ]\nname = \"ledger\"\n",
            "[\"package\"]\nname = \"ledger\"\n",
            "[\"p\\u0061ckage\"]\nname = \"ledger\"\n",
            "package.name = \"ledger\"\n",
            " \"package\" = { name = \"ledger\" }\n",
        ] {
            assert_eq!(name(only_a_parse_tells), QuickName::Unknown, "{only_a_parse_tells}");
        }
        for workspace in ["", "[workspace]\nmembers = [\"a\"]\n[workspace.package]\nname = \"b\"\n"] {
            assert_eq!(name(workspace), QuickName::NoPackage, "{workspace}");
        }
    }

    #[test]
    fn what_a_manifest_asks_of_others() {
        assert!(asks("[dependencies]\nquill = \"1\"\n"));
        assert!(asks("[target.'cfg(unix)'.build-dependencies]\nquill = { version = \"1\" }\n"));
        assert!(asks("[dev-dependencies]\nquill.workspace = true\n"));
        assert!(asks("[dependencies]\nquill = { path = \"../../quill\" }\n"));
        assert!(!asks("[dependencies]\nquill = { path = \"../quill\", version = \"1\" }\n"));
        assert!(!asks("[workspace.dependencies]\nquill = \"1\"\n"));
        assert!(!asks("[dependencies]\n"));
    }
}
