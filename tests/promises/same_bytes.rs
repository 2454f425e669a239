//! Promise 5: equal inputs give equal bytes, and any other input another digest.

use std::fs;
use std::os::unix::fs::symlink;

use crate::gate::{ADVISORIES, Desk, copy, fixtures, run};
use crate::json;

const FORMATS: [&str; 3] = ["text", "json", "sarif"];

/// A desk with a repository that uses every kind of input there is.
fn desk() -> Desk {
    let desk = Desk::new();
    copy(&fixtures("repository/payments"), &desk.at("tree"));
    copy(&fixtures("advisories/payments"), &desk.at("advisories"));
    desk.write("tree/.gitignore", "build/\n");
    // A licence that the lockfile doesn't state is looked for where it is installed.
    let lock = fs::read_to_string(desk.at("tree/web/package-lock.json")).expect("read");
    desk.write("tree/web/package-lock.json", lock.replacen(",\n      \"license\": \"MIT\"", "", 1));
    desk.write(
        "tree/services/go.mod",
        "module own.example/services\n\ngo 1.22\n\nrequire led.example/a v1.2.3\n",
    );
    desk.write("organisation.toml", "may-loosen = [\"*\"]\nlicenses.deny = [\"SSPL-1.0\"]\n");
    desk.write("packages/cargo/cache/index/other-1.0.0.crate", "x");
    let metadata = fs::read(fixtures("cargo-metadata/ledger/metadata.json")).expect("a fixture");
    desk.write("metadata.json", metadata);
    desk
}

/// The arguments of a run, by flag, so that a change replaces one.
fn arguments<'text>(format: &'text str, changed: &[(&'text str, &'text str)]) -> Vec<&'text str> {
    let usual = [
        ("--db", "advisories"),
        ("--packages", "packages"),
        ("--policy", "organisation.toml"),
        ("--cargo-metadata", "metadata.json"),
        ("--now", crate::gate::NOW),
        ("--lang", "en"),
        ("--category", "cullis"),
        ("--history", "none"),
    ];
    let path = changed.iter().find(|(flag, _)| *flag == "PATH").map_or("tree", |(_, path)| path);
    let mut arguments = vec!["check", path, "--report", format];
    for (flag, value) in usual {
        let value = changed.iter().find(|(other, _)| *other == flag).map_or(value, |(_, value)| value);
        arguments.extend([flag, value]);
    }
    let unusual =
        changed.iter().filter(|(flag, _)| *flag != "PATH" && !usual.iter().any(|(one, _)| one == flag));
    for (flag, value) in unusual {
        arguments.push(flag);
        arguments.extend((!value.is_empty()).then_some(value));
    }
    arguments
}

fn report(desk: &Desk, format: &str, changed: &[(&str, &str)]) -> String {
    let said = run(&mut desk.cullis(&arguments(format, changed)));
    assert!(matches!(said.exit, Some(0 | 1 | 3 | 4 | 22)), "{changed:?}: {said:?}");
    said.out
}

#[test]
fn another_folder_gives_the_same_bytes_by_relative_and_absolute_paths() {
    let (one, other) = (desk(), desk());
    for format in FORMATS {
        let first = report(&one, format, &[]);
        assert_eq!(first, report(&other, format, &[]), "{format}");
        let absolute = other.at("tree");
        let absolute = absolute.to_str().expect("text");
        assert_eq!(first, report(&other, format, &[("PATH", absolute)]), "{format}: an absolute path");
        assert_eq!(
            first,
            report(&other, format, &[("PATH", "./tree/../tree/")]),
            "{format}: a roundabout path"
        );
    }
}

#[test]
fn the_repository_itself_may_be_the_working_folder() {
    let desk = desk();
    let files = ["advisories", "packages", "organisation.toml", "metadata.json"].map(|name| desk.at(name));
    let [db, packages, policy, metadata] = files.each_ref().map(|path| path.to_str().expect("text"));
    let flags =
        [("--db", db), ("--packages", packages), ("--policy", policy), ("--cargo-metadata", metadata)];
    for format in FORMATS {
        let first = report(&desk, format, &flags);
        let mut inside = desk.cullis(&[]);
        let within: Vec<(&str, &str)> = flags.into_iter().chain([("PATH", ".")]).collect();
        inside.args(arguments(format, &within)).current_dir(desk.at("tree"));
        assert_eq!(first, run(&mut inside).out, "{format}");
    }
}

