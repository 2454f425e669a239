//! `--db`: a database that is missing, damaged, another's, or newer.

use std::fs;
use std::path::PathBuf;

use crate::{assert_all, told};
use cullis::domain::digest::Digest;

use crate::damage::grow;
use crate::gate::{ADVISORIES, Desk, NOW, Said, copy, fixtures, run};

fn desk() -> (Desk, PathBuf, Vec<u8>) {
    let desk = Desk::new();
    copy(&fixtures("repository/settled"), &desk.at("tree"));
    let index = desk.at("index.cullis");
    let mut import =
        desk.cullis(&["db", "import", ADVISORIES, "--as-of", "2026-11-20", "--out", "index.cullis"]);
    assert_eq!(run(&mut import).exit, Some(0));
    let bytes = fs::read(&index).expect("an index");
    (desk, index, bytes)
}

/// A database, what was done to it, and what is said of it.
type Case = (&'static str, fn(&[u8]) -> Vec<u8>, &'static [&'static str]);

const CASES: &[Case] = &[
    ("empty", |_| Vec::new(), &["is empty"]),
    ("one byte", |whole| whole[..1].to_vec(), &["cut short"]),
    ("cut behind its head", |whole| whole[..whole.len() / 3].to_vec(), &["cut short", "bytes long"]),
    ("without its last byte", |whole| whole[..whole.len() - 1].to_vec(), &["cut short"]),
    ("with a byte more", |whole| [whole, b"x"].concat(), &["bytes long"]),
    ("a program", |_| b"\x7fELF\x02\x01\x01".repeat(999), &["isn't an advisory index"]),
    ("zeros", |_| vec![0; 1 << 16], &["isn't an advisory index"]),
    ("a JSON record", |_| b"{\"id\": \"DEMO-1\"}".to_vec(), &["isn't an advisory index"]),
    (
        "a zip that isn't one",
        |_| b"PK\x03\x04 and no more".to_vec(),
        &["isn't a zip archive that can be read"],
    ),
];

fn check(desk: &Desk) -> Said {
    desk.check("tree", &["--db", "index.cullis", "--report", "json"])
}

fn verify(desk: &Desk) -> Option<i32> {
    run(&mut desk.cullis(&["db", "verify", "index.cullis"])).exit
}

#[test]
fn a_database_that_cannot_be_used_is_told_and_nothing_is_judged_by_it() {
    let (desk, index, whole) = desk();
    assert_all(CASES.iter().map(|(name, damage, says)| {
        fs::write(&index, damage(&whole)).expect("written");
        assert!(matches!(verify(&desk), Some(1 | 3)), "{name}");
        told(name, &check(&desk), 3, "index.cullis", says)
    }));
}

#[test]
fn every_flipped_byte_is_told_by_verify_and_none_changes_a_verdict() {
    let (desk, index, whole) = desk();
    assert_eq!(check(&desk).exit, Some(0));
    let step = whole.len() / 97 + 1;
    assert_all((0..whole.len()).step_by(step).map(|at| {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        fs::write(&index, flipped).expect("written");
        assert!(matches!(verify(&desk), Some(1 | 3)), "byte {at}");
        // A page that the run doesn't need may be damaged: then the run says
        // what it said before; otherwise that the database can't be used.
        let said = check(&desk);
        if said.exit == Some(0) {
            Ok(())
        } else {
            told(&format!("byte {at}"), &said, 3, "index.cullis", &["index"])
        }
    }));
}

#[test]
fn a_newer_index_asks_for_a_newer_cullis_and_an_older_one_for_another_import() {
    let (desk, index, whole) = desk();
    // Every format has its number at byte 8, and its root at byte 128 over what
    // stands before it.
    let with_format = |format: u32| {
        let mut bytes = whole.clone();
        bytes[8..12].copy_from_slice(&format.to_le_bytes());
        let root = Digest::of(&bytes[..128]);
        bytes[128..160].copy_from_slice(root.as_bytes());
        bytes
    };
    let current = u32::from_le_bytes(whole[8..12].try_into().expect("four bytes"));
    assert_all([(current + 1, "update Cullis"), (u32::MAX, "update Cullis"), (0, "cullis db import")].map(
        |(format, says)| {
            fs::write(&index, with_format(format)).expect("written");
            assert!(matches!(verify(&desk), Some(1 | 3)), "format {format}");
            told(&format!("format {format}"), &check(&desk), 3, "index.cullis", &[says])
        },
    ));
}

#[test]
fn a_database_that_is_not_there_is_told() {
    let (desk, index, _) = desk();
    fs::remove_file(&index).expect("removed");
    let missing = told("missing", &check(&desk), 3, "index.cullis", &["can't be read"]);
    fs::create_dir(&index).expect("a folder");
    let empty = told("an empty folder", &check(&desk), 3, "index.cullis", &["holds no OSV record"]);
    desk.write("index.cullis/readme.txt", "no record");
    let foreign =
        told("a folder without records", &check(&desk), 3, "index.cullis", &["holds no OSV record"]);
    let mut none = desk.cullis(&["check", "tree", "--now", NOW, "--history", "none", "--packages", "none"]);
    let said = run(none.args(["--report", "json"]));
    let none = told("none at all", &said, 3, "cullis.toml", &["there is no advisory database"]);
    assert_all([missing, empty, foreign, none]);
}

#[test]
fn a_huge_database_is_refused_without_being_read() {
    let (desk, index, whole) = desk();
    assert_all([("zeros", Vec::new()), ("an index that was grown", whole)].map(|(name, bytes)| {
        fs::write(&index, bytes).expect("written");
        grow(&index, 100 << 20);
        told(name, &check(&desk), 3, "index.cullis", &["isn't an advisory index", "bytes long"])
    }));
}
