//! The entries of an overlay as the nouns that they name.

use std::sync::Arc;

use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Entry, Reading};
use crate::advisory::name::normalise;
use crate::advisory::osv::Record;
use crate::advisory::severity::severity_of;
use crate::domain::advisory::{
    Advisory, AdvisoryKind, Affected, Namespace, Provenance, RangeEvent, RangeKind, Severity, VersionRange,
    Withdrawal,
};
use crate::messages::advisory as said;
use crate::messages::policy as say;
use crate::nearest::nearest;
use crate::version;

pub(super) const WITHDRAWAL: &[&str] = &["id", "reason", "by", "date"];
pub(super) const NAMESPACE: &[&str] = &["ecosystem", "name", "registries"];
pub(super) const ALIAS: &[&str] = &["id", "of"];
pub(super) const ADVISORY: &[&str] = &[
    "id",
    "summary",
    "ecosystem",
    "name",
    "introduced",
    "fixed",
    "last-affected",
    "versions",
    "severity",
    "kind",
    "aliases",
    "weaknesses",
    "url",
    "published",
];

/// For suggestions; what is accepted is what versions can be compared of.
const ECOSYSTEMS: [&str; 8] = ["crates.io", "npm", "PyPI", "Go", "NuGet", "Maven", "RubyGems", "Packagist"];

type Value<'file> = Spanned<DeValue<'file>>;

pub(super) fn withdrawals(reading: &mut Reading<'_>, value: &Value<'_>) -> Vec<Withdrawal> {
    let entries = reading.entries("withdrawal", WITHDRAWAL, value);
    let read = entries.iter().filter_map(|entry| {
        // Each is read before any is missed, so that one reading names them all.
        let [id, reason, by] = ["id", "reason", "by"].map(|field| entry.text(reading, field));
        let date = entry.date(reading, "date");
        Some(Withdrawal { id: id?, reason: reason?, by: by?, date: date? })
    });
    read.collect()
}

pub(super) fn namespaces(reading: &mut Reading<'_>, value: &Value<'_>) -> Vec<Namespace> {
    let entries = reading.entries("namespace", NAMESPACE, value);
    let read = entries.iter().filter_map(|entry| {
        let (ecosystem, pattern) = (ecosystem(reading, entry), entry.text(reading, "name"));
        let registries = entry.texts(reading, "registries");
        for registry in &registries {
            if !names_a_host(registry) {
                let span = entry.span_of("registries");
                reading.error(span, say::expected_url("registries", registry));
            }
        }
        let (ecosystem, pattern) = (ecosystem?, pattern?);
        // A pattern of nothing but `*` would take every public component away.
        if !pattern.contains(char::is_alphanumeric) {
            let found = reading.found(entry.span_of("name"));
            reading.error(entry.span_of("name"), said::namespace_too_wide(found));
            return None;
        }
        let pattern = Arc::from(&*normalise(&ecosystem, &pattern));
        Some(Namespace { ecosystem, pattern, registries })
    });
    read.collect()
}

