//! The host's own layer, as a process: the test runs itself as the binary with
//! a folder of its own in place of `/etc/cullis`, which no flag and no variable
//! of the real binary can do.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the test lays out its own files and runs itself"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::process::Command;

use cullis::cli;
use cullis::host::Host;
use gate::{ADVISORIES, Desk, NOW, Said, copy, fixtures, run};

/// Where the arguments of the inner run stand, one a line.
const ARGUMENTS: &str = "HOST_LAYER_TEST_ARGUMENTS";

/// The binary with a host of its own: only the runs below ask for it.
#[test]
fn as_the_binary() {
    let Ok(arguments) = std::env::var(ARGUMENTS) else { return };
    let arguments = std::iter::once("cullis").chain(arguments.lines()).map(OsString::from).collect();
    let folder = std::env::current_dir().expect("a desk").join("etc");
    let owner = std::fs::metadata(&folder).map_or(0, |found| found.uid());
    let environment = cli::Environment { host: Host::at(folder, owner), ..cli::Environment::of_process() };
    let exit = cli::run(arguments, environment);
    println!("\nexit {}", exit.code());
}

/// Runs the arguments where the host says this; the exit code is the inner one.
fn told(desk: &Desk, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let myself = std::env::current_exe().expect("this test");
    let mut command: Command = desk.program(&myself.to_string_lossy());
    command.args(["--exact", "as_the_binary", "--nocapture"]);
    command.env(ARGUMENTS, arguments.join("\n")).envs(variables.iter().copied());
    let said = run(&mut command);
    let exit = said.out.lines().find_map(|line| line.strip_prefix("exit ")).map(str::parse);
    Said { exit: exit.map(|code| code.expect("a number")), ..said }
}

fn desk(policy: &str) -> Desk {
    let desk = Desk::new();
    copy(&fixtures("repository/payments"), &desk.at("tree"));
    desk.write("etc/policy.toml", policy);
    desk
}

const CHECK: [&str; 8] = ["check", "tree", "--db", ADVISORIES, "--packages", "none", "--lang", "en"];

#[test]
fn the_host_stands_above_everything_and_no_variable_moves_it() {
    let desk = desk("database.max-age-days = 5\n");
    let own = std::fs::read_to_string(desk.at("tree/cullis.toml")).expect("a policy");
    desk.write("tree/cullis.toml", format!("database.max-age-days = 99\n{own}"));
    desk.write("fleet.toml", "levels.missing-hash = \"block\"\n");
    for variables in
        [&[][..], &[("CULLIS_HOST", "/nowhere"), ("PROGRAMDATA", "/nowhere"), ("HOME", "/nowhere")]]
    {
        let said = told(&desk, &["policy", "show", "tree", "--lang", "en"], variables);
        assert_eq!(said.exit, Some(0), "{said:?}");
        let line = said.out.lines().find(|line| line.starts_with("database.max-age-days")).expect("the key");
        assert!(line.contains("= 5 ") && line.contains("etc/policy.toml:1:10"), "{line}");
        assert!(said.err.contains("cullis.toml:1:10: `database.max-age-days`"), "{said:?}");
        assert!(!said.err.contains("governed by this repository alone"), "{said:?}");
    }
    let fleet = [("CULLIS_POLICY", "fleet.toml:strict")];
    let said = told(&desk, &["policy", "show", "tree", "--policy", "bank", "--lang", "en"], &fleet);
    let layers: Vec<&str> = said.out.lines().filter(|line| line.contains(" sha256:")).collect();
    let names =
        ["<default.toml>", "etc/policy.toml", "fleet.toml", "<strict.toml>", "<bank.toml>", "cullis.toml"];
    assert_eq!(layers.len(), names.len(), "{layers:?}");
    assert!(layers.iter().zip(names).all(|(layer, name)| layer.contains(name)), "{layers:?}");
}

