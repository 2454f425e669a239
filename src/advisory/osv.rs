//! Reads one OSV record.
//!
//! Schema: <https://ossf.github.io/osv-schema/>. Fields that this reader
//! doesn't know are passed over, as the schema asks; a field that it needs and
//! can't understand is an error, because half a record could hide what it
//! affects.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::severity::severity_of;
use crate::domain::advisory::{
    Advisory, AdvisoryKind, Affected, Provenance, RangeEvent, RangeKind, Severity, VersionRange,
};

/// The longest word of a source for how bad something is, in characters: a
/// longer text is no word.
const LONGEST_RATING: usize = 24;

/// A record, with what the index needs beside the advisory.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The advisory.
    pub advisory: Advisory,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
    /// When it was last changed: the later of two records of one id counts.
    pub modified: Option<Timestamp>,
}

/// Why a record can't be read, in the words of the parser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError(pub String);

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a record from JSON in UTF-8, with or without a byte-order mark.
pub fn read(bytes: &[u8]) -> Result<Record, RecordError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let raw: RawRecord = serde_json::from_slice(bytes).map_err(|error| RecordError(error.to_string()))?;
    raw.into_record()
}

#[derive(Deserialize)]
struct RawRecord {
    id: String,
    #[serde(default)]
    modified: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "or_empty")]
    upstream: Vec<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    details: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    severity: Vec<RawSeverity>,
    #[serde(default, deserialize_with = "or_empty")]
    affected: Vec<RawAffected>,
    #[serde(default, deserialize_with = "or_empty")]
    references: Vec<RawReference>,
    #[serde(default)]
    database_specific: Value,
}

#[derive(Deserialize)]
struct RawSeverity {
    #[serde(rename = "type")]
    kind: String,
    score: String,
}

#[derive(Deserialize)]
struct RawReference {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    url: String,
}

#[derive(Deserialize)]
struct RawAffected {
    #[serde(default)]
    package: Option<RawPackage>,
    #[serde(default, deserialize_with = "or_empty")]
    ranges: Vec<RawRange>,
    #[serde(default, deserialize_with = "or_empty")]
    versions: Vec<String>,
    #[serde(default, deserialize_with = "or_empty")]
    severity: Vec<RawSeverity>,
    #[serde(default)]
    database_specific: Value,
    #[serde(default)]
    ecosystem_specific: Value,
}

#[derive(Deserialize)]
struct RawPackage {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct RawRange {
    #[serde(rename = "type")]
    kind: RawRangeKind,
    #[serde(default, deserialize_with = "or_empty")]
    events: Vec<RawEvent>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum RawRangeKind {
    Semver,
    Ecosystem,
    Git,
}

/// The schema has one of these in an event; older records have two.
#[derive(Deserialize)]
struct RawEvent {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

/// Some databases write `null` for an empty list.
fn or_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Option::<Vec<T>>::deserialize(deserializer).map(Option::unwrap_or_default)
}

impl RawRecord {
    fn into_record(self) -> Result<Record, RecordError> {
        if self.id.trim().is_empty() {
            return Err(RecordError("`id` is empty".to_owned()));
        }
        let kind = self.kind();
        let (severity, vector) = severity_of(&self.stated_severity());
        let advisory = Advisory {
            kind,
            provenance: Provenance::Public,
            severity,
            vector,
            rating: if severity == Severity::Unscored { self.rating() } else { None },
            summary: self.summary_line(),
            weaknesses: self.weaknesses(),
            url: self.page(),
            published: self.published.as_deref().and_then(believable),
            exploited: None,
            epss: None,
            aliases: self.aliases.iter().map(|alias| Arc::from(alias.as_str())).collect(),
            upstream: self.upstream.iter().map(|id| Arc::from(id.as_str())).collect(),
            affected: self
                .affected
                .into_iter()
                .filter_map(RawAffected::into_affected)
                .collect::<Result<_, _>>()?,
            id: Arc::from(self.id),
        };
        let withdrawn = self.withdrawn.is_some_and(|date| !date.is_empty());
        let modified = self.modified.as_deref().and_then(|text| text.parse().ok());
        Ok(Record { advisory, withdrawn, modified })
    }

    fn kind(&self) -> AdvisoryKind {
        let mut ids = std::iter::once(&self.id).chain(&self.aliases);
        if ids.any(|id| id.starts_with("MAL-")) {
            return AdvisoryKind::Malicious;
        }
        let mut kinds = self.affected.iter().map(RawAffected::informational);
        let first = kinds.next().flatten();
        // One that is a vulnerability makes the record one.
        match first {
            Some(kind) if kinds.all(|other| other == Some(kind)) => kind,
            _ => AdvisoryKind::Vulnerability,
        }
    }

