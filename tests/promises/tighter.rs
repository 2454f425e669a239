//! Promise 6: under a profile that grants nothing, a repository can only tighten.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::gate::{Desk, fixtures, run};
use crate::here;
use crate::json;

/// Which way a key tightens, said here a second time on purpose: a slip in the
/// product's own table shows as a difference.
#[derive(Clone, Copy, Debug)]
enum Direction {
    Level,
    Smaller,
    Larger,
    True,
    False,
    Fewer,
    /// Allowed licences and trusted keys: none is all of them.
    FewerThanAll,
    More,
    Fixed,
}

fn direction_of(key: &str) -> Direction {
    match key {
        "inventory.exclude" | "vex.authors" => Direction::Fewer,
        "inventory.allow-empty" | "licenses.trust-database" | "base.only-new" => Direction::False,
        "database.max-age-days"
        | "database.warn-age-days"
        | "advisories.likely-percent"
        | "exceptions.emergency-hours" => Direction::Smaller,
        "threat-review.roles" => Direction::More,
        key if key.starts_with("threat-review.") => Direction::Smaller,
        key if ["fix-days.", "exceptions.max-days.", "acceptances.max-days."]
            .iter()
            .any(|table| key.starts_with(table)) =>
        {
            Direction::Smaller
        }
        "exceptions.warn-days" | "acceptances.warn-days" | "licenses.confidence-percent" => Direction::Larger,
        "licenses.allow" | "base.refs" | "database.keys" | "licenses.allow-categories" | "sources.allow" => {
            Direction::FewerThanAll
        }
        "licenses.deny"
        | "flags.forbid"
        | "licenses.deny-categories"
        | "practices.require"
        | "threat-models.require-imports"
        | "threat-model.untrusted-components" => Direction::More,
        "licenses.require-verified" | "licenses.read-texts" | "base.required" => Direction::True,
        "inventory.cargo.resolve"
        | "sources.undeclared"
        | "defaults.db"
        | "defaults.history"
        | "repository.name" => Direction::Fixed,
        key if key.starts_with("levels.") || key.starts_with("advisories.") => Direction::Level,
        key if key.starts_with("limits.") => Direction::Fixed,
        key => panic!("say here which way `{key}` tightens"),
    }
}

const LEVELS: [&str; 4] = ["off", "note", "warn", "block"];

/// Values that loosen this one.
fn looser(key: &str, held: &Value) -> Vec<Value> {
    let words = |list: &[&str]| Value::Array(list.iter().map(|word| Value::from(*word)).collect());
    match (direction_of(key), held) {
        (Direction::Level, Value::String(level))
            if key == "levels.emergency-exception" && level == "warn" =>
        {
            Vec::new()
        }
        (Direction::Level, Value::String(level)) => LEVELS
            .iter()
            .take_while(|below| **below != level.as_str())
            .map(|below| Value::from(*below))
            .collect(),
        // An emergency has 72 hours at most.
        (Direction::Smaller, Value::Integer(number)) if key == "exceptions.emergency-hours" => {
            [number + 1, 72].map(Value::from).to_vec()
        }
        (Direction::Larger, Value::Integer(number)) if key.ends_with("-percent") => {
            [50, number - 1].map(Value::from).to_vec()
        }
        (Direction::Larger, Value::Integer(number)) => [0, number - 1].map(Value::from).to_vec(),
        (Direction::Smaller, Value::Integer(number)) => {
            // A share has an end, and so has a window.
            let most = match key {
                "threat-review.max-changed-files" => 1_000_000,
                "threat-review.max-commits" => 100_000,
                key if key.ends_with("-percent") => 100,
                _ => 36_500,
            };
            [number + 1, most]
                .into_iter()
                .filter(|looser| *looser <= most && looser > number)
                .map(Value::from)
                .collect()
        }
        (Direction::True, Value::Boolean(true)) => vec![Value::from(false)],
        (Direction::False, Value::Boolean(false)) => vec![Value::from(true)],
        (Direction::Fewer, _) => {
            vec![words(&["services/"]), words(&["node_modules/", "**/*.json"]), words(&["*"])]
        }
        (Direction::Fixed, Value::Integer(number)) => [1, number / 2, number + 1].map(Value::from).to_vec(),
        (Direction::Fixed, Value::String(_)) if key.starts_with("defaults.") => vec![Value::from("/srv/own")],
        (Direction::Fixed, Value::String(_)) if key == "repository.name" => {
            vec![Value::from("git.example/another")]
        }
        (Direction::Fixed, Value::String(choice)) => {
            let choices = ["public", "private", "lockfile", "cargo"];
            let kin = if choices[..2].contains(&choice.as_str()) { &choices[..2] } else { &choices[2..] };
            kin.iter().filter(|other| *other != choice).map(|other| Value::from(*other)).collect()
        }
        // No key is needed where none is named: nothing is looser.
        (Direction::FewerThanAll, _) if key != "licenses.allow" => Vec::new(),
        // An exception to a licence would save what another layer denies.
        (Direction::FewerThanAll, _) => vec![words(&["GPL-2.0-only WITH Classpath-exception-2.0"])],
        // Nothing is looser than what is loosest.
        (Direction::More | Direction::True | Direction::False, _) => Vec::new(),
        (direction, held) => panic!("`{key}` tightens by {direction:?} and holds {held}"),
    }
}

