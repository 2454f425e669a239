//! `cullis threat review`: what changed since a review, and a new one written.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the test runs the binary on files that it lays out"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;

use std::fs;

use gate::{Desk, Said, run};

const MODEL: &str = "# Ours since the spring.
schema: cullis/threat-model/v1
system: {id: shop, criticality: low, owner: web-team}

elements:
  - {id: browser, kind: external, zone: internet}
  - {id: api, kind: process, zone: shop, paths: [\"src/api/**\"]} # the door
  - {id: store, kind: store, zone: shop, paths: [src/store]}
";

fn shop() -> Desk {
    let desk = Desk::new();
    desk.write("shop/threat-model.yaml", MODEL);
    desk.write("shop/src/api/parse.rs", "fn parse() {}\n");
    desk.write("shop/src/api/answer.rs", "fn answer() {}\n");
    desk.write("shop/src/store/mod.rs", "fn keep() {}\n");
    desk
}

fn threat(desk: &Desk, command: &str, more: &[&str]) -> Said {
    let mut arguments = vec!["threat", command, "shop", "--now", "2026-11-23T12:00:00Z", "--lang", "en"];
    arguments.extend(more);
    run(&mut desk.cullis(&arguments))
}

fn review(desk: &Desk, more: &[&str]) -> Said {
    let mut arguments = vec!["--by", "Ana Silva", "--role", "security-champion"];
    arguments.extend(more);
    threat(desk, "review", &arguments)
}

fn model(desk: &Desk) -> String {
    fs::read_to_string(desk.at("shop/threat-model.yaml")).expect("the model")
}

#[test]
fn a_review_holds_until_a_covered_file_changes() {
    let desk = shop();
    let unreviewed = threat(&desk, "check", &[]);
    assert!(unreviewed.out.contains("the threat model of `shop` was never reviewed"), "{unreviewed:?}");
    let said = review(&desk, &[]);
    assert_eq!(said.exit, Some(0), "{said:?}");
    let check = threat(&desk, "check", &[]);
    assert!(check.out.contains("Findings\n  none"), "{check:?}");
    // Neither another end of lines nor a file beside it is a change.
    desk.write("shop/src/api/parse.rs", "fn parse() {}\r\n");
    desk.write("shop/src/other.rs", "fn other() {}\n");
    let check = threat(&desk, "check", &[]);
    assert!(check.out.contains("Findings\n  none"), "{check:?}");
    desk.write("shop/src/api/upload.rs", "fn upload() {}\n");
    let check = threat(&desk, "check", &[]);
    assert!(
        check.out.contains("files that `api` covers changed since the review of 2026-11-23"),
        "{check:?}"
    );
    assert!(!check.out.contains("`store` covers"), "{check:?}");
    let shown = threat(&desk, "review", &["--show"]);
    assert!(shown.out.contains("`api` (3 files): changed"), "{shown:?}");
    assert!(shown.out.contains("`store`: as reviewed (1 file)"), "{shown:?}");
}

#[test]
fn the_review_is_all_that_changes_in_the_text() {
    let desk = shop();
    assert_eq!(review(&desk, &[]).exit, Some(0));
    let first = model(&desk);
    let (before, after) = MODEL.split_once("\nelements").expect("two halves");
    assert!(first.starts_with(before) && first.ends_with(after), "{first}");
    assert_eq!(review(&desk, &[]).exit, Some(0));
    assert_eq!(model(&desk), first, "the same review again");
    let second = threat(&desk, "review", &["--by", "Wei Chen", "--role", "risk-owner", "--add"]);
    assert_eq!(second.exit, Some(0), "{second:?}");
    let both = "by: [{who: Ana Silva, role: security-champion}, {who: Wei Chen, role: risk-owner}]";
    assert!(model(&desk).contains(both), "{}", model(&desk));
    let third = threat(&desk, "review", &["--by", "Li Na", "--role", "risk-owner"]);
    assert_eq!(third.exit, Some(0), "{third:?}");
    assert!(model(&desk).contains("by: [{who: Li Na, role: risk-owner}]"), "{}", model(&desk));
}

#[test]
fn nobody_signs_beside_a_review_that_doesnt_hold() {
    let desk = shop();
    assert_eq!(review(&desk, &["--add"]).exit, Some(2), "there is none yet");
    assert_eq!(review(&desk, &[]).exit, Some(0));
    desk.write("shop/src/store/mod.rs", "fn lose() {}\n");
    let before = model(&desk);
    let said = threat(&desk, "review", &["--by", "Wei Chen", "--role", "risk-owner", "--add"]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert_eq!(model(&desk), before);
}

#[test]
fn what_cant_be_reviewed_leaves_the_file_as_it_is() {
    let desk = shop();
    let broken = MODEL.replace("src/store", "\"src/{store\"");
    desk.write("shop/threat-model.yaml", &broken);
    let said = review(&desk, &[]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(said.err.contains("src/{store"), "{said:?}");
    assert_eq!(model(&desk), broken);
    // One of two has to be named, and another tool's can't be written.
    desk.write("shop/threat-model.yaml", MODEL);
    desk.write("shop/threat-models/pay.yaml", MODEL.replace("id: shop", "id: pay"));
    let said = review(&desk, &[]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(said.err.contains("`shop`, `pay`"), "{said:?}");
    assert_eq!(review(&desk, &["--system", "pay"]).exit, Some(0));
    assert_eq!(model(&desk), MODEL);
    assert_eq!(review(&desk, &["--system", "gone"]).exit, Some(2));
}
