//! Licences from package stores that the tests lay out themselves, and from
//! the store that this very test was compiled with.

#![expect(clippy::expect_used, reason = "a test that can't lay out its files has nothing to say")]

mod texts;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;

use cullis::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, StatedLicense, Version,
};
use cullis::domain::digest::Digest;
use cullis::domain::inventory::{Inventory, Reading};
use cullis::domain::license::{Confidence, LicenseFact, LicenseSource, LicenseStatement, Verification};
use cullis::domain::limits::Limits;
use cullis::domain::place::{Place, TreePath};
use cullis::domain::ports::InputLog as _;
use cullis::ecosystem::{LicenseTexts, licenses_of, licenses_of_reading};
use cullis::license::{Dialect, Evaluation, Lists};
use cullis::messages::{Language, say};
use cullis::packages::{LocalPackages, UserPlaces};
use cullis::walk::Root;

/// A repository and a folder of package stores, both on disk.
struct World {
    folder: tempfile::TempDir,
    inventory: Inventory,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("tree")).expect("created");
        fs::create_dir_all(folder.path().join("stores")).expect("created");
        Self { folder, inventory: Inventory::default() }
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.folder.path().join(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("created");
        write(&full, bytes);
    }

    fn declare(&mut self, occurrence: Occurrence) {
        let manifest = occurrence.place.tree_path().cloned().expect("in the tree");
        let reading = Reading { occurrences: vec![occurrence], gaps: Vec::new() };
        self.inventory.add(manifest, "test/test", reading);
    }

    fn licenses(&self) -> Vec<Option<LicenseFact>> {
        let tree = Root::open(&self.folder.path().join("tree")).expect("a folder");
        let tree = tree.walk(&[] as &[&str], Limits::DEFAULT).expect("walked");
        let stores =
            LocalPackages::below(&self.folder.path().join("stores"), Limits::DEFAULT).expect("a folder");
        licenses_of_reading(
            &self.inventory,
            &tree,
            &stores,
            &Limits::DEFAULT,
            LicenseTexts::Read(Confidence(95)),
        )
    }

    /// The licence of the only occurrence: `MIT, verified`, or the reason.
    fn license(&self) -> String {
        let facts = self.licenses();
        let [Some(fact)] = facts.as_slice() else { return format!("{facts:?}") };
        shown(fact)
    }
}

fn shown(fact: &LicenseFact) -> String {
    let statement = match &fact.statement {
        LicenseStatement::Expression(text) => text.to_string(),
        LicenseStatement::None => "NONE".to_owned(),
        LicenseStatement::NoAssertion => "NOASSERTION".to_owned(),
        LicenseStatement::Unknown(reason) => format!("? {}", say(reason, Language::English)),
    };
    let verified = if fact.verification == Verification::Verified { ", verified" } else { "" };
    format!("{statement}{verified}")
}

#[expect(clippy::disallowed_methods, reason = "the test lays out its own files")]
fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("written");
}

fn occurrence(ecosystem: &str, name: &str, version: &str, hash: Option<(&str, String)>) -> Occurrence {
    let hashes = hash.map(|(algorithm, value)| IntegrityHash {
        algorithm: Arc::from(algorithm),
        value: Arc::from(value.as_str()),
    });
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: Arc::from(name),
            version: Version::Exact(Arc::from(version)),
        },
        place: Place::whole(TreePath::new("web/lock").expect("a sound path")),
        origin: Origin::Registry { url: None },
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: hashes.into_iter().collect(),
        license: None,
        dependencies: Vec::new(),
    }
}

fn crate_archive(package: &str, manifest: &str) -> Vec<u8> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best()));
    let mut header = tar::Header::new_gnu();
    header.set_size(manifest.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, format!("{package}/Cargo.toml"), manifest.as_bytes()).expect("appended");
    tar.into_inner().expect("finished").finish().expect("packed")
}

fn manifest(license: &str) -> String {
    format!("[package]\nname = \"left\"\nversion = \"1.0.0\"\n{license}\n")
}

fn world_with_crate(license: &str, checksum: Option<Digest>) -> World {
    let mut world = World::new();
    let archive = crate_archive("left-1.0.0", &manifest(license));
    world.write("stores/cargo/cache/registry.example-1/left-1.0.0.crate", &archive);
    let checksum = checksum.unwrap_or_else(|| Digest::of(&archive));
    world.declare(occurrence("crates.io", "left", "1.0.0", Some(("sha256", checksum.to_string()))));
    world
}

