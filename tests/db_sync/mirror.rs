//! A mirror's records: whole, by what changed, and when the mirror is wrong.

use std::fs;

use crate::fleet::{Fleet, list, publish, publish_changes, record, records, zip};
use crate::server::{Fault, Page};

/// A fleet with forty records of npm and ten of Go installed.
fn synced() -> (Fleet, Vec<(String, String)>) {
    let fleet = Fleet::new();
    let npm = records(40, "npm");
    publish(&fleet.server, "npm", &npm);
    publish(&fleet.server, "Go", &records(10, "Go"));
    fleet.server.put("/osv/ecosystems.txt", "Go\nnpm\nGo:1.22\n[EMPTY]\n");
    fleet.sync("/osv", &[]).well();
    fleet.server.asked();
    (fleet, npm)
}

#[test]
fn a_mirror_is_fetched_once_and_asked_after_that() {
    let (fleet, _) = synced();
    assert_eq!(fleet.ids().len(), 50);
    let before = fleet.installed();
    let again = fleet.sync("/osv/", &[]).well();
    assert!(again.contains("is current") && again.contains("npm: unchanged"), "{again}");
    // Neither an archive nor a record, and every list under a condition.
    let asked = fleet.server.asked();
    assert!(asked.iter().all(|line| !line.contains(".zip") || line.contains("if-none-match")), "{asked:?}");
    assert!(asked.iter().all(|line| !line.contains(".json")), "{asked:?}");
    assert!(fleet.installed() == before);

    // From here on the lists have names, too.
    fleet.sync("/osv", &[]).well();
    let asked = fleet.server.asked();
    assert!(asked.iter().any(|line| line.starts_with("osv/npm/modified_id.csv if-none-match=")), "{asked:?}");
    assert_eq!(asked.len(), 3, "{asked:?}");
}

#[test]
fn few_changes_are_fetched_one_by_one() {
    let (fleet, mut npm) = synced();
    npm.remove(3);
    npm.remove(0);
    let changed = record("T-npm-020", "npm", 7);
    let place = npm.iter().position(|(id, _)| *id == changed.0).expect("it is there");
    npm[place] = changed;
    npm.push(record("T-npm-new", "npm", 9));
    publish_changes(&fleet.server, "npm", &npm);
    fs::copy(fleet.index(), fleet.path("old.cullis")).expect("a copy");

    let json = fleet.sync("/osv", &["--json"]).well();
    let json: serde_json::Value = serde_json::from_str(&json).expect("one JSON line");
    let of_npm = |value: &serde_json::Value| value["ecosystem"] == "npm";
    let archive = json["archives"].as_array().expect("archives").iter().find(|value| of_npm(value));
    assert_eq!(
        archive.expect("npm"),
        &serde_json::json!({"ecosystem": "npm", "how": "changes", "changed": 2, "removed": 2})
    );
    assert_eq!((&json["changed"], &json["sources"][1]["as-of"]), (&true.into(), &"2020-01-02".into()));
    let mut asked = fleet.server.asked();
    asked.retain(|line| line.starts_with("osv/npm/"));
    assert_eq!(asked, ["osv/npm/modified_id.csv", "osv/npm/T-npm-020.json", "osv/npm/T-npm-new.json"]);
    // What is installed now is what the whole archive would have given.
    let by_changes = fleet.installed();
    fleet.server.put("/osv/npm/all.zip", zip(&npm));
    fleet.sync("/osv", &["--full"]).well();
    assert!(fleet.installed() == by_changes);

    let old = fleet.path("old.cullis");
    let new = fleet.index();
    let ended = fleet.db(&["diff", old.to_str().expect("text"), new.to_str().expect("text")]);
    assert_eq!(ended.exit, Some(1), "{}", ended.said);
    assert!(ended.out.contains("npm: 1 came, 1 changed, 2 gone"), "{}", ended.out);
    assert!(ended.out.contains("~ T-npm-020 changed: affected"), "{}", ended.out);
    assert!(!ended.out.contains("Go"), "{}", ended.out);
}

