//! `poetry.lock`, lock versions 1.0 to 2.1.
//!
//! Format: <https://python-poetry.org/docs/basic-usage/#committing-your-poetrylock-file-to-version-control>;
//! it isn't specified. The lock leaves out the project itself: what it asks
//! for, and for development only, stands in `pyproject.toml` beside it.
//! Versions 1.0 and 1.1 keep hashes in `[metadata.files]`; `category` (to 1.1)
//! and `groups` (from 2.1) tell the scope.

use std::collections::{BTreeSet, HashMap};

use toml::de::{DeTable, DeValue};

use super::fields::{Fields, Text, Value};
use super::freshness::{self, Leaves};
use super::graph::{Graph, Package, Want};
use super::name::normalised;
use super::own_packages::{self, Own};
use super::pyproject::{self, Wishes};
use crate::domain::component::{IntegrityHash, Occurrence, Origin, Relation, Scope};
use crate::domain::inventory::Reading;
use crate::ecosystem::{Reader, Surroundings, local_origin};
use crate::messages::{ecosystem as say, source};
use crate::source::{ReadError, SourceFile, shorten, toml as document};

/// The newest version of the format that is known here, before its first dot.
/// Poetry itself reads any later version with the same beginning.
const NEWEST: &str = "2";

/// The row of this format.
pub static READER: Reader =
    Reader { id: "pypi/poetry-lock", recognises: |path| path.file_name() == "poetry.lock", read };

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    if file.text().trim().is_empty() {
        return Err(ReadError { place: file.whole(), message: source::empty_file("`[metadata]`") });
    }
    let table = document::parse(file)?;
    let mut errors = Vec::new();
    let mut fields = Fields { file, files: surroundings.files, table: &table, errors: &mut errors };
    let mut graph = Graph::new(file);
    let hashes = check_metadata(&mut fields);
    let mut states_scope = false;
    let mut owns = Vec::new();
    for (package, span) in fields.tables("package") {
        let mut fields = fields.on(package);
        states_scope |= package.contains_key("category") || package.contains_key("groups");
        if package.contains_key("name") {
            owns.extend(own(&fields));
            read_package(&mut fields, &mut graph, &hashes);
        } else {
            fields.errors.push(file.error(span, source::missing_field("name")));
        }
    }
    // What an entry asks for and isn't there is for another platform or an
    // extra that nobody asks for: Poetry leaves it out.
    graph.draw_edges();
    match pyproject::wishes(file, surroundings) {
        Ok(Some(wishes)) => {
            let (shipping, development) = asked(&wishes, &graph);
            graph.mark_direct(&[shipping.as_slice(), development.as_slice()].concat());
            if !states_scope {
                graph.mark_development(&shipping, &development);
            }
            freshness::compare(&mut graph, &wishes, &Leaves { out: &|_| false, command: "poetry lock" });
        }
        Ok(None) => unstate(&mut graph.reading.occurrences),
        Err(error) => {
            graph.errors(vec![error]);
            unstate(&mut graph.reading.occurrences);
        }
    }
    graph.errors(errors);
    graph.errors(own_packages::look(&owns, file, surroundings).errors);
    Ok(graph.reading)
}

/// Without the manifest nobody knows what is direct.
fn unstate(occurrences: &mut [Occurrence]) {
    for occurrence in occurrences.iter_mut().filter(|found| found.origin != Origin::FirstParty) {
        occurrence.relation = Relation::Unstated;
    }
}

/// The entries that the manifest asks for, to ship and for development.
fn asked(wishes: &Wishes, graph: &Graph<'_>) -> (Vec<usize>, Vec<usize>) {
    let meant = |names: &BTreeSet<String>| {
        let wants = names.iter().map(|name| Want { name: name.clone(), version: None, span: 0..0 });
        wants.flat_map(|want| graph.meant_by(&want).to_vec()).collect()
    };
    (meant(&wishes.shipping), meant(&wishes.development))
}

