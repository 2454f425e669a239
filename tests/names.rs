//! The names that readers emit, held against the names that OSV's records have:
//! whoever writes a lockfile chooses how to spell, and the record is found all
//! the same.

#![expect(clippy::expect_used, reason = "a test says what differs")]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/files.rs"]
mod files;

use std::collections::BTreeMap;

use cullis::advisory::{Importer, Index, assess};
use cullis::domain::inventory::{Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::ecosystem::{READERS, take_inventory};
use cullis::rules;
use cullis::store::index_file::IndexBytes;
use files::MemoryFiles;

/// A file of this name with this text is hit by a record of this package.
struct Row {
    file: &'static str,
    text: String,
    ecosystem: &'static str,
    package: &'static str,
}

fn row(file: &'static str, text: impl Into<String>, ecosystem: &'static str, package: &'static str) -> Row {
    Row { file, text: text.into(), ecosystem, package }
}

fn requirement(line: &str) -> Row {
    row("requirements.txt", format!("{line}\n"), "PyPI", "zope-interface")
}

fn built_with(requirement: &str) -> Row {
    let text = format!("[build-system]\nrequires = [\"{requirement}\"]\n");
    row("pyproject.toml", text, "PyPI", "zope-interface")
}

fn poetry(name: &str) -> Row {
    let entry = format!("[[package]]\nname = \"{name}\"\nversion = \"1.0\"\nfiles = []\n");
    row("poetry.lock", format!("{entry}[metadata]\nlock-version = \"2.1\"\n"), "PyPI", "zope-interface")
}

fn uv(name: &str) -> Row {
    let source = "source = { registry = \"https://registry.example/simple\" }";
    let text = format!("version = 1\n\n[[package]]\nname = \"{name}\"\nversion = \"1.0\"\n{source}\n");
    row("uv.lock", text, "PyPI", "zope-interface")
}

fn npm(entry: &str, package: &'static str) -> Row {
    let text = format!("{{\"lockfileVersion\":3,\"packages\":{{{entry}}}}}");
    row("package-lock.json", text, "npm", package)
}

fn npm_1(entry: &str, package: &'static str) -> Row {
    let text = format!("{{\"lockfileVersion\":1,\"dependencies\":{{{entry}}}}}");
    row("package-lock.json", text, "npm", package)
}

fn crates(name: &str) -> Row {
    let source = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let text = format!("version = 4\n\n[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n{source}\n");
    row("Cargo.lock", text, "crates.io", "quill_pen")
}

fn go(lines: &str, package: &'static str) -> Row {
    row("go.mod", format!("module till.example\n\ngo 1.21\n\n{lines}\n"), "Go", package)
}

fn go_work(lines: &str, package: &'static str) -> Row {
    row("go.work", format!("go 1.21\n\n{lines}\n"), "Go", package)
}

fn nuget(name: &str) -> Row {
    let entry = format!("\"{name}\":{{\"type\":\"Direct\",\"resolved\":\"1.0.0\"}}");
    let text = format!("{{\"version\":1,\"dependencies\":{{\"net8.0\":{{{entry}}}}}}}");
    row("packages.lock.json", text, "NuGet", "Newtonsoft.Json")
}

fn swift(location: &str) -> Row {
    let pin =
        format!("{{\"identity\":\"till\",\"kind\":\"remoteSourceControl\",\"location\":\"{location}\",");
    let text = format!("{{\"pins\":[{pin}\"state\":{{\"version\":\"1.0.0\"}}}}],\"version\":2}}");
    row("Package.resolved", text, "SwiftURL", "git.example/acme/till")
}

fn bill(purl: &str, ecosystem: &'static str, package: &'static str) -> Row {
    let text = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\
         \"components\":[{{\"type\":\"library\",\"name\":\"x\",\"purl\":\"{purl}\"}}]}}"
    );
    row("bom.json", text, ecosystem, package)
}

fn python() -> Vec<Row> {
    let lines = [
        "zope-interface==1.0",
        "Zope.Interface==1.0",
        "ZOPE__interface [test] == 1.0 ; python_version > '3'",
        "zope.-_interface===1.0",
        "zope-interface==v1.0",
        "zope.interface @ https://files.example/zope.interface-1.0.tar.gz",
        "https://files.example/Zope_Interface-1.0-py3-none-any.whl",
    ];
    let names = ["zope-interface", "Zope.Interface", "zope__interface"];
    let requirements = lines.into_iter().map(requirement);
    let built = ["Zope.Interface==1.0", "zope__interface [x] === 1.0"].map(built_with);
    requirements.chain(built).chain(names.map(poetry)).chain(names.map(uv)).collect()
}

