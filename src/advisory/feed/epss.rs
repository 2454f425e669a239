//! Estimates of how likely an exploit is: the Exploit Prediction Scoring System.
//!
//! Format: FIRST's daily CSV, as it is or packed by gzip. A comment names model
//! and day (`#model_version:…,score_date:…`), then stand `cve,epss,percentile`.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use jiff::civil::Date;

use super::day_of;
use crate::domain::statement::Statement;
use crate::messages::advisory as say;
use crate::messages::source::too_large;

const COLUMNS: &str = "cve,epss,percentile";

/// Ids with their estimates.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::advisory) struct Scores {
    /// The day of the estimates, where they say one.
    pub(in crate::advisory) as_of: Option<Date>,
    /// The entries by id.
    pub(in crate::advisory) entries: BTreeMap<Arc<str>, Score>,
}

/// An estimate; both from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::advisory) struct Score {
    pub(in crate::advisory) probability: f64,
    pub(in crate::advisory) percentile: f64,
}

/// Reads scores, of which `limit` bytes are read at most. One row that can't be
/// read refuses them whole.
pub(in crate::advisory) fn read(bytes: &[u8], limit: u64) -> Result<Scores, Statement> {
    let unpacked;
    let bytes = if bytes.starts_with(b"\x1f\x8b") {
        unpacked = unpack(bytes, limit)?;
        unpacked.as_slice()
    } else {
        bytes
    };
    let text = std::str::from_utf8(bytes).map_err(say::feed_unreadable)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines().map(str::trim));
    let mut as_of = None;
    let header = lines.by_ref().find(|(_, line)| {
        as_of = as_of.or_else(|| line.split_once("score_date:").and_then(|(_, date)| day_of(date)));
        !line.is_empty() && !line.starts_with('#')
    });
    let is_header = |line: &str| line.replace([' ', '"'], "").eq_ignore_ascii_case(COLUMNS);
    let (number, header) = header.ok_or_else(say::feed_empty)?;
    if !is_header(header) {
        return Err(say::feed_line(number, COLUMNS, shorten(header)));
    }
    let mut entries = BTreeMap::new();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let (id, score) = row(line).ok_or_else(|| say::feed_line(number, COLUMNS, shorten(line)))?;
        entries.insert(Arc::from(id), score);
    }
    if entries.is_empty() { Err(say::feed_empty()) } else { Ok(Scores { as_of, entries }) }
}

fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Statement> {
    let mut unpacked = Vec::new();
    let mut decoder = MultiGzDecoder::new(bytes).take(limit.saturating_add(1));
    decoder.read_to_end(&mut unpacked).map_err(say::feed_unreadable)?;
    if unpacked.len() as u64 > limit {
        return Err(too_large(unpacked.len(), limit));
    }
    Ok(unpacked)
}

fn row(line: &str) -> Option<(&str, Score)> {
    let mut fields = line.split(',').map(|field| field.trim().trim_matches('"'));
    let id = fields.next().filter(|id| !id.is_empty())?;
    let score = Score { probability: share(fields.next()?)?, percentile: share(fields.next()?)? };
    fields.next().is_none().then_some((id, score))
}

fn share(text: &str) -> Option<f64> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share))
}

fn shorten(line: &str) -> String {
    line.chars().take(120).collect()
}