    /// The record's own vectors; where it has none, those of what it affects.
    fn stated_severity(&self) -> Vec<(String, String)> {
        let own = self.severity.iter();
        let of_affected = self.affected.iter().flat_map(|affected| &affected.severity);
        let pair = |severity: &RawSeverity| (severity.kind.clone(), severity.score.clone());
        if self.severity.is_empty() { of_affected.map(pair).collect() } else { own.map(pair).collect() }
    }

    /// The source's own word for how bad it is: a database's, or that of a scale
    /// whose scores are words.
    fn rating(&self) -> Option<Arc<str>> {
        let of_record = self.database_specific.get("severity");
        let of_affected = self.affected.iter().flat_map(|affected| {
            [&affected.database_specific, &affected.ecosystem_specific]
                .map(|specific| specific.get("severity"))
        });
        let words = std::iter::once(of_record).chain(of_affected).flatten().filter_map(Value::as_str);
        let scales = self.severity.iter().filter(|stated| !stated.kind.starts_with("CVSS"));
        let mut words = words.chain(scales.map(|stated| &*stated.score)).map(str::trim);
        let is_word = |word: &str| !word.is_empty() && word.chars().count() <= LONGEST_RATING;
        words.find(|word| is_word(word)).map(Arc::from)
    }

    /// The summary, else the beginning of the details: one line.
    fn summary_line(&self) -> Arc<str> {
        let texts = [self.summary.as_deref(), self.details.as_deref()];
        let mut lines = texts.into_iter().flatten().flat_map(str::lines).map(str::trim);
        let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
        match line.char_indices().nth(200) {
            Some((cut, _)) => Arc::from(format!("{}…", line.get(..cut).unwrap_or_default())),
            None => Arc::from(line),
        }
    }

    fn weaknesses(&self) -> Vec<Arc<str>> {
        let stated = self.database_specific.get("cwe_ids").and_then(Value::as_array);
        let ids = stated.into_iter().flatten().filter_map(Value::as_str);
        ids.filter(|id| id.starts_with("CWE-")).map(Arc::from).collect()
    }

    /// The page that calls itself the advisory, else the first one.
    fn page(&self) -> Option<Arc<str>> {
        let is_advisory = |reference: &&RawReference| reference.kind.as_deref() == Some("ADVISORY");
        let page = self.references.iter().find(is_advisory).or_else(|| self.references.first())?;
        let is_web = page.url.starts_with("https://") || page.url.starts_with("http://");
        is_web.then(|| Arc::from(page.url.as_str()))
    }
}

/// Dates of year 1 and the like stand in real databases where none is known.
fn believable(text: &str) -> Option<Timestamp> {
    let date: Timestamp = text.parse().ok()?;
    (date.as_second() > 0).then_some(date)
}

impl RawAffected {
    /// RustSec's word for records that aren't vulnerabilities.
    fn informational(&self) -> Option<AdvisoryKind> {
        match self.database_specific.get("informational")?.as_str()? {
            "unmaintained" => Some(AdvisoryKind::Unmaintained),
            "unsound" => Some(AdvisoryKind::Unsound),
            _ => Some(AdvisoryKind::Notice),
        }
    }

    /// `None` for what names no package: it speaks of a git repository alone.
    fn into_affected(self) -> Option<Result<Affected, RecordError>> {
        let package = self.package?;
        let ranges: Result<_, _> = self.ranges.into_iter().map(RawRange::into_range).collect();
        Some(ranges.map(|ranges| Affected {
            ecosystem: Arc::from(package.ecosystem),
            name: Arc::from(package.name),
            ranges,
            versions: self.versions.into_iter().map(Arc::from).collect(),
        }))
    }
}

impl RawRange {
    fn into_range(self) -> Result<VersionRange, RecordError> {
        let kind = match self.kind {
            RawRangeKind::Semver => RangeKind::Semver,
            RawRangeKind::Ecosystem => RangeKind::Ecosystem,
            RawRangeKind::Git => RangeKind::Git,
        };
        let mut events = Vec::with_capacity(self.events.len());
        for event in self.events {
            let before = events.len();
            let text = |text: String| Arc::<str>::from(text);
            events.extend(event.introduced.map(text).map(RangeEvent::Introduced));
            events.extend(event.fixed.map(text).map(RangeEvent::Fixed));
            events.extend(event.last_affected.map(text).map(RangeEvent::LastAffected));
            events.extend(event.limit.map(text).map(RangeEvent::Limit));
            if events.len() == before {
                let expected = "an event has none of `introduced`, `fixed`, `last_affected`, `limit`";
                return Err(RecordError(expected.to_owned()));
            }
        }
        Ok(VersionRange { kind, events })
    }
}
