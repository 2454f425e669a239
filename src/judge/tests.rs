//! What the judge concludes, from findings and policy alone.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;

use super::{Case, judge, lowest_broken_practice};
use crate::domain::advisory::{DatabaseState, Exploited, Severity, SeverityBand};
use crate::domain::assessment::{Assessment, Hit};
use crate::domain::base::{Base, BaseFacts, BaseState, OldFinding};
use crate::domain::commit::CommitId;
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::exception::{Exception, ExceptionPolicy, MaxDays, Standing};
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::{
    AdvisoryPolicy, BasePolicy, CargoResolve, DatabasePolicy, InventoryPolicy, LicensePolicy, Policy,
    Setting, UndeclaredRegistry,
};
use crate::domain::practice::PracticeState;
use crate::domain::record::HistoryState;
use crate::domain::rule::{Level, RuleInfo, RuleKind};
use crate::domain::verdict::{Judgement, Verdict};
use crate::messages;

static VULNERABLE: RuleInfo = RuleInfo { id: "vulnerable-component", practice: 2, kind: RuleKind::Violation };
static UNREADABLE: RuleInfo = RuleInfo { id: "unreadable-file", practice: 1, kind: RuleKind::Gap };
static PINNED: RuleInfo = RuleInfo { id: "unresolved-version", practice: 7, kind: RuleKind::Gap };
static EXPIRED: RuleInfo = RuleInfo { id: "expired-exception", practice: 10, kind: RuleKind::Violation };

fn place() -> Place {
    Place::whole(TreePath::new("Cargo.lock").expect("sound"))
}

fn setting<T>(value: T) -> Setting<T> {
    Setting { value, place: place() }
}

