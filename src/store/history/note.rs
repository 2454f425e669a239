//! The note of what was acknowledged: one line of a fixed length, written over
//! in place.
//!
//! `leaves end check sum`, padded with spaces: how many leaves, how many bytes,
//! the last line's check, and SHA-256 over the three as they stand.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use crate::domain::digest::Digest;
use crate::history::verification::Acknowledged;

/// The file's length in bytes: within one sector, so that it is written whole
/// or not at all.
const LENGTH: usize = 192;

/// What the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// Nothing yet.
    Empty,
    /// Something that no writer wrote.
    Unreadable,
    /// How far everything was acknowledged.
    Known(Acknowledged),
}

impl Note {
    /// Reads it.
    pub(super) fn read(file: &File) -> io::Result<Self> {
        let mut file = file;
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::with_capacity(LENGTH);
        file.take(LENGTH as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(Self::Empty);
        }
        let known = parse(&bytes).filter(|note| text(note).as_bytes() == bytes);
        Ok(known.map_or(Self::Unreadable, Self::Known))
    }

    /// Writes it over what was there.
    pub(super) fn write(file: &File, note: &Acknowledged) -> io::Result<()> {
        let mut file = file;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(text(note).as_bytes())
    }

    /// What is known.
    pub(super) const fn known(self) -> Option<Acknowledged> {
        match self {
            Self::Known(note) => Some(note),
            Self::Empty | Self::Unreadable => None,
        }
    }
}

fn text(note: &Acknowledged) -> String {
    let facts = format!("{} {} {}", note.leaves, note.end, note.check);
    let sum = Digest::of(facts.as_bytes());
    let width = LENGTH - 1;
    format!("{:<width$}\n", format!("{facts} {sum}"))
}

fn parse(bytes: &[u8]) -> Option<Acknowledged> {
    let mut words = std::str::from_utf8(bytes).ok()?.split(' ');
    let leaves = words.next()?.parse().ok()?;
    let end = words.next()?.parse().ok()?;
    let check = Digest::from_hex(words.next()?)?;
    Some(Acknowledged { leaves, end, check })
}
