//! Downloads advisory data: from a mirror laid out as OSV's own export, or as
//! a signed index that somebody else made.
//!
//! This is the only room that opens a socket, and no command but `db sync`
//! comes here. It fetches into a cache folder and says what it has; whether
//! that replaces the installed database is decided by who called, after all of
//! it was verified.
//!
//! | file | what it does |
//! | --- | --- |
//! | `address` | which addresses are asked, and which redirect is followed |
//! | `client` | time-outs, proxies, certificate authorities |
//! | `exchange` | one request and its answer |
//! | `download` | attempts, bounds, resuming |
//! | `cache` | what was downloaded before |
//! | `listing`, `manifest` | what a mirror says that it has |
//! | `mirror`, `ecosystem`, `archive` | a mirror's records |
//! | `mirror_folder` | a mirror's folder on this disk, and making its manifest |
//! | `index` | a ready-made index |

mod address;
mod archive;
mod cache;
mod client;
mod download;
mod ecosystem;
mod exchange;
pub mod index;
mod listing;
mod manifest;
pub mod mirror;
pub mod mirror_folder;

pub use address::{Address, PlainHttp};
pub use client::{Client, Patience, Proxies, Settings};

use crate::domain::statement::Statement;

/// Why nothing was downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// The address or file that it is about, without credentials.
    pub place: String,
    /// What is wrong.
    pub reason: Statement,
    /// More to be said, such as signatures that weren't counted.
    pub notes: Vec<Statement>,
}

/// Kinds of failures, as the exit codes tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// What was asked for makes no sense.
    Usage,
    /// It could not be fetched, or is no such thing.
    Unavailable,
    /// It was fetched and failed verification.
    Refused,
}

impl Failure {
    /// It could not be fetched, or is no such thing.
    pub fn unavailable(place: impl std::fmt::Display, reason: Statement) -> Self {
        Self { kind: FailureKind::Unavailable, place: place.to_string(), reason, notes: Vec::new() }
    }

    /// It failed verification.
    pub fn refused(place: impl std::fmt::Display, reason: Statement) -> Self {
        Self { kind: FailureKind::Refused, ..Self::unavailable(place, reason) }
    }

    /// It makes no sense.
    pub fn usage(place: impl std::fmt::Display, reason: Statement) -> Self {
        Self { kind: FailureKind::Usage, ..Self::unavailable(place, reason) }
    }
}

/// Who is told how a download goes.
pub trait Watch {
    /// A file begins, of that length where the server says it, and goes on
    /// from that byte where a part of it was there already.
    fn begins(&mut self, file: &str, total: Option<u64>, from: u64);

    /// So many more bytes came.
    fn moves(&mut self, bytes: u64);

    /// An attempt failed and another follows.
    fn waits(&mut self, file: &str, reason: &Statement);
}
