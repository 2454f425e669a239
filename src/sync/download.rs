//! Downloads a file: attempts, bounds, and going on where one broke off.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use reqwest::blocking::Response;
use serde::{Deserialize, Serialize};

use super::exchange::{Answer, Fault, Head, Known, Validators};
use super::{Address, Client, Failure, Watch};
use crate::disk;
use crate::messages;

/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How much is read at once.
const PIECE: usize = 1 << 16;

/// What came of a download.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Got<Content> {
    /// The file, whole.
    Whole(Head, Content),
    /// What is known is still so.
    NotModified(Head),
    /// There is no such file.
    Absent,
}

impl Client {
    /// Downloads a small file into memory.
    pub(super) fn small(
        &self,
        address: &Address,
        known: &Validators,
        limit: u64,
        watch: &mut dyn Watch,
    ) -> Result<Got<Vec<u8>>, Failure> {
        let mut sink = Memory { bytes: Vec::new(), whole: known.clone() };
        let got = self.download(address, &mut sink, limit, watch)?;
        Ok(match got {
            Got::Whole(head, ()) => Got::Whole(head, sink.bytes),
            Got::NotModified(head) => Got::NotModified(head),
            Got::Absent => Got::Absent,
        })
    }

    /// Downloads a large file to this path; what is left of an earlier attempt
    /// there goes on where it broke off, if the server still has that version.
    pub(super) fn large(
        &self,
        address: &Address,
        known: &Validators,
        path: &Path,
        watch: &mut dyn Watch,
    ) -> Result<Got<()>, Failure> {
        let mut sink = Part::open(path, known.clone(), address);
        self.download(address, &mut sink, self.limits.archive_bytes, watch)
    }

    fn download(
        &self,
        address: &Address,
        sink: &mut dyn Sink,
        limit: u64,
        watch: &mut dyn Watch,
    ) -> Result<Got<()>, Failure> {
        let mut wait = self.patience.first_wait;
        let mut retries = self.patience.retries;
        loop {
            if self.is_out_of_time() {
                return Err(self.out_of_time(address));
            }
            let reason = match self.attempt(address, sink, limit, watch) {
                Ok(Some(got)) => return Ok(got),
                // The part was of no use and is gone: the next request has no condition.
                Ok(None) => continue,
                Err(Fault::Lasting(failure)) => return Err(failure),
                Err(Fault::Passing(reason)) => reason,
            };
            let Some(left) = retries.checked_sub(1) else {
                let notes = vec![messages::sync::gave_up(u64::from(self.patience.retries) + 1)];
                return Err(Failure { notes, ..Failure::unavailable(address, reason) });
            };
            watch.waits(&address.to_string(), &reason);
            thread::sleep(wait);
            (retries, wait) = (left, wait.saturating_mul(2).min(LONGEST_WAIT));
        }
    }

    /// One attempt; nothing when it has to be made again without the part.
    fn attempt(
        &self,
        address: &Address,
        sink: &mut dyn Sink,
        limit: u64,
        watch: &mut dyn Watch,
    ) -> Result<Option<Got<()>>, Fault> {
        let unwritable = |error: io::Error| {
            Fault::Lasting(Failure::unavailable(address, messages::sync::cache_unwritable(error)))
        };
        let known = sink.known();
        let (head, response) = match self.ask(address, &known)? {
            Answer::Body(head, response) => (head, response),
            Answer::NotModified(head) => return Ok(Some(Got::NotModified(head))),
            Answer::Absent => return Ok(Some(Got::Absent)),
            Answer::PartUseless if known.part.is_none() => {
                return Err(Fault::Passing(messages::sync::odd_range()));
            }
            Answer::PartUseless => {
                sink.forget().map_err(unwritable)?;
                return Ok(None);
            }
        };
        let total = head.length.map(|length| length.saturating_add(head.from));
        if let Some(bytes) = total.filter(|bytes| *bytes > limit) {
            return Err(Fault::Lasting(Failure::unavailable(
                address,
                messages::sync::too_large(bytes, limit),
            )));
        }
        sink.begin(&head).map_err(unwritable)?;
        watch.begins(&address.to_string(), total, head.from);
        let mut into = Into { address, sink, limit, watch };
        self.body(&mut into, &head, response)?;
        sink.finish().map_err(unwritable)?;
        Ok(Some(Got::Whole(head, ())))
    }