#[test]
fn many_changes_are_fetched_as_the_archive() {
    let (fleet, _) = synced();
    let npm: Vec<_> = (0..40).map(|number| record(&format!("T-npm-{number:03}"), "npm", 5)).collect();
    publish(&fleet.server, "npm", &npm);
    let said = fleet.sync("/osv", &[]).well();
    assert!(said.contains("npm: fetched whole"), "{said}");
    assert!(fleet.server.asked().iter().all(|line| !line.contains(".json")));
}

/// A name that stays while the bytes change would keep old data, and a date that
/// moves meanwhile would have it look fresh.
#[test]
fn a_name_that_stays_while_the_bytes_change_is_found_out() {
    let (fleet, _) = synced();
    let only = ["--ecosystem", "npm"];
    fleet.server.remove("/osv/npm/modified_id.csv");
    let page = fleet.server.page("/osv/npm/all.zip");
    let later = Some("Fri, 03 Jan 2020 09:00:00 GMT".to_owned());
    let changed: Vec<_> = (0..41).map(|number| record(&format!("T-npm-{number:03}"), "npm", 5)).collect();
    let stays = |bytes: Vec<u8>, modified: &Option<String>| Page {
        bytes,
        etag: page.etag.clone(),
        modified: modified.clone(),
    };
    // Nothing gives it away, and the day says what the data is.
    fleet.server.put_page("/osv/npm/all.zip", stays(zip(&changed), &page.modified));
    let said = fleet.sync("/osv", &only).well();
    assert!(said.contains("npm: unchanged") && said.contains("as of 2020-01-02"), "{said}");
    fleet.server.put_page("/osv/npm/all.zip", stays(zip(&changed), &later));
    let said = fleet.sync("/osv", &only).well();
    assert!(said.contains("npm: fetched whole") && said.contains("as of 2020-01-03"), "{said}");
    assert_eq!(fleet.ids().iter().filter(|id| id.contains("npm")).count(), 41);

    // The list gives it away, whatever the archive is called.
    let newer: Vec<_> = (0..42).map(|number| record(&format!("T-npm-{number:03}"), "npm", 9)).collect();
    fleet.server.put_page("/osv/npm/all.zip", stays(zip(&newer), &later));
    let list_page = |records: &[(String, String)], modified: &Option<String>| Page {
        bytes: list(records).into(),
        etag: Some("\"list\"".to_owned()),
        modified: modified.clone(),
    };
    fleet.server.put_page("/osv/npm/modified_id.csv", list_page(&newer, &later));
    let said = fleet.sync("/osv", &only).well();
    assert!(said.contains("npm: fetched whole"), "{said}");
    assert_eq!(fleet.ids().iter().filter(|id| id.contains("npm")).count(), 42);

    // A list's name that stays is no better than an archive's.
    fleet.sync("/osv", &only).well();
    let grown: Vec<_> = (0..43).map(|number| record(&format!("T-npm-{number:03}"), "npm", 9)).collect();
    publish_changes(&fleet.server, "npm", &grown);
    let latest = Some("Fri, 03 Jan 2020 09:30:00 GMT".to_owned());
    fleet.server.put_page("/osv/npm/modified_id.csv", list_page(&grown, &latest));
    fleet.sync("/osv", &only).well();
    assert_eq!(fleet.ids().iter().filter(|id| id.contains("npm")).count(), 43);
}

/// A list that lost its records doesn't take them out of the database.
#[test]
fn a_list_that_is_cut_short_empties_nothing() {
    let (fleet, npm) = synced();
    for text in [String::new(), list(&npm[..5])] {
        fleet.server.put("/osv/npm/modified_id.csv", text);
        fleet.sync("/osv", &[]).well();
        assert_eq!(fleet.ids().len(), 50);
    }
    fleet.server.put("/osv/npm/modified_id.csv", "2020-01-01T00:00:00Z,T-npm-000\n2020-01-0");
    fleet.refused(("/osv", &[]), 3, &["modified_id.csv", "line 2", "`2020-01-0`", "--full"]);
}