fn policy(levels: &[(&'static str, Level)], exceptions: Vec<Exception>) -> Policy {
    Policy {
        layers: Vec::new(),
        repository_governs_itself: true,
        levels: levels.iter().map(|(id, level)| (*id, setting((*level).into()))).collect(),
        inventory: InventoryPolicy {
            exclude: setting(Vec::new()),
            allow_empty: setting(false),
            cargo_resolve: setting(CargoResolve::Lockfile),
        },
        database: DatabasePolicy {
            max_age_days: setting(7),
            warn_age_days: setting(7),
            keys: setting(Vec::new()),
            require: Vec::new(),
            extensions: Vec::new(),
        },
        advisories: AdvisoryPolicy { unscored: setting(Level::Block) },
        licenses: LicensePolicy {
            allow: setting(Vec::new()),
            deny: setting(Vec::new()),
            require_verified: setting(false),
            read_texts: setting(false),
            trust_database: setting(false),
        },
        undeclared_registry: setting(UndeclaredRegistry::Public),
        registries: Vec::new(),
        exception_rules: ExceptionPolicy {
            max_days: MaxDays::all(&setting(36_500)),
            warn_days: setting(14),
            emergency_hours: setting(0),
        },
        vex: crate::domain::policy::VexPolicy { authors: setting(Vec::new()), statements: Vec::new() },
        roster: Vec::new(),
        exceptions,
        proposed: Vec::new(),
        base: BasePolicy { required: setting(false), only_new: setting(false) },
        weakened: Vec::new(),
        taken_out: Vec::new(),
        brought: Vec::new(),
        limits: Limits::DEFAULT,
        demands: crate::domain::demands::Demands::default(),
        refused: Vec::new(),
    }
}

fn component(name: &str) -> Component {
    Component {
        ecosystem: Ecosystem::new(Ecosystem::CRATES_IO),
        name: Arc::from(name),
        version: Version::Exact(Arc::from("1.0.0")),
    }
}

fn occurrence(name: &str, origin: Origin) -> Occurrence {
    Occurrence {
        component: component(name),
        place: place(),
        origin,
        scope: Scope::Runtime,
        relation: Relation::Unstated,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    }
}

fn finding(rule: &'static RuleInfo, item: &str) -> Finding {
    let subject = Subject { item: Arc::from(item), ..Subject::default() };
    Finding {
        aliases: vec![Arc::from(item), Arc::from("GHSA-aaaa")],
        component: Some(component("bad")),
        occurrence: Some(1),
        ..Finding::new(rule, place(), messages::source::ends_early("x"), subject)
    }
}

fn exception(id: &str, expires: jiff::civil::Date) -> Exception {
    Exception {
        id: Arc::from(id),
        component: Arc::from("bad"),
        owner: Arc::from("payments"),
        approver: Some(Arc::from("security")),
        versions: None,
        folder: None,
        rule: None,
        repository: None,
        approved: None,
        severity: None,
        license: None,
        emergency: None,
        signatures: Vec::new(),
        standing: Standing::Stated,
        reason: Arc::from("not reachable"),
        expires,
        place: place(),
    }
}

fn conclude(policy: &Policy, inventory: &Inventory, findings: Vec<Finding>) -> Judgement {
    let mut assessments = vec![Assessment::default(); inventory.occurrences.len()];
    if let Some(bad) = assessments.get_mut(1) {
        let group = crate::domain::advisory::AdvisoryGroup {
            id: Arc::from("CVE-1"),
            ids: Vec::new(),
            advisories: Vec::new(),
        };
        bad.hits.push(Hit { group: Arc::new(group), fixed: Vec::new(), last_affected: None });
    }
    if let Some(own) = assessments.first_mut() {
        own.first_party = true;
    }
    conclude_against(None, policy, inventory, &assessments, findings)
}

fn conclude_against(
    base: Option<&BaseFacts>,
    policy: &Policy,
    inventory: &Inventory,
    assessments: &[Assessment],
    findings: Vec<Finding>,
) -> Judgement {
    let case = Case {
        rules: &[&VULNERABLE, &UNREADABLE, &EXPIRED],
        policy,
        inventory,
        assessments,
        licenses: &[],
        database: &DatabaseState::Missing,
        threat_models: &[],
        history: &HistoryState::First,
        base,
        now: Timestamp::from_second(1_790_000_000).expect("in range"),
    };
    judge(&case, findings)
}

fn inventory() -> Inventory {
    let mut inventory = Inventory::default();
    let registry = || Origin::Registry { url: None };
    let occurrences = vec![
        occurrence("own", Origin::FirstParty),
        occurrence("bad", registry()),
        occurrence("good", registry()),
    ];
    let reading = Reading { occurrences, gaps: Vec::new() };
    inventory.add(TreePath::new("Cargo.lock").expect("sound"), "cargo/cargo-lock", reading);
    inventory
}

/// What nobody has scored has a level of its own, and a rule that policy
/// looks away from isn't brought back by it.
#[test]
fn what_is_not_scored_has_its_own_level_below_its_rule_s() {
    let levels = |rule: Level, unscored: Level| {
        let mut policy = policy(&[("vulnerable-component", rule)], Vec::new());
        policy.advisories.unscored = setting(unscored);
        let severities = [Some(Severity::Score(2.0)), Some(Severity::Unscored)];
        let findings = severities.map(|severity| Finding { severity, ..finding(&VULNERABLE, "CVE-1") });
        let judgement = conclude(&policy, &inventory(), findings.into());
        let found = judgement.findings.iter().map(|one| (one.finding.severity, one.level));
        found.map(|(severity, level)| (severity == Some(Severity::Unscored), level)).collect::<Vec<_>>()
    };
    assert_eq!(levels(Level::Block, Level::Warn), [(false, Level::Block), (true, Level::Warn)]);
    assert_eq!(levels(Level::Block, Level::Off), [(false, Level::Block)]);
    assert_eq!(levels(Level::Off, Level::Block), []);
    let both = levels(Level::Warn, Level::Block);
    assert!(both.len() == 2 && both.iter().all(|(_, level)| *level == Level::Warn), "{both:?}");
}

const BLOCK: &[(&str, Level)] = &[
    ("vulnerable-component", Level::Block),
    ("unreadable-file", Level::Block),
    ("expired-exception", Level::Warn),
];

#[test]
fn a_blocking_violation_outweighs_a_blocking_gap() {
    let findings = vec![finding(&UNREADABLE, "a"), finding(&VULNERABLE, "CVE-1")];
    let judgement = conclude(&policy(BLOCK, Vec::new()), &inventory(), findings);
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(lowest_broken_practice(&judgement), Some(2), "the gap of practice 1 breaks nothing");
}

#[test]
fn a_blocking_gap_alone_is_indeterminate() {
    let judgement = conclude(&policy(BLOCK, Vec::new()), &inventory(), vec![finding(&UNREADABLE, "a")]);
    assert_eq!(judgement.verdict, Verdict::Indeterminate);
    assert_eq!(lowest_broken_practice(&judgement), None);
}

#[test]
fn a_warning_passes_and_still_breaks_its_practice() {
    let policy = policy(&[("vulnerable-component", Level::Warn)], Vec::new());
    let judgement = conclude(&policy, &inventory(), vec![finding(&VULNERABLE, "CVE-1")]);
    assert_eq!(judgement.verdict, Verdict::Pass);
    assert_eq!(judgement.practices[1].state, PracticeState::NotMet);
}

#[test]
fn an_exception_excuses_by_any_alias_until_its_last_day_and_no_longer() {
    // The clock of these tests stands on 2026-09-21.
    for (last_day, verdict) in [(date(2026, 9, 21), Verdict::Pass), (date(2026, 9, 20), Verdict::Fail)] {
        let policy = policy(BLOCK, vec![exception("ghsa-AAAA", last_day)]);
        let judgement = conclude(&policy, &inventory(), vec![finding(&VULNERABLE, "CVE-1")]);
        assert_eq!(judgement.verdict, verdict, "{last_day}");
        assert!(judgement.accounting.balances());
        assert_eq!(judgement.accounting.excepted, usize::from(verdict == Verdict::Pass));
    }
}

#[test]
fn no_exception_excuses_a_finding_about_exceptions() {
    let levels = [("expired-exception", Level::Block)];
    let policy = policy(&levels, vec![exception("CVE-1", date(2026, 12, 31))]);
    let judgement = conclude(&policy, &inventory(), vec![finding(&EXPIRED, "CVE-1")]);
    assert_eq!(judgement.verdict, Verdict::Fail);
}

#[test]
fn a_rule_without_a_level_blocks() {
    let judgement = conclude(&policy(&[], Vec::new()), &inventory(), vec![finding(&VULNERABLE, "CVE-1")]);
    assert_eq!(judgement.verdict, Verdict::Fail);
}

#[test]
fn nothing_recognised_is_nothing_to_judge_unless_policy_allows_it() {
    let mut policy = policy(BLOCK, Vec::new());
    let empty = Inventory::default();
    assert_eq!(conclude(&policy, &empty, Vec::new()).verdict, Verdict::NothingToJudge);
    policy.inventory.allow_empty.value = true;
    assert_eq!(conclude(&policy, &empty, Vec::new()).verdict, Verdict::Pass);
}

#[test]
fn every_entry_stands_under_one_heading() {
    let judgement = conclude(&policy(BLOCK, Vec::new()), &inventory(), vec![finding(&VULNERABLE, "CVE-1")]);
    let sum = judgement.accounting;
    assert!(sum.balances());
    assert_eq!((sum.declared, sum.first_party, sum.affected, sum.clean), (3, 1, 1, 1));
}

#[test]
fn a_manifest_that_could_not_be_read_leaves_no_component_practice_met() {
    let gap = crate::domain::inventory::Gap {
        kind: crate::domain::inventory::GapKind::UnreadableFile,
        place: place(),
        reason: messages::source::ends_early("x"),
        component: None,
    };
    let mut partly = inventory();
    partly.gaps.push(gap.clone());
    let mut nothing = Inventory::default();
    nothing.gaps.push(gap);
    for (inventory, state) in
        [(&partly, PracticeState::PartlyEvidenced), (&nothing, PracticeState::NotEvidenced)]
    {
        let levels = [("expired-exception", Level::Block), ("unreadable-file", Level::Block)];
        let policy = policy(&levels, Vec::new());
        let assessments = vec![Assessment::default(); inventory.occurrences.len()];
        let case = Case {
            rules: &[&VULNERABLE, &UNREADABLE, &PINNED],
            policy: &policy,
            inventory,
            assessments: &assessments,
            licenses: &[],
            database: &DatabaseState::Missing,
            threat_models: &[],
            history: &HistoryState::First,
            base: None,
            now: Timestamp::from_second(1_790_000_000).expect("in range"),
        };
        let judgement = judge(&case, Vec::new());
        assert_eq!(judgement.practices[6].state, state);
    }
}

/// `base.only-new` keeps what was there from blocking: not what is malicious,
/// exploited, past its fix window or new, nor what is about the database, the policy or the run.
#[test]
fn only_what_is_old_and_of_the_tree_is_spared() {
    static MALICIOUS: RuleInfo =
        RuleInfo { id: "malicious-component", practice: 3, kind: RuleKind::Violation };
    static STALE: RuleInfo = RuleInfo { id: "stale-database", practice: 9, kind: RuleKind::Gap };
    let exploited = |finding: Finding| {
        let exploited = Exploited { id: Arc::from("CVE-1"), since: date(2026, 1, 2) };
        Finding { exploited: Some(exploited), ..finding }
    };
    let overdue = |finding: Finding| Finding {
        severity: Some(Severity::Score(2.0)),
        published: Some(date(2025, 1, 2)),
        ..finding
    };
    let all = || {
        vec![
            finding(&VULNERABLE, "CVE-1"),
            exploited(finding(&VULNERABLE, "CVE-2")),
            overdue(finding(&VULNERABLE, "CVE-4")),
            finding(&MALICIOUS, "MAL-1"),
            finding(&STALE, "npm"),
            finding(&EXPIRED, "CVE-3"),
            finding(&UNREADABLE, "unread"),
        ]
    };
    let commit = CommitId::new(&"0123456789".repeat(4)).expect("an id");
    let base = Base { revision: Arc::from("main"), merge_base: Ok(commit.clone()), commit };
    let old = |findings: Vec<Finding>| {
        let old = findings.into_iter().map(|finding| OldFinding { finding, scope: Some(Scope::Runtime) });
        Some(old.collect())
    };
    let facts = |old| BaseFacts { state: BaseState::Usable(base.clone()), old, ..BaseFacts::default() };
    let blocking = |only_new: bool, base: Option<&BaseFacts>| {
        let mut policy = policy(&[], Vec::new());
        policy.base.only_new.value = only_new;
        policy.demands.fix_days.insert(SeverityBand::Low, setting(90));
        let inventory = inventory();
        let assessments = vec![Assessment::default(); inventory.occurrences.len()];
        let judgement = conclude_against(base, &policy, &inventory, &assessments, all());
        let blocking = judgement.findings.iter().filter(|judged| judged.blocks());
        let mut blocking: Vec<String> =
            blocking.map(|judged| judged.finding.subject.item.to_string()).collect();
        blocking.sort();
        blocking.join(" ")
    };
    let everything = "CVE-1 CVE-2 CVE-3 CVE-4 MAL-1 npm unread";
    assert_eq!(blocking(true, Some(&facts(old(all())))), "CVE-2 CVE-3 CVE-4 MAL-1 npm");
    assert_eq!(blocking(false, Some(&facts(old(all())))), everything);
    assert_eq!(blocking(true, Some(&facts(old(Vec::new())))), everything);
    // Where nobody can tell what is old, nothing is.
    assert_eq!(blocking(true, Some(&facts(None))), everything);
    assert_eq!(blocking(true, None), everything);
}
