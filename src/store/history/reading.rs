//! A history opened to be read: listed, looked up, verified. Never changed.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::lines::{Lines, Tail};
use super::note::Note;
use super::{LOCK, LOG, NOTE, PATIENCE, lock};
use crate::domain::statement::Statement;
use crate::history::line::{self, LONGEST_LINE, Line};
use crate::history::verification::{Difference, Outcome, Verifier};
use crate::messages;

/// A history, open to read.
#[derive(Debug)]
pub struct LogReader {
    folder: PathBuf,
    name: Arc<str>,
    log: File,
}

/// What a verification of a history found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What the log is.
    pub outcome: Outcome,
    /// Whether a note says how far the log was acknowledged. Without one, an
    /// end that is missing can't be noticed.
    pub noted: bool,
}

impl LogReader {
    /// Opens the history in this folder.
    pub fn open(folder: &Path) -> Result<Self, Statement> {
        let name: Arc<str> = Arc::from(folder.display().to_string());
        match OpenOptions::new().read(true).open(folder.join(LOG)) {
            Ok(log) => Ok(Self { folder: folder.to_path_buf(), name, log }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(messages::history::absent(&name)),
            Err(error) => Err(messages::history::unreadable(&name, error)),
        }
    }

    /// The history, as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Verifies every byte, in one pass.
    pub fn verify(&self) -> Result<Verified, Statement> {
        let (length, note) = self.still()?;
        let mut verifier = Verifier::new(note.known());
        self.stream(length, |piece| match piece {
            Piece::Line(bytes) => verifier.line(bytes),
            Piece::Oversized(bytes) => verifier.oversized_line(bytes),
        })
        .map_err(|error| self.unreadable(&error))?;
        let mut outcome = verifier.finish();
        if note == Note::Unreadable {
            let message = messages::history::note_unreadable(self.folder.join(NOTE).display());
            outcome.found += 1;
            outcome.differences.push(Difference { line: 0, offset: 0, message });
        }
        Ok(Verified { outcome, noted: note != Note::Empty })
    }

    /// Gives every line to `take`, oldest first. A line that can't be read is
    /// an error with its place.
    pub fn each(&self, mut take: impl FnMut(Line)) -> Result<(), Statement> {
        let (length, _) = self.still()?;
        let mut offset = 0_u64;
        let mut damaged = None;
        self.stream(length, |piece| match piece {
            Piece::Line(bytes) => {
                if let Some(text) = bytes.strip_suffix(b"\n") {
                    match line::decode(text) {
                        Ok(line) => take(line),
                        Err(_) => damaged = damaged.or(Some(offset)),
                    }
                }
                offset += bytes.len() as u64;
            }
            Piece::Oversized(bytes) => {
                damaged = damaged.or(Some(offset));
                offset += bytes;
            }
        })
        .map_err(|error| self.unreadable(&error))?;
        damaged.map_or(Ok(()), |offset| Err(messages::history::damaged(&self.name, offset)))
    }

    /// The newest lines that are wanted, newest first, at most `limit`. Reads
    /// no more of the log than it has to.
    pub fn newest(&self, limit: usize, wanted: impl Fn(&Line) -> bool) -> Result<Vec<Line>, Statement> {
        let (_, note) = self.still()?;
        let lines = Lines::new(&self.log);
        let tail: Tail = lines.tail(note.known()).map_err(|error| error.explain(&self.name))?;
        let mut found = Vec::new();
        let mut next = tail.last;
        while let Some((offset, line)) = next.take().filter(|_| found.len() < limit) {
            if wanted(&line) {
                found.push(line);
            }
            if offset > 0 {
                let start = lines.start_of_line(offset).map_err(|error| error.explain(&self.name))?;
                let before = lines.line_at(start, offset).map_err(|error| self.unreadable(&error))?;
                let (line, _) = before.ok_or_else(|| messages::history::damaged(&self.name, start))?;
                next = Some((start, line));
            }
        }
        Ok(found)
    }

    /// The log's length and its note at a moment when nobody writes.
    fn still(&self) -> Result<(u64, Note), Statement> {
        let unreadable = |error: io::Error| messages::history::unreadable(&self.name, error);
        // Where there is no lock to take, nobody here can be writing either.
        let Ok(lock) = OpenOptions::new().read(true).open(self.folder.join(LOCK)) else {
            return self.look().map_err(unreadable);
        };
        let held = lock::hold(&lock, lock::Purpose::Look, PATIENCE).map_err(unreadable)?;
        let _held = held.ok_or_else(|| messages::history::busy(&self.name, PATIENCE.as_secs()))?;
        self.look().map_err(unreadable)
    }

    fn look(&self) -> io::Result<(u64, Note)> {
        let note = match OpenOptions::new().read(true).open(self.folder.join(NOTE)) {
            Ok(file) => Note::read(&file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Note::Empty,
            Err(error) => return Err(error),
        };
        Ok((self.log.metadata()?.len(), note))
    }

    /// Gives the first `length` bytes of the log to `take`, line by line.
    fn stream(&self, length: u64, mut take: impl FnMut(Piece<'_>)) -> io::Result<()> {
        let mut log = &self.log;
        log.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::with_capacity(256 << 10, log.take(length));
        let mut bytes = Vec::with_capacity(LONGEST_LINE);
        loop {
            bytes.clear();
            let limit = LONGEST_LINE as u64 + 1;
            if reader.by_ref().take(limit).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(());
            }
            if bytes.len() as u64 == limit && bytes.last() != Some(&b'\n') {
                let rest = skip_line(&mut reader)?;
                take(Piece::Oversized(limit + rest));
            } else {
                take(Piece::Line(&bytes));
            }
        }
    }

    fn unreadable(&self, error: &io::Error) -> Statement {
        messages::history::unreadable(&self.name, error)
    }
}

enum Piece<'log> {
    /// A line with its line feed, or what stands behind the last one.
    Line(&'log [u8]),
    /// A line that is too long to be one, by its length.
    Oversized(u64),
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        let feed = buffer.iter().position(|byte| *byte == b'\n');
        let length = feed.map_or(buffer.len(), |feed| feed + 1);
        reader.consume(length);
        skipped += length as u64;
        if feed.is_some() || length == 0 {
            return Ok(skipped);
        }
    }
}
