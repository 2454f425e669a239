//! Two designs of the local history, measured side by side.
//!
//! `cargo run --release --manifest-path benches/history-store/Cargo.toml -- FOLDER`
//! makes both in FOLDER, and prints the table of `docs/history-store.md`. With
//! `kill FOLDER TRIALS` behind `--` it kills writers instead.

mod sqlite;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use cullis::domain::digest::Digest;
use cullis::domain::ports::Store;
use cullis::domain::record::{LeafDraft, LeafKind, Product};
use cullis::history::leaf::{self, Leaf};
use cullis::history::line::{self, NO_CHECK, Position};
use cullis::history::trail::{self, Node};
use cullis::store::history::{LOG, LocalStore, LogReader};

use sqlite::SqliteStore;

type Outcome<T> = Result<T, Box<dyn Error>>;

const DESIGNS: [&str; 2] = ["file", "sqlite"];
const PAIRS: usize = 400;
const PREFILLED: u64 = 1_000_000;
const PIPELINES: u64 = 3_000;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["writer", design, folder, name, pairs] => writer(design, Path::new(folder), name, pairs.parse()?),
        ["kill", folder, trials] => DESIGNS.iter().try_for_each(|design| {
            kill(design, &Path::new(folder).join(format!("kill-{design}")), trials.parse()?)
        }),
        [folder] => measure(Path::new(folder)),
        _ => Err("expected FOLDER, or kill FOLDER TRIALS".into()),
    }
}

fn measure(folder: &Path) -> Outcome<()> {
    println!("| design | log | writers | p50 ms | p99 ms | max ms | pairs/s |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (log, leaves) in [("empty", 0), ("1,000,000 leaves", PREFILLED)] {
        let place = |design: &str| folder.join(format!("{design}-{leaves}"));
        for design in DESIGNS {
            fs::create_dir_all(place(design))?;
            prefill(design, &place(design), leaves)?;
        }
        for writers in [1, 8, 32] {
            for design in DESIGNS {
                let (mut times, seconds) = run(design, &place(design), writers)?;
                times.sort_by(f64::total_cmp);
                let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
                let rate = times.len() as f64 / seconds;
                println!(
                    "| {design} | {log} | {writers} | {:.2} | {:.2} | {:.2} | {rate:.0} |",
                    at(0.5),
                    at(0.99),
                    at(1.0)
                );
            }
        }
        for design in DESIGNS {
            let (bytes, count) = size(design, &place(design))?;
            println!("{design}: {bytes} bytes, {count} leaves, {} bytes a leaf", bytes / count.max(1));
        }
    }
    let reader = LogReader::open(&folder.join(format!("file-{PREFILLED}"))).map_err(|error| format!("{error:?}"))?;
    let begun = Instant::now();
    let verified = reader.verify().map_err(|error| format!("{error:?}"))?;
    let outcome = verified.outcome;
    println!("verify: {} leaves, {} differences, {:.2?}", outcome.leaves, outcome.found, begun.elapsed());
    Ok(())
}

fn size(design: &str, folder: &Path) -> Outcome<(u64, u64)> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    let leaves = match design {
        "sqlite" => SqliteStore::open(folder)?.count()?,
        _ => LogReader::open(folder).and_then(|log| log.newest(1, |_| true)).map_err(|e| format!("{e:?}"))?
            .first().map_or(0, |line| line.index + 1),
    };
    Ok((bytes, leaves))
}

/// Every writer is a process; each of its pairs opens the store anew, as a run
/// of the gate does.
fn run(design: &str, folder: &Path, writers: usize) -> Outcome<(Vec<f64>, f64)> {
    let pairs = PAIRS.max(writers * 50) / writers;
    let begun = Instant::now();
    let children: Vec<Child> =
        (0..writers).map(|writer| start(design, folder, &format!("{writers}-{writer}"), pairs)).collect::<Result<_, _>>()?;
    let mut times = Vec::new();
    for child in children {
        let output = child.wait_with_output()?;
        let text = String::from_utf8(output.stdout)?;
        let said = text.lines().filter_map(|line| line.strip_prefix("ms "));
        times.extend(said.map(str::parse::<f64>).collect::<Result<Vec<_>, _>>()?);
    }
    let seconds = begun.elapsed().as_secs_f64();
    if times.len() == pairs * writers { Ok((times, seconds)) } else { Err("a writer failed".into()) }
}

fn start(design: &str, folder: &Path, name: &str, pairs: usize) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(["writer", design])
        .arg(folder)
        .args([name, &pairs.to_string()])
        .stdout(Stdio::piped())
        .spawn()
}

fn open(design: &str, folder: &Path) -> Outcome<Box<dyn Store>> {
    Ok(match design {
        "sqlite" => Box::new(SqliteStore::open(folder)?),
        _ => Box::new(LocalStore::open(folder).map_err(|error| format!("{error:?}"))?),
    })
}

fn writer(design: &str, folder: &Path, name: &str, pairs: usize) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    for turn in 0..pairs {
        let run = format!("{name}: {turn}");
        let begun = Instant::now();
        let mut store = open(design, folder)?;
        let mut kept = Vec::new();
        for kind in [LeafKind::Begin, LeafKind::End] {
            let recorded = store.append(&draft(kind, name, &run)).map_err(|error| format!("{error:?}"))?;
            kept.push((recorded.number, recorded.digest));
        }
        drop(store);
        let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
        for (number, digest) in kept {
            writeln!(out, "kept {number} {digest}")?;
        }
        writeln!(out, "ms {milliseconds}")?;
    }
    Ok(())
}

