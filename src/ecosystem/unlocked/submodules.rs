//! `.gitmodules`: repositories that belong in folders of the tree.
//!
//! Format: <https://git-scm.com/docs/gitmodules>. A checkout without them
//! leaves their folders empty, and with them all that they declare.

use crate::domain::inventory::Gap;
use crate::domain::place::TreePath;
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::{SourceFile, shorten};

pub(super) const FILE_NAME: &str = ".gitmodules";

/// A gap for each submodule whose folder is empty.
pub(super) fn gaps(path: &TreePath, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    match open(path, surroundings) {
        Ok(file) => absent(&file, surroundings),
        Err(error) => vec![error.into()],
    }
}

fn absent(file: &SourceFile, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for line in file.lines() {
        let Some(folder) = folder_of(line.text) else { continue };
        let there = file.path().sibling(folder).is_some_and(|folder| surroundings.files.has_below(&folder));
        if !there {
            let span = line.start..line.start + line.text.len();
            gaps.push(file.error(span, say::submodule_absent(shorten(folder))).into());
        }
    }
    gaps
}

/// `path = folder`, which quotes may hold together.
fn folder_of(line: &str) -> Option<&str> {
    let (key, value) = line.split_once('=')?;
    let value = value.trim();
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    (key.trim().eq_ignore_ascii_case("path") && !value.is_empty()).then_some(value)
}
