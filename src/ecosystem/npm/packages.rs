//! `packages` of lockfile versions 2 and 3: entries by their folder.
//!
//! The folder `""` is the project itself; a folder outside `node_modules` is a
//! workspace or another local package; all others are installed packages.

use std::borrow::Cow;
use std::collections::HashSet;

use super::entry::{self, Named};
use super::installed::{Need, Tree, Want, can_exist};
use super::manifest::{self, Entry};
use super::nested::is_address;
use crate::domain::component::{Origin, Relation, Version};
use crate::ecosystem::Surroundings;
use crate::messages::ecosystem as say;
use crate::source::json::Value;
use crate::source::shorten;

pub(super) fn read<'doc>(
    listed: Value<'doc>,
    root: Value<'doc>,
    surroundings: &Surroundings<'_>,
    tree: &mut Tree<'doc>,
) {
    let folders: HashSet<Cow<'_, str>> = listed.members().filter_map(|(key, _)| key.text()).collect();
    for (key, fields) in listed.members() {
        let folder = key.text().unwrap_or_default().into_owned();
        if let Err(error) = fields.as_object(&folder) {
            tree.error(error);
        } else if !can_exist(&folder) {
            tree.error(key.error(say::npm_folder(shorten(&folder))));
        } else if let Some(target) = link_target(fields).filter(|target| folders.contains(target)) {
            tree.link(folder, target.into_owned());
        } else {
            if is_local(&folder) {
                let entry = Entry { folder: &folder, key: Some(key), fields: Some(fields) };
                manifest::compare(entry, tree, surroundings);
            }
            add(key, fields, root, tree, folder);
        }
    }
    if !folders.contains("") {
        manifest::compare(Entry { folder: "", key: None, fields: None }, tree, surroundings);
    }
}

/// The folder that a link leads to.
pub(super) fn link_target(fields: Value<'_>) -> Option<Cow<'_, str>> {
    let is_link = fields.get("link").and_then(Value::boolean) == Some(true);
    fields.get("resolved").filter(|_| is_link)?.text()
}

fn add<'doc>(
    key: Value<'doc>,
    fields: Value<'doc>,
    root: Value<'doc>,
    tree: &mut Tree<'doc>,
    folder: String,
) {
    let stated = entry::text(fields, "name", tree);
    let local = is_local(&folder);
    let link = link_target(fields);
    if let Some(target) = &link {
        tree.error(key.error(say::npm_link_to_nothing(shorten(target))));
    }
    let own_name = match (stated, folder.as_str()) {
        (Some(name), _) => name,
        (None, "") => entry::text(root, "name", tree).unwrap_or_else(|| tree.folder_name().into()),
        (None, path) => entry::name_of_folder(path).into(),
    };
    let stated = entry::text(fields, "version", tree);
    let named = installed_as(&own_name, stated.as_deref());
    let origin = if local || link.is_some() {
        tree.local_origin(link.as_deref().unwrap_or(&folder))
    } else {
        let resolved = entry::text(fields, "resolved", tree);
        entry::check_address(fields.get("resolved"), named, tree);
        let address = stated.as_deref().filter(|version| named.version.is_none() && is_address(version));
        entry::origin(resolved.as_deref().or(address), named, tree)
    };
    let mut occurrence = entry::occurrence(key, fields, named.name, tree);
    occurrence.component.version =
        named.version.map_or(Version::Unstated, |version| Version::Exact(version.into()));
    occurrence.origin = origin;
    if occurrence.origin == Origin::FirstParty {
        occurrence.relation = Relation::Direct;
    } else if occurrence.component.version == Version::Unstated {
        let message = match stated.as_deref() {
            Some(address) if is_address(address) => say::npm_address_for_version(named.name, address),
            _ => say::npm_without_version(named.name),
        };
        tree.unresolved(key.place(), message, &occurrence);
    }
    let wants = wants(fields, &occurrence.origin, tree);
    tree.install(folder, occurrence, wants);
}

/// npm asks for `name@version`, so that an alias or an address in a version's
/// place decides what is installed, as in layout 1.
fn installed_as<'entry>(own_name: &'entry str, version: Option<&'entry str>) -> Named<'entry> {
    match version {
        Some(version) if is_address(version) => Named { name: own_name, version: None },
        Some(version) => match entry::alias(version) {
            Some((name, version)) => Named { name, version },
            None => Named { name: own_name, version: Some(version) },
        },
        None => Named { name: own_name, version: None },
    }
}

/// What stands outside `node_modules` is part of the project's own tree.
fn is_local(folder: &str) -> bool {
    !folder.split('/').any(|part| part == "node_modules")
}

fn wants<'doc>(fields: Value<'doc>, origin: &Origin, tree: &mut Tree<'doc>) -> Vec<Want<'doc>> {
    let own = *origin == Origin::FirstParty;
    let optional_peers = if own { optional_peers(fields) } else { HashSet::new() };
    let mut wants = Vec::new();
    for list in ["dependencies", "optionalDependencies", "peerDependencies", "devDependencies"] {
        // What an installed package needs for its own development isn't installed.
        if list == "devDependencies" && !own {
            continue;
        }
        let left_out = |name: Value<'doc>| match list {
            // npm leaves out what another system needs, and peers on request
            // (`--legacy-peer-deps`); the project's own it locks all the same.
            "optionalDependencies" => !own,
            "peerDependencies" => !own || optional_peers.contains(&name.text().unwrap_or_default()),
            _ => false,
        };
        match fields.optional_object(list) {
            Ok(Some(listed)) => wants.extend(listed.members().map(|(name, range)| Want {
                name,
                range,
                need: if left_out(name) { Need::May } else { Need::Must },
            })),
            Ok(None) => {}
            Err(error) => tree.error(error),
        }
    }
    wants
}

/// `peerDependenciesMeta`: `{ "name": { "optional": true } }`.
fn optional_peers(fields: Value<'_>) -> HashSet<Cow<'_, str>> {
    let listed = fields.get("peerDependenciesMeta").into_iter().flat_map(Value::members);
    let optional = listed.filter(|(_, meta)| meta.get("optional").and_then(Value::boolean) == Some(true));
    optional.filter_map(|(name, _)| name.text()).collect()
}
