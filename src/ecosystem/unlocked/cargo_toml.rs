//! `Cargo.toml`: what it asks for, and whether a Cargo.lock lists it.
//!
//! Format: <https://doc.rust-lang.org/cargo/reference/manifest.html>.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Declared, Declaring};
use crate::domain::component::Origin;
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten, toml as document};

pub(super) static CARGO_TOML: Declaring = Declaring {
    recognises: |path| path.file_name() == "Cargo.toml",
    locks: |_| vec!["Cargo.lock".to_owned()],
    shared_locks: &["Cargo.lock"],
    quick_name,
    read,
    command: "cargo generate-lockfile",
};

/// The name behind `[package]`, where it stands on a line of its own. Without
/// strings of several lines, no other line can look like it.
fn quick_name(file: &SourceFile) -> Option<String> {
    if file.text().contains("\"\"\"") || file.text().contains("'''") {
        return None;
    }
    let mut lines = file.lines().map(|line| line.text).skip_while(|line| *line != "[package]").skip(1);
    let name = lines.by_ref().take_while(|line| !line.starts_with('[')).find_map(|line| {
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

/// Packages that a Cargo.lock lists as the project's own and no Cargo.toml of
/// the tree declares. Without its `source` line an entry passes for the
/// project's own; Cargo would put the line back and build the same package.
///
/// Asked only where the lockfile's own Cargo.toml is there: a lockfile alone
/// has nothing to be compared with.
pub(super) fn undeclared(inventory: &Inventory, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let mut declared: Option<HashSet<String>> = None;
    let mut gaps = Vec::new();
    for manifest in inventory.manifests.iter().filter(|manifest| manifest.path.file_name() == "Cargo.lock") {
        let beside = manifest.path.folder().join("Cargo.toml");
        if !beside.is_some_and(|path| surroundings.files.exists(&path)) {
            continue;
        }
        let declared = declared.get_or_insert_with(|| names(surroundings));
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

/// The names of every package that a Cargo.toml of the tree declares. One that
/// can't be read declares nothing: the gap shows at what it should declare.
fn names(surroundings: &Surroundings<'_>) -> HashSet<String> {
    let manifests = surroundings.files.list().iter().filter(|path| (CARGO_TOML.recognises)(path));
    let files = manifests.filter_map(|path| open(path, surroundings).ok());
    let name = |file: SourceFile| quick_name(&file).or_else(|| read(&file, surroundings).ok()?.name);
    files.filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::{quick_name, read};
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
        assert_eq!(name("[package]\nversion = \"1\"\nname = \"ledger\"\n").as_deref(), Some("ledger"));
        assert_eq!(name("[lib]\nname = \"lib\"\n[package]\nname=\"ledger\"\n").as_deref(), Some("ledger"));
        assert_eq!(name("[package]\nversion = \"1\"\n[lib]\nname = \"lib\"\n"), None);
        assert_eq!(
            name("[package]\ndescription = \"\"\"\nname = \"false\"\n\"\"\"\nname = \"ledger\"\n"),
            None
        );
        assert_eq!(name("[package]\nname = \"led\\u0067er\"\n"), None);
        assert_eq!(name("[package]\nnames = \"other\"\n"), None);
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
