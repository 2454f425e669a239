//! A disk without room: exit 3, the reason, and nothing torn.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::gate::{ADVISORIES, BINARY, Desk, NOW, Said, copy, fixtures, run};

fn desk() -> Desk {
    let desk = Desk::new();
    copy(&fixtures("repository/settled"), &desk.at("tree"));
    fs::create_dir(desk.at("out")).expect("a folder");
    desk
}

const CHECK: [&str; 9] =
    ["check", "tree", "--packages", "none", "--now", NOW, "--db", ADVISORIES, "--report"];

fn assert_refused(case: &str, said: &Said, names: &str) {
    assert_eq!(said.exit, Some(3), "{case}: {said:?}");
    assert!(said.err.contains(names), "{case}: nothing names `{names}`: {said:?}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = crate::gate::entries(folder).into_iter();
    entries.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn a_screen_that_takes_nothing_is_no_pass() {
    let desk = desk();
    for format in ["text", "json", "sarif", "markdown"] {
        let mut command = desk.cullis(&CHECK);
        command.arg(format).args(["--history", "none"]);
        let full = fs::File::options().write(true).open("/dev/full").expect("a full device");
        let said: Said = command
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .expect("runs")
            .into();
        assert_refused(format, &said, "No space left on device");
    }
}

#[test]
fn a_report_that_takes_nothing_is_named_and_the_others_say_so() {
    let desk = desk();
    let mut command = desk.cullis(&CHECK);
    command.args(["json=/dev/full", "--report", "sarif=out/cullis.sarif", "--history", "history"]);
    let said = run(&mut command);
    assert_refused("a report", &said, "/dev/full");
    assert!(!said.out.contains("PASS"), "{said:?}");
    assert_eq!(names(&desk.at("out")), ["cullis.sarif"]);
    let sarif = fs::read_to_string(desk.at("out/cullis.sarif")).expect("a report");
    assert!(sarif.contains("\"unwritten-report\""), "the report that was written hides that another wasn't");
}

#[test]
fn reports_whose_folder_is_not_there_are_named() {
    let desk = desk();
    desk.write("file", "");
    for target in ["nowhere/cullis.json", "file/cullis.json", "out"] {
        let mut command = desk.cullis(&CHECK);
        let said = run(command.arg(format!("json={target}")).args(["--history", "none"]));
        assert_refused(target, &said, target);
        assert_eq!(names(&desk.at("out")), [""; 0], "{target}");
    }
}

#[test]
fn a_history_that_cannot_be_kept_is_named() {
    let desk = desk();
    desk.write("file", "");
    for history in ["file", "file/history", "/dev/full", "/proc/history"] {
        let mut command = desk.cullis(&CHECK);
        let said = run(command.args(["json=out/cullis.json", "--history", history]));
        assert_refused(history, &said, history);
        assert_eq!(names(&desk.at("out")), ["cullis.json"], "{history}");
    }
}

/// Runs the binary on a disk of its own that has this much room, in a namespace
/// of its own; `None` where the machine allows neither.
fn on_a_small_disk(desk: &Desk, room: &str, script: &str) -> Option<Said> {
    let namespace = ["--user", "--map-root-user", "--mount"];
    let allowed = run(desk.program("unshare").args(namespace).args(["mount", "-t", "tmpfs", "none", "out"]));
    if allowed.exit != Some(0) {
        return None;
    }
    let script = format!("mount -t tmpfs -o size={room},nr_inodes=64 none out && {{ {script}\n}}");
    let mut command = desk.program("unshare");
    command.args(namespace).args(["sh", "-c", &script, BINARY]).args(CHECK);
    Some(run(&mut command))
}

#[test]
fn a_disk_that_fills_up_leaves_nothing_torn() {
    let desk = desk();
    // From no room at all to room for everything: wherever the disk ends, a
    // report is whole or isn't there, and the history verifies.
    for room in ["4k", "8k", "12k", "16k", "20k", "24k", "32k", "48k", "64k"] {
        let script = "\"$0\" \"$@\" json=out/cullis.json --report sarif=out/cullis.sarif --history out/history\n\
                      echo \"exit $?\"; ls -A out; for file in out/cullis.*; do [ -e \"$file\" ] && tail -c 2 \"$file\"; done\n\
                      \"$0\" history verify --history out/history; echo \"verify $?\"";
        let Some(said) = on_a_small_disk(&desk, room, script) else { return };
        let full = said.out.contains("exit 3");
        assert!(full || said.out.contains("exit 0"), "{room}: {said:?}");
        assert!(!said.out.contains(".cullis-"), "{room}: a temporary file stays: {said:?}");
        assert!(!said.out.contains("verify 1"), "{room}: the history is torn: {said:?}");
        if full {
            assert!(said.err.contains("No space left on device"), "{room}: {said:?}");
        }
        for report in ["cullis.json", "cullis.sarif"] {
            let listed = said.out.lines().any(|line| line == report);
            assert!(listed || full, "{room}: {report} isn't there: {said:?}");
        }
        let whole = said.out.lines().filter(|line| *line == "}").count();
        let reports = said.out.lines().filter(|line| line.starts_with("cullis.")).count();
        assert_eq!(whole, reports, "{room}: a report is torn: {said:?}");
    }
}
