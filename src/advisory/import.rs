//! From the records of sources to an index. Nothing here opens a file.
//!
//! A record that can't be read is a defect with its name and reason. Whoever
//! imports decides what a defect means; none is passed over in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::group::close_aliases;
use super::index;
use super::osv::{self, Record};
use crate::domain::advisory::{Advisory, DatabaseSource};
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;

/// A record that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The record's file or archive entry.
    pub name: Arc<str>,
    /// Why.
    pub reason: Statement,
}

/// What an import made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The index, to be written as it is.
    pub index: Vec<u8>,
    /// Its sources, by ecosystem.
    pub sources: Vec<DatabaseSource>,
    /// Records that were read, each source's own.
    pub read: u64,
    /// Records of which another text with the same id was kept, or the same one twice.
    pub repeated: u64,
}

/// Collects records of sources, then compiles them.
#[derive(Debug, Default)]
pub struct Importer {
    as_of: Option<Date>,
    /// The days of ecosystems that have one of their own.
    days: BTreeMap<Arc<str>, Date>,
    records: BTreeMap<Arc<str>, Kept>,
    /// What the source in hand may be called after.
    called: Option<Arc<str>>,
    /// The ecosystems that the records of the source in hand speak of.
    spoken_of: BTreeSet<Arc<str>>,
    /// Ecosystems that are covered.
    covered: BTreeSet<Arc<str>>,
    defects: Vec<Defect>,
    read: u64,
    repeated: u64,
}

#[derive(Debug)]
struct Kept {
    record: Record,
    name: Arc<str>,
    digest: Digest,
}

impl Importer {
    /// An importer of data that stands for this day, when somebody says which.
    pub fn new(as_of: Option<Date>) -> Self {
        Self { as_of, ..Self::default() }
    }

    /// Says what day the data of one ecosystem stands for.
    pub fn date(&mut self, ecosystem: &str, day: Date) {
        self.days.insert(Arc::from(ecosystem), day);
    }

    /// Begins a source: a folder or an archive. One that is called after an
    /// ecosystem which its records speak of covers that one alone, because the
    /// others it mentions aren't whole; any other covers all that it mentions.
    pub fn begin_source(&mut self, called: Option<&str>) {
        self.end_source();
        self.called = called.map(Arc::from);
    }

    fn end_source(&mut self) {
        let spoken_of = std::mem::take(&mut self.spoken_of);
        match self.called.take().filter(|called| spoken_of.contains(called)) {
            Some(called) => {
                self.covered.insert(called);
            }
            None => self.covered.extend(spoken_of),
        }
    }

    /// Takes one record; the name is the file's or the entry's.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.read += 1;
        match osv::read(bytes) {
            Ok(record) => self.keep(name, bytes, record),
            Err(error) => self.refuse(name, messages::advisory::record_unreadable(error)),
        }
    }

    /// Counts something that could not even be read as bytes.
    pub fn refuse(&mut self, name: &str, reason: Statement) {
        self.defects.push(Defect { name: Arc::from(name), reason });
    }

    /// The defects so far, in order.
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// How many records were read so far.
    pub const fn records_read(&self) -> u64 {
        self.read
    }

    /// Of two records with one id the one that was changed later is kept.
    fn keep(&mut self, name: &str, bytes: &[u8], record: Record) {
        let spoken_of = record.advisory.affected.iter().map(|affected| base_of(&affected.ecosystem));
        self.spoken_of.extend(spoken_of.map(Arc::from));
        let kept = Kept { record, name: Arc::from(name), digest: Digest::of(bytes) };
        let Some(other) = self.records.get(&kept.record.advisory.id) else {
            self.records.insert(Arc::clone(&kept.record.advisory.id), kept);
            return;
        };
        self.repeated += 1;
        if other.digest == kept.digest {
            return;
        }
        let (id, other_name) = (Arc::clone(&kept.record.advisory.id), Arc::clone(&other.name));
        match kept.record.modified.cmp(&other.record.modified) {
            std::cmp::Ordering::Greater => {
                self.records.insert(id, kept);
            }
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                self.refuse(name, messages::advisory::record_conflict(id, other_name));
            }
        }
    }

    /// Compiles what was collected. With defects there is no index: they come
    /// back instead.
    pub fn finish(mut self) -> Result<Result<Import, Vec<Defect>>, Statement> {
        self.end_source();
        if !self.defects.is_empty() {
            return Ok(Err(self.defects));
        }
        let sources = self.sources();
        let current = self.records.into_values().filter(|kept| !kept.record.withdrawn);
        let mut advisories: Vec<Advisory> = current.map(|kept| kept.record.advisory).collect();
        close_aliases(&mut advisories);
        let index = index::compile(&sources, &advisories.iter().collect::<Vec<_>>())?;
        Ok(Ok(Import { index, sources, read: self.read, repeated: self.repeated }))
    }

    fn sources(&self) -> Vec<DatabaseSource> {
        let mut sources: BTreeMap<&str, DatabaseSource> = self
            .covered
            .iter()
            .map(|ecosystem| {
                let ecosystem_name = Arc::clone(ecosystem);
                let source = DatabaseSource {
                    ecosystem: ecosystem_name,
                    advisories: 0,
                    withdrawn: 0,
                    as_of: self.days.get(ecosystem).copied().or(self.as_of),
                };
                (&**ecosystem, source)
            })
            .collect();
        for kept in self.records.values() {
            let affected = &kept.record.advisory.affected;
            let spoken_of: BTreeSet<&str> =
                affected.iter().map(|affected| base_of(&affected.ecosystem)).collect();
            for ecosystem in spoken_of {
                let Some(source) = sources.get_mut(ecosystem) else { continue };
                if kept.record.withdrawn {
                    source.withdrawn += 1;
                } else {
                    source.advisories += 1;
                }
            }
        }
        sources.into_values().collect()
    }
}

/// `Debian:12` is a release of `Debian`.
fn base_of(ecosystem: &str) -> &str {
    ecosystem.split_once(':').map_or(ecosystem, |(base, _)| base)
}
