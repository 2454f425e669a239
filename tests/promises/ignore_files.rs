//! Promise 3, ignore files: none hides a file that git tracks, and only git's
//! own hide what it doesn't track.

use std::fs;
use std::path::Path;

use crate::gate::{Desk, fixtures, run};
use crate::json;

#[derive(Debug, PartialEq, Eq)]
enum Hidden {
    Nothing,
    Something,
}

fn git(desk: &Desk, folder: &Path, arguments: &[&str]) {
    let mut command = desk.program("git");
    command.current_dir(folder).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1");
    let said = run(&mut command);
    assert_eq!(said.exit, Some(0), "git {arguments:?}: {said:?}");
}

fn lockfile(desk: &Desk, name: &str) {
    let bytes = fs::read(fixtures("repository/settled/package-lock.json")).expect("a fixture");
    desk.write(name, bytes);
}

/// The manifests that are read, and whether an ignore file hid anything, which
/// is counted then.
fn read(desk: &Desk, path: &str) -> (Vec<String>, Hidden) {
    let report = json(&desk.check(path, &["--report", "json"]));
    let manifests = report["inventory"]["manifests"].as_array().expect("a list").iter();
    let manifests = manifests.map(|manifest| manifest["path"].as_str().expect("a path").to_owned());
    let hidden = match report["accounting"]["ignored"].as_u64().expect("a count") {
        0 => Hidden::Nothing,
        _ => Hidden::Something,
    };
    (manifests.collect(), hidden)
}

/// A repository whose `web/package-lock.json` is tracked and whose
/// `local/package-lock.json` isn't.
fn repository(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    lockfile(&desk, "outer/tree/web/package-lock.json");
    let tree = desk.at("outer/tree");
    git(&desk, &tree, &["init", "--quiet"]);
    for (name, text) in files {
        desk.write(name, text);
    }
    git(&desk, &tree, &["add", "--force", "web/package-lock.json"]);
    lockfile(&desk, "outer/tree/local/package-lock.json");
    desk
}

const TRACKED: &str = "web/package-lock.json";
const UNTRACKED: &str = "local/package-lock.json";

#[test]
fn an_ignore_file_hides_only_what_git_does_not_track() {
    for (name, text) in [
        (".gitignore", "package-lock.json\n"),
        (".gitignore", "*.json\n"),
        (".gitignore", "*\n"),
        (".gitignore", "/web/\n/local/\n"),
        (".gitignore", "web\nlocal\n"),
        (".gitignore", "**/package-lock.json\r\n"),
        (".gitignore", "/*\n!/nothing\n"),
    ] {
        let desk = repository(&[(&format!("outer/tree/{name}"), text)]);
        assert_eq!(
            read(&desk, "outer/tree"),
            (vec![TRACKED.to_owned()], Hidden::Something),
            "{name}: {text:?}"
        );
    }
}

#[test]
fn an_ignore_file_further_down_hides_no_tracked_file_either() {
    for text in ["*\n", "package-lock.json\n", "/package-lock.json\n"] {
        let desk = repository(&[
            ("outer/tree/web/.gitignore", text),
            ("outer/tree/local/.gitignore", "package-lock.json\n"),
        ]);
        assert_eq!(read(&desk, "outer/tree"), (vec![TRACKED.to_owned()], Hidden::Something), "{text:?}");
    }
}

#[test]
fn other_ignore_files_hide_nothing() {
    for name in [
        "outer/tree/.ignore",
        "outer/tree/web/.ignore",
        "outer/tree/.rgignore",
        "outer/tree/.npmignore",
        "outer/tree/.dockerignore",
        "outer/tree/.git/info/exclude",
        "outer/.gitignore",
        "outer/.ignore",
        "home/.gitignore",
        "home/.config/git/ignore",
    ] {
        let desk = repository(&[(name, "*\n")]);
        desk.write("home/.gitconfig", "[core]\n\texcludesFile = ~/.gitignore\n");
        assert_eq!(
            read(&desk, "outer/tree"),
            (vec![UNTRACKED.to_owned(), TRACKED.to_owned()], Hidden::Nothing),
            "{name}"
        );
    }
}