fn javascript() -> Vec<Row> {
    vec![
        npm("\"node_modules/a\":{\"name\":\"lodash\",\"version\":\"1.0.0\"}", "lodash"),
        npm("\"node_modules/a\":{\"version\":\"npm:lodash@1.0.0\"}", "lodash"),
        npm("\"node_modules/a\":{\"version\":\"npm:@acme/till@1.0.0\"}", "@acme/till"),
        npm("\"node_modules/b/node_modules/@acme/till\":{\"version\":\"1.0.0\"}", "@acme/till"),
        npm("\"node_modules/JSONStream\":{\"version\":\"1.0.0\"}", "JSONStream"),
        npm_1("\"a\":{\"version\":\"npm:lodash@1.0.0\"}", "lodash"),
        npm_1("\"a\":{\"version\":\"npm:@acme/till@1.0.0\"}", "@acme/till"),
    ]
}

fn compiled() -> Vec<Row> {
    let module = "github.com/acme/till";
    let replaced = "require safe.example/x v1.0.0\n\nreplace safe.example/x => github.com/ACME/till v1.0.0";
    let mut rows = vec![
        go("require github.com/acme/till v1.0.0", module),
        go("require github.com/Acme/TILL v1.0.0 // indirect", module),
        go("require (\n\t\"github.com/acme/till\" v1.0.0\n)", module),
        go("require `github.com/acme/till/v2` v2.0.0", "github.com/acme/till/v2"),
        go("require gopkg.in/till.v3 v3.0.0", "gopkg.in/till.v3"),
        go("require code.example/Acme v1.0.0", "code.example/Acme"),
        go(replaced, module),
        go_work("use .\n\nreplace safe.example/x => github.com/ACME/till v1.0.0", module),
    ];
    let locations = [
        "https://git.example/Acme/Till.git",
        "https://user@www.git.example:443/acme//till/",
        "git@git.example:acme/till.git",
        "ssh://git@git.example/acme/%74ill",
    ];
    rows.extend(locations.map(swift));
    rows.extend(["quill_pen", "quill-pen", "Quill-Pen"].map(crates));
    rows.extend(["Newtonsoft.Json", "newtonsoft.json", "NEWTONSOFT.JSON"].map(nuget));
    rows
}

fn bills() -> Vec<Row> {
    [
        ("pkg:pypi/Zope.Interface@1.0", "PyPI", "zope-interface"),
        ("pkg:npm/%40acme/till@1.0.0", "npm", "@acme/till"),
        ("pkg:npm/@acme%2ftill@1.0.0", "npm", "@acme/till"),
        ("pkg:npm/acme/till@1.0.0", "npm", "@acme/till"),
        ("pkg:cargo/Quill-Pen@1.0.0", "crates.io", "quill_pen"),
        ("pkg:golang/github.com%2FAcme%2Ftill@v1.0.0", "Go", "github.com/acme/till"),
        ("pkg:golang/github.com/acme/till/v2@v2.0.0#cmd", "Go", "github.com/acme/till/v2"),
        ("pkg:golang/std@go1.21.0", "Go", "stdlib"),
        ("pkg:golang/stdlib@1.21.0", "Go", "stdlib"),
        ("pkg:nuget/newtonsoft.json@1.0.0", "NuGet", "Newtonsoft.Json"),
        ("pkg:maven/org.acme/Till@1.0?type=jar", "Maven", "org.acme:Till"),
        ("pkg:composer/Acme/TILL@v1.0.0", "Packagist", "acme/till"),
        ("pkg:composer/acme/till@1.0.0", "Packagist:https://packages.example/8", "acme/till"),
        ("pkg:gem/RedCloth@1.0?platform=java", "RubyGems", "RedCloth"),
        ("pkg:hex/Phoenix@1.0.0", "Hex", "phoenix"),
        ("pkg:hex/hexpm/phoenix@1.0.0", "Hex", "phoenix"),
        ("pkg:pub/Http@1.0.0", "Pub", "http"),
        ("pkg:swift/git.example/Acme/till@1.0.0", "SwiftURL", "git.example/acme/till"),
        ("pkg:swift/www.git.example/acme/till.git@1.0.0", "SwiftURL", "git.example/acme/till"),
        ("pkg:githubactions/Acme/till@v1.0.0", "GitHub Actions", "acme/till"),
        ("pkg:githubactions/acme/till/lint@v1.0.0", "GitHub Actions", "acme/till"),
        ("pkg:githubactions/acme/till@v1.0.0#lint/fast", "GitHub Actions", "acme/till"),
        ("pkg:githubactions/acme/till@v1.0.0#lint/fast", "GitHub Actions", "acme/till/lint/fast"),
        ("pkg:conan/acme/till@1.0.0?user=acme&channel=stable", "ConanCenter", "till"),
        ("pkg:cran/Till@1.0", "CRAN", "Till"),
        ("pkg:hackage/Till@1.0", "Hackage", "Till"),
        ("pkg:julia/Till@1.0.0?uuid=0a", "Julia", "Till"),
        ("pkg:bitnami/till@1.0.0", "Bitnami", "till"),
    ]
    .map(|(purl, ecosystem, package)| bill(purl, ecosystem, package))
    .into_iter()
    .collect()
}

