//! `uv.lock`, version 1 with every revision to 3.
//!
//! Format: <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>;
//! it isn't specified, its versions are:
//! <https://docs.astral.sh/uv/concepts/resolution/#lockfile-versioning>.
//! A package stands once for each version that some platform resolves to. The
//! lock doesn't tell scopes: what only `dev-dependencies` lead to counts as
//! development. `[package.metadata]` repeats what the project asks for; what it
//! asks for on some machines only may be left out where it stands there.

use toml::de::DeTable;

use std::cmp::Ordering;
use std::collections::HashSet;

use super::fields::Fields;
use super::freshness::{self, Leaves};
use super::graph::{Graph, Package, Want};
use super::name::normalised;
use super::own_packages::{self, Own};
use super::requirement_source::name_and_version;
use crate::domain::component::{Ecosystem, IntegrityHash, Origin};
use crate::domain::inventory::Reading;
use crate::ecosystem::{Reader, Surroundings, local_origin};
use crate::messages::{ecosystem as say, source};
use crate::source::{ReadError, SourceFile, shorten, toml as document};
use crate::version;

/// The newest version of the format that is known here. Revisions of a version
/// only add to it.
const NEWEST: i64 = 1;

/// The row of this format.
pub static READER: Reader =
    Reader { id: "pypi/uv-lock", recognises: |path| path.file_name() == "uv.lock", read };

/// Positions and wishes that the edges begin with.
#[derive(Default)]
struct Roots {
    own: Vec<usize>,
    shipping: Vec<Want>,
    development: Vec<(Option<usize>, Want)>,
    /// Entries that name a folder.
    folders: Vec<Own>,
    /// What own packages ask for by the lock itself: owner and name.
    metadata: HashSet<(String, String)>,
}

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    if file.text().trim().is_empty() {
        return Err(ReadError { place: file.whole(), message: source::empty_file("`version`") });
    }
    let table = document::parse(file)?;
    let mut errors = Vec::new();
    let mut fields = Fields { file, files: surroundings.files, table: &table, errors: &mut errors };
    let mut graph = Graph::new(file);
    let mut roots = Roots::default();
    check_version(&mut fields);
    manifest(&mut fields, &mut roots);
    for (package, span) in fields.tables("package") {
        let mut fields = fields.on(package);
        if fields.table.contains_key("name") {
            read_package(&mut fields, &mut graph, &mut roots);
        } else {
            fields.errors.push(file.error(span, source::missing_field("name")));
        }
    }
    let metadata = std::mem::take(&mut roots.metadata);
    let looked = own_packages::look(&roots.folders, file, surroundings);
    connect(&mut graph, roots);
    graph.errors(errors);
    graph.errors(looked.errors);
    for (owner, wishes) in &looked.wishes {
        let known = |name: &str| metadata.contains(&(owner.clone(), name.to_owned()));
        let out = |asked: &super::pyproject::Asked| asked.conditional && known(&asked.name);
        freshness::compare(&mut graph, wishes, &Leaves { out: &out, command: "uv lock" });
    }
    Ok(graph.reading)
}

fn check_version(fields: &mut Fields<'_, '_>) {
    let Some(value) = fields.table.get("version") else {
        let message = source::missing_field("version");
        fields.errors.push(ReadError { place: fields.file.whole(), message });
        return;
    };
    let number = value.get_ref().as_integer();
    let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    if number != Some(NEWEST) {
        let found = super::fields::found(fields.file, value);
        fields.errors.push(fields.file.error(value.span(), say::uv_lock_version(found, NEWEST)));
    }
}

/// `[manifest]`: what a script, or a workspace without a project, asks for.
fn manifest(fields: &mut Fields<'_, '_>, roots: &mut Roots) {
    let Some(manifest) = fields.table("manifest") else { return };
    let mut manifest = fields.on(manifest);
    roots.shipping.extend(wants(&mut manifest, "requirements"));
    if let Some(groups) = manifest.table("dependency-groups") {
        let mut groups = manifest.on(groups);
        for group in groups.table.keys() {
            let wanted = wants(&mut groups, group.get_ref());
            roots.development.extend(wanted.into_iter().map(|want| (None, want)));
        }
    }
}

