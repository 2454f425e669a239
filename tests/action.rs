//! The action's shell steps, run with a faked event and a faked runner's files.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the test fakes a runner with files of its own"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Runner {
    folder: tempfile::TempDir,
}

impl Runner {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for file in ["output", "summary"] {
            fs::write(folder.path().join(file), "").expect("written");
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn step(&self, script: &str, environment: &[(&str, &str)]) -> Output {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new("bash");
        command.arg(root.join("action").join(script)).current_dir(root);
        command.env("GITHUB_ACTION_PATH", root);
        command.env("GITHUB_OUTPUT", self.path("output")).env("GITHUB_STEP_SUMMARY", self.path("summary"));
        command
            .env("GITHUB_REPOSITORY", "bank/payments")
            .env("GITHUB_WORKFLOW", "ci")
            .env("GITHUB_JOB", "gate");
        command.env_remove("CULLIS_DB").envs(environment.iter().copied());
        command.output().expect("bash is there")
    }

    /// The check step over the payments fixture, by the real binary.
    fn check(&self, more: &[(&str, &str)]) -> Output {
        let sarif = self.path("cullis.sarif");
        let sarif = sarif.to_string_lossy();
        let history = self.path("history");
        let history = history.to_string_lossy();
        let mut environment = vec![
            ("CULLIS_ACTION_COMMAND", env!("CARGO_BIN_EXE_cullis")),
            ("CULLIS_ACTION_PATH", "fixtures/repository/payments"),
            ("CULLIS_ACTION_DB", "fixtures/advisories/payments"),
            ("CULLIS_ACTION_BASE", "none"),
            ("CULLIS_ACTION_CATEGORY", "cullis"),
            ("CULLIS_ACTION_SARIF", &sarif),
            ("CULLIS_ACTION_HISTORY", &history),
            ("CULLIS_ACTION_PACKAGES", "none"),
            ("CULLIS_ACTION_LANG", "en"),
            ("CULLIS_ACTION_EXIT_CODE", "verdict"),
        ];
        environment.extend_from_slice(more);
        self.step("check.sh", &environment)
    }

    fn outputs(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("output")).expect("outputs");
        text.lines().map(str::to_owned).collect()
    }
}

#[test]
fn a_failing_gate_leaves_sarif_and_summary_and_its_code_for_the_last_step() {
    let runner = Runner::new();
    let check = runner.check(&[]);
    assert!(
        check.status.success(),
        "the step itself never fails: {}",
        String::from_utf8_lossy(&check.stderr)
    );
    let outputs = runner.outputs();
    assert!(outputs.contains(&"exit-code=1".to_owned()), "{outputs:?}");
    assert!(outputs.contains(&"verdict=fail".to_owned()), "{outputs:?}");
    let sarif = fs::read_to_string(runner.path("cullis.sarif")).expect("a SARIF file");
    assert!(sarif.contains("\"2.1.0\""));
    let summary = fs::read_to_string(runner.path("summary")).expect("a summary");
    assert!(summary.contains("fast-cookie"), "{summary}");
    let finish = runner.step("finish.sh", &[("CULLIS_ACTION_EXIT", "1")]);
    assert_eq!(finish.status.code(), Some(1));
}

/// The step fetches the target's tip, and measures the change against it.
#[test]
fn a_pull_request_is_measured_against_its_target() {
    let runner = Runner::new();
    let git = |folder: &Path, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args([
            "-c",
            "user.name=Li Na",
            "-c",
            "user.email=li.na@bank.example",
            "-c",
            "init.defaultBranch=main",
        ]);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = command.args(arguments).current_dir(folder).output().expect("git is there");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let (origin, work) = (runner.path("origin"), runner.path("work"));
    fs::create_dir_all(&origin).expect("a folder");
    fs::write(origin.join("cullis.toml"), "[levels]\nunkept-history = \"block\"\n").expect("written");
    fs::write(origin.join("requirements.txt"), "# nothing\n").expect("written");
    git(&origin, &["init", "-q"]);
    git(&origin, &["add", "-A"]);
    git(&origin, &["commit", "-q", "-m", "first"]);
    git(&origin, &["checkout", "-q", "-b", "topic"]);
    git(&origin, &["rm", "-q", "cullis.toml"]);
    git(&origin, &["commit", "-q", "-m", "second"]);
    let from = format!("file://{}", origin.display());
    git(runner.folder.path(), &["clone", "-q", "--depth=1", "--branch=topic", &from, "work"]);
    let work = work.to_string_lossy();
    let request = [
        ("CULLIS_ACTION_PATH", &*work),
        ("CULLIS_ACTION_BASE", "auto"),
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_BASE_REF", "main"),
        ("GITEA_ACTIONS", ""),
    ];
    let check = runner.check(&request);
    let said = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(said.contains("measured against `refs/remotes/origin/main`"), "{said}");
    assert!(said.contains("the change removes `cullis.toml`"), "{said}");
    assert!(runner.outputs().contains(&"exit-code=1".to_owned()), "{said}");
}

#[test]
fn inputs_with_spaces_and_shell_words_stay_one_argument() {
    let runner = Runner::new();
    let check = runner.check(&[("CULLIS_ACTION_PATH", "no such; touch $(pwd)/folder")]);
    assert!(check.status.success());
    assert!(runner.outputs().contains(&"exit-code=2".to_owned()), "{:?}", runner.outputs());
    assert!(runner.outputs().contains(&"verdict=error".to_owned()));
}

#[test]
fn a_gate_that_left_no_code_is_no_pass() {
    let runner = Runner::new();
    assert_eq!(runner.step("finish.sh", &[("CULLIS_ACTION_EXIT", "")]).status.code(), Some(70));
    assert_eq!(runner.step("finish.sh", &[("CULLIS_ACTION_EXIT", "0")]).status.code(), Some(0));
    assert_eq!(runner.step("finish.sh", &[("CULLIS_ACTION_EXIT", "3")]).status.code(), Some(3));
}

#[test]
fn a_binary_that_is_not_there_is_said_at_once() {
    let runner = Runner::new();
    let install = runner.step("install.sh", &[("CULLIS_ACTION_BINARY", "/nowhere/cullis")]);
    assert_eq!(install.status.code(), Some(2));
    let install = runner.step("install.sh", &[("CULLIS_ACTION_BINARY", env!("CARGO_BIN_EXE_cullis"))]);
    assert!(install.status.success());
    assert!(runner.outputs().iter().any(|line| line.starts_with("command=")));
}

#[test]
fn no_script_pastes_an_input_into_a_command() {
    let action =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).expect("action.yml");
    for line in action.lines().filter(|line| line.trim_start().starts_with("run:")) {
        assert!(!line.contains("${{"), "an expression inside `run` is a shell injection: {line}");
    }
}
