//! `cullis threat`: the binary on the repository of payments.

#![expect(clippy::expect_used, reason = "a test says what it expected of the binary")]

use std::process::{Command, Output};

fn cullis(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cullis"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .args(["--now", "2026-11-24T12:00:00Z", "--lang", "en"])
        .env_clear()
        .output()
        .expect("the binary runs")
}

#[test]
fn a_high_open_threat_fails_the_check() {
    let output = cullis(&["threat", "check", "fixtures/repository/payments"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("threat-model.yaml:25:15"), "{text}");
    assert!(!text.contains("Cargo.lock"), "{text}");
}

#[test]
fn showing_exits_with_zero_whatever_the_state() {
    let output = cullis(&["threat", "show", "fixtures/repository/payments"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("T-2     high      open"), "{text}");
}

/// A desk of its own, so that nothing of the repository is written to.
fn desk() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn at(desk: &tempfile::TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cullis"))
        .current_dir(desk.path())
        .args(arguments)
        .args(["--lang", "en"])
        .env_clear()
        .output()
        .expect("the binary runs")
}

fn text_of(desk: &tempfile::TempDir, name: &str) -> String {
    let bytes = cullis::disk::read_regular(&desk.path().join(name), 1 << 20).expect("the file");
    String::from_utf8(bytes).expect("text")
}

#[test]
fn a_start_is_written_once_passes_but_for_what_is_open_and_takes_new_items() {
    let desk = desk();
    let first = at(&desk, &["init"]);
    let said = String::from_utf8_lossy(&first.stdout);
    assert_eq!(first.status.code(), Some(0), "{said}");
    assert!(said.contains("wrote threat-model.yaml") && said.contains("wrote cullis.toml"), "{said}");
    let checked = at(&desk, &["threat", "check", "--now", "2026-11-24T12:00:00Z"]);
    let said = String::from_utf8_lossy(&checked.stdout);
    assert_eq!(checked.status.code(), Some(1), "{said}");
    assert!(said.contains("1 finding blocks"), "{said}");
    let new = ["threat", "new", "threat", "--title", "A name: #1", "--on", "E-1", "--severity", "low"];
    let refused = at(&desk, &new);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    let before = text_of(&desk, "threat-model.yaml");
    assert_eq!(
        at(&desk, &["threat", "new", "element", "--zone", "data", "--kind", "store"]).status.code(),
        Some(0)
    );
    assert_eq!(at(&desk, &new).status.code(), Some(0));
    let after = text_of(&desk, "threat-model.yaml");
    assert!(
        after.contains("{id: T-2, title: \"A name: #1\", on: [E-1], severity: low, decision: open}"),
        "{after}"
    );
    assert!(before.lines().all(|line| after.lines().any(|kept| kept == line)), "{after}");
    let missing = at(&desk, &["threat", "new", "flow", "--from", "E-1"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("`--to`"));
    let again = at(&desk, &["init"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("left threat-model.yaml as it is"));
    assert_eq!(text_of(&desk, "threat-model.yaml"), after);
}

#[test]
fn a_picture_goes_where_it_is_asked_for() {
    let desk = desk();
    let repository = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/repository/payments");
    let drawn = at(&desk, &["threat", "show", repository, "--format", "svg", "-o", "a.svg"]);
    assert_eq!(drawn.status.code(), Some(0), "{}", String::from_utf8_lossy(&drawn.stderr));
    assert!(drawn.stdout.is_empty());
    let picture = text_of(&desk, "a.svg");
    let shown = at(&desk, &["threat", "show", repository, "--format", "svg"]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout), picture);
    assert!(picture.starts_with("<svg ") && picture.contains("open 1"), "{picture}");
    let nowhere = at(&desk, &["threat", "show", repository, "-o", "no/such/folder/a.txt"]);
    assert_eq!(nowhere.status.code(), Some(3));
}
