//! Words and numbers that several formats share.

use crate::domain::advisory::{Severity, SeverityBand};
use crate::domain::component::Component;
use crate::domain::finding::Finding;
use crate::domain::practice::PracticeState;
use crate::domain::rule::{Level, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::verdict::{JudgedFinding, Report, Verdict};
use crate::messages::{self, Language, report as said};

/// A space at which no line breaks.
pub(super) const NO_BREAK: &str = "\u{a0}";

/// The verdict's word for a person.
pub(super) fn verdict(verdict: Verdict) -> Statement {
    match verdict {
        Verdict::Pass => said::verdict_pass(),
        Verdict::Fail => said::verdict_fail(),
        Verdict::Indeterminate => said::verdict_indeterminate(),
        Verdict::NothingToJudge => said::verdict_nothing(),
    }
}

/// The one sentence behind the verdict's word.
pub(super) fn headline(report: &Report) -> Statement {
    let counts = Counts::of(report);
    match report.judgement.verdict {
        Verdict::Pass => said::nothing_blocks(),
        Verdict::Fail if counts.blocking_gaps > 0 => {
            said::violations_and_gaps_block(counts.blocking_violations, counts.blocking_gaps)
        }
        Verdict::Fail => said::findings_block(counts.blocking_violations),
        Verdict::Indeterminate => said::gaps_block(counts.blocking_gaps),
        Verdict::NothingToJudge => said::no_manifest(),
    }
}

/// How many findings of each sort there are, for sentences that say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) blocking_violations: usize,
    pub(super) blocking_gaps: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) excepted: usize,
}

impl Counts {
    pub(super) fn of(report: &Report) -> Self {
        let mut counts = Self::default();
        for judged in &report.judgement.findings {
            *counts.slot(judged) += 1;
        }
        counts
    }

    fn slot(&mut self, judged: &JudgedFinding) -> &mut usize {
        if judged.excepted_by.is_some() {
            return &mut self.excepted;
        }
        match (judged.level, judged.finding.rule.kind) {
            (Level::Block, RuleKind::Violation) => &mut self.blocking_violations,
            (Level::Block, RuleKind::Gap) => &mut self.blocking_gaps,
            (Level::Warn, _) => &mut self.warnings,
            (Level::Note | Level::Off, _) => &mut self.notes,
        }
    }
}

/// A level's word for a person.
pub(super) fn level(level: Level) -> Statement {
    match level {
        Level::Block => said::level_block(),
        Level::Warn => said::level_warn(),
        Level::Note => said::level_note(),
        Level::Off => said::level_off(),
    }
}

/// The word for a practice's state, for a person.
pub(super) fn practice_state(state: PracticeState) -> Statement {
    match state {
        PracticeState::Met => said::state_met(),
        PracticeState::NotMet => said::state_not_met(),
        PracticeState::PartlyEvidenced => said::state_partly(),
        PracticeState::NotEvidenced => said::state_not_evidenced(),
        PracticeState::NotApplicable => said::state_not_applicable(),
    }
}

/// How bad, for a person: the band's word, and for advisories the CVSS score.
/// Other severities are somebody's rating, which has a band and no score.
pub(super) fn severity(finding: &Finding, language: Language) -> Option<String> {
    let severity = finding.severity?;
    let band = match severity.band() {
        SeverityBand::Unscored => said::severity_unscored(),
        SeverityBand::Critical => said::severity_critical(),
        SeverityBand::High => said::severity_high(),
        SeverityBand::Medium => said::severity_medium(),
        SeverityBand::Low => said::severity_low(),
        SeverityBand::None => said::severity_none(),
    };
    let band = messages::say(&band, language);
    Some(match severity {
        Severity::Score(score) if finding.is_about_advisory() => {
            messages::say(&said::severity_scored(band, format!("{score:.1}")), language)
        }
        Severity::Score(_) | Severity::Unscored => band,
    })
}

/// The introducing path in one line: `a 1.0 → b 2.0`.
pub(super) fn path(path: &[Component]) -> String {
    let steps: Vec<String> = path.iter().map(Component::to_string).collect();
    messages::escape(&steps.join(" → ")).into_owned()
}

/// Several texts from a repository or an advisory in one line.
pub(super) fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    messages::escape(&texts.join(", ")).into_owned()
}

/// The accounting's right side: `3 first-party + 40 clean + …`, every summand.
/// A number and its word stay on one line.
pub(super) fn accounting_sum(report: &Report, language: Language) -> String {
    let sum = &report.judgement.accounting;
    let summands = [
        said::count_first_party(sum.first_party),
        said::count_clean(sum.clean),
        said::count_affected(sum.affected),
        said::count_excepted(sum.excepted),
        said::count_unassessable(sum.unassessable),
    ];
    summands.map(|summand| messages::say(&summand, language).replace(' ', NO_BREAK)).join(" + ")
}
