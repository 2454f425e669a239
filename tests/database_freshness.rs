//! Which day's data is too old, for whom, and who may allow it.

#![expect(clippy::expect_used, reason = "a test builds its facts")]

use std::sync::Arc;

use cullis::domain::advisory::{Completeness, Database, DatabaseSource, DatabaseState, SignatureState};
use cullis::domain::digest::Digest;
use cullis::domain::inventory::Inventory;
use cullis::domain::place::Artifact;
use cullis::domain::policy::Policy;
use cullis::domain::record::HistoryState;
use cullis::policy::{LayerKind, LayerSource, effective};
use cullis::rules::{self, Facts};

fn layer(name: &str, text: &str) -> LayerSource {
    let artifact = Artifact::Outside(Arc::from(name));
    LayerSource { artifact, bytes: text.as_bytes().to_vec(), kind: LayerKind::HandedIn, signature: None }
}

fn policy(layers: &[LayerSource]) -> Policy {
    let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
    effective(layers, &ids).expect("sound layers")
}

fn source(ecosystem: &str, as_of: &str) -> DatabaseSource {
    DatabaseSource {
        ecosystem: Arc::from(ecosystem),
        completeness: Completeness::Whole,
        advisories: 100,
        in_house: 0,
        withdrawn: 0,
        withdrawn_here: 0,
        as_of: as_of.parse().ok(),
    }
}

/// What practice 9's rules find, as `rule item`, on 2026-11-23.
fn found(policy: &Policy, sources: Vec<DatabaseSource>) -> Vec<String> {
    found_at("2026-11-23T00:30:00Z", policy, sources)
}

fn found_at(now: &str, policy: &Policy, sources: Vec<DatabaseSource>) -> Vec<String> {
    let database = DatabaseState::Usable(Database {
        path: Arc::from("advisories.cullis"),
        root: Digest::of(b"root"),
        sources,
        feeds: Vec::new(),
        namespaces: 0,
        withdrawals: 0,
        signature: SignatureState::NotAsked,
    });
    let facts = Facts {
        inventory: &Inventory::default(),
        assessments: &[],
        licenses: &[],
        database: &database,
        threat_models: &[],
        policy,
        history: &HistoryState::Off,
        base: None,
        unwritten: &[],
        now: now.parse().expect("a moment"),
    };
    let findings = rules::find_all(&facts).into_iter().filter(|finding| finding.rule.practice == 9);
    let mut found: Vec<String> =
        findings.map(|finding| format!("{} {}", finding.rule.id, finding.subject.item)).collect();
    found.sort();
    found
}

const DEMANDS: &str = r#"
[[database.require]]
ecosystem = "npm"
[[database.require]]
ecosystem = "PyPI"
least = 100
"#;

#[test]
fn data_warns_first_and_blocks_later_by_the_day_of_each_source() {
    let policy = policy(&[layer("organisation.toml", DEMANDS)]);
    let of = |npm: &str| found(&policy, vec![source("npm", npm), source("PyPI", "2026-11-22")]);
    // The default warns past 14 days and blocks past 30; both days count as whole.
    for (day, expected) in [
        ("2026-11-23", vec![]),
        ("2026-11-09", vec![]),
        ("2026-11-08", vec!["aging-database npm"]),
        ("2026-10-24", vec!["aging-database npm"]),
        ("2026-10-23", vec!["stale-database npm"]),
        ("2026-11-24", vec!["future-database npm"]),
    ] {
        assert_eq!(of(day), expected, "{day}");
    }
    // What nobody requires and nothing here is judged by may be of any age.
    let beside = vec![source("npm", "2026-11-22"), source("PyPI", "2026-11-22"), source("Go", "2020-01-01")];
    assert!(found(&policy, beside).is_empty());
}

