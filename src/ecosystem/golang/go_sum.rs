//! `go.sum`: the hashes of modules, beside a `go.mod`.
//!
//! Format: <https://go.dev/ref/mod#go-sum-files>: `module version hash` a line;
//! `version/go.mod` speaks of the module's go.mod alone.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::is_version;
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile, shorten};

/// A line about a module's archive.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) module: String,
    pub(super) version: String,
    /// The base64 behind `h1:`.
    pub(super) hash: String,
    pub(super) span: Range<usize>,
}

/// The lines of a go.sum.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// Archives, in the file's order.
    pub(super) archives: Vec<Sum>,
    /// Positions in `archives`.
    by_module: HashMap<(String, String), usize>,
    /// Modules and versions whose go.mod has a line.
    go_mods: HashSet<(String, String)>,
    /// What could not be read.
    pub(super) errors: Vec<ReadError>,
}

impl Sums {
    pub(super) fn read(file: &SourceFile) -> Self {
        let mut sums = Self::default();
        for line in file.lines() {
            let words: Vec<&str> = line.text.split_whitespace().collect();
            let span = line.start..line.start + line.text.len();
            match words.as_slice() {
                [] => {}
                &[module, version, hash] if is_line(version, hash) => {
                    let archive = version.strip_suffix("/go.mod");
                    let key = (module.to_owned(), archive.unwrap_or(version).to_owned());
                    let hash = hash.strip_prefix("h1:").unwrap_or(hash).to_owned();
                    if archive.is_some() {
                        sums.go_mods.insert(key);
                    } else if !sums.by_module.contains_key(&key) {
                        sums.by_module.insert(key.clone(), sums.archives.len());
                        sums.archives.push(Sum { module: key.0, version: key.1, hash, span });
                    }
                }
                _ => sums.errors.push(file.error(span, say::go_sum_line(shorten(line.text)))),
            }
        }
        sums
    }

    /// The hash of a module's archive.
    pub(super) fn hash(&self, module: &str, version: &str) -> Option<&str> {
        let position = self.by_module.get(&(module.to_owned(), version.to_owned()))?;
        self.archives.get(*position).map(|sum| &*sum.hash)
    }

    /// Whether any line speaks of this module at this version.
    pub(super) fn knows(&self, module: &str, version: &str) -> bool {
        let key = (module.to_owned(), version.to_owned());
        self.go_mods.contains(&key) || self.by_module.contains_key(&key)
    }
}

/// An `h1:` hash is a SHA-256 in base64. Other algorithms are skipped by Go,
/// which has none yet; here they are no line.
fn is_line(version: &str, hash: &str) -> bool {
    let digits = hash.strip_prefix("h1:").and_then(|text| text.strip_suffix('='));
    let sound = digits.is_some_and(|digits| {
        digits.len() == 43
            && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
    });
    sound && is_version(version.strip_suffix("/go.mod").unwrap_or(version))
}
