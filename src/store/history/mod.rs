//! The local store: an append-only file that is the history, and its own index.
//!
//! A history is a folder of three files. `log.jsonl` is the truth: one line a
//! leaf (`history::line`), only ever added to. `lock` is locked by whoever
//! adds. `acknowledged` notes how far the log had come when the last writer
//! returned, so that a log that was cut can be told from one whose last writer
//! was stopped. Nothing else is kept: `docs/history-store.md` has the figures
//! that this was chosen by.
//!
//! The lock is advisory: the folder belongs on a local disk, not on NFS.

mod lines;
mod lock;
mod note;
mod reading;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use reading::{LogReader, Verified};

use self::lines::{Lines, Tail, TailError};
use self::note::Note;
use crate::domain::ports::Store;
use crate::domain::record::{HistoryState, LeafDraft, LeafKind, Recorded};
use crate::domain::statement::Statement;
use crate::history::leaf::{self, Leaf};
use crate::history::line::{self, Line, Position};
use crate::history::trail::{self, Node, Trail};
use crate::history::verification::Acknowledged;
use crate::messages;

/// The log's name in its folder.
pub const LOG: &str = "log.jsonl";
/// The lock's name in the folder.
pub const LOCK: &str = "lock";
/// The note's name in the folder.
pub const NOTE: &str = "acknowledged";

/// How long a writer waits for the others.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A history in a local folder, open to add to.
#[derive(Debug)]
pub struct LocalStore {
    folder: PathBuf,
    name: Arc<str>,
    log: File,
    note: File,
    lock: File,
    patience: Duration,
}

impl LocalStore {
    /// Opens the history in this folder, and makes it where there is none,
    /// readable by its owner alone. The work doesn't depend on how long the
    /// log is.
    pub fn open(folder: &Path) -> Result<Self, Statement> {
        let name: Arc<str> = Arc::from(folder.display().to_string());
        let unusable = |error: io::Error| messages::history::unusable(&name, error);
        make_folder(folder).map_err(unusable)?;
        let open = |file: &str| private_file(&folder.join(file)).map_err(unusable);
        Ok(Self {
            folder: folder.to_path_buf(),
            log: open(LOG)?,
            note: open(NOTE)?,
            lock: open(LOCK)?,
            patience: PATIENCE,
            name,
        })
    }

    /// Waits this long for other writers, instead of [`PATIENCE`].
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn add(&self, draft: &LeafDraft) -> Result<Recorded, Statement> {
        let reached = self.tail()?;
        let (trail, before) = self.trail(&reached, &draft.pipeline)?;
        let leaf = Leaf {
            draft: draft.clone(),
            number: before.as_ref().map_or(1, |line| line.leaf.number + 1),
            previous: before.map(|line| line.leaf_hash),
        };
        let bytes = leaf.encode()?;
        let position =
            Position { index: reached.note.leaves, others: trail.others, previous: trail.previous };
        let (line, check) = line::encode(&bytes, position, &reached.note.check)?;
        let end = reached.note.end;
        self.write(end, &line).map_err(|error| self.withdraw(end, &error))?;
        let now = Acknowledged { leaves: reached.note.leaves + 1, end: end + line.len() as u64, check };
        // The line is durable: a note that can't be written takes nothing from
        // it, and an old note is as good as its day.
        drop(Note::write(&self.note, &now));
        Ok(Recorded { log: Arc::clone(&self.name), number: leaf.number, digest: leaf::hash(&bytes) })
    }

    fn write(&self, end: u64, line: &[u8]) -> io::Result<()> {
        let mut log = &self.log;
        if log.metadata()?.len() > end {
            // What a stopped writer left was never acknowledged.
            log.set_len(end)?;
        }
        log.seek(SeekFrom::Start(end))?;
        log.write_all(line)?;
        log.sync_data()?;
        if end == 0 { self.keep_names() } else { Ok(()) }
    }

    /// Takes back a line that may stand there in part.
    fn withdraw(&self, end: u64, error: &io::Error) -> Statement {
        // Where even this fails, the next writer cuts the rest off.
        drop(self.log.set_len(end));
        messages::history::append_failed(&self.name, error)
    }

