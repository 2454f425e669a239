//! `cullis db diff`: 0 for equal, 1 for different, 3 for what can't be read.

use std::fs;

use crate::fleet::{Fleet, record, records, zip};

fn build(fleet: &Fleet, name: &str, records: &[(String, String)]) {
    fs::create_dir_all(fleet.path("osv/npm")).expect("a folder");
    fs::write(fleet.path("osv/npm/all.zip"), zip(records)).expect("written");
    fleet.db(&["import", "osv", "--out", name, "--as-of", "2020-01-05"]).well();
}

#[test]
fn differences_are_told_to_people_and_to_machines() {
    let fleet = Fleet::new();
    let mut now = records(3, "npm");
    build(&fleet, "old.cullis", &now);
    now.remove(0);
    now.push(record("T-npm-new", "npm", 1));
    now[0] = record("T-npm-001", "npm", 4);
    build(&fleet, "new.cullis", &now);
    assert_eq!(fleet.db(&["diff", "old.cullis", "old.cullis"]).well(), "the two are equal\n");
    let ended = fleet.db(&["diff", "old.cullis", "new.cullis"]);
    assert_eq!(ended.exit, Some(1));
    assert_eq!(
        ended.out,
        "npm: 1 came, 1 changed, 1 gone\n  + T-npm-new about T-npm-new\n  ~ T-npm-001 changed: affected\n  \
         - T-npm-000 withdrawn or removed: about T-npm-000\n"
    );
    let ended = fleet.db(&["diff", "old.cullis", "new.cullis", "--json"]);
    assert_eq!(ended.exit, Some(1));
    assert_eq!(ended.out.lines().count(), 1);
    let json: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    let source = serde_json::json!({"advisories": 3, "withdrawn": 0, "as-of": "2020-01-05"});
    let expected = serde_json::json!({"equal": false, "ecosystems": [{
        "ecosystem": "npm", "old": source, "new": source,
        "added": [{"id": "T-npm-new", "summary": "about T-npm-new"}],
        "changed": [{"id": "T-npm-001", "fields": ["affected"]}],
        "gone": [{"id": "T-npm-000", "summary": "about T-npm-000"}],
    }]});
    assert_eq!(json, expected);
}

#[test]
fn what_cannot_be_read_is_no_difference() {
    let fleet = Fleet::new();
    build(&fleet, "old.cullis", &records(3, "npm"));
    build(&fleet, "new.cullis", &records(4, "npm"));
    fleet.db(&["diff", "old.cullis", "none.cullis"]).badly(3, &["none.cullis", "can't be read"]);
    let mut bytes = fs::read(fleet.path("new.cullis")).expect("an index");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(fleet.path("new.cullis"), bytes).expect("written");
    let ended = fleet.db(&["diff", "old.cullis", "new.cullis"]);
    assert_eq!(ended.out, "", "a damaged index was compared");
    ended.badly(3, &["new.cullis", "is damaged"]);
    fleet.db(&["diff", "old.cullis"]).badly(2, &[]);
}