#[test]
fn a_folder_in_a_repository_is_judged_whole() {
    // Its own `.git` isn't there to say what is tracked, and that of its
    // parents lies outside the tree: so nothing may be hidden.
    let desk = repository(&[("outer/tree/.gitignore", "*\n"), ("outer/tree/web/.gitignore", "*\n")]);
    assert_eq!(read(&desk, "outer/tree/web"), (vec!["package-lock.json".to_owned()], Hidden::Nothing));
    assert_eq!(read(&desk, "outer/tree/local"), (vec!["package-lock.json".to_owned()], Hidden::Nothing));
}

#[test]
fn hidden_names_and_names_that_git_treats_apart_are_walked() {
    let desk = repository(&[("outer/tree/.gitattributes", "* export-ignore -diff\n")]);
    lockfile(&desk, "outer/tree/.hidden/package-lock.json");
    lockfile(&desk, "outer/tree/.github/package-lock.json");
    let (manifests, ignored) = read(&desk, "outer/tree");
    let expected = [".github/package-lock.json", ".hidden/package-lock.json", UNTRACKED, TRACKED];
    assert_eq!((manifests, ignored), (expected.map(str::to_owned).to_vec(), Hidden::Nothing));
}

#[test]
fn an_index_that_cannot_be_read_whole_hides_nothing() {
    type Change = fn(&Desk, &Path);
    let changes: [(&str, Change); 6] = [
        ("no index", |_, tree| fs::remove_file(tree.join(".git/index")).expect("removed")),
        ("an empty index", |_, tree| fs::write(tree.join(".git/index"), "").expect("written")),
        ("half an index", |_, tree| {
            let bytes = fs::read(tree.join(".git/index")).expect("read");
            fs::write(tree.join(".git/index"), &bytes[..bytes.len() / 2]).expect("written");
        }),
        ("an index of zeros", |_, tree| fs::write(tree.join(".git/index"), [0; 200]).expect("written")),
        ("an index that is a link", |desk, tree| {
            fs::rename(tree.join(".git/index"), desk.at("index")).expect("moved");
            std::os::unix::fs::symlink(desk.at("index"), tree.join(".git/index")).expect("linked");
        }),
        ("a repository elsewhere", |desk, tree| {
            fs::rename(tree.join(".git"), desk.at("elsewhere")).expect("moved");
            let pointer = format!("gitdir: {}\n", desk.at("elsewhere").display());
            fs::write(tree.join(".git"), pointer).expect("written");
        }),
    ];
    for (name, change) in changes {
        let desk = repository(&[("outer/tree/.gitignore", "*\n")]);
        change(&desk, &desk.at("outer/tree"));
        let both = vec![UNTRACKED.to_owned(), TRACKED.to_owned()];
        assert_eq!(read(&desk, "outer/tree"), (both, Hidden::Nothing), "{name}");
    }
}

#[test]
fn indexes_of_every_kind_that_git_writes_hide_no_tracked_file() {
    for (name, change) in [
        ("version 4", &["update-index", "--index-version", "4"][..]),
        ("split", &["update-index", "--split-index"]),
        ("with an untracked cache", &["update-index", "--force-untracked-cache"]),
        ("with a flag on the file", &["update-index", "--skip-worktree", TRACKED]),
        ("with an assumption on the file", &["update-index", "--assume-unchanged", TRACKED]),
    ] {
        let desk = repository(&[("outer/tree/.gitignore", "*\n")]);
        git(&desk, &desk.at("outer/tree"), change);
        let (manifests, _) = read(&desk, "outer/tree");
        assert!(manifests.contains(&TRACKED.to_owned()), "{name}: {manifests:?}");
    }
    let desk = Desk::new();
    lockfile(&desk, "tree/web/package-lock.json");
    desk.write("tree/.gitignore", "*\n");
    git(&desk, &desk.at("tree"), &["init", "--quiet", "--object-format=sha256"]);
    git(&desk, &desk.at("tree"), &["add", "--force", TRACKED]);
    assert_eq!(read(&desk, "tree"), (vec![TRACKED.to_owned()], Hidden::Nothing), "with SHA-256");
}
