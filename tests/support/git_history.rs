//! Makes a real repository of the steps that a story's file `history` tells,
//! with fixed names and dates, so that its commits have the same ids anywhere.
//!
//! | step | what it does in the repository `work` on the desk |
//! | --- | --- |
//! | `lay FOLDER` | copies a folder of the fixtures, or of the story, over it |
//! | `remove PATH`, `move FROM TO`, `link PATH TARGET` | as said |
//! | `commit MESSAGE` | commits everything |
//! | `origin URL` | says where the repository was cloned from |
//! | `branch NAME`, `switch NAME` | begins a branch, goes to one |
//! | `clone FOLDER` | clones the branch at hand with its last commit only, and the last of `main` |

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::gate::{Desk, copy, fixtures};

/// Where the repository is, on the desk.
const WORK: &str = "work";

/// Takes every step of a story's history.
pub(crate) fn make(story: &Path, desk: &Desk) {
    let Ok(steps) = fs::read_to_string(story.join("history")) else { return };
    let work = desk.at(WORK);
    fs::create_dir_all(&work).expect("a folder");
    git(&work, &["init", "-q"]);
    for step in steps.lines().filter(|step| !step.is_empty()) {
        let words: Vec<&str> = step.split(' ').collect();
        take(&words, &work, (story, desk));
    }
}

fn take(words: &[&str], work: &Path, (story, desk): (&Path, &Desk)) {
    match *words {
        ["lay", folder] => {
            let own = story.join(folder);
            let from = if own.is_dir() { own } else { fixtures(folder) };
            copy(&from, work);
        }
        ["remove", path] => fs::remove_file(work.join(path)).expect("removed"),
        ["move", from, to] => {
            let to = work.join(to);
            fs::create_dir_all(to.parent().expect("a folder")).expect("folders");
            fs::rename(work.join(from), to).expect("moved");
        }
        ["link", path, target] => std::os::unix::fs::symlink(target, work.join(path)).expect("linked"),
        ["commit", ref message @ ..] => {
            git(work, &["add", "-A"]);
            git(work, &["commit", "-q", "-m", &message.join(" ")]);
        }
        ["origin", url] => git(work, &["remote", "add", "origin", url]),
        ["branch", name] => git(work, &["checkout", "-q", "-b", name]),
        ["switch", name] => git(work, &["checkout", "-q", name]),
        ["clone", folder] => {
            let to = desk.at(folder);
            fs::create_dir_all(&to).expect("a folder");
            let from = format!("file://{}", work.display());
            git(&to, &["clone", "-q", "--depth=1", &from, "."]);
            git(&to, &["fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main"]);
        }
        _ => panic!("no step: {words:?}"),
    }
}

/// Runs git as the same person at the same moment, without anybody's configuration.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    for setting in ["user.name=Li Na", "user.email=li.na@bank.example", "init.defaultBranch=main"] {
        command.args(["-c", setting]);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for date in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(date, "2026-11-20T08:00:00Z");
    }
    let output = command.args(arguments).current_dir(folder).output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}