fn read_package<'doc>(fields: &mut Fields<'doc, '_>, graph: &mut Graph<'doc>, roots: &mut Roots) {
    let Some(name) = fields.text("name") else { return };
    let version = fields.text("version").map(|version| version.text);
    let origin = origin(fields, &name.span);
    let first_party = origin == Origin::FirstParty;
    roots.folders.extend(folder(fields).map(|folder| Own {
        name: normalised(name.text),
        folder: folder.to_owned(),
        span: name.span.clone(),
    }));
    if let (true, Some(metadata)) = (first_party, fields.table("metadata")) {
        let wanted = metadata_wants(&mut fields.on(metadata));
        roots.metadata.extend(wanted.into_iter().map(|want| (normalised(name.text), want.name)));
    }
    if let (Some(version), Origin::Registry { .. }) = (version, &origin) {
        check_archives(fields, name.text, version);
    }
    let mut wanted = wants(fields, "dependencies");
    // The lock lists only the extras that something asks for.
    if let Some(extras) = fields.table("optional-dependencies") {
        let mut extras = fields.on(extras);
        for extra in extras.table.keys() {
            wanted.extend(wants(&mut extras, extra.get_ref()));
        }
    }
    let hashes = hashes(fields);
    let package = Package { name: name.text, version, origin, hashes, span: name.span };
    let position = graph.add(package, wanted);
    if first_party {
        roots.own.push(position);
        if let Some(groups) = fields.table("dev-dependencies") {
            let mut groups = fields.on(groups);
            for group in groups.table.keys() {
                let wanted = wants(&mut groups, group.get_ref());
                roots.development.extend(wanted.into_iter().map(|want| (Some(position), want)));
            }
        }
    } else if version.is_none() {
        graph.unresolved(position, say::python_without_version(shorten(name.text), "uv lock"));
    }
}

/// The folder of an entry that has one.
fn folder<'doc>(fields: &Fields<'doc, '_>) -> Option<&'doc str> {
    let source = fields.table.get("source")?.get_ref().as_table()?;
    ["editable", "virtual", "directory"].iter().find_map(|key| source.get(*key)?.get_ref().as_str())
}

/// `requires-dist`, and `requires-dev` by group.
fn metadata_wants(metadata: &mut Fields<'_, '_>) -> Vec<Want> {
    let mut wanted = wants(metadata, "requires-dist");
    if let Some(groups) = metadata.table("requires-dev") {
        let mut groups = metadata.on(groups);
        for group in groups.table.keys() {
            wanted.extend(wants(&mut groups, group.get_ref()));
        }
    }
    wanted
}

/// uv installs the archives that the lock names, whatever the entry is called.
fn check_archives(fields: &mut Fields<'_, '_>, name: &str, version: &str) {
    let sdist: Option<&DeTable<'_>> = fields.table("sdist");
    let wheels = fields.tables("wheels").into_iter().map(|(wheel, _)| wheel);
    let tables: Vec<&DeTable<'_>> = sdist.into_iter().chain(wheels).collect();
    for table in tables {
        let mut archive = fields.on(table);
        let stated = ["url", "path", "filename"].into_iter().find_map(|key| archive.text(key));
        let Some(stated) = stated else { continue };
        let end = stated.text.find(['?', '#']).unwrap_or(stated.text.len());
        let path = stated.text.get(..end).unwrap_or_default();
        let file_name = path.rsplit_once('/').map_or(path, |(_, file_name)| file_name);
        let is_of = |(other, number): (&str, &str)| {
            let order = version::compare(Ecosystem::PYPI, &number.replace("%2B", "+"), version);
            normalised(other) == normalised(name) && matches!(order, Ok(Ordering::Equal) | Err(_))
        };
        if name_and_version(file_name).is_some_and(|found| !is_of(found)) {
            let own = shorten(&format!("{name} {version}"));
            let message = say::python_archive_of_another(own, shorten(file_name));
            archive.errors.push(archive.file.error(stated.span, message));
        }
    }
}

