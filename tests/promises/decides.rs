//! Promise 4: one place decides, so every format gives the same exit code, on
//! the screen and in a file.
//!
//! Each story takes some of the formats in turn; `CULLIS_LONG=1 cargo test --test
//! promises` holds every story to all of them, which is some thousand processes.

use std::collections::BTreeSet;

use cullis::report::Format;

use crate::gate::run;
use crate::story::{Story, stories};

/// The formats that a story is held to: all, or its share of them.
fn formats_of(number: usize) -> impl Iterator<Item = Format> {
    let is_long = std::env::var_os("CULLIS_LONG").is_some();
    Format::ALL.into_iter().enumerate().filter_map(move |(at, format)| {
        (is_long || (at + number).is_multiple_of(Format::ALL.len())).then_some(format)
    })
}

/// The exit code of a story, which every format has to give.
fn held_exit((number, story): (usize, &Story)) -> Option<i32> {
    // The same desk would tell a second run of the first one's history.
    let exit_of = |more: &[&str]| run(&mut story.command(&story.desk(), more)).exit;
    let plain = exit_of(&[]);
    assert!(plain.is_some(), "{}", story.name);
    for format in formats_of(number) {
        let word = format.word();
        assert_eq!(exit_of(&["--report", word]), plain, "{}: {word}", story.name);
        let file = format!("{word}=report");
        assert_eq!(exit_of(&["--report", &file]), plain, "{}: {file}", story.name);
        // A flag that changes the code changes it for every format alike.
        let zero = if plain == Some(1) { Some(0) } else { plain };
        assert_eq!(exit_of(&["--report", word, "--exit-zero"]), zero, "{}: {word}", story.name);
    }
    plain
}

#[test]
fn every_format_gives_the_exit_of_the_story() {
    let stories = stories();
    // Each run has a desk of its own, so several go at once.
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let codes: BTreeSet<Option<i32>> = std::thread::scope(|scope| {
        let shares = stories.chunks(stories.len().div_ceil(threads).max(1));
        let workers: Vec<_> = shares
            .map(|share| scope.spawn(move || share.iter().enumerate().map(held_exit).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    // Stories that all end alike would show nothing.
    assert!([0, 1, 3, 4].iter().all(|code| codes.contains(&Some(*code))), "{codes:?}");
}
