//! Scenes: single things that a run may meet, each stopped by a policy or not.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;

use crate::domain::advisory::{
    Completeness, Database, DatabaseSource, DatabaseState, Epss, Exploited, Severity, SignatureState,
};
use crate::domain::assessment::Assessment;
use crate::domain::commit::{CommitId, LastChange};
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::digest::Digest;
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::origin::OriginClass;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::Policy;
use crate::domain::record::HistoryState;
use crate::domain::review::{Changes, Coverage, CoverageState, Review, SignOff};
use crate::domain::rule::RuleInfo;
use crate::domain::threat::{Located, ModelFormat, ThreatModel};
use crate::domain::verdict::Verdict;
use crate::judge::{Case, judge};
use crate::messages;
use crate::rules::{self, Facts, Find};

/// The moment of every scene: the database's data is as old as its name says.
const NOW: &str = "2026-11-23T12:00:00Z";

/// One thing that a run may meet, and whether a policy stops it.
pub(in crate::policy::stack) struct Scene {
    pub(in crate::policy::stack) name: String,
    pub(in crate::policy::stack) stops: Box<dyn Fn(&Policy) -> bool>,
}

/// The facts of a scene.
struct World {
    inventory: Inventory,
    licenses: Vec<Option<LicenseFact>>,
    assessments: Vec<Assessment>,
    database: DatabaseState,
    threat_models: Vec<ThreatModel>,
}

fn path(text: &str) -> TreePath {
    TreePath::new(text).expect("a sound path")
}

fn now() -> Timestamp {
    NOW.parse().expect("a moment")
}

fn occurrence(name: &str, scope: Scope, origin: Origin) -> Occurrence {
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: Arc::from(name),
            version: Version::Exact(Arc::from("1.0.0")),
        },
        place: Place::whole(path("web/package-lock.json")),
        origin,
        scope,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    }
}

impl World {
    /// One component, and a database whose data is this old.
    fn of(occurrence: Occurrence, days: i64) -> Self {
        let mut inventory = Inventory::default();
        let reading = Reading { occurrences: vec![occurrence], gaps: Vec::new() };
        inventory.add(path("web/package-lock.json"), "npm/package-lock", reading);
        let day = crate::domain::day::day_of(now()).checked_sub(jiff::Span::new().days(days));
        let source = DatabaseSource {
            ecosystem: Arc::from(Ecosystem::NPM),
            completeness: Completeness::Whole,
            advisories: 100,
            in_house: 0,
            withdrawn: 0,
            withdrawn_here: 0,
            as_of: Some(day.expect("a day")),
        };
        let database = DatabaseState::Usable(Database {
            path: Arc::from("advisories"),
            root: Digest::of(b""),
            sources: vec![source],
            feeds: Vec::new(),
            namespaces: 0,
            withdrawals: 0,
            signature: SignatureState::NotAsked,
        });
        let assessments = vec![Assessment::default()];
        Self { inventory, licenses: vec![None], assessments, database, threat_models: Vec::new() }
    }

