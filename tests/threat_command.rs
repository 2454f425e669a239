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
