//! A mirror laid out as OSV's own export: `<ecosystem>/all.zip` with
//! `<ecosystem>/modified_id.csv` and `<ecosystem>/<id>.json` beside it.

use std::path::Path;

use jiff::Timestamp;

pub use super::ecosystem::{Archive, How};

use super::cache::Cache;
use super::download::Got;
use super::ecosystem::Run;
use super::exchange::Validators;
use super::manifest::{self, Manifest};
use super::{Address, Client, Failure, Watch, listing};
use crate::domain::day::latest_day_of;
use crate::domain::statement::Statement;
use crate::messages;
use crate::signature::{PublicKey, Verified};

/// Whether single records may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Where few have changed.
    ChangesIfFew,
    /// No: archives are fetched whole, whatever is here.
    Whole,
}

/// What is wanted of a mirror.
#[derive(Debug)]
pub struct Request<'run> {
    /// Its address.
    pub address: &'run Address,
    /// The ecosystems that were asked for; none asks for all that it names.
    pub ecosystems: &'run [String],
    /// The ecosystems to take where it names none.
    pub otherwise: &'run [String],
    /// Keys that its manifest has to be signed with; without any it needs none.
    pub keys: &'run [PublicKey],
    /// Where caches of mirrors are.
    pub cache: &'run Path,
    /// Whether single records may be fetched.
    pub extent: Extent,
    /// Now.
    pub now: Timestamp,
}

/// What a mirror gave, in the cache and not verified yet.
#[derive(Debug)]
pub struct Mirrored {
    /// An archive for each ecosystem.
    pub archives: Vec<Archive>,
    manifest: Option<Manifest>,
    cache: Cache,
}

/// Fetches what is wanted.
pub fn fetch(client: &Client, request: &Request<'_>, watch: &mut dyn Watch) -> Result<Mirrored, Failure> {
    if let Some(odd) = request.ecosystems.iter().find(|name| !listing::is_sound_name(name)) {
        let reason = match odd.split_once(':') {
            Some((base, _)) => messages::sync::release_asked(odd, base),
            None => messages::sync::odd_ecosystem(odd),
        };
        return Err(Failure::usage("", reason));
    }
    let cache = Cache::open(request.cache, request.address)?;
    let manifest = if request.keys.is_empty() {
        None
    } else {
        let manifest = manifest::fetch(client, request.address, request.keys, &cache, watch)?;
        let latest = latest_day_of(request.now);
        if manifest.as_of > latest {
            let reason = messages::sync::future(manifest.as_of, latest);
            return Err(Failure::unavailable(request.address.below(&["manifest.json"]), reason));
        }
        Some(manifest)
    };
    let ecosystems = wanted(client, request, manifest.as_ref(), watch)?;
    let run = Run {
        client,
        mirror: request.address,
        cache: &cache,
        manifest: manifest.as_ref(),
        extent: request.extent,
        now: request.now,
    };
    let archives =
        ecosystems.iter().map(|ecosystem| run.fetch(ecosystem, watch)).collect::<Result<_, _>>()?;
    Ok(Mirrored { archives, manifest, cache })
}

fn wanted(
    client: &Client,
    request: &Request<'_>,
    manifest: Option<&Manifest>,
    watch: &mut dyn Watch,
) -> Result<Vec<String>, Failure> {
    if !request.ecosystems.is_empty() {
        let mut names = request.ecosystems.to_vec();
        names.sort();
        names.dedup();
        return Ok(names);
    }
    if let Some(manifest) = manifest {
        let names = manifest.ecosystems();
        // They become the names of folders here, whoever signed them.
        return match names.iter().find(|name| !listing::is_sound_name(name)) {
            Some(odd) => {
                let address = request.address.below(&["manifest.json"]);
                Err(Failure::unavailable(address, messages::sync::odd_ecosystem(odd)))
            }
            None => Ok(names),
        };
    }
    let address = request.address.below(&["ecosystems.txt"]);
    match client.small(&address, &Validators::default(), client.limits.list_bytes, watch)? {
        Got::Whole(_, text) => {
            listing::ecosystems(&text).map_err(|reason| Failure::unavailable(&address, reason))
        }
        Got::Absent | Got::NotModified(_) if request.otherwise.is_empty() => {
            Err(Failure::usage(&address, messages::sync::nothing_named()))
        }
        Got::Absent | Got::NotModified(_) => Ok(request.otherwise.to_vec()),
    }
}

impl Mirrored {
    /// The manifest's number and whose signatures hold, where one was asked for.
    pub fn signed(&self) -> Option<(u64, &Verified)> {
        self.manifest.as_ref().map(|manifest| (manifest.serial.serial, &manifest.verified))
    }

    /// Keeps it for the next time: it was verified, and the database has it.
    pub fn keep(self) -> Result<(), Statement> {
        for archive in &self.archives {
            let new = (archive.how != How::Unchanged).then_some(archive.path.as_path());
            self.cache.keep(&archive.ecosystem, new, &archive.state)?;
        }
        if let Some(manifest) = &self.manifest {
            self.cache.note_serial(&manifest.serial)?;
        }
        self.cache.forget();
        Ok(())
    }

    /// Forgets it: it didn't verify.
    pub fn forget(self) {
        self.cache.forget();
    }
}
