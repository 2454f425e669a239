//! Kinds of files that are read. A new reader is one row; a test says so.

use std::collections::BTreeSet;
use std::fs;

use cullis::ecosystem::READERS;

use crate::damage::Effect;
use crate::gate::{ADVISORIES, Desk, NOW, Said, copy, fixtures, run};

/// One kind of file.
pub(crate) struct Subject {
    /// What it is; a reader's id.
    pub(crate) name: &'static str,
    /// The folder of fixtures that a sound one lies in.
    from: &'static str,
    /// Where that folder is laid on the desk.
    to: &'static str,
    /// The file on the desk.
    pub(crate) file: &'static str,
    /// The flag that hands it in, when it isn't found in the tree.
    flag: Option<&'static str>,
    /// A document that nests that deep.
    pub(crate) nested: fn(usize) -> String,
    /// The code of a run that can't read it.
    pub(crate) exit: i32,
    /// Damages that come to something else than usual.
    others: &'static [(&'static str, Effect)],
}

impl Subject {
    pub(crate) fn lay(&self, desk: &Desk) {
        copy(&fixtures("repository/settled"), &desk.at("tree"));
        if self.to == "tree" {
            fs::remove_dir_all(desk.at("tree")).expect("removed");
        }
        copy(&fixtures(self.from), &desk.at(self.to));
    }

    pub(crate) fn sound(&self) -> Vec<u8> {
        let desk = Desk::new();
        self.lay(&desk);
        fs::read(desk.at(self.file)).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }

    /// The name that a complaint has to show.
    pub(crate) fn shown(&self) -> &'static str {
        self.file.strip_prefix("tree/").or(self.file.strip_prefix("advisories/")).unwrap_or(self.file)
    }

    pub(crate) fn other(&self, damage: &str) -> Option<Effect> {
        self.others.iter().find(|(name, _)| *name == damage).map(|(_, effect)| *effect)
    }

    /// Judges the tree, within bounds of memory and time that no broken file
    /// may need.
    pub(crate) fn run(&self, desk: &Desk) -> Said {
        let mut command = desk.program("sh");
        command.args([
            "-c",
            "ulimit -v 4000000; ulimit -t 60; exec \"$0\" \"$@\"",
            crate::gate::BINARY,
            "check",
            "tree",
        ]);
        command.args(["--packages", "none", "--history", "none", "--now", NOW, "--report", "json"]);
        let db = if self.flag == Some("--db") { "advisories" } else { ADVISORIES };
        command.args(["--db", db]);
        if let Some(flag) = self.flag.filter(|flag| *flag != "--db") {
            command.args([flag, self.file]);
        }
        run(&mut command)
    }
}

fn json(depth: usize) -> String {
    "{\"a\":".repeat(depth)
}

fn toml(depth: usize) -> String {
    format!("a = {}", "[".repeat(depth))
}

fn yaml(depth: usize) -> String {
    format!("schema: {}", "[".repeat(depth))
}

fn parentheses(depth: usize) -> String {
    format!("module own.example/a\n\nrequire {}\n", "(".repeat(depth))
}

fn markers(depth: usize) -> String {
    format!("a==1.0 ; {}python_version > '3'\n", "(".repeat(depth))
}

const fn reader(
    name: &'static str,
    from: &'static str,
    file: &'static str,
    nested: fn(usize) -> String,
) -> Subject {
    Subject { name, from, to: "tree", file, flag: None, nested, exit: 3, others: &[BY_FOLDER] }
}

/// A folder may have the name of a file that is looked for, and is walked.
const BY_FOLDER: (&str, Effect) = ("a folder in its place", Effect::Fewer);

/// A policy that says nothing is one.
const NOTHING_SAID: (&str, Effect) = ("empty", Effect::Fewer);
/// An advisory record that isn't one.
const NO_RECORD: Effect = Effect::Refused(&["isn't an OSV record"]);
/// Links are the user's own where the user names the file.
const BY_LINK: (&str, Effect) = ("a link in its place", Effect::Same);