/// In UTC, whatever the machine's zone; and today's date of a calendar that is
/// ahead of UTC is no date of the future.
#[test]
fn a_day_is_to_come_when_it_has_begun_nowhere() {
    let policy = policy(&[layer("organisation.toml", DEMANDS)]);
    let tomorrow = || vec![source("npm", "2026-11-24"), source("PyPI", "2026-11-22")];
    assert_eq!(found_at("2026-11-23T09:59:59Z", &policy, tomorrow()), ["future-database npm"]);
    for now in ["2026-11-23T10:00:00Z", "2026-11-23T19:00:00Z", "2026-11-24T08:00:00+08:00"] {
        assert!(found_at(now, &policy, tomorrow()).is_empty(), "{now}");
    }
    let after = vec![source("npm", "2026-11-25"), source("PyPI", "2026-11-22")];
    assert_eq!(found_at("2026-11-23T23:59:59Z", &policy, after), ["future-database npm"]);
}

#[test]
fn an_extension_holds_to_its_day_and_needs_a_grant() {
    let extension = |until: &str| {
        format!(
            "{DEMANDS}\n[[database.extension]]\nuntil = {until}\napprover = \"security\"\nreason = \"the year's end\"\n"
        )
    };
    let sources = || vec![source("npm", "2026-10-01"), source("PyPI", "2026-11-22")];
    let holding = policy(&[layer("organisation.toml", &extension("2026-11-23"))]);
    assert_eq!(found(&holding, sources()), ["aging-database npm"]);
    let ended = policy(&[layer("organisation.toml", &extension("2026-11-22"))]);
    assert_eq!(found(&ended, sources()), ["stale-database npm"]);
    // The organisation grants nothing: the layer below can't give itself time.
    let below = policy(&[layer("organisation.toml", DEMANDS), layer("team.toml", &extension("2026-12-31"))]);
    assert_eq!(found(&below, sources()), ["stale-database npm"]);
    let refused: Vec<&str> = below.refused.iter().map(|refused| &*refused.key).collect();
    assert_eq!(refused, ["database.extension"]);
    // The demands of both hold: any layer may ask for more.
    assert_eq!(below.database.require.len(), 4);
    let granted = policy(&[
        layer("organisation.toml", &format!("may-loosen = [\"database.extension\"]\n{DEMANDS}")),
        layer("team.toml", &extension("2026-12-31")),
    ]);
    assert_eq!(found(&granted, sources()), ["aging-database npm"]);
}

#[test]
fn what_is_required_has_to_be_there_whole_and_many() {
    let demands = format!("{DEMANDS}\n[[database.require]]\necosystem = \"Go\"\nwhole = true\n");
    let policy = policy(&[layer("organisation.toml", &demands)]);
    let fresh = |ecosystem: &str| source(ecosystem, "2026-11-22");
    assert!(found(&policy, vec![fresh("npm"), fresh("PyPI"), fresh("Go")]).is_empty());
    let short = DatabaseSource { advisories: 99, ..fresh("PyPI") };
    let partial = DatabaseSource { completeness: Completeness::Partial, ..fresh("Go") };
    let expected = ["missing-source Go", "missing-source PyPI", "missing-source npm"];
    assert_eq!(found(&policy, vec![short, partial]), expected);
    // Nobody asked for all of npm.
    let partial = DatabaseSource { completeness: Completeness::Partial, ..fresh("npm") };
    assert!(found(&policy, vec![partial, fresh("PyPI"), fresh("Go")]).is_empty());
}

#[test]
fn a_mistyped_demand_is_an_error_with_its_place() {
    let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
    for (text, place) in [
        ("[[database.require]]\nleast = 1\n", "a.toml:1:1"),
        ("[[database.require]]\necosystem = \"npm\"\nleast = 0\n", "a.toml:3:9"),
        ("[[database.require]]\necosystem = \"npm\"\nwhole = \"yes\"\n", "a.toml:3:9"),
        ("[[database.require]]\necosystem = \"npm\"\nmost = 3\n", "a.toml:3:1"),
        ("[database]\nrequire = 1\n", "a.toml:2:11"),
        ("[[database.extension]]\nuntil = \"soon\"\napprover = \"a\"\nreason = \"b\"\n", "a.toml:2:9"),
    ] {
        let errors = effective(&[layer("a.toml", text)], &ids).expect_err(text);
        let places: Vec<String> = errors.iter().map(|error| error.place.to_string()).collect();
        assert_eq!(places, [place], "{text}");
    }
}
