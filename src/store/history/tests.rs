//! The local store, with everything that may go wrong around it.
#![expect(clippy::disallowed_methods, reason = "these tests damage files, and look at what is left")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::{LOCK, LOG, LocalStore, LogReader, NOTE};
use crate::domain::ports::Store as _;
use crate::domain::record::{HistoryState, LeafDraft, LeafKind, Recorded};

fn draft(kind: LeafKind, pipeline: &str, run: &str) -> LeafDraft {
    LeafDraft {
        kind,
        pipeline: Arc::from(pipeline),
        run: Arc::from(run),
        at: "2026-03-02T08:30:00Z".parse().expect("a time"),
        inputs: None,
        verdict: (kind == LeafKind::End).then(|| Arc::from("pass")),
        exit: (kind == LeafKind::End).then_some(0),
        products: Vec::new(),
        tool: Arc::from("0.1.0"),
        base: None,
    }
}

fn open(folder: &Path) -> LocalStore {
    LocalStore::open(folder).expect("opens")
}

fn begin(folder: &Path, pipeline: &str, run: &str) -> Recorded {
    open(folder).append(&draft(LeafKind::Begin, pipeline, run)).expect("appends")
}

fn end(folder: &Path, pipeline: &str, run: &str) -> Recorded {
    open(folder).append(&draft(LeafKind::End, pipeline, run)).expect("appends")
}

fn refusal(folder: &Path) -> &'static str {
    let refused = open(folder).append(&draft(LeafKind::Begin, "p", "refused"));
    refused.expect_err("refused").sentence.key
}

fn assert_whole(folder: &Path, leaves: u64) {
    let verified = LogReader::open(folder).and_then(|log| log.verify()).expect("readable");
    assert_eq!(verified.outcome.differences, []);
    assert_eq!((verified.outcome.leaves, verified.outcome.unfinished), (leaves, 0));
}

#[test]
fn numbers_are_gap_free_for_each_pipeline_across_openings() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = &folder.path().join("new/history");
    let mut digests = Vec::new();
    for run in ["1", "2", "3"] {
        for pipeline in ["p", "支付", "p/other"] {
            let recorded = begin(folder, pipeline, run);
            assert_eq!(recorded.number, run.parse::<u64>().expect("a number") * 2 - 1);
            digests.push(recorded.digest);
            digests.push(end(folder, pipeline, run).digest);
        }
    }
    assert_whole(folder, 18);
    let mut read = Vec::new();
    LogReader::open(folder).expect("opens").each(|line| read.push(line.leaf_hash)).expect("whole");
    assert_eq!(read, digests);
}

#[test]
fn the_past_of_a_pipeline_is_its_last_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let state = || open(folder).state_of("p");
    assert_eq!(state(), HistoryState::First);
    begin(folder, "q", "other");
    assert_eq!(state(), HistoryState::First);
    begin(folder, "p", "1");
    assert_eq!(state(), HistoryState::PreviousUnfinished { number: 1 });
    begin(folder, "p", "2");
    assert_eq!(state(), HistoryState::PreviousUnfinished { number: 2 });
    end(folder, "p", "2");
    assert_eq!(state(), HistoryState::PreviousEnded);
    begin(folder, "p", "3");
    end(folder, "p", "1");
    assert_eq!(state(), HistoryState::PreviousUnfinished { number: 4 });
    end(folder, "p", "3");
    assert_eq!(state(), HistoryState::PreviousEnded);
    assert_whole(folder, 7);
}

#[test]
fn many_threads_leave_no_gap_and_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let writer = |writer: usize| {
        let shared = format!("run of {writer}");
        (0..25).for_each(|turn| {
            // Half of the writers share a pipeline; the others have their own.
            let pipeline = if writer.is_multiple_of(2) { "shared".to_owned() } else { writer.to_string() };
            let run = format!("{shared}: {turn}");
            begin(folder, &pipeline, &run);
            end(folder, &pipeline, &run);
        });
    };
    thread::scope(|scope| {
        for number in 0..8 {
            scope.spawn(move || writer(number));
        }
    });
    assert_whole(folder, 8 * 50);
    let mut last = 0;
    let lines = LogReader::open(folder).expect("opens");
    lines
        .each(|line| {
            if &*line.leaf.draft.pipeline == "shared" {
                last = line.leaf.number;
            }
        })
        .expect("whole");
    assert_eq!(last, 4 * 50);
}

#[test]
fn what_a_stopped_writer_left_is_cut_off_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    begin(folder, "p", "1");
    let whole = fs::read(folder.join(LOG)).expect("reads");
    let note = fs::read(folder.join(NOTE)).expect("reads");
    end(folder, "p", "1");
    let both = fs::read(folder.join(LOG)).expect("reads");
    for length in whole.len()..=both.len() {
        fs::write(folder.join(LOG), &both[..length]).expect("writes");
        fs::write(folder.join(NOTE), &note).expect("writes");
        let finished = length == both.len();
        let expected = if finished { 3 } else { 2 };
        let run = if finished { "2" } else { "1" };
        let kind = if finished { LeafKind::Begin } else { LeafKind::End };
        let recorded = open(folder).append(&draft(kind, "p", run)).expect("appends");
        assert_eq!(recorded.number, expected, "cut at {length}");
        assert_whole(folder, expected);
    }
}

