//! The index of real records under damage: every changed byte is told, or
//! changes nothing of what the index says of a real lockfile.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test reads the corpus where it lies")]

#[path = "support/shared.rs"]
mod shared;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use cullis::advisory::{Importer, Index, Summary, assess};
use cullis::domain::assessment::Assessment;
use cullis::domain::inventory::{Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::domain::policy::Policy;
use cullis::domain::ports::{FileError, Files, ReadAt};
use cullis::domain::statement::Statement;
use cullis::ecosystem::take_inventory;
use cullis::{messages, rules, store::database};

/// One lockfile of a folder.
struct One {
    root: PathBuf,
    names: Vec<TreePath>,
}

impl Files for One {
    fn list(&self) -> &[TreePath] {
        &self.names
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        std::fs::read(self.root.join(path.as_str())).map_err(|_| FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.names.contains(path)
    }
}

/// The index's bytes: some of them only, and one of them changed. `Sync`, as
/// the trait asks, and without a lock: it notes nothing.
struct Damaged<'index> {
    whole: &'index [u8],
    changed: Option<(usize, u8)>,
}

impl ReadAt for Damaged<'_> {
    fn length(&self) -> u64 {
        self.whole.len() as u64
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement> {
        let bytes = usize::try_from(position)
            .ok()
            .and_then(|start| Some((start, self.whole.get(start..start + buffer.len())?)));
        let (start, bytes) = bytes.ok_or_else(|| {
            messages::advisory::source_refused(std::io::Error::from(std::io::ErrorKind::UnexpectedEof))
        })?;
        buffer.copy_from_slice(bytes);
        if let Some((at, mask)) = self.changed
            && let Some(byte) = at.checked_sub(start).and_then(|inside| buffer.get_mut(inside))
        {
            *byte ^= mask;
        }
        Ok(())
    }
}

/// Everything that is judged: the crates of uv's lockfile by real records.
struct Bench {
    inventory: Inventory,
    policy: Policy,
    index: Vec<u8>,
}

/// Crates of the lockfile that the records speak of.
const KNOWN: [&str; 5] = ["crossbeam-epoch", "h2", "rsa", "proc-macro-error2", "rustybuzz"];

/// What an index says of the lockfile, and of itself.
type Said = (Summary, Vec<Assessment>);

impl Bench {
    fn new() -> Option<Self> {
        let shared = shared::shared("")?;
        let names = vec![TreePath::new("Cargo.lock").expect("a sound path")];
        let files = One { root: shared.join("corpus/uv"), names };
        let mut inventory = take_inventory(&files, &Limits::DEFAULT, PassedOver::default());
        // A part of the crates, with all that are known for something: a look-up
        // is slow in a debug build, and there are ten thousand of them.
        let mut position = 0;
        inventory.occurrences.retain(|occurrence| {
            position += 1;
            KNOWN.contains(&&*occurrence.component.name) || position % 12 == 0
        });
        let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
        let policy = cullis::policy::effective(&[], &ids).expect("the built-in profile is sound");
        let importer = Importer::new("2026-08-21".parse().ok());
        let source = shared.join("osv/crates.io");
        let import = database::import(&[&source], importer, &Limits::DEFAULT, &mut |_| {});
        let index = import.expect("a source").expect("no defects").index;
        Some(Self { inventory, policy, index })
    }

    fn said_by(&self, file: &dyn ReadAt) -> Result<Said, Statement> {
        let mut index = Index::open(file)?;
        let assessments = assess(&self.inventory, &self.policy, &mut index)?;
        Ok((index.summary().clone(), assessments))
    }

    /// What the whole index says, which names what the lockfile is known for.
    fn said(&self) -> Said {
        let said = self.said_by(&Damaged { whole: &self.index, changed: None }).expect("it is sound");
        let text = format!("{said:?}");
        for id in ["RUSTSEC-2026-0204", "RUSTSEC-2026-0258", "RUSTSEC-2023-0071", "RUSTSEC-2026-0173"] {
            assert!(text.contains(id), "{id} isn't found by the whole index");
        }
        said
    }
}

/// Numbers that look random and are the same on every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16;
        usize::try_from(number % bound as u64).expect("below the bound")
    }
}

const CHANGES: usize = 10_000;

#[test]
fn ten_thousand_changed_bytes_are_told_or_change_nothing() {
    let Some(bench) = Bench::new() else { return };
    let whole = bench.said();
    let mut numbers = Numbers(20_261_126);
    let changes: Vec<(usize, u8)> = (0..CHANGES)
        .map(|_| {
            let at = numbers.below(bench.index.len());
            (at, u8::try_from(1 + numbers.below(255)).expect("a byte"))
        })
        .collect();
    let told = AtomicUsize::new(0);
    let try_out = |&(at, mask): &(usize, u8)| match bench
        .said_by(&Damaged { whole: &bench.index, changed: Some((at, mask)) })
    {
        Err(_) => drop(told.fetch_add(1, Ordering::Relaxed)),
        Ok(said) => assert!(said == whole, "byte {at} changed by {mask:#04x} changes what is said"),
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for part in changes.chunks(CHANGES.div_ceil(workers)) {
            scope.spawn(move || part.iter().for_each(try_out));
        }
    });
    // Both happen: the lockfile's packages touch a part of the index.
    let told = told.into_inner();
    assert!((500..CHANGES - 500).contains(&told), "{told} of {CHANGES} were told");
}

/// What no look-up touches is told by whoever verifies the whole.
#[test]
fn verifying_tells_every_changed_byte() {
    let Some(bench) = Bench::new() else { return };
    let mut numbers = Numbers(7);
    for _ in 0..VERIFIED {
        let at = numbers.below(bench.index.len());
        let file = Damaged { whole: &bench.index, changed: Some((at, 1 << numbers.below(8))) };
        let verified = Index::open(&file).and_then(|mut index| index.verify());
        assert!(verified.is_err(), "byte {at} is changed, and nobody says so");
    }
}

/// Verifying reads all of the index, where a look-up reads little.
const VERIFIED: usize = 100;

#[test]
fn every_cut_is_told() {
    let Some(bench) = Bench::new() else { return };
    let mut numbers = Numbers(3);
    let bounds = [0, 1, 7, 8, 127, 128, 159, 160, 161, 4095, 4096, bench.index.len() - 1];
    let lengths: Vec<usize> =
        bounds.into_iter().chain((0..2000).map(|_| numbers.below(bench.index.len()))).collect();
    for length in lengths {
        let file = Damaged { whole: &bench.index[..length], changed: None };
        assert!(bench.said_by(&file).is_err(), "an index of {length} bytes says something");
    }
}
