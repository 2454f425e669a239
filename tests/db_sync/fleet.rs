//! A machine that syncs: its folders, its index, and the program.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::server::Server;

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) exit: Option<i32>,
    pub(crate) out: String,
    pub(crate) said: String,
}

impl Ended {
    /// It ended well; its result.
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert_eq!(self.exit, Some(0), "{}", self.said);
        self.out
    }

    /// It ended with this exit, and said all of this.
    #[track_caller]
    pub(crate) fn badly(self, exit: i32, words: &[&str]) {
        assert_eq!(self.exit, Some(exit), "{} {}", self.out, self.said);
        for word in words {
            assert!(self.said.contains(word), "expected `{word}` in: {}", self.said);
        }
    }
}

pub(crate) struct Fleet {
    folder: TempDir,
    pub(crate) server: Server,
}

impl Fleet {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), server: Server::start() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.path("installed/advisories.cullis")
    }

    /// The installed index's bytes, and those of its signature.
    pub(crate) fn installed(&self) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
        (fs::read(self.index()).ok(), fs::read(self.path("installed/advisories.cullis.sig")).ok())
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C")
            .current_dir(self.folder.path());
        command
    }

    pub(crate) fn db(&self, arguments: &[&str]) -> Ended {
        let mut command = self.command();
        command.arg("db").args(arguments);
        run(command)
    }

    /// Syncs from a path of the server.
    pub(crate) fn sync(&self, from: &str, more: &[&str]) -> Ended {
        run(self.sync_command(&format!("{}{from}", self.server.address), more))
    }

    pub(crate) fn sync_command(&self, from: &str, more: &[&str]) -> Command {
        let mut command = self.command();
        command.args(["db", "sync", "--from", from, "--out"]).arg(self.index());
        command.arg("--cache").arg(self.path("cache"));
        if !more.contains(&"--timeout") {
            command.args(["--timeout", "20"]);
        }
        if !more.contains(&"--retries") {
            command.args(["--retries", "2"]);
        }
        if !more.contains(&"--retry-wait") {
            command.args(["--retry-wait", "0.001"]);
        }
        command.args(more);
        command
    }

    /// Syncs, and nothing of what is installed changes.
    #[track_caller]
    pub(crate) fn refused(&self, (from, more): (&str, &[&str]), exit: i32, words: &[&str]) {
        let before = self.installed();
        self.sync(from, more).badly(exit, words);
        assert!(self.installed() == before, "a failed sync changed what is installed");
        let left: Vec<PathBuf> = files(&self.path("installed"));
        assert!(left.iter().all(|path| path.extension().is_some_and(|end| end != "tmp")), "{left:?}");
    }

    /// The ids that the installed index has.
    pub(crate) fn ids(&self) -> Vec<String> {
        use cullis::advisory::Index;
        use cullis::store::index_file::IndexFile;
        let file = IndexFile::open(&self.index()).expect("an index is installed");
        let mut index = Index::open(&file).expect("it is sound");
        let advisories = index.advisories().expect("it is sound");
        let mut ids: Vec<String> =
            advisories.map(|advisory| advisory.expect("it is sound").id.to_string()).collect();
        ids.sort();
        ids
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

pub(crate) fn run(mut command: Command) -> Ended {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ended { exit: output.status.code(), out: text(output.stdout), said: text(output.stderr) }
}

/// A record that was last changed in that second of 2020.
pub(crate) fn record(id: &str, ecosystem: &str, second: u8) -> (String, String) {
    let text = format!(
        r#"{{"id":"{id}","modified":"2020-01-01T00:00:{second:02}Z","summary":"about {id}","affected":[{{
            "package":{{"ecosystem":"{ecosystem}","name":"package-of-{id}"}},
            "ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}},{{"fixed":"1.0.{second}"}}]}}]}}]}}"#
    );
    (id.to_owned(), text)
}

pub(crate) fn records(count: usize, ecosystem: &str) -> Vec<(String, String)> {
    (0..count).map(|number| record(&format!("T-{ecosystem}-{number:03}"), ecosystem, 0)).collect()
}

pub(crate) fn zip(records: &[(String, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (id, text) in records {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(format!("{id}.json"), options).expect("an entry");
        writer.write_all(text.as_bytes()).expect("its bytes");
    }
    writer.finish().expect("a zip").into_inner()
}

pub(crate) fn list(records: &[(String, String)]) -> String {
    let line = |(id, text): &(String, String)| {
        let moment = text.split("\"modified\":\"").nth(1).and_then(|rest| rest.split('"').next());
        format!("{},{id}\n", moment.expect("a moment"))
    };
    records.iter().map(line).collect()
}

/// Puts an ecosystem on the server, as OSV's export lays it out.
pub(crate) fn publish(server: &Server, ecosystem: &str, records: &[(String, String)]) {
    server.put(&format!("/osv/{ecosystem}/all.zip"), zip(records));
    publish_changes(server, ecosystem, records);
}

/// The same without the archive.
pub(crate) fn publish_changes(server: &Server, ecosystem: &str, records: &[(String, String)]) {
    server.put(&format!("/osv/{ecosystem}/modified_id.csv"), list(records));
    for (id, text) in records {
        server.put(&format!("/osv/{ecosystem}/{id}.json"), text.as_str());
    }
}
