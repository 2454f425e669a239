//! The design that was not chosen: SQLite as the truth.

use std::path::Path;
use std::time::Duration;

use cullis::domain::digest::Digest;
use cullis::domain::ports::Store;
use cullis::domain::record::{HistoryState, LeafDraft, Recorded};
use cullis::domain::statement::Statement;
use cullis::history::leaf::{self, Leaf};
use cullis::messages;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::Outcome;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS leaves (
        position INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, number INTEGER NOT NULL,
        leaf BLOB NOT NULL, hash BLOB NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS numbers ON leaves (pipeline, number);";

pub(crate) struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    pub(crate) fn open(folder: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(folder.join("history.sqlite"))?;
        connection.busy_timeout(Duration::from_secs(10))?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version == 0 {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "user_version", 1)?;
        }
        connection.pragma_update(None, "synchronous", "FULL")?;
        Ok(Self { connection })
    }

    pub(crate) fn count(&self) -> Outcome<u64> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM leaves", [], |row| row.get(0))?;
        Ok(u64::try_from(count)?)
    }

    pub(crate) fn prefill(
        &mut self,
        leaves: u64,
        mut next: impl FnMut() -> Outcome<(Leaf, Vec<u8>)>,
    ) -> Outcome<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction
                .prepare("INSERT INTO leaves (pipeline, number, leaf, hash) VALUES (?1, ?2, ?3, ?4)")?;
            for _ in 0..leaves {
                let (leaf, bytes) = next()?;
                let hash = leaf::hash(&bytes);
                insert.execute(params![&*leaf.draft.pipeline, i64::try_from(leaf.number)?, bytes, hash.as_bytes()])?;
            }
        }
        transaction.commit()?;
        self.connection.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
        Ok(())
    }

    /// Gives every leaf's hash, and counts broken links and gaps.
    pub(crate) fn each(&self, take: &mut dyn FnMut(Digest)) -> Outcome<u64> {
        let mut query = self.connection.prepare("SELECT leaf FROM leaves ORDER BY pipeline, number")?;
        let mut rows = query.query([])?;
        let mut differences = 0;
        let mut before: Option<(String, u64, Digest)> = None;
        while let Some(row) = rows.next()? {
            let bytes: Vec<u8> = row.get(0)?;
            let leaf = Leaf::decode(&bytes).map_err(|error| format!("{error:?}"))?;
            let hash = leaf::hash(&bytes);
            let pipeline = leaf.draft.pipeline.to_string();
            let last = before.take().filter(|(name, ..)| *name == pipeline);
            let expected = last.as_ref().map_or(1, |(_, number, _)| number + 1);
            differences += u64::from(leaf.number != expected || leaf.previous != last.map(|(_, _, hash)| hash));
            before = Some((pipeline, leaf.number, hash));
            take(hash);
        }
        Ok(differences)
    }

    fn add(&mut self, draft: &LeafDraft) -> Outcome<Recorded> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let head: Option<(i64, [u8; 32])> = transaction
            .prepare_cached("SELECT number, hash FROM leaves WHERE pipeline = ?1 ORDER BY number DESC LIMIT 1")?
            .query_row([&*draft.pipeline], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let leaf = Leaf {
            draft: draft.clone(),
            number: head.map_or(Ok(1), |(number, _)| u64::try_from(number + 1))?,
            previous: head.map(|(_, hash)| Digest::from_bytes(hash)),
        };
        let bytes = leaf.encode().map_err(|error| format!("{error:?}"))?;
        let digest = leaf::hash(&bytes);
        transaction
            .prepare_cached("INSERT INTO leaves (pipeline, number, leaf, hash) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![&*draft.pipeline, i64::try_from(leaf.number)?, bytes, digest.as_bytes()])?;
        transaction.commit()?;
        Ok(Recorded { log: "sqlite".into(), number: leaf.number, digest })
    }
}

impl Store for SqliteStore {
    fn append(&mut self, draft: &LeafDraft) -> Result<Recorded, Statement> {
        self.add(draft).map_err(|error| messages::history::append_failed("sqlite", error))
    }

    fn state_of(&mut self, _pipeline: &str) -> HistoryState {
        HistoryState::Off
    }
}
