//! The blocks of an index: sources, packages, advisories.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use super::codec::{Decoder, Encoder};
use crate::domain::advisory::{
    Advisory, AdvisoryKind, Affected, DatabaseSource, RangeEvent, RangeKind, Severity, VersionRange,
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

const UNSCORED: u8 = 255;

fn number_in<Item: PartialEq>(items: &[Item], item: &Item) -> u8 {
    items.iter().position(|other| other == item).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

pub(super) fn encode_sources(sources: &[DatabaseSource]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.list(sources, |encoder, source| {
        encoder.text(&source.ecosystem);
        encoder.number(source.advisories);
        encoder.number(source.withdrawn);
        let date = source.as_of.map(|date| date.to_string());
        encoder.optional_text(date.as_deref());
    });
    encoder.bytes
}

pub(super) fn decode_sources(bytes: &[u8]) -> Option<Vec<DatabaseSource>> {
    let mut decoder = Decoder::new(bytes);
    let sources = decoder.list(|decoder| {
        Some(DatabaseSource {
            ecosystem: decoder.text()?,
            advisories: decoder.number()?,
            withdrawn: decoder.number()?,
            as_of: match decoder.optional_text().ok()? {
                Some(date) => Some(date.parse::<Date>().ok()?),
                None => None,
            },
        })
    })?;
    decoder.is_at_end().then_some(sources)
}

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
    encoder.byte(number_in(&RANGE_KINDS, &range.kind));
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

/// What a package's block turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PackageBlock {
    /// The package that was asked for.
    Asked(Vec<Entry>),
    /// Another one with the same mark.
    Another,
}

/// Reads a package's block; `None` when its bytes make no sense.
pub(super) fn decode_package(bytes: &[u8], ecosystem: &str, name: &str) -> Option<PackageBlock> {
    let mut decoder = Decoder::new(bytes);
    if decoder.str()? != ecosystem || decoder.str()? != name {
        return Some(PackageBlock::Another);
    }
    decode_entries(&mut decoder, ecosystem, name).map(PackageBlock::Asked)
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
    let kind = *RANGE_KINDS.get(usize::from(decoder.byte()?))?;
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
    encoder.byte(number_in(&KINDS, &advisory.kind));
    encoder.list(&advisory.aliases, |encoder, alias| encoder.text(alias));
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
    encoder.bytes
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scores are from 0.0 to 10.0")]
fn tenths(score: f64) -> u8 {
    (score.clamp(0.0, 10.0) * 10.0).round() as u8
}

pub(super) fn decode_advisory(bytes: &[u8]) -> Option<Advisory> {
    let mut decoder = Decoder::new(bytes);
    let advisory = Advisory {
        id: decoder.text()?,
        kind: *KINDS.get(usize::from(decoder.byte()?))?,
        aliases: decoder.list(Decoder::text)?,
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
        affected: Vec::new(),
    };
    decoder.is_at_end().then_some(advisory)
}