fn names_a_host(url: &str) -> bool {
    let rest = url.split_once("://").filter(|(scheme, _)| !scheme.is_empty()).map(|(_, rest)| rest);
    rest.and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

pub(super) fn aliases(reading: &mut Reading<'_>, value: &Value<'_>) -> Vec<(Arc<str>, Arc<str>)> {
    let entries = reading.entries("alias", ALIAS, value);
    let read = entries.iter().filter_map(|entry| {
        let [id, of] = ["id", "of"].map(|field| entry.text(reading, field));
        Some((id?, of?))
    });
    read.collect()
}

pub(super) fn advisories(reading: &mut Reading<'_>, value: &Value<'_>) -> Vec<Record> {
    let entries = reading.entries("advisory", ADVISORY, value);
    entries.iter().filter_map(|entry| advisory(reading, entry)).collect()
}

fn advisory(reading: &mut Reading<'_>, entry: &Entry<'_>) -> Option<Record> {
    let [id, summary, name] = ["id", "summary", "name"].map(|field| entry.text(reading, field));
    let (ecosystem, kind) = (ecosystem(reading, entry), kind(reading, entry));
    let (ranges, versions) = (ranges(reading, entry), entry.texts(reading, "versions"));
    if ranges.is_empty() && versions.is_empty() {
        reading.error(entry.span_of("name"), say::missing_field("advisory", "introduced"));
    }
    let (severity, vector) = severity(reading, entry);
    let published = entry.optional_date(reading, "published");
    let (aliases, weaknesses) = (entry.texts(reading, "aliases"), entry.texts(reading, "weaknesses"));
    let url = entry.optional_text(reading, "url");
    let advisory = Advisory {
        id: id?,
        aliases,
        upstream: Vec::new(),
        kind: kind?,
        provenance: Provenance::InHouse,
        summary: summary?,
        severity,
        vector,
        rating: None,
        weaknesses,
        url,
        published: published.and_then(|day| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()),
        exploited: None,
        epss: None,
        affected: vec![Affected { ecosystem: ecosystem?, name: name?, ranges, versions }],
    };
    Some(Record { advisory, withdrawn: false, modified: None })
}

fn ecosystem(reading: &mut Reading<'_>, entry: &Entry<'_>) -> Option<Arc<str>> {
    let ecosystem = entry.text(reading, "ecosystem")?;
    if version::has_order(&ecosystem) {
        return Some(ecosystem);
    }
    let message = match nearest(&ecosystem, ECOSYSTEMS) {
        Some(near) => said::ecosystem_unknown_near(&ecosystem, near),
        None => said::ecosystem_unknown(&ecosystem),
    };
    reading.error(entry.span_of("ecosystem"), message);
    None
}

fn kind(reading: &mut Reading<'_>, entry: &Entry<'_>) -> Option<AdvisoryKind> {
    match entry.optional_text(reading, "kind").as_deref() {
        None | Some("vulnerability") => Some(AdvisoryKind::Vulnerability),
        Some("malicious") => Some(AdvisoryKind::Malicious),
        Some("unmaintained") => Some(AdvisoryKind::Unmaintained),
        Some(_) => {
            let (span, choices) = (entry.span_of("kind"), "`vulnerability`, `malicious`, `unmaintained`");
            let found = reading.found(span.clone());
            reading.error(span, say::expected_choice("kind", choices, found));
            None
        }
    }
}

/// One range from its three ends; none where none is stated.
fn ranges(reading: &mut Reading<'_>, entry: &Entry<'_>) -> Vec<VersionRange> {
    let [introduced, fixed, last] =
        ["introduced", "fixed", "last-affected"].map(|field| entry.optional_text(reading, field));
    if introduced.is_none() {
        for field in ["fixed", "last-affected"] {
            if entry.has(field) {
                reading.error(entry.span_of(field), say::missing_field("advisory", "introduced"));
            }
        }
        return Vec::new();
    }
    if fixed.is_some() && last.is_some() {
        let found = reading.found(entry.span_of("last-affected"));
        reading.error(entry.span_of("last-affected"), said::two_ends(found));
    }
    let events = [
        introduced.map(RangeEvent::Introduced),
        fixed.map(RangeEvent::Fixed),
        last.map(RangeEvent::LastAffected),
    ];
    vec![VersionRange { kind: RangeKind::Ecosystem, events: events.into_iter().flatten().collect() }]
}

/// The vector's scale is told by its beginning; CVSS 2 has none.
fn severity(reading: &mut Reading<'_>, entry: &Entry<'_>) -> (Severity, Option<Arc<str>>) {
    let Some(vector) = entry.optional_text(reading, "severity") else { return (Severity::Unscored, None) };
    let scale = match vector.get(..7) {
        Some("CVSS:4.") => "CVSS_V4",
        Some("CVSS:3.") => "CVSS_V3",
        _ => "CVSS_V2",
    };
    let (severity, used) = severity_of(&[(scale.to_owned(), vector.to_string())]);
    if used.is_none() {
        reading.error(entry.span_of("severity"), said::vector_unreadable(&vector));
    }
    (severity, used)
}