    fn case<'run>(&'run self, policy: &'run Policy, rules: &'run [&'static RuleInfo]) -> Case<'run> {
        Case {
            rules,
            policy,
            inventory: &self.inventory,
            assessments: &self.assessments,
            licenses: &self.licenses,
            database: &self.database,
            threat_models: &self.threat_models,
            history: &HistoryState::First,
            base: None,
            now: now(),
        }
    }

    fn facts<'run>(&'run self, policy: &'run Policy) -> Facts<'run> {
        Facts {
            inventory: &self.inventory,
            assessments: &self.assessments,
            licenses: &self.licenses,
            database: &self.database,
            threat_models: &self.threat_models,
            policy,
            history: &HistoryState::First,
            base: None,
            unwritten: &[],
            now: now(),
        }
    }

    /// Whether one of these findings blocks.
    fn stopped_by(&self, policy: &Policy, findings: Vec<Finding>) -> bool {
        let judgement = judge(&self.case(policy, &rules::infos()), findings);
        judgement.findings.iter().any(crate::domain::verdict::JudgedFinding::blocks)
    }

    /// What these rules find: no other, so that nothing hides behind another.
    fn found(&self, policy: &Policy, ids: &[&str]) -> Vec<Finding> {
        let facts = self.facts(policy);
        let concerned = rules::RULES.iter().filter(|rule| ids.contains(&rule.info.id));
        concerned
            .flat_map(|rule| match rule.find {
                Find::InFacts(find) => find(&facts),
                _ => Vec::new(),
            })
            .collect()
    }
}

/// A scene that these rules judge by its facts.
fn by_rules(name: &str, ids: &'static [&'static str], world: World) -> Scene {
    let stops = move |policy: &Policy| world.stopped_by(policy, world.found(policy, ids));
    Scene { name: name.to_owned(), stops: Box::new(stops) }
}

/// A scene of one finding.
fn by_finding(name: String, finding: Finding) -> Scene {
    let world = World::of(occurrence("left", Scope::Runtime, Origin::Registry { url: None }), 0);
    Scene { name, stops: Box::new(move |policy| world.stopped_by(policy, vec![finding.clone()])) }
}

/// A finding of this rule about the component `left`.
fn finding(rule: &'static RuleInfo) -> Finding {
    let occurrence = occurrence("left", Scope::Runtime, Origin::Registry { url: None });
    let subject = Subject {
        file: Some(path("web/package-lock.json")),
        component: Some((Arc::from("npm"), Arc::from("left"))),
        item: Arc::from("CVE-2026-0001"),
    };
    Finding {
        aliases: vec![Arc::from("CVE-2026-0001")],
        component: Some(occurrence.component),
        occurrence: Some(0),
        severity: Some(Severity::Score(5.0)),
        ..Finding::new(rule, occurrence.place, messages::source::ends_early("x"), subject)
    }
}

fn licensed(text: &str, verification: Verification) -> World {
    let mut world = World::of(occurrence("left", Scope::Runtime, Origin::Registry { url: None }), 0);
    let statement = LicenseStatement::Expression(Arc::from(text));
    world.licenses = vec![Some(LicenseFact::new(statement, LicenseSource::Nobody, verification))];
    world
}

/// A component of a registry that only policy can place: known to be vulnerable
/// where it is public, unknown where it is private.
fn from_registry() -> Scene {
    let url = Some(Arc::from("https://packages.example/left.tgz"));
    let origin = Origin::Registry { url };
    let world = World::of(occurrence("left", Scope::Runtime, origin.clone()), 0);
    let stops = move |policy: &Policy| {
        let class = policy.class_of(&origin, &Ecosystem::new(Ecosystem::NPM));
        let id = match class {
            OriginClass::Private { .. } => "unassessable-component",
            _ => "vulnerable-component",
        };
        let rule = rules::info_of(id).expect("a rule");
        let mut findings = world.found(policy, &["undeclared-registry"]);
        findings.push(Finding { aliases: Vec::new(), ..finding(rule) });
        world.stopped_by(policy, findings)
    };
    Scene { name: "registry".to_owned(), stops: Box::new(stops) }
}

