//! Overlays: what an organisation adds to public advisories, and takes out of
//! them, in TOML.
//!
//! ```toml
//! [[withdrawal]]                   # a public advisory that isn't followed here
//! id = "GHSA-xxxx-xxxx-xxxx"
//! reason = "our build leaves the module out"
//! by = "application security"
//! date = 2026-11-02
//!
//! [[namespace]]                    # names that no public component may have
//! ecosystem = "npm"
//! name = "@bank/*"                 # `*` stands for any run of characters
//! registries = ["https://packages.example/npm/"]   # who serves them; optional
//!
//! [[alias]]                        # another register's id for the same thing
//! id = "CNVD-2026-12345"
//! of = "CVE-2026-1234"
//!
//! [[advisory]]                     # in-house; larger ones as OSV records beside
//! id = "BANK-2026-0007"
//! summary = "the client logs tokens"
//! ecosystem = "npm"
//! name = "@bank/client"
//! introduced = "0"                 # and `fixed` or `last-affected`, or `versions`
//! fixed = "2.4.1"
//! severity = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N"
//! ```
//!
//! An advisory may further have `kind` (`malicious`, `unmaintained`), `aliases`,
//! `weaknesses`, `url` and `published`.

mod entries;
mod fields;
mod schema;
#[cfg(test)]
mod tests;

pub use schema::schema;

use std::sync::Arc;

use fields::Reading;

use crate::advisory::osv::Record;
use crate::domain::advisory::{Namespace, Withdrawal};
use crate::messages::policy as say;
use crate::source::{self, ReadError, SourceFile};

/// What one overlay file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::advisory) struct Overlay {
    /// Advisories that aren't followed.
    pub(in crate::advisory) withdrawals: Vec<Withdrawal>,
    /// Private names.
    pub(in crate::advisory) namespaces: Vec<Namespace>,
    /// Other registers' ids, each with an id that advisories have.
    pub(in crate::advisory) aliases: Vec<(Arc<str>, Arc<str>)>,
    /// In-house advisories.
    pub(in crate::advisory) advisories: Vec<Record>,
}

const TABLES: &[&str] = &["withdrawal", "namespace", "alias", "advisory"];

/// Reads an overlay. Anything wrong in it refuses it whole.
pub(in crate::advisory) fn read(file: &SourceFile) -> Result<Overlay, Vec<ReadError>> {
    let table = source::toml::parse(file).map_err(|error| vec![error])?;
    let mut reading = Reading::new(file);
    let mut overlay = Overlay::default();
    for (key, value) in &table {
        match key.as_ref().as_ref() {
            "withdrawal" => overlay.withdrawals = entries::withdrawals(&mut reading, value),
            "namespace" => overlay.namespaces = entries::namespaces(&mut reading, value),
            "alias" => overlay.aliases = entries::aliases(&mut reading, value),
            "advisory" => overlay.advisories = entries::advisories(&mut reading, value),
            other => reading.unknown(key.span(), other, TABLES),
        }
    }
    let errors = reading.into_errors();
    if !errors.is_empty() {
        return Err(errors);
    }
    if overlay == Overlay::default() {
        return Err(vec![ReadError {
            place: file.whole(),
            message: say::overlay_empty(TABLES.join("]], [[")),
        }]);
    }
    Ok(overlay)
}
