//! Nested `dependencies` of lockfile version 1 and of `npm-shrinkwrap.json`
//! before it.
//!
//! `requires` names what an entry needs, optional packages among them. The
//! project's own wishes stand only in `package.json` beside the lockfile:
//! where that can't be read, nothing is called direct or transitive.

use super::entry::{self, Named};
use super::installed::{Need, Tree, Want, can_exist};
use super::manifest;
use crate::domain::component::{Origin, Relation, Version};
use crate::ecosystem::Surroundings;
use crate::messages::{ecosystem as say, source};
use crate::source::json::{Kind, Value};
use crate::source::shorten;

pub(super) fn read<'doc>(
    listed: Option<Value<'doc>>,
    surroundings: &Surroundings<'_>,
    tree: &mut Tree<'doc>,
) {
    let direct = match manifest::wishes_of_version_1(listed, tree.file(), surroundings) {
        Ok(Some(asks)) => {
            for gap in asks.gaps {
                tree.gap(gap);
            }
            Some(asks.names)
        }
        Ok(None) => None,
        Err(error) => {
            tree.error(error);
            None
        }
    };
    // A list of what is still to be read, because files nest as deep as policy lets them.
    let mut waiting: Vec<_> = listed.into_iter().map(|listed| (String::new(), listed)).collect();
    while let Some((parent, listed)) = waiting.pop() {
        for (key, fields) in listed.members() {
            let name = key.text().unwrap_or_default();
            let folder = if parent.is_empty() {
                format!("node_modules/{name}")
            } else {
                format!("{parent}/node_modules/{name}")
            };
            if let Err(error) = fields.as_object(&name) {
                tree.error(error);
                continue;
            }
            if !can_exist(&folder) {
                tree.error(key.error(say::npm_folder(shorten(&folder))));
                continue;
            }
            let relation = match &direct {
                Some(names) if parent.is_empty() && names.contains(&*name) => Relation::Direct,
                Some(_) => Relation::Transitive,
                None => Relation::Unstated,
            };
            if let Ok(Some(inner)) = fields.optional_object("dependencies").map_err(|error| tree.error(error))
            {
                waiting.push((folder.clone(), inner));
            }
            add(key, fields, tree, Spot { folder, relation });
        }
    }
    tree.in_file_order();
}

/// Where an entry stands in the tree.
struct Spot {
    folder: String,
    relation: Relation,
}

fn add<'doc>(key: Value<'doc>, fields: Value<'doc>, tree: &mut Tree<'doc>, spot: Spot) {
    let key_name = key.text().unwrap_or_default();
    let stated = entry::text(fields, "version", tree);
    let resolved = entry::text(fields, "resolved", tree);
    let (name, version) = match stated.as_deref() {
        Some(alias) if alias.starts_with("npm:") => entry::alias(alias).unwrap_or((&key_name, Some(alias))),
        Some(version) if is_address(version) => (&*key_name, None),
        other => (&*key_name, other),
    };
    let address = stated.as_deref().filter(|text| is_address(text));
    let origin = match address {
        Some(address) => entry::origin(Some(address), Named { name, version }, tree),
        None => entry::origin(resolved.as_deref(), Named { name, version }, tree),
    };
    let at = if address.is_some() { "version" } else { "resolved" };
    entry::check_address(fields.get(at), Named { name, version }, tree);
    let mut occurrence = entry::occurrence(key, fields, name, tree);
    occurrence.relation = if origin == Origin::FirstParty { Relation::Direct } else { spot.relation };
    occurrence.origin = origin;
    if let Some(version) = version {
        occurrence.component.version = Version::Exact(version.into());
    } else if occurrence.origin != Origin::FirstParty {
        let message = match address {
            Some(address) => say::npm_address_for_version(name, address),
            None => say::npm_without_version(name),
        };
        tree.unresolved(key.place(), message, &occurrence);
    }
    let wants = wants(fields, tree);
    tree.install(spot.folder, occurrence, wants);
}

fn wants<'doc>(fields: Value<'doc>, tree: &mut Tree<'doc>) -> Vec<Want<'doc>> {
    let Some(listed) = fields.get("requires") else { return Vec::new() };
    match listed.kind() {
        // `true` says that entries have `requires`; `false` that they don't.
        Kind::Boolean => {}
        Kind::Object => {
            return listed.members().map(|(name, range)| Want { name, range, need: Need::May }).collect();
        }
        _ => {
            let message = source::expected_object("requires", listed.found());
            tree.error(listed.error(message));
        }
    }
    Vec::new()
}

/// Version 1 puts the address of a package from elsewhere into `version`.
pub(super) fn is_address(version: &str) -> bool {
    !version.starts_with("npm:") && (version.contains(':') || version.contains('/'))
}
