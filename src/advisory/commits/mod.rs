//! Whether a commit is affected: `GIT` ranges, held against a clone.
//!
//! The schema's comparison of versions becomes ancestry: a commit has reached an
//! event when the event's commit stands in its history, or is the same. It is
//! affected when it has reached an `introduced` that no end answers: an end
//! counts when the commit has reached it and it has that `introduced` in its own
//! history, so that the fix of one branch never speaks for another one. A range
//! with limits speaks only of what stands before one of them.
//!
//! Ids are digests, and every commit of the walk is hashed: whose clone it is
//! can't change the answer. What a clone doesn't hold isn't in the history of
//! what it holds; where the fault began has to be there all the same, because a
//! clone of another history would otherwise make everything clean.
//! Source: <https://ossf.github.io/osv-schema/#evaluation>.

use crate::domain::advisory::{Affected, RangeEvent, RangeKind, VersionRange};
use crate::domain::commit::{Ancestry, CommitId};
use crate::domain::component::{Component, Ecosystem, Origin};
use crate::domain::ports::{Clones, HeldCommit};
use crate::domain::statement::Statement;
use crate::messages::advisory as say;

/// The commit that an occurrence stands for.
pub(super) struct Pinned {
    url: String,
    revision: Option<String>,
}

impl Pinned {
    /// What a lockfile pins; `None` for what comes from no repository.
    pub(super) fn of(component: &Component, origin: &Origin) -> Option<Self> {
        if let Origin::Git { url, revision } = origin {
            let revision = revision.as_ref().map(ToString::to_string);
            return Some(Self { url: url.to_string(), revision });
        }
        let version = component.version.exact().filter(|_| component.ecosystem.as_str() == Ecosystem::GO)?;
        let digits = commit_of_pseudo_version(version)?.to_owned();
        Some(Self { url: format!("https://{}", component.name), revision: Some(digits) })
    }

    /// The clone that has it.
    pub(super) fn find(&self, clones: &dyn Clones) -> Result<HeldCommit, Statement> {
        match &self.revision {
            Some(revision) if is_id(revision) => clones.holding(&self.url, &revision.to_ascii_lowercase()),
            _ => Err(say::commit_not_pinned(&self.url)),
        }
    }
}

/// `v0.0.0-20191109021931-daa7c04131f5`: a time and the first twelve digits of
/// a commit. Source: <https://go.dev/ref/mod#pseudo-versions>.
fn commit_of_pseudo_version(version: &str) -> Option<&str> {
    let version = version.strip_suffix("+incompatible").unwrap_or(version);
    let (before, commit) = version.rsplit_once('-')?;
    let time = before.rsplit(['-', '.']).next()?;
    let is_time = time.len() == 14 && time.bytes().all(|byte| byte.is_ascii_digit());
    (is_time && commit.len() == ABBREVIATED && is_hexadecimal(commit)).then_some(commit)
}

/// How many digits of a commit Go writes.
const ABBREVIATED: usize = 12;

fn is_id(text: &str) -> bool {
    matches!(text.len(), ABBREVIATED | 40) && is_hexadecimal(text)
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether any range of commits contains it. One that does settles it; one that
/// can't be told keeps it open.
pub(super) fn affects<'a>(
    entries: impl Iterator<Item = &'a Affected>,
    held: &HeldCommit,
    clones: &dyn Clones,
) -> Result<bool, Statement> {
    let asked = Asked { held, clones };
    let ranges = entries.flat_map(|entry| &entry.ranges).filter(|range| range.kind == RangeKind::Git);
    let mut settled = Ok(false);
    for range in ranges {
        match asked.is_within(range) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(reason) => settled = settled.and(Err(reason)),
        }
    }
    settled
}

/// A commit in its clone.
struct Asked<'run> {
    held: &'run HeldCommit,
    clones: &'run dyn Clones,
}

/// Where a fault begins.
enum Beginning {
    /// With the repository.
    Everything,
    At(CommitId),
}

