//! `cullis practice`, as a process.

#![expect(clippy::expect_used, reason = "the test has nothing to say when the binary can't start")]

use std::process::{Command, Output};

fn cullis(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    command.args(arguments).args(["--lang", "en"]).output().expect("the binary starts")
}

#[test]
fn the_list_has_the_seventeen_practices_in_order() {
    let output = cullis(&["practice", "list"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("text");
    let numbers: Vec<usize> =
        text.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok()).collect();
    assert_eq!(numbers, (1..=17).collect::<Vec<_>>());
}

#[test]
fn a_practice_shows_its_rules_and_a_standard_what_nothing_covers() {
    let practice = cullis(&["practice", "show", "10"]);
    assert_eq!(practice.status.code(), Some(0));
    let text = String::from_utf8(practice.stdout).expect("text");
    assert!(text.contains("expired-exception") && text.contains("RV.2.2"), "{text}");
    let standard = cullis(&["practice", "coverage", "ssdf@1.1"]);
    let text = String::from_utf8(standard.stdout).expect("text");
    assert!(text.contains("no practice") && text.contains("draft"), "{text}");
}

#[test]
fn an_unknown_practice_or_standard_is_a_usage_error() {
    for arguments in [["practice", "show", "18"], ["practice", "coverage", "iso-9001"]] {
        let output = cullis(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(output.stdout, b"");
        assert!(!output.stderr.is_empty());
    }
}