#[test]
fn a_crate_whose_archive_is_the_lockfiles_is_verified() {
    assert_eq!(world_with_crate("license = \"MIT/Zlib\"", None).license(), "MIT/Zlib, verified");
}

#[test]
fn an_archive_that_is_not_the_lockfiles_says_nothing_and_the_sources_are_unverified() {
    let world = world_with_crate("license = \"MIT\"", Some(Digest::of(b"another")));
    assert!(world.license().contains("doesn't match the lockfile's hash"), "{}", world.license());
    let sources = manifest("license = \"Zlib\"");
    world.write("stores/cargo/src/registry.example-1/left-1.0.0/Cargo.toml", sources.as_bytes());
    assert_eq!(world.license(), "Zlib");
}

#[test]
fn tampered_sources_never_speak_over_a_verified_archive() {
    let world = world_with_crate("license-file = \"EULA.txt\"", None);
    let sources = manifest("license = \"MIT\"");
    world.write("stores/cargo/src/registry.example-1/left-1.0.0/Cargo.toml", sources.as_bytes());
    let said = world.license();
    assert!(said.starts_with('?') && said.contains("EULA.txt") && said.ends_with("verified"), "{said}");
}

#[test]
fn a_package_that_is_not_there_or_not_from_a_registry_says_so() {
    let mut world = World::new();
    world.declare(occurrence("crates.io", "left", "1.0.0", None));
    assert!(world.license().contains("`left-1.0.0.crate` isn't in the `cargo` package store"));
    let mut world = world_with_crate("license = \"MIT\"", None);
    for one in &mut world.inventory.occurrences {
        one.origin = Origin::Git { url: Arc::from("https://git.example/left"), revision: None };
    }
    assert!(world.license().contains("comes from git"), "{}", world.license());
    for one in &mut world.inventory.occurrences {
        one.origin = Origin::FirstParty;
    }
    assert_eq!(world.licenses(), [None]);
}

#[test]
fn a_hostile_name_or_archive_is_a_reason_and_no_more() {
    let mut world = World::new();
    world.write("secret/Cargo.toml", manifest("license = \"MIT\"").as_bytes());
    world.write("stores/cargo/cache/registry.example-1/x", b"");
    world.write("stores/cargo/src/registry.example-1/x", b"");
    world.declare(occurrence("crates.io", "../../../../secret/left", "1.0.0", None));
    assert!(world.license().starts_with("? "), "{}", world.license());
    let world = world_with_crate(&format!("license = \"MIT\"\n#{}", " ".repeat(8 << 20)), None);
    assert!(world.license().contains("unpacks to more than"), "{}", world.license());
    let mut world = World::new();
    world.write("stores/cargo/cache/registry.example-1/left-1.0.0.crate", b"no archive");
    world.declare(occurrence("crates.io", "left", "1.0.0", None));
    assert!(world.license().contains("can't be unpacked"), "{}", world.license());
}

