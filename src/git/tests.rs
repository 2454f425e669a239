//! Repositories that the real git made, read by this room.

#![expect(clippy::disallowed_methods, reason = "the tests make repositories")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use super::Repository;
use crate::domain::commit::{Ancestry, CommitId, LastChange, MergeBase};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, History as _};
use crate::domain::statement::Statement;

/// A folder with a repository in it.
struct Made {
    folder: tempfile::TempDir,
}

/// What git says, on one line or several.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let dates = ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, "2026-11-01T12:00:00Z"));
    command.args([
        "-c",
        "user.name=Wei Chen",
        "-c",
        "user.email=wei@bank.example",
        "-c",
        "commit.gpgsign=false",
    ]);
    command.args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").envs(dates);
    let output = command.args(arguments).current_dir(folder).output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

impl Made {
    /// ```text
    /// first ── second ── merge   main, and the tags v1 (annotated) and light
    ///     └── side ──────┘ └ late   feature
    /// ```
    fn new() -> Self {
        let made = Self { folder: tempfile::tempdir().expect("a folder") };
        made.git(&["init", "-q"]);
        made.write("Cargo.lock", "one");
        made.write("sub/deep/go.mod", "module");
        made.commit("first");
        made.git(&["checkout", "-q", "-b", "side"]);
        made.write("side.txt", "side");
        made.commit("side");
        made.git(&["checkout", "-q", "main"]);
        made.write("Cargo.lock", "two");
        made.commit("second");
        made.git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
        made.git(&["tag", "-a", "v1", "-m", "one"]);
        made.git(&["tag", "light"]);
        made.git(&["checkout", "-q", "-b", "team/feature"]);
        made.write("Cargo.lock", "three");
        made.commit("late");
        made
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.at(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.folder.path(), arguments)
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// Where a loose object is.
    fn object(&self, id: &str) -> PathBuf {
        let (fan, rest) = id.split_at(2);
        self.at(&format!(".git/objects/{fan}/{rest}"))
    }

    fn open(&self) -> Repository {
        Repository::open(self.folder.path()).expect("a repository")
    }

    fn refusal(&self) -> &'static str {
        Repository::open(self.folder.path()).err().expect("refused").sentence.key
    }
}

fn key(result: Result<CommitId, Statement>) -> &'static str {
    result.expect_err("refused").sentence.key
}

const REVISIONS: &[&str] = &[
    "HEAD",
    "@",
    "main",
    "side",
    "team/feature",
    "heads/main",
    "refs/heads/main",
    "v1",
    "tags/v1",
    "light",
    "HEAD~1",
    "HEAD~2",
    "HEAD^",
    "HEAD^^2",
    "main^2",
    "main~1^1",
    "v1^0",
    "HEAD~1^2~1",
];

#[test]
fn revisions_are_what_git_takes_them_for_loose_or_packed() {
    let made = Made::new();
    for state in ["loose", "packed"] {
        if state == "packed" {
            made.git(&["gc", "-q", "--prune=now"]);
            assert!(made.at(".git/packed-refs").is_file());
        }
        let repository = made.open();
        for revision in REVISIONS {
            let expected = made.git(&["rev-parse", &format!("{revision}^{{commit}}")]);
            assert_eq!(
                repository.resolve(revision).expect("resolves").as_str(),
                expected,
                "{state} {revision}"
            );
            for digits in [7, 39, 40] {
                let short = expected.get(..digits).expect("digits");
                assert_eq!(
                    repository.resolve(short).expect("resolves").as_str(),
                    expected,
                    "{state} {short}"
                );
            }
        }
        for unknown in
            ["missing", "refs/heads/team", "0123456789", "0123456789012345678901234567890123456789"]
        {
            assert_eq!(key(repository.resolve(unknown)), "git.unknown_revision", "{unknown}");
        }
        assert_eq!(key(repository.resolve("HEAD~9")), "git.no_parent");
        assert_eq!(key(repository.resolve("HEAD^2")), "git.no_parent");
        for form in ["HEAD@{1}", "main..side", "HEAD:Cargo.lock", "", "^main", "HEAD~x", "HEAD~99999999"] {
            assert_eq!(key(repository.resolve(form)), "git.unsupported", "{form}");
        }
    }
}

