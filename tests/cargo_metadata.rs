//! The graph of `cargo metadata`, alone and beside the lockfile it refines.

#![expect(clippy::expect_used, reason = "a test reads its own fixtures")]

#[path = "support/files.rs"]
mod files;

use std::path::Path;

use cullis::domain::component::{Origin, Relation, Scope};
use cullis::domain::inventory::{PassedOver, Reading};
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::ecosystem::cargo::metadata::{read_metadata, refine};
use cullis::ecosystem::take_inventory;
use cullis::source::{ReadError, SourceFile};
use files::MemoryFiles;

fn tree() -> MemoryFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cargo-metadata/ledger");
    let files = MemoryFiles::of_folder(&folder, "expected.txt");
    let lock = TreePath::new("Cargo.lock").expect("a sound path");
    assert!(files.all().any(|(path, _)| *path == lock));
    files.with(&lock, files.all().find(|(path, _)| **path == lock).expect("there").1.clone())
}

fn graph_text() -> String {
    let files = tree();
    let graph = files.all().find(|(path, _)| path.file_name() == "metadata.json").expect("there");
    String::from_utf8(graph.1.clone()).expect("text")
}

fn read(text: &str) -> Result<Reading, ReadError> {
    let path = TreePath::new("metadata.json").expect("a sound path");
    let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
    read_metadata(&file)
}

fn facts(
    reading: &[cullis::domain::component::Occurrence],
) -> Vec<(String, Scope, Relation, Option<String>)> {
    let mut facts: Vec<_> = reading
        .iter()
        .map(|one| {
            let license = one.license.as_ref().map(|license| license.text.to_string());
            (one.component.to_string(), one.scope, one.relation, license)
        })
        .collect();
    facts.sort_by(|a, b| a.0.cmp(&b.0));
    facts
}

fn expected(
    entries: &[(&str, Scope, Relation, Option<&str>)],
) -> Vec<(String, Scope, Relation, Option<String>)> {
    let entry = |(name, scope, relation, license): &(&str, Scope, Relation, Option<&str>)| {
        ((*name).to_owned(), *scope, *relation, license.map(str::to_owned))
    };
    entries.iter().map(entry).collect()
}

const ALL: &[(&str, Scope, Relation, Option<&str>)] = &[
    ("abacus 1.2.0", Scope::Runtime, Relation::Direct, Some("MIT OR Apache-2.0")),
    ("inkwell 0.3.1", Scope::Runtime, Relation::Transitive, None),
    ("lead 1.0.0", Scope::Build, Relation::Transitive, Some("MIT")),
    ("ledger 0.1.0", Scope::Runtime, Relation::Direct, Some("Apache-2.0")),
    ("press 2.0.0", Scope::Build, Relation::Direct, Some("MIT")),
    ("proof 4.0.0", Scope::Development, Relation::Direct, Some("MIT")),
    ("shared 1.0.0", Scope::Build, Relation::Direct, Some("MIT")),
];

#[test]
fn a_package_has_the_farthest_scope_that_reaches_it() {
    let reading = read(&graph_text()).expect("sound");
    assert_eq!(facts(&reading.occurrences), expected(ALL));
    assert_eq!(reading.gaps, []);
    let ledger = reading.occurrences.iter().find(|one| one.origin == Origin::FirstParty).expect("there");
    assert_eq!(ledger.dependencies.len(), 4);
    assert!(ledger.place.region.is_some());
}

#[test]
fn the_lockfile_takes_scopes_and_a_package_that_it_lacks_is_a_gap() {
    let mut inventory = take_inventory(&tree(), &Limits::DEFAULT, PassedOver::default());
    assert_eq!(inventory.gaps, []);
    refine(&mut inventory, &read(&graph_text()).expect("sound"));
    let without_lead: Vec<_> = ALL.iter().filter(|one| one.0 != "lead 1.0.0").copied().collect();
    assert_eq!(facts(&inventory.occurrences), expected(&without_lead));
    let about: Vec<String> =
        inventory.gaps.iter().filter_map(|gap| Some(gap.component.as_ref()?.to_string())).collect();
    assert_eq!(about, ["lead 1.0.0"]);
}

#[test]
fn another_projects_graph_changes_no_entry_and_is_a_gap() {
    let mut inventory = take_inventory(&tree(), &Limits::DEFAULT, PassedOver::default());
    let before = inventory.clone();
    refine(&mut inventory, &read(&graph_text().replace("ledger", "other")).expect("sound"));
    assert_eq!(inventory.occurrences, before.occurrences);
    assert_eq!(inventory.gaps.len(), 1, "{:?}", inventory.gaps);
}

#[test]
fn what_is_no_graph_is_an_error() {
    let text = graph_text();
    assert!(read("").is_err());
    assert!(read("{}").is_err());
    assert!(read(&text.replace("\"resolve\"", "\"resolved\"")).is_err());
    for at in (0..text.trim_end().len()).step_by(97) {
        assert!(read(text.get(..at).expect("ASCII")).is_err(), "cut at {at}");
    }
}
