//! `cullis policy`, as a process.

#![expect(clippy::expect_used, reason = "the test has nothing to say when the binary can't start")]

use std::process::{Command, Output};

fn cullis(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.args(arguments).args(["--lang", "en"]).output().expect("the binary starts")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

#[test]
fn what_is_shown_names_the_layer_and_line_behind_each_key() {
    let output = cullis(&["policy", "show", "fixtures/policy/program-asked-for-by-the-repository"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = text(output.stdout);
    let line = shown.lines().find(|line| line.starts_with("inventory.cargo.resolve")).expect("the key");
    assert!(line.contains("\"lockfile\"") && line.contains("# <default.toml>:"), "{line}");
    let notes = text(output.stderr);
    assert!(notes.contains("governed by this repository alone"), "{notes}");
    assert!(notes.contains("cullis.toml:2:1: `inventory.cargo.resolve`"), "{notes}");
}

#[test]
fn a_profile_goes_by_its_name_and_what_is_shown_is_a_sound_policy() {
    let output = cullis(&["policy", "show", "fixtures/policy/duplicate-key/..", "--policy", "bank"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = text(output.stdout);
    assert!(shown.contains("# <bank.toml>:"), "{shown}");
    assert!(!text(output.stderr).contains("governed by this repository alone"));
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut file.as_file(), shown.as_bytes()).expect("written");
    let lint = cullis(&["policy", "lint", &file.path().to_string_lossy()]);
    assert_eq!(lint.status.code(), Some(0), "{}", text(lint.stderr));
}

/// A key that can't be one is an error of the policy, not of a run's database.
#[test]
fn a_key_that_is_none_stops_the_gate_before_it_judges() {
    let output =
        cullis(&["check", "fixtures/policy/unusable-keys", "--history", "none", "--packages", "none"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = text(output.stderr);
    assert!(errors.contains("cullis.toml:1:18: entry 1 of `database.keys`"), "{errors}");
    assert!(!errors.contains("AAAA"), "a private key is shown: {errors}");
    let show = cullis(&["policy", "show", "fixtures/repository/demanding"]);
    let shown = text(show.stdout);
    let line = shown.lines().find(|line| line.starts_with("database.keys = ")).expect("the key");
    assert!(line.contains("-----END PUBLIC KEY-----\\n\"]") && line.contains("cullis.toml:"), "{line}");
}

#[test]
fn a_bad_file_exits_with_2_and_names_each_place() {
    let output = cullis(&["policy", "lint", "fixtures/policy/incomplete-exceptions/cullis.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(output.stdout), "");
    let errors = text(output.stderr);
    assert!(errors.contains("cullis.toml:19:12: `payments` is both owner and approver"), "{errors}");
    assert_eq!(cullis(&["policy", "lint", "fixtures/no-such-file.toml"]).status.code(), Some(2));
    let show = cullis(&["policy", "show", "fixtures/policy/duplicate-key"]);
    assert_eq!((show.status.code(), text(show.stdout)), (Some(2), String::new()));
}
