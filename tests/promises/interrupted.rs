//! Promise 8, signals: an interrupted run ends with its own code and leaves
//! nothing half-written.
//!
//! The run is caught in the middle of its reports by a pipe that nobody reads:
//! it stands there until the signal comes, so no clock is involved.

use std::fs::{self, File};
use std::io::Read as _;
use std::process::{Child, Stdio};

use crate::gate::{ADVISORIES, Desk, NOW, entries, run};

/// A lockfile whose report is longer than a pipe holds.
fn large_lockfile() -> String {
    let package =
        |number: usize| format!("\n[[package]]\nname = \"part-{number}\"\nversion = \"1.0.{number}\"\n");
    (0..600).fold("version = 4\n".to_owned(), |text, number| text + &package(number))
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("tree/Cargo.lock", large_lockfile());
    fs::create_dir(desk.at("out")).expect("a folder");
    let made = run(desk.program("mkfifo").arg(desk.at("pipe")));
    assert_eq!(made.exit, Some(0), "{made:?}");
    desk
}

/// Starts a run and gives it back once it writes to the pipe: the report before
/// is complete under its temporary name.
fn caught(desk: &Desk) -> (Child, File) {
    let mut command = desk.cullis(&["check", "tree", "--db", ADVISORIES, "--packages", "none", "--now", NOW]);
    command.args(["--history", "history", "--report", "sarif=out/cullis.sarif", "--report", "json=pipe"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    // Opening waits for the writer, and the first byte for its first write.
    let mut pipe = File::open(desk.at("pipe")).expect("opens");
    let mut first = [0];
    pipe.read_exact(&mut first).expect("a byte");
    (child, pipe)
}

#[test]
fn interrupted_and_terminated_runs_end_with_their_codes_and_leave_nothing() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let desk = desk();
        let (child, pipe) = caught(&desk);
        let names = entries(&desk.at("out"));
        assert_eq!(names.len(), 1, "the first report waits under a temporary name: {names:?}");
        let killed = run(desk.program("kill").args([&format!("-{signal}"), &child.id().to_string()]));
        assert_eq!(killed.exit, Some(0), "{killed:?}");
        let output = child.wait_with_output().expect("ends");
        drop(pipe);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(output.stdout.is_empty(), "something was said of a run that didn't end: {output:?}");
        assert_eq!(entries(&desk.at("out")), [""; 0].map(std::path::PathBuf::from), "SIG{signal}");
        let verified = run(&mut desk.cullis(&["history", "verify", "--history", "history"]));
        assert_eq!(verified.exit, Some(0), "{verified:?}");
        let listed = run(&mut desk.cullis(&["history", "list", "--history", "history"]));
        assert!(listed.out.contains("begin") && !listed.out.contains(" end "), "{listed:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_said_and_nothing_takes_a_name() {
    let desk = desk();
    let (child, pipe) = caught(&desk);
    drop(pipe);
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("`pipe`"), "{said}");
    assert!(entries(&desk.at("out")).iter().all(|path| path.ends_with("cullis.sarif")));
}