#[test]
fn a_record_that_is_listed_has_to_be_there() {
    let (fleet, mut npm) = synced();
    npm.push(record("T-npm-new", "npm", 9));
    publish_changes(&fleet.server, "npm", &npm);
    fleet.server.remove("/osv/npm/T-npm-new.json");
    fleet.refused(("/osv", &[]), 3, &["T-npm-new", "doesn't have it", "--full"]);
    let (_, other) = record("T-npm-other", "npm", 9);
    fleet.server.put("/osv/npm/T-npm-new.json", other);
    fleet.refused(("/osv", &[]), 3, &["expected the record T-npm-new, found T-npm-other"]);
    let (_, stale) = record("T-npm-new", "npm", 8);
    fleet.server.put("/osv/npm/T-npm-new.json", stale);
    fleet.refused(("/osv", &[]), 3, &["a later change of T-npm-new"]);
    fleet.server.put("/osv/npm/T-npm-new.json", "{\"id\":\"T-npm-new\"");
    fleet.refused(("/osv", &[]), 3, &["T-npm-new.json", "isn't an OSV record"]);
    // The archive does without the list.
    fleet.server.put("/osv/npm/all.zip", zip(&npm));
    fleet.sync("/osv", &["--full"]).well();
    assert_eq!(fleet.ids().len(), 51);
}

#[test]
fn what_is_no_sound_archive_is_never_installed_nor_kept() {
    let (fleet, npm) = synced();
    let bomb = {
        let (id, text) = record("T-npm-bomb", "npm", 1);
        zip(&[(id, format!("{text}{}", " ".repeat(8 << 20)))])
    };
    let mut damaged = zip(&npm);
    // Within what is packed of the first record.
    damaged[60] ^= 0x40;
    let broken = zip(&[record("T-npm-000", "npm", 1), ("T-npm-001".to_owned(), "{\"id\":".to_owned())]);
    let cases: [(&[u8], &str); 5] = [
        (b"<html>Please log in</html>", "isn't a zip archive"),
        (&bomb, "unpacks to more than"),
        (&damaged, "no index was written"),
        (&broken, "isn't an OSV record"),
        (&zip(&records(3, "Go")), "holds no record of a package in npm"),
    ];
    for (bytes, words) in cases {
        fleet.server.put("/osv/npm/all.zip", bytes);
        let exit = if words.starts_with("holds no record") { 1 } else { 3 };
        fleet.refused(("/osv", &["--full"]), exit, &[words]);
    }
    // The ecosystem and the record are named.
    fleet.server.put("/osv/npm/all.zip", broken);
    fleet.refused(("/osv", &["--full"]), 3, &["npm", "T-npm-001.json"]);
    // An archive of nothing covers nothing.
    fleet.server.put("/osv/npm/all.zip", zip(&[]));
    fleet.refused(("/osv", &["--full"]), 1, &["holds no record of a package in npm"]);
    // Nothing of that is taken for what was there.
    fleet.server.put("/osv/npm/all.zip", zip(&npm));
    fleet.sync("/osv", &["--full"]).well();
    assert_eq!(fleet.ids().len(), 50);
}

#[test]
fn a_mirror_never_takes_back_what_is_installed() {
    let (fleet, npm) = synced();
    fleet.server.put("/osv/ecosystems.txt", "npm\n");
    fleet.refused(("/osv", &[]), 1, &["doesn't name Go", "--ecosystem"]);
    let said = fleet.sync("/osv", &["--ecosystem", "npm"]).well();
    assert!(said.contains("Go is no longer covered"), "{said}");
    assert_eq!(fleet.ids().len(), 40);

    let page = fleet.server.page("/osv/npm/all.zip");
    let modified = Some("Wed, 01 Jan 2020 10:00:00 GMT".to_owned());
    fleet.server.put_page("/osv/npm/all.zip", Page { modified, ..page });
    let again = ["--ecosystem", "npm", "--full"];
    fleet.refused(("/osv", &again), 1, &["stands for 2020-01-01", "for 2020-01-02"]);
    drop(npm);
}

