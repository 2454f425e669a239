//! A `Cargo.toml` of the shape that nearly every one has, read without a TOML
//! parser: a workspace has a hundred of them, and parsing each would take
//! longer than everything else of a run.
//!
//! It knows its limits: it reads tables with bare keys and plain values, minds
//! that nothing stands twice, and gives up, with `None`, at anything else. The
//! full parser then reads the file and says what is wrong, if anything is.
//! Where both can read, both give the same: a test compares them.

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::cargo_manifest::{CargoManifest, Dependency, KINDS, Kind, Source, Workspace};
use super::cargo_values::{Cursor, HeaderKind, Value};
use crate::domain::quick::QuickSet;
use crate::source::SourceFile;

/// Reads a file of that shape; `None` for any other.
pub(super) fn read(file: &SourceFile) -> Option<CargoManifest> {
    let mut lines =
        Lines { file, cursor: Cursor::new(file.text())?, seen: Seen::default(), found: Found::default() };
    lines.all()?;
    Some(lines.found.manifest())
}

struct Lines<'file> {
    file: &'file SourceFile,
    cursor: Cursor<'file>,
    seen: Seen<'file>,
    found: Found<'file>,
}

/// What the keys of a table are about.
#[derive(Clone, Copy)]
enum Table<'file> {
    /// Before the first header.
    Top,
    Package,
    Workspace,
    /// `[dependencies]` and its like, of a target or of all, by the place of
    /// its kind in [`KINDS`].
    Dependencies {
        target: Option<&'file str>,
        kind: usize,
    },
    Shared,
    /// `[patch.…]`, by registry, and `[replace]`, which comes last.
    Substitutes {
        last: bool,
        registry: &'file str,
    },
    /// Nothing that is asked for here.
    Other,
}

impl<'file> Lines<'file> {
    fn all(&mut self) -> Option<()> {
        let mut table = Table::Top;
        while self.cursor.skip_blank_lines()? {
            if self.cursor.is_at(b'[') {
                let (segments, header) = self.cursor.header()?;
                table = self.table(&segments, header)?;
            } else {
                self.entry(table)?;
            }
            self.cursor.end_of_line()?;
        }
        Some(())
    }

