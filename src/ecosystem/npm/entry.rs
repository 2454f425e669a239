//! What both layouts of an npm lockfile say of one entry: name, origin,
//! hashes, scope, licence.

use std::borrow::Cow;
use std::sync::Arc;

use super::installed::Tree;
use super::resolved::{Address, address};
use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, StatedLicense, Version,
};
use crate::messages::ecosystem as say;
use crate::source::json::{Kind, Value};
use crate::source::shorten;

/// What an entry calls itself.
#[derive(Clone, Copy)]
pub(super) struct Named<'entry> {
    pub(super) name: &'entry str,
    pub(super) version: Option<&'entry str>,
}

/// The text of a field. Some versions of npm write `false` for what they
/// don't know; anything else but text is an error.
pub(super) fn text<'doc>(fields: Value<'doc>, key: &str, tree: &mut Tree<'doc>) -> Option<Cow<'doc, str>> {
    if fields.get(key).is_some_and(|value| value.boolean() == Some(false)) {
        return None;
    }
    match fields.optional_text(key) {
        Ok(text) => text,
        Err(error) => {
            tree.error(error);
            None
        }
    }
}

/// `@scope/name` of `node_modules/a/node_modules/@scope/name`.
pub(super) fn name_of_folder(folder: &str) -> &str {
    match folder.rsplit_once("node_modules/") {
        Some((_, name)) => name,
        None => folder.rsplit_once('/').map_or(folder, |(_, name)| name),
    }
}

/// The package and version behind `npm:name@version`.
pub(super) fn alias(version: &str) -> Option<(&str, Option<&str>)> {
    let target = version.strip_prefix("npm:")?;
    match target.rsplit_once('@') {
        Some((name, version)) if !name.is_empty() => Some((name, Some(version))),
        _ => Some((target, None)),
    }
}

/// An entry with what doesn't depend on the layout; version, origin and
/// relation are still to be filled in.
pub(super) fn occurrence<'doc>(
    key: Value<'doc>,
    fields: Value<'doc>,
    name: &str,
    tree: &mut Tree<'doc>,
) -> Occurrence {
    // `devOptional` is needed by an optional package too, so it can ship.
    let development = fields.get("dev").and_then(Value::boolean) == Some(true);
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: Arc::from(name),
            version: Version::Unstated,
        },
        place: key.place(),
        origin: Origin::Unstated,
        scope: if development { Scope::Development } else { Scope::Runtime },
        relation: Relation::Transitive,
        hashes: hashes(fields, tree),
        license: license(fields),
        dependencies: Vec::new(),
    }
}

/// Where an installed package comes from. Without an address it is the
/// registry's (npm leaves it out on request), or travels inside another
/// package (`inBundle`), which the registry has under its name and version too.
pub(super) fn origin(resolved: Option<&str>, named: Named<'_>, tree: &Tree<'_>) -> Origin {
    // An empty address names no folder: read as one, it would be the project's own.
    let Some(resolved) = resolved.filter(|address| !address.trim().is_empty()) else {
        return Origin::Registry { url: None };
    };
    let is_archive = [".tgz", ".tar.gz", ".tar"].iter().any(|ending| resolved.ends_with(ending));
    if let Some(path) = resolved.strip_prefix("file:").or_else(|| resolved.strip_prefix("link:")) {
        return if is_archive { Origin::Archive { url: resolved.into() } } else { tree.local_origin(path) };
    }
    let web = resolved.starts_with("https://") || resolved.starts_with("http://");
    if web && matches!(address(resolved, named), Address::OfThis | Address::OfVersion(_)) {
        return Origin::Registry { url: Some(resolved.into()) };
    }
    let (url, revision) = match resolved.split_once('#') {
        Some((url, revision)) => (url, Some(revision.into())),
        None => (resolved, None),
    };
    if web && !is_git_folder(url) {
        return Origin::Archive { url: resolved.into() };
    }
    if web || is_git_address(url) {
        Origin::Git { url: url.into(), revision }
    } else {
        tree.local_origin(resolved)
    }
}

/// An address that states another package, or another version, than the entry:
/// npm installs what the address leads to.
pub(super) fn check_address(stated: Option<Value<'_>>, named: Named<'_>, tree: &mut Tree<'_>) {
    let Some(value) = stated else { return };
    let other = match address(&value.text().unwrap_or_default(), named) {
        Address::OfThis | Address::Elsewhere => return,
        Address::OfVersion(version) => format!("{} {version}", named.name),
        Address::OfAnother(file) => file,
    };
    let own = [named.name, named.version.unwrap_or_default()].join(" ");
    tree.error(value.error(say::npm_address_of_another(shorten(own.trim_end()), shorten(&other))));
}

fn is_git_address(url: &str) -> bool {
    let schemes = ["git+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:"];
    schemes.iter().any(|scheme| url.starts_with(scheme)) || is_git_folder(url)
}

/// Git hosts name repositories so; unlike a file's ending, its case matters.
fn is_git_folder(url: &str) -> bool {
    url.strip_suffix(".git").is_some()
}

/// `integrity`: hashes in the form of the Subresource Integrity specification,
/// section 3.5, several divided by spaces.
fn hashes<'doc>(fields: Value<'doc>, tree: &mut Tree<'doc>) -> Vec<IntegrityHash> {
    let Some(stated) = text(fields, "integrity", tree) else { return Vec::new() };
    let mut hashes = Vec::new();
    for one in stated.split_ascii_whitespace() {
        let parts = one.split_once('-').map(|(algorithm, rest)| (algorithm, rest.split('?').next()));
        match parts {
            Some((algorithm, Some(value))) if !algorithm.is_empty() && !value.is_empty() => {
                hashes.push(IntegrityHash {
                    algorithm: algorithm.to_ascii_lowercase().into(),
                    value: value.into(),
                });
            }
            _ => {
                let at = fields.get("integrity").unwrap_or(fields);
                tree.error(at.error(say::npm_not_integrity(shorten(one))));
            }
        }
    }
    hashes
}

/// `license`: text, or in old packages an object with `type`.
fn license(fields: Value<'_>) -> Option<StatedLicense> {
    let stated = fields.get("license")?;
    let stated = if stated.kind() == Kind::Object { stated.get("type")? } else { stated };
    let text = stated.text()?;
    Some(StatedLicense { text: text.as_ref().into(), place: stated.place() })
}
