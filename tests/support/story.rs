//! Stories: small repositories, and what the binary is told to do with them.
//!
//! A story is a folder in `fixtures/stories`: `arguments`, one a line, told on
//! a desk that has `fixtures/repository` and `fixtures/advisories`, with what
//! the story's `desk` holds, and behind the commands of its `before`. Where it
//! has a file `history`, a real repository is made of it (`git_history.rs`).
//! Where it has a file `import`, its lines are the arguments of `db import`, which makes
//! the index `advisories.cullis` on the desk.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::gate::{BINARY, Desk, Said, copy, entries, fixtures, run};
use crate::git_history;

/// The index that an import makes.
pub(crate) const INDEX: &str = "advisories.cullis";

/// One story.
pub(crate) struct Story {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
    pub(crate) arguments: Vec<String>,
}

/// Every story, by name.
pub(crate) fn stories() -> Vec<Story> {
    let read = |folder: PathBuf| {
        let arguments = fs::read_to_string(folder.join("arguments")).expect("a story has arguments");
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let arguments = arguments.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Story { folder, name, arguments }
    };
    let stories: Vec<Story> = entries(&fixtures("stories")).into_iter().map(read).collect();
    assert!(!stories.is_empty());
    stories
}

impl Story {
    /// A desk on which everything is ready for the story.
    pub(crate) fn desk(&self) -> Desk {
        let desk = Desk::new();
        for folder in ["repository", "advisories", "feeds"] {
            copy(&fixtures(folder), &desk.at("fixtures").join(folder));
        }
        if self.folder.join("desk").is_dir() {
            copy(&self.folder.join("desk"), &desk.at(""));
        }
        git_history::make(&self.folder, &desk);
        if self.imports() {
            let said = self.import(&desk, "en");
            assert_eq!(said.exit, Some(0), "{}: {said:?}", self.name);
        }
        for line in fs::read_to_string(self.folder.join("before")).unwrap_or_default().lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let said = run(&mut desk.cullis(&words));
            assert_eq!(said.exit, Some(0), "{}: {line}: {said:?}", self.name);
        }
        desk
    }

    /// Whether the story begins with an import.
    pub(crate) fn imports(&self) -> bool {
        self.folder.join("import").is_file()
    }

    /// Makes the story's index on that desk.
    pub(crate) fn import(&self, desk: &Desk, language: &str) -> Said {
        let arguments = fs::read_to_string(self.folder.join("import")).expect("arguments");
        let mut words = vec!["db", "import"];
        words.extend(arguments.lines().filter(|line| !line.is_empty()));
        words.extend(["--out", INDEX, "--lang", language]);
        run(&mut desk.cullis(&words))
    }

    /// The binary, told the story on that desk, with more arguments.
    pub(crate) fn command(&self, desk: &Desk, more: &[&str]) -> Command {
        let mut command = desk.program(BINARY);
        command.args(&self.arguments).args(more);
        command
    }
}

/// A screen without the digest of its record, which holds the machine's time.
pub(crate) fn without_digest(screen: &str) -> String {
    let body = screen.trim_end_matches('\n');
    let (before, last) = body.rsplit_once('\n').unwrap_or(("", body));
    let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    match last.rsplit_once(' ') {
        Some((words, digest)) if is_digest(digest) => format!("{before}\n{words} <digest>\n"),
        _ => screen.to_owned(),
    }
}
