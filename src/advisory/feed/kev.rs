//! The catalogue of vulnerabilities that are known to be exploited.
//!
//! Format: CISA's `known_exploited_vulnerabilities.json`, or its CSV with the
//! same names for columns. Fields beside the id and the day aren't read.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::day_of;
use crate::domain::statement::Statement;
use crate::messages::advisory as say;
use crate::messages::source::table_column;
use crate::source::csv::fault;

/// The columns that are read.
const COLUMNS: [&str; 2] = ["cveID", "dateAdded"];

/// Ids with the day that each was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::advisory) struct Catalogue {
    /// The day of its release, where it says one.
    pub(in crate::advisory) as_of: Option<Date>,
    /// The entries by id; of two with one id the earlier day.
    pub(in crate::advisory) entries: BTreeMap<Arc<str>, Date>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawCatalogue {
    date_released: Option<String>,
    count: Option<usize>,
    vulnerabilities: Vec<RawEntry>,
}

#[derive(Deserialize)]
struct RawEntry {
    #[serde(rename = "cveID")]
    id: String,
    #[serde(rename = "dateAdded")]
    added: String,
}

/// Reads a catalogue. One entry that can't be read refuses it whole.
pub(in crate::advisory) fn read(bytes: &[u8]) -> Result<Catalogue, Statement> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_json = bytes.trim_ascii_start().starts_with(b"{");
    let raw = if is_json { read_json(bytes)? } else { read_csv(bytes)? };
    if let Some(count) = raw.count.filter(|count| *count != raw.vulnerabilities.len()) {
        return Err(say::feed_count(count, raw.vulnerabilities.len()));
    }
    let mut entries: BTreeMap<Arc<str>, Date> = BTreeMap::new();
    for (index, entry) in raw.vulnerabilities.iter().enumerate() {
        let unexpected = |field, found: &str| say::feed_entry(index + 1, field, found);
        let id = entry.id.trim();
        if id.is_empty() {
            return Err(unexpected("cveID", id));
        }
        let added: Date = entry.added.trim().parse().map_err(|_| unexpected("dateAdded", &entry.added))?;
        entries.entry(Arc::from(id)).and_modify(|known| *known = added.min(*known)).or_insert(added);
    }
    if entries.is_empty() {
        return Err(say::feed_empty());
    }
    Ok(Catalogue { as_of: raw.date_released.as_deref().and_then(day_of), entries })
}

fn read_json(bytes: &[u8]) -> Result<RawCatalogue, Statement> {
    serde_json::from_slice(bytes).map_err(say::feed_unreadable)
}

fn read_csv(bytes: &[u8]) -> Result<RawCatalogue, Statement> {
    let mut reader = csv::Reader::from_reader(bytes);
    let named = reader.headers().map_err(|error| fault(&error))?;
    if let Some(column) =
        COLUMNS.into_iter().find(|column| !named.is_empty() && !named.iter().any(|name| name == *column))
    {
        return Err(table_column(column));
    }
    let rows = reader.into_deserialize::<RawEntry>();
    let vulnerabilities = rows.collect::<Result<_, _>>().map_err(|error| fault(&error))?;
    Ok(RawCatalogue { date_released: None, count: None, vulnerabilities })
}
