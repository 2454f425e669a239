//! The verdict, and everything that reports print.

use std::sync::Arc;

use jiff::Timestamp;

use super::advisory::DatabaseState;
use super::assessment::Assessment;
use super::base::{Age, BaseFacts};
use super::demands::Ahead;
use super::digest::Digest;
use super::finding::Finding;
use super::inventory::Inventory;
use super::license::LicenseFact;
use super::policy::Policy;
use super::practice::{Practice, PracticeState};
use super::rule::Level;
use super::threat::ThreatModel;

/// The outcome of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing blocks.
    Pass,
    /// At least one violation at level block.
    Fail,
    /// No blocking violation, and a gap at level block.
    Indeterminate,
    /// No manifest was recognised, and the policy does not allow that.
    NothingToJudge,
}

impl Verdict {
    /// The word in reports and records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Indeterminate => "indeterminate",
            Self::NothingToJudge => "nothing-to-judge",
        }
    }

    /// The exit code, when no flag changes it.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Fail => 1,
            Self::Indeterminate => 3,
            Self::NothingToJudge => 4,
        }
    }
}

/// A finding with what policy made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedFinding {
    /// The finding.
    pub finding: Finding,
    /// Its identity (`Finding::identity`).
    pub identity: Digest,
    /// The level that policy gives it.
    pub level: Level,
    /// What lies ahead of it.
    pub ahead: Ahead,
    /// The exception that excuses it: a position in `Policy::exceptions`.
    pub excepted_by: Option<usize>,
    /// Whether the change brought it, where there is a base.
    pub age: Option<Age>,
    /// The VEX statement that excuses it, where no exception does: a position
    /// in `Policy::vex.statements`.
    pub vex: Option<usize>,
}

impl JudgedFinding {
    /// Whether an exception or a VEX statement excuses it.
    pub const fn is_excused(&self) -> bool {
        self.excepted_by.is_some() || self.vex.is_some()
    }

    /// Whether it stops the change.
    pub fn blocks(&self) -> bool {
        self.level == Level::Block && !self.is_excused()
    }
}

/// The sum that the report shows: declared = first-party + clean + affected +
/// excepted + unassessable. What policy excluded is counted beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accounting {
    /// Entries in all manifests that were read.
    pub declared: usize,
    /// Parts of the repository itself.
    pub first_party: usize,
    /// Assessed in full, nothing affects them.
    pub clean: usize,
    /// Affected by at least one advisory that isn't excepted.
    pub affected: usize,
    /// Affected only by advisories that are excepted.
    pub excepted: usize,
    /// Not assessable, or not in full.
    pub unassessable: usize,
    /// Files and folders that policy excluded.
    pub excluded: usize,
    /// Files and folders that ignore files name and git doesn't track.
    pub ignored: usize,
}

impl Accounting {
    /// Whether the sum holds.
    pub const fn balances(&self) -> bool {
        self.declared == self.first_party + self.clean + self.affected + self.excepted + self.unassessable
    }
}

/// A practice with its state in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedPractice {
    /// The practice.
    pub practice: &'static Practice,
    /// Its state.
    pub state: PracticeState,
}

/// What `judge` concludes: the only source of a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The outcome.
    pub verdict: Verdict,
    /// Every finding, blocking ones first, then by practice, place and identity.
    pub findings: Vec<JudgedFinding>,
    /// Every practice, by number.
    pub practices: Vec<JudgedPractice>,
    /// The sum.
    pub accounting: Accounting,
    /// How many findings of the base are gone.
    pub mended: usize,
}

/// What the run read and knew, by digest: equal inputs give equal reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// Each input: its name, and its digest or `absent`.
    pub entries: Vec<(String, String)>,
    /// The digest over them all.
    pub digest: Digest,
}

/// Everything that a report prints. Reports decide, filter and count nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The verdict and what led to it.
    pub judgement: Judgement,
    /// What was declared.
    pub inventory: Inventory,
    /// What the database says, one for each occurrence.
    pub assessments: Vec<Assessment>,
    /// What is known of licences, one for each occurrence; empty entries are
    /// first-party.
    pub licenses: Vec<Option<LicenseFact>>,
    /// The database.
    pub database: DatabaseState,
    /// The threat models.
    pub threat_models: Vec<ThreatModel>,
    /// The policy in force.
    pub policy: Policy,
    /// What is known of the base revision.
    pub base: BaseFacts,
    /// The run's inputs.
    pub inputs: Inputs,
    /// The clock of the run.
    pub now: Timestamp,
    /// The category that keeps several runs of one repository apart.
    pub category: Arc<str>,
    /// The tool's version.
    pub tool_version: &'static str,
}