#[test]
fn a_forbidden_flag_ends_with_2_and_the_line_that_forbids_it() {
    let desk = desk("flags.forbid = [\"--now\", \"--exit-zero\", \"--history none\", \"--pipeline\"]\n");
    let place = "etc/policy.toml:1:7";
    let given: [&[&str]; 3] = [&["--now", NOW], &["--exit-zero"], &["--history", "none"]];
    for more in given {
        let said = told(&desk, &[&CHECK[..], more].concat(), &[]);
        assert_eq!(said.exit, Some(2), "{said:?}");
        assert!(said.err.contains(place) && said.err.contains(more[0]), "{said:?}");
    }
    let said = told(&desk, &CHECK, &[("CULLIS_PIPELINE", "a")]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(said.err.contains("CULLIS_PIPELINE") && said.err.contains(place), "{said:?}");
    // What isn't forbidden is as it was: `--history` with a folder.
    let said = told(&desk, &[&CHECK[..], &["--history", "log"]].concat(), &[]);
    assert_eq!(said.exit, Some(1), "{said:?}");
}

#[test]
fn the_host_names_its_database_and_its_history() {
    let desk = desk("");
    let history = desk.at("kept");
    let policy = format!(
        "defaults.db = {ADVISORIES:?}\ndefaults.history = {:?}\nflags.forbid = [\"--db\"]\n",
        history.display().to_string()
    );
    desk.write("etc/policy.toml", policy);
    let said = told(&desk, &["check", "tree", "--packages", "none", "--lang", "en"], &[]);
    assert_eq!(said.exit, Some(1), "{said:?}");
    assert!(said.out.contains("fast-cookie") && history.is_dir(), "{said:?}");
    let said = told(&desk, &["history", "list", "--lang", "en"], &[]);
    assert_eq!(said.exit, Some(0), "{said:?}");
    assert!(said.out.contains("fail"), "{said:?}");
    let said = told(&desk, &["check", "tree"], &[("CULLIS_DB", "elsewhere")]);
    assert_eq!(said.exit, Some(2), "{said:?}");
}

#[test]
fn a_host_file_that_others_can_change_ends_with_2() {
    use std::os::unix::fs::PermissionsExt as _;

    let desk = desk("database.max-age-days = 5\n");
    let policy = desk.at("etc/policy.toml");
    std::fs::set_permissions(&policy, std::fs::Permissions::from_mode(0o666)).expect("set");
    let said = told(&desk, &CHECK, &[]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(said.err.contains("etc/policy.toml") && said.err.contains("chmod go-w"), "{said:?}");
}

/// Whoever may change a pipeline's file could else hand in an approval of their own.
#[test]
fn a_job_that_may_not_hand_in_approvals_and_documents_cannot_excuse_itself() {
    let desk = desk("flags.forbid = [\"--approvals\", \"--vex\"]\n");
    desk.write("approvals.json", "{\"format\": \"cullis-approvals-v1\", \"approvals\": []}");
    desk.write("vendor.vex.json", "{}");
    for given in [["--approvals", "approvals.json"], ["--vex", "vendor.vex.json"]] {
        let said = told(&desk, &[&CHECK[..], &given].concat(), &[]);
        assert_eq!(said.exit, Some(2), "{said:?}");
        assert!(said.err.contains("etc/policy.toml:1:7") && said.err.contains(given[0]), "{said:?}");
    }
}

/// The host names documents itself, beside its policy, by their very bytes.
#[test]
fn the_host_names_a_document_and_the_repository_none() {
    let desk = desk("");
    let document =
        std::fs::read(fixtures("stories/vex-trusted/desk/fast-cookie.vex.json")).expect("a document");
    desk.write("etc/vendor.vex.json", &document);
    let digest = cullis::domain::digest::Digest::of(&document);
    let policy =
        |digest: &str| format!("[[vex.document]]\nfile = \"vendor.vex.json\"\nsha256 = \"{digest}\"\n");
    desk.write("etc/policy.toml", policy(&digest.to_string()));
    let said = told(&desk, &CHECK, &[]);
    assert!(said.out.contains("vendor.vex.json"), "{said:?}");
    desk.write("etc/policy.toml", policy(&"0".repeat(64)));
    let said = told(&desk, &CHECK, &[]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(
        said.err.contains("etc/policy.toml:1:1") && said.err.contains("has to be sha256:0000"),
        "{said:?}"
    );
    desk.write("etc/policy.toml", "may-loosen = [\"*\"]\n");
    desk.write("tree/cullis.toml", policy(&digest.to_string()));
    let said = told(&desk, &CHECK, &[]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(said.err.contains("stands in a layer above the repository"), "{said:?}");
}
