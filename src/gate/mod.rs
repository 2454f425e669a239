//! The order of a run's steps. It decides nothing and touches nothing: the
//! world is handed in, `judge` decides, `report` prints.
//!
//! BEGIN is recorded while facts are collected; `judge` concludes; reports are
//! rendered to where they can wait; END is recorded with their digests; the
//! files take their names. Where a file or END fails, `judge` concludes again
//! with that gap, so that nothing unrecorded is acknowledged.

mod base;
mod facts;
mod inputs;
mod models;
mod notices;
mod threats;
mod vouchers;

pub use notices::notices;
pub use threats::look_at_threats;

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::base::BaseState;
use crate::domain::digest::Digest;
use crate::domain::exception::Approval;
use crate::domain::inventory::{Gap, PassedOver};
use crate::domain::place::Place;
use crate::domain::policy::Policy;
use crate::domain::ports::{Clock, Clones, Files, HistoryDoor, InputLog, Packages, Products, ReadAt, Store};
use crate::domain::record::{HistoryState, LeafDraft, LeafKind, Product, Recorded, RecordedBase};
use crate::domain::repository::RepositoryName;
use crate::domain::statement::Statement;
use crate::domain::verdict::{Judgement, Report, Verdict};
use crate::exception::{self, Voucher};
use crate::report::{Format, Style};
use crate::threat_model::TestResults;

/// The world as a run sees it.
pub struct World<'run> {
    /// The tree under judgement.
    pub files: &'run dyn Files,
    /// Package stores; stores without anything when the run looks at none.
    pub packages: &'run dyn Packages,
    /// Clones that commits are looked for in.
    pub clones: &'run dyn Clones,
    /// The advisory database; `None` when nobody named one and none is there.
    pub database: Option<&'run DatabaseFile>,
    /// The files of the base; `None` without one.
    pub base: Option<BaseFiles<'run>>,
    /// The way to the repository's history, which few runs go.
    pub past: &'run dyn HistoryDoor,
    /// Who keeps note of what is read: the run's inputs.
    pub logs: &'run [&'run dyn InputLog],
    /// The machine's clock: when a record was left, whatever `--now` says.
    pub clock: &'run dyn Clock,
}

/// The files of the base revision.
#[derive(Clone, Copy)]
pub struct BaseFiles<'run> {
    /// At the tip of the target branch.
    pub tip: &'run dyn Files,
    /// Where the change began, when that is in the clone.
    pub fork: Option<&'run dyn Files>,
}

/// A database that somebody named.
pub struct DatabaseFile {
    /// The path as the user gave it.
    pub path: Arc<str>,
    /// Its bytes, or why there are none.
    pub bytes: Result<Box<dyn ReadAt>, Statement>,
    /// The bytes of the signature beside it; `None` where policy names no keys,
    /// so that nobody looked.
    pub signature: Option<Result<Vec<u8>, Statement>>,
}

/// What a run is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The effective policy.
    pub policy: Policy,
    /// The base revision.
    pub base: BaseState,
    /// What the walk passed over.
    pub passed_over: PassedOver,
    /// What the walk could not look at.
    pub walk_gaps: Vec<Gap>,
    /// A graph that `cargo metadata` made.
    pub cargo_graph: Option<CargoGraph>,
    /// The approvals of exceptions that the host hands in.
    pub approvals: Vec<Approval>,
    /// The results of tests that were handed in; `None` when none were.
    pub test_results: Option<TestResults>,
    /// The name of the repository, or why nobody can tell it.
    pub repository: Result<RepositoryName, Statement>,
    /// Files with such results that didn't count, because they are committed.
    pub committed_results: Vec<Place>,
    /// The commit under judgement, where it is known.
    pub commit: Option<Arc<str>>,
    /// Who made the change, by name or address; nobody without a base.
    pub authors: Vec<Arc<str>>,
    /// The clock of the run.
    pub now: Timestamp,
    /// Keeps several runs of one repository apart.
    pub category: Arc<str>,
    /// Flags and files that a report depends on, by name, for the digest.
    pub flags: Vec<(String, String)>,
    /// The tool's version.
    pub tool_version: &'static str,
}

impl Settings {
    /// Finds who vouches for the exceptions that come with the change.
    fn settle_exceptions(&mut self) {
        let host = Voucher {
            approvals: &self.approvals,
            commit: self.commit.as_deref(),
            repository: self.repository.as_ref(),
        };
        exception::settle(&mut self.policy, &host);
    }
}

/// What `cargo metadata` says, or why it couldn't be had.
#[derive(Clone, Debug)]
pub struct CargoGraph {
    /// The file as the user named it, or the program that was asked.
    pub name: Arc<str>,
    /// The digest of its bytes, when there are some.
    pub digest: Option<Digest>,
    /// What it says.
    pub reading: Result<crate::domain::inventory::Reading, crate::source::ReadError>,
}

/// What a run is recorded as.
#[derive(Clone, Debug)]
pub struct RecordSettings {
    /// The key of the pipeline's gap-free numbers.
    pub pipeline: Arc<str>,
    /// The run's id, the same in BEGIN and END.
    pub run: Arc<str>,
    /// The exit code that follows from a judgement, with the run's flags.
    pub exit: ExitRule,
}

/// How a judgement becomes an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitRule {
    /// `--exit-code`.
    pub scale: ExitScale,
    /// `--exit-zero`.
    pub fail: FailExit,
}

/// Which codes a fail has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitScale {
    /// 1.
    Verdict,
    /// 20 + the lowest number of a broken practice.
    Practice,
}

/// Whether a fail exits as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailExit {
    /// With its code.
    AsFail,
    /// With 0.
    AsZero,
}

