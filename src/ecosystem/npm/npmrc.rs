//! `.npmrc` beside a lockfile, as far as it decides whether npm reads that.
//!
//! Format: <https://docs.npmjs.com/cli/configuring-npm/npmrc>: `key = value` a
//! line; `;` and `#` begin comments. With `package-lock=false`, or by its older
//! name `shrinkwrap=false`, npm installs by the ranges of `package.json`,
//! whatever the lockfile pins. No other line is read, and none is followed: the
//! file can't lead the gate anywhere.

use super::installed::Tree;
use crate::domain::inventory::{Gap, GapKind};
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::{Line, shorten};

/// Keeps a gap where npm wouldn't read the lockfile. A line by which it would
/// only on some machines (`package-lock=${LOCK}`) counts as one.
pub(super) fn check(surroundings: &Surroundings<'_>, tree: &mut Tree<'_>) {
    let path = tree.file().path().sibling(".npmrc");
    let Some(path) = path.filter(|path| surroundings.files.exists(path)) else { return };
    let file = match open(&path, surroundings) {
        Ok(file) => file,
        Err(error) => return tree.error(error),
    };
    // The last line of a key counts.
    let Some((line, value)) = file.lines().filter_map(setting).last() else { return };
    if value != "true" {
        let reason = say::npm_lock_ignored(shorten(line.text.trim()));
        tree.gap(Gap { kind: GapKind::MissingLockfile, place: line.place(), reason, component: None });
    }
}

/// A line about lockfiles, with its value; a key without one is `true`.
fn setting(line: Line<'_>) -> Option<(Line<'_>, &str)> {
    let (key, value) = line.text.split_once('=').unwrap_or((line.text, "true"));
    let value = value.split([';', '#']).next().unwrap_or_default();
    matches!(bare(key), "package-lock" | "shrinkwrap").then(|| (line, bare(value)))
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
