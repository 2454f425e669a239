//! Every reader on every case of `fixtures/ecosystem/<ecosystem>/<format>/<case>/`.
//!
//! A case is a small tree and `expected.txt`, what the inventory of that tree
//! holds, one entry or gap a line. To accept what the readers say now:
//! `CULLIS_ACCEPT=1 cargo test --test ecosystem`, then read the difference.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test reads its own fixtures and says what differs"
)]

#[path = "support/files.rs"]
mod files;
#[path = "support/listing.rs"]
mod listing;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cullis::domain::component::Occurrence;
use cullis::domain::inventory::{Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::ecosystem::{READERS, reader_of, take_inventory};
use files::MemoryFiles;
use listing::listing;
use proptest::prelude::{any, proptest};

const EXPECTED: &str = "expected.txt";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ecosystem")
}

/// Every folder three levels below the fixtures, in path order.
fn cases() -> Vec<PathBuf> {
    let mut folders = vec![fixtures()];
    for _ in 0..3 {
        let inside = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
        folders = inside.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    }
    folders.sort();
    folders
}

fn inventory(files: &MemoryFiles) -> Inventory {
    take_inventory(files, &Limits::DEFAULT, PassedOver::default())
}

/// The lines that differ: `-` expected, `+` found.
fn difference(expected: &str, found: &str) -> String {
    let (wanted, got): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let gone = wanted.iter().filter(|line| !got.contains(line)).map(|line| format!("- {line}\n"));
    let come = got.iter().filter(|line| !wanted.contains(line)).map(|line| format!("+ {line}\n"));
    let lines: String = gone.chain(come).collect();
    if lines.is_empty() { "the same lines in another order\n".to_owned() } else { lines }
}

#[test]
fn every_case_gives_what_it_expects() {
    let accept = std::env::var_os("CULLIS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let found = listing(&inventory(&MemoryFiles::of_folder(&case, EXPECTED)));
        let file = case.join(EXPECTED);
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if expected == found && file.exists() {
            continue;
        }
        if accept {
            std::fs::write(&file, &found).expect("a writable fixture");
        } else {
            let _ = writeln!(failures, "{}\n{}", case.display(), difference(&expected, &found));
        }
    }
    assert!(failures.is_empty(), "\n{failures}to accept: CULLIS_ACCEPT=1 cargo test --test ecosystem");
}

#[test]
fn every_reader_has_its_cases() {
    for reader in READERS {
        let folder = fixtures().join(reader.id);
        let cases = std::fs::read_dir(&folder).map(Iterator::count).unwrap_or_default();
        assert!(cases >= 5, "{}: expected empty, one, several, malformed and hostile cases", reader.id);
    }
}

#[test]
fn ids_name_folders_and_are_unique() {
    let mut seen = BTreeSet::new();
    for reader in READERS {
        assert!(seen.insert(reader.id), "{} stands twice", reader.id);
        assert_eq!(reader.id.matches('/').count(), 1, "{}", reader.id);
    }
}

/// Cuts a file of a case at every byte, or at a stride for a large one.
fn cuts(length: usize) -> impl Iterator<Item = usize> {
    (0..length).step_by(length / 2_000 + 1)
}

#[test]
fn a_file_cut_anywhere_never_passes_for_the_whole() {
    for case in cases() {
        let whole = MemoryFiles::of_folder(&case, EXPECTED);
        let expected = inventory(&whole);
        for (path, bytes) in whole.all().filter(|(path, _)| ends_can_be_told(path)) {
            for at in cuts(bytes.len()) {
                let (cut, rest) = bytes.split_at(at);
                let found = inventory(&whole.with(path, cut.to_vec()));
                if found.gaps != expected.gaps || carries_nothing(rest) {
                    continue;
                }
                // A document that closes what it opens is broken by any cut.
                let told = bytes.starts_with(b"{") && expected.gaps.is_empty();
                assert!(
                    !told && nothing_new(&found, &expected),
                    "{}: {path} cut at {at} of {} gives no gap:\n{}",
                    case.display(),
                    bytes.len(),
                    listing(&found)
                );
            }
        }
    }
}

/// A line of pip's format can lose its last digit and be as sound as before.
fn ends_can_be_told(path: &cullis::domain::place::TreePath) -> bool {
    reader_of(path).is_some_and(|reader| reader.id != "pypi/requirements")
}

/// Ends of lines carry no entry; in UTF-16 they have a zero byte.
fn carries_nothing(rest: &[u8]) -> bool {
    rest.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0)
}

/// Formats of single lines can lose the last ones without a trace, but what
/// is left is read as what it is: no shorter version, no other origin.
fn nothing_new(found: &Inventory, expected: &Inventory) -> bool {
    found.occurrences.iter().all(|occurrence| {
        let same =
            |other: &Occurrence| occurrence.component == other.component && occurrence.origin == other.origin;
        expected.occurrences.iter().any(same)
    })
}

proptest! {
    #[test]
    fn any_bytes_give_a_result_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400), seed in any::<usize>()) {
        let cases = cases();
        let Some(case) = cases.get(seed % cases.len().max(1)) else { return Ok(()) };
        let whole = MemoryFiles::of_folder(case, EXPECTED);
        for (path, good) in whole.all() {
            let _ = inventory(&whole.with(path, bytes.clone()));
            // Random bytes in the midst of sound ones reach deeper than alone.
            let at = seed % good.len().max(1);
            let mut spliced = good.clone();
            spliced.splice(at..(at + bytes.len() / 40).min(good.len()), bytes.iter().take(8).copied());
            let _ = inventory(&whole.with(path, spliced));
        }
    }
}
