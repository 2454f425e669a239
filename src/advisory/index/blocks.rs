//! The blocks of an index: packages, advisories, and what an import adds to them.

use std::sync::Arc;

use jiff::Timestamp;

use super::codec::{Decoder, Encoder, Unsound};
use crate::domain::advisory::{
    Advisory, AdvisoryKind, Affected, Epss, Exploited, Provenance, RangeEvent, RangeKind, Severity,
    VersionRange,
};

/// One advisory's word on one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where the advisory's block begins in the data.
    pub(super) advisory_at: u64,
    /// What it says of the package.
    pub(super) affected: Affected,
}

/// Kinds by their number in the file.
const KINDS: [AdvisoryKind; 5] = [
    AdvisoryKind::Vulnerability,
    AdvisoryKind::Malicious,
    AdvisoryKind::Unmaintained,
    AdvisoryKind::Unsound,
    AdvisoryKind::Notice,
];

const RANGE_KINDS: [RangeKind; 3] = [RangeKind::Semver, RangeKind::Ecosystem, RangeKind::Git];

const PROVENANCES: [Provenance; 2] = [Provenance::Public, Provenance::InHouse];

const UNSCORED: u8 = 255;

pub(super) fn encode_package(ecosystem: &str, name: &str, entries: &[Entry]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.text(ecosystem);
    encoder.text(name);
    encoder.list(entries, |encoder, entry| {
        encoder.number(entry.advisory_at);
        encoder.list(&entry.affected.ranges, encode_range);
        encoder.list(&entry.affected.versions, |encoder, version| encoder.text(version));
    });
    encoder.bytes
}

fn encode_range(encoder: &mut Encoder, range: &VersionRange) {
    encoder.one_of(&RANGE_KINDS, &range.kind);
    encoder.list(&range.events, |encoder, event| {
        let (number, version) = match event {
            RangeEvent::Introduced(version) => (0, version),
            RangeEvent::Fixed(version) => (1, version),
            RangeEvent::LastAffected(version) => (2, version),
            RangeEvent::Limit(version) => (3, version),
        };
        encoder.byte(number);
        encoder.text(version);
    });
}

/// Reads a package's block; `None` when it is of another package with the same
/// mark.
pub(super) fn decode_package(
    bytes: &[u8],
    ecosystem: &str,
    name: &str,
) -> Result<Option<Vec<Entry>>, Unsound> {
    let mut decoder = Decoder::new(bytes);
    if !decoder.is_named(ecosystem, name)? {
        return Ok(None);
    }
    decode_entries(&mut decoder, ecosystem, name).map(Some).ok_or(Unsound)
}

/// Reads a package's block, whichever package it is of.
pub(super) fn decode_any_package(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut decoder = Decoder::new(bytes);
    let (ecosystem, name) = (decoder.str()?, decoder.str()?);
    decode_entries(&mut decoder, ecosystem, name)
}

fn decode_entries(decoder: &mut Decoder<'_>, ecosystem: &str, name: &str) -> Option<Vec<Entry>> {
    let (ecosystem, name): (Arc<str>, Arc<str>) = (Arc::from(ecosystem), Arc::from(name));
    let entries = decoder.list(|decoder| {
        let advisory_at = decoder.number()?;
        let ranges = decoder.list(decode_range)?;
        let versions = decoder.list(Decoder::text)?;
        let (ecosystem, name) = (Arc::clone(&ecosystem), Arc::clone(&name));
        Some(Entry { advisory_at, affected: Affected { ecosystem, name, ranges, versions } })
    })?;
    decoder.is_at_end().then_some(entries)
}