impl ExitRule {
    /// The exit code of this judgement.
    pub fn code(self, judgement: &Judgement) -> u8 {
        let broken = crate::judge::lowest_broken_practice(judgement);
        match (judgement.verdict, self.fail, self.scale, broken) {
            (Verdict::Fail, FailExit::AsZero, _, _) => 0,
            (Verdict::Fail, FailExit::AsFail, ExitScale::Practice, Some(number)) => 20 + number,
            (verdict, _, _, _) => verdict.exit_code(),
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Outcome {
    /// What was concluded.
    pub report: Report,
    /// The END record; `None` without a history, or when it failed.
    pub recorded: Option<Recorded>,
    /// What failed on the way out; the judgement knows of it.
    pub failures: Vec<Statement>,
    /// The exit code.
    pub exit: u8,
}

/// A product of a run: its name among `Products`, and its format.
pub type Wanted<'run> = [(String, Format)];

/// Judges without recording or writing anything: for commands that only look.
pub fn look(world: &World<'_>, settings: Settings) -> Report {
    facts::collect(world, settings).judged(world, &HistoryState::Off)
}

/// Runs: BEGIN, judge, render, END, names.
pub fn run(
    world: &World<'_>,
    settings: Settings,
    record: &RecordSettings,
    history: Option<&mut (dyn Store + '_)>,
    output: (&Wanted<'_>, Style, &mut dyn Products),
) -> Outcome {
    let (wanted, style, products) = output;
    let base = recorded_base(&settings.base);
    let mut scribe = Recorder { history, record, base, clock: world.clock, version: settings.tool_version };
    // Facts are collected while the disk makes BEGIN durable; nothing is judged before it is.
    let (past, collected) = std::thread::scope(|scope| {
        let begun = scribe.history.is_some().then(|| scope.spawn(|| scribe.begin()));
        let collected = facts::collect(world, settings);
        (begun.map(std::thread::ScopedJoinHandle::join), collected)
    });
    let past = match past {
        None => HistoryState::Off,
        Some(Ok(past)) => past,
        Some(Err(panic)) => std::panic::resume_unwind(panic),
    };
    let mut report = collected.judged(world, &past);
    let staged = stage(&report, wanted, style, products);
    let ended = staged.and_then(|staged| scribe.end(&report, staged).map_err(|failure| vec![failure]));
    let (recorded, mut failures) = match ended {
        Ok(end) => (end, products.publish()),
        Err(failures) => (None, failures),
    };
    if !failures.is_empty() {
        facts::conclude_again(&mut report, &past, &failures);
        products.discard();
        // What can still be written says what went wrong; what can't is said
        // by the exit code and on the terminal.
        drop(stage(&report, wanted, style, products));
        let again = products.publish();
        failures.extend(again.into_iter().filter(|failure| !failures.contains(failure)).collect::<Vec<_>>());
    }
    // What isn't recorded, or isn't written, is not acknowledged: neither as a
    // pass nor as a fail, whatever level policy gives the gap.
    let exit = if failures.is_empty() {
        record.exit.code(&report.judgement)
    } else {
        Verdict::Indeterminate.exit_code()
    };
    Outcome { report, recorded, failures, exit }
}

/// Renders every wanted product; all failures, not only the first.
fn stage(
    report: &Report,
    wanted: &Wanted<'_>,
    style: Style,
    products: &mut dyn Products,
) -> Result<Vec<Product>, Vec<Statement>> {
    let mut staged = Vec::new();
    let mut failures = Vec::new();
    for (name, format) in wanted {
        let render = |out: &mut dyn std::io::Write| crate::report::render(*format, report, style, out);
        match products.stage(name, &render) {
            Ok(digest) => staged.push(Product { format: Arc::from(format.word()), digest }),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(staged) } else { Err(failures) }
}

fn recorded_base(base: &BaseState) -> Option<RecordedBase> {
    let BaseState::Usable(base) = base else { return None };
    Some(RecordedBase { revision: Arc::clone(&base.revision), commit: base.commit.clone() })
}

/// Leaves the run's two records.
struct Recorder<'run, 'store> {
    history: Option<&'run mut (dyn Store + 'store)>,
    record: &'run RecordSettings,
    base: Option<RecordedBase>,
    clock: &'run dyn Clock,
    version: &'static str,
}

impl Recorder<'_, '_> {
    /// Records BEGIN, and says what the history knew before it.
    fn begin(&mut self) -> HistoryState {
        let draft = self.draft(LeafKind::Begin);
        let Some(store) = self.history.as_deref_mut() else { return HistoryState::Off };
        let past = store.state_of(&self.record.pipeline);
        match store.append(&draft) {
            Ok(_) => past,
            Err(reason) => HistoryState::Unusable(reason),
        }
    }

    fn end(&mut self, report: &Report, products: Vec<Product>) -> Result<Option<Recorded>, Statement> {
        let draft = LeafDraft {
            inputs: Some(report.inputs.digest),
            verdict: Some(Arc::from(report.judgement.verdict.word())),
            exit: Some(self.record.exit.code(&report.judgement)),
            products,
            ..self.draft(LeafKind::End)
        };
        let Some(store) = self.history.as_deref_mut() else { return Ok(None) };
        store.append(&draft).map(Some)
    }

    fn draft(&self, kind: LeafKind) -> LeafDraft {
        LeafDraft {
            kind,
            pipeline: self.record.pipeline.clone(),
            run: self.record.run.clone(),
            at: self.clock.now(),
            inputs: None,
            verdict: None,
            exit: None,
            products: Vec::new(),
            tool: Arc::from(self.version),
            base: self.base.clone(),
        }
    }
}
