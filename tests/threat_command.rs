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

const RESULTS: &str = "fixtures/stories/test-results/desk/results";
const LIMITS: &str = "fixtures/stories/test-results/desk/tree";

/// The lines that speak of mitigations, and the exit code.
fn check_against(results: &[&str]) -> (Option<i32>, String) {
    let paths: Vec<String> = results.iter().map(|name| format!("{RESULTS}/{name}")).collect();
    let flags = paths.iter().flat_map(|path| ["--junit", path.as_str()]);
    let arguments: Vec<&str> = ["threat", "check", LIMITS].into_iter().chain(flags).collect();
    let output = cullis(&arguments);
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn results_speak_against_evidence_only_where_they_are_given() {
    let (_, text) = check_against(&[]);
    assert!(!text.contains("given results") && text.contains("`M-6` claims"), "a condition is open: {text}");
    let (exit, text) = check_against(&["unit.xml", "slow.xml"]);
    assert_eq!(exit, Some(1), "{text}");
    for (name, why) in [
        ("test_size", "failed"),
        ("test_length", "was skipped"),
        ("test_time", "isn't in"),
        // One of its rows passed, and another one was skipped.
        ("test_depth", "was skipped"),
    ] {
        assert!(text.contains(&format!("test `{name}` {why}")), "{name} {why}: {text}");
    }
    for passed in ["TestNames::test_escaped", "test_signals", "test_last"] {
        assert!(!text.contains(passed), "{passed}: {text}");
    }
    // Without the second file its tests are absent, and the conditional one is open again.
    let (_, text) = check_against(&["unit.xml"]);
    assert!(text.contains("test `test_last` isn't in"), "{text}");
    assert!(!text.contains("test `test_signals` isn't in"), "{text}");
}

#[test]
fn results_that_cannot_be_read_are_a_usage_error() {
    let (exit, text) = check_against(&["none.xml"]);
    assert_eq!(exit, Some(2), "{text}");
    let output = cullis(&["threat", "check", LIMITS, "--junit", "fixtures/repository/payments/Cargo.toml"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("payments/Cargo.toml:1:1"), "{text}");
}

#[test]
fn results_are_inputs_of_the_run() {
    let inputs = |results: &str| {
        let path = format!("{RESULTS}/{results}");
        let common = ["--db", "fixtures/advisories/payments", "--packages", "none", "--history", "none"];
        let arguments = ["check", LIMITS, "--report", "json", "--junit", &path];
        let output = cullis(&arguments.into_iter().chain(common).collect::<Vec<_>>());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        report["inputs"].clone()
    };
    let (unit, slow) = (inputs("unit.xml"), inputs("slow.xml"));
    assert!(unit.to_string().contains("junit:"), "{unit}");
    assert_ne!(unit["digest"], slow["digest"]);
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
    let shown = ["--evidence", "src/a b.rs#ends: it", "--evidence", "Cargo.toml"];
    let new = ["threat", "new", "mitigation", "--title", "It ends", "--status", "implemented"];
    assert_eq!(at(&desk, &[&new[..], &shown[..]].concat()).status.code(), Some(0));
    let after = text_of(&desk, "threat-model.yaml");
    let evidence = "evidence: [{kind: test, path: \"src/a b.rs\", name: \"ends: it\"}, \
                    {kind: file, path: Cargo.toml}]";
    assert!(after.contains(evidence), "{after}");
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
