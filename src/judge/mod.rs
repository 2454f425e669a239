//! The only place that decides: findings and policy become the verdict.
//!
//! Readers read and rules find; neither knows how bad a finding is. Here policy
//! gives each its level, exceptions excuse what they are for, the verdict
//! follows from what blocks, and the practices and the accounting are summed.
//! No report decides anything, so every format has the same exit code.

mod accounting;
mod age;
mod practices;

use jiff::Timestamp;

use crate::domain::advisory::DatabaseState;
use crate::domain::assessment::Assessment;
use crate::domain::base::{Age, BaseFacts};
use crate::domain::day::day_of;
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::inventory::Inventory;
use crate::domain::license::LicenseFact;
use crate::domain::policy::Policy;
use crate::domain::record::HistoryState;
use crate::domain::rule::{Level, RuleInfo, RuleKind};
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::{JudgedFinding, Judgement, Verdict};
use crate::domain::vex::VexStatement;
use crate::exception::{self, Terms};

/// All that a judgement rests on.
#[derive(Clone, Copy, Debug)]
pub struct Case<'run> {
    /// Every rule's row.
    pub rules: &'run [&'static RuleInfo],
    /// The policy.
    pub policy: &'run Policy,
    /// What was declared.
    pub inventory: &'run Inventory,
    /// What the database says, one for each occurrence.
    pub assessments: &'run [Assessment],
    /// What is known of licences, one for each occurrence.
    pub licenses: &'run [Option<LicenseFact>],
    /// The database.
    pub database: &'run DatabaseState,
    /// The threat models.
    pub threat_models: &'run [ThreatModel],
    /// The pipeline's past.
    pub history: &'run HistoryState,
    /// What is known of the base revision.
    pub base: Option<&'run BaseFacts>,
    /// The clock of the run.
    pub now: Timestamp,
}

/// Concludes.
pub fn judge(case: &Case<'_>, findings: Vec<Finding>) -> Judgement {
    let (ages, mended) = ages(case, &findings);
    let mut judged: Vec<JudgedFinding> = findings
        .into_iter()
        .zip(ages)
        .map(|(finding, age)| judge_one(case, finding, age))
        .filter(|one| one.level != Level::Off)
        .collect();
    judged.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
    Judgement {
        verdict: verdict(case, &judged),
        practices: practices::states(case, &judged),
        accounting: accounting::sum(case, &judged),
        findings: judged,
        mended,
    }
}

/// Concludes again with what was found in the practices: it weighs in the
/// verdict, and changes no practice that it rests on.
pub fn judge_with(case: &Case<'_>, before: Judgement, found: Vec<Finding>) -> Judgement {
    let mut judged = before.findings;
    let (ages, _) = ages(case, &found);
    let more = found.into_iter().zip(ages).map(|(finding, age)| judge_one(case, finding, age));
    judged.extend(more.filter(|one| one.level != Level::Off));
    judged.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
    Judgement { verdict: verdict(case, &judged), findings: judged, ..before }
}

/// The lowest number among the practices that a blocking violation breaks.
pub fn lowest_broken_practice(judgement: &Judgement) -> Option<u8> {
    let broken =
        judgement.findings.iter().filter(|one| one.blocks() && one.finding.rule.kind == RuleKind::Violation);
    broken.map(|one| one.finding.rule.practice).min()
}

/// Whether each finding is new, and how many old ones are gone; nothing where
/// there is no base. Where nobody can tell, all are new.
fn ages(case: &Case<'_>, findings: &[Finding]) -> (Vec<Option<Age>>, usize) {
    let base = case.base.filter(|base| base.base().is_some());
    match base.map(|base| &base.old) {
        None => (vec![None; findings.len()], 0),
        Some(None) => (vec![Some(Age::New); findings.len()], 0),
        Some(Some(old)) => {
            let (ages, mended) = age::of(findings, old, case.inventory);
            (ages.into_iter().map(Some).collect(), mended)
        }
    }
}

/// The practices about what the tree declares: the rest is about the run, the
/// database and the policy, which no change may put off.
const OF_THE_TREE: [std::ops::RangeInclusive<u8>; 2] = [1..=8, 11..=14];
/// What is known to be malicious always blocks.
const MALICE: u8 = 3;

/// Whether `base.only-new` keeps this finding from blocking.
fn is_spared(case: &Case<'_>, finding: &Finding, age: Option<Age>) -> bool {
    let practice = finding.rule.practice;
    case.policy.base.only_new.value
        && age == Some(Age::Old)
        && practice != MALICE
        && finding.exploited.is_none()
        && !case.policy.ahead_of(finding, day_of(case.now)).is_overdue
        && OF_THE_TREE.iter().any(|range| range.contains(&practice))
}

fn judge_one(case: &Case<'_>, finding: Finding, age: Option<Age>) -> JudgedFinding {
    // A rule without a level blocks: policy's tables are tested to be complete.
    let today = day_of(case.now);
    let level = case.policy.level_of(&finding, today).map_or(Level::Block, |(level, _)| level);
    let level = if is_spared(case, &finding, age) { level.min(Level::Warn) } else { level };
    let terms = Terms { policy: case.policy, licenses: case.licenses, now: case.now };
    let excuses = |exception: &Exception| exception::excuses(exception, &finding, &terms);
    let excepted_by = case.policy.exceptions.iter().position(excuses);
    let states = |statement: &VexStatement| exception::vex_excuses(statement, &finding, case.policy);
    let vex = case.policy.vex.statements.iter().position(states).filter(|_| excepted_by.is_none());
    let ahead = case.policy.ahead_of(&finding, today);
    JudgedFinding { identity: finding.identity(), level, ahead, excepted_by, vex, age, finding }
}

/// Blocking ones first, then by level, practice, place, and what they are about.
fn order_of(one: &JudgedFinding) -> impl Ord + '_ {
    let finding = &one.finding;
    (
        !one.blocks(),
        one.is_excused(),
        std::cmp::Reverse(one.level),
        finding.rule.practice,
        finding.rule.id,
        &finding.place,
        &finding.component,
        &finding.subject,
        one.identity,
    )
}

fn verdict(case: &Case<'_>, judged: &[JudgedFinding]) -> Verdict {
    let blocks = |kind: RuleKind| judged.iter().any(|one| one.blocks() && one.finding.rule.kind == kind);
    if blocks(RuleKind::Violation) {
        Verdict::Fail
    } else if nothing_recognised(case.inventory) && !case.policy.inventory.allow_empty.value {
        Verdict::NothingToJudge
    } else if blocks(RuleKind::Gap) {
        Verdict::Indeterminate
    } else {
        Verdict::Pass
    }
}

/// A manifest that is recognised and can't be read is a gap, not nothing.
fn nothing_recognised(inventory: &Inventory) -> bool {
    inventory.manifests.is_empty() && inventory.gaps.is_empty()
}

#[cfg(test)]
mod tests;
