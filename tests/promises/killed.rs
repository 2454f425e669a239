//! Promise 8: a run that is killed at any call to the kernel loses nothing that
//! was acknowledged and leaves nothing that the next run doesn't handle.
//!
//! `strace` kills the binary as it enters the n-th call that changes the disk,
//! for every n, so each moment is met exactly once and no clock is involved.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::gate::{ADVISORIES, Desk, NOW, Said, copy, entries, fixtures, run};
use crate::strace;

/// Calls behind which the disk may look different. `strace` counts each of
/// them by itself.
const CHANGING: &str = "write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,openat,fchmod,flock,mkdir";

/// More calls of one kind than any run makes.
const MOST: usize = 1_000;

/// A desk with a repository, an index and an empty history.
fn desk() -> Desk {
    let desk = Desk::new();
    copy(&fixtures("repository/payments"), &desk.at("tree"));
    let mut import =
        desk.cullis(&["db", "import", ADVISORIES, "--as-of", "2026-11-20", "--out", "index.cullis"]);
    assert_eq!(run(&mut import).exit, Some(0));
    fs::create_dir(desk.at("out")).expect("a folder");
    desk
}

const CHECK: [&str; 15] = [
    "check",
    "tree",
    "--db",
    "index.cullis",
    "--packages",
    "none",
    "--history",
    "history",
    "--pipeline",
    "payments",
    "--now",
    NOW,
    "--report",
    "json=out/cullis.json",
    "--report=sarif=out/cullis.sarif",
];

/// Number and digest of each record, as `history list` knows them.
fn recorded(desk: &Desk) -> BTreeSet<String> {
    if !desk.at("history/log.jsonl").exists() {
        return BTreeSet::new();
    }
    let said =
        run(&mut desk.cullis(&["history", "list", "--history", "history", "--limit", "1000", "--json"]));
    assert_eq!(said.exit, Some(0), "{said:?}");
    let parse = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
    said.out.lines().map(parse).map(|line| line["digest"].as_str().expect("a digest").to_owned()).collect()
}

/// The digest that the last line of a text report acknowledges.
fn acknowledged(screen: &str) -> Option<String> {
    let line = screen.strip_suffix('\n')?.lines().last()?;
    let mut words = line.split(|c: char| !c.is_ascii_hexdigit());
    words.rfind(|word| word.len() == 64).map(str::to_owned)
}

/// A report is as one run wrote it: whole, or not there.
fn assert_whole(report: &Path, when: &str) {
    if let Ok(text) = fs::read_to_string(report) {
        let parsed: Result<Value, _> = serde_json::from_str(&text);
        assert!(parsed.is_ok(), "{when}: {} is torn", report.display());
    }
}

fn temporaries(folder: &Path) -> Vec<String> {
    let names = entries(folder).into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    names.filter(|name| name.starts_with(".cullis-")).collect()
}

/// Runs under `strace` again and again, killed at the first call of each kind,
/// then at the second, until a run makes no further call of that kind and ends;
/// `look` sees what each left. Gives the number of kills.
fn kill_at_every_call(desk: &Desk, arguments: &[&str], mut look: impl FnMut(&str, &Said)) -> usize {
    let mut kills = 0;
    for call in CHANGING.split(',') {
        let ended = (1..MOST).find(|when| {
            let trace = format!("trace={call}");
            let inject = format!("inject={call}:signal=KILL:when={when}");
            let traced = strace::trace(desk, &["-e", &trace, "-e", &inject], arguments, &desk.at(""));
            look(&format!("{call} {when}"), &traced.said);
            let ended = traced.said.exit.is_some_and(|exit| exit < 128);
            kills += usize::from(!ended);
            ended
        });
        assert!(ended.is_some(), "{call}: the run never ended");
    }
    kills
}

#[test]
fn a_run_killed_at_any_call_loses_nothing_that_was_acknowledged() {
    if !strace::is_there() {
        return;
    }
    let desk = desk();
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut ended = 0;
    let kills = kill_at_every_call(&desk, &CHECK, |when, said| {
        // What stood on the screen was said to somebody, killed or not.
        let told = acknowledged(&said.out);
        kept.extend(told.clone());
        if desk.at("history/log.jsonl").exists() {
            let verified = run(&mut desk.cullis(&["history", "verify", "--history", "history"]));
            assert_eq!(verified.exit, Some(0), "{when}: {verified:?}");
        }
        let missing: Vec<_> = kept.difference(&recorded(&desk)).cloned().collect();
        assert!(missing.is_empty(), "{when}: acknowledged and gone: {missing:?}");
        for report in ["out/cullis.json", "out/cullis.sarif"] {
            assert_whole(&desk.at(report), when);
        }
        if said.exit.is_some_and(|exit| exit < 128) {
            ended += 1;
            assert!(said.exit == Some(1) && told.is_some(), "{when}: {said:?}");
            // A run that ends puts away what killed ones left.
            assert_eq!(temporaries(&desk.at("out")), [""; 0], "{when}");
            assert!(desk.at("out/cullis.json").exists() && desk.at("out/cullis.sarif").exists(), "{when}");
        }
    });
    assert!(kills >= 40, "only {kills} kills");
    assert_eq!(ended, CHANGING.split(',').count());
}

#[test]
fn an_import_killed_at_any_call_leaves_the_old_index_or_the_new_one() {
    if !strace::is_there() {
        return;
    }
    let desk = desk();
    fs::rename(desk.at("index.cullis"), desk.at("out/index.cullis")).expect("moved");
    let import = ["db", "import", ADVISORIES, "--as-of", "2026-11-21", "--out", "out/index.cullis"];
    let kills = kill_at_every_call(&desk, &import, |when, _| {
        let verified = run(&mut desk.cullis(&["db", "verify", "out/index.cullis"]));
        assert_eq!(verified.exit, Some(0), "{when}: {verified:?}");
    });
    assert!(kills >= 10, "only {kills} kills");
    assert_eq!(temporaries(&desk.at("out")), [""; 0]);
}

#[test]
fn a_run_that_was_killed_is_told_by_the_next_one() {
    if !strace::is_there() {
        return;
    }
    let desk = desk();
    // The log is locked and unlocked for BEGIN; the third lock is that of the
    // first report, before END.
    let inject = "inject=flock:signal=KILL:when=3";
    let traced = strace::trace(&desk, &["-e", "trace=flock", "-e", inject], &CHECK, &desk.at(""));
    assert_eq!(acknowledged(&traced.said.out), None, "{:?}", traced.said);
    let told = || {
        assert_eq!(run(&mut desk.cullis(&CHECK)).exit, Some(1));
        let report = fs::read_to_string(desk.at("out/cullis.json")).expect("a report");
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let mut findings = report["findings"].as_array().expect("a list").iter();
        findings.any(|finding| finding["rule"] == "unfinished-run")
    };
    assert!(told(), "the next run says nothing of the one before");
    assert!(!told(), "the run after that repeats it");
}
