//! A mirror's signed manifest: which files it has, and what day they stand for.
//!
//! ```json
//! {"format": "cullis-mirror-v1", "serial": 7, "as-of": "2026-11-25",
//!  "files": {"npm/all.zip": {"sha256": "6d0c…", "bytes": 28849}}}
//! ```
//!
//! `manifest.json.sig` beside it is a signature file whose statement is
//! `cullis-manifest-v1` and the digest of these bytes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::cache::{Cache, Serial};
use super::download::Got;
use super::exchange::Validators;
use super::{Address, Client, Failure, Watch};
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;
use crate::signature::{self, ManifestStatement, PublicKey, Verified};

/// The format that is read.
const FORMAT: &str = "cullis-mirror-v1";

/// A manifest that holds.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) serial: Serial,
    pub(super) as_of: Date,
    pub(super) verified: Verified,
    files: BTreeMap<String, Digest>,
}

impl Manifest {
    /// The digest of a file.
    pub(super) fn digest(&self, path: &str) -> Option<Digest> {
        self.files.get(path).copied()
    }

    /// The ecosystems that it has an archive of.
    pub(super) fn ecosystems(&self) -> Vec<String> {
        self.files.keys().filter_map(|path| path.strip_suffix("/all.zip")).map(ToOwned::to_owned).collect()
    }
}

/// A manifest's own words.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Raw {
    format: String,
    pub(super) serial: u64,
    #[serde(rename = "as-of")]
    pub(super) as_of: Date,
    pub(super) files: BTreeMap<String, RawFile>,
}

/// What is said of a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct RawFile {
    pub(super) sha256: String,
    /// Its length, for people; the digest is what is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bytes: Option<u64>,
}

impl Raw {
    pub(super) fn new(serial: u64, as_of: Date, files: BTreeMap<String, RawFile>) -> Self {
        Self { format: FORMAT.to_owned(), serial, as_of, files }
    }

    /// Reads the words, of the one format that there is.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Statement> {
        let raw: Self = serde_json::from_slice(bytes).map_err(messages::sync::manifest_unreadable)?;
        if raw.format == FORMAT { Ok(raw) } else { Err(messages::sync::manifest_format(raw.format, FORMAT)) }
    }
}

/// Downloads and verifies a mirror's manifest.
pub(super) fn fetch(
    client: &Client,
    mirror: &Address,
    keys: &[PublicKey],
    cache: &Cache,
    watch: &mut dyn Watch,
) -> Result<Manifest, Failure> {
    let address = mirror.below(&["manifest.json"]);
    let beside = address.with_suffix(".sig");
    let mut get =
        |address: &Address, limit| match client.small(address, &Validators::default(), limit, watch)? {
            Got::Whole(_, bytes) => Ok(bytes),
            Got::Absent | Got::NotModified(_) => {
                Err(Failure::refused(address, messages::sync::manifest_absent()))
            }
        };
    let bytes = get(&address, client.limits.list_bytes)?;
    let signature = get(&beside, client.limits.signature_bytes)?;
    let digest = Digest::of(&bytes);
    let verified = verify(&signature, digest, keys)
        .map_err(|(reason, notes)| Failure { notes, ..Failure::refused(&beside, reason) })?;
    let manifest = read(&bytes, verified, digest).map_err(|reason| Failure::unavailable(&address, reason))?;
    refuse_older(cache.serial().as_ref(), &manifest.serial)
        .map_err(|reason| Failure::refused(&address, reason))?;
    Ok(manifest)
}

fn verify(
    signature: &[u8],
    digest: Digest,
    keys: &[PublicKey],
) -> Result<Verified, (Statement, Vec<Statement>)> {
    let alone = |reason| (reason, Vec::new());
    let blocks = signature::read_file(signature).map_err(alone)?;
    let statement = ManifestStatement { digest }.text();
    let block = blocks.iter().find(|block| block.text == statement);
    let block = block.ok_or_else(|| alone(messages::sync::manifest_unsigned()))?;
    signature::verify(block, keys).map_err(|refusal| (refusal.reason, refusal.ignored))
}

fn read(bytes: &[u8], verified: Verified, digest: Digest) -> Result<Manifest, Statement> {
    let raw = Raw::read(bytes)?;
    let digest_of = |(path, file): (String, RawFile)| match Digest::from_hex(&file.sha256) {
        Some(digest) => Ok((path, digest)),
        None => Err(messages::sync::manifest_digest(path)),
    };
    let files = raw.files.into_iter().map(digest_of).collect::<Result<_, _>>()?;
    let serial = Serial { serial: raw.serial, sha256: digest.to_string() };
    Ok(Manifest { serial, as_of: raw.as_of, verified, files })
}

/// A manifest never goes back, and no number stands for two.
fn refuse_older(last: Option<&Serial>, next: &Serial) -> Result<(), Statement> {
    match last {
        Some(last) if next.serial < last.serial => {
            Err(messages::sync::serial_lower(next.serial, last.serial))
        }
        Some(last) if next.serial == last.serial && next.sha256 != last.sha256 => {
            Err(messages::sync::serial_repeated(next.serial))
        }
        _ => Ok(()),
    }
}
