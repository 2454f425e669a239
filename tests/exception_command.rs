//! `cullis exception`: asking, signing and listing, by the real binary.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the test runs the binary"
)]

#[path = "support/gate.rs"]
mod gate;

use std::fs;

use gate::{ADVISORIES, Desk, NOW, Said, copy, fixtures, run};

const ASKED: [&str; 6] = ["--owner", "payments", "--reason", "behind a proxy", "--expires", "2027-01-31"];

/// A desk with a tree that has one vulnerable component, and an organisation's
/// layer whose roster has a key of Wei Chen's.
fn desk() -> Desk {
    let desk = Desk::new();
    copy(&fixtures("stories/exception-signed/desk/tree"), &desk.at("tree"));
    desk.write("tree/cullis.toml", "# Ours.\n");
    for (algorithm, name) in [("ed25519", "wei"), ("sm2", "ana")] {
        let out = format!("{name}.key");
        let made = run(&mut desk.cullis(&["db", "keygen", "--algorithm", algorithm, "--out", &out]));
        assert_eq!(made.exit, Some(0), "{made:?}");
    }
    let key = |name: &str| fs::read_to_string(desk.at(&format!("{name}.key.pub"))).expect("a key");
    let roster = format!(
        "[[roster]]\nname = \"Wei Chen\"\nkeys = [\"\"\"\n{}\"\"\"]\nmay-approve = \"high\"\n",
        key("wei")
    );
    desk.write("organisation.toml", roster);
    desk
}

fn exception(desk: &Desk, words: &[&str]) -> Said {
    let mut command = desk.cullis(&["exception"]);
    run(command.args(words).args(["--policy", "organisation.toml", "--now", NOW]))
}

fn ask(desk: &Desk, what: &str, more: &[&str]) -> Said {
    let mut words = vec!["request", what, "tree", "--db", ADVISORIES, "--packages", "none"];
    words.extend(ASKED);
    words.extend(more);
    exception(desk, &words)
}

fn own(desk: &Desk) -> String {
    fs::read_to_string(desk.at("tree/cullis.toml")).expect("the policy")
}

#[test]
fn what_is_asked_for_counts_once_it_is_signed_and_not_before() {
    let desk = desk();
    let check = || desk.check("tree", &["--policy", "organisation.toml"]).exit;
    let asked = ask(&desk, "cve-2026-0001001", &[]);
    assert_eq!(asked.exit, Some(0), "{asked:?}");
    assert!(
        own(&desk).starts_with("# Ours.\n\n[[exception]]\nid = \"CVE-2026-0001001\"\n"),
        "{}",
        own(&desk)
    );
    assert_eq!(check(), Some(1));
    let signed = exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "wei.key"]);
    assert_eq!(signed.exit, Some(0), "{signed:?}");
    assert_eq!(check(), Some(0));
    let listed = exception(&desk, &["list", "tree"]);
    assert!(listed.out.ends_with("(2027-01-31)\n  counts\n"), "{listed:?}");
    desk.write("tree/cullis.toml", own(&desk).replace("behind a proxy", "behind two proxies"));
    assert_eq!(check(), Some(1), "edited after it was signed");
}

#[test]
fn who_is_not_on_the_roster_or_looks_after_it_signs_nothing() {
    let desk = desk();
    assert_eq!(ask(&desk, "CVE-2026-0001001", &[]).exit, Some(0));
    let before = own(&desk);
    let other = exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "ana.key"]);
    assert_eq!((other.exit, own(&desk)), (Some(2), before.clone()), "{other:?}");
    desk.write("tree/cullis.toml", before.replace("\"payments\"", "\"wei chen\""));
    let owner = exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "wei.key"]);
    assert_eq!(owner.exit, Some(2), "{owner:?}");
    assert!(!own(&desk).contains("signatures"));
}

#[test]
fn nothing_is_written_for_what_is_not_there_or_is_no_day_or_no_emergency() {
    let desk = desk();
    for (what, more) in [
        ("CVE-1999-0001", &[][..]),
        ("CVE-2026-0001001", &["--emergency"]),
        ("CVE-2026-0001001", &["--versions", "^2"]),
        ("CVE-2026-0001001", &["--folder", "../elsewhere"]),
    ] {
        let asked = ask(&desk, what, more);
        assert_eq!((asked.exit, own(&desk).as_str()), (Some(2), "# Ours.\n"), "{what} {more:?}: {asked:?}");
    }
}

#[test]
fn approvals_come_from_outside_of_the_tree_and_are_read_strictly() {
    let desk = desk();
    assert_eq!(ask(&desk, "CVE-2026-0001001", &[]).exit, Some(0));
    let listed = exception(&desk, &["list", "tree"]).out;
    let digest = listed.lines().next().expect("a digest").to_owned();
    let text = format!(
        "{{\"format\": \"cullis-approvals-v1\", \"approvals\": [{{\"by\": \"Wei Chen\", \"exception\": \"{digest}\"}}]}}"
    );
    desk.write("approvals.json", &text);
    desk.write("tree/approvals.json", &text);
    desk.write("odd.json", text.replace("\"by\"", "\"from\""));
    let check = |file: &str| desk.check("tree", &["--policy", "organisation.toml", "--approvals", file]);
    assert_eq!(check("approvals.json").exit, Some(0));
    let inside = check("tree/approvals.json");
    assert_eq!(inside.exit, Some(2));
    assert!(inside.err.contains("a change can't approve itself"), "{inside:?}");
    let vex = fs::read(fixtures("vex/open-vex.json")).expect("a document");
    desk.write("tree/open-vex.json", &vex);
    desk.write("open-vex.json", &vex);
    let with_vex = |file: &str| desk.check("tree", &["--policy", "organisation.toml", "--vex", file]);
    assert_eq!(with_vex("open-vex.json").exit, Some(1), "read, and about something else");
    let inside = with_vex("tree/open-vex.json");
    assert_eq!(inside.exit, Some(2));
    assert!(inside.err.contains("a change could excuse itself by it"), "{inside:?}");
    let odd = check("odd.json");
    assert_eq!(odd.exit, Some(2));
    assert!(odd.err.contains("odd.json:1:"), "{odd:?}");
    assert_eq!(check("gone.json").exit, Some(2));
}
