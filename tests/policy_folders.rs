//! A folder's own `cullis.toml`, as a process: it speaks of what lies below the
//! folder, and only tightens there.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "the test lays out its own files and says what differs"
)]

#[path = "support/gate.rs"]
mod gate;

use gate::{Desk, Said, copy, fixtures, run};
use serde_json::Value;

fn desk(own: &str, of_web: &str) -> Desk {
    let desk = Desk::new();
    copy(&fixtures("repository/payments"), &desk.at("tree"));
    desk.write("tree/cullis.toml", own);
    desk.write("tree/web/cullis.toml", of_web);
    desk
}

/// The level of each finding: rule, file and level.
fn levels(desk: &Desk) -> Vec<(String, String, String)> {
    let said = desk.check("tree", &["--report", "json"]);
    let report: Value =
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("no report ({error}): {said:?}"));
    let findings = report["findings"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.map(|one| (text(&one["rule"]), text(&one["place"]["path"]), text(&one["level"]))).collect()
}

fn has(levels: &[(String, String, String)], (rule, level): (&str, &str), beginning: &str) -> bool {
    levels.iter().any(|(found, path, held)| found == rule && path.starts_with(beginning) && held == level)
}

#[test]
fn a_folder_tightens_what_lies_below_it_and_nothing_else() {
    let before = levels(&desk("", ""));
    assert!(has(&before, ("undeclared-registry", "note"), "web/"), "{before:?}");
    assert!(has(&before, ("missing-hash", "note"), "reports/"), "{before:?}");
    let own = "levels.undeclared-registry = \"block\"\nlevels.missing-hash = \"block\"\n\
               licenses.deny = [\"MIT\"]\n";
    let after = levels(&desk("", own));
    assert!(has(&after, ("undeclared-registry", "block"), "web/"), "{after:?}");
    assert!(has(&after, ("missing-hash", "note"), "reports/"), "it stands elsewhere: {after:?}");
    assert!(has(&after, ("denied-license", "block"), "web/"), "{after:?}");
    assert!(!has(&after, ("denied-license", "block"), "Cargo.lock"), "{after:?}");
}

#[test]
fn a_folder_loosens_nothing_whatever_is_granted() {
    let own = "may-loosen = [\"*\"]\n";
    let before = levels(&desk(own, ""));
    let after = levels(&desk(own, "levels.vulnerable-component = \"off\"\nlicenses.deny = []\n"));
    let missing: Vec<_> = before.iter().filter(|one| !after.contains(one)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let refused: Vec<_> = after.iter().filter(|(rule, ..)| rule == "refused-loosening").collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].1, "web/cullis.toml");
    let said = desk(own, "levels.vulnerable-component = \"off\"\n").check("tree", &["--lang", "en"]);
    let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let told =
        "`levels.vulnerable-component = \"off\"` would loosen what the layers above hold; `\"block\"` stays";
    assert!(words.contains(told), "{words}");
}

fn show(desk: &Desk, more: &[&str]) -> Said {
    run(&mut desk.cullis(&[&["policy", "show", "tree", "--lang", "en"], more].concat()))
}

#[test]
fn what_is_shown_for_a_folder_counts_the_files_on_the_way() {
    let desk = desk("", "levels.missing-hash = \"block\"\n");
    desk.write("tree/web/admin/cullis.toml", "levels.unknown-license = \"block\"\n");
    let line = |more: &[&str], key: &str| {
        let said = show(&desk, more);
        assert_eq!(said.exit, Some(0), "{said:?}");
        let line = said.out.lines().find(|line| line.starts_with(key)).expect("the key").to_owned();
        line.split_once('=').expect("a value").1.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let [hash, license] = ["levels.missing-hash", "levels.unknown-license"];
    assert!(line(&[], hash).starts_with("\"note\" # <default.toml>"));
    assert_eq!(line(&["--folder", "web"], hash), "\"block\" # web/cullis.toml:1:8");
    assert!(line(&["--folder", "web"], license).starts_with("\"warn\" # <default.toml>"));
    assert_eq!(line(&["--folder", "web/admin/"], license), "\"block\" # web/admin/cullis.toml:1:8");
    assert_eq!(line(&["--folder", "web/admin"], hash), "\"block\" # web/cullis.toml:1:8");
    assert_eq!(show(&desk, &["--folder", "../web"]).exit, Some(2));
}

#[test]
fn what_speaks_of_the_whole_repository_cannot_stand_in_a_folder() {
    let desk = desk("", "database.max-age-days = 1\nmay-loosen = [\"*\"]\nlevel.x = 1\n");
    let said = desk.check("tree", &["--lang", "en"]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    for place in [
        "web/cullis.toml:1:1: `database` speaks of the whole repository",
        "web/cullis.toml:2:1: `may-loosen` speaks of the whole repository",
        "web/cullis.toml:3:",
    ] {
        assert!(said.err.contains(place), "{place}: {}", said.err);
    }
}
