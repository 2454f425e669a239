//! Reads the records of a source: several threads unpack and parse, and one
//! hands over what they made, in the order of names.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::archive::Archive;
use super::{AdvisorySource, Event, PartKind, SourcePart, open, read_bounded};
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;

/// Entries of an archive that one thread takes at once.
const AT_ONCE: usize = 64;
/// More threads than this wait for the one that hands over.
const MOST_THREADS: usize = 8;

/// Something to read, small enough to be one thread's.
struct Job<'source> {
    part: &'source SourcePart,
    /// The archive with some of its entries; `None` for a file of its own.
    entries: Option<(usize, std::ops::Range<usize>)>,
    /// Whether a folder or an archive of records begins with it.
    begins: bool,
}

/// What one job made.
type Made<Parsed> = Result<Vec<Event<Parsed>>, Statement>;

impl AdvisorySource {
    /// Parses every record and hands it over, in an order that depends on names
    /// alone. An error is the source's as a whole.
    pub fn read<Parsed: Send>(
        &self,
        limits: &Limits,
        parse: impl Fn(&str, &[u8]) -> Parsed + Sync,
        take: &mut dyn FnMut(Event<Parsed>),
    ) -> Result<(), Statement> {
        let mut archives = Vec::new();
        let mut jobs: Vec<Job<'_>> = Vec::new();
        let mut expected = 0_u64;
        for part in &self.files {
            if part.kind != PartKind::Archive {
                let before = jobs.last().map(|job| (job.part.kind, &job.part.folder));
                let begins = part.kind == PartKind::Record && before != Some((part.kind, &part.folder));
                jobs.push(Job { part, entries: None, begins });
                expected += 1;
                continue;
            }
            let archive = match Archive::open(&part.path, limits)? {
                Ok(archive) => archive,
                Err(reason) => {
                    take(Event::Refused(part.name.clone(), reason));
                    continue;
                }
            };
            let (number, count) = (archives.len(), archive.len());
            for start in (0..count.max(1)).step_by(AT_ONCE) {
                let entries = start..(start + AT_ONCE).min(count);
                jobs.push(Job { part, entries: Some((number, entries)), begins: start == 0 });
            }
            expected += count as u64;
            archives.push(archive);
        }
        take(Event::Expect(expected));
        let work =
            Work { jobs, archives, limits, parse, next: AtomicUsize::new(0), stop: AtomicBool::new(false) };
        work.run(take)
    }
}

/// All jobs, and who is at which.
struct Work<'source, Parse> {
    jobs: Vec<Job<'source>>,
    archives: Vec<Archive>,
    limits: &'source Limits,
    parse: Parse,
    next: AtomicUsize,
    stop: AtomicBool,
}

impl<Parse> Work<'_, Parse> {
    fn run<Parsed: Send>(&self, take: &mut dyn FnMut(Event<Parsed>)) -> Result<(), Statement>
    where
        Parse: Fn(&str, &[u8]) -> Parsed + Sync,
    {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = processors.min(MOST_THREADS).min(self.jobs.len());
        let (sender, receiver) = channel();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let sender = sender.clone();
                scope.spawn(move || self.take_jobs(&sender));
            }
            drop(sender);
            let done = hand_over(&receiver, take);
            // What is still under way after an error makes nothing better.
            self.stop.store(true, Ordering::Relaxed);
            done
        })
    }

    fn take_jobs<Parsed>(&self, sender: &Sender<(usize, Made<Parsed>)>)
    where
        Parse: Fn(&str, &[u8]) -> Parsed,
    {
        let mut archives: BTreeMap<usize, Archive> = BTreeMap::new();
        while !self.stop.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = self.jobs.get(number) else { return };
            if sender.send((number, self.make(job, &mut archives))).is_err() {
                return;
            }
        }
    }

    fn make<Parsed>(&self, job: &Job<'_>, archives: &mut BTreeMap<usize, Archive>) -> Made<Parsed>
    where
        Parse: Fn(&str, &[u8]) -> Parsed,
    {
        let part = job.part;
        let begin = job.begins.then(|| Event::Begin(part.folder.clone()));
        let mut events: Vec<Event<Parsed>> = begin.into_iter().collect();
        let Some((number, entries)) = &job.entries else {
            events.push(match (read_bounded(&open(&part.path)?, self.limits.file_bytes), part.kind) {
                (Ok(bytes), PartKind::Overlay) => Event::Overlay(part.name.clone(), bytes),
                (Ok(bytes), _) => Event::Record((self.parse)(&part.name, &bytes)),
                (Err(reason), _) => Event::Refused(part.name.clone(), reason),
            });
            return Ok(events);
        };
        // Of the archives that this thread has, only the one in hand is of use.
        archives.retain(|known, _| known == number);
        let Some(shared) = self.archives.get(*number) else { return Ok(events) };
        let archive = archives.entry(*number).or_insert_with(|| shared.clone());
        for index in entries.clone() {
            let Some((name, bytes)) = archive.entry(index, self.limits)? else { continue };
            let name = format!("{}/{name}", part.name);
            events.push(match bytes {
                Ok(bytes) => Event::Record((self.parse)(&name, &bytes)),
                Err(reason) => Event::Refused(name, reason),
            });
        }
        Ok(events)
    }
}

/// Hands over what was made in the order of the jobs, whoever was faster. The
/// first error in that order ends it.
fn hand_over<Parsed>(
    receiver: &Receiver<(usize, Made<Parsed>)>,
    take: &mut dyn FnMut(Event<Parsed>),
) -> Result<(), Statement> {
    let mut waiting: BTreeMap<usize, Made<Parsed>> = BTreeMap::new();
    let mut next = 0;
    while let Ok((number, made)) = receiver.recv() {
        waiting.insert(number, made);
        while let Some(made) = waiting.remove(&next) {
            made?.into_iter().for_each(&mut *take);
            next += 1;
        }
    }
    Ok(())
}
