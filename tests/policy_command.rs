//! `cullis policy`, as a process.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the tests lay out files and run the binary on them"
)]

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

/// A branch's layer that head office demands with a signature, on a desk.
fn signed_layers() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = desk.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        let file = std::fs::File::create(path).expect("created");
        std::io::Write::write_all(&mut &file, text.as_bytes()).expect("written");
    };
    write("tree/package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {}}\n");
    write("branch.toml", "database.max-age-days = 5\n");
    for (algorithm, name) in [("ed25519", "office.key"), ("sm2", "office-sm2.key"), ("ed25519", "other.key")]
    {
        let said = at(&desk, &["db", "keygen", "--algorithm", algorithm, "--out", name]);
        assert_eq!(said.status.code(), Some(0), "{said:?}");
    }
    let key = |name: &str| format!("{:?}", read(&desk, name));
    let keys = [key("office.key.pub"), key("office-sm2.key.pub")].join(", ");
    write("head-office.toml", &format!("[[layer]]\nfile = \"branch.toml\"\nsigned-by = [{keys}]\n"));
    desk
}

fn at(desk: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    command
        .current_dir(desk.path())
        .args(arguments)
        .args(["--lang", "en"])
        .output()
        .expect("the binary starts")
}

fn read(desk: &tempfile::TempDir, name: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "the test looks at its own files")]
    std::fs::read_to_string(desk.path().join(name)).expect("a file")
}

fn show(desk: &tempfile::TempDir) -> (Option<i32>, String) {
    let said =
        at(desk, &["policy", "show", "tree", "--policy", "head-office.toml", "--policy", "branch.toml"]);
    (said.status.code(), text(said.stderr))
}

#[test]
fn a_layer_that_has_to_be_signed_counts_only_by_the_keys_that_are_named() {
    let desk = signed_layers();
    let (exit, told) = show(&desk);
    assert_eq!(exit, Some(2), "{told}");
    assert!(told.contains("head-office.toml:1:1: the layer branch.toml has to be signed"), "{told}");
    let sign = |key: &str| at(&desk, &["policy", "sign", "branch.toml", "--key", key]);
    assert_eq!(sign("other.key").status.code(), Some(0));
    let (exit, told) = show(&desk);
    assert_eq!(exit, Some(2), "{told}");
    assert!(told.contains("the signature of the layer branch.toml doesn't hold: "), "{told}");
    for key in ["office.key", "office-sm2.key"] {
        std::fs::remove_file(desk.path().join("branch.toml.sig")).expect("removed");
        assert_eq!(sign(key).status.code(), Some(0));
        assert_eq!(show(&desk).0, Some(0), "{key}: {}", show(&desk).1);
    }
    // A second signature over the same bytes stands beside the first.
    assert!(text(sign("office.key").stdout).contains("holds 2 signatures"));
    let file =
        std::fs::OpenOptions::new().append(true).open(desk.path().join("branch.toml")).expect("opened");
    std::io::Write::write_all(&mut &file, b"# later\n").expect("written");
    let (exit, told) = show(&desk);
    assert_eq!(exit, Some(2), "{told}");
    assert!(told.contains("it was changed after it was signed"), "{told}");
}

#[test]
fn a_file_with_errors_is_not_signed() {
    let desk = signed_layers();
    let file = std::fs::File::create(desk.path().join("branch.toml")).expect("created");
    std::io::Write::write_all(&mut &file, b"database.max-age = 5\n").expect("written");
    let said = at(&desk, &["policy", "sign", "branch.toml", "--key", "office.key"]);
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    assert!(!desk.path().join("branch.toml.sig").exists());
}

/// The notice file of a small project: each text once, and what has none at the end.
#[test]
fn a_notice_file_holds_every_text_once_and_names_what_has_none() {
    let tree = "fixtures/stories/license-texts/desk/tree";
    let output = cullis(&["report", tree, "--format", "notices", "--packages", "none"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let notices = text(output.stdout);
    let first = notices.lines().next().unwrap_or_default();
    assert_eq!(first, "Licence texts of 6 third-party components: 2 texts");
    assert_eq!(notices.matches("Copyright (c) 2026 The Ferry Authors").count(), 1);
    assert!(notices.contains("npm:ferry 2.1.0 (LICENSE, unverified)"), "{notices}");
    let (_, without) =
        notices.split_once("No licence text was found for 4 components").expect("what has none");
    for name in ["npm:anchor 1.0.0, ISC: ", "npm:tiller 1.0.0, MIT: ", "npm:rope 1.2.0: "] {
        assert!(without.contains(name), "{name}: {without}");
    }
    assert!(text(output.stderr).contains("4 components have no licence text"), "{notices}");
}
