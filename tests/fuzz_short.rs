//! The fuzz targets on mutations of their seeds: the same on
//! every run. `docs/fuzzing.md` says how to run the fuzzer itself.

#![expect(
    clippy::panic,
    clippy::disallowed_methods,
    clippy::pedantic,
    unreachable_pub,
    reason = "a test reads its own fixtures; the targets are the fuzzer's, too, and panic on a fault"
)]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;

/// Numbers that look random and are the same on every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or_default()
    }
}

/// Pieces that formats give a meaning to.
const PIECES: [&[u8]; 16] = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\"",
    b"\\",
    b"{",
    b"[[",
    b"]",
    b"0",
    b"-1",
    b"1e999",
    b"null",
    b": ",
    b"&a *a",
    b"\xe2\x80\xae",
];

fn mutated(seed: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(40)).min(bytes.len());
        match numbers.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => {
                let piece = PIECES.get(numbers.below(PIECES.len())).copied().unwrap_or_default();
                drop(bytes.splice(at..at, piece.iter().copied()));
            }
            4 => {
                let again: Vec<u8> = bytes.get(at..end).unwrap_or_default().to_vec();
                drop(bytes.splice(at..at, again.repeat(numbers.below(20))));
            }
            5 => {
                let from = numbers.below(other.len() + 1);
                let part = other.get(from..(from + 60).min(other.len())).unwrap_or_default();
                drop(bytes.splice(at..end, part.iter().copied()));
            }
            _ => drop(bytes.splice(at..end, [u8::try_from(numbers.below(256)).unwrap_or_default()])),
        }
    }
    bytes
}

/// Writes the seeds where the fuzzer finds them, when that is asked for.
fn keep(target: &str, seeds: &[Vec<u8>]) {
    let Some(folder) = std::env::var_os("CULLIS_SEEDS") else { return };
    let folder = Path::new(&folder).join(target);
    let written = std::fs::create_dir_all(&folder).and_then(|()| {
        let mut numbered = seeds.iter().enumerate();
        numbered.try_for_each(|(number, seed)| std::fs::write(folder.join(format!("seed-{number:03}")), seed))
    });
    assert!(written.is_ok(), "{}: {written:?}", folder.display());
}

#[test]
fn every_target_survives_mutations_of_its_seeds() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    std::thread::scope(|scope| {
        for target in targets::TARGETS {
            let fixtures = &fixtures;
            scope.spawn(move || {
                let seeds = (target.seeds)(fixtures);
                assert!(seeds.len() >= 3, "{} has {} seeds", target.name, seeds.len());
                seeds.iter().for_each(|seed| (target.run)(seed));
                keep(target.name, &seeds);
                let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
                for _ in 0..1_000 {
                    let (one, two) = (numbers.below(seeds.len()), numbers.below(seeds.len()));
                    let (Some(one), Some(two)) = (seeds.get(one), seeds.get(two)) else { continue };
                    (target.run)(&mutated(one, two, &mut numbers));
                }
            });
        }
    });
}

/// Each target's file is there, and calls it.
#[test]
fn every_target_has_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    for target in targets::TARGETS {
        let path = folder.join("fuzz_targets").join(format!("{}.rs", target.name));
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(&format!("cullis_fuzz::{}(data)", target.name)), "{}", path.display());
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{}.rs\"", target.name)), "{}", target.name);
    }
    let files = std::fs::read_dir(folder.join("fuzz_targets")).map(Iterator::count).unwrap_or_default();
    assert_eq!(files, targets::TARGETS.len());
}
