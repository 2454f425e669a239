//! One ecosystem of a mirror: its archive, whole or by what changed since.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

use super::archive::{self, Contents};
use super::cache::{Cache, State, digest_of, discard};
use super::download::Got;
use super::exchange::{Head, Validators};
use super::listing::{self, Changes};
use super::manifest::Manifest;
use super::mirror::Extent;
use super::{Address, Client, Failure, Watch};
use crate::advisory;
use crate::domain::day::day_of;
use crate::domain::statement::Statement;
use crate::messages;

/// Changed records that are fetched one by one; with more, the archive is.
const FEW: usize = 500;

/// Records that may vanish from a list without a doubt; with more than these
/// and a tenth of all, the archive itself has to say so.
const FEW_REMOVED: usize = 10;

/// How far a mirror's clock may be ahead of ours.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(5);

/// An ecosystem's archive in the cache, not verified yet.
#[derive(Debug)]
pub struct Archive {
    /// The ecosystem.
    pub ecosystem: String,
    /// Where it is.
    pub path: PathBuf,
    /// The day that it stands for.
    pub as_of: Date,
    /// How it came.
    pub how: How,
    pub(super) state: State,
}

/// How an archive came to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was here, and nothing has changed.
    Unchanged,
    /// It was downloaded whole.
    Whole,
    /// Records were fetched and taken out one by one.
    Changes {
        /// How many are new or were changed.
        changed: usize,
        /// How many are gone.
        removed: usize,
    },
}

/// What a run works with.
pub(super) struct Run<'run> {
    pub(super) client: &'run Client,
    pub(super) mirror: &'run Address,
    pub(super) cache: &'run Cache,
    pub(super) manifest: Option<&'run Manifest>,
    pub(super) extent: Extent,
    pub(super) now: Timestamp,
}

type Kept = (PathBuf, State);

/// What a mirror's list came to.
enum Listed {
    /// The archive is up to date by it.
    Done(Box<Archive>),
    /// More has changed than is fetched one by one.
    TooMuch,
    /// There is none, or none to go by.
    Nothing,
}

impl Listed {
    fn done(archive: Archive) -> Self {
        Self::Done(Box::new(archive))
    }
}

/// Whether the date of a file moved although its name is said to have stayed:
/// then nobody knows whether the bytes did, and the old ones would look fresh.
fn has_moved(head: &Head, known: &Validators) -> bool {
    let stated = &head.validators.last_modified;
    stated.is_some() && known.last_modified.is_some() && *stated != known.last_modified
}