pub(crate) const SUBJECTS: &[Subject] = &[
    reader("cargo/cargo-lock", "ecosystem/cargo/cargo-lock/several", "tree/Cargo.lock", toml),
    reader("golang/go-mod", "ecosystem/golang/go-mod/several", "tree/go.mod", parentheses),
    reader("golang/go-work", "ecosystem/golang/go-work/several", "tree/go.work", parentheses),
    reader("nuget/packages-lock", "ecosystem/nuget/packages-lock/several", "tree/packages.lock.json", json),
    reader("npm/package-lock", "ecosystem/npm/package-lock/several", "tree/package-lock.json", json),
    reader("pypi/poetry-lock", "ecosystem/pypi/poetry-lock/several", "tree/poetry.lock", toml),
    Subject {
        // Each line stands alone, and no marker decides what is declared.
        others: &[
            BY_FOLDER,
            ("empty", Effect::Fewer),
            ("cut in half", Effect::Fewer),
            ("nested ten thousand deep", Effect::Fewer),
        ],
        ..reader("pypi/requirements", "ecosystem/pypi/requirements/several", "tree/requirements.txt", markers)
    },
    reader("pypi/uv-lock", "ecosystem/pypi/uv-lock/several", "tree/uv.lock", toml),
    Subject {
        // An empty one is built as tools see fit, and declares nothing.
        others: &[BY_FOLDER, ("empty", Effect::Fewer)],
        ..reader("pypi/pyproject", "ecosystem/pypi/pyproject/one", "tree/pyproject.toml", toml)
    },
    reader("swift/package-resolved", "ecosystem/swift/package-resolved/one", "tree/Package.resolved", json),
    reader("sbom/cyclonedx", "ecosystem/sbom/cyclonedx/one", "tree/bom.json", json),
    Subject {
        // The beginning of a list in YAML is a list: what it lacks is told.
        others: &[BY_FOLDER, ("cut in half", Effect::Fewer)],
        ..reader("the threat model", "repository/settled", "tree/threat-model.yaml", yaml)
    },
    Subject {
        exit: 2,
        others: &[NOTHING_SAID],
        ..reader("the repository's policy", "repository/payments", "tree/cullis.toml", toml)
    },
    Subject {
        name: "a policy that is handed in",
        from: "repository/payments",
        to: "organisation",
        file: "organisation/cullis.toml",
        flag: Some("--policy"),
        nested: toml,
        exit: 2,
        others: &[BY_LINK, NOTHING_SAID],
    },
    Subject {
        name: "an advisory record",
        from: "advisories/payments",
        to: "advisories",
        file: "advisories/DEMO-2026-0001.json",
        flag: Some("--db"),
        nested: json,
        exit: 3,
        // OSV is JSON, and JSON that is exchanged is UTF-8 (RFC 8259, section 8.1).
        others: &[
            BY_LINK,
            ("a folder in its place", Effect::Same),
            ("UTF-16, little end first", NO_RECORD),
            ("UTF-16, big end first", NO_RECORD),
            ("half of UTF-16", NO_RECORD),
            ("a program", NO_RECORD),
            ("one byte of Latin-1", NO_RECORD),
            ("empty", NO_RECORD),
            ("cut in half", NO_RECORD),
            ("nested ten thousand deep", NO_RECORD),
        ],
    },
    Subject {
        name: "a graph of cargo's",
        from: "cargo-metadata/ledger",
        to: "graph",
        file: "graph/metadata.json",
        flag: Some("--cargo-metadata"),
        nested: json,
        exit: 3,
        others: &[BY_LINK],
    },
];

#[test]
fn every_reader_has_a_row() {
    let rows: BTreeSet<&str> = SUBJECTS.iter().map(|subject| subject.name).collect();
    let missing: Vec<&str> = READERS.iter().map(|reader| reader.id).filter(|id| !rows.contains(id)).collect();
    assert!(missing.is_empty(), "tests/bad_input/subjects.rs has no row for {missing:?}");
}