/// Whoever may push a tag could else have it stand for the target branch.
#[test]
fn a_name_of_two_things_is_refused() {
    let made = Made::new();
    made.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    made.git(&["update-ref", "refs/tags/origin/main", "side"]);
    let main = made.git(&["rev-parse", "main"]);
    assert_eq!(key(made.open().resolve("origin/main")), "git.ambiguous_reference");
    let whole = made.open().resolve("refs/remotes/origin/main").expect("resolves");
    assert_eq!(whole.as_str(), main);
    // Two names of one commit are one thing.
    made.git(&["update-ref", "refs/tags/origin/main", "main"]);
    assert_eq!(made.open().resolve("origin/main").expect("resolves"), whole);
    let (short, _) = main.split_at(12);
    made.git(&["update-ref", &format!("refs/tags/{short}"), "side"]);
    assert_eq!(key(made.open().resolve(short)), "git.ambiguous_reference");
    made.git(&["update-ref", &format!("refs/tags/{main}"), "side"]);
    assert_eq!(made.open().resolve(&main).expect("resolves"), whole);
}

#[test]
fn a_name_never_leads_out_of_the_references() {
    let made = Made::new();
    fs::write(made.at("outside"), made.git(&["rev-parse", "HEAD"])).expect("written");
    for name in ["../outside", "refs/../../outside", "heads/../../../outside", "config", "objects/info"] {
        assert!(made.open().resolve(name).is_err(), "{name}");
    }
    fs::write(made.at(".git/refs/heads/away"), "ref: ../../outside").expect("written");
    assert_eq!(key(made.open().resolve("away")), "git.unexpected");
    fs::write(made.at(".git/refs/heads/round"), "ref: refs/heads/round").expect("written");
    assert_eq!(key(made.open().resolve("round")), "git.endless_reference");
}

#[test]
fn common_commits_and_descent_are_what_git_says() {
    let made = Made::new();
    made.git(&["checkout", "-q", "--orphan", "alone"]);
    made.commit("alone");
    let repository = made.open();
    let names = ["main", "side", "team/feature", "main~1", "main~2"];
    for one in names {
        for other in names {
            let [a, b] = [one, other].map(|name| repository.resolve(name).expect("resolves"));
            let expected = made.git(&["merge-base", one, other]);
            let found = repository.merge_base(&a, &b).expect("found");
            assert_eq!(found, MergeBase::At(CommitId::new(&expected).expect("an id")), "{one} {other}");
            let descends = if expected == a.as_str() { Ancestry::Ancestor } else { Ancestry::Stranger };
            assert_eq!(repository.ancestry(&a, &b).expect("known"), descends, "{one} {other}");
        }
    }
    let [main, alone] = ["main", "alone"].map(|name| repository.resolve(name).expect("resolves"));
    assert_eq!(repository.merge_base(&main, &alone), Ok(MergeBase::Unrelated));
}

#[test]
fn a_shallow_clone_says_where_it_ends() {
    let made = Made::new();
    let clone = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", made.folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth=1", &from, "."]);
    git(clone.path(), &["fetch", "-q", "--depth=1", "origin", "side:refs/remotes/origin/side"]);
    let repository = Repository::open(clone.path()).expect("a repository");
    assert!(repository.is_shallow() && !made.open().is_shallow());
    let [head, side] = ["HEAD", "origin/side"].map(|name| repository.resolve(name).expect("resolves"));
    assert_eq!(repository.merge_base(&head, &side), Ok(MergeBase::BeyondClone));
    assert_eq!(repository.ancestry(&side, &head), Ok(Ancestry::BeyondClone));
    assert_eq!(key(repository.resolve("HEAD~1")), "git.no_parent");
    // A commit that ought to be there and isn't is damage, not a boundary.
    let second = made.git(&["rev-parse", "main~1"]);
    fs::remove_file(made.object(&second)).expect("removed");
    let repository = made.open();
    let [main, side] = ["main", "side"].map(|name| repository.resolve(name).expect("resolves"));
    let error = repository.merge_base(&main, &side).expect_err("damaged");
    assert_eq!((error.sentence.key, error.arguments), ("git.object_missing", vec![second]));
}

