//! `cullis history` on a history that is whole, changed, or not there.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test starts the program, and damages a file under it"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use cullis::domain::ports::Store as _;
use cullis::domain::record::{LeafDraft, LeafKind, Recorded};
use cullis::store::history::{LOG, LocalStore};

fn append(folder: &Path, kind: LeafKind, pipeline: &str) -> Recorded {
    let ends = kind == LeafKind::End;
    let draft = LeafDraft {
        kind,
        pipeline: Arc::from(pipeline),
        run: Arc::from("1"),
        at: "2026-03-02T08:30:00Z".parse().expect("a time"),
        inputs: None,
        verdict: ends.then(|| Arc::from("fail")),
        exit: ends.then_some(1),
        products: Vec::new(),
        tool: Arc::from("0.1.0"),
        base: None,
    };
    LocalStore::open(folder).and_then(|mut store| store.append(&draft)).expect("appends")
}

/// Runs `cullis history` and gives its exit code, its result and its complaints.
fn history(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cullis"))
        .arg("history")
        .args(arguments)
        .arg("--history")
        .arg(folder)
        .env("LC_ALL", "C")
        .output()
        .expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_whole_history_is_listed_shown_and_verified() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let first = append(folder, LeafKind::Begin, "payments");
    append(folder, LeafKind::Begin, "cards\u{1b}[2K");
    let last = append(folder, LeafKind::End, "payments");

    let (exit, listed, _) = history(folder, &["list"]);
    assert_eq!(exit, Some(0));
    let lines: Vec<&str> = listed.lines().collect();
    let expected =
        format!("no. 2     end    2026-03-02T08:30:00Z  fail           {}  payments", last.digest.short());
    assert_eq!((lines.len(), lines.first().copied()), (3, Some(expected.as_str())));
    assert!(!listed.contains('\u{1b}'), "{listed}");

    let (_, listed, _) = history(folder, &["list", "--pipeline", "payments", "--limit", "1", "--json"]);
    assert!(
        listed.starts_with(&format!("{{\"digest\":\"{}\",\"index\":2,\"leaf\":{{", last.digest)),
        "{listed}"
    );
    assert_eq!(listed.lines().count(), 1);

    let (exit, shown, _) = history(folder, &["show", &first.digest.short()]);
    assert_eq!(exit, Some(0));
    assert!(shown.contains("\"kind\":\"begin\""), "{shown}");
    let (_, shown, _) = history(folder, &["show", "1"]);
    assert_eq!(shown.matches("Leaf: ").count(), 2, "both pipelines have a number 1: {shown}");
    let (exit, _, said) = history(folder, &["show", "9"]);
    assert_eq!(exit, Some(1));
    assert!(said.contains("no record `9`"), "{said}");

    let (exit, verified, _) = history(folder, &["verify"]);
    assert_eq!(exit, Some(0));
    assert!(
        verified.contains("3 records of 2 pipelines") && verified.contains("Tree size 3, root "),
        "{verified}"
    );
    let (_, chinese, _) = history(folder, &["verify", "--lang", "zh-CN"]);
    assert!(chinese.contains("共 3 条记录"), "{chinese}");
}

#[test]
fn a_changed_history_is_said_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    append(folder, LeafKind::Begin, "payments");
    append(folder, LeafKind::End, "payments");
    let log = fs::read_to_string(folder.join(LOG)).expect("reads");
    let second = log.find('\n').expect("two lines") + 1;
    fs::write(folder.join(LOG), log.replace("\"fail\"", "\"pass\"")).expect("writes");
    let (exit, verified, _) = history(folder, &["verify"]);
    assert_eq!(exit, Some(1));
    assert!(verified.contains(&format!("line 2, offset {second}: ")), "{verified}");
}

#[test]
fn a_history_that_is_not_there_is_no_empty_one() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in [&["verify"][..], &["list"], &["show", "1"]] {
        let (exit, result, said) = history(&folder.path().join("none"), command);
        assert_eq!((exit, result.as_str()), (Some(3), ""), "{command:?}");
        assert!(said.contains("there is no history at"), "{said}");
    }
    let (exit, ..) = history(folder.path(), &["show"]);
    assert_eq!(exit, Some(2));
}