fn origin(fields: &mut Fields<'_, '_>, name: &std::ops::Range<usize>) -> Origin {
    let Some(table) = fields.table("source") else {
        if !fields.table.contains_key("source") {
            fields.errors.push(fields.file.error(name.clone(), source::missing_field("source")));
        }
        return Origin::Unstated;
    };
    let mut stated = fields.on(table);
    if let Some(url) = stated.text("registry") {
        return Origin::Registry { url: Some(url.text.into()) };
    }
    if let Some(url) = stated.text("git") {
        let (url, revision) = match url.text.split_once('#') {
            Some((url, revision)) => (url, Some(revision.into())),
            None => (url.text, None),
        };
        return Origin::Git { url: url.into(), revision };
    }
    if let Some(archive) = stated.text("url").or_else(|| stated.text("path")) {
        return Origin::Archive { url: archive.text.into() };
    }
    for key in ["editable", "virtual", "directory"] {
        if let Some(folder) = stated.text(key) {
            return local_origin(fields.files, &fields.file.path(), folder.text);
        }
    }
    let keys: Vec<&str> = table.keys().map(|key| &**key.get_ref()).collect();
    fields.errors.push(fields.file.error(name.clone(), say::uv_source(shorten(&keys.join(", ")))));
    Origin::Unstated
}

fn wants(fields: &mut Fields<'_, '_>, key: &str) -> Vec<Want> {
    let mut wanted = Vec::new();
    for (table, span) in fields.tables(key) {
        let mut fields = fields.on(table);
        if let Some(name) = fields.text("name") {
            let version = fields.text("version").map(|version| version.text.to_owned());
            wanted.push(Want { name: normalised(name.text), version, span: name.span });
        } else if !table.contains_key("name") {
            fields.errors.push(fields.file.error(span, source::missing_field("name")));
        }
    }
    wanted
}

fn hashes(fields: &mut Fields<'_, '_>) -> Vec<IntegrityHash> {
    let source: Option<&DeTable<'_>> = fields.table("sdist");
    let wheels = fields.tables("wheels").into_iter().map(|(wheel, _)| wheel);
    source.into_iter().chain(wheels).filter_map(|file| fields.on(file).hash()).collect()
}

fn connect(graph: &mut Graph<'_>, roots: Roots) {
    let mut lacking = graph.draw_edges();
    let mut shipping = roots.own.clone();
    for want in &roots.shipping {
        shipping.extend(graph.meant_by(want));
    }
    let mut development = Vec::new();
    for (owner, want) in roots.development {
        let meant = graph.meant_by(&want).to_vec();
        development.push((owner, meant.clone()));
        if let (Some(owner), true) = (owner, meant.is_empty()) {
            lacking.push((owner, want));
        }
    }
    let developing: Vec<usize> = development.iter().flat_map(|(_, meant)| meant).copied().collect();
    graph.mark_development(&shipping, &developing);
    for (owner, meant) in development {
        if let Some(owner) = owner {
            graph.add_edges(owner, &meant);
        }
    }
    let mut direct = [shipping, developing].concat();
    for own in roots.own {
        let asked = graph.reading.occurrences.get(own).map(|own| own.dependencies.clone());
        direct.extend(asked.unwrap_or_default());
    }
    graph.mark_direct(&direct);
    report(graph, lacking, &direct);
}

/// uv locks all that is asked for and nothing else, so a lock with a loose end
/// is cut off or was edited by hand.
fn report(graph: &mut Graph<'_>, lacking: Vec<(usize, Want)>, roots: &[usize]) {
    for (position, want) in lacking {
        let Some(occurrence) = graph.reading.occurrences.get(position) else { continue };
        let package = shorten(&occurrence.component.name);
        let message = say::lock_lacks_dependency(package, shorten(&want.name));
        graph.errors(vec![graph.file.error(want.span, message)]);
    }
    let reached = graph.reached_from(roots);
    let entries = graph.reading.occurrences.iter().zip(reached);
    let loose: Vec<ReadError> = entries
        .filter(|(_, reached)| !reached)
        .map(|(loose, _)| ReadError {
            place: loose.place.clone(),
            message: say::python_unneeded(shorten(&loose.component.name), "uv lock"),
        })
        .collect();
    graph.errors(loose);
}