impl Run<'_> {
    /// Brings one ecosystem up to date in the cache.
    pub(super) fn fetch(&self, ecosystem: &str, watch: &mut dyn Watch) -> Result<Archive, Failure> {
        let kept = self.cache.kept(ecosystem);
        if let Some(manifest) = self.manifest {
            return self.by_manifest(ecosystem, manifest, kept, watch);
        }
        let listed = match kept.as_ref().filter(|_| self.extent == Extent::ChangesIfFew) {
            Some(kept) => self.by_changes(ecosystem, kept, watch)?,
            None => Listed::Nothing,
        };
        let known = match (listed, &kept) {
            (Listed::Done(archive), _) => return Ok(*archive),
            (Listed::Nothing, Some((_, state))) if self.extent == Extent::ChangesIfFew => {
                state.archive.clone().into()
            }
            // Where the list names changes, a name of the archive that stays
            // the same is the server's mistake.
            _ => Validators::default(),
        };
        self.whole(ecosystem, (kept, known), watch)
    }

    /// The archive that the manifest names by its digest.
    fn by_manifest(
        &self,
        ecosystem: &str,
        manifest: &Manifest,
        kept: Option<Kept>,
        watch: &mut dyn Watch,
    ) -> Result<Archive, Failure> {
        let address = self.mirror.below(&[ecosystem, "all.zip"]);
        let listed = manifest.digest(&format!("{ecosystem}/all.zip"));
        let digest = listed.ok_or_else(|| Failure::refused(&address, messages::sync::not_in_manifest()))?;
        let state = State { sha256: digest.to_string(), as_of: manifest.as_of, ..State::default() };
        if let Some((path, _)) = kept.filter(|(_, kept)| kept.sha256 == state.sha256) {
            return Ok(Archive::new(ecosystem, path, How::Unchanged, state));
        }
        let path = self.cache.new_path(ecosystem, "all.zip")?;
        match self.client.large(&address, &Validators::default(), &path, watch)? {
            Got::Whole(..) => {}
            Got::Absent | Got::NotModified(_) => {
                return Err(Failure::unavailable(&address, messages::sync::archive_absent()));
            }
        }
        let found = digest_of(&path)
            .map_err(|error| Failure::unavailable(path.display(), messages::sync::cache_unwritable(error)))?;
        if found != digest {
            discard(&path);
            return Err(Failure::refused(&address, messages::sync::other_digest(found, digest)));
        }
        Ok(Archive::new(ecosystem, path, How::Whole, state))
    }

    /// The archive as the server has it now.
    fn whole(
        &self,
        ecosystem: &str,
        (kept, known): (Option<Kept>, Validators),
        watch: &mut dyn Watch,
    ) -> Result<Archive, Failure> {
        let address = self.mirror.below(&[ecosystem, "all.zip"]);
        let path = self.cache.new_path(ecosystem, "all.zip")?;
        let mut got = self.client.large(&address, &known, &path, watch)?;
        if matches!(&got, Got::NotModified(head) if has_moved(head, &known)) {
            got = self.client.large(&address, &Validators::default(), &path, watch)?;
        }
        let head = match (got, kept) {
            (Got::Whole(head, ()), _) => head,
            (Got::NotModified(head), Some((path, state))) => {
                let as_of = self.day(&address, &head, Some(&state))?;
                return Ok(Archive::new(ecosystem, path, How::Unchanged, State { as_of, ..state }));
            }
            _ => return Err(Failure::unavailable(&address, messages::sync::archive_absent())),
        };
        let as_of = self.day(&address, &head, None).inspect_err(|_| discard(&path))?;
        let state = state_of(&path, as_of)?;
        Ok(Archive::new(ecosystem, path, How::Whole, State { archive: head.validators.into(), ..state }))
    }

    /// What changed by the mirror's list, when there is one and it is little.
    fn by_changes(
        &self,
        ecosystem: &str,
        (path, state): &Kept,
        watch: &mut dyn Watch,
    ) -> Result<Listed, Failure> {
        let address = self.mirror.below(&[ecosystem, "modified_id.csv"]);
        let known = state.list.clone().into();
        let limit = self.client.limits.list_bytes;
        let mut got = self.client.small(&address, &known, limit, watch)?;
        if matches!(&got, Got::NotModified(head) if has_moved(head, &known)) {
            got = self.client.small(&address, &Validators::default(), limit, watch)?;
        }
        let (head, list) = match got {
            Got::Absent => return Ok(Listed::Nothing),
            Got::NotModified(head) => {
                let as_of = self.day(&address, &head, Some(state))?;
                let state = State { as_of, ..state.clone() };
                return Ok(Listed::done(Archive::new(ecosystem, path.clone(), How::Unchanged, state)));
            }
            Got::Whole(head, list) => (head, list),
        };
        let as_of = self.day(&address, &head, None)?;
        let listed = listing::modified(&list).map_err(|reason| Failure::unavailable(&address, reason))?;
        let here = archive::contents(path, self.client.limits.record_bytes);
        let Some(here) = here else { return Ok(Listed::Nothing) };
        let changes = listing::changes(&here.modified, &listed);
        let total = here.modified.len();
        let most = (FEW.min(total / 2 + 1), FEW_REMOVED.max(total / 10));
        // A list that was cut short, or is empty, must not empty the database.
        if changes.changed.len() > most.0 {
            return Ok(Listed::TooMuch);
        }
        if changes.removed.len() > most.1 || listed.is_empty() {
            return Ok(Listed::Nothing);
        }
        let named = State { as_of, list: head.validators.into(), ..state.clone() };
        if changes == Changes::default() {
            return Ok(Listed::done(Archive::new(ecosystem, path.clone(), How::Unchanged, named)));
        }
        let records = self.records(ecosystem, &changes, &listed, watch)?;
        self.apply(ecosystem, path, (&here, &changes, &records), named).map(Listed::done)
    }

    fn apply(
        &self,
        ecosystem: &str,
        from: &Path,
        (here, changes, records): (&Contents, &Changes, &BTreeMap<String, Vec<u8>>),
        named: State,
    ) -> Result<Archive, Failure> {
        let path = self.cache.new_path(ecosystem, "all.zip")?;
        archive::rewrite(from, &path, &changes.removed, records, here)
            .map_err(|reason| Failure::unavailable(path.display(), reason))?;
        let State { sha256, .. } = state_of(&path, named.as_of)?;
        let how = How::Changes { changed: changes.changed.len(), removed: changes.removed.len() };
        // The server has no name for this archive.
        let state = State { sha256, archive: Validators::default().into(), ..named };
        Ok(Archive::new(ecosystem, path, how, state))
    }

    fn records(
        &self,
        ecosystem: &str,
        changes: &Changes,
        listed: &listing::Modified,
        watch: &mut dyn Watch,
    ) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let mut records = BTreeMap::new();
        for id in &changes.changed {
            let address = self.mirror.below(&[ecosystem, &format!("{id}.json")]);
            let limit = self.client.limits.record_bytes;
            let bytes = match self.client.small(&address, &Validators::default(), limit, watch)? {
                Got::Whole(_, bytes) => bytes,
                Got::Absent | Got::NotModified(_) => {
                    return Err(Failure::unavailable(&address, messages::sync::record_absent(id)));
                }
            };
            is_record(id, &bytes, listed.get(id).copied())
                .map_err(|reason| Failure::unavailable(&address, reason))?;
            records.insert(id.clone(), bytes);
        }
        Ok(records)
    }

    /// The day that an answer's data stands for: when it was last modified. A
    /// server that doesn't say so dates it by its clock; an answer that nothing
    /// has changed leaves the day that was known, unless it was such a date.
    fn day(&self, address: &Address, head: &Head, kept: Option<&State>) -> Result<Date, Failure> {
        let bad = |reason| Failure::unavailable(address, reason);
        let stated = match (&head.validators.last_modified, kept) {
            (Some(moment), _) => moment,
            (None, Some(state)) if dated(state) => return Ok(state.as_of),
            (None, _) => head.date.as_ref().ok_or_else(|| bad(messages::sync::undated()))?,
        };
        let moment = rfc2822::DateTimeParser::new().parse_timestamp(stated);
        let moment = moment.map_err(|_| bad(messages::sync::bad_date(stated)))?;
        let latest = self.now.saturating_add(CLOCKS_APART).unwrap_or(self.now);
        if moment > latest {
            return Err(bad(messages::sync::future(stated, day_of(self.now))));
        }
        Ok(day_of(moment.min(self.now)))
    }
}

