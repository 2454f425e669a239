//! Advisories: OSV records as the gate needs them.
//!
//! Schema: <https://ossf.github.io/osv-schema/>.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

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
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Unscored, Self::None, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The band of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.word() == word)
    }

    /// Where it stands when somebody may decide up to a severity: what nobody
    /// has scored may be the worst of all.
    pub const fn gravity(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Low => 1,
            Self::Medium => 2,
            Self::High => 3,
            Self::Unscored | Self::Critical => 4,
        }
    }

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

/// Who published an advisory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provenance {
    /// A public database.
    Public,
    /// The organisation itself, by an overlay of its import.
    InHouse,
}

/// A vulnerability is known to be exploited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exploited {
    /// The id that the catalogue of exploited vulnerabilities lists.
    pub id: Arc<str>,
    /// The day that it was added to the catalogue.
    pub since: Date,
}

/// How likely a vulnerability is to be exploited within thirty days, as the
/// Exploit Prediction Scoring System estimates it.
#[derive(Clone, Debug, PartialEq)]
pub struct Epss {
    /// The id that the score is for.
    pub id: Arc<str>,
    /// The probability, from 0 to 1.
    pub probability: f64,
    /// The share of scored vulnerabilities that are no likelier, from 0 to 1.
    pub percentile: f64,
}

/// An advisory.
#[derive(Clone, Debug, PartialEq)]
pub struct Advisory {
    /// The record's id.
    pub id: Arc<str>,
    /// Other ids of the same thing.
    pub aliases: Vec<Arc<str>>,
    /// Ids of the things that this one follows from: a distribution's record
    /// names the records of what it packs. They are no aliases: one may speak
    /// of several things, or of another version.
    pub upstream: Vec<Arc<str>>,
    /// What it warns of.
    pub kind: AdvisoryKind,
    /// Who published it.
    pub provenance: Provenance,
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
    /// Whether it is known to be exploited, as far as the database was told.
    pub exploited: Option<Exploited>,
    /// How likely it is to be exploited, as far as the database was told.
    pub epss: Option<Epss>,
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

    /// The earliest day since which one of its records is known to be exploited.
    pub fn exploited(&self) -> Option<&Exploited> {
        let stated = self.advisories.iter().filter_map(|advisory| advisory.exploited.as_ref());
        stated.min_by_key(|exploited| exploited.since)
    }

    /// The day that the first of its records was published, where one says.
    pub fn published(&self) -> Option<Date> {
        let stated = self.advisories.iter().filter_map(|advisory| advisory.published);
        stated.min().map(super::day::day_of)
    }

    /// The highest estimate for any of its records.
    pub fn epss(&self) -> Option<&Epss> {
        let stated = self.advisories.iter().filter_map(|advisory| advisory.epss.as_ref());
        stated.max_by(|a, b| a.probability.total_cmp(&b.probability))
    }
}

impl fmt::Display for AdvisoryGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// Whether a source has all that is published of its ecosystem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Completeness {
    /// All: it is the ecosystem's own export.
    Whole,
    /// Some, as far as anybody says: a component that it doesn't mention may
    /// be mentioned elsewhere.
    Partial,
}

impl Completeness {
    /// The word that machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial => "partial",
        }
    }
}

/// One source of a database: one ecosystem's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseSource {
    /// The ecosystem as OSV spells it, without suffix.
    pub ecosystem: Arc<str>,
    /// Whether it has all of the ecosystem's records.
    pub completeness: Completeness,
    /// Records that speak of it and are in use, in-house ones included.
    pub advisories: u64,
    /// How many of them are in-house.
    pub in_house: u64,
    /// Records that were left out because whoever published them withdrew them.
    pub withdrawn: u64,
    /// Records that were left out because the organisation withdrew them.
    pub withdrawn_here: u64,
    /// The day that the data stands for, as whoever imported it says.
    pub as_of: Option<Date>,
}

/// What a database knows beside advisories, from another publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedKind {
    /// The catalogue of vulnerabilities that are known to be exploited.
    Exploited,
    /// Estimates of how likely an exploit is.
    Epss,
    /// Licences of components.
    Licenses,
}

impl FeedKind {
    /// The word that machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exploited => "kev",
            Self::Epss => "epss",
            Self::Licenses => "licenses",
        }
    }
}

/// One such feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What it tells.
    pub kind: FeedKind,
    /// Its entries.
    pub entries: u64,
    /// Entries that speak of something in the database; all of them where the
    /// feed speaks of components.
    pub matched: u64,
    /// The day that it stands for, as it says itself.
    pub as_of: Option<Date>,
}

/// Names that the organisation keeps for its own components: no public
/// component may have one, and public advisories don't speak of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Namespace {
    /// The ecosystem as OSV spells it.
    pub ecosystem: Arc<str>,
    /// The names, `*` for any run of characters.
    pub pattern: Arc<str>,
    /// The registries that serve its components; any that isn't public where
    /// the list is empty.
    pub registries: Vec<Arc<str>>,
}

impl Namespace {
    /// Whether a name, spelt as the pattern is, is one of these.
    pub fn has(&self, name: &str) -> bool {
        super::pattern::matches(&self.pattern, name)
    }
}

/// An advisory that the organisation doesn't follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The advisory's id.
    pub id: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// Who decided it.
    pub by: Arc<str>,
    /// When.
    pub date: Date,
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
    /// What it knows beside advisories.
    pub feeds: Vec<Feed>,
    /// How many private namespaces it keeps.
    pub namespaces: u64,
    /// How many advisories the organisation withdrew.
    pub withdrawals: u64,
    /// Who signed it.
    pub signature: SignatureState,
}

/// What is known of a database's signature.
#[derive(Clone, Debug, PartialEq)]
pub enum SignatureState {
    /// Policy names no keys: nobody looked.
    NotAsked,
    /// There is none that counts; the reason says why.
    Unverified(super::statement::Statement),
    /// It holds, by these keys.
    Verified(Vec<Arc<str>>),
}

impl Database {
    /// Whether the database has a source for this ecosystem.
    pub fn covers(&self, ecosystem: &str) -> bool {
        self.sources.iter().any(|source| &*source.ecosystem == ecosystem)
    }
}
