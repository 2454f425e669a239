//! Single lines of a log, read by their offsets and proven by their checks.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::history::line::{self, LONGEST_LINE, Line, NO_CHECK};
use crate::history::verification::Acknowledged;
use crate::messages;

/// How much is read at first around an offset: ordinary lines have less than
/// half of it.
const REACH: usize = 4 << 10;

/// The end of a log.
#[derive(Debug)]
pub(super) struct Tail {
    /// How far its whole lines go.
    pub(super) note: Acknowledged,
    /// The last line, with its offset.
    pub(super) last: Option<(u64, Line)>,
}

/// Why a log has no end to build on.
#[derive(Debug)]
pub(super) enum TailError {
    /// The operating system refuses to read.
    Unreadable(io::Error),
    /// Something isn't a line that follows the one before.
    Damaged {
        /// Where.
        offset: u64,
    },
    /// It is shorter than what was acknowledged.
    CutShort {
        /// How far it was acknowledged.
        end: u64,
        /// How far it goes.
        found: u64,
    },
}

impl TailError {
    /// What to say of it.
    pub(super) fn explain(self, log: &str) -> Statement {
        match self {
            Self::Unreadable(error) => messages::history::unreadable(log, error),
            Self::Damaged { offset } => messages::history::damaged(log, offset),
            Self::CutShort { end, found } => messages::history::cut_short(log, end, found),
        }
    }
}

impl From<io::Error> for TailError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// A log's lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'log> {
    log: &'log File,
}

impl<'log> Lines<'log> {
    pub(super) const fn new(log: &'log File) -> Self {
        Self { log }
    }

    /// The end of the log, proven against what was acknowledged.
    ///
    /// What stands behind the last line feed was being written when its writer
    /// was stopped; so was a last line with zeros in it, which a power failure
    /// may leave. Neither can have been acknowledged, or it is an error.
    pub(super) fn tail(self, acknowledged: Option<Acknowledged>) -> Result<Tail, TailError> {
        let length = self.log.metadata()?.len();
        let mut end = self.end_of_lines(length)?;
        let mut start = self.start_of_line(end)?;
        if end > start && self.read(start, end)?.contains(&0) {
            end = start;
            start = self.start_of_line(end)?;
        }
        let tail = self.tail_at(start, end)?;
        match acknowledged {
            Some(note) if note.end > end => Err(TailError::CutShort { end: note.end, found: end }),
            Some(note) if note.end == end && note != tail.note => Err(TailError::Damaged { offset: start }),
            _ => Ok(tail),
        }
    }

    fn tail_at(self, start: u64, end: u64) -> Result<Tail, TailError> {
        if end == 0 {
            return Ok(Tail { note: Acknowledged { leaves: 0, end: 0, check: NO_CHECK }, last: None });
        }
        match self.line_at(start, end)? {
            Some((line, next)) if next == end => {
                let note = Acknowledged { leaves: line.index + 1, end, check: line.check };
                Ok(Tail { note, last: Some((start, line)) })
            }
            _ => Err(TailError::Damaged { offset: start }),
        }
    }

    /// The line at this offset and the offset behind it, if it is one and
    /// follows the line before it.
    pub(super) fn line_at(self, offset: u64, end: u64) -> io::Result<Option<(Line, u64)>> {
        let Some(check_before) = self.check_before(offset)? else { return Ok(None) };
        let mut bytes = Vec::new();
        for reach in [REACH, LONGEST_LINE] {
            bytes = self.read(offset, end.min(offset.saturating_add(reach as u64)))?;
            if let Some(feed) = bytes.iter().position(|byte| *byte == b'\n') {
                bytes.truncate(feed);
                break;
            }
        }
        if !line::follows(&bytes, &check_before) {
            return Ok(None);
        }
        let next = offset + bytes.len() as u64 + 1;
        Ok(line::decode(&bytes).ok().map(|line| (line, next)))
    }

    /// The check that the line before this offset states.
    fn check_before(self, offset: u64) -> io::Result<Option<Digest>> {
        if offset == 0 {
            return Ok(Some(NO_CHECK));
        }
        let Ok(start) = self.start_of_line(offset) else { return Ok(None) };
        let line = self.read(start, offset.min(start + REACH as u64))?;
        Ok(line::stated_check(&line))
    }

    /// Where the whole lines of the first `length` bytes end.
    fn end_of_lines(self, length: u64) -> Result<u64, TailError> {
        let from = length.saturating_sub(LONGEST_LINE as u64);
        let bytes = self.read(from, length)?;
        match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(feed) => Ok(from + feed as u64 + 1),
            None if from == 0 => Ok(0),
            None => Err(TailError::Damaged { offset: from }),
        }
    }

    /// Where the line begins that ends, with its line feed, at `end`.
    pub(super) fn start_of_line(self, end: u64) -> Result<u64, TailError> {
        let Some(feed) = end.checked_sub(1) else { return Ok(0) };
        for reach in [REACH, LONGEST_LINE] {
            let from = feed.saturating_sub(reach as u64);
            let bytes = self.read(from, feed)?;
            match bytes.iter().rposition(|byte| *byte == b'\n') {
                Some(before) => return Ok(from + before as u64 + 1),
                None if from == 0 => return Ok(0),
                None => {}
            }
        }
        Err(TailError::Damaged { offset: feed })
    }

    fn read(self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let mut log = self.log;
        log.seek(SeekFrom::Start(from))?;
        let length = to.saturating_sub(from);
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default().min(LONGEST_LINE));
        log.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