impl Asked<'_> {
    fn is_within(&self, range: &VersionRange) -> Result<bool, Statement> {
        let mut beginnings = Vec::new();
        let mut ends = Vec::new();
        let mut limits = Vec::new();
        for event in &range.events {
            match event {
                RangeEvent::Introduced(at) if &**at == "0" => beginnings.push(Beginning::Everything),
                RangeEvent::Introduced(at) => beginnings.push(Beginning::At(commit(at)?)),
                RangeEvent::Fixed(at) => ends.push((commit(at)?, Side::From)),
                RangeEvent::LastAffected(at) => ends.push((commit(at)?, Side::Behind)),
                RangeEvent::Limit(at) if at.contains('*') => limits.push(None),
                RangeEvent::Limit(at) => limits.push(Some(commit(at)?)),
            }
        }
        if beginnings.is_empty() {
            return Err(say::commit_of_record_unreadable("introduced"));
        }
        if !limits.is_empty() && !self.is_before_any(&limits)? {
            return Ok(false);
        }
        let mut reached_ends = Vec::new();
        for (end, side) in ends {
            // What ends with this very commit has still to end behind it.
            let is_here = end == self.held.commit;
            if (is_here && side == Side::From) || (!is_here && self.has_reached(&end)?) {
                reached_ends.push(end);
            }
        }
        let mut settled = Ok(false);
        for beginning in &beginnings {
            match self.is_open(beginning, &reached_ends) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(reason) => settled = settled.and(Err(reason)),
            }
        }
        settled
    }

    /// Whether the commit has reached this beginning, and no end of it.
    fn is_open(&self, beginning: &Beginning, reached_ends: &[CommitId]) -> Result<bool, Statement> {
        let at = match beginning {
            Beginning::Everything => return Ok(reached_ends.is_empty()),
            Beginning::At(at) => at,
        };
        // A shallow clone says so itself.
        if !self.has_reached(at)? {
            let is_there = self.clones.has(self.held.clone, at)?;
            return if is_there { Ok(false) } else { Err(say::commit_of_record_absent(at)) };
        }
        for end in reached_ends {
            if self.stands_in(at, end)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_before_any(&self, limits: &[Option<CommitId>]) -> Result<bool, Statement> {
        let mut settled = Ok(false);
        for limit in limits {
            let Some(limit) = limit else { return Ok(true) };
            if *limit == self.held.commit {
                continue;
            }
            if !self.clones.has(self.held.clone, limit)? {
                settled = settled.and(Err(say::commit_of_record_absent(limit)));
            } else if self.stands_in(&self.held.commit, limit)? {
                return Ok(true);
            }
        }
        settled
    }

    fn has_reached(&self, event: &CommitId) -> Result<bool, Statement> {
        self.stands_in(event, &self.held.commit)
    }

    fn stands_in(&self, ancestor: &CommitId, of: &CommitId) -> Result<bool, Statement> {
        match self.clones.ancestry(self.held.clone, ancestor, of)? {
            Ancestry::Ancestor => Ok(true),
            Ancestry::Stranger => Ok(false),
            Ancestry::BeyondClone => Err(say::commit_beyond_clone(ancestor)),
        }
    }
}

/// From where on an end ends something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// From this commit on.
    From,
    /// Behind it.
    Behind,
}

fn commit(text: &str) -> Result<CommitId, Statement> {
    CommitId::new(&text.to_ascii_lowercase()).ok_or_else(|| say::commit_of_record_unreadable(text))
}

/// A machine without any clone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoClones;

impl Clones for NoClones {
    fn holding(&self, url: &str, revision: &str) -> Result<HeldCommit, Statement> {
        Err(say::commit_not_at_hand(revision, url))
    }

    fn has(&self, _clone: usize, _commit: &CommitId) -> Result<bool, Statement> {
        Ok(false)
    }

    fn ancestry(&self, _clone: usize, _ancestor: &CommitId, _of: &CommitId) -> Result<Ancestry, Statement> {
        Ok(Ancestry::Stranger)
    }
}

#[cfg(test)]
mod tests;
