//! Judged runs, built by hand, for the tests of every format.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use crate::domain::advisory::{
    Advisory, AdvisoryGroup, AdvisoryKind, Completeness, Database, DatabaseSource, DatabaseState, Provenance,
    Severity, SignatureState,
};
use crate::domain::assessment::{Assessment, Cure, Hit, Leap};
use crate::domain::base::BaseFacts;
use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, Version,
};
use crate::domain::digest::Digest;
use crate::domain::exception::{Exception, ExceptionPolicy, MaxDays, Standing};
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::{Gap, GapKind, Inventory, PassedOver, Reading};
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, LineColumn, Place, Region, TreePath};
use crate::domain::policy::{
    AdvisoryPolicy, BasePolicy, CargoResolve, DatabasePolicy, InventoryPolicy, Layer, LicensePolicy, Policy,
    Setting, UndeclaredRegistry,
};
use crate::domain::practice::{PRACTICES, PracticeState};
use crate::domain::rule::{Level, RuleInfo, RuleKind};
use crate::domain::statement::{Sentence, Statement};
use crate::domain::verdict::{Accounting, Inputs, JudgedFinding, JudgedPractice, Judgement, Report, Verdict};

pub(super) static VULNERABLE: RuleInfo =
    RuleInfo { id: "vulnerable-component", practice: 2, kind: RuleKind::Violation };
pub(super) static UNREADABLE: RuleInfo = RuleInfo { id: "unreadable-file", practice: 1, kind: RuleKind::Gap };
pub(super) static STALE: RuleInfo = RuleInfo { id: "stale-database", practice: 9, kind: RuleKind::Gap };

static SAMPLE: Sentence = Sentence {
    key: "test.sample",
    english: "{what} is affected: {how}",
    chinese: "{what} 受影响：{how}",
    parameters: &["what", "how"],
};

/// A statement with two arguments.
pub(super) fn statement(what: &str, how: &str) -> Statement {
    Statement::new(&SAMPLE, vec![what.to_owned(), how.to_owned()])
}

static REMEDY: Sentence =
    Sentence { key: "test.remedy", english: "{what}", chinese: "办法：{what}", parameters: &["what"] };

fn remedy(what: &str) -> Statement {
    Statement::new(&REMEDY, vec![what.to_owned()])
}

pub(super) fn path(text: &str) -> TreePath {
    TreePath::new(text).expect("a sound path")
}

pub(super) fn at(file: &str, line: u32, columns: (u32, u32)) -> Place {
    let point = |column| LineColumn { line, column };
    let region = Region { start: point(columns.0), end: point(columns.1) };
    Place { artifact: Artifact::Tree(path(file)), region: Some(region) }
}

pub(super) fn component(name: &str, version: &str) -> Component {
    let version = Version::Exact(Arc::from(version));
    Component { ecosystem: Ecosystem::new("npm"), name: Arc::from(name), version }
}

fn occurrence(component: Component, line: u32, relation: Relation) -> Occurrence {
    let hash = IntegrityHash { algorithm: Arc::from("sha512"), value: Arc::from("AAAA") };
    Occurrence {
        component,
        place: at("package-lock.json", line, (5, 26)),
        origin: Origin::Registry { url: Some(Arc::from("https://registry.example/x.tgz")) },
        scope: Scope::Runtime,
        relation,
        hashes: vec![hash],
        license: None,
        dependencies: Vec::new(),
    }
}

/// An advisory group with one record.
pub(super) fn group(id: &str, alias: &str, summary: &str, severity: Severity) -> Arc<AdvisoryGroup> {
    let advisory = Advisory {
        id: Arc::from(alias),
        aliases: vec![Arc::from(id)],
        upstream: Vec::new(),
        kind: AdvisoryKind::Vulnerability,
        provenance: Provenance::Public,
        summary: Arc::from(summary),
        severity,
        rating: None,
        vector: Some(Arc::from("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H")),
        weaknesses: vec![Arc::from("CWE-94"), Arc::from("CWE-1321")],
        url: Some(Arc::from("https://advisories.example/1")),
        published: None,
        exploited: None,
        epss: None,
        affected: Vec::new(),
    };
    let mut ids: Vec<Arc<str>> = vec![Arc::from(id), Arc::from(alias)];
    ids.sort();
    Arc::new(AdvisoryGroup { id: Arc::from(id), ids, advisories: vec![Arc::new(advisory)] })
}

/// A finding of `group` about the occurrence at that position.
pub(super) fn affected(inventory: &Inventory, position: usize, hit: &Hit) -> Finding {
    let occurrence = &inventory.occurrences[position];
    let component = &occurrence.component;
    let subject = Subject {
        file: occurrence.place.tree_path().cloned(),
        component: Some((Arc::from(component.ecosystem.as_str()), Arc::clone(&component.name))),
        item: Arc::clone(&hit.group.id),
    };
    let summary = &hit.group.advisories[0].summary;
    let message = statement(&component.to_string(), summary);
    let mut finding = Finding::new(&VULNERABLE, occurrence.place.clone(), message, subject);
    finding.aliases.clone_from(&hit.group.ids);
    finding.component = Some(component.clone());
    finding.occurrence = Some(position);
    finding.severity = Some(hit.group.severity());
    finding.fixed.clone_from(&hit.fixed);
    let cure = |version: &Arc<str>| Cure {
        version: Arc::clone(version),
        leap: Some(Leap::Compatible),
        leaves: Vec::new(),
    };
    finding.cure = hit.fixed.first().map(cure);
    let path = inventory.path_to(position);
    finding.path = path.iter().map(|&step| inventory.occurrences[step].component.clone()).collect();
    finding
}

