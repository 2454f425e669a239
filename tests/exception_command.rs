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
        "[repository]\nname = \"git.bank.example/treasury/web\"\n\n[[roster]]\nname = \"Wei Chen\"\n\
         keys = [\"\"\"\n{}\"\"\"]\nmay-approve = \"high\"\n",
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
    let digest = listed.lines().nth(1).expect("a digest").to_owned();
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

#[test]
fn an_entry_is_for_one_repository_and_says_which() {
    let desk = desk();
    let asked = ask(&desk, "CVE-2026-0001001", &[]);
    assert!(asked.out.contains("`git.bank.example/treasury/web` and for no other"), "{asked:?}");
    assert!(own(&desk).contains("repository = \"git.bank.example/treasury/web\"\n"), "{}", own(&desk));
    // A fork's entry names the fork, by its URL as well.
    desk.write("tree/cullis.toml", "# Ours.\n");
    let fork = ["--repository", "git@git.bank.example:li.na/web.git"];
    assert_eq!(ask(&desk, "CVE-2026-0001001", &fork).exit, Some(0));
    let signed = exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "wei.key"]);
    assert!(signed.out.contains("`git.bank.example/li.na/web`, and this one is"), "{signed:?}");
    assert_eq!(desk.check("tree", &["--policy", "organisation.toml"]).exit, Some(1));
    assert_eq!(ask(&desk, "CVE-2026-0001001", &["--repository", "../web"]).exit, Some(2));
    // Without a name nobody signs, and where there is a roster nobody asks.
    let unnamed = own(&desk).replace("repository = \"git.bank.example/li.na/web\"\n", "");
    let unsigned = unnamed.split_once("approver").expect("signed").0.to_owned();
    desk.write("tree/cullis.toml", &unsigned);
    let said = exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "wei.key"]);
    assert!(said.exit == Some(2) && said.err.contains("names no repository"), "{said:?}");
    assert_eq!(own(&desk), unsigned);
    let organisation = fs::read_to_string(desk.at("organisation.toml")).expect("a layer");
    desk.write("organisation.toml", organisation.replace("git.bank.example/treasury/web", ""));
    let asked = ask(&desk, "CVE-2026-0001001", &[]);
    assert!(asked.exit == Some(2) && asked.err.contains("--repository"), "{asked:?}");
}

#[test]
fn the_ci_host_names_the_repository_and_no_tree_does() {
    let desk = desk();
    assert_eq!(ask(&desk, "CVE-2026-0001001", &[]).exit, Some(0));
    assert_eq!(exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "wei.key"]).exit, Some(0));
    let organisation = fs::read_to_string(desk.at("organisation.toml")).expect("a layer");
    desk.write("organisation.toml", organisation.replace("git.bank.example/treasury/web", ""));
    let check = |variables: &[(&str, &str)]| {
        let mut command =
            desk.cullis(&["check", "tree", "--policy", "organisation.toml", "--db", ADVISORIES]);
        command.args(["--packages", "none", "--history", "none", "--now", NOW]);
        run(command.envs(variables.iter().copied()))
    };
    let github = |repository: &'static str| {
        [
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_SERVER_URL", "https://git.bank.example"),
            ("GITHUB_REPOSITORY", repository),
        ]
    };
    assert_eq!(check(&github("treasury/web")).exit, Some(0));
    assert_eq!(check(&github("lending/web")).exit, Some(1));
    assert_eq!(check(&[]).exit, Some(1), "nobody says which it is");
    let fork = [
        ("GITLAB_CI", "true"),
        ("CI_PROJECT_URL", "https://git.bank.example/li.na/web"),
        ("CI_MERGE_REQUEST_PROJECT_URL", "https://git.bank.example/treasury/web"),
    ];
    assert_eq!(check(&fork).exit, Some(0), "the request's own project counts");
    assert_eq!(check(&fork[..2]).exit, Some(1));
    // The tree has no say, unless a layer above gives it one.
    let named = format!("repository.name = \"git.bank.example/treasury/web\"\n{}", own(&desk));
    desk.write("tree/cullis.toml", named);
    let said = check(&github("lending/web"));
    assert!(said.exit == Some(1) && said.out.contains("`repository.name"), "{said:?}");
}

#[test]
fn what_was_revoked_stays_out_and_can_be_revoked_once_it_is_gone() {
    let desk = desk();
    let check = || desk.check("tree", &["--policy", "organisation.toml"]);
    assert_eq!(ask(&desk, "CVE-2026-0001001", &[]).exit, Some(0));
    assert_eq!(exception(&desk, &["sign", "CVE-2026-0001001", "tree", "--key", "wei.key"]).exit, Some(0));
    let signed = own(&desk);
    assert_eq!(check().exit, Some(0));
    let why = ["--by", "Wei Chen", "--reason", "the proxy is gone"];
    let revoke = |which: &str| exception(&desk, &[&["revoke", which, "tree"][..], &why].concat());
    let said = revoke("CVE-2026-0001001");
    assert_eq!(said.exit, Some(0), "{said:?}");
    let revoked = own(&desk);
    assert!(revoked.starts_with("# Ours.\n") && !revoked.contains("[[exception]]"), "{revoked}");
    // Put back as it was, it is void.
    let entry = signed.strip_prefix("# Ours.\n").expect("the entry");
    desk.write("tree/cullis.toml", format!("{revoked}{entry}"));
    let said = check();
    assert!(said.exit == Some(1) && said.out.contains("`Wei Chen` revoked it on 2026-11-23"), "{said:?}");
    // By its digest, in another layer, after it is gone.
    let digest = revoked.split('"').find(|text| text.starts_with("sha256:")).expect("a digest");
    desk.write("tree/cullis.toml", "# Ours.\n");
    assert_eq!(
        revoke(digest.get(..20).expect("long enough")).exit,
        Some(2),
        "the whole digest, where nothing has it"
    );
    assert_eq!(revoke(digest).exit, Some(0));
    assert!(own(&desk).contains(digest));
    assert_eq!(revoke(digest).exit, Some(2), "it is revoked already");
}
