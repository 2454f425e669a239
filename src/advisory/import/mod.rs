//! From the records of sources to an index. Nothing here opens a file.
//!
//! A record that can't be read is a defect with its name and reason. Whoever
//! imports decides what a defect means; none is passed over in silence. The
//! index depends on what was added, never on the order or on who was faster.

mod additions;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::index::{self, Content};
use super::osv::{self, Record};
use crate::domain::advisory::{Advisory, Completeness, DatabaseSource, Feed, Provenance};
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;
use additions::Additions;

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
    /// What it knows beside advisories.
    pub feeds: Vec<Feed>,
    /// Private namespaces in it.
    pub namespaces: usize,
    /// What the overlays say of advisories that aren't there.
    pub unmatched: Vec<Unmatched>,
    /// Records that were read, each source's own.
    pub read: u64,
    /// Records of which another text with the same id was kept, or the same one twice.
    pub repeated: u64,
    /// Records that name no package: nothing finds them by a component's name.
    pub nameless: usize,
}

/// An overlay's entry that nothing in the data fits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unmatched {
    /// A withdrawal of an id that no record has, with the records that have it
    /// as an alias.
    Withdrawal(Arc<str>, Vec<Arc<str>>),
    /// An alias, and the id that no record has.
    Alias(Arc<str>, Arc<str>),
}

/// Collects records of sources, then compiles them.
#[derive(Debug, Default)]
pub struct Importer {
    as_of: Option<Date>,
    dates: BTreeMap<Arc<str>, Date>,
    declared: BTreeMap<Arc<str>, Completeness>,
    records: BTreeMap<Arc<str>, Kept>,
    in_hand: InHand,
    /// Ecosystems that are covered, and how far.
    covered: BTreeMap<Arc<str>, Completeness>,
    additions: Additions,
    defects: Vec<Defect>,
    read: u64,
    repeated: u64,
}

/// The source that is being read.
#[derive(Debug)]
struct InHand {
    /// What it may be called after.
    called: Option<Arc<str>>,
    provenance: Provenance,
    /// The ecosystems that its records speak of.
    spoken_of: BTreeSet<Arc<str>>,
}

impl Default for InHand {
    fn default() -> Self {
        Self { called: None, provenance: Provenance::Public, spoken_of: BTreeSet::new() }
    }
}

#[derive(Debug)]
struct Kept {
    record: Record,
    name: Arc<str>,
    digest: Digest,
}

/// A record that was read, or why it couldn't be: what costs time of an import,
/// and what several threads can do.
#[derive(Debug)]
pub struct Parsed {
    name: Arc<str>,
    digest: Digest,
    record: Result<Record, Statement>,
}

impl Parsed {
    /// Reads a record; the name is the file's or the entry's.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let record = osv::read(bytes).map_err(messages::advisory::record_unreadable);
        Self { name: Arc::from(name), digest: Digest::of(bytes), record }
    }
}

impl Importer {
    /// An importer of data that stands for this day, when somebody says which.
    pub fn new(as_of: Option<Date>) -> Self {
        Self { as_of, ..Self::default() }
    }

    /// The data of this ecosystem stands for another day.
    pub fn date(&mut self, ecosystem: &str, as_of: Date) {
        self.dates.insert(Arc::from(ecosystem), as_of);
    }

    /// The data of this ecosystem is whole, or isn't, whatever it is called.
    pub fn declare(&mut self, ecosystem: &str, completeness: Completeness) {
        self.declared.insert(Arc::from(ecosystem), completeness);
    }

    /// Begins a source: a folder or an archive. One that is called after an
    /// ecosystem which its records speak of has all of that one, and covers no
    /// other that it mentions; any other covers all that it mentions in part.
    pub fn begin_source(&mut self, called: Option<&str>) {
        self.end_source();
        self.in_hand.called = called.map(Arc::from);
    }

    /// Begins records that the organisation wrote itself.
    pub fn begin_in_house(&mut self) {
        self.end_source();
        self.in_hand.provenance = Provenance::InHouse;
    }

    fn end_source(&mut self) {
        let InHand { called, spoken_of, .. } = std::mem::take(&mut self.in_hand);
        match called.filter(|called| spoken_of.contains(called)) {
            Some(called) => {
                self.covered.insert(called, Completeness::Whole);
            }
            None => {
                for ecosystem in spoken_of {
                    self.covered.entry(ecosystem).or_insert(Completeness::Partial);
                }
            }
        }
    }

