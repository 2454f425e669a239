//! `cullis threat review`: what changed since a review, and a new one written.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the test runs the binary on files that it lays out"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;
#[path = "support/git_history.rs"]
mod git_history;

use std::fs;
use std::process::Command;

use gate::{Desk, Said, run};

const MODEL: &str = "# Ours since the spring.
schema: cullis/threat-model/v1
system: {id: shop, criticality: low, owner: web-team}

elements:
  - {id: browser, kind: external, zone: internet}
  - {id: api, kind: process, zone: shop, paths: [\"src/api/**\"]} # the door
  - {id: store, kind: store, zone: shop, paths: [src/store]}
";

/// A threat that asks for nothing.
const CALM: &str =
    "threats: [{id: T-1, title: An answer goes astray, on: [api], severity: low, decision: open}]\n";

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
    desk.write("shop/threat-model.yaml", format!("{MODEL}{CALM}"));
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

/// Runs git as somebody, without anybody's configuration.
fn git(desk: &Desk, who: &str, arguments: &[&str]) {
    let mut command = Command::new("git");
    let mail = format!("user.email={}@bank.example", who.to_lowercase().replace(' ', "."));
    command.args(["-c", &format!("user.name={who}"), "-c", &mail, "-c", "init.defaultBranch=main"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.args(arguments).current_dir(desk.at("shop")).output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const THREATS: &str = "threats:
  - {id: T-1, title: A body fills the disk, on: [api], stride: [D], severity: high, decision: mitigate, mitigations: [M-1]}
mitigations:
  - {id: M-1, title: Bodies are bounded, status: implemented, evidence: [{kind: file, path: src/api/parse.rs}]}
";

/// A change by Li Na that rates a threat lower, and a policy whose roster has
/// Wei Chen's and Li Na's keys.
fn weakened() -> Desk {
    let desk = shop();
    let mut roster = String::from("may-loosen = [\"*\"]\n");
    for (name, file) in [("Wei Chen", "wei.key"), ("Li Na", "li.key")] {
        let made = run(&mut desk.cullis(&["db", "keygen", "--algorithm", "ed25519", "--out", file]));
        assert_eq!(made.exit, Some(0), "{made:?}");
        let key = fs::read_to_string(desk.at(&format!("{file}.pub"))).expect("a key");
        let entry =
            format!("[[roster]]\nname = {name:?}\nkeys = [\"\"\"\n{key}\"\"\"]\nmay-approve = \"high\"\n");
        roster.push_str(&entry);
    }
    desk.write("bank.toml", roster);
    desk.write("shop/threat-model.yaml", format!("{MODEL}{THREATS}"));
    assert_eq!(review(&desk, &[]).exit, Some(0));
    git(&desk, "Li Na", &["init", "-q"]);
    git(&desk, "Li Na", &["remote", "add", "origin", "git@git.bank.example:shop/web.git"]);
    git(&desk, "Li Na", &["add", "-A"]);
    git(&desk, "Li Na", &["commit", "-q", "-m", "the shop"]);
    git(&desk, "Li Na", &["checkout", "-q", "-b", "topic"]);
    desk.write("shop/threat-model.yaml", model(&desk).replace("severity: high", "severity: low"));
    desk
}

fn commit_and_check(desk: &Desk) -> Said {
    git(desk, "Li Na", &["add", "-A"]);
    git(desk, "Li Na", &["commit", "-q", "--allow-empty", "-m", "rate it lower"]);
    threat(desk, "check", &["--base", "main", "--policy", "bank.toml"])
}

fn sign(desk: &Desk, who: &str, key: &str) -> Said {
    let arguments = ["--by", who, "--role", "risk-owner", "--key", key, "--policy", "bank.toml"];
    threat(desk, "review", &arguments)
}

const LOWERED: &str = "lowers threat `T-1` from high to low";

#[test]
fn a_review_that_nobody_else_signed_allows_no_weakening() {
    let desk = weakened();
    let unsigned = threat(&desk, "review", &["--by", "Wei Chen", "--role", "risk-owner"]);
    assert_eq!(unsigned.exit, Some(0), "{unsigned:?}");
    let said = commit_and_check(&desk);
    assert!(said.exit == Some(1) && said.out.contains(LOWERED), "{said:?}");
    // Her own key is no better, and another's name with it is refused.
    assert_eq!(sign(&desk, "Wei Chen", "li.key").exit, Some(2));
    assert_eq!(sign(&desk, "Li Na", "li.key").exit, Some(0));
    let said = commit_and_check(&desk);
    assert!(said.exit == Some(1) && said.out.contains(LOWERED), "{said:?}");
}

#[test]
fn a_review_that_somebody_of_the_roster_signed_allows_what_it_saw() {
    let desk = weakened();
    let signed = sign(&desk, "Wei Chen", "wei.key");
    assert_eq!(signed.exit, Some(0), "{signed:?}");
    let said = commit_and_check(&desk);
    assert_eq!(said.exit, Some(0), "{said:?}");
    // What changes after the signature isn't what was signed.
    desk.write("shop/threat-model.yaml", model(&desk).replace("severity: low", "severity: medium"));
    let said = commit_and_check(&desk);
    assert!(said.exit == Some(1) && said.out.contains("from high to medium"), "{said:?}");
    assert!(said.out.contains("a signature of the review of `shop` doesn't hold"), "{said:?}");
}

#[test]
fn a_review_that_was_signed_for_another_repository_allows_nothing() {
    let desk = weakened();
    assert_eq!(sign(&desk, "Wei Chen", "wei.key").exit, Some(0));
    git(&desk, "Li Na", &["remote", "set-url", "origin", "https://git.bank.example/shop/copy"]);
    let said = commit_and_check(&desk);
    assert!(said.exit == Some(1) && said.out.contains(LOWERED), "{said:?}");
    let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("in the repository `git.bank.example/shop/copy`"), "{said:?}");
    // Where nobody can tell which one it is, none of them counts.
    git(&desk, "Li Na", &["remote", "remove", "origin"]);
    let said = commit_and_check(&desk);
    assert!(said.exit == Some(1) && said.out.contains(LOWERED), "{said:?}");
    assert_eq!(sign(&desk, "Wei Chen", "wei.key").exit, Some(2));
}

#[test]
fn a_review_that_was_signed_before_is_none_of_the_change() {
    let desk = weakened();
    assert_eq!(sign(&desk, "Wei Chen", "wei.key").exit, Some(0));
    let lower = model(&desk);
    assert_eq!(commit_and_check(&desk).exit, Some(0));
    git(&desk, "Li Na", &["checkout", "-q", "main"]);
    git(&desk, "Li Na", &["merge", "-q", "topic"]);
    // It is rated higher again, and reviewed later on; then the old text comes back.
    desk.write("shop/threat-model.yaml", lower.replace("severity: low", "severity: critical"));
    let later = ["--now", "2026-11-25T12:00:00Z", "--by", "Wei Chen", "--role", "risk-owner"];
    let mut arguments = vec!["threat", "review", "shop", "--key", "wei.key", "--policy", "bank.toml"];
    arguments.extend(later);
    let said = run(&mut desk.cullis(&arguments));
    assert_eq!(said.exit, Some(0), "{said:?}");
    git(&desk, "Li Na", &["commit", "-q", "-a", "-m", "rate it higher"]);
    git(&desk, "Li Na", &["checkout", "-q", "-b", "back"]);
    desk.write("shop/threat-model.yaml", lower);
    let said = commit_and_check(&desk);
    assert!(said.exit == Some(1) && said.out.contains("from critical to low"), "{said:?}");
}

#[test]
fn committed_results_count_for_nothing_where_there_is_a_base() {
    let desk = Desk::new();
    git_history::make(&gate::fixtures("stories/base-committed-results"), &desk);
    let check = |more: &[&str]| {
        let mut arguments = vec!["threat", "check", "work", "--now", "2026-11-23T12:00:00Z", "--lang", "en"];
        arguments.extend(more);
        run(&mut desk.cullis(&arguments)).out
    };
    let passed = fs::read_to_string(desk.at("work/results/junit.xml")).expect("the results");
    desk.write("work/target/junit.xml", &passed);
    std::os::unix::fs::symlink("results", desk.at("work/elsewhere")).expect("linked");
    let told = "is committed, so no test run";
    for file in ["work/results/junit.xml", "work/elsewhere/junit.xml"] {
        let said = check(&["--base", "main", "--junit", file]);
        assert!(said.contains(told) && said.contains("test `test_dates` isn't in"), "{file}: {said}");
    }
    // What the job wrote over it is in a file of the change all the same.
    desk.write("work/results/junit.xml", passed.replace("0.001", "0.002"));
    assert!(check(&["--base", "main", "--junit", "work/results/junit.xml"]).contains(told));
    let said = check(&["--base", "main", "--junit", "work/target/junit.xml"]);
    assert!(!said.contains(told) && !said.contains("test `test_dates` isn't in"), "{said}");
    // Without a base nobody asks who wrote it: there is no change to hold it against.
    let said = check(&["--junit", "work/results/junit.xml"]);
    assert!(!said.contains(told) && !said.contains("test `test_dates` isn't in"), "{said}");
}

#[test]
fn what_was_wrong_before_the_change_is_told_as_old() {
    let desk = weakened();
    desk.write("shop/threat-model.yaml", format!("{MODEL}{CALM}"));
    git(&desk, "Li Na", &["add", "-A"]);
    git(&desk, "Li Na", &["commit", "-q", "-m", "take a review and a threat out"]);
    git(&desk, "Li Na", &["branch", "-f", "main"]);
    desk.write("shop/threat-model.yaml", format!("{MODEL}{}", CALM.replace("low", "high")));
    let said = commit_and_check(&desk);
    let line = |about: &str| said.out.lines().find(|line| line.contains(about)).unwrap_or_default();
    assert!(said.out.contains("1 new, "), "{}", said.out);
    assert!(said.out.contains("high threat `T-1` is open"), "{}", said.out);
    let blocking = line("    block  threat-model.yaml:9:");
    assert!(blocking.ends_with("  new"), "{}", said.out);
    let reviews = said.out.split("threat model is fresh").nth(1).unwrap_or_default();
    assert!(reviews.contains("  old\n") && !reviews.contains("  new\n"), "{}", said.out);
}