/// `[metadata]`: the version of the format, and the hashes of versions 1.0 and
/// 1.1, by package. It ends the file, so a lock without it is cut off.
fn check_metadata(fields: &mut Fields<'_, '_>) -> HashMap<String, Vec<IntegrityHash>> {
    let mut hashes = HashMap::new();
    let Some(metadata) = fields.table("metadata") else {
        if !fields.table.contains_key("metadata") {
            let error = ReadError { place: fields.file.end(), message: source::missing_field("metadata") };
            fields.errors.push(error);
        }
        return hashes;
    };
    let mut metadata = fields.on(metadata);
    let version = metadata.text("lock-version");
    let begins = version.as_ref().and_then(|version| version.text.split('.').next());
    if !begins.is_some_and(|begins| ["1", NEWEST].contains(&begins)) {
        metadata.errors.push(match version {
            Some(Text { text, span }) => {
                metadata.file.error(span, say::poetry_lock_version(shorten(text), NEWEST))
            }
            None => ReadError { place: metadata.file.end(), message: source::missing_field("lock-version") },
        });
    }
    if let Some(files) = metadata.table.get("files").and_then(|files| files.get_ref().as_table()) {
        let mut files = metadata.on(files);
        for name in files.table.keys() {
            let found = file_hashes(&mut files, name.get_ref());
            hashes.insert(normalised(name.get_ref()), found);
        }
    }
    hashes
}

/// An entry that names a folder.
fn own(fields: &Fields<'_, '_>) -> Option<Own> {
    let text = |table: &DeTable<'_>, key: &str| Some(table.get(key)?.get_ref().as_str()?.to_owned());
    let source = fields.table.get("source")?.get_ref().as_table()?;
    let name = fields.table.get("name")?;
    (text(source, "type")? == "directory").then_some(())?;
    Some(Own { name: normalised(name.get_ref().as_str()?), folder: text(source, "url")?, span: name.span() })
}

fn file_hashes(fields: &mut Fields<'_, '_>, key: &str) -> Vec<IntegrityHash> {
    fields.tables(key).into_iter().filter_map(|(file, _)| fields.on(file).hash()).collect()
}

fn read_package<'doc>(
    fields: &mut Fields<'doc, '_>,
    graph: &mut Graph<'doc>,
    listed: &HashMap<String, Vec<IntegrityHash>>,
) {
    let Some(name) = fields.text("name") else { return };
    let version = fields.text("version").map(|version| version.text);
    let origin = origin(fields);
    let mut hashes = file_hashes(fields, "files");
    if hashes.is_empty() {
        hashes = listed.get(&normalised(name.text)).cloned().unwrap_or_default();
    }
    let scope = scope(fields);
    let wanted = wants(fields);
    let first_party = origin == Origin::FirstParty;
    let package = Package { name: name.text, version, origin, hashes, span: name.span };
    let position = graph.add(package, wanted);
    if let Some(occurrence) = graph.reading.occurrences.get_mut(position) {
        occurrence.scope = scope;
    }
    if version.is_none() && !first_party {
        graph.unresolved(position, say::python_without_version(shorten(name.text), "poetry lock"));
    }
}

/// `category = "dev"`, or `groups` without `main`.
fn scope(fields: &mut Fields<'_, '_>) -> Scope {
    let groups: Vec<&Value<'_>> = fields.list("groups").collect();
    let is = |value: &&Value<'_>, name: &str| value.get_ref().as_str() == Some(name);
    let ships = groups.is_empty() || groups.iter().any(|group| is(group, "main"));
    let development = fields.text("category").is_some_and(|category| category.text == "dev");
    if development || !ships { Scope::Development } else { Scope::Runtime }
}

fn origin(fields: &mut Fields<'_, '_>) -> Origin {
    let Some(table) = fields.table("source") else { return Origin::Registry { url: None } };
    let mut stated = fields.on(table);
    let kind = stated.text("type").map_or("", |kind| kind.text);
    let Some(url) = stated.text("url") else {
        let error = ReadError { place: stated.file.whole(), message: source::missing_field("url") };
        stated.errors.push(error);
        return Origin::Unstated;
    };
    let text = url.text;
    match kind {
        "legacy" | "pypi" => Origin::Registry { url: Some(text.into()) },
        "git" => {
            let revision = stated.text("resolved_reference").or_else(|| stated.text("reference"));
            Origin::Git { url: text.into(), revision: revision.map(|revision| revision.text.into()) }
        }
        "url" | "file" => Origin::Archive { url: text.into() },
        "directory" => local_origin(stated.files, &stated.file.path(), text),
        other => {
            stated.errors.push(stated.file.error(url.span, say::poetry_source(shorten(other))));
            Origin::Unstated
        }
    }
}

fn wants(fields: &mut Fields<'_, '_>) -> Vec<Want> {
    let Some(listed) = fields.table("dependencies") else { return Vec::new() };
    let listed: &DeTable<'_> = listed;
    let names = listed.iter().filter(|(_, value)| {
        matches!(value.get_ref(), DeValue::String(_) | DeValue::Table(_) | DeValue::Array(_))
    });
    names
        .map(|(name, _)| Want { name: normalised(name.get_ref()), version: None, span: name.span() })
        .collect()
}