#[test]
fn one_walk_says_what_each_commit_is_to_another() {
    let made = Made::new();
    let repository = made.open();
    let id = |revision: &str| repository.resolve(revision).expect("a commit");
    let stranger = CommitId::new(&"0".repeat(40)).expect("an id");
    let asked = [id("side"), id("main~1"), id("team/feature"), stranger.clone()].into_iter().collect();
    let found = repository.ancestries(&id("main"), &asked).expect("read");
    for (commit, expected) in [
        (id("side"), Ancestry::Ancestor),
        (id("main~1"), Ancestry::Ancestor),
        (id("team/feature"), Ancestry::Stranger),
        (stranger, Ancestry::Stranger),
    ] {
        assert_eq!(found.get(&commit), Some(&expected), "{commit}");
    }
}

#[test]
fn what_differs_and_when_a_file_changed_last_is_what_git_says() {
    let made = Made::new();
    made.git(&["checkout", "-q", "main"]);
    made.git(&["mv", "sub/deep/go.mod", "sub/go.mod"]);
    made.write("Cargo.lock", "four");
    made.commit("moved");
    let repository = made.open();
    let id = |revision: &str| repository.resolve(revision).expect("a commit");
    let changed = |one: &str, other: &str| -> Vec<String> {
        let found = repository.changed_between(&id(one), &id(other)).expect("read");
        found.iter().map(ToString::to_string).collect()
    };
    for (one, other) in [("main~1", "main"), ("main", "main~1"), ("main~2", "main"), ("main", "main")] {
        let git = made.git(&["diff", "--name-only", "--no-renames", one, other]);
        let mut said: Vec<&str> = git.lines().collect();
        said.sort_unstable();
        assert_eq!(changed(one, other), said, "{one} {other}");
    }
    let last =
        |file: &str, most: usize| repository.last_change(&id("main"), &path(file), most).expect("read");
    let at = |found: LastChange| match found {
        LastChange::At { commit, since, .. } => Some((commit, since)),
        _ => None,
    };
    assert_eq!(at(last("Cargo.lock", 10)), Some((id("main"), 0)));
    // Along first parents the merge brought it.
    assert_eq!(at(last("side.txt", 10)), Some((id("v1"), 1)));
    assert_eq!(last("side.txt", 0), LastChange::Before { commits: 0 });
    assert_eq!(last("sub/deep/go.mod", 10), LastChange::Untracked);
    // Below a folder, paths are the folder's.
    let below = Repository::open(&made.at("sub")).expect("a repository");
    let found = below.changed_between(&id("main~1"), &id("main")).expect("read");
    assert_eq!(found, [path("deep/go.mod"), path("go.mod")]);
    assert_eq!(at(below.last_change(&id("main"), &path("go.mod"), 5).expect("read")), Some((id("main"), 0)));
}

fn path(text: &str) -> TreePath {
    TreePath::new(text).expect("a path")
}

fn listed(repository: &Repository, exclude: &[&str]) -> Vec<String> {
    let head = repository.head().expect("a head");
    let exclude: Vec<Arc<str>> = exclude.iter().map(|pattern| Arc::from(*pattern)).collect();
    let files = repository.files_at(&head, &exclude, &Limits::DEFAULT).expect("files");
    files.list().iter().map(ToString::to_string).collect()
}

