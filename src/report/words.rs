//! Words and numbers that several formats share.

use crate::domain::advisory::{DatabaseSource, Severity, SeverityBand};
use crate::domain::assessment::{Cure, Leap};
use crate::domain::base::{Age, BaseState};
use crate::domain::component::Component;
use crate::domain::demands::Deadline;
use crate::domain::finding::{Finding, Introducer};
use crate::domain::practice::PracticeState;
use crate::domain::rule::{Level, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::verdict::{JudgedFinding, Report, Verdict};
use crate::messages::{self, Language, advisory as database, report as said};

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

/// The rule whose findings stand in every report's header.
const EMERGENCY: &str = "emergency-exception";

/// The emergency grants in force: whoever reads nothing but a report's header
/// knows that something passes without approval.
pub(super) fn emergencies(report: &Report) -> impl Iterator<Item = &Statement> {
    let judged = report.judgement.findings.iter();
    judged.filter(|judged| judged.finding.rule.id == EMERGENCY).map(|judged| &judged.finding.message)
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
        if judged.is_excused() {
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

/// What the run was measured against; nothing where nobody asked for a base.
pub(super) fn base(report: &Report) -> Option<Statement> {
    let of_age = |age| report.judgement.findings.iter().filter(|judged| judged.age == Some(age)).count();
    match &report.base.state {
        BaseState::NotAsked => None,
        BaseState::NoChangeRequest(reason) => Some(said::base_none().because(reason.clone())),
        BaseState::Unusable { revision, .. } => Some(said::base_unusable(revision)),
        BaseState::Usable(base) => Some(match (&base.merge_base, &report.base.old) {
            (Ok(_), Some(_)) => said::base_compared(
                &base.revision,
                base.commit.short(),
                of_age(Age::New),
                of_age(Age::Old),
                report.judgement.mended,
            ),
            _ => said::base_without_fork(&base.revision, base.commit.short()),
        }),
    }
}

/// Whether these findings are new, where all of them are or none is.
pub(super) fn age<'run>(judged: impl Iterator<Item = &'run JudgedFinding>) -> Option<Statement> {
    let mut ages: Vec<Option<Age>> = judged.map(|judged| judged.age).collect();
    ages.dedup();
    match ages.as_slice() {
        [Some(Age::New)] => Some(said::age_new()),
        [Some(Age::Old)] => Some(said::age_old()),
        _ => None,
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

/// Where a finding stands among others, the worst being the greatest: what is
/// malicious, then by severity, then what has none.
pub(super) fn weight(finding: &Finding) -> f64 {
    const MALICIOUS: f64 = 11.0;
    const WITHOUT: f64 = -1.0;
    if finding.rule.practice == 3 { MALICIOUS } else { finding.severity.map_or(WITHOUT, Severity::weight) }
}

/// The weight of the worst.
pub(super) fn worst(findings: &[&Finding]) -> f64 {
    findings.iter().map(|finding| weight(finding)).fold(f64::NEG_INFINITY, f64::max)
}

/// Each text once, in the order of their first appearance.
pub(super) fn each_once<'text>(texts: impl Iterator<Item = &'text str>) -> Vec<&'text str> {
    let mut seen = std::collections::BTreeSet::new();
    texts.filter(|text| seen.insert(*text)).collect()
}

/// Whether a list that is cut has all that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// It has.
    All,
    /// There are more than it has.
    InPart,
}

/// The first few of several texts, and how many more there are.
pub(super) fn first_few<T: AsRef<str>>(
    texts: &[T],
    shown: usize,
    counted: Counted,
    language: Language,
) -> String {
    // One more takes no more room than the words for it.
    let shown = if texts.len() == shown + 1 { texts.len() } else { shown };
    let hidden = texts.len().saturating_sub(shown);
    let list = list(texts.get(..shown).unwrap_or(texts));
    match (hidden, counted) {
        (0, _) => list,
        (hidden, Counted::All) => messages::say(&said::list_and_more(list, hidden), language),
        (hidden, Counted::InPart) => messages::say(&said::list_and_many_more(list, hidden), language),
    }
}

/// The version of a cure, with what the move to it means.
pub(super) fn cure_version(cure: &Cure, language: Language) -> String {
    match cure.leap {
        Some(Leap::Compatible) => messages::say(&said::version_compatible(&cure.version), language),
        Some(Leap::Breaking) => messages::say(&said::version_breaking(&cure.version), language),
        None => messages::escape(&cure.version).into_owned(),
    }
}

/// The direct dependencies that bring these findings' component in, each once,
/// the nearest first.
pub(super) fn introducers<'report>(findings: &[&'report Finding]) -> Vec<&'report Introducer> {
    let mut all: Vec<&Introducer> = findings.iter().flat_map(|finding| &finding.introducers).collect();
    let key = |one: &&'report Introducer| (one.path.len(), one.path.first(), &one.place);
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|introducer| seen.insert((introducer.path.first(), &introducer.place)));
    all
}

/// Whether those are all of them.
pub(super) fn counted(findings: &[&Finding]) -> Counted {
    let more = findings.iter().any(|finding| finding.more_introducers);
    if more { Counted::InPart } else { Counted::All }
}

