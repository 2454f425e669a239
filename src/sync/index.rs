//! A ready-made index with its signature beside it.

use std::path::{Path, PathBuf};

use super::cache::{Cache, discard};
use super::download::Got;
use super::exchange::Validators;
use super::{Address, Client, Failure, Watch};
use crate::messages;

/// An index in the cache, not verified yet.
#[derive(Debug)]
pub struct Fetched {
    /// Where it is.
    pub path: PathBuf,
    _cache: Cache,
}

impl Fetched {
    /// Removes it: it is installed, or didn't verify.
    pub fn remove(self) {
        discard(&self.path);
    }
}

/// Fetches the signature: `ADDRESS.sig`.
pub fn signature(client: &Client, address: &Address, watch: &mut dyn Watch) -> Result<Vec<u8>, Failure> {
    let beside = address.with_suffix(".sig");
    match client.small(&beside, &Validators::default(), client.limits.signature_bytes, watch)? {
        Got::Whole(_, bytes) => Ok(bytes),
        Got::Absent | Got::NotModified(_) => {
            Err(Failure::refused(&beside, messages::sync::signature_absent()))
        }
    }
}

/// Fetches the index. A part that is left of an earlier attempt is gone on with.
pub fn fetch(
    client: &Client,
    address: &Address,
    cache: &Path,
    watch: &mut dyn Watch,
) -> Result<Fetched, Failure> {
    let cache = Cache::open(cache, address)?;
    let path = cache.new_path("index", "advisories.cullis")?;
    match client.large(address, &Validators::default(), &path, watch)? {
        Got::Whole(..) => Ok(Fetched { path, _cache: cache }),
        Got::Absent | Got::NotModified(_) => {
            Err(Failure::unavailable(address, messages::sync::index_absent()))
        }
    }
}