    /// Takes one record; the name is the file's or the entry's.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.take(Parsed::of(name, bytes));
    }

    /// Takes one record that was read elsewhere.
    pub fn take(&mut self, parsed: Parsed) {
        self.read += 1;
        let Parsed { name, digest, record } = parsed;
        match record {
            Ok(record) => self.keep(Kept { record, name, digest }),
            Err(reason) => self.refuse(&name, reason),
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

    /// Of two records with one id the one that was changed later is kept. An
    /// in-house record never takes the place of a public one, nor the reverse.
    fn keep(&mut self, mut kept: Kept) {
        kept.record.advisory.provenance = self.in_hand.provenance;
        let spoken_of = kept.record.advisory.affected.iter().map(|affected| base_of(&affected.ecosystem));
        self.in_hand.spoken_of.extend(spoken_of.map(Arc::from));
        let id = Arc::clone(&kept.record.advisory.id);
        let Some(other) = self.records.get(&id) else {
            self.records.insert(id, kept);
            return;
        };
        self.repeated += 1;
        let is_same_publisher = other.record.advisory.provenance == kept.record.advisory.provenance;
        if is_same_publisher && other.digest == kept.digest {
            return;
        }
        let other_name = Arc::clone(&other.name);
        if !is_same_publisher {
            self.refuse(&kept.name, messages::advisory::record_of_another(id, other_name));
            return;
        }
        match kept.record.modified.cmp(&other.record.modified) {
            std::cmp::Ordering::Greater => {
                self.records.insert(id, kept);
            }
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                self.refuse(&kept.name, messages::advisory::record_conflict(id, other_name));
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
        let additions = std::mem::take(&mut self.additions);
        let mut unmatched = self.unmatched_withdrawals(&additions);
        let sources = self.sources(&additions);
        let (read, repeated) = (self.read, self.repeated);
        let records = self.records.into_values().map(|kept| kept.record);
        let followed = records.filter(|one| !one.withdrawn && !additions.withdraws(&one.advisory.id));
        let mut advisories: Vec<Advisory> = followed.map(|record| record.advisory).collect();
        let nameless = advisories.iter().filter(|advisory| advisory.affected.is_empty()).count();
        let told = additions.tell(&mut advisories);
        unmatched.extend(told.unmatched);
        unmatched.sort();
        let content = Content {
            sources: sources.clone(),
            feeds: told.feeds.clone(),
            advisories: advisories.iter().collect(),
            namespaces: additions.namespaces(),
            withdrawals: additions.withdrawals(),
            licenses: additions.licenses(),
        };
        let namespaces = content.namespaces.len();
        let index = index::compile(content)?;
        Ok(Ok(Import { index, sources, feeds: told.feeds, namespaces, unmatched, read, repeated, nameless }))
    }

    fn unmatched_withdrawals(&self, additions: &Additions) -> Vec<Unmatched> {
        let unknown = additions.withdrawals().into_iter().filter(|one| !self.records.contains_key(&one.id));
        let unmatched = unknown.map(|withdrawal| {
            let advisories = self.records.values().map(|kept| &kept.record.advisory);
            let alike = advisories.filter(|advisory| advisory.aliases.contains(&withdrawal.id));
            Unmatched::Withdrawal(withdrawal.id.clone(), alike.map(|advisory| advisory.id.clone()).collect())
        });
        unmatched.collect()
    }

    fn sources(&self, additions: &Additions) -> Vec<DatabaseSource> {
        let blank = |(ecosystem, completeness): (&Arc<str>, &Completeness)| DatabaseSource {
            ecosystem: Arc::clone(ecosystem),
            completeness: self.declared.get(ecosystem).copied().unwrap_or(*completeness),
            advisories: 0,
            in_house: 0,
            withdrawn: 0,
            withdrawn_here: 0,
            as_of: self.dates.get(ecosystem).copied().or(self.as_of),
        };
        let sources = self.covered.iter().map(blank);
        let mut sources: BTreeMap<Arc<str>, DatabaseSource> =
            sources.map(|source| (Arc::clone(&source.ecosystem), source)).collect();
        for Kept { record, .. } in self.records.values() {
            let affected = record.advisory.affected.iter();
            let spoken_of: BTreeSet<&str> = affected.map(|affected| base_of(&affected.ecosystem)).collect();
            for ecosystem in spoken_of {
                let Some(source) = sources.get_mut(ecosystem) else { continue };
                match (record.withdrawn, additions.withdraws(&record.advisory.id)) {
                    (true, _) => source.withdrawn += 1,
                    (false, true) => source.withdrawn_here += 1,
                    (false, false) => {
                        source.advisories += 1;
                        source.in_house += u64::from(record.advisory.provenance == Provenance::InHouse);
                    }
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