    fn body(&self, into: &mut Into<'_>, head: &Head, mut response: Response) -> Result<(), Fault> {
        let address = into.address;
        let lasting = |reason| Fault::Lasting(Failure::unavailable(address, reason));
        let mut buffer = vec![0; PIECE];
        let mut came = head.from;
        loop {
            let count = self.piece(&mut response, &mut buffer)?;
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                break;
            }
            came += piece.len() as u64;
            if came > into.limit {
                return Err(lasting(messages::sync::too_large(came, into.limit)));
            }
            into.sink.write(piece).map_err(|error| lasting(messages::sync::cache_unwritable(error)))?;
            into.watch.moves(piece.len() as u64);
            if self.is_out_of_time() {
                return Err(Fault::Lasting(self.out_of_time(address)));
            }
        }
        let expected = head.length.map(|length| length.saturating_add(head.from));
        match expected.filter(|expected| *expected != came) {
            Some(expected) => Err(Fault::Passing(messages::sync::cut_short(came, expected))),
            None => Ok(()),
        }
    }
}

/// Where a body goes.
struct Into<'run> {
    address: &'run Address,
    sink: &'run mut dyn Sink,
    limit: u64,
    watch: &'run mut dyn Watch,
}

/// Where bytes go.
trait Sink {
    /// What is here already.
    fn known(&self) -> Known;

    /// An answer begins; what was there before its beginning stays.
    fn begin(&mut self, head: &Head) -> io::Result<()>;

    /// More bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// The file is whole.
    fn finish(&mut self) -> io::Result<()>;

    /// What is there is of no use.
    fn forget(&mut self) -> io::Result<()>;
}

struct Memory {
    bytes: Vec<u8>,
    whole: Validators,
}

impl Sink for Memory {
    fn known(&self) -> Known {
        Known { whole: self.whole.clone(), part: None }
    }

    fn begin(&mut self, _head: &Head) -> io::Result<()> {
        self.bytes.clear();
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn forget(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file on its way: `PATH.part`, with `PATH.part.state` beside it that says
/// which version of which address it is of.
struct Part {
    path: PathBuf,
    address: String,
    whole: Validators,
    file: Option<File>,
}

/// What a part is of.
#[derive(Deserialize, Serialize)]
struct PartState {
    address: String,
    etag: String,
}

/// A part's state is one small object.
const STATE_BYTES: u64 = 1 << 16;

impl Part {
    fn open(path: &Path, whole: Validators, address: &Address) -> Self {
        Self { path: path.to_path_buf(), address: address.to_string(), whole, file: None }
    }

    fn part(&self) -> PathBuf {
        with_end(&self.path, ".part")
    }

    fn state(&self) -> PathBuf {
        with_end(&self.path, ".part.state")
    }

    fn known_part(&self) -> Option<(u64, String)> {
        let state = disk::read_regular(&self.state(), STATE_BYTES).ok()?;
        let state: PartState = serde_json::from_slice(&state).ok()?;
        let bytes = std::fs::metadata(self.part()).ok().filter(std::fs::Metadata::is_file)?.len();
        (state.address == self.address && bytes > 0).then_some((bytes, state.etag))
    }

    #[expect(clippy::disallowed_methods, reason = "this is floor 4's own write")]
    fn note(&self, head: &Head) -> io::Result<()> {
        match head.validators.strong() {
            Some(etag) => {
                let state = PartState { address: self.address.clone(), etag: etag.to_owned() };
                std::fs::write(self.state(), serde_json::to_vec(&state).map_err(io::Error::other)?)
            }
            // Without one nobody could tell whether the rest belongs to it.
            None => remove(&self.state()),
        }
    }
}

impl Sink for Part {
    fn known(&self) -> Known {
        Known { whole: self.whole.clone(), part: self.known_part() }
    }

    fn begin(&mut self, head: &Head) -> io::Result<()> {
        let mut options = OpenOptions::new();
        if head.from > 0 {
            options.append(true);
        } else {
            remove(&self.state())?;
            options.write(true).create(true).truncate(true);
        }
        let file = options.open(self.part())?;
        if head.from == 0 {
            self.note(head)?;
        }
        self.file = Some(file);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().ok_or(io::ErrorKind::NotFound)?.write_all(bytes)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.file.take().ok_or(io::ErrorKind::NotFound)?.sync_all()?;
        remove(&self.state())?;
        std::fs::rename(self.part(), &self.path)
    }

    fn forget(&mut self) -> io::Result<()> {
        self.file = None;
        remove(&self.state())?;
        remove(&self.part())
    }
}

/// Removes a file that may not be there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The path with more at its end.
pub(super) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