pub(super) fn judged(finding: Finding, level: Level) -> JudgedFinding {
    let identity = finding.identity();
    JudgedFinding {
        finding,
        identity,
        level,
        ahead: crate::domain::demands::Ahead::default(),
        excepted_by: None,
        age: None,
        vex: None,
    }
}

fn setting<T>(value: T) -> Setting<T> {
    Setting { value, place: Place { artifact: Artifact::BuiltIn("default.toml"), region: None } }
}

fn policy() -> Policy {
    let built_in = Place { artifact: Artifact::BuiltIn("default.toml"), region: None };
    let own = Place::whole(path("cullis.toml"));
    let layer = |place, text: &str| Layer { place, digest: Digest::of(text.as_bytes()) };
    Policy {
        layers: vec![layer(built_in, "default"), layer(own, "own")],
        repository_governs_itself: true,
        levels: BTreeMap::from([("vulnerable-component", setting(Level::Block.into()))]),
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
        exceptions: vec![exception()],
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

fn exception() -> Exception {
    Exception {
        id: Arc::from("CVE-2099-0003"),
        component: Arc::from("npm:minimist"),
        owner: Arc::from("payments-team"),
        approver: Some(Arc::from("security-desk")),
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
        reason: Arc::from("only reached from the build script"),
        expires: date(2099, 6, 30),
        place: at("cullis.toml", 14, (1, 14)),
    }
}

fn practices(broken: &[u8]) -> Vec<JudgedPractice> {
    let state = |number| match number {
        number if broken.contains(&number) => PracticeState::NotMet,
        1 | 5 => PracticeState::PartlyEvidenced,
        11..=14 => PracticeState::NotEvidenced,
        4 => PracticeState::NotApplicable,
        _ => PracticeState::Met,
    };
    PRACTICES.iter().map(|practice| JudgedPractice { practice, state: state(practice.number) }).collect()
}

/// A run in which nothing was found.
pub(super) fn clean() -> Report {
    let mut inventory = Inventory::beside(PassedOver::default());
    let mut reading = Reading::default();
    reading.occurrences.push(Occurrence {
        origin: Origin::FirstParty,
        dependencies: vec![1],
        ..occurrence(component("shop", "1.0.0"), 2, Relation::Unstated)
    });
    reading.occurrences.push(Occurrence {
        dependencies: vec![2],
        ..occurrence(component("grunt", "1.5.2"), 9, Relation::Direct)
    });
    reading.occurrences.push(occurrence(component("lodash", "4.17.15"), 12, Relation::Transitive));
    reading.occurrences.push(occurrence(component("minimist", "1.2.5"), 20, Relation::Direct));
    inventory.add(path("package-lock.json"), "npm/package-lock", reading);
    let first_party = Assessment { first_party: true, ..Assessment::default() };
    let mut assessments = vec![Assessment::default(); 4];
    assessments[0] = first_party;
    let source = DatabaseSource {
        ecosystem: Arc::from("npm"),
        completeness: Completeness::Whole,
        advisories: 4172,
        in_house: 0,
        withdrawn: 31,
        withdrawn_here: 0,
        as_of: Some(date(2099, 5, 30)),
    };
    let database = Database {
        path: Arc::from("advisories.cullis"),
        root: Digest::of(b"root"),
        sources: vec![source],
        feeds: Vec::new(),
        namespaces: 0,
        withdrawals: 0,
        signature: SignatureState::NotAsked,
    };
    Report {
        judgement: Judgement {
            verdict: Verdict::Pass,
            findings: Vec::new(),
            practices: practices(&[]),
            accounting: Accounting { declared: 4, first_party: 1, clean: 3, ..Accounting::default() },
            mended: 0,
        },
        inventory,
        assessments,
        licenses: vec![None; 4],
        database: DatabaseState::Usable(database),
        threat_models: Vec::new(),
        policy: policy(),
        base: BaseFacts::default(),
        inputs: Inputs {
            entries: vec![("package-lock.json".to_owned(), Digest::of(b"lock").to_string())],
            digest: Digest::of(b"inputs"),
        },
        now: "2099-06-01T08:00:00Z".parse().expect("a time"),
        category: Arc::from(""),
        tool_version: "0.1.0",
    }
}

/// A run that fails: two advisories of one transitive component, one excused
/// advisory, and a manifest that could be read in part only.
pub(super) fn failing() -> Report {
    let mut report = clean();
    let hit = |id: &str, alias: &str, summary: &str, score: f64, fixed: &[&str]| Hit {
        group: group(id, alias, summary, Severity::Score(score)),
        fixed: fixed.iter().map(|version| Arc::from(*version)).collect(),
        last_affected: None,
    };
    let first =
        hit("CVE-2099-0001", "GHSA-aaaa-bbbb-cccc", "command injection in templates", 7.2, &["4.17.21"]);
    let second = hit(
        "CVE-2099-0002",
        "GHSA-dddd-eeee-ffff",
        "regular expression that never ends",
        9.8,
        &["4.17.21", "5.0.1"],
    );
    let excused = hit("CVE-2099-0003", "GHSA-gggg-hhhh-jjjj", "prototype pollution", 5.6, &["1.2.6"]);
    report.assessments[2].hits = vec![first.clone(), second.clone()];
    report.assessments[3].hits = vec![excused.clone()];
    let mut findings = vec![
        judged(affected(&report.inventory, 2, &first), Level::Block),
        judged(affected(&report.inventory, 2, &second), Level::Block),
        judged(affected(&report.inventory, 3, &excused), Level::Block),
    ];
    findings[2].excepted_by = Some(0);
    findings.push(unreadable(&mut report, Level::Warn));
    report.judgement.findings = findings;
    report.judgement.practices = practices(&[2]);
    report.judgement.verdict = Verdict::Fail;
    report.judgement.accounting = Accounting {
        declared: 4,
        first_party: 1,
        clean: 1,
        affected: 1,
        excepted: 1,
        unassessable: 0,
        excluded: 2,
        ignored: 11,
    };
    report
}

fn unreadable(report: &mut Report, level: Level) -> JudgedFinding {
    let place = at("services/ledger/poetry.lock", 40, (1, 8));
    let reason = statement("`[[package]]`", "expected a name, found the end of the file");
    let gap =
        Gap { kind: GapKind::UnreadableFile, place: place.clone(), reason: reason.clone(), component: None };
    report.inventory.gaps.push(gap);
    let subject =
        Subject { file: place.tree_path().cloned(), component: None, item: Arc::from("poetry.lock") };
    let mut finding = Finding::new(&UNREADABLE, place, reason, subject);
    finding.remedy = Some(remedy("write it again with `poetry lock`"));
    judged(finding, level)
}

/// A run that can't tell: a gap blocks, and the database is old.
pub(super) fn indeterminate() -> Report {
    let mut report = clean();
    let gap = unreadable(&mut report, Level::Block);
    let place = Place::outside("advisories.cullis");
    let mut stale = Finding::new(&STALE, place, statement("npm", "41 days old"), Subject::default());
    stale.remedy = Some(remedy("import a newer export"));
    report.judgement.findings = vec![gap, judged(stale, Level::Block)];
    report.judgement.verdict = Verdict::Indeterminate;
    report
}

/// A run over a folder without any manifest.
pub(super) fn nothing() -> Report {
    let mut report = clean();
    report.inventory = Inventory::default();
    report.assessments.clear();
    report.licenses.clear();
    report.judgement.verdict = Verdict::NothingToJudge;
    report.judgement.accounting = Accounting::default();
    report.database = DatabaseState::Missing;
    report
}

/// A run with that many notes beside what fails.
pub(super) fn crowded(notes: usize) -> Report {
    let mut report = failing();
    for number in 0..notes {
        let line = u32::try_from(number).expect("few") + 1;
        let place = at("package-lock.json", line, (1, 4));
        let subject = Subject { item: Arc::from(number.to_string()), ..Subject::default() };
        let finding = Finding::new(&UNREADABLE, place, statement("entry", "a note"), subject);
        report.judgement.findings.push(judged(finding, Level::Note));
    }
    report
}

/// Names that would do harm if they were printed as they are.
pub(super) const HOSTILE: [&str; 6] = [
    "\u{1b}[2J\u{1b}]0;pwned\u{7}",
    "evil\u{202e}gnp.exe",
    "a](https://evil.example) <img src=x> ]]> | `code` **bold**",
    "line\nbreak\r\tand tab",
    "\u{2028}\u{feff}\u{e0041}",
    "组件\u{200b}名",
];

/// A run whose every name is hostile.
pub(super) fn hostile() -> Report {
    let mut report = clean();
    let mut findings = Vec::new();
    for name in HOSTILE {
        let file = format!("web/{}/package-lock.json", name.replace('/', "_"));
        let hit = Hit {
            group: group(&format!("X-{name}"), &format!("Y-{name}"), name, Severity::Unscored),
            fixed: vec![Arc::from(name)],
            last_affected: None,
        };
        let occurrence = &mut report.inventory.occurrences[2];
        occurrence.component = component(name, name);
        occurrence.place = at(&file, 3, (2, 2));
        findings.push(judged(affected(&report.inventory, 2, &hit), Level::Block));
        report.assessments[2].hits.push(hit);
    }
    report.judgement.findings = findings;
    report.judgement.practices = practices(&[2]);
    report.judgement.verdict = Verdict::Fail;
    report
}

/// One of each.
pub(super) fn all() -> Vec<Report> {
    vec![clean(), failing(), indeterminate(), nothing(), crowded(30), hostile()]
}