#[test]
fn zeros_that_a_power_failure_left_are_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    begin(folder, "p", "1");
    let mut log = fs::read(folder.join(LOG)).expect("reads");
    log.extend_from_slice(b"{\"check\"\0\0\0\0}\n\0\0");
    fs::write(folder.join(LOG), &log).expect("writes");
    assert_eq!(end(folder, "p", "1").number, 2);
    assert_whole(folder, 2);
}

#[test]
fn nothing_is_added_to_a_log_whose_acknowledged_end_is_gone_or_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    begin(folder, "p", "1");
    end(folder, "p", "1");
    let log = fs::read(folder.join(LOG)).expect("reads");
    for length in 0..log.len() {
        fs::write(folder.join(LOG), &log[..length]).expect("writes");
        assert_eq!(refusal(folder), "history.cut_short", "cut at {length}");
        assert_eq!(fs::metadata(folder.join(LOG)).expect("there").len(), length as u64);
        assert!(matches!(open(folder).state_of("p"), HistoryState::Unusable(_)));
    }
    let last = log.iter().take(log.len() - 1).rposition(|byte| *byte == b'\n').expect("two lines") + 1;
    for at in last..log.len() - 1 {
        let mut changed = log.clone();
        changed[at] ^= 1;
        fs::write(folder.join(LOG), &changed).expect("writes");
        let key = refusal(folder);
        assert!(["history.damaged", "history.cut_short"].contains(&key), "byte {at}: {key}");
    }
}

#[test]
fn a_damaged_line_that_the_next_number_depends_on_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    begin(folder, "p", "1");
    begin(folder, "q", "1");
    end(folder, "q", "1");
    let log = fs::read(folder.join(LOG)).expect("reads");
    let text = String::from_utf8(log.clone()).expect("text");
    let changed = text.replacen("\"number\":1,\"pipeline\":\"p\"", "\"number\":7,\"pipeline\":\"p\"", 1);
    assert_ne!(changed, text);
    fs::write(folder.join(LOG), changed).expect("writes");
    assert_eq!(refusal(folder), "history.damaged");
}

#[test]
fn a_note_that_is_lost_or_damaged_costs_no_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    begin(folder, "p", "1");
    for note in [&b""[..], b"x", &[b' '; 192], &[b'9'; 1000]] {
        fs::write(folder.join(NOTE), note).expect("writes");
        let verified = LogReader::open(folder).and_then(|log| log.verify()).expect("readable");
        assert_eq!(verified.noted, !note.is_empty());
        assert_eq!(verified.outcome.found, u64::from(!note.is_empty()), "{note:?}");
    }
    fs::remove_file(folder.join(NOTE)).expect("removes");
    assert_eq!(end(folder, "p", "1").number, 2);
    assert_whole(folder, 2);
}

#[test]
fn a_lock_that_is_held_too_long_is_said_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    begin(folder, "p", "1");
    let lock = fs::OpenOptions::new().write(true).open(folder.join(LOCK)).expect("opens");
    lock.lock().expect("locks");
    let mut waiting = open(folder).with_patience(Duration::from_millis(20));
    let refused = waiting.append(&draft(LeafKind::End, "p", "1")).expect_err("refused");
    assert_eq!(refused.sentence.key, "history.busy");
    lock.unlock().expect("unlocks");
    // Who gave up waiting must not take the lock behind everybody's back.
    assert_eq!(end(folder, "p", "1").number, 2);
    assert_eq!(waiting.append(&draft(LeafKind::Begin, "p", "2")).expect("appends").number, 3);
    assert_whole(folder, 3);
}

#[test]
fn the_newest_lines_come_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for pipeline in ["p", "q", "p"] {
        begin(folder, pipeline, "1");
        end(folder, pipeline, "1");
    }
    let log = LogReader::open(folder).expect("opens");
    let numbers = |limit, pipeline: &str| -> Vec<u64> {
        let lines = log.newest(limit, |line| &*line.leaf.draft.pipeline == pipeline).expect("whole");
        lines.iter().map(|line| line.leaf.number).collect()
    };
    assert_eq!(numbers(3, "p"), [4, 3, 2]);
    assert_eq!(numbers(9, "q"), [2, 1]);
    assert_eq!(numbers(0, "p"), [] as [u64; 0]);
}

#[test]
fn a_place_that_cannot_be_used_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("writes");
    let error = LocalStore::open(&file.join("history")).expect_err("refused");
    assert_eq!(error.sentence.key, "history.unusable");
    assert!(error.sentence.english.contains("--history"));
    let error = LogReader::open(&folder.path().join("none")).expect_err("refused");
    assert_eq!(error.sentence.key, "history.absent");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_history() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("history");
    begin(&folder, "p", "1");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in [LOG, NOTE, LOCK] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
}