/// Vulnerabilities of every kind that a key or a condition tells apart.
fn vulnerable_ones() -> Vec<Scene> {
    let rule = rules::info_of("vulnerable-component").expect("a rule");
    let mut scenes = Vec::new();
    for severity in [Severity::Unscored, Severity::Score(2.0), Severity::Score(5.0), Severity::Score(9.5)] {
        for (scope, folder) in [
            (Scope::Runtime, "web"),
            (Scope::Development, "web"),
            (Scope::Runtime, "tools/deep"),
            (Scope::Development, "tools"),
        ] {
            let place = Place::whole(path(&format!("{folder}/package-lock.json")));
            let plain = Finding {
                severity: Some(severity),
                scope: Some(scope),
                place,
                aliases: Vec::new(),
                ..finding(rule)
            };
            let exploited = Exploited { id: Arc::from("CVE-1"), since: date(2026, 1, 1) };
            let epss = |probability| Epss { id: Arc::from("CVE-1"), probability, percentile: 0.9 };
            let kinds = [
                ("plain", plain.clone()),
                ("exploited", Finding { exploited: Some(exploited), ..plain.clone() }),
                ("likely", Finding { epss: Some(epss(0.2)), ..plain.clone() }),
                ("less likely", Finding { epss: Some(epss(0.02)), ..plain.clone() }),
                ("20 days old", Finding { published: Some(date(2026, 11, 3)), ..plain }),
            ];
            scenes.extend(kinds.into_iter().map(|(kind, finding)| {
                by_finding(format!("{} {} {folder} {kind}", severity.band().word(), scope.word()), finding)
            }));
        }
    }
    let bands = [(Severity::Score(8.0), "high"), (Severity::Score(0.0), "none")];
    scenes.extend(bands.map(|(severity, name)| {
        by_finding(
            format!("{name} 20 days old"),
            Finding {
                severity: Some(severity),
                published: Some(date(2026, 11, 3)),
                aliases: Vec::new(),
                ..finding(rule)
            },
        )
    }));
    scenes
}

/// Licences of a component that only development needs.
fn licensed_ones() -> Vec<Scene> {
    let mut world = licensed("GPL-3.0-only", Verification::Verified);
    let mut inventory = Inventory::default();
    let component = occurrence("left", Scope::Development, Origin::Registry { url: None });
    let reading = Reading { occurrences: vec![component], gaps: Vec::new() };
    inventory.add(path("web/package-lock.json"), "npm/package-lock", reading);
    world.inventory = inventory;
    vec![by_rules("GPL-3.0-only development", &["denied-license", "unlisted-license"], world)]
}

/// A practice that nothing shows, where policy requires it.
fn without_threat_model() -> Scene {
    let world = World::of(occurrence("left", Scope::Runtime, Origin::Registry { url: None }), 0);
    let stops = move |policy: &Policy| {
        let rules = rules::infos();
        let case = world.case(policy, &rules);
        let practices = judge(&case, Vec::new()).practices;
        let found = rules::find_in_practices(&world.facts(policy), &practices);
        world.stopped_by(policy, found)
    };
    Scene { name: "required practice".to_owned(), stops: Box::new(stops) }
}

/// Threat models whose reviews differ in one thing that a key speaks of.
fn reviewed_ones() -> Vec<Scene> {
    const RULES: &[&str] = &["outdated-threat-review", "incomplete-threat-review", "stale-threat-review"];
    let text =
        |text: &str| Located { value: Arc::from(text), place: Place::whole(path("threat-model.yaml")) };
    let scene = |name: &str, day, (changed, followed): (usize, usize)| {
        let mut model = ThreatModel::empty(path("threat-model.yaml"), ModelFormat::Native);
        let mut review = Review::at(Place::whole(path("threat-model.yaml")));
        review.date = Some(Located { value: day, place: review.place.clone() });
        review.by = vec![SignOff { who: text("Ana Silva"), role: Some(text("one")) }];
        model.review = Some(review);
        let files = (0..changed).map(|at| path(&format!("src/{at}.rs"))).collect();
        let state = CoverageState::Changed(Changes::Files(files));
        let covered = Coverage { element: text("api"), files: 9, digest: Ok(Digest::of(b"")), state };
        model.review_facts.coverage = (changed > 0).then_some(covered).into_iter().collect();
        let commit = CommitId::new(&"0".repeat(40)).expect("an id");
        let last = LastChange::At { commit, committed: now(), since: followed };
        model.review_facts.last_change = (followed > 0).then_some(Ok(last));
        let mut world = World::of(occurrence("left", Scope::Runtime, Origin::Registry { url: None }), 0);
        world.threat_models = vec![model];
        by_rules(name, RULES, world)
    };
    let today = date(2026, 11, 23);
    vec![
        scene("reviewed", today, (0, 0)),
        scene("reviewed 20 days ago", date(2026, 11, 3), (0, 0)),
        scene("20 files changed", today, (20, 0)),
        scene("20 commits followed", today, (0, 20)),
    ]
}