fn draft(kind: LeafKind, pipeline: &str, run: &str) -> LeafDraft {
    let ends = kind == LeafKind::End;
    let product = |format: &str| Product { format: Arc::from(format), digest: Digest::of(format.as_bytes()) };
    LeafDraft {
        kind,
        pipeline: Arc::from(format!("bank.example/retail/{pipeline} main")),
        run: Arc::from(run),
        at: jiff::Timestamp::UNIX_EPOCH,
        inputs: ends.then(|| Digest::of(b"inputs")),
        verdict: ends.then(|| Arc::from("pass")),
        exit: ends.then_some(0),
        products: if ends { vec![product("json"), product("sarif")] } else { Vec::new() },
        tool: Arc::from("0.1.0"),
        base: None,
    }
}

/// Leaves of many pipelines, each with its number and the one before.
struct Leaves {
    heads: HashMap<u64, (u64, Digest)>,
    next: u64,
}

impl Leaves {
    fn new() -> Self {
        Self { heads: HashMap::new(), next: 0 }
    }

    fn next(&mut self) -> Outcome<(Leaf, Vec<u8>)> {
        let turn = self.next / 2;
        let kind = if self.next.is_multiple_of(2) { LeafKind::Begin } else { LeafKind::End };
        self.next += 1;
        let pipeline = turn.wrapping_mul(2_654_435_761) % PIPELINES;
        let head = self.heads.get(&pipeline).copied();
        let leaf = Leaf {
            draft: draft(kind, &format!("old-{pipeline}"), &turn.to_string()),
            number: head.map_or(1, |(number, _)| number + 1),
            previous: head.map(|(_, hash)| hash),
        };
        let bytes = leaf.encode().map_err(|error| format!("{error:?}"))?;
        self.heads.insert(pipeline, (leaf.number, leaf::hash(&bytes)));
        Ok((leaf, bytes))
    }
}

fn prefill(design: &str, folder: &Path, leaves: u64) -> Outcome<()> {
    if leaves == 0 {
        return Ok(());
    }
    if design == "sqlite" {
        let mut made = Leaves::new();
        return SqliteStore::open(folder)?.prefill(leaves, || made.next());
    }
    let mut log = BufWriter::new(fs::File::create(folder.join(LOG))?);
    let (mut made, mut offset, mut check) = (Leaves::new(), 0_u64, NO_CHECK);
    let mut nodes: HashMap<u64, Node> = HashMap::new();
    let mut newest: Option<Node> = None;
    for index in 0..leaves {
        let (leaf, bytes) = made.next()?;
        let key = trail::key_of(&leaf.draft.pipeline);
        let found = trail::search(newest.take(), &key, |at| nodes.get(&at).cloned().ok_or("no such line"))?;
        let found = found.ok_or("offsets that lead astray")?;
        if let Some(previous) = found.previous {
            nodes.remove(&previous);
        }
        let position = Position { index, others: found.others.clone(), previous: found.previous };
        let (line, next) = line::encode(&bytes, position, &check).map_err(|error| format!("{error:?}"))?;
        log.write_all(&line)?;
        let node = Node { offset, key, others: found.others };
        nodes.insert(offset, node.clone());
        newest = Some(node);
        offset += line.len() as u64;
        check = next;
    }
    log.into_inner()?.sync_all()?;
    Ok(())
}

/// Kills three writers at a time, and looks for what they had acknowledged.
fn kill(design: &str, folder: &PathBuf, trials: u64) -> Outcome<()> {
    fs::create_dir_all(folder)?;
    let mut kept: BTreeMap<Digest, u64> = BTreeMap::new();
    let mut seed: u64 = 20_260_302;
    for trial in 0..trials {
        seed = seed * 48_271 % 0x7fff_ffff;
        let mut writers = (0..3)
            .map(|writer| start(design, folder, &format!("{trial}-{writer}"), usize::MAX))
            .collect::<Result<Vec<_>, _>>()?;
        let mut outputs: Vec<_> =
            writers.iter_mut().filter_map(|writer| writer.stdout.take()).map(|out| BufReader::new(out).lines()).collect();
        let mut said: Vec<String> = Vec::new();
        if let Some(first) = outputs.first_mut() {
            said.extend(first.take(1 + usize::try_from(seed % 12)?).map_while(Result::ok));
        }
        (0..seed % 100_000).for_each(|_| std::hint::spin_loop());
        for writer in &mut writers {
            writer.kill()?;
            writer.wait()?;
        }
        said.extend(outputs.into_iter().flatten().map_while(Result::ok));
        for line in said {
            let mut words = line.split(' ');
            let (Some("kept"), Some(number), Some(digest)) = (words.next(), words.next(), words.next()) else { continue };
            if let (Ok(number), Some(digest)) = (number.parse(), Digest::from_hex(digest)) {
                kept.insert(digest, number);
            }
        }
    }
    let acknowledged = kept.len();
    let mut forget = |digest: Digest| drop(kept.remove(&digest));
    let differences = match design {
        "sqlite" => SqliteStore::open(folder)?.each(&mut forget)?,
        _ => {
            let log = LogReader::open(folder).map_err(|error| format!("{error:?}"))?;
            log.each(|line| forget(line.leaf_hash)).map_err(|error| format!("{error:?}"))?;
            log.verify().map_err(|error| format!("{error:?}"))?.outcome.found
        }
    };
    println!("{design}: {trials} trials, {acknowledged} acknowledged, {} missing, {differences} differences", kept.len());
    Ok(())
}
