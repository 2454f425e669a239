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
    for (name, why) in [("test_size", "failed"), ("test_length", "was skipped"), ("test_time", "isn't in")] {
        assert!(text.contains(&format!("test `{name}` {why}")), "{name} {why}: {text}");
    }
    for passed in ["test_depth", "TestNames::test_escaped", "test_signals", "test_last"] {
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
