//! Advisories that name commits, held against clones that the real git made, by
//! the real binary.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the test makes repositories and runs programs"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;

use std::fs;
use std::path::Path;
use std::process::Command;

use gate::{Desk, run};
use serde_json::{Value, json};

/// Cargo's folder for the clone; the digest behind the name changes with Cargo.
const OF_CARGO: &str = "home/.cargo/git/db/till-0123456789abcdef";

/// What git says.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    for setting in ["user.name=Li Na", "user.email=li.na@bank.example", "init.defaultBranch=main"] {
        command.args(["-c", setting]);
    }
    command.args(["-c", "protocol.file.allow=always"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for date in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(date, "2026-11-20T08:00:00Z");
    }
    let output = command.args(arguments).current_dir(folder).output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

/// A repository `till` on the desk, with commits in the order of their names:
/// `began`, `later`, `mended`, `last` on `main`, and `aside` beside `mended`.
struct Till {
    desk: Desk,
}

impl Till {
    fn new() -> Self {
        let till = Self { desk: Desk::new() };
        fs::create_dir_all(till.desk.at("till")).expect("a folder");
        till.git(&["init", "-q"]);
        for name in ["first", "began", "later"] {
            till.commit(name);
        }
        till.git(&["checkout", "-q", "-b", "side"]);
        till.commit("aside");
        till.git(&["checkout", "-q", "main"]);
        for name in ["mended", "last"] {
            till.commit(name);
        }
        till.git(&["checkout", "-q", "--detach"]);
        till.advise(&["began"], &["mended"]);
        till
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(&self.desk.at("till"), arguments)
    }

    fn commit(&self, name: &str) {
        self.git(&["commit", "-q", "--allow-empty", "-m", name]);
        self.git(&["tag", name]);
    }

    /// The id of the commit of that name.
    fn id(&self, name: &str) -> String {
        self.git(&["rev-parse", &format!("{name}^{{commit}}")])
    }

    /// One advisory that says nothing of versions below 2, and of commits this.
    fn advise(&self, introduced: &[&str], fixed: &[&str]) {
        let events = |kind: &str, names: &[&str]| -> Vec<Value> {
            let event = |name: &&str| match *name {
                "0" => json!({ kind: "0" }),
                name => json!({ kind: self.id(name) }),
            };
            names.iter().map(event).collect()
        };
        let git = [events("introduced", introduced), events("fixed", fixed)].concat();
        let semver = json!([{"introduced": "2.0.0"}, {"fixed": "2.1.0"}]);
        let record = json!({
            "id": "DEMO-2026-0009",
            "modified": "2026-01-01T00:00:00Z",
            "affected": [{
                "package": {"ecosystem": "crates.io", "name": "till"},
                "ranges": [
                    {"type": "GIT", "repo": "https://git.example/acme/till", "events": git},
                    {"type": "SEMVER", "events": semver},
                ],
            }],
        });
        self.desk.write("osv/DEMO-2026-0009.json", record.to_string());
    }

    /// Clones the repository bare, as Cargo does.
    fn clone_to(&self, folder: &str, more: &[&str]) {
        fs::create_dir_all(self.desk.at(folder)).expect("a folder");
        let from = format!("file://{}", self.desk.at("till").display());
        let arguments = [&["clone", "-q", "--bare"], more, &[&from, "."]].concat();
        git(&self.desk.at(folder), &arguments);
    }

    /// What the gate makes of a program that depends on that commit.
    fn judged(&self, commit: &str, more: &[&str]) -> Judged {
        let source = format!("git+https://git.example/acme/till?branch=main#{commit}");
        let lock = format!(
            "version = 4\n\n[[package]]\nname = \"shop\"\nversion = \"0.1.0\"\ndependencies = [\"till\"]\n\n\
             [[package]]\nname = \"till\"\nversion = \"1.0.0\"\nsource = \"{source}\"\n"
        );
        self.desk.write("shop/Cargo.lock", lock);
        let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n\n[dependencies]\n\
                        till = { git = \"https://git.example/acme/till\", branch = \"main\" }\n";
        self.desk.write("shop/Cargo.toml", manifest);
        let mut command = self.desk.cullis(&["check", "shop", "--now", gate::NOW, "--db", "osv"]);
        let said = run(command.args(["--history", "none", "--report", "json"]).args(more));
        Judged(serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}")))
    }
}

/// A report as JSON.
struct Judged(Value);

impl Judged {
    /// The heading that counts the dependency.
    fn standing(&self) -> &'static str {
        let words = ["clean", "affected", "unassessable"];
        let accounting = &self.0["accounting"];
        let counted: Vec<_> = words.into_iter().filter(|word| accounting[word] == json!(1)).collect();
        let [one] = counted.as_slice() else { panic!("{accounting}") };
        one
    }

    /// Whether the report says so anywhere.
    fn says(&self, words: &str) -> bool {
        self.0.to_string().contains(words)
    }

    fn inputs(&self) -> String {
        self.0["inputs"].to_string()
    }
}

#[test]
fn cargo_s_clone_decides_on_which_side_of_a_fix_a_commit_stands() {
    let till = Till::new();
    till.clone_to(OF_CARGO, &[]);
    for (commit, standing) in [
        ("first", "clean"),
        ("began", "affected"),
        ("later", "affected"),
        ("aside", "affected"),
        ("mended", "clean"),
        ("last", "clean"),
    ] {
        assert_eq!(till.judged(&till.id(commit), &[]).standing(), standing, "{commit}");
    }
}

#[test]
fn without_a_clone_nobody_can_tell() {
    let till = Till::new();
    let last = till.id("last");
    let judged = till.judged(&last, &[]);
    assert_eq!(judged.standing(), "unassessable");
    assert!(judged.says("no clone on this machine holds commit"));
    till.clone_to(OF_CARGO, &[]);
    assert_eq!(till.judged(&last, &["--packages", "none"]).standing(), "unassessable");
    // A clone of another name isn't asked; one that was never fetched whole says so.
    fs::rename(till.desk.at(OF_CARGO), till.desk.at("home/.cargo/git/db/drawer-0123456789abcdef"))
        .expect("moved");
    assert_eq!(till.judged(&last, &[]).standing(), "unassessable");
    till.clone_to("stores/cargo-git/db/till-0123456789abcdef", &[]);
    assert_eq!(till.judged(&last, &["--packages", "stores"]).standing(), "clean");
}

#[test]
fn a_shallow_clone_settles_what_it_can() {
    let till = Till::new();
    till.git(&["checkout", "-q", "main"]);
    till.clone_to(OF_CARGO, &["--depth=1"]);
    let judged = till.judged(&till.id("last"), &[]);
    assert_eq!(judged.standing(), "unassessable");
    assert!(judged.says("the clone is shallow and ends before"));
    till.advise(&["0"], &["last"]);
    assert_eq!(till.judged(&till.id("last"), &[]).standing(), "clean");
}

#[test]
fn the_repository_s_own_history_and_its_submodules_are_asked() {
    let till = Till::new();
    fs::create_dir_all(till.desk.at("shop")).expect("a folder");
    let shop = till.desk.at("shop");
    git(&shop, &["init", "-q"]);
    let later = till.id("later");
    assert_eq!(till.judged(&later, &[]).standing(), "unassessable");
    let from = format!("file://{}", till.desk.at("till").display());
    git(&shop, &["submodule", "--quiet", "add", "--name", "parts/till", &from, "vendor/till"]);
    assert_eq!(till.judged(&later, &[]).standing(), "affected");
    assert_eq!(till.judged(&till.id("last"), &["--packages", "none"]).standing(), "clean");
    git(&shop, &["submodule", "--quiet", "deinit", "--force", "vendor/till"]);
    fs::remove_dir_all(shop.join(".git/modules")).expect("removed");
    assert_eq!(till.judged(&later, &[]).standing(), "unassessable");
    git(&shop, &["fetch", "-q", &from, "refs/tags/last"]);
    assert_eq!(till.judged(&later, &[]).standing(), "affected");
}

/// The tree may hold a clone, name one, or lead to one: none of them is asked.
#[test]
fn nothing_in_the_tree_leads_to_a_clone() {
    let till = Till::new();
    till.clone_to("elsewhere", &[]);
    till.clone_to("shop/.cargo/git/db/till-0123456789abcdef", &[]);
    till.clone_to("shop/git/db/till-0123456789abcdef", &[]);
    till.desk.write("shop/.cargo/config.toml", "[net]\ngit-fetch-with-cli = true\n");
    let last = till.id("last");
    let shop = till.desk.at("shop");
    git(&shop, &["init", "-q"]);
    let elsewhere = till.desk.at("elsewhere");
    fs::create_dir_all(shop.join(".git/modules")).expect("a folder");
    std::os::unix::fs::symlink(&elsewhere, shop.join(".git/modules/till")).expect("linked");
    git(&shop, &["config", "remote.till.url", &elsewhere.display().to_string()]);
    assert_eq!(till.judged(&last, &[]).standing(), "unassessable");
    let alternates = format!("{}\n", elsewhere.join("objects").display());
    till.desk.write("shop/.git/objects/info/alternates", alternates);
    let judged = till.judged(&last, &[]);
    assert_eq!(judged.standing(), "unassessable");
    assert!(judged.says("objects/info/alternates"));
}

/// Commits and versions are two answers, and either may say that it is affected.
#[test]
fn commits_and_versions_never_hide_each_other() {
    let till = Till::new();
    till.clone_to(OF_CARGO, &[]);
    let judged = till.judged(&till.id("last"), &[]);
    assert_eq!(judged.standing(), "clean");
    till.advise(&["0"], &[]);
    assert_eq!(till.judged(&till.id("last"), &[]).standing(), "affected");
    // Version 1.0.0 is within these versions, and the commit behind its fix.
    till.advise(&["began"], &["mended"]);
    let record = fs::read_to_string(till.desk.at("osv/DEMO-2026-0009.json")).expect("there");
    till.desk.write("osv/DEMO-2026-0009.json", record.replace("\"2.0.0\"", "\"0\""));
    assert_eq!(till.judged(&till.id("last"), &[]).standing(), "affected");
}

#[test]
fn what_clones_say_is_an_input_of_the_run() {
    let till = Till::new();
    let last = till.id("last");
    let without = till.judged(&last, &[]);
    till.clone_to(OF_CARGO, &[]);
    let with = till.judged(&last, &[]);
    assert_ne!(without.inputs(), with.inputs());
    assert_eq!(with.inputs(), till.judged(&last, &[]).inputs());
    assert!(with.inputs().contains("commits"), "{}", with.inputs());
    // Another clone with the same answer changes nothing.
    fs::rename(till.desk.at(OF_CARGO), till.desk.at("home/.cargo/git/db/till-fedcba9876543210"))
        .expect("moved");
    assert_eq!(with.inputs(), till.judged(&last, &[]).inputs());
}

/// A damaged commit under way is a doubt, never an answer.
#[test]
fn a_damaged_clone_clears_nothing() {
    let till = Till::new();
    till.clone_to(OF_CARGO, &[]);
    let folder = till.desk.at(OF_CARGO);
    let pack = "objects/pack";
    let packs: Vec<_> = gate::entries(&folder.join(pack));
    for path in packs.iter().filter(|path| path.extension().is_some_and(|ending| ending == "pack")) {
        let moved = till.desk.at("moved.pack");
        fs::rename(path, &moved).expect("moved");
        let input = fs::File::open(&moved).expect("opened");
        for other in &packs {
            let _ = fs::remove_file(other);
        }
        let status =
            Command::new("git").arg("unpack-objects").arg("-q").current_dir(&folder).stdin(input).status();
        assert!(status.expect("git is there").success());
    }
    assert_eq!(till.judged(&till.id("last"), &[]).standing(), "clean");
    let object = |name: &str| {
        let id = till.id(name);
        let (fan, rest) = id.split_at(2);
        folder.join("objects").join(fan).join(rest)
    };
    fs::remove_file(object("began")).expect("removed");
    assert_eq!(till.judged(&till.id("last"), &[]).standing(), "unassessable");
    fs::copy(object("later"), object("began")).expect("copied");
    assert_eq!(till.judged(&till.id("last"), &[]).standing(), "unassessable");
}