    fn table(&mut self, segments: &[&'file str], header: HeaderKind) -> Option<Table<'file>> {
        self.seen.header(segments, header)?;
        if segments.first() == Some(&"workspace") {
            self.found.workspace.get_or_insert_default();
        }
        let kind_of = |name: &str| KINDS.iter().position(|(known, _)| *known == name);
        match *segments {
            // Lists of what has to be a table are for the parser to judge.
            [first, ..] if header == HeaderKind::OfList => {
                (!INTERESTING.contains(&first) && kind_of(first).is_none()).then_some(Table::Other)
            }
            ["package"] => Some(Table::Package),
            ["workspace"] => Some(Table::Workspace),
            ["workspace", "dependencies"] => Some(Table::Shared),
            ["target", target, name] if kind_of(name).is_some() => {
                Some(Table::Dependencies { target: Some(target), kind: kind_of(name)? })
            }
            ["patch", registry] => Some(Table::Substitutes { last: false, registry }),
            ["replace"] => Some(Table::Substitutes { last: true, registry: "" }),
            ["package" | "workspace", _, ..] if segments.get(1) != Some(&"dependencies") => {
                Some(Table::Other)
            }
            [name] if kind_of(name).is_some() => {
                Some(Table::Dependencies { target: None, kind: kind_of(name)? })
            }
            [first, ..] if INTERESTING.contains(&first) || kind_of(first).is_some() => None,
            _ => Some(Table::Other),
        }
    }

    /// `key = value` or `key.field = value`.
    fn entry(&mut self, table: Table<'file>) -> Option<()> {
        let (key, at) = self.cursor.bare_key()?;
        let field = self.cursor.dotted()?;
        self.cursor.equals()?;
        let value = self.cursor.value(0)?;
        let value = match field {
            Some(field) => Value::Table(vec![(field, value)]),
            None => value,
        };
        self.seen.key(key)?;
        let place = || self.file.place(at..at + key.len());
        match (table, value) {
            (Table::Top, _) => (key == "cargo-features").then_some(()),
            (Table::Package, Value::Text(name)) if key == "name" => {
                self.found.name = Some(name.to_owned());
                Some(())
            }
            (Table::Package, _) => (key != "name").then_some(()),
            (Table::Workspace, value) => self.found.workspace_key(key, &value),
            (Table::Dependencies { target, kind }, value) => {
                let (_, meaning) = KINDS.get(kind)?;
                let one = dependency(key, &value, *meaning, place())?;
                self.found.dependencies.push(((target, kind, key), one));
                Some(())
            }
            (Table::Shared, value) => {
                let one = dependency(key, &value, Kind::Other, place())?;
                self.found.workspace.get_or_insert_default().dependencies.insert(Arc::clone(&one.key), one);
                Some(())
            }
            (Table::Substitutes { last, registry }, value) => {
                let one = dependency(key, &value, Kind::Other, place())?;
                self.found.substitutes.push(((last, registry, key), one));
                Some(())
            }
            (Table::Other, _) => Some(()),
        }
    }
}

/// What the manifest is read for, beside its dependencies.
const INTERESTING: [&str; 5] = ["package", "workspace", "target", "patch", "replace"];

fn dependency(
    key: &str,
    value: &Value<'_>,
    kind: Kind,
    place: crate::domain::place::Place,
) -> Option<Dependency> {
    let (fields, version): (&[(&str, Value<'_>)], _) = match value {
        Value::Text(version) => (&[], Some(*version)),
        Value::Table(fields) => (fields, None),
        Value::List(_) | Value::Boolean(_) | Value::Number => return None,
    };
    let field = |name: &str| fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    let text = |name: &str| match field(name) {
        Some(Value::Text(text)) => Some(*text),
        _ => None,
    };
    let is = |name: &str| matches!(field(name), Some(Value::Boolean(true)));
    let source = match text("path") {
        _ if is("workspace") => Source::Workspace,
        Some(folder) => Source::Folder(folder.to_owned()),
        None if text("git").is_some() => Source::Git,
        None => Source::Registry,
    };
    let name: Arc<str> = Arc::from(key);
    Some(Dependency {
        package: text("package").map_or_else(|| Arc::clone(&name), Arc::from),
        key: name,
        requirement: version.or_else(|| text("version")).map(str::to_owned),
        source,
        optional: is("optional"),
        kind,
        place,
    })
}

/// Target, kind and name: the order in which the parser gives dependencies.
type Order<'file> = (Option<&'file str>, usize, &'file str);

/// What was found, to be put into the parser's order: that of the names.
#[derive(Default)]
struct Found<'file> {
    name: Option<String>,
    workspace: Option<Workspace>,
    dependencies: Vec<(Order<'file>, Dependency)>,
    substitutes: Vec<((bool, &'file str, &'file str), Dependency)>,
}

impl Found<'_> {
    fn workspace_key(&mut self, key: &str, value: &Value<'_>) -> Option<()> {
        let workspace = self.workspace.get_or_insert_default();
        let texts = |value: &Value<'_>| match value {
            Value::List(list) => {
                let texts = list.iter().map(|one| match one {
                    Value::Text(text) => Some((*text).to_owned()),
                    _ => None,
                });
                texts.collect::<Option<Vec<String>>>()
            }
            _ => None,
        };
        match key {
            "members" => workspace.members = texts(value)?,
            "exclude" => workspace.exclude = texts(value)?,
            "dependencies" => return None,
            _ => {}
        }
        Some(())
    }

    fn manifest(mut self) -> CargoManifest {
        self.dependencies.sort_by_key(|(order, _)| *order);
        self.substitutes.sort_by_key(|(order, _)| *order);
        let mut manifest = CargoManifest {
            name: self.name,
            workspace: self.workspace,
            dependencies: self.dependencies.into_iter().map(|(_, one)| one).collect(),
            ..CargoManifest::default()
        };
        for (_, substitute) in self.substitutes {
            manifest.add_substitute(substitute);
        }
        manifest
    }
}

/// What stood before: TOML allows nothing twice.
///
/// Paths are kept as numbers. Two paths of one number would only be taken for
/// something that stands twice, and the parser would read the file.
#[derive(Default)]
struct Seen<'file> {
    numbers: RandomState,
    /// Headers and keys.
    stated: QuickSet<u64>,
    /// Keys alone: a value has no tables in it; a table that was stated may.
    values: QuickSet<u64>,
    /// Tables that a longer header implies.
    implied: QuickSet<u64>,
    /// Lists of tables, which may be added to and have no tables in them here.
    lists: QuickSet<&'file str>,
    /// Keys of the last table of a list.
    of_list: QuickSet<&'file str>,
    /// The table that the last header began.
    table: u64,
    is_in_list: bool,
}

impl<'file> Seen<'file> {
    fn header(&mut self, segments: &[&'file str], header: HeaderKind) -> Option<()> {
        self.of_list.clear();
        let (first, last) = (*segments.first()?, segments.len() - 1);
        self.is_in_list = header == HeaderKind::OfList;
        let mut path = 0;
        let mut is_free = true;
        for (depth, segment) in segments.iter().enumerate() {
            path = self.number(path, segment);
            is_free &= !self.values.contains(&path);
            if depth < last {
                self.implied.insert(path);
            }
        }
        self.table = path;
        if self.is_in_list {
            is_free &= segments.len() == 1 && !self.stated.contains(&path) && !self.implied.contains(&path);
            self.lists.insert(first);
            return is_free.then_some(());
        }
        (is_free && !self.lists.contains(first) && self.stated.insert(path)).then_some(())
    }

    /// A key of the table that the last header began.
    fn key(&mut self, key: &'file str) -> Option<()> {
        if self.is_in_list {
            return self.of_list.insert(key).then_some(());
        }
        let path = self.number(self.table, key);
        let is_free = !self.implied.contains(&path) && self.stated.insert(path);
        self.values.insert(path);
        is_free.then_some(())
    }

    fn number(&self, above: u64, segment: &str) -> u64 {
        self.numbers.hash_one((above, segment))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::cargo_manifest;
    use super::read;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::source::SourceFile;

    const MANIFEST: &str = r#"cargo-features = ["x"]
# A comment.
[package]
name = "ledger" # its name
edition.workspace = true
keywords = [
    "a", # one
    "b",
]

[package.metadata.docs]
all = true

[[bin]]
name = "one"
[[bin]]
name = "two"

[dependencies]
quill = { workspace = true, features = ["a", "b"], optional = true }
ink = "1.2"
paper.workspace = true
sand = { git = "https://git.example/sand", branch = "main" }
wax = { path = "../wax", version = "2" }

[target.'cfg(windows)'.dependencies]
pane = { version = "3", package = "window" }

[dev-dependencies]
ink = { version = "1", default-features = false }

[workspace]
members = ["crates/*"]
exclude = ["old"]
resolver = "2"

[workspace.dependencies]
quill = { version = "1", features = [
    "a",
] }

[patch.crates-io]
ink = { path = "patched/ink" }

[profile.release]
debug = 1
"#;

    fn file(text: &str) -> Option<SourceFile> {
        let path = TreePath::new("Cargo.toml").expect("a sound path");
        SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).ok()
    }

    /// Whether the lines could be read; then the parser says the same.
    fn agree(text: &str) -> bool {
        let Some(file) = file(text) else { return false };
        let Some(lines) = read(&file) else { return false };
        let parsed = cargo_manifest::parse(&file).unwrap_or_else(|error| panic!("{error:?}: {text}"));
        assert_eq!(lines, parsed, "{text}");
        true
    }

    #[test]
    fn the_usual_shape_is_read() {
        assert!(agree(MANIFEST));
        assert!(agree(&MANIFEST.replace('\n', "\r\n")));
        assert!(agree(""));
    }

    #[test]
    fn both_agree_wherever_lines_are_read() {
        let lines: Vec<&str> = MANIFEST.lines().collect();
        for index in 0..lines.len() {
            let mut without = lines.clone();
            without.remove(index);
            agree(&without.join("\n"));
            let mut doubled = lines.clone();
            doubled.insert(index, lines[index]);
            agree(&doubled.join("\n"));
            let mut swapped = lines.clone();
            swapped.swap(index, (index + 1) % lines.len());
            agree(&swapped.join("\n"));
            let mut moved = lines.clone();
            let line = moved.remove(index);
            moved.push(line);
            agree(&moved.join("\n"));
        }
        for at in 0..MANIFEST.len() {
            for byte in
                ["\"", "'", "\\", "\n", "=", "[", "]", "{", "}", "#", " ", ",", ".", "\t", "0", "é", "\u{1}"]
            {
                let mut text = MANIFEST.to_owned();
                text.replace_range(at..=at, byte);
                agree(&text);
            }
            agree(MANIFEST.get(..at).expect("ASCII"));
        }
    }

    #[test]
    fn what_stands_twice_or_in_a_rare_shape_is_for_the_parser() {
        for text in [
            "[dependencies]\na = \"1\"\na = \"2\"\n",
            "[dependencies]\na = \"1\"\n[dependencies.a]\nversion = \"1\"\n",
            "[dependencies.a]\nversion = \"1\"\n",
            "dependencies = { a = \"1\" }\n",
            "[package]\nname = \"a\"\n[package]\nversion = \"1\"\n",
            "[features.x]\n[features]\nx = []\n",
            "[features]\nx = []\n[features.x]\n",
            "[[dependencies]]\na = \"1\"\n",
            "[target]\nx = { dependencies = { a = \"1\" } }\n",
            "[target.x]\ndependencies = { a = \"1\" }\n",
            "[workspace]\ndependencies = { a = \"1\" }\n",
            "[patch]\ncrates-io = { a = { path = \"a\" } }\n",
            "[dependencies]\n\"a\" = \"1\"\n",
            "[dependencies]\na = \"\"\"1\"\"\"\n",
        ] {
            assert!(file(text).and_then(|file| read(&file)).is_none(), "{text}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test over data that lies outside the package")]
    fn the_manifests_of_real_workspaces_are_read_alike() {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let shared = std::env::var_os("CULLIS_SHARED").map_or_else(beside, Into::into);
        let mut folders = vec![shared.join("corpus"), Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
        let (mut by_lines, mut by_parser) = (0, 0);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name() == "Cargo.toml"
                    && let Ok(text) = std::fs::read_to_string(entry.path())
                {
                    *(if agree(&text) { &mut by_lines } else { &mut by_parser }) += 1;
                }
            }
        }
        assert!(by_lines > by_parser * 4, "{by_lines} by lines, {by_parser} by the parser");
    }
}
