//! No layer below one that grants nothing turns a fail into a pass: random
//! stacks of layers over every key and every kind of entry, by their verdicts.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::scenes::tests::{Scene, scenes};
use crate::domain::place::TreePath;
use crate::policy::keys::{LEVELS, Meaning, Vocabulary};
use crate::policy::value::Shape;
use crate::policy::{LayerSource, effective};
use crate::rules;

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
        Shape::Schedule => {
            let ramps = [("warn", "block"), ("block", "off"), ("off", "block"), ("note", "warn")].map(
                |(before, level)| {
                    ["2026-11-01", "2026-11-23", "2027-01-01"]
                        .map(|from| format!("{{ before = {before:?}, from = {from}, level = {level:?} }}"))
                },
            );
            quoted(&["off", "block", "note", "warn"]).into_iter().chain(ramps.into_iter().flatten()).collect()
        }
        Shape::LoudLevel => quoted(&["warn", "block"]),
        Shape::Boolean => vec!["true".to_owned(), "false".to_owned()],
        Shape::Number { least, most } => {
            let inside = [least, 1, 3, 10, 30, 60, most];
            inside.iter().filter(|number| (least..=most).contains(number)).map(u64::to_string).collect()
        }
        Shape::Words if name == "inventory.exclude" => lists(&["vendor/", "web/"]),
        Shape::Words if name == "sources.allow" => lists(&["public", "https://packages.example/"]),
        Shape::Words => lists(&["one", "two", "three"]),
        Shape::Components => lists(&["pkg:npm/left", "pkg:npm/right"]),
        // Who signed the database is found out before anything is judged.
        Shape::Keys => vec!["[]".to_owned()],
        Shape::Licenses => {
            lists(&["MIT", "GPL-3.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only"])
        }
        Shape::Choice(choices) => quoted(choices),
        Shape::SomeOf(_) if name.ends_with("-categories") => {
            lists(&["permissive", "strong-copyleft", "network-copyleft"])
        }
        Shape::SomeOf(_) if name == "practices.require" => {
            lists(&["threat-model-present", "inventory-complete"])
        }
        Shape::SomeOf(choices) => lists(choices.get(..3).unwrap_or(choices)),
        Shape::Path => quoted(&["", "/srv/a"]),
        Shape::Repository => quoted(&["", "git.example/a", "git.example/b"]),
    }
}

/// Entries of every kind, each about something of the scenes.
const ENTRIES: &[&str] = &[
    "[[registry]]\nurl = \"https://packages.example/\"\nmirrors = \"npm\"\n",
    "[[registry]]\nurl = \"https://packages.example/\"\n",
    "[[exception]]\nid = \"CVE-2026-0001\"\ncomponent = \"*\"\nowner = \"b\"\napprover = \"c\"\nreason = \"d\"\n\
     expires = 2027-01-15\n",
    "[[exception]]\nid = \"CVE-2026-0001\"\ncomponent = \"npm:left\"\nowner = \"b\"\napprover = \"c\"\n\
     reason = \"d\"\nexpires = 2027-01-15\n",
    "[[database.extension]]\nuntil = 2030-01-01\napprover = \"b\"\nreason = \"d\"\n",
    "[[database.require]]\necosystem = \"npm\"\nleast = 1000\n",
    "[[database.require]]\necosystem = \"PyPI\"\nwhole = true\n",
    "[[ban]]\ncomponent = \"npm:left\"\nversions = \">=1\"\nreason = \"r\"\n",
    "[[ban]]\ncomponent = \"l*t\"\nversions = \"<2\"\nreason = \"r\"\nfolder = \"web\"\n",
    "[[when]]\nrule = \"vulnerable-component\"\nscope = [\"development\"]\nlevel = \"warn\"\n",
    "[[when]]\nrule = \"missing-hash\"\nfolder = \"web\"\nlevel = \"block\"\n",
];

/// A `[[when]]` about some findings of the scenes, raising or lowering.
fn any_when() -> impl Strategy<Value = String> {
    let some =
        |words: &'static [&'static str]| prop::option::of(prop::sample::subsequence(words, 1..=words.len()));
    let level = prop::sample::select(vec!["off", "note", "warn", "block"]);
    let rule = prop::sample::select(vec!["vulnerable-component", "denied-license", "missing-hash"]);
    let folder = prop::option::of(prop::sample::select(vec!["web", "tools", "tools/deep"]));
    let severities = some(&["unscored", "low", "medium", "critical"]);
    (rule, severities, some(&["runtime", "development"]), some(&["npm", "PyPI"]), folder, level).prop_map(
        |(rule, severity, scope, ecosystem, folder, level)| {
            let list = |key: &str, words: Option<Vec<&str>>| {
                words.map(|words| format!("{key} = {words:?}\n")).unwrap_or_default()
            };
            let folder = folder.map(|folder| format!("folder = {folder:?}\n")).unwrap_or_default();
            let lists = [list("severity", severity), list("scope", scope), list("ecosystem", ecosystem)];
            format!("[[when]]\nrule = {rule:?}\n{}{folder}level = {level:?}\n", lists.concat())
        },
    )
}

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
    let entries = prop::sample::subsequence(ENTRIES.to_vec(), 0..=4);
    let whens = prop::collection::vec(any_when(), 0..3);
    (keys, entries, whens).prop_map(|(keys, entries, whens)| {
        keys.into_iter().flatten().collect::<String>() + &entries.concat() + &whens.concat()
    })
}