    /// Makes the names of the first files durable too.
    #[cfg(unix)]
    fn keep_names(&self) -> io::Result<()> {
        let parent = self.folder.parent().filter(|parent| !parent.as_os_str().is_empty());
        for folder in std::iter::once(self.folder.as_path()).chain(parent) {
            OpenOptions::new().read(true).open(folder)?.sync_all()?;
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn keep_names(&self) -> io::Result<()> {
        self.log.sync_all()
    }

    fn tail(&self) -> Result<Tail, Statement> {
        let note = Note::read(&self.note).map_err(|error| self.unreadable(&error))?;
        Lines::new(&self.log).tail(note.known()).map_err(|error| self.explain(error))
    }

    /// Where a line of the pipeline comes to stand, and the pipeline's last line.
    fn trail(&self, reached: &Tail, pipeline: &str) -> Result<(Trail, Option<Line>), Statement> {
        let lines = Lines::new(&self.log);
        let newest = reached.last.as_ref().map(|(offset, line)| node_of(*offset, line));
        let key = trail::key_of(pipeline);
        let fetch = |offset: u64| match lines.line_at(offset, reached.note.end) {
            Ok(Some((line, _))) => Ok(node_of(offset, &line)),
            Ok(None) => Err(messages::history::damaged(&self.name, offset)),
            Err(error) => Err(self.unreadable(&error)),
        };
        let found = trail::search(newest, &key, fetch)?;
        let damaged = |offset| messages::history::damaged(&self.name, offset);
        let trail = found.ok_or_else(|| damaged(reached.note.end))?;
        let Some(offset) = trail.previous else { return Ok((trail, None)) };
        let before = self.line_of(offset, reached, pipeline)?;
        Ok((trail, Some(before)))
    }

    fn line_of(&self, offset: u64, reached: &Tail, pipeline: &str) -> Result<Line, Statement> {
        let found = Lines::new(&self.log).line_at(offset, reached.note.end);
        let found = found.map_err(|error| self.unreadable(&error))?;
        let line = found.map(|(line, _)| line).filter(|line| &*line.leaf.draft.pipeline == pipeline);
        line.ok_or_else(|| messages::history::damaged(&self.name, offset))
    }

    fn past_of(&self, pipeline: &str) -> Result<HistoryState, Statement> {
        let reached = self.tail()?;
        let (trail, last) = self.trail(&reached, pipeline)?;
        let (Some(mut offset), Some(mut line)) = (trail.previous, last) else {
            return Ok(HistoryState::First);
        };
        let mut ended: BTreeSet<Arc<str>> = BTreeSet::new();
        while line.leaf.draft.kind == LeafKind::End {
            ended.insert(Arc::clone(&line.leaf.draft.run));
            let Some(before) = line.previous else { return Ok(HistoryState::PreviousEnded) };
            if before >= offset {
                return Err(messages::history::damaged(&self.name, offset));
            }
            offset = before;
            line = self.line_of(offset, &reached, pipeline)?;
        }
        if ended.contains(&line.leaf.draft.run) {
            Ok(HistoryState::PreviousEnded)
        } else {
            Ok(HistoryState::PreviousUnfinished { number: line.leaf.number })
        }
    }

    fn unreadable(&self, error: &io::Error) -> Statement {
        messages::history::unreadable(&self.name, error)
    }

    fn explain(&self, error: TailError) -> Statement {
        error.explain(&self.name)
    }

    fn hold(&self) -> Result<lock::Held<'_>, Statement> {
        match lock::hold(&self.lock, lock::Purpose::Write, self.patience) {
            Ok(Some(held)) => Ok(held),
            Ok(None) => Err(messages::history::busy(&self.name, self.patience.as_secs())),
            Err(error) => Err(messages::history::append_failed(&self.name, error)),
        }
    }
}

impl Store for LocalStore {
    fn append(&mut self, draft: &LeafDraft) -> Result<Recorded, Statement> {
        let _held = self.hold()?;
        self.add(draft)
    }

    fn state_of(&mut self, pipeline: &str) -> HistoryState {
        // Mostly nobody writes at this moment, and no lock is needed; what
        // looks wrong may be a line that is being written, and is looked at
        // again when nobody can be writing.
        let past = self.past_of(pipeline);
        let past = past.or_else(|_| self.hold().and_then(|_held| self.past_of(pipeline)));
        past.unwrap_or_else(HistoryState::Unusable)
    }
}

fn node_of(offset: u64, line: &Line) -> Node {
    Node { offset, key: trail::key_of(&line.leaf.draft.pipeline), others: line.others.clone() }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
