//! Exceptions: what somebody allowed for a time, for whom, and why; and who
//! may allow what.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::advisory::SeverityBand;
use super::digest::Digest;
use super::place::Place;
use super::policy::Setting;
use super::statement::Statement;

/// A time-boxed, owned and approved exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// What it excuses: an advisory's id or alias, a licence, a rule's id with
    /// an item (`open-threat:T-1`).
    pub id: Arc<str>,
    /// The component it is for: a package URL with `*` for any run of
    /// characters, a name, or a name with an ecosystem in front
    /// (`npm:left-pad`); `*` alone where the finding has none.
    pub component: Arc<str>,
    /// The only versions it is for, `>=1.2, <2.0`; all of them without it.
    pub versions: Option<Arc<str>>,
    /// The only folder of the tree it is for.
    pub folder: Option<Arc<str>>,
    /// The only rule it is for.
    pub rule: Option<Arc<str>>,
    /// The only repository it is for; a pattern of names where its layer stands
    /// above repositories.
    pub repository: Option<Arc<str>>,
    /// Who looks after it.
    pub owner: Arc<str>,
    /// Who allowed it, never the owner; nobody yet where it is only asked for.
    pub approver: Option<Arc<str>>,
    /// Why.
    pub reason: Arc<str>,
    /// The day on which it was allowed.
    pub approved: Option<Date>,
    /// The last day that it holds, inclusive, in UTC.
    pub expires: Date,
    /// How bad the finding was when it was allowed.
    pub severity: Option<SeverityBand>,
    /// The component's licence when it was allowed.
    pub license: Option<Arc<str>>,
    /// Since when it is an emergency grant: for some hours, before anybody of
    /// the roster could look at it.
    pub emergency: Option<Timestamp>,
    /// Signatures over everything else of the entry, as written.
    pub signatures: Vec<Arc<str>>,
    /// What is known of its approval.
    pub standing: Standing,
    /// Where the policy states it.
    pub place: Place,
}

/// What is known of an exception's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A layer that may excuse states it.
    Stated,
    /// It came with the change, and these vouch for it.
    Vouched(Vec<Arc<str>>),
    /// It came with the change, and nobody who may vouches for it; why each
    /// attempt doesn't count.
    Unapproved(Vec<Statement>),
    /// It was changed after somebody signed it, or was never signed so.
    Spoilt(Statement),
}

/// An exception that was taken back: what has this digest excuses nothing any
/// more, whoever signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The exception (`exception::digest`).
    pub exception: Digest,
    /// What it excused, for people.
    pub id: Option<Arc<str>>,
    /// Who took it back.
    pub by: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// The day on which they did.
    pub revoked: Date,
    /// Where the policy states it.
    pub place: Place,
}

/// Somebody who may approve exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approver {
    /// The name that exceptions give.
    pub name: Arc<str>,
    /// An address by which hosts and commits name the same person.
    pub email: Option<Arc<str>>,
    /// Public keys: PEM, or a line `ssh-ed25519 …`.
    pub keys: Vec<Arc<str>>,
    /// The worst severity that they may approve.
    pub may_approve: SeverityBand,
    /// Where the policy names them.
    pub place: Place,
}

impl Exception {
    /// Who allowed it, for display; `-` where nobody has yet.
    pub fn approver_name(&self) -> &str {
        self.approver.as_deref().unwrap_or("-")
    }
}

impl Approver {
    /// Whether that is their name or address.
    pub fn is(&self, who: &str) -> bool {
        let same = |own: &str| own.trim().to_lowercase() == who.trim().to_lowercase();
        same(&self.name) || self.email.as_deref().is_some_and(same)
    }
}

/// An exception that arrives within the change under judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What is asked for.
    pub exception: Exception,
    /// Who made the change, by name or address, where that is known.
    pub authors: Vec<Arc<str>>,
    /// How many of the roster's first entries stand above the change: nobody
    /// approves by a roster that they wrote themselves.
    pub roster: usize,
}

/// Somebody's approval that the host hands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who, by name or address.
    pub by: Arc<str>,
    /// What they approved.
    pub of: Approved,
    /// Where the host says so.
    pub place: Place,
}

/// What an approval is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approved {
    /// The exception with this digest (`exception::digest`).
    Exception(Digest),
    /// Everything that this commit brings.
    Commit(Arc<str>),
}

/// What the policy asks of exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionPolicy {
    /// The most days from approval to end, by severity.
    pub max_days: MaxDays,
    /// The days before its end from which on an exception is told.
    pub warn_days: Setting<u32>,
    /// How long an emergency grant holds; 0 where there is none.
    pub emergency_hours: Setting<u32>,
}

/// The most days that an exception may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaxDays {
    /// For critical findings.
    pub critical: Setting<u32>,
    /// For high ones.
    pub high: Setting<u32>,
    /// For medium ones.
    pub medium: Setting<u32>,
    /// For low ones, and those with a score of 0.
    pub low: Setting<u32>,
    /// For what nobody has scored.
    pub unscored: Setting<u32>,
    /// For findings that have no severity.
    pub other: Setting<u32>,
}

impl MaxDays {
    /// One bound for everything.
    pub fn all(bound: &Setting<u32>) -> Self {
        let bound = || bound.clone();
        Self {
            critical: bound(),
            high: bound(),
            medium: bound(),
            low: bound(),
            unscored: bound(),
            other: bound(),
        }
    }

    /// The bound for findings of this severity.
    pub const fn of(&self, band: Option<SeverityBand>) -> &Setting<u32> {
        match band {
            None => &self.other,
            Some(SeverityBand::Critical) => &self.critical,
            Some(SeverityBand::High) => &self.high,
            Some(SeverityBand::Medium) => &self.medium,
            Some(SeverityBand::Low | SeverityBand::None) => &self.low,
            Some(SeverityBand::Unscored) => &self.unscored,
        }
    }

    /// The greatest of all bounds: what is longer is too long for anything.
    pub fn greatest(&self) -> u32 {
        let all = [&self.critical, &self.high, &self.medium, &self.low, &self.unscored, &self.other];
        all.map(|bound| bound.value).into_iter().max().unwrap_or_default()
    }
}