#[test]
fn npm_is_read_from_the_lockfile_and_else_from_the_installed_version() {
    let mut world = World::new();
    let mut stated = occurrence("npm", "@a/b", "1.0.0", None);
    stated.license = Some(StatedLicense { text: Arc::from("ISC"), place: stated.place.clone() });
    world.declare(stated);
    for (package, fields) in [
        ("@a/b", r#""version": "1.0.0", "license": "MIT""#),
        ("old", r#""version": "1.0.0", "licenses": [{"type": "MIT"}, {"type": "Apache-2.0"}]"#),
        ("object", r#""version": "1.0.0", "license": {"type": "MIT", "url": "x"}"#),
        ("own", r#""version": "1.0.0", "license": "UNLICENSED""#),
        ("file", r#""version": "1.0.0", "license": "SEE LICENSE IN eula.txt""#),
        ("other", r#""version": "2.0.0", "license": "MIT""#),
        ("odd", r#""version": "1.0.0", "license": 7"#),
    ] {
        world.write(
            &format!("tree/web/node_modules/{package}/package.json"),
            format!("{{{fields}}}").as_bytes(),
        );
        if package != "@a/b" {
            world.declare(occurrence("npm", package, "1.0.0", None));
        }
    }
    world.write("tree/web/node_modules/torn/package.json", b"{");
    world.declare(occurrence("npm", "torn", "1.0.0", None));
    let facts: Vec<String> = world.licenses().iter().flatten().map(shown).collect();
    let begins = [
        "ISC",
        "(MIT OR Apache-2.0)",
        "MIT",
        "NONE",
        "? the licence stands in a file",
        "? the lockfile states no",
        "? the licence field should be",
        "? expected",
    ];
    assert_eq!(facts.len(), begins.len());
    for (fact, begin) in facts.iter().zip(begins) {
        assert!(fact.starts_with(begin), "{fact} should begin with {begin}");
    }
}

#[test]
fn python_prefers_the_expression_and_does_not_guess_from_families() {
    let cases = [
        ("License-Expression: MIT OR Zlib\nLicense: GPL", "MIT OR Zlib"),
        ("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License", "BSD-3-Clause"),
        ("License: MIT License\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License", "? the classifier"),
        (
            "Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: zlib/libpng License",
            "? classifiers name several licences (MIT, Zlib)",
        ),
        ("License: do what you like", "? the licence field is free text"),
        ("License: UNKNOWN\n\nLicense-Expression: MIT", "? `python/"),
    ];
    for (fields, expected) in cases {
        let mut world = World::new();
        let metadata = format!("Metadata-Version: 2.4\nName: Left.Pad\nVersion: 1.0\n{fields}\n\nbody\n");
        world.write("stores/python/left_pad-1.0.dist-info/METADATA", metadata.as_bytes());
        world.declare(occurrence("PyPI", "left-pad", "1.0", None));
        assert!(world.license().starts_with(expected), "{fields}: {}", world.license());
    }
}

fn nupkg(nuspec: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("Left.nuspec", zip::write::SimpleFileOptions::default()).expect("started");
    zip.write_all(nuspec.as_bytes()).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// SHA-512 in base64, by tools that the product doesn't use for it.
fn sha512(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<bool> = sha2::Sha512::digest(bytes)
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
        .collect();
    let value = |six: &[bool]| {
        (0..6).fold(0, |sum, bit| sum * 2 + usize::from(six.get(bit).copied().unwrap_or(false)))
    };
    let digits: String =
        bits.chunks(6).map(|six| ALPHABET.get(value(six)).map_or('?', |digit| char::from(*digit))).collect();
    format!("{digits}==")
}

#[test]
fn nuget_reads_expressions_and_verifies_what_the_hash_covers() {
    let nuspec = |license: &str| format!("<package><metadata><id>Left</id>{license}</metadata></package>");
    let mut world = World::new();
    world.write(
        "stores/nuget/left/1.0.0/left.nuspec",
        nuspec("<license type=\"expression\">Zlib</license>").as_bytes(),
    );
    world.write(
        "stores/nuget/left/1.0.0/left.1.0.0.nupkg",
        &nupkg(&nuspec("<license type=\"expression\">MIT</license>")),
    );
    world.declare(occurrence("NuGet", "Left", "1.0.0", Some(("sha512", "AAAA".to_owned()))));
    assert_eq!(world.license(), "Zlib");
    let package = nupkg(&nuspec("<license type=\"expression\">MIT</license>"));
    world.declare(occurrence("NuGet", "Left", "1.0.0", Some(("sha512", sha512(&package)))));
    let known: Vec<String> = world.licenses().iter().flatten().map(shown).collect();
    assert_eq!(known, ["Zlib", "MIT, verified"]);
    world.inventory.occurrences.truncate(1);
    for (license, expected) in [
        (
            "<license type=\"file\">eula.txt</license>",
            "? the licence stands in a file of the package only: `eula.txt`",
        ),
        ("<licenseUrl>https://left.example/l</licenseUrl>", "? only an address"),
        ("", "? `nuget/left/1.0.0/left.nuspec` states no licence"),
        ("</metadata>", "? isn't valid XML"),
    ] {
        world.write("stores/nuget/left/1.0.0/left.nuspec", nuspec(license).as_bytes());
        assert!(world.license().starts_with(expected), "{license}: {}", world.license());
    }
    world.write("stores/nuget/left/1.0.0/left.nuspec", b"<!DOCTYPE a [<!ENTITY b \"c\">]><package/>");
    assert!(world.license().starts_with("? isn't valid XML"), "{}", world.license());
}

/// The hash is what Go's own tools write into `go.sum` for such a module.
#[test]
fn a_go_module_is_known_by_its_text_and_verified_by_its_hash() {
    let module = |text: &str| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("go.mod", "module git.example/Left\n"), ("LICENSE", text)] {
            let name = format!("git.example/Left@v1.0.0/{name}");
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    };
    let world = |text: &str, hash: &str| {
        let mut world = World::new();
        world.write("stores/go/cache/download/git.example/!left/@v/v1.0.0.zip", &module(text));
        let hash = (!hash.is_empty()).then(|| ("h1", hash.to_owned()));
        world.declare(occurrence("Go", "git.example/Left", "v1.0.0", hash));
        world
    };
    let apache = include_str!("../../LICENSE");
    assert_eq!(world(apache, "").license(), "Apache-2.0");
    assert_eq!(
        world("ours\n", "h1:AAAA").license().split(';').next(),
        Some(
            "? `cache/download/git.example/!left/@v/v1.0.0.zip` in the package store doesn't match the lockfile's hash"
        )
    );
    let said = world("ours\n", "h1:SsX0I4eSfI4orxopHd88Ibd74qHFJUHpiLHdJ1TJWtk=").license();
    assert!(said.contains("isn't one licence of the SPDX list") && said.ends_with("verified"), "{said}");
}

#[test]
fn many_packages_are_answered_in_the_order_of_the_inventory() {
    let mut world = World::new();
    for number in 0..100 {
        let package = format!("p{number}-1.0.0");
        let license = if number % 2 == 0 { "MIT" } else { "Zlib" };
        let archive = crate_archive(&package, &manifest(&format!("license = \"{license}\"")));
        world.write(&format!("stores/cargo/cache/r/{package}.crate"), &archive);
        let hash = Some(("sha256", Digest::of(&archive).to_string()));
        world.declare(occurrence("crates.io", &format!("p{number}"), "1.0.0", hash));
    }
    let facts = world.licenses();
    for (number, fact) in facts.iter().enumerate() {
        let expected = if number % 2 == 0 { "MIT, verified" } else { "Zlib, verified" };
        assert_eq!(fact.as_ref().map(shown).as_deref(), Some(expected));
    }
    let LicenseSource::PackageStore(place) = &facts[3].as_ref().expect("a fact").source else {
        unreachable!("from the store")
    };
    assert_eq!(place.to_string(), "cargo/cache/r/p3-1.0.0.crate/p3-1.0.0/Cargo.toml:4:11");
}

/// Wherever this was compiled, Cargo fetched every archive of `Cargo.lock`.
#[test]
fn the_projects_own_crates_are_all_known_verified_and_sound_expressions() {
    #[expect(clippy::disallowed_methods, reason = "the test finds the user's own Cargo folder")]
    let variable = |name: &str| std::env::var_os(name).map(std::path::PathBuf::from);
    let places = UserPlaces {
        home: variable("HOME").or_else(|| variable("USERPROFILE")),
        cargo_home: variable("CARGO_HOME"),
        ..UserPlaces::default()
    };
    let packages = LocalPackages::of_user(&places, Limits::DEFAULT);
    let path = TreePath::new("Cargo.lock").expect("a sound path");
    let root = Root::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a folder");
    let bytes = root.read(&path, &Limits::DEFAULT).expect("a lockfile");
    let world = World::new();
    world.write("tree/Cargo.lock", &bytes);
    let tree = Root::open(&world.folder.path().join("tree")).expect("a folder");
    let tree = tree.walk(&[] as &[&str], Limits::DEFAULT).expect("walked");
    let inventory = cullis::ecosystem::take_inventory(
        &tree,
        &Limits::DEFAULT,
        cullis::domain::inventory::PassedOver::default(),
    );
    assert!(inventory.occurrences.len() > 100);
    let facts = licenses_of(&inventory, &tree, &packages, &Limits::DEFAULT);
    let lists = Lists::new(&[], &[]);
    let mut absent = 0;
    for (occurrence, fact) in inventory.occurrences.iter().zip(&facts) {
        let Some(fact) = fact else { continue };
        match &fact.statement {
            LicenseStatement::Expression(text) => {
                assert_eq!(fact.verification, Verification::Verified, "{}", occurrence.component);
                let evaluation = lists.evaluate(text, Dialect::Cargo);
                assert_eq!(evaluation, Evaluation::Allowed, "{}: {text}", occurrence.component);
            }
            LicenseStatement::Unknown(reason) if reason.sentence.key == "license.not_in_the_store" => {
                // Crates of other platforms aren't fetched.
                absent += 1;
            }
            other => assert_eq!(other, &LicenseStatement::NoAssertion, "{}", occurrence.component),
        }
    }
    let known = facts.iter().flatten().count() - absent;
    assert!(known > 100, "{known} of {} crates are on this machine", facts.len());
    assert_eq!(packages.used().iter().filter(|(_, digest)| digest.is_some()).count(), known + 2);
}
