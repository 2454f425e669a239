//! `pyproject.toml`, `[build-system] requires`: what pip fetches to build the
//! project, before anything of it runs.
//!
//! Format: <https://packaging.python.org/en/latest/specifications/pyproject-toml/#declaring-build-system-dependencies-the-build-system-table>.
//! No lockfile pins it: an entry with `==` is a component like any other, and
//! one without has a gap of its own kind, because next to nobody pins there.
//! What the project itself asks for is for lockfiles to say. Without the table,
//! tools build with a setuptools of their own choice.

use toml::de::{DeTable, DeValue};

use super::pep508;
use super::requirements::what_is_wanted;
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::ecosystem::{Reader, Surroundings};
use crate::messages::{ecosystem as say, source};
use crate::source::{ReadError, SourceFile, shorten, toml as document};

/// The row of this format.
pub static READER: Reader =
    Reader { id: "pypi/pyproject", recognises: |path| path.file_name() == "pyproject.toml", read };

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    let root = document::parse(file)?;
    let mut reading = Reading::default();
    let Some(stated) = root.get("build-system") else { return Ok(reading) };
    let wrong = |value: &toml::Spanned<DeValue<'_>>, expected: &str| {
        let found = shorten(file.text().get(value.span()).unwrap_or_default());
        file.error(value.span(), source::expected(expected, found))
    };
    let table: &DeTable<'_> =
        stated.get_ref().as_table().ok_or_else(|| wrong(stated, "the table `[build-system]`"))?;
    let Some(requires) = table.get("requires") else {
        return Err(file.error(stated.span(), source::missing_field("requires")));
    };
    let listed = requires.get_ref().as_array();
    for entry in listed.ok_or_else(|| wrong(requires, "a list of requirements as `requires`"))? {
        let requirement = entry.get_ref().as_str().and_then(|text| pep508::parse(text.trim()));
        let Some(requirement) = requirement else {
            reading.gaps.push(wrong(entry, "a requirement such as `\"name==version\"`").into());
            continue;
        };
        let (name, version, origin) = what_is_wanted(file, &requirement, surroundings.files);
        let occurrence = Occurrence {
            component: Component { ecosystem: Ecosystem::new(Ecosystem::PYPI), name, version },
            place: file.place(entry.span()),
            origin,
            scope: Scope::Build,
            relation: Relation::Direct,
            hashes: Vec::new(),
            license: None,
            dependencies: Vec::new(),
        };
        reading.gaps.extend(unpinned(&occurrence));
        reading.occurrences.push(occurrence);
    }
    Ok(reading)
}

fn unpinned(occurrence: &Occurrence) -> Option<Gap> {
    let component = &occurrence.component;
    let is_open = component.version.exact().is_none() && occurrence.origin != Origin::FirstParty;
    is_open.then(|| Gap {
        kind: GapKind::UnpinnedBuild,
        place: occurrence.place.clone(),
        reason: say::build_unpinned(shorten(&component.name)),
        component: Some(component.clone()),
    })
}