/// What may stand in a folder's own file.
fn any_folder_layer() -> impl Strategy<Value = String> {
    let keys: Vec<_> = Vocabulary::new(&rule_ids())
        .all()
        .filter(|(name, _)| name.starts_with(LEVELS) || ["licenses.allow", "licenses.deny"].contains(name))
        .map(|(name, meaning)| {
            let name = name.to_owned();
            let values = values_of(&name, meaning.shape());
            prop::option::weighted(0.5, prop::sample::select(values))
                .prop_map(move |value| value.map(|value| format!("{name} = {value}\n")))
        })
        .collect();
    (keys, prop::collection::vec(any_when(), 0..4))
        .prop_map(|(keys, whens)| keys.into_iter().flatten().collect::<String>() + &whens.concat())
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
        cases: 64,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_layer_without_a_grant_turns_a_fail_into_a_pass(
        organisation in any_layer(),
        team in any_layer(),
        own in any_layer(),
        first in prop::sample::select(vec![of_host as fn(&str) -> LayerSource, handed_in]),
        grants in prop::sample::select(vec!["", "may-loosen = [\"*\"]\n", "may-loosen = [\"levels.*\"]\n"]),
    ) {
        let scenes = scenes();
        // What a layer below one that grants nothing grants is nothing either.
        let team = format!("{grants}{team}");
        let first = first(&organisation);
        let above = stopped(std::slice::from_ref(&first), &scenes);
        let with_team = stopped(&[first.clone(), handed_in(&team)], &scenes);
        let freed: Vec<_> = above.difference(&with_team).collect();
        prop_assert!(freed.is_empty(), "the team lets {freed:?} pass");
        let whole = stopped(&[first, handed_in(&team), repository(&own)], &scenes);
        let freed: Vec<_> = with_team.difference(&whole).collect();
        prop_assert!(freed.is_empty(), "the repository lets {freed:?} pass");
    }

    /// A folder's own file frees nothing, though everything is granted.
    #[test]
    fn a_folder_frees_nothing(organisation in any_layer(), own in any_folder_layer()) {
        let scenes = scenes();
        let granting = handed_in(&format!("may-loosen = [\"*\"]\n{organisation}"));
        let above = stopped(std::slice::from_ref(&granting), &scenes);
        for folder in ["web/cullis.toml", "tools/cullis.toml"] {
            let path = TreePath::new(folder).expect("a sound path");
            let layer = LayerSource::of_folder(path, own.clone().into_bytes());
            let below = stopped(&[granting.clone(), layer], &scenes);
            let freed: Vec<_> = above.difference(&below).collect();
            prop_assert!(freed.is_empty(), "{folder} lets {freed:?} pass");
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
    "base.required",
    "base.only-new",
    // Which commit is the base is found out before anything is judged.
    "base.refs",
    "database.keys",
    "licenses.read-texts",
    "licenses.trust-database",
    // How alike a text has to be says what is stated, before a list is asked.
    "licenses.confidence-percent",
    "limits.file-bytes",
    "limits.depth",
    "limits.folder-depth",
    "limits.archive-ratio",
    "limits.archive-entry-bytes",
    "limits.yaml-nodes",
    "limits.json-nodes",
    // A name says which exceptions are this repository's own; `exception::tests` has it.
    "repository.name",
    // It only says what ends soon; the rule's own story shows it.
    "exceptions.warn-days",
    // They speak of threat models, which no scene has; the stories of their rules show them.
    "acceptances.max-days.critical",
    "acceptances.max-days.high",
    "acceptances.max-days.medium",
    "acceptances.max-days.low",
    "acceptances.max-days.unrated",
    "acceptances.warn-days",
    // Who is trusted says which documents of a run count; `exception::tests` has them.
    "vex.authors",
    // A grant of some hours hangs on the run's clock; `exception::tests` has it.
    "exceptions.emergency-hours",
];

#[test]
fn every_key_decides_a_scene() {
    let scenes = scenes();
    let vocabulary = Vocabulary::new(&rule_ids());
    // What only warns by default decides nothing otherwise.
    let bases = [
        "levels.aging-database = \"block\"\nlevels.unverified-license = \"block\"\n\
         levels.unassessable-component = \"warn\"\nlevels.uncovered-component = \"block\"\n",
        "levels.vulnerable-component = \"warn\"\n",
        "levels.outdated-threat-review = \"block\"\nlevels.incomplete-threat-review = \"block\"\n",
        "levels.stale-threat-review = \"block\"\n",
        "levels.vulnerable-component = \"warn\"\nadvisories.likely = \"block\"\n",
        "[[exception]]\nid = \"CVE-2026-0001\"\ncomponent = \"npm:left\"\nowner = \"b\"\napprover = \"c\"\n\
         reason = \"d\"\nexpires = 2027-01-15\n",
    ];
    for (name, meaning) in vocabulary.all() {
        let decides = bases.iter().filter(|base| !base.contains(&format!("{name} ="))).any(|base| {
            let mut outcomes = values_of(name, meaning.shape())
                .into_iter()
                .map(|value| stopped(&[repository(&format!("{name} = {value}\n{base}"))], &scenes));
            // The first one that differs is enough: there are many keys, values and scenes.
            outcomes.next().is_some_and(|first| outcomes.any(|other| other != first))
        });
        let is_before = DECIDE_BEFORE.contains(&name);
        assert!(decides != is_before, "`{name}` decides: {decides}; give it a scene, or say why not");
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
