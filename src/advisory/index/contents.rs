//! What an index holds, and where: the first thing that is read of its data.

use super::codec::{Decoder, Encoder};
use super::table::Table;
use crate::domain::advisory::{Completeness, DatabaseSource, Feed, FeedKind};

/// Where a section stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) at: u64,
    pub(super) bytes: u64,
    /// How many things it holds.
    pub(super) count: u64,
}

/// Counts, sources, feeds, and where the sections stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) packages: Table,
    pub(super) licenses: Table,
    pub(super) advisories: Section,
    pub(super) namespaces: Section,
    pub(super) withdrawals: Section,
    pub(super) sources: Vec<DatabaseSource>,
    pub(super) feeds: Vec<Feed>,
}

const COMPLETENESS: [Completeness; 2] = [Completeness::Whole, Completeness::Partial];
const FEEDS: [FeedKind; 3] = [FeedKind::Exploited, FeedKind::Epss, FeedKind::Licenses];

impl Contents {
    /// Positions have a fixed width, so that the length is known before they are.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        for table in [self.packages, self.licenses] {
            encoder.fixed(table.at);
            encoder.fixed(table.rows);
        }
        for section in [self.advisories, self.namespaces, self.withdrawals] {
            encoder.fixed(section.at);
            encoder.fixed(section.bytes);
            encoder.fixed(section.count);
        }
        encoder.list(&self.sources, encode_source);
        encoder.list(&self.feeds, |encoder, feed| {
            encoder.one_of(&FEEDS, &feed.kind);
            encoder.number(feed.entries);
            encoder.number(feed.matched);
            encoder.date(feed.as_of);
        });
        encoder.bytes
    }

    /// Reads the contents of data of that length.
    pub(super) fn decode(bytes: &[u8], data_bytes: u64) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        let mut table = || {
            let table = Table { at: decoder.fixed()?, rows: decoder.fixed()? };
            table.is_inside(data_bytes).then_some(table)
        };
        let (packages, licenses) = (table()?, table()?);
        let mut section = || {
            let section = Section { at: decoder.fixed()?, bytes: decoder.fixed()?, count: decoder.fixed()? };
            let end = section.at.checked_add(section.bytes)?;
            (end <= data_bytes).then_some(section)
        };
        let (advisories, namespaces, withdrawals) = (section()?, section()?, section()?);
        let sources = decoder.list(decode_source)?;
        let feeds = decoder.list(|decoder| {
            Some(Feed {
                kind: decoder.one_of(&FEEDS)?,
                entries: decoder.number()?,
                matched: decoder.number()?,
                as_of: decoder.date().ok()?,
            })
        })?;
        let contents = Self { packages, licenses, advisories, namespaces, withdrawals, sources, feeds };
        decoder.is_at_end().then_some(contents)
    }
}

fn encode_source(encoder: &mut Encoder, source: &DatabaseSource) {
    encoder.text(&source.ecosystem);
    encoder.one_of(&COMPLETENESS, &source.completeness);
    encoder.number(source.advisories);
    encoder.number(source.in_house);
    encoder.number(source.withdrawn);
    encoder.number(source.withdrawn_here);
    encoder.date(source.as_of);
}

fn decode_source(decoder: &mut Decoder<'_>) -> Option<DatabaseSource> {
    Some(DatabaseSource {
        ecosystem: decoder.text()?,
        completeness: decoder.one_of(&COMPLETENESS)?,
        advisories: decoder.number()?,
        in_house: decoder.number()?,
        withdrawn: decoder.number()?,
        withdrawn_here: decoder.number()?,
        as_of: decoder.date().ok()?,
    })
}