/// How bad, for a person: the band's word, and for advisories the CVSS score.
/// Other severities are somebody's rating, which has a band and no score.
pub(super) fn severity(finding: &Finding, language: Language) -> Option<String> {
    let severity = finding.severity?;
    let band = band(severity, language);
    Some(match (severity, &finding.rating) {
        (Severity::Score(score), _) if finding.is_about_advisory() => {
            messages::say(&said::severity_scored(band, format!("{score:.1}")), language)
        }
        (Severity::Unscored, Some(rating)) => messages::say(&said::severity_rated(rating), language),
        (Severity::Score(_) | Severity::Unscored, _) => band,
    })
}

/// How bad an advisory is, in few columns: `high 7.5`.
pub(super) fn severity_short(severity: Severity, language: Language) -> String {
    let band = band(severity, language);
    match severity {
        Severity::Score(score) => messages::say(&said::severity_short(band, format!("{score:.1}")), language),
        Severity::Unscored => band,
    }
}

fn band(severity: Severity, language: Language) -> String {
    let band = match severity.band() {
        SeverityBand::Unscored => said::severity_unscored(),
        SeverityBand::Critical => said::severity_critical(),
        SeverityBand::High => said::severity_high(),
        SeverityBand::Medium => said::severity_medium(),
        SeverityBand::Low => said::severity_low(),
        SeverityBand::None => said::severity_none(),
    };
    messages::say(&band, language)
}

/// Since when it is known to be exploited, for a person.
pub(super) fn exploited(finding: &Finding, language: Language) -> Option<String> {
    let exploited = finding.exploited.as_ref()?;
    Some(messages::say(&said::exploited_since(exploited.since, &exploited.id), language))
}

/// How likely it is to be exploited, for a person.
pub(super) fn epss(finding: &Finding, language: Language) -> Option<String> {
    let epss = finding.epss.as_ref()?;
    Some(messages::say(&said::epss(percent(epss.probability), percent(epss.percentile)), language))
}

/// The end of a finding's fix window, for a person.
pub(super) fn deadline(judged: &JudgedFinding, language: Language) -> Option<String> {
    let said = match judged.ahead.deadline? {
        Deadline::Unknown => said::deadline_unknown(),
        Deadline::On(last) if judged.ahead.is_overdue => said::deadline_passed(last),
        Deadline::On(last) => said::deadline(last),
    };
    Some(messages::say(&said, language))
}

/// The day from which a finding's level is higher, for a person.
pub(super) fn rises(judged: &JudgedFinding, language: Language) -> Option<String> {
    let (day, level) = judged.ahead.rises?;
    let level = messages::say(&self::level(level), language);
    Some(messages::say(&said::rises(level, day), language))
}

/// A share as percent: with more digits where it is small.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 1.0 { format!("{percent:.2}") } else { format!("{percent:.1}") }
}

/// The weaknesses of the advisories behind a finding, each once, in order.
pub(super) fn weaknesses<'r>(report: &'r Report, finding: &Finding) -> Vec<&'r str> {
    let assessment = finding.occurrence.and_then(|position| report.assessments.get(position));
    let hits = assessment.into_iter().flat_map(|assessment| &assessment.hits);
    let group = hits.filter(|hit| finding.is_about_advisory() && hit.group.id == finding.subject.item);
    let advisories = group.flat_map(|hit| &hit.group.advisories);
    let mut weaknesses: Vec<&str> =
        advisories.flat_map(|advisory| &advisory.weaknesses).map(|weakness| &**weakness).collect();
    weaknesses.sort_unstable();
    weaknesses.dedup();
    weaknesses
}

/// The same for a person, in parentheses; nothing where no record names one.
pub(super) fn weaknesses_named(report: &Report, finding: &Finding) -> Option<String> {
    let weaknesses = weaknesses(report, finding);
    (!weaknesses.is_empty()).then(|| messages::escape(&format!("({})", weaknesses.join(", "))).into_owned())
}

/// A source of the database with what sets it apart, for a person.
pub(super) fn source(source: &DatabaseSource, language: Language) -> String {
    let DatabaseSource { ecosystem, advisories, withdrawn, as_of, .. } = source;
    let base = match as_of {
        Some(date) => said::database_source(ecosystem, advisories, withdrawn, date),
        None => said::database_source_undated(ecosystem, advisories, withdrawn),
    };
    let clauses = database::clauses_of(source).into_iter().map(|clause| messages::say(&clause, language));
    messages::say(&base, language) + &clauses.collect::<String>()
}

/// The introducing path in one line: `a 1.0 → b 2.0`.
pub(super) fn path(path: &[Component]) -> String {
    let steps: Vec<String> = path.iter().map(Component::to_string).collect();
    messages::escape(&steps.join(" → ")).into_owned()
}

/// The same with the middle left out where it is longer.
pub(super) fn short_path(path: &[Component], shown: usize) -> String {
    match (path.split_last(), path.get(..shown.saturating_sub(1))) {
        (Some((last, _)), Some(first)) if path.len() > shown => {
            format!("{} → … → {}", self::path(first), messages::escape(&last.to_string()))
        }
        _ => self::path(path),
    }
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