fn nothing_recognised() -> Scene {
    let mut world = World::of(occurrence("left", Scope::Runtime, Origin::FirstParty), 0);
    world.inventory = Inventory::default();
    let stops = move |policy: &Policy| {
        let rules = rules::infos();
        judge(&world.case(policy, &rules), Vec::new()).verdict == Verdict::NothingToJudge
    };
    Scene { name: "nothing-recognised".to_owned(), stops: Box::new(stops) }
}

pub(in crate::policy::stack) fn scenes() -> Vec<Scene> {
    const LICENSE: &[&str] = &["denied-license", "unlisted-license", "unverified-license"];
    const DATABASE: &[&str] = &["stale-database", "aging-database", "missing-source"];
    let of_rules = rules::infos().into_iter();
    let mut scenes: Vec<Scene> = of_rules.map(|rule| by_finding(rule.id.to_owned(), finding(rule))).collect();
    let vulnerable = rules::info_of("vulnerable-component").expect("a rule");
    let unscored = Finding { severity: Some(Severity::Unscored), ..finding(vulnerable) };
    scenes.push(by_finding("unscored".to_owned(), unscored));
    // What an exception excuses for as long as policy lets it, by severity.
    for severity in [Severity::Score(9.5), Severity::Score(8.0), Severity::Score(2.0)] {
        let finding = Finding { severity: Some(severity), ..finding(vulnerable) };
        scenes.push(by_finding(format!("{} by its id", severity.band().word()), finding));
    }
    scenes.push(by_finding("of no severity".to_owned(), Finding { severity: None, ..finding(vulnerable) }));
    let threat = rules::info_of("open-threat").expect("a rule");
    scenes.push(by_finding("threat".to_owned(), Finding { component: None, ..finding(threat) }));
    for text in ["MIT", "GPL-3.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", "MIT OR GPL-3.0-only"] {
        scenes.push(by_rules(text, LICENSE, licensed(text, Verification::Verified)));
    }
    scenes.push(by_rules("unverified MIT", LICENSE, licensed("MIT", Verification::Unverified)));
    for days in [5, 20, 40] {
        let component = occurrence("left", Scope::Runtime, Origin::Registry { url: None });
        scenes.push(by_rules(&format!("{days} days"), DATABASE, World::of(component, days)));
    }
    scenes.extend(vulnerable_ones());
    scenes.extend(licensed_ones());
    for (name, url) in [("public", None), ("listed", Some("https://packages.example/left.tgz"))] {
        let origin = Origin::Registry { url: url.map(Arc::from) };
        let world = World::of(occurrence("left", Scope::Runtime, origin), 0);
        scenes.push(by_rules(&format!("from a {name} source"), &["unlisted-source"], world));
    }
    let component = occurrence("left", Scope::Runtime, Origin::Registry { url: None });
    let world = World::of(component.clone(), 0);
    scenes.push(by_rules("base model", &["missing-base-model"], world));
    scenes.push(by_rules("ban", &["banned-component"], World::of(component, 0)));
    let component = occurrence("left", Scope::Runtime, Origin::Registry { url: None });
    let mut uncovered = World::of(component, 0);
    uncovered.threat_models = vec![ThreatModel::empty(path("threat-model.yaml"), ModelFormat::Native)];
    scenes.push(by_rules("uncovered", &["uncovered-component"], uncovered));
    scenes.push(without_threat_model());
    scenes.extend(reviewed_ones());
    scenes.push(from_registry());
    scenes.push(nothing_recognised());
    scenes
}
