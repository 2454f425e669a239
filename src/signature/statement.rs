//! What is signed: statements about an index, a mirror's manifest or a policy.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::advisory::DatabaseSource;
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;

const INDEX: &str = "cullis-index-v1";
const MANIFEST: &str = "cullis-manifest-v1";
const POLICY: &str = "cullis-policy-v1";

/// What whoever signs an index says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexStatement {
    /// The index's name: the digest over all of it.
    pub root: Digest,
    /// A number that only grows.
    pub serial: u64,
    /// The day that each source stands for.
    pub as_of: Vec<(Arc<str>, Option<Date>)>,
}

impl IndexStatement {
    /// The statement about an index with these sources. A name that would break
    /// the line, which no database has, can't be signed.
    pub fn new(root: Digest, serial: u64, sources: &[DatabaseSource]) -> Result<Self, Statement> {
        let odd = sources.iter().find(|source| !is_one_line(&source.ecosystem));
        if let Some(source) = odd {
            return Err(messages::signature::odd_name(&source.ecosystem));
        }
        Ok(Self { root, serial, as_of: days_of(sources) })
    }

    /// The bytes that are signed.
    pub fn text(&self) -> String {
        let mut text = format!("{INDEX}\nroot {}\nserial {}\n", self.root, self.serial);
        for (ecosystem, day) in &self.as_of {
            let day = day.map_or_else(|| "-".to_owned(), |day| day.to_string());
            let _ = writeln!(text, "as-of {day} {ecosystem}");
        }
        text
    }

    /// Reads a statement; only the bytes that [`Self::text`] writes are one.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix(INDEX)?.strip_prefix('\n')?.lines();
        let root = Digest::from_hex(lines.next()?.strip_prefix("root ")?)?;
        let serial = lines.next()?.strip_prefix("serial ")?.parse().ok()?;
        let as_of = lines.map(|line| {
            let (day, ecosystem) = line.strip_prefix("as-of ")?.split_once(' ')?;
            let day = if day == "-" { None } else { Some(day.parse().ok()?) };
            Some((Arc::from(ecosystem), day))
        });
        let statement = Self { root, serial, as_of: as_of.collect::<Option<_>>()? };
        (statement.text() == text).then_some(statement)
    }

    /// Whether it speaks of these sources with these days.
    pub fn is_about(&self, sources: &[DatabaseSource]) -> bool {
        self.as_of == days_of(sources)
    }
}

fn days_of(sources: &[DatabaseSource]) -> Vec<(Arc<str>, Option<Date>)> {
    sources.iter().map(|source| (Arc::clone(&source.ecosystem), source.as_of)).collect()
}

fn is_one_line(name: &str) -> bool {
    !name.is_empty() && !name.contains(char::is_control)
}

/// What whoever signs a mirror's manifest says of it: its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManifestStatement {
    /// SHA-256 over `manifest.json`.
    pub digest: Digest,
}

impl ManifestStatement {
    /// The bytes that are signed.
    pub fn text(&self) -> String {
        format!("{MANIFEST}\nsha256 {}\n", self.digest)
    }
}

/// What whoever signs a policy file says of it: its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyStatement {
    /// SHA-256 over the file.
    pub digest: Digest,
}

impl PolicyStatement {
    /// The bytes that are signed.
    pub fn text(&self) -> String {
        format!("{POLICY}\nsha256 {}\n", self.digest)
    }
}
