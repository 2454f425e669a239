//! `package-lock.json` and `npm-shrinkwrap.json`, lockfile versions 1 to 3.
//!
//! Format: <https://docs.npmjs.com/cli/configuring-npm/package-lock-json>.
//! Version 1 nests `dependencies`; version 3 lists `packages` by folder;
//! version 2 has both: `packages` is read, and what only the other lists is a gap.
//! An entry with `link` is another name of an entry that stands beside it and
//! isn't counted again.

use super::installed::Tree;
use super::{layouts, nested, npmrc, packages};
use crate::domain::inventory::Reading;
use crate::domain::place::TreePath;
use crate::ecosystem::{Reader, Surroundings};
use crate::messages::{ecosystem as say, source};
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile};

/// The newest version of the format that is known here.
const NEWEST: u64 = 3;

/// The row of this format.
pub static READER: Reader = Reader { id: "npm/package-lock", recognises, read };

fn recognises(path: &TreePath) -> bool {
    matches!(path.file_name(), "package-lock.json" | "npm-shrinkwrap.json")
}

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let root = document.root().as_object("package-lock.json")?;
    let mut tree = Tree::new(file, surroundings.files);
    check_version(root, &mut tree);
    npmrc::check(surroundings, &mut tree);
    let version_1 = root.get("lockfileVersion").is_some_and(|version| version.raw() == "1");
    let listed = root.get("packages").map(|listed| listed.as_object("packages")).transpose()?;
    let nested = root.get("dependencies").map(|listed| listed.as_object("dependencies")).transpose()?;
    // npm of version 1 doesn't look at `packages`, so an empty one says nothing.
    let listed =
        listed.filter(|listed| !(version_1 && nested.is_some() && listed.members().next().is_none()));
    match (listed, nested) {
        (Some(listed), nested) => {
            packages::read(listed, root, surroundings, &mut tree);
            if let Some(nested) = nested {
                layouts::compare(listed, nested, &mut tree);
            }
        }
        (None, Some(nested)) => nested::read(Some(nested), surroundings, &mut tree),
        // Before version 2, a project without dependencies has neither.
        (None, None) if version_1 => nested::read(None, surroundings, &mut tree),
        (None, None) => return Err(root.error(source::missing_field("packages"))),
    }
    Ok(tree.finish())
}

/// npm before 5 wrote no version into `npm-shrinkwrap.json`.
fn check_version(root: Value<'_>, tree: &mut Tree<'_>) {
    let Some(version) = root.get("lockfileVersion") else { return };
    match version.integer() {
        Some(1..=NEWEST) => {}
        Some(newer) if newer > NEWEST => {
            tree.error(version.error(say::npm_lock_version(newer, NEWEST)));
        }
        _ => tree.error(version.error(say::npm_lock_version_unknown(version.found(), NEWEST))),
    }
}
