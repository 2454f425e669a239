//! The history's store under writers that are killed, and on a disk that is full.
//!
//! `CULLIS_KILLS=1000 cargo test --release --test history_store` is the long
//! form of the first.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test starts writers and talks to them through the environment and their output"
)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use cullis::domain::digest::Digest;
use cullis::domain::ports::Store as _;
use cullis::domain::record::{LeafDraft, LeafKind};
use cullis::store::history::{LocalStore, LogReader};

fn draft(kind: LeafKind, pipeline: &str, run: &str) -> LeafDraft {
    LeafDraft {
        kind,
        pipeline: Arc::from(pipeline),
        run: Arc::from(run),
        at: "2026-03-02T08:30:00Z".parse().expect("a time"),
        inputs: None,
        verdict: None,
        exit: None,
        products: Vec::new(),
        tool: Arc::from("0.1.0"),
        base: None,
    }
}

/// What a writer's process runs: it adds runs for ever, and says each record
/// that was acknowledged. Without a folder it has nothing to do; the other
/// tests start it with one.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os("CULLIS_TEST_HISTORY") else { return };
    let name = std::env::var("CULLIS_TEST_WRITER").expect("a name");
    let pipeline = if name.ends_with('0') { "shared".to_owned() } else { name.clone() };
    for turn in 0_u64.. {
        for kind in [LeafKind::Begin, LeafKind::End] {
            let appended = LocalStore::open(Path::new(&folder))
                .and_then(|mut store| store.append(&draft(kind, &pipeline, &format!("{name}: {turn}"))));
            match appended {
                Ok(recorded) => println!("kept {pipeline} {} {}", recorded.number, recorded.digest),
                Err(error) => {
                    println!("refused {} {}", error.sentence.key, error.arguments.join("; "));
                    return;
                }
            }
        }
    }
}

fn start(folder: &Path, name: &str, before: &str) -> Child {
    let program = std::env::current_exe().expect("this program");
    Command::new("sh")
        .args(["-c", &format!("{before} exec \"$0\" --exact writer --nocapture --test-threads=1")])
        .arg(program)
        .env("CULLIS_TEST_HISTORY", folder)
        .env("CULLIS_TEST_WRITER", name)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

/// A generator of the family of Lehmer, so that a failing trial can be repeated.
fn next(seed: &mut u64) -> u64 {
    *seed = (*seed % 0x7fff_ffff).max(1) * 48_271 % 0x7fff_ffff;
    *seed
}

fn acknowledged(lines: impl Iterator<Item = String>) -> Vec<(String, u64, Digest)> {
    // The harness writes before the first line; and a line that the kill cut
    // short was not acknowledged to anybody.
    lines
        .filter_map(|line| {
            let (_, record) = line.split_once("kept ")?;
            let [pipeline, number, digest] = record.split(' ').collect::<Vec<_>>().try_into().ok()?;
            Some((pipeline.to_owned(), number.parse().ok()?, Digest::from_hex(digest)?))
        })
        .collect()
}

#[test]
fn writers_that_are_killed_lose_nothing_that_was_acknowledged() {
    let kills: u64 = std::env::var("CULLIS_KILLS").map_or(20, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let mut kept: BTreeMap<(String, u64), Digest> = BTreeMap::new();
    let mut seed = 20_260_302;
    for trial in 0..kills {
        let names: Vec<String> = (0..3).map(|writer| format!("{trial}-{writer}")).collect();
        let mut writers: Vec<Child> = names.iter().map(|name| start(folder.path(), name, "")).collect();
        let mut outputs: Vec<_> = writers
            .iter_mut()
            .map(|writer| BufReader::new(writer.stdout.take().expect("piped")).lines())
            .collect();
        let wanted = 1 + next(&mut seed) % 12;
        let mut said: Vec<String> = Vec::new();
        let first = outputs.first_mut().expect("a writer");
        while said.iter().filter(|line| line.contains("kept ")).count()
            < usize::try_from(wanted).expect("small")
        {
            said.push(first.next().expect("the writer goes on").expect("text"));
        }
        for _ in 0..next(&mut seed) % 100_000 {
            std::hint::spin_loop();
        }
        for writer in &mut writers {
            writer.kill().expect("kills");
            writer.wait().expect("ends");
        }
        said.extend(outputs.into_iter().flatten().map_while(Result::ok));
        assert!(!said.iter().any(|line| line.contains("refused ")), "trial {trial}: {said:?}");
        for (pipeline, number, digest) in acknowledged(said.into_iter()) {
            assert_eq!(
                kept.insert((pipeline, number), digest),
                None,
                "trial {trial}: a number was given twice"
            );
        }
        let log = LogReader::open(folder.path()).expect("opens");
        assert_eq!(log.verify().expect("readable").outcome.differences, [], "trial {trial}");
    }
    let mut missing = kept.clone();
    let log = LogReader::open(folder.path()).expect("opens");
    log.each(|line| {
        let found = missing.remove(&(line.leaf.draft.pipeline.to_string(), line.leaf.number));
        assert!(found.is_none_or(|digest| digest == line.leaf_hash), "another leaf was acknowledged");
    })
    .expect("whole");
    assert!(missing.is_empty(), "acknowledged and gone: {missing:?}");
    assert!(kept.len() as u64 >= kills, "{} records were acknowledged", kept.len());
}

#[test]
fn a_full_disk_is_said_and_nothing_is_torn() {
    let folder = tempfile::tempdir().expect("a folder");
    // The bound on a file's size stands for the end of the disk: a write is
    // cut in the middle and the rest of it is refused.
    let writer = start(folder.path(), "w1", "trap '' XFSZ; ulimit -f 3;");
    let output = writer.wait_with_output().expect("ends");
    let said = String::from_utf8(output.stdout).expect("text");
    let Some(refused) = said.lines().find(|line| line.contains("refused ")) else {
        panic!("the writer was never refused: {said}")
    };
    assert!(refused.contains("refused history.append_failed"), "{refused}");
    let kept = acknowledged(said.lines().map(str::to_owned)).len() as u64;
    assert!(kept > 0, "{said}");
    let outcome = LogReader::open(folder.path()).and_then(|log| log.verify()).expect("readable").outcome;
    assert_eq!((outcome.found, outcome.unfinished, outcome.leaves), (0, 0, kept));
    let mut store = LocalStore::open(folder.path()).expect("opens");
    let recorded = store.append(&draft(LeafKind::Begin, "w1", "when there is room again")).expect("appends");
    assert_eq!(recorded.number, kept + 1);
}