fn state_of(path: &Path, as_of: Date) -> Result<State, Failure> {
    let digest = digest_of(path);
    let digest = digest
        .map_err(|error| Failure::unavailable(path.display(), messages::sync::cache_unwritable(error)))?;
    Ok(State { sha256: digest.to_string(), as_of, ..State::default() })
}

/// Whether the day in a state is the server's own for the data.
fn dated(state: &State) -> bool {
    state.archive.last_modified.is_some() || state.list.last_modified.is_some()
}

/// Whether these bytes are the record of that id, no older than it is listed.
fn is_record(id: &str, bytes: &[u8], listed: Option<Timestamp>) -> Result<(), Statement> {
    let record = advisory::read(bytes).map_err(messages::advisory::record_unreadable)?;
    if *record.advisory.id != *id {
        return Err(messages::sync::other_record(id, &record.advisory.id));
    }
    let seconds = |moment: Option<Timestamp>| moment.map(Timestamp::as_second);
    if seconds(record.modified) < seconds(listed) { Err(messages::sync::stale_record(id)) } else { Ok(()) }
}

impl Archive {
    fn new(ecosystem: &str, path: PathBuf, how: How, state: State) -> Self {
        Self { ecosystem: ecosystem.to_owned(), path, as_of: state.as_of, how, state }
    }
}