#[test]
fn the_machine_and_its_mood_change_no_byte() {
    let desk = desk();
    for format in FORMATS {
        let first = report(&desk, format, &[]);
        for (name, value) in [
            ("TZ", "Asia/Shanghai"),
            ("TZ", "America/Los_Angeles"),
            ("LANG", "zh_CN.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("RAYON_NUM_THREADS", "1"),
            ("RUST_BACKTRACE", "full"),
            ("RUST_LOG", "trace"),
            ("COLUMNS", "80"),
            ("TERM", "dumb"),
            ("CLICOLOR_FORCE", "1"),
            ("CI", "true"),
            ("USER", "somebody"),
            ("SOURCE_DATE_EPOCH", "1"),
        ] {
            let mut command = desk.cullis(&arguments(format, &[]));
            assert_eq!(first, run(command.env(name, value)).out, "{format}: {name}={value}");
        }
        let mut bound = desk.program("taskset");
        bound.args(["-c", "0", crate::gate::BINARY]).args(arguments(format, &[]));
        if let Ok(output) = bound.output() {
            assert_eq!(first, String::from_utf8_lossy(&output.stdout), "{format}: on one processor");
        }
    }
}

#[test]
fn the_order_and_the_age_of_files_change_no_byte() {
    let (one, other) = (desk(), Desk::new());
    // The same files, made in the opposite order.
    let mut files = Vec::new();
    let mut folders = vec![one.at("")];
    while let Some(folder) = folders.pop() {
        for path in crate::gate::entries(&folder) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.reverse();
    for file in files {
        let name = file.strip_prefix(one.at("")).expect("on the desk").to_str().expect("text");
        let copied = other.write(name, fs::read(&file).expect("read"));
        let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        fs::File::options().write(true).open(&copied).and_then(|file| file.set_modified(old)).expect("aged");
    }
    for format in FORMATS {
        assert_eq!(report(&one, format, &[]), report(&other, format, &[]), "{format}");
    }
}

#[test]
fn a_second_run_from_the_cache_gives_the_same_bytes() {
    let (one, other) = (desk(), desk());
    let first = report(&one, "json", &[]);
    assert_eq!(first, report(&one, "json", &[]), "the kept index says something else");
    // A cache that can't be kept.
    other.write("home/.cache", "not a folder");
    assert_eq!(first, report(&other, "json", &[]));
}

/// One input changed: on the disk, or by flags.
struct Change {
    name: &'static str,
    disk: fn(&Desk),
    flags: &'static [(&'static str, &'static str)],
}

const fn on_disk(name: &'static str, disk: fn(&Desk)) -> Change {
    Change { name, disk, flags: &[] }
}

const fn by_flags(name: &'static str, flags: &'static [(&'static str, &'static str)]) -> Change {
    Change { name, disk: |_| (), flags }
}

fn append(desk: &Desk, name: &str, text: &str) {
    let mut bytes = fs::read(desk.at(name)).expect("read");
    bytes.extend_from_slice(text.as_bytes());
    desk.write(name, bytes);
}

fn remove(desk: &Desk, name: &str) {
    fs::remove_file(desk.at(name)).expect("removed");
}

fn without_advisories(desk: &Desk) {
    fs::remove_dir_all(desk.at("advisories")).expect("removed");
}

/// One change for each kind of input that the design names and a run has.
const CHANGES: &[Change] = &[
    // The files that are read, by path and digest, or absent.
    on_disk("a manifest's bytes", |desk| append(desk, "tree/Cargo.lock", "\n")),
    on_disk("a manifest that comes", |desk| drop(desk.write("tree/new/requirements.txt", "a==1\n"))),
    on_disk("a manifest that goes", |desk| remove(desk, "tree/reports/requirements.txt")),
    on_disk("a file that a manifest is read with", |desk| append(desk, "tree/Cargo.toml", "\n")),
    on_disk("such a file that goes", |desk| remove(desk, "tree/Cargo.toml")),
    on_disk("such a file that comes", |desk| {
        drop(desk.write("tree/services/go.sum", "led.example/a v1.2.3 h1:x=\n"));
    }),
    on_disk("a threat model", |desk| append(desk, "tree/threat-model.yaml", "\n# more\n")),
    on_disk("evidence", |desk| append(desk, "tree/tests/orders.rs", "\n// more\n")),
    on_disk("evidence that goes", |desk| remove(desk, "tree/tests/orders.rs")),
    on_disk("a licence in the tree", |desk| {
        drop(desk.write(
            "tree/web/node_modules/fast-cookie/package.json",
            "{\"version\": \"2.0.1\", \"license\": \"ISC\"}",
        ));
    }),
    // What the walk met and no reader saw: the report counts it.
    on_disk("a link", |desk| symlink("Cargo.lock", desk.at("tree/link")).expect("linked")),
    on_disk("a folder that policy excludes", |desk| drop(desk.write("tree/node_modules/x/index.js", ""))),
    // The database's root.
    on_disk("an advisory", |desk| {
        let text = fs::read_to_string(desk.at("advisories/DEMO-2026-0001.json")).expect("read");
        desk.write("advisories/DEMO-2026-0001.json", text.replace("2.0.4", "2.0.5"));
    }),
    on_disk("an advisory that goes", |desk| remove(desk, "advisories/DEMO-2026-0002.json")),
    on_disk("the database that goes", without_advisories),
    on_disk("a database that is damaged", |desk| drop(desk.write("advisories/DEMO-2026-0002.json", "{"))),
    // The policy's layers.
    on_disk("the organisation's policy", |desk| append(desk, "organisation.toml", "# more\n")),
    on_disk("the repository's policy", |desk| append(desk, "tree/cullis.toml", "\n# more\n")),
    on_disk("the repository's policy that goes", |desk| remove(desk, "tree/cullis.toml")),
    by_flags("another layer", &[("--policy", "strict")]),
    // Package stores.
    on_disk("a file of a package store", |desk| {
        drop(desk.write("packages/cargo/cache/index/oldtime-0.1.44.crate", "x"));
    }),
    by_flags("no package stores", &[("--packages", "none")]),
    // What else a run is told.
    on_disk("a graph of cargo's", |desk| {
        let text = fs::read_to_string(desk.at("metadata.json")).expect("read");
        desk.write("metadata.json", text.replace("1.0", "1.1"));
    }),
    on_disk("a graph of cargo's that goes", |desk| remove(desk, "metadata.json")),
    by_flags("the clock", &[("--now", "2026-11-24T12:00:00Z")]),
    by_flags("the language", &[("--lang", "zh-CN")]),
    by_flags("the category", &[("--category", "nightly")]),
    by_flags("the scale of exit codes", &[("--exit-code", "practice")]),
    by_flags("a fail that exits as a pass", &[("--exit-zero", "")]),
    by_flags("a history", &[("--history", "history")]),
];

#[test]
fn each_input_alone_changes_the_digest() {
    let base = report(&desk(), "json", &[]);
    let digest_of = |report: &str| {
        let report: serde_json::Value = serde_json::from_str(report).expect("JSON");
        report["inputs"]["digest"].as_str().expect("a digest").to_owned()
    };
    let unchanged = digest_of(&base);
    let mut seen = std::collections::BTreeMap::from([(unchanged, "nothing")]);
    let mut wrong = Vec::new();
    for change in CHANGES {
        let desk = desk();
        (change.disk)(&desk);
        let digest = digest_of(&report(&desk, "json", change.flags));
        if let Some(other) = seen.insert(digest, change.name) {
            wrong.push(format!("{} has the digest of: {other}", change.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn databases_that_cannot_be_used_for_different_reasons_are_different_inputs() {
    let desk = desk();
    let index = desk.at("index.cullis");
    let mut import = desk.cullis(&["db", "import", ADVISORIES, "--as-of", "2026-11-20", "--out"]);
    assert_eq!(run(import.arg(&index)).exit, Some(0));
    let whole = fs::read(&index).expect("read");
    let mut digests = std::collections::BTreeSet::new();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for bytes in [whole.clone(), Vec::new(), whole[..whole.len() - 1].to_vec(), flipped] {
        fs::write(&index, bytes).expect("written");
        let text = report(&desk, "json", &[("--db", "index.cullis")]);
        let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        digests.insert(report["inputs"]["digest"].to_string());
    }
    assert_eq!(digests.len(), 4);
}

#[test]
fn the_fact_of_history_that_a_report_shows_is_an_input() {
    let desk = desk();
    let history = [("--history", "history"), ("--pipeline", "payments")];
    let run_once = || json(&run(&mut desk.cullis(&arguments("json", &history))));
    let (first, second, third) = (run_once(), run_once(), run_once());
    assert_ne!(first["inputs"]["digest"], second["inputs"]["digest"], "first of all, and behind another");
    assert_eq!(second, third, "the number of a record is no input");
}

#[test]
fn an_ignored_file_is_an_input_because_it_is_counted() {
    let desk = desk();
    let mut git = desk.program("git");
    git.args(["-C", "tree", "init", "--quiet"]);
    assert_eq!(run(&mut git).exit, Some(0));
    let mut git = desk.program("git");
    git.args(["-C", "tree", "add", "."]);
    assert_eq!(run(&mut git).exit, Some(0));
    let before = json(&run(&mut desk.cullis(&arguments("json", &[]))));
    desk.write("tree/build/out.txt", "");
    let after = json(&run(&mut desk.cullis(&arguments("json", &[]))));
    assert_eq!(after["accounting"]["ignored"], 1);
    assert_ne!(before["inputs"]["digest"], after["inputs"]["digest"]);
}
