//! Advisories: OSV records as the gate needs them.
//!
//! Schema: <https://ossf.github.io/osv-schema/>.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// What an advisory warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdvisoryKind {
    /// A vulnerability.
    Vulnerability,
    /// The package itself is malicious (`MAL-` records).
    Malicious,
    /// Nobody maintains the package.
    Unmaintained,
    /// Safe-looking code that can break memory safety (RustSec `unsound`).
    Unsound,
    /// Something else worth knowing (RustSec `notice`).
    Notice,
}

/// How bad a vulnerability is. The order is the order of badness.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Severity {
    /// Nobody has scored it: a state of its own, never a low score.
    Unscored,
    /// A CVSS base score from 0.0 to 10.0, computed from the vector.
    Score(f64),
}

/// Where what nobody has scored stands among scores: below all that somebody
/// called high, above all that somebody called less.
const WEIGHT_OF_UNSCORED: f64 = 6.95;

/// The bands of CVSS 3 and 4.
/// Source: CVSS v4.0 specification, section 6 (qualitative severity rating scale).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeverityBand {
    /// Nobody has scored it.
    Unscored,
    /// 0.0.
    None,
    /// 0.1 to 3.9.
    Low,
    /// 4.0 to 6.9.
    Medium,
    /// 7.0 to 8.9.
    High,
    /// 9.0 to 10.0.
    Critical,
}

impl Severity {
    /// The band that the score falls into.
    pub fn band(self) -> SeverityBand {
        match self {
            Self::Unscored => SeverityBand::Unscored,
            Self::Score(score) if score < 0.05 => SeverityBand::None,
            Self::Score(score) if score < 3.95 => SeverityBand::Low,
            Self::Score(score) if score < 6.95 => SeverityBand::Medium,
            Self::Score(score) if score < 8.95 => SeverityBand::High,
            Self::Score(_) => SeverityBand::Critical,
        }
    }

    /// Where it stands when findings are put in order, the worst being the
    /// greatest. What nobody has scored may be the worst of all, so it never
    /// stands with what is known to be harmless.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Unscored => WEIGHT_OF_UNSCORED,
            Self::Score(score) => score,
        }
    }
}

impl SeverityBand {
    /// The word that machines read: `unscored`, `none`, `low` and so on.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unscored => "unscored",
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A point on a range's line of versions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RangeEvent {
    /// Affected from here on; `0` stands for the very beginning.
    Introduced(Arc<str>),
    /// No longer affected from here on.
    Fixed(Arc<str>),
    /// Affected up to and with this version.
    LastAffected(Arc<str>),
    /// The range says nothing from here on.
    Limit(Arc<str>),
}

/// How a range's versions are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RangeKind {
    /// By SemVer 2.0.
    Semver,
    /// By the ecosystem's own order.
    Ecosystem,
    /// By a git history: never compared with version numbers.
    Git,
}

/// A set of versions by its events.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VersionRange {
    /// How versions are ordered.
    pub kind: RangeKind,
    /// The events, in the record's order; matching sorts them.
    pub events: Vec<RangeEvent>,
}

/// One package that an advisory speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Affected {
    /// The ecosystem as OSV spells it, with its suffix (`Debian:12`).
    pub ecosystem: Arc<str>,
    /// The package's name as the record spells it.
    pub name: Arc<str>,
    /// Affected ranges; a version in any of them is affected.
    pub ranges: Vec<VersionRange>,
    /// Affected versions, one by one.
    pub versions: Vec<Arc<str>>,
}

/// An advisory.
#[derive(Clone, Debug, PartialEq)]
pub struct Advisory {
    /// The record's id.
    pub id: Arc<str>,
    /// Other ids of the same thing.
    pub aliases: Vec<Arc<str>>,
    /// What it warns of.
    pub kind: AdvisoryKind,
    /// One line in the record's own words.
    pub summary: Arc<str>,
    /// How bad.
    pub severity: Severity,
    /// The vector that the score was computed from.
    pub vector: Option<Arc<str>>,
    /// The source's own word for how bad it is, where no vector gives a score.
    /// A word is somebody's opinion on a scale of their own, never a score.
    pub rating: Option<Arc<str>>,
    /// Weaknesses, `CWE-79`.
    pub weaknesses: Vec<Arc<str>>,
    /// A page for people.
    pub url: Option<Arc<str>>,
    /// When it was published, where the record has a believable date.
    pub published: Option<Timestamp>,
    /// What it affects: only the packages that were asked for, when it comes
    /// from the index.
    pub affected: Vec<Affected>,
}

/// One thing to worry about, under all its ids: every advisory that is an
/// alias of another, directly or through a third.
#[derive(Clone, Debug, PartialEq)]
pub struct AdvisoryGroup {
    /// The name of the group: its CVE id when it has one (the smallest), else
    /// its smallest id.
    pub id: Arc<str>,
    /// Every id of the group, `id` included, sorted.
    pub ids: Vec<Arc<str>>,
    /// The records, by id.
    pub advisories: Vec<Arc<Advisory>>,
}

impl AdvisoryGroup {
    /// What the group warns of: the gravest of its records.
    pub fn kind(&self) -> AdvisoryKind {
        let gravity = |kind: AdvisoryKind| match kind {
            AdvisoryKind::Malicious => 4,
            AdvisoryKind::Vulnerability => 3,
            AdvisoryKind::Unsound => 2,
            AdvisoryKind::Unmaintained => 1,
            AdvisoryKind::Notice => 0,
        };
        let kinds = self.advisories.iter().map(|advisory| advisory.kind);
        kinds.max_by_key(|&kind| gravity(kind)).unwrap_or(AdvisoryKind::Vulnerability)
    }

    /// The worst severity of its records.
    pub fn severity(&self) -> Severity {
        let worse = |a: Severity, b: Severity| if b > a { b } else { a };
        self.advisories.iter().map(|advisory| advisory.severity).fold(Severity::Unscored, worse)
    }

    /// The sources' own words for how bad it is, where none of its records has
    /// a score.
    pub fn rating(&self) -> Option<&Arc<str>> {
        let mut ratings = self.advisories.iter().filter_map(|advisory| advisory.rating.as_ref());
        ratings.next().filter(|_| self.severity() == Severity::Unscored)
    }
}

impl fmt::Display for AdvisoryGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// One source of a database: one ecosystem's records from one export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseSource {
    /// The ecosystem as OSV spells it, without suffix.
    pub ecosystem: Arc<str>,
    /// Records that speak of it and aren't withdrawn.
    pub advisories: u64,
    /// Records that were left out because they are withdrawn.
    pub withdrawn: u64,
    /// The day that the data stands for, as whoever imported it says.
    pub as_of: Option<jiff::civil::Date>,
}

/// What is known of the database of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum DatabaseState {
    /// Nobody named one and there is none in the default places.
    Missing,
    /// It is there and can't be used, whole or in part; the reason says how.
    Unusable {
        /// The path as the user gave it.
        path: Arc<str>,
        /// Why.
        reason: super::statement::Statement,
    },
    /// It is there.
    Usable(Database),
}

/// A database that could be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    /// The path as the user gave it.
    pub path: Arc<str>,
    /// The index's name: the root digest over its pages.
    pub root: super::digest::Digest,
    /// Its sources, by ecosystem.
    pub sources: Vec<DatabaseSource>,
}

impl Database {
    /// Whether the database has a source for this ecosystem.
    pub fn covers(&self, ecosystem: &str) -> bool {
        self.sources.iter().any(|source| &*source.ecosystem == ecosystem)
    }
}
