//! The real binary on small repositories: exit code first, then the screen, then SARIF.
//!
//! A story is a folder in `fixtures/stories`: `arguments`, one a line, and what
//! the binary is expected to do with them: `exit`, `screen.en.txt`,
//! `screen.zh-CN.txt`, `report.sarif`. `CULLIS_ACCEPT=1 cargo test --test stories`
//! writes what the binary does now; read the difference before you commit it.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the test runs the binary on files of the repository"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn stories() -> Vec<PathBuf> {
    let folder = root().join("fixtures/stories");
    let entries = fs::read_dir(folder).expect("there are stories");
    let mut stories: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    stories.sort();
    stories
}

/// Runs the binary with the story's arguments, in an environment of its own.
fn run(story: &Path, more: &[&str]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let arguments = fs::read_to_string(story.join("arguments")).expect("a story has arguments");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    command.current_dir(root()).env_clear().env("HOME", home.path());
    command.args(arguments.lines().filter(|line| !line.is_empty())).args(more);
    command.output().expect("the binary runs")
}

/// What is expected and what was found, where they differ.
fn compare(file: &Path, found: &str, differences: &mut Vec<String>) {
    if std::env::var_os("CULLIS_ACCEPT").is_some() {
        fs::write(file, found).expect("written");
        return;
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == found {
        return;
    }
    let mut shown = vec![format!("{}:", file.strip_prefix(root()).unwrap_or(file).display())];
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    for line in expected.iter().filter(|line| !found.contains(line)) {
        shown.push(format!("  - {line}"));
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        shown.push(format!("  + {line}"));
    }
    shown.push("  CULLIS_ACCEPT=1 cargo test --test stories takes what was found".to_owned());
    differences.push(shown.join("\n"));
}

#[test]
fn every_story_ends_as_it_is_told() {
    let mut differences = Vec::new();
    let stories = stories();
    assert!(!stories.is_empty());
    for story in stories {
        let english = run(&story, &["--lang", "en"]);
        let exit = english.status.code().map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        compare(&story.join("exit"), &format!("{exit}\n"), &mut differences);
        compare(&story.join("screen.en.txt"), &String::from_utf8_lossy(&english.stdout), &mut differences);
        let chinese = run(&story, &["--lang", "zh-CN"]);
        assert_eq!(english.status.code(), chinese.status.code(), "a language changed the exit code");
        compare(&story.join("screen.zh-CN.txt"), &String::from_utf8_lossy(&chinese.stdout), &mut differences);
        let sarif = run(&story, &["--lang", "en", "--report", "sarif"]);
        assert_eq!(english.status.code(), sarif.status.code(), "a format changed the exit code");
        compare(&story.join("report.sarif"), &String::from_utf8_lossy(&sarif.stdout), &mut differences);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}
