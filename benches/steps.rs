//! `cargo bench`: each step of a run on a real repository with a real database,
//! beside its budget.
//!
//! The repository is `corpus/uv` (753 packages), the database RustSec's records
//! as OSV. What a whole process costs is measured by `benches/peers.sh`.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark without its data has nothing to say"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use cullis::advisory::{self, Importer, Index};
use cullis::domain::digest::Digest;
use cullis::domain::inventory::Inventory;
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::domain::policy::Policy;
use cullis::domain::ports::{Files as _, NoHistory, ReadAt, Store as _};
use cullis::domain::record::{LeafDraft, LeafKind};
use cullis::domain::statement::Statement;
use cullis::domain::verdict::Report;
use cullis::gate::{self, DatabaseFile, Settings, World};
use cullis::messages::Language;
use cullis::packages::LocalPackages;
use cullis::report::{Format, Style};
use cullis::source::SourceFile;
use cullis::store::database;
use cullis::store::history::LocalStore;
use cullis::walk::{Root, Tree};
use cullis::{ecosystem, policy, rules};
use divan::Bencher;
use divan::counter::ItemsCount;

const LIMITS: Limits = Limits::DEFAULT;

fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("CULLIS_SHARED").map_or_else(beside, PathBuf::from)
}

static INDEX: LazyLock<PathBuf> = LazyLock::new(|| {
    let source = shared().join("osv/crates.io/all.zip");
    let imported = database::import(&[source.as_path()], Importer::new(None), &LIMITS, &mut |_| {});
    let index = imported.expect("the source opens").expect("every record is read").index;
    let path = std::env::temp_dir().join(format!("cullis-bench-{}.cullis", std::process::id()));
    database::write(&path, &index).expect("the index is written");
    path
});

fn tree() -> Tree {
    let root = Root::open(&shared().join("corpus/uv")).expect("the corpus is there");
    root.walk(&[] as &[&str], LIMITS).expect("it is walked")
}

fn default_policy() -> Policy {
    let ids: Vec<&'static str> = rules::infos().iter().map(|rule| rule.id).collect();
    policy::effective(&[], &ids).expect("the built-in policy is sound")
}

fn inventory() -> Inventory {
    let tree = tree();
    ecosystem::take_inventory(&tree, &LIMITS, tree.passed_over().clone())
}

fn report() -> Report {
    let tree = tree();
    let packages = LocalPackages::none(LIMITS);
    let bytes = database::open(&INDEX, None, &LIMITS);
    let world = World {
        files: &tree,
        packages: &packages,
        clones: &cullis::advisory::NoClones,
        database: Some(&DatabaseFile { path: Arc::from("rustsec"), bytes, signature: None }),
        base: None,
        past: &NoHistory(cullis::messages::git::no_repository(".")),
        logs: &[&tree],
        clock: &cullis::clock::RunClock::new(None),
    };
    let settings = Settings {
        approvals: Vec::new(),
        test_results: None,
        repository: Err(cullis::messages::exception::no_origin()),
        committed_results: Vec::new(),
        commit: None,
        authors: Vec::new(),
        policy: default_policy(),
        base: cullis::domain::base::BaseState::NotAsked,
        passed_over: tree.passed_over().clone(),
        walk_gaps: Vec::new(),
        cargo_graph: None,
        now: jiff::Timestamp::UNIX_EPOCH,
        category: Arc::from("cullis"),
        flags: Vec::new(),
        tool_version: "bench",
    };
    gate::look(&world, settings)
}

/// Budget: 0.5 ms for the lockfile.
#[divan::bench]
fn read_the_lockfile(bencher: Bencher<'_, '_>) {
    let path = TreePath::new("Cargo.lock").expect("sound");
    let tree = tree();
    let bytes = tree.read(&path).expect("it is there");
    let reader = ecosystem::reader_of(&path).expect("a reader");
    let surroundings = ecosystem::Surroundings { files: &tree, limits: &LIMITS };
    bencher.counter(ItemsCount::new(753_usize)).bench_local(|| {
        let file = SourceFile::new(&path, bytes.clone(), &LIMITS).expect("text");
        (reader.read)(&file, &surroundings).expect("read")
    });
}

#[divan::bench]
fn walk_the_tree() -> Tree {
    tree()
}

#[divan::bench]
fn effective_policy() -> Policy {
    default_policy()
}

#[divan::bench]
fn take_the_whole_inventory(bencher: Bencher<'_, '_>) {
    let tree = tree();
    bencher.bench_local(|| ecosystem::take_inventory(&tree, &LIMITS, tree.passed_over().clone()));
}

/// Budget: 0.2 ms, opening and verifying included.
#[divan::bench]
fn match_advisories(bencher: Bencher<'_, '_>) {
    let (inventory, policy) = (inventory(), default_policy());
    bencher.bench_local(|| {
        let bytes = database::open(&INDEX, None, &LIMITS).expect("opens");
        let mut index = Index::open(&*bytes).expect("sound");
        advisory::assess(&inventory, &policy, &mut index).expect("assessed")
    });
}

/// Notes what is read of a database.
struct Recording {
    file: Box<dyn ReadAt>,
    read: Mutex<Vec<Vec<u8>>>,
}

impl ReadAt for Recording {
    fn length(&self) -> u64 {
        self.file.length()
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement> {
        self.file.read_at(position, buffer)?;
        self.read.lock().expect("one thread").push(buffer.to_vec());
        Ok(())
    }
}

/// What verifying costs of [`match_advisories`]: the digests of all that it
/// reads, and nothing else. Goal: at most half of the rest.
#[divan::bench]
fn verify_what_matching_reads(bencher: Bencher<'_, '_>) {
    let file = database::open(&INDEX, None, &LIMITS).expect("opens");
    let recording = Recording { file, read: Mutex::default() };
    let mut index = Index::open(&recording).expect("sound");
    advisory::assess(&inventory(), &default_policy(), &mut index).expect("assessed");
    let read = recording.read.into_inner().expect("one thread");
    bencher.bench_local(|| read.iter().map(|bytes| Digest::of(bytes)).collect::<Vec<_>>());
}

/// Everything but the process, the reports and the record.
#[divan::bench]
fn judge_everything() -> Report {
    report()
}

/// Budget: 0.5 ms.
#[divan::bench(args = ["text", "json", "sarif"])]
fn render(bencher: Bencher<'_, '_>, format: &str) {
    let report = report();
    let format = Format::from_word(format).expect("a format");
    bencher.bench_local(|| {
        let mut bytes = Vec::new();
        cullis::report::render(format, &report, Style::plain(Language::English), &mut bytes)
            .expect("rendered");
        bytes
    });
}

/// Budget: 0.5 ms for BEGIN and END, opened, appended and durable.
#[divan::bench]
fn record_begin_and_end(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let draft = |kind| LeafDraft {
        kind,
        pipeline: Arc::from("bench"),
        run: Arc::from("run"),
        at: jiff::Timestamp::UNIX_EPOCH,
        inputs: None,
        verdict: None,
        exit: None,
        products: Vec::new(),
        tool: Arc::from("bench"),
        base: None,
    };
    bencher.bench_local(|| {
        let mut store = LocalStore::open(folder.path()).expect("opens");
        store.append(&draft(LeafKind::Begin)).expect("kept");
        store.append(&draft(LeafKind::End)).expect("kept");
    });
}

fn main() {
    divan::main();
    // A leftover in the temporary folder harms nobody.
    drop(std::fs::remove_file(&*INDEX));
}
