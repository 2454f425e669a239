//! The CycloneDX reader beside the format's published schemas and the package
//! URL specification's own cases.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test reads fixtures and real data")]

#[path = "support/files.rs"]
mod files;
#[path = "support/shared.rs"]
mod shared;

use std::path::Path;

use cullis::domain::component::Occurrence;
use cullis::domain::inventory::{Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::ecosystem::take_inventory;
use files::MemoryFiles;
use serde_json::{Value, json};

/// Cases whose documents keep to the format.
const VALID: &[&str] = &["empty", "nested", "no-purl", "one", "several", "several-ecosystems", "versions"];

/// What the schemas refer to.
const SCHEMA_PARTS: &[&str] = &["spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json"];

fn json_of(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("a readable file");
    serde_json::from_str(&text).expect("JSON")
}

fn validator(schemas: &Path, version: &str) -> jsonschema::Validator {
    let base = "http://cyclonedx.org/schema/";
    let parts = SCHEMA_PARTS.iter().map(|name| (format!("{base}{name}"), json_of(&schemas.join(name))));
    let mut registry = jsonschema::Registry::new();
    for (address, part) in parts {
        registry = registry.add(address, part).expect("a sound part");
    }
    let registry = registry.prepare().expect("sound parts");
    let schema = json_of(&schemas.join(format!("cyclonedx-{version}.json")));
    jsonschema::options().with_registry(&registry).build(&schema).expect("a sound schema")
}

#[test]
fn what_the_fixtures_call_sound_is_sound_by_the_published_schemas() {
    let Some(schemas) = shared::shared("schemas") else { return };
    let mut checked = 0;
    for case in VALID {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ecosystem/sbom/cyclonedx").join(case);
        for (path, bytes) in MemoryFiles::of_folder(&folder, "expected.txt").all() {
            let document: Value = serde_json::from_slice(bytes).expect("JSON");
            let version = document["specVersion"].as_str().expect("a version");
            let validator = validator(&schemas, version);
            let errors = validator.iter_errors(&document);
            let errors: Vec<String> =
                errors.map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(errors, [""; 0], "{case}/{path}");
            checked += 1;
        }
    }
    assert_eq!(checked, VALID.len());
}

/// The inventory of one document that has one component with this package URL.
fn inventory(purl: &str) -> Inventory {
    let component = json!({ "type": "library", "name": "named", "purl": purl });
    let document = json!({ "bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component] });
    let path = TreePath::new("bom.json").expect("a sound path");
    let files = MemoryFiles::default().with(&path, document.to_string().into_bytes());
    take_inventory(&files, &Limits::DEFAULT, PassedOver::default())
}

/// The specification's cases that parse a package URL.
fn cases(kind: &str) -> Vec<Value> {
    let Some(folder) = shared::shared("vectors/purl") else { return Vec::new() };
    let all = json_of(&folder.join(format!("{kind}-test.json")));
    let tests = all.get("tests").and_then(Value::as_array).expect("a list").iter();
    tests.filter(|case| case["test_type"] == "parse").cloned().collect()
}

fn spelt(occurrence: &Occurrence) -> (&str, &str, Option<&str>) {
    let component = &occurrence.component;
    (component.ecosystem.as_str(), &component.name, component.version.exact())
}

#[test]
fn package_urls_are_read_as_the_specification_reads_them() {
    let types = [
        ("cargo", "crates.io", "/"),
        ("composer", "Packagist", "/"),
        ("conan", "ConanCenter", "/"),
        ("gem", "RubyGems", "/"),
        ("golang", "Go", "/"),
        ("hex", "Hex", "/"),
        ("maven", "Maven", ":"),
        ("npm", "npm", "/"),
        ("nuget", "NuGet", "/"),
        ("pub", "Pub", "/"),
        ("pypi", "PyPI", "/"),
        ("swift", "SwiftURL", "/"),
    ];
    for (kind, ecosystem, divider) in types {
        for case in cases(kind).iter().filter(|case| case["expected_failure"] == false) {
            let part = |key: &str| case["expected_output"][key].as_str();
            let name = part("name").expect("a name");
            // A Conan namespace is who packed it, and no part of the name in ConanCenter.
            let namespace = part("namespace").filter(|_| kind != "conan");
            let name = namespace.map_or(name.to_owned(), |space| format!("{space}{divider}{name}"));
            let found = inventory(case["input"].as_str().expect("a package URL"));
            let found = found.occurrences.first().map(spelt).expect("an occurrence");
            // Packagist's names are compared without case, so they stay as written.
            let name =
                if kind == "composer" && found.1.eq_ignore_ascii_case(&name) { found.1 } else { &name };
            assert_eq!(found, (ecosystem, name, part("version")), "{case}");
        }
    }
}

#[test]
fn what_the_specification_refuses_is_a_gap_and_still_an_occurrence() {
    for kind in ["specification", "swift"] {
        for case in cases(kind).iter().filter(|case| case["expected_failure"] == true) {
            let found = inventory(case["input"].as_str().expect("text"));
            assert_eq!(found.gaps.len(), 1, "{case}");
            assert_eq!(
                found.occurrences.first().map(spelt),
                Some(("cyclonedx:library", "named", None)),
                "{case}"
            );
        }
    }
}