#[test]
fn the_day_is_the_servers_and_never_one_to_come() {
    let (fleet, npm) = synced();
    let page = |modified: Option<&str>| Page {
        bytes: zip(&npm),
        etag: None,
        modified: modified.map(ToOwned::to_owned),
    };
    let only = ["--ecosystem", "npm", "--full"];
    fleet.server.put_page("/osv/npm/all.zip", page(Some("Tue, 01 Jan 2999 10:00:00 GMT")));
    fleet.refused(("/osv", &only), 3, &["Tue, 01 Jan 2999", "would never get old"]);
    fleet.server.put_page("/osv/npm/all.zip", page(Some("the day before yesterday")));
    fleet.refused(("/osv", &only), 3, &["isn't a date of HTTP"]);
    // Without a date of its own the answer's counts: one day later.
    fleet.server.put_page("/osv/npm/all.zip", page(None));
    let said = fleet.sync("/osv", &only).well();
    assert!(said.contains("npm: 40 advisories as of 2020-01-03"), "{said}");
}

#[test]
fn what_is_asked_for_is_a_name_and_never_a_path() {
    let fleet = Fleet::new();
    for (name, words) in [("../../etc", "isn't the name of an ecosystem"), ("Debian:12", "ask for `Debian`")]
    {
        fleet.refused(("/osv", &["--ecosystem", name]), 2, &[words]);
    }
    fleet.server.put("/osv/ecosystems.txt", "npm\n../../etc\n");
    fleet.refused(("/osv", &[]), 3, &["ecosystems.txt", "line 2", "../../etc"]);
    fleet.server.remove("/osv/ecosystems.txt");
    fleet.refused(("/osv", &[]), 2, &["ecosystems.txt", "--ecosystem NAME"]);
    fleet.refused(("/osv", &["--ecosystem", "npm"]), 3, &["npm/all.zip", "<ecosystem>/all.zip"]);
    assert!(fs::read_dir(fleet.path("installed")).is_err(), "nothing was installed");
}

#[test]
fn what_was_installed_names_the_ecosystems_where_the_mirror_doesnt() {
    let (fleet, _) = synced();
    fleet.server.remove("/osv/ecosystems.txt");
    let said = fleet.sync("/osv", &[]).well();
    assert!(said.contains("Go: unchanged") && said.contains("npm: unchanged"), "{said}");
}

/// A cache that somebody changed is found out, and fetched again.
#[test]
fn a_changed_cache_counts_for_nothing() {
    let (fleet, _) = synced();
    let mirror =
        fs::read_dir(fleet.path("cache")).expect("a cache").next().expect("a mirror").expect("an entry");
    let kept = mirror.path().join("kept/npm/all.zip");
    fs::write(&kept, zip(&records(1, "npm"))).expect("written");
    fleet.sync("/osv", &[]).well();
    assert_eq!(fleet.ids().len(), 50);
    assert!(fleet.server.asked().contains(&"osv/npm/all.zip".to_owned()));
    fs::write(mirror.path().join("kept/npm/state"), "{").expect("written");
    fleet.sync("/osv", &[]).well();
    assert_eq!(fleet.ids().len(), 50);
}

#[test]
fn one_sync_at_a_time_works_in_a_cache() {
    let (fleet, _) = synced();
    let mirror =
        fs::read_dir(fleet.path("cache")).expect("a cache").next().expect("a mirror").expect("an entry");
    let lock = fs::File::open(mirror.path().join("lock")).expect("a lock");
    lock.lock().expect("it is free");
    fleet.refused(("/osv", &[]), 3, &["another `cullis db sync` is at work"]);
    lock.unlock().expect("it was held");
    fleet.sync("/osv", &[]).well();
}

/// A file that is there and is no index is somebody's.
#[test]
fn what_is_no_index_is_never_replaced() {
    let (fleet, _) = synced();
    fs::write(fleet.index(), "my notes").expect("written");
    fleet.refused(("/osv", &[]), 3, &["isn't an advisory index", "Remove it first"]);
}

#[test]
fn archives_of_a_size_that_nobody_expected_are_refused() {
    let (fleet, _) = synced();
    fleet.server.fail("/osv/npm/all.zip", [Fault::Declares(1 << 40)]);
    fleet.refused(("/osv", &["--full"]), 3, &["1099511627776 bytes", "--max-bytes"]);
    fleet.server.fail("/osv/npm/all.zip", [Fault::Chunked]);
    fleet.refused(("/osv", &["--full", "--max-bytes", "3000"]), 3, &["the limit is 3000"]);
    fleet.server.fail("/osv/npm/all.zip", [Fault::Chunked]);
    fleet.sync("/osv", &["--full"]).well();
}
