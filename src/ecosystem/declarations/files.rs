//! The manifests that people edit: what each declares, and on which line.
//!
//! Formats: <https://docs.npmjs.com/cli/configuring-npm/package-json>,
//! <https://doc.rust-lang.org/cargo/reference/manifest.html>,
//! <https://packaging.python.org/en/latest/specifications/pyproject-toml/>,
//! <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files>.

use roxmltree::ParsingOptions;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::component::Ecosystem;
use crate::domain::limits::Limits;
use crate::domain::place::Place;
use crate::ecosystem::pypi::normalised;
use crate::source::json::{Document, Value};
use crate::source::{SourceFile, toml as document};

/// The manifests of one ecosystem.
pub(super) struct Family {
    pub(super) ecosystem: &'static str,
    /// Whether a file is one of them, by its name.
    pub(super) recognises: fn(&str) -> bool,
    /// The form in which names are compared.
    pub(super) normalise: fn(&str) -> String,
    /// Names with their places; `None` for a file that can't be read. A family
    /// without it was read for the inventory.
    pub(super) read: Option<fn(&SourceFile, &Limits) -> Option<Declared>>,
}

/// Names as written, with their places.
type Declared = Vec<(String, Place)>;

pub(super) static FAMILIES: &[Family] = &[
    Family {
        ecosystem: Ecosystem::NPM,
        recognises: |name| name == "package.json",
        normalise: str::to_owned,
        read: Some(package_json),
    },
    Family {
        ecosystem: Ecosystem::CRATES_IO,
        recognises: |name| name == "Cargo.toml",
        normalise: str::to_owned,
        read: None,
    },
    Family {
        ecosystem: Ecosystem::PYPI,
        recognises: |name| name == "pyproject.toml" || name == "Pipfile",
        normalise: normalised,
        read: Some(pyproject),
    },
    Family {
        ecosystem: Ecosystem::NUGET,
        recognises: |name| {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            ending.is_some_and(|ending| matches!(&*ending, "csproj" | "fsproj" | "vbproj" | "props"))
        },
        normalise: str::to_lowercase,
        read: Some(project),
    },
];

/// An alias (`npm:name@range`) declares the package behind it.
fn package_json(file: &SourceFile, limits: &Limits) -> Option<Declared> {
    let document = Document::parse(file, limits).ok()?;
    let lists = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
    let entries = lists.into_iter().filter_map(|list| document.root().get(list)).flat_map(Value::members);
    let declared = entries.filter_map(|(key, range)| {
        let range = range.text();
        let alias = range.as_deref().and_then(|range| range.strip_prefix("npm:"));
        let name = match alias {
            Some(alias) => alias
                .rsplit_once('@')
                .filter(|(name, _)| !name.is_empty())
                .map_or(alias, |(name, _)| name)
                .to_owned(),
            None => key.text()?.into_owned(),
        };
        Some((name, key.place()))
    });
    Some(declared.collect())
}

/// `pyproject.toml` with the tables of PEP 621, PEP 735, Poetry and uv; and
/// `Pipfile`.
fn pyproject(file: &SourceFile, _: &Limits) -> Option<Declared> {
    let document = document::parse(file).ok()?;
    let project = table(&document, "project");
    let tool = table(&document, "tool");
    let poetry = tool.and_then(|tool| table(tool, "poetry"));
    let lists = [
        project.and_then(|project| project.get("dependencies")),
        tool.and_then(|tool| table(tool, "uv")).and_then(|uv| uv.get("dev-dependencies")),
    ];
    let groups =
        [project.and_then(|it| table(it, "optional-dependencies")), table(&document, "dependency-groups")];
    let groups = groups.into_iter().flatten().flat_map(DeTable::values);
    let lists = lists.into_iter().flatten().chain(groups).filter_map(|list| list.get_ref().as_array());
    let listed = lists.flat_map(|list| list.iter()).filter_map(|entry| listed(entry, file));
    let poetry_groups =
        poetry.and_then(|poetry| table(poetry, "group")).into_iter().flat_map(DeTable::values);
    let poetry_groups = poetry_groups.filter_map(|group| table(group.get_ref().as_table()?, "dependencies"));
    let tables = [
        poetry.and_then(|poetry| table(poetry, "dependencies")),
        poetry.and_then(|poetry| table(poetry, "dev-dependencies")),
        table(&document, "packages"),
        table(&document, "dev-packages"),
    ];
    let keys = tables.into_iter().flatten().chain(poetry_groups).flat_map(DeTable::keys);
    let keyed = keys.map(|key| (key.get_ref().to_string(), file.place(key.span())));
    Some(listed.chain(keyed).collect())
}