#[cfg(unix)]
#[test]
fn the_files_of_a_commit_are_its_blobs_and_never_links() {
    let made = Made::new();
    std::os::unix::fs::symlink("/etc/passwd", made.at("sub/link")).expect("linked");
    made.commit("link");
    made.write("untracked", "later");
    let repository = made.open();
    assert_eq!(listed(&repository, &[]), ["Cargo.lock", "side.txt", "sub/deep/go.mod"]);
    assert_eq!(listed(&repository, &["deep/", "/side.txt"]), ["Cargo.lock"]);
    let below = Repository::open(&made.at("sub")).expect("a repository");
    assert_eq!(listed(&below, &[]), ["deep/go.mod"]);
    let at = |revision: &str| {
        let id = repository.resolve(revision).expect("resolves");
        repository.files_at(&id, &[], &Limits::DEFAULT).expect("files")
    };
    assert_eq!(at("HEAD").read(&path("Cargo.lock")), Ok(b"three".to_vec()));
    assert_eq!(at("HEAD~2^1").read(&path("Cargo.lock")), Ok(b"two".to_vec()));
    assert_eq!(at("HEAD").read(&path("untracked")), Err(FileError::Absent));
    assert!(at("HEAD").exists(&path("sub/deep/go.mod")) && !at("HEAD").exists(&path("sub/deep")));
    assert!(matches!(at("HEAD").read(&path("sub/link")), Err(FileError::Refused(_))));
    let narrow = Limits { file_bytes: 4, ..Limits::DEFAULT };
    let files = repository.files_at(&repository.head().expect("a head"), &[], &narrow).expect("files");
    assert!(matches!(files.read(&path("Cargo.lock")), Err(FileError::Refused(_))));
}

#[test]
fn a_commit_says_when_and_by_whom() {
    let made = Made::new();
    let repository = made.open();
    let commit = repository.commit(&repository.resolve("main").expect("resolves")).expect("a commit");
    assert_eq!(commit.committed.to_string(), "2026-11-01T12:00:00Z");
    assert_eq!(&*commit.author, "Wei Chen <wei@bank.example>");
    assert_eq!(commit.parents.len(), 2);
}

#[test]
fn a_worktree_is_followed_only_where_its_folder_names_it_back() {
    let made = Made::new();
    let other = tempfile::tempdir().expect("a folder");
    let worktree = other.path().join("tree");
    made.git(&["worktree", "add", "-q", &worktree.display().to_string(), "side"]);
    let repository = Repository::open(&worktree).expect("a worktree");
    assert_eq!(repository.head().expect("a head").as_str(), made.git(&["rev-parse", "side"]));
    assert_eq!(repository.resolve("main").expect("resolves").as_str(), made.git(&["rev-parse", "main"]));
    // A tree that only says so: its `.git` names a worktree that is another's.
    let forged = tempfile::tempdir().expect("a folder");
    fs::copy(worktree.join(".git"), forged.path().join(".git")).expect("copied");
    let refused = Repository::open(forged.path()).err().expect("refused");
    assert_eq!(refused.sentence.key, "git.not_a_worktree");
    fs::write(forged.path().join(".git"), format!("gitdir: {}", made.at(".git").display())).expect("written");
    let refused = Repository::open(forged.path()).err().expect("refused");
    assert_eq!(refused.sentence.key, "git.not_a_worktree");
}

#[test]
fn borrowed_objects_are_refused() {
    let made = Made::new();
    fs::write(made.at(".git/objects/info/alternates"), "/srv/other/objects\n").expect("written");
    assert_eq!(made.refusal(), "git.alternates");
}

