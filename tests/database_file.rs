//! The file of an index: what stands in its place, and what replaces it.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test of files")]

use std::fs;
use std::path::Path;
use std::process::Command;

use cullis::advisory::{Importer, Index};
use cullis::store::database;
use cullis::store::index_file::IndexFile;

fn index(summary: &str) -> Vec<u8> {
    let mut importer = Importer::new("2026-11-20".parse().ok());
    importer.begin_source(Some("npm"));
    let record = format!(
        r#"{{"id":"EX-1","summary":"{summary}","affected":[{{"package":{{"ecosystem":"npm","name":"a"}},
        "versions":["1.0.0"]}}]}}"#
    );
    importer.add("EX-1.json", record.as_bytes());
    importer.finish().expect("room").expect("no defects").index
}

#[test]
fn an_open_index_stays_what_it_was_when_another_takes_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("advisories.cullis");
    database::write(&path, &index("old")).expect("written");
    let file = IndexFile::open(&path).expect("a file");
    let mut old = Index::open(&file).expect("an index");
    let root = old.summary().root;
    database::write(&path, &index("a new one, and longer than that")).expect("replaced");
    old.verify().expect("the old bytes are all there");
    assert_eq!(old.summary().root, root);
    let file = IndexFile::open(&path).expect("a file");
    let mut new = Index::open(&file).expect("an index");
    new.verify().expect("whole");
    assert_ne!(new.summary().root, root);
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn an_index_that_is_cut_under_way_gives_an_error_and_no_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("advisories.cullis");
    let bytes = index("old");
    fs::write(&path, &bytes).expect("written");
    let file = IndexFile::open(&path).expect("a file");
    let mut open = Index::open(&file).expect("an index");
    fs::write(&path, &bytes[..300]).expect("cut");
    // What was read and verified before may still be known; the rest is refused.
    let fresh = Index::open(&file).map(|_| ());
    assert!(fresh.is_err() || open.verify().is_err());
}

/// Exit code and what was said, of a check with this database.
fn check(database: &Path) -> (Option<i32>, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_cullis"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("HOME", home.path())
        .args([
            "check",
            "fixtures/repository/settled",
            "--packages",
            "none",
            "--history",
            "none",
            "--lang",
            "en",
        ])
        .args(["--now", "2026-11-23T12:00:00Z", "--db"])
        .arg(database)
        .output()
        .expect("the binary runs");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn whatever_stands_in_the_place_of_an_index_is_a_gap_that_names_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.cullis")).expect("made");
    fs::write(at("empty.cullis"), b"").expect("written");
    fs::write(at("cut.cullis"), &index("x")[..300]).expect("written");
    let mut older = index("x");
    older[8] = 1;
    let root = cullis::domain::digest::Digest::of(&older[..128]);
    older[128..160].copy_from_slice(root.as_bytes());
    fs::write(at("older.cullis"), &older).expect("written");
    let mut newer = older;
    newer[8] = 200;
    let root = cullis::domain::digest::Digest::of(&newer[..128]);
    newer[128..160].copy_from_slice(root.as_bytes());
    fs::write(at("newer.cullis"), &newer).expect("written");
    for (name, words) in [
        ("folder.cullis", "holds no OSV record"),
        ("empty.cullis", "is empty"),
        ("cut.cullis", "cut short"),
        ("older.cullis", "made by an older Cullis"),
        ("newer.cullis", "made by a newer Cullis"),
        ("absent.cullis", "can't be read"),
    ] {
        let (exit, said) = check(&at(name));
        assert_eq!(exit, Some(3), "{name}: {said}");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{name}: {said}");
    }
}
