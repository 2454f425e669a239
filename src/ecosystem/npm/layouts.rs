//! A lockfile with both layouts: whether the older one installs anything that
//! the newer one doesn't list.
//!
//! npm before 7 reads `dependencies`, later ones `packages`. npm writes both
//! from one tree, so what differs was edited by hand.

use std::borrow::Cow;
use std::collections::HashMap;

use super::entry;
use super::installed::{Tree, can_exist};
use super::nested::is_address;
use crate::messages::ecosystem as say;
use crate::source::json::Value;
use crate::source::shorten;

/// Holds every entry of `dependencies` against `packages`.
pub(super) fn compare<'doc>(packages: Value<'doc>, dependencies: Value<'doc>, tree: &mut Tree<'doc>) {
    let folders: HashMap<Cow<'_, str>, Value<'_>> =
        packages.members().filter_map(|(key, fields)| Some((key.text()?, fields))).collect();
    let mut waiting = vec![(String::new(), dependencies)];
    while let Some((parent, listed)) = waiting.pop() {
        for (key, fields) in listed.members() {
            let name = key.text().unwrap_or_default();
            let above = if parent.is_empty() { String::new() } else { format!("{parent}/") };
            let folder = format!("{above}node_modules/{name}");
            if !can_exist(&folder) {
                tree.error(key.error(say::npm_folder(shorten(&folder))));
                continue;
            }
            let listed = folders.get(folder.as_str()).copied();
            if let Some(found) = difference(fields, listed) {
                tree.error(key.error(say::npm_layouts_differ(shorten(&folder), shorten(&found))));
            }
            if let Some(inner) = fields.get("dependencies") {
                // What a link needs stands below the folder that it leads to.
                let target = listed.and_then(super::packages::link_target);
                waiting.push((target.map_or(folder, Cow::into_owned), inner));
            }
        }
    }
}

/// The version that only the older layout states.
fn difference(fields: Value<'_>, listed: Option<Value<'_>>) -> Option<String> {
    let stated = fields.get("version").and_then(Value::text).unwrap_or_default();
    let Some(listed) = listed else { return Some(stated.into_owned()) };
    // An address says the same in other words; the newer layout's is judged.
    if is_address(&stated) || super::packages::link_target(listed).is_some() {
        return None;
    }
    let version = entry::alias(&stated).map_or(Some(&*stated), |(_, version)| version);
    let same = listed.get("version").is_some_and(|other| version.is_some_and(|version| other.is(version)));
    (!same).then(|| stated.into_owned())
}