#[cfg(unix)]
#[test]
fn no_link_in_the_git_folder_is_followed() {
    use std::os::unix::fs::symlink;

    for linked in ["objects", "objects/pack", "refs"] {
        let made = Made::new();
        let (from, to) = (made.at(&format!(".git/{linked}")), made.at("elsewhere"));
        fs::rename(&from, &to).expect("moved");
        symlink(&to, &from).expect("linked");
        assert_eq!(made.refusal(), "git.is_a_link", "{linked}");
    }
    let made = Made::new();
    fs::rename(made.at(".git/refs/heads/main"), made.at("main")).expect("moved");
    symlink(made.at("main"), made.at(".git/refs/heads/main")).expect("linked");
    assert_eq!(key(made.open().resolve("main")), "git.is_a_link");
    let head = made.git(&["rev-parse", "HEAD"]);
    let object = made.object(&head);
    fs::rename(&object, made.at("object")).expect("moved");
    symlink(made.at("object"), &object).expect("linked");
    assert_eq!(key(made.open().head()), "git.is_a_link");
    fs::rename(made.at(".git"), made.at("git")).expect("moved");
    symlink(made.at("git"), made.at(".git")).expect("linked");
    assert_eq!(made.refusal(), "git.is_a_link");
}

#[test]
fn an_object_that_isnt_what_its_id_says_is_damage() {
    let made = Made::new();
    let loose = |revision: &str| made.object(&made.git(&["rev-parse", revision]));
    let (weak, strong) = (loose("HEAD:Cargo.lock"), loose("main:Cargo.lock"));
    fs::remove_file(&strong).expect("removed");
    fs::copy(weak, strong).expect("copied");
    let repository = made.open();
    let main = repository.resolve("main").expect("resolves");
    let files = repository.files_at(&main, &[], &Limits::DEFAULT).expect("files");
    let Err(FileError::Refused(reason)) = files.read(&path("Cargo.lock")) else { panic!("taken for true") };
    assert_eq!(reason.sentence.key, "git.object_damaged");
}

/// Every byte of a pack, of its index and of a loose object is turned once, or
/// what is behind it cut off: either the same comes out, or an error.
#[test]
fn damaged_packs_are_errors_and_never_other_contents() {
    let made = Made::new();
    for round in 0..40 {
        made.write("package-lock.json", &format!("{}{round}", "a line that deltas well\n".repeat(round + 3)));
        made.commit("more");
    }
    made.git(&["gc", "-q", "--prune=now", "--aggressive"]);
    let head = made.git(&["rev-parse", "HEAD"]);
    let whole = fs::read(made.at("package-lock.json")).expect("read");
    let read = || {
        let repository = Repository::open(made.folder.path())?;
        let id = repository.resolve(&head)?;
        repository.merge_base(&id, &repository.resolve("side")?)?;
        let files = repository.files_at(&id, &[], &Limits::DEFAULT)?;
        files.read(&path("package-lock.json")).map_err(|_| crate::messages::git::object_missing("one"))
    };
    assert_eq!(read(), Ok(whole.clone()));
    let packs: Vec<PathBuf> = fs::read_dir(made.at(".git/objects/pack"))
        .expect("packs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|file| file.extension().is_some_and(|end| end == "pack" || end == "idx"))
        .collect();
    assert_eq!(packs.len(), 2);
    let (mut same, mut refused) = (0, 0);
    for file in packs {
        let bytes = fs::read(&file).expect("read");
        let replace = |bytes: &[u8]| {
            fs::remove_file(&file).expect("removed");
            fs::write(&file, bytes).expect("written");
        };
        let mut check = || match read() {
            Ok(found) => {
                assert_eq!(found, whole);
                same += 1;
            }
            Err(_) => refused += 1,
        };
        for position in (0..bytes.len()).step_by(bytes.len() / 150 + 1) {
            let mut turned = bytes.clone();
            turned[position] ^= 0xa5;
            replace(&turned);
            check();
            replace(&bytes[..position]);
            check();
        }
        replace(&bytes);
    }
    assert!(refused > 100 && same > 10, "{refused} refused, {same} the same");
}
