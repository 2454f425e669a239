//! Promise 3, the sum: every entry that is declared stands under exactly one
//! heading, in every repository at hand.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::gate::{Desk, entries, fixtures, run};
use crate::json;
use crate::shared;
use crate::story::stories;

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

/// The sum as the report states it, beside the entries that it lists.
fn assert_sum(name: &str, report: &Value) {
    let sum = &report["accounting"];
    let stated = |heading: &str| count(&sum[heading]);
    let components = report["inventory"]["components"].as_array().expect("a list").iter();
    let listed: Vec<&str> = components
        .flat_map(|component| component["occurrences"].as_array().expect("a list"))
        .map(|occurrence| occurrence["standing"].as_str().expect("a word"))
        .collect();
    let of = |standing: &str| listed.iter().filter(|one| **one == standing).count() as u64;
    let manifests = report["inventory"]["manifests"].as_array().expect("a list").iter();
    let declared: u64 = manifests.map(|manifest| count(&manifest["declared"])).sum();
    assert_eq!(stated("declared"), declared, "{name}: what the manifests declare");
    assert_eq!(stated("declared"), listed.len() as u64, "{name}: what is listed");
    assert_eq!(stated("first_party"), of("first-party"), "{name}");
    assert_eq!(stated("clean"), of("clean"), "{name}");
    assert_eq!(stated("unassessable"), of("unassessable"), "{name}");
    assert_eq!(stated("affected") + stated("excepted"), of("affected"), "{name}");
    let headings = ["first_party", "clean", "affected", "excepted", "unassessable"];
    assert_eq!(stated("declared"), headings.iter().map(|heading| stated(heading)).sum::<u64>(), "{name}");
}

/// Every case of every reader, broken ones among them, as a repository.
fn cases() -> Vec<PathBuf> {
    let formats = entries(&fixtures("ecosystem")).into_iter().flat_map(|ecosystem| entries(&ecosystem));
    formats.flat_map(|format| entries(&format)).filter(|case| case.is_dir()).collect()
}

fn assert_sum_of(desk: &Desk, repository: &Path) {
    let path = repository.to_str().expect("text");
    let said = desk.check(path, &["--report", "json"]);
    assert!(matches!(said.exit, Some(0 | 1 | 3 | 4)), "{path}: {said:?}");
    assert_sum(path, &json(&said));
}

#[test]
fn the_sum_holds_in_every_story_and_every_case_of_a_reader() {
    let desk = Desk::new();
    for story in stories() {
        let its_desk = story.desk();
        let mut command = story.command(&its_desk, &["--report", "json"]);
        assert_sum(&story.name, &json(&run(&mut command)));
    }
    let cases = cases();
    assert!(cases.len() > 100, "only {} cases", cases.len());
    for case in cases {
        assert_sum_of(&desk, &case);
    }
}

#[test]
fn the_sum_holds_in_every_repository_of_the_corpus() {
    let Some(corpus) = shared::shared("corpus") else { return };
    let desk = Desk::new();
    for repository in entries(&corpus).into_iter().filter(|path| path.is_dir()) {
        assert_sum_of(&desk, &repository);
    }
}

#[test]
fn a_gap_is_told_where_something_could_not_be_read() {
    let desk = Desk::new();
    let good = std::fs::read(fixtures("repository/settled/package-lock.json")).expect("a fixture");
    for folder in ["a", "c"] {
        desk.write(&format!("tree/{folder}/package-lock.json"), &good);
    }
    desk.write("tree/b/package-lock.json", &good[..good.len() / 2]);
    let said = desk.check("tree", &["--report", "json"]);
    let report = json(&said);
    let manifests: Vec<&str> = report["inventory"]["manifests"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|manifest| manifest["path"].as_str().expect("a path"))
        .collect();
    assert_eq!(manifests, ["a/package-lock.json", "c/package-lock.json"]);
    let gaps = report["gaps"].as_array().expect("a list");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0]["place"]["path"], "b/package-lock.json");
    assert_eq!(said.exit, Some(3));
}
