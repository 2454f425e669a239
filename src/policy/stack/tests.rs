//! No layer below one that grants nothing turns a fail into a pass: random
//! stacks of layers over every key and every kind of entry, by their verdicts.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::domain::advisory::{
    Completeness, Database, DatabaseSource, DatabaseState, Severity, SignatureState,
};
use crate::domain::assessment::Assessment;
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::digest::Digest;
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::origin::OriginClass;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::Policy;
use crate::domain::record::HistoryState;
use crate::domain::rule::RuleInfo;
use crate::domain::verdict::Verdict;
use crate::judge::{Case, judge};
use crate::messages;
use crate::policy::keys::{LEVELS, Meaning, Vocabulary};
use crate::policy::value::Shape;
use crate::policy::{LayerSource, effective};
use crate::rules::{self, Facts, Find};

/// The moment of every scene: the database's data is as old as its name says.
const NOW: &str = "2026-11-23T12:00:00Z";

/// One thing that a run may meet, and whether a policy stops it.
struct Scene {
    name: String,
    stops: Box<dyn Fn(&Policy) -> bool>,
}

/// The facts of a scene.
struct World {
    inventory: Inventory,
    licenses: Vec<Option<LicenseFact>>,
    assessments: Vec<Assessment>,
    database: DatabaseState,
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
        Self { inventory, licenses: vec![None], assessments: vec![Assessment::default()], database }
    }

    fn case<'run>(&'run self, policy: &'run Policy, rules: &'run [&'static RuleInfo]) -> Case<'run> {
        Case {
            rules,
            policy,
            inventory: &self.inventory,
            assessments: &self.assessments,
            licenses: &self.licenses,
            database: &self.database,
            threat_models: &[],
            history: &HistoryState::First,
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
        let facts = Facts {
            inventory: &self.inventory,
            assessments: &self.assessments,
            licenses: &self.licenses,
            database: &self.database,
            threat_models: &[],
            policy,
            history: &HistoryState::First,
            unwritten: &[],
            now: now(),
        };
        let concerned = rules::RULES.iter().filter(|rule| ids.contains(&rule.info.id));
        concerned
            .flat_map(|rule| match rule.find {
                Find::InFacts(find) => find(&facts),
                Find::InFindings(_) => Vec::new(),
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
    world.licenses = vec![Some(LicenseFact { statement, source: LicenseSource::Nobody, verification })];
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

fn nothing_recognised() -> Scene {
    let mut world = World::of(occurrence("left", Scope::Runtime, Origin::FirstParty), 0);
    world.inventory = Inventory::default();
    let stops = move |policy: &Policy| {
        let rules = rules::infos();
        judge(&world.case(policy, &rules), Vec::new()).verdict == Verdict::NothingToJudge
    };
    Scene { name: "nothing-recognised".to_owned(), stops: Box::new(stops) }
}

fn scenes() -> Vec<Scene> {
    const LICENSE: &[&str] = &["denied-license", "unlisted-license", "unverified-license"];
    const DATABASE: &[&str] = &["stale-database", "aging-database", "missing-source"];
    let of_rules = rules::infos().into_iter();
    let mut scenes: Vec<Scene> = of_rules.map(|rule| by_finding(rule.id.to_owned(), finding(rule))).collect();
    let vulnerable = rules::info_of("vulnerable-component").expect("a rule");
    let unscored = Finding { severity: Some(Severity::Unscored), ..finding(vulnerable) };
    scenes.push(by_finding("unscored".to_owned(), unscored));
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
    scenes.push(from_registry());
    scenes.push(nothing_recognised());
    scenes
}

fn rule_ids() -> Vec<&'static str> {
    rules::infos().iter().map(|info| info.id).collect()
}

/// Values of a shape, as TOML writes them: the bounds, what stands between, and
/// what the scenes are about.
fn values_of(name: &str, shape: Shape) -> Vec<String> {
    let quoted = |words: &[&str]| words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>();
    let lists = |words: &[&str]| {
        let one = words.iter().map(|word| format!("[{word:?}]"));
        let but_one = (0..words.len()).map(|left| {
            let kept: Vec<&&str> =
                words.iter().enumerate().filter(|(index, _)| *index != left).map(|(_, word)| word).collect();
            format!("{kept:?}")
        });
        one.chain(but_one).chain(["[]".to_owned(), format!("{words:?}")]).collect::<Vec<_>>()
    };
    match shape {
        Shape::Level => quoted(&["off", "note", "warn", "block"]),
        Shape::Boolean => vec!["true".to_owned(), "false".to_owned()],
        Shape::Number { least, most } => {
            let inside = [least, 1, 3, 10, 30, 60, most];
            inside.iter().filter(|number| (least..=most).contains(number)).map(u64::to_string).collect()
        }
        Shape::Words if name == "inventory.exclude" => lists(&["vendor/", "web/"]),
        Shape::Words => lists(&["one", "two", "three"]),
        Shape::Licenses => {
            lists(&["MIT", "GPL-3.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only"])
        }
        Shape::Choice(choices) => quoted(choices),
        Shape::SomeOf(choices) => lists(choices.get(..3).unwrap_or(choices)),
        Shape::Path => quoted(&["", "/srv/a"]),
    }
}

/// Entries of every kind, each about something of the scenes.
const ENTRIES: &[&str] = &[
    "[[registry]]\nurl = \"https://packages.example/\"\nmirrors = \"npm\"\n",
    "[[registry]]\nurl = \"https://packages.example/\"\n",
    "[[exception]]\nid = \"CVE-2026-0001\"\ncomponent = \"*\"\nowner = \"b\"\napprover = \"c\"\nreason = \"d\"\n\
     expires = 2030-01-01\n",
    "[[exception]]\nid = \"CVE-2026-0001\"\ncomponent = \"npm:left\"\nowner = \"b\"\napprover = \"c\"\n\
     reason = \"d\"\nexpires = 2030-01-01\n",
    "[[database.extension]]\nuntil = 2030-01-01\napprover = \"b\"\nreason = \"d\"\n",
    "[[database.require]]\necosystem = \"npm\"\nleast = 1000\n",
    "[[database.require]]\necosystem = \"PyPI\"\nwhole = true\n",
];

/// A layer that sets some of all keys and adds some entries. Keys stand before
/// entries, as dotted names at the top.
fn any_layer() -> impl Strategy<Value = String> {
    let keys: Vec<_> = Vocabulary::new(&rule_ids())
        .all()
        .map(|(name, meaning)| {
            let name = name.to_owned();
            let values = values_of(&name, meaning.shape());
            prop::option::weighted(0.3, prop::sample::select(values))
                .prop_map(move |value| value.map(|value| format!("{name} = {value}\n")))
        })
        .collect();
    let entries = prop::sample::subsequence(ENTRIES.to_vec(), 0..=ENTRIES.len().min(4));
    (keys, entries)
        .prop_map(|(keys, entries)| keys.into_iter().flatten().collect::<String>() + &entries.concat())
}

fn of_host(text: &str) -> LayerSource {
    LayerSource::of_host("/etc/cullis/policy.toml", text.as_bytes().to_vec())
}

fn handed_in(text: &str) -> LayerSource {
    LayerSource::handed_in("branch.toml", text.as_bytes().to_vec())
}

fn repository(text: &str) -> LayerSource {
    let path = TreePath::new("cullis.toml").expect("a sound path");
    LayerSource::of_repository(path, text.as_bytes().to_vec())
}

/// The scenes that these layers stop.
fn stopped<'scenes>(layers: &[LayerSource], scenes: &'scenes [Scene]) -> BTreeSet<&'scenes str> {
    let policy = effective(layers, &rule_ids()).expect("every generated layer is sound");
    scenes.iter().filter(|scene| (scene.stops)(&policy)).map(|scene| &*scene.name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 96,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_layer_without_a_grant_turns_a_fail_into_a_pass(
        organisation in any_layer(),
        team in any_layer(),
        own in any_layer(),
        grants in prop::sample::select(vec!["", "may-loosen = [\"*\"]\n", "may-loosen = [\"levels.*\"]\n"]),
    ) {
        let scenes = scenes();
        // What a layer below one that grants nothing grants is nothing either.
        let team = format!("{grants}{team}");
        for first in [of_host(&organisation), handed_in(&organisation)] {
            let above = stopped(std::slice::from_ref(&first), &scenes);
            let with_team = stopped(&[first.clone(), handed_in(&team)], &scenes);
            let freed: Vec<_> = above.difference(&with_team).collect();
            prop_assert!(freed.is_empty(), "the team lets {freed:?} pass");
            let whole = stopped(&[first, handed_in(&team), repository(&own)], &scenes);
            let freed: Vec<_> = with_team.difference(&whole).collect();
            prop_assert!(freed.is_empty(), "the repository lets {freed:?} pass");
        }
    }

    /// A grant for one key loosens nothing that only others decide.
    #[test]
    fn a_grant_of_one_key_frees_nothing_else(organisation in any_layer(), own in any_layer()) {
        let scenes = scenes();
        let granting = format!("may-loosen = [\"levels.missing-hash\"]\n{organisation}");
        let above = stopped(&[handed_in(&granting)], &scenes);
        let below = stopped(&[handed_in(&granting), repository(&own)], &scenes);
        let freed: Vec<_> = above.difference(&below).filter(|scene| **scene != "missing-hash").collect();
        prop_assert!(freed.is_empty(), "{freed:?} pass");
    }
}

/// Keys whose value no verdict of a scene depends on: they say what is read, or
/// by whom, before anything is judged. `policy::tests` compares their values.
const DECIDE_BEFORE: &[&str] = &[
    "flags.forbid",
    "defaults.db",
    "defaults.history",
    "inventory.exclude",
    "inventory.cargo.resolve",
    "database.keys",
    "licenses.read-texts",
    "licenses.trust-database",
    "limits.file-bytes",
    "limits.depth",
    "limits.folder-depth",
    "limits.archive-ratio",
    "limits.archive-entry-bytes",
    "limits.yaml-nodes",
    "limits.json-nodes",
];

#[test]
fn every_key_decides_a_scene() {
    let scenes = scenes();
    let vocabulary = Vocabulary::new(&rule_ids());
    // What only warns by default decides nothing otherwise.
    let base = "levels.aging-database = \"block\"\nlevels.unverified-license = \"block\"\n\
                levels.unassessable-component = \"warn\"\n";
    for (name, meaning) in vocabulary.all() {
        let base = if base.contains(name) { "" } else { base };
        let outcomes: BTreeSet<BTreeSet<&str>> = values_of(name, meaning.shape())
            .iter()
            .map(|value| stopped(&[repository(&format!("{base}{name} = {value}\n"))], &scenes))
            .collect();
        let decides = outcomes.len() > 1;
        let is_before = DECIDE_BEFORE.contains(&name);
        assert!(
            decides != is_before,
            "`{name}`: {} outcomes; give it a scene, or say why not",
            outcomes.len()
        );
        if matches!(meaning, Meaning::LevelOf(_)) {
            assert!(decides && name.starts_with(LEVELS), "{name}");
        }
    }
}

#[test]
fn every_entry_decides_a_scene() {
    let scenes = scenes();
    // Under one of these each entry has something to change.
    let bases = [
        "database.max-age-days = 3\nsources.undeclared = \"private\"\nlevels.unassessable-component = \"warn\"\n",
        "levels.unassessable-component = \"warn\"\n",
    ];
    for entry in ENTRIES {
        let changes = bases.iter().any(|base| {
            let with = format!("{base}{entry}");
            stopped(&[repository(base)], &scenes) != stopped(&[repository(&with)], &scenes)
        });
        assert!(changes, "no scene tells of {entry}");
    }
}