/// Every key with its value, by dotted name.
fn flat(text: &str) -> BTreeMap<String, Value> {
    let mut waiting: Vec<(String, Table)> = vec![(String::new(), text.parse().expect("TOML"))];
    let mut keys = BTreeMap::new();
    while let Some((prefix, table)) = waiting.pop() {
        for (name, value) in table {
            match value {
                Value::Table(inner) => waiting.push((format!("{prefix}{name}."), inner)),
                value => drop(keys.insert(format!("{prefix}{name}"), value)),
            }
        }
    }
    keys
}

/// The policy in force, and what was noted beside it.
fn shown(desk: &Desk, profile: &str, own: &str) -> (BTreeMap<String, Value>, String) {
    desk.write("tree/cullis.toml", own);
    let said = run(&mut desk.cullis(&["policy", "show", "tree", "--policy", profile]));
    assert_eq!(said.exit, Some(0), "{own}: {said:?}");
    (flat(&said.out), said.err)
}

#[test]
fn no_key_of_the_default_can_be_loosened_by_a_repository() {
    let default = std::fs::read_to_string(here().join("policies/default.toml")).expect("the profile");
    let mut keys = flat(&default);
    keys.remove("may-loosen");
    assert!(keys.len() > 60, "only {} keys", keys.len());
    for profile in ["strict", "bank"] {
        let desk = Desk::new();
        let (held, _) = shown(&desk, profile, "");
        let mut tried = 0;
        for key in keys.keys() {
            for value in looser(key, &held[key]) {
                tried += 1;
                let (found, noted) = shown(&desk, profile, &format!("{key} = {value}\n"));
                let same = found == held || is_no_looser(key, &held, &found);
                assert!(same, "{profile}: `{key} = {value}` came through: {}", found[key]);
                assert!(noted.contains(key.as_str()), "{profile}: `{key} = {value}` was dropped in silence");
            }
        }
        assert!(tried > 100, "{profile}: only {tried} loosenings were tried");
    }
}

/// A list that shrinks is tighter; everything else has to stay as it was.
fn is_no_looser(key: &str, held: &BTreeMap<String, Value>, found: &BTreeMap<String, Value>) -> bool {
    let others = |keys: &BTreeMap<String, Value>| {
        let mut keys = keys.clone();
        keys.remove(key);
        keys
    };
    let shrank = match (direction_of(key), &held[key], &found[key]) {
        (Direction::Fewer, Value::Array(held), Value::Array(found)) => {
            found.iter().all(|word| held.contains(word))
        }
        _ => false,
    };
    shrank && others(held) == others(found)
}

#[test]
fn a_repository_cannot_grant_itself_anything() {
    for profile in ["strict", "bank"] {
        let desk = Desk::new();
        let (held, _) = shown(&desk, profile, "");
        let own =
            "may-loosen = [\"*\"]\ndatabase.max-age-days = 365\nlevels.vulnerable-component = \"off\"\n";
        let (found, _) = shown(&desk, profile, own);
        for key in ["database.max-age-days", "levels.vulnerable-component"] {
            assert_eq!(found[key], held[key], "{profile}");
        }
    }
}

/// What a repository would add to get its change through.
const ADDITIONS: [&str; 2] = [
    "[[exception]]\nid = \"DEMO-2026-0001\"\ncomponent = \"fast-cookie\"\nowner = \"payments\"\napprover = \"security\"\n\
     reason = \"r\"\nexpires = 2027-12-31\n",
    "[[registry]]\nurl = \"https://npm.registry.example/\"\nmirrors = \"npm\"\n",
];

#[test]
fn what_a_repository_may_not_say_changes_no_verdict_and_is_a_finding() {
    let desk = Desk::new();
    crate::gate::copy(&fixtures("repository/payments"), &desk.at("tree"));
    let findings = |own: &str, profile: &str| {
        desk.write("tree/cullis.toml", own);
        let said = desk.check("tree", &["--policy", profile, "--report", "json"]);
        let report = json(&said);
        let found: Vec<(String, String)> = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| {
                (
                    one["rule"].to_string(),
                    format!("{} {} {}", one["level"], one["excepted_by"], one["identity"]),
                )
            })
            .collect();
        (said.exit, found)
    };
    for profile in ["strict", "bank"] {
        let (exit, before) = findings("", profile);
        assert_eq!(exit, Some(1));
        let loosening = "levels.vulnerable-component = \"off\"\n".to_owned();
        for own in ADDITIONS.iter().map(|text| (*text).to_owned()).chain([loosening]) {
            let (exit, after) = findings(&own, profile);
            assert_eq!(exit, Some(1), "{profile}: {own}");
            let missing: Vec<_> = before.iter().filter(|one| !after.contains(one)).collect();
            assert!(missing.is_empty(), "{profile}: {own} took away {missing:?}");
            let refused = after
                .iter()
                .any(|(rule, told)| rule == "\"refused-loosening\"" && told.starts_with("\"block\""));
            assert!(refused, "{profile}: {own} was dropped in silence");
        }
    }
}