fn rows() -> Vec<Row> {
    [python(), javascript(), compiled(), bills()].into_iter().flatten().collect()
}

fn inventory(row: &Row) -> Inventory {
    let path = TreePath::new(row.file).expect("a sound path");
    let files = MemoryFiles::new(BTreeMap::from([(path, row.text.clone().into_bytes())]));
    take_inventory(&files, &Limits::DEFAULT, PassedOver::default())
}

/// How many entries a record of this package hits, whatever their versions.
fn hits(inventory: &Inventory, ecosystem: &str, package: &str) -> usize {
    let record = format!(
        "{{\"id\":\"EX-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{{\"package\":\
         {{\"ecosystem\":\"{ecosystem}\",\"name\":\"{package}\"}},\"ranges\":[{{\"type\":\"ECOSYSTEM\",\
         \"events\":[{{\"introduced\":\"0\"}},{{\"fixed\":\"9.0.0\"}}]}}]}}]}}"
    );
    let mut importer = Importer::new("2026-01-02".parse().ok());
    importer.begin_source(None);
    importer.add("1.json", record.as_bytes());
    let import = importer.finish().expect("room").expect("no defects");
    let file = IndexBytes(import.index);
    let mut index = Index::open(&file).expect("an index");
    let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
    let policy = cullis::policy::effective(&[], &ids).expect("the built-in profile is sound");
    let assessments = assess(inventory, &policy, &mut index).expect("sound");
    assessments.iter().filter(|assessment| !assessment.hits.is_empty()).count()
}

#[test]
fn a_record_finds_its_package_however_the_file_spells_it() {
    for row in rows() {
        let inventory = inventory(&row);
        let found = hits(&inventory, row.ecosystem, row.package);
        assert_eq!(found, 1, "{} of {}:\n{}", row.package, row.ecosystem, row.text);
    }
}

/// What is another package there is none here.
#[test]
fn a_record_finds_no_package_that_its_registry_tells_apart() {
    let others = [
        (bill("pkg:npm/Lodash@1.0.0", "npm", "lodash")),
        (bill("pkg:maven/org.acme/till@1.0", "Maven", "org.acme:Till")),
        (bill("pkg:gem/redcloth@1.0", "RubyGems", "RedCloth")),
        (bill("pkg:golang/code.example/acme@v1.0.0", "Go", "code.example/Acme")),
        (bill("pkg:golang/github.com/acme/till@v1.0.0", "Go", "github.com/acme/till/v2")),
        (bill("pkg:hex/acme/phoenix@1.0.0", "Hex", "phoenix")),
        (bill("pkg:githubactions/acme/till@v1.0.0", "GitHub Actions", "acme/till/lint")),
        (bill("pkg:githubactions/acme/till/fmt@v1.0.0", "GitHub Actions", "acme/till/lint")),
        (requirement("zopeinterface==1.0")),
        (npm("\"node_modules/lodash\":{\"name\":\"a\",\"version\":\"1.0.0\"}", "lodash")),
    ];
    for row in others {
        assert_eq!(hits(&inventory(&row), row.ecosystem, row.package), 0, "{}:\n{}", row.package, row.text);
    }
}

#[test]
fn every_reader_has_its_rows() {
    let rows = rows();
    for reader in READERS {
        let mut read = rows.iter().map(inventory).flat_map(|inventory| inventory.manifests);
        assert!(read.any(|manifest| manifest.reader == reader.id), "{} has no row", reader.id);
    }
}