/// A requirement begins with its name (PEP 508).
fn listed(entry: &Spanned<DeValue<'_>>, file: &SourceFile) -> Option<(String, Place)> {
    let text = entry.get_ref().as_str()?.trim_start();
    let ends = |c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c));
    let name = text.get(..text.find(ends).unwrap_or(text.len()))?;
    (!name.is_empty()).then(|| (name.to_owned(), file.place(entry.span())))
}

/// `PackageReference` of projects, `PackageVersion` of centrally managed ones.
fn project(file: &SourceFile, _: &Limits) -> Option<Declared> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1 << 20, ..ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(file.text(), options).ok()?;
    let is_package =
        |name: &str| matches!(name, "PackageReference" | "PackageVersion" | "GlobalPackageReference");
    let nodes = document.descendants().filter(|node| is_package(node.tag_name().name()));
    let names = nodes.filter_map(|node| {
        let name = node.attribute_node("Include").or_else(|| node.attribute_node("Update"))?;
        Some((name.value().to_owned(), file.place(name.range())))
    });
    Some(names.collect())
}

fn table<'table, 'file>(parent: &'table DeTable<'file>, key: &str) -> Option<&'table DeTable<'file>> {
    parent.get(key)?.get_ref().as_table()
}

#[cfg(test)]
mod tests {
    use super::FAMILIES;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::source::SourceFile;

    /// `name line` of all that a manifest of that name declares.
    fn declared(name: &str, text: &str) -> Vec<String> {
        let path = TreePath::new(name).expect("a sound path");
        let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
        let family = FAMILIES.iter().find(|family| (family.recognises)(name)).expect("a family");
        let read = family.read.expect("a family that is read here");
        let found = read(&file, &Limits::DEFAULT).unwrap_or_default();
        let line = |place: &crate::domain::place::Place| place.region.expect("a region").start.line;
        found.iter().map(|(name, place)| format!("{} {}", (family.normalise)(name), line(place))).collect()
    }

    #[test]
    fn npm_s_lists_and_aliases() {
        let text = "{\"dependencies\": {\n\"a\": \"^1\",\n\"b\": \"npm:@real/b@1\"},\n\"devDependencies\": {\n\"c\": \"*\"}}";
        assert_eq!(declared("package.json", text), ["a 2", "@real/b 3", "c 5"]);
        assert_eq!(declared("package.json", "{"), [""; 0]);
    }

    #[test]
    fn python_s_lists_and_tables() {
        let text = "[project]\ndependencies = [\n\"Zope.Interface>=1\",\n\"b[x]; marker\",\n]\n\
                    [dependency-groups]\ndev = [\"c~=1\", {include-group = \"x\"}]\n\
                    [tool.poetry.group.test.dependencies]\nD = \"^1\"\n";
        let mut found = declared("pyproject.toml", text);
        found.sort();
        assert_eq!(found, ["b 4", "c 7", "d 9", "zope-interface 3"]);
        assert_eq!(declared("Pipfile", "[packages]\nA_b = \"*\"\n"), ["a-b 2"]);
    }

    #[test]
    fn dotnet_s_references() {
        let text = "<Project>\n<ItemGroup>\n<PackageReference Include=\"A.B\" Version=\"1\" />\n\
                    <PackageVersion\n  Include=\"C\" />\n<Other Include=\"D\" /></ItemGroup></Project>";
        assert_eq!(declared("x.csproj", text), ["a.b 3", "c 5"]);
        assert_eq!(declared("Directory.Packages.props", "<Project>"), [""; 0]);
    }
}