fn decode_range(decoder: &mut Decoder<'_>) -> Option<VersionRange> {
    let kind = decoder.one_of(&RANGE_KINDS)?;
    let events = decoder.list(|decoder| {
        let number = decoder.byte()?;
        let version = decoder.text()?;
        match number {
            0 => Some(RangeEvent::Introduced(version)),
            1 => Some(RangeEvent::Fixed(version)),
            2 => Some(RangeEvent::LastAffected(version)),
            3 => Some(RangeEvent::Limit(version)),
            _ => None,
        }
    })?;
    Some(VersionRange { kind, events })
}

/// The advisory without what it affects: that stands with the packages.
pub(super) fn encode_advisory(advisory: &Advisory) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.text(&advisory.id);
    encoder.one_of(&KINDS, &advisory.kind);
    encoder.one_of(&PROVENANCES, &advisory.provenance);
    encoder.list(&advisory.aliases, |encoder, alias| encoder.text(alias));
    encoder.list(&advisory.upstream, |encoder, id| encoder.text(id));
    encoder.text(&advisory.summary);
    encoder.byte(match advisory.severity {
        Severity::Unscored => UNSCORED,
        Severity::Score(score) => tenths(score),
    });
    encoder.optional_text(advisory.vector.as_deref());
    encoder.optional_text(advisory.rating.as_deref());
    encoder.list(&advisory.weaknesses, |encoder, weakness| encoder.text(weakness));
    encoder.optional_text(advisory.url.as_deref());
    let published = advisory.published.map(|date| date.to_string());
    encoder.optional_text(published.as_deref());
    encoder.list(advisory.exploited.as_slice(), |encoder, exploited| {
        encoder.text(&exploited.id);
        encoder.date(Some(exploited.since));
    });
    encoder.list(advisory.epss.as_slice(), |encoder, epss| {
        encoder.text(&epss.id);
        encoder.number(billionths(epss.probability));
        encoder.number(billionths(epss.percentile));
    });
    encoder.bytes
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares are from 0 to 1")]
fn billionths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 1e9).round() as u64
}

fn decode_share(decoder: &mut Decoder<'_>) -> Option<f64> {
    let billionths = u32::try_from(decoder.number()?).ok()?;
    (billionths <= 1_000_000_000).then(|| f64::from(billionths) / 1e9)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scores are from 0.0 to 10.0")]
fn tenths(score: f64) -> u8 {
    (score.clamp(0.0, 10.0) * 10.0).round() as u8
}

pub(super) fn decode_advisory(bytes: &[u8]) -> Option<Advisory> {
    let mut decoder = Decoder::new(bytes);
    let advisory = Advisory {
        id: decoder.text()?,
        kind: decoder.one_of(&KINDS)?,
        provenance: decoder.one_of(&PROVENANCES)?,
        aliases: decoder.list(Decoder::text)?,
        upstream: decoder.list(Decoder::text)?,
        summary: decoder.text()?,
        severity: match decoder.byte()? {
            UNSCORED => Severity::Unscored,
            score @ 0..=100 => Severity::Score(f64::from(score) / 10.0),
            _ => return None,
        },
        vector: decoder.optional_text().ok()?,
        rating: decoder.optional_text().ok()?,
        weaknesses: decoder.list(Decoder::text)?,
        url: decoder.optional_text().ok()?,
        published: match decoder.optional_text().ok()? {
            Some(date) => Some(date.parse::<Timestamp>().ok()?),
            None => None,
        },
        exploited: at_most_one(
            decoder.list(|decoder| Some(Exploited { id: decoder.text()?, since: decoder.date().ok()?? }))?,
        )
        .ok()?,
        epss: at_most_one(decoder.list(|decoder| {
            let (id, probability) = (decoder.text()?, decode_share(decoder)?);
            Some(Epss { id, probability, percentile: decode_share(decoder)? })
        })?)
        .ok()?,
        affected: Vec::new(),
    };
    decoder.is_at_end().then_some(advisory)
}

fn at_most_one<Item>(mut items: Vec<Item>) -> Result<Option<Item>, Unsound> {
    if items.len() < 2 { Ok(items.pop()) } else { Err(Unsound) }
}
