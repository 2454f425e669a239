//! The fuzz targets: what each does with some bytes, and the seeds it begins with.
//!
//! `tests/fuzz_short.rs` includes this file, so that the everyday test run and
//! the fuzzer hold the same functions. A target returns, or panics on a fault.

mod models;

use std::path::Path;
use std::sync::Arc;

use cullis::advisory::{Importer, Index, affects, assess};
use cullis::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use cullis::domain::inventory::{Inventory, PassedOver, Reading};
use cullis::domain::limits::Limits;
use cullis::domain::place::{Place, TreePath};
use cullis::domain::policy::Policy;
use cullis::domain::ports::{FileError, Files};
use cullis::ecosystem::{READERS, Surroundings, reader_of, take_inventory};
use cullis::policy::LayerSource;
use cullis::source::SourceFile;
use cullis::store::index_file::IndexBytes;
use cullis::{rules, version};
use sha2::{Digest as _, Sha256};

pub use models::{
    junit, model_cyclonedx, model_otm, model_pytm, model_threagile, model_threat_dragon, model_tm_bom,
    test_code, threat_model,
};

/// A target.
pub struct Target {
    /// Its name: the file's in `fuzz_targets/`, and the folder's in `corpus/`.
    pub name: &'static str,
    /// What it does with some bytes.
    pub run: fn(&[u8]),
    /// What the fuzzer begins with, from the project's `fixtures/`.
    pub seeds: fn(&Path) -> Vec<Vec<u8>>,
}

/// Every target.
pub static TARGETS: &[Target] = &[
    Target { name: "versions", run: versions, seeds: version_seeds },
    Target { name: "osv_record", run: osv_record, seeds: record_seeds },
    Target { name: "index", run: index, seeds: index_seeds },
    Target { name: "readers", run: readers, seeds: reader_seeds },
    Target { name: "policy", run: policy, seeds: policy_seeds },
    Target { name: "threat_model", run: threat_model, seeds: models::native_seeds },
    Target { name: "model_otm", run: model_otm, seeds: models::otm_seeds },
    Target { name: "model_threagile", run: model_threagile, seeds: models::threagile_seeds },
    Target { name: "model_threat_dragon", run: model_threat_dragon, seeds: models::threat_dragon_seeds },
    Target { name: "model_tm_bom", run: model_tm_bom, seeds: models::tm_bom_seeds },
    Target { name: "model_pytm", run: model_pytm, seeds: models::pytm_seeds },
    Target { name: "model_cyclonedx", run: model_cyclonedx, seeds: models::cyclonedx_seeds },
    Target { name: "test_code", run: test_code, seeds: models::code_seeds },
    Target { name: "junit", run: junit, seeds: models::junit_seeds },
    Target { name: "vex", run: vex, seeds: vex_seeds },
];

/// One file of a tree.
struct OneFile {
    path: [TreePath; 1],
    bytes: Vec<u8>,
}

impl OneFile {
    fn new(path: &str, bytes: &[u8]) -> Option<Self> {
        Some(Self { path: [TreePath::new(path)?], bytes: bytes.to_vec() })
    }
}

impl Files for OneFile {
    fn list(&self) -> &[TreePath] {
        &self.path
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        if self.exists(path) { Ok(self.bytes.clone()) } else { Err(FileError::Absent) }
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.path.contains(path)
    }
}

/// The first byte chooses the order, lines are versions: the laws of an order
/// hold on any three of them.
pub fn versions(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let mut ecosystems = version::ordered_ecosystems();
    let count = version::ordered_ecosystems().count();
    let Some(ecosystem) = ecosystems.nth(usize::from(*choice) % count.max(1)) else { return };
    let text = String::from_utf8_lossy(rest);
    let texts: Vec<&str> = text.lines().take(3).collect();
    let order = |a: &str, b: &str| version::compare(ecosystem, a, b);
    for a in &texts {
        assert!(!order(a, a).is_ok_and(|order| order.is_ne()), "{ecosystem}: `{a}` against itself");
        for b in &texts {
            let both = order(a, a).is_ok() && order(b, b).is_ok();
            assert_eq!(order(a, b).is_ok(), both, "{ecosystem}: `{a}` and `{b}`");
            assert_eq!(
                order(a, b).ok(),
                order(b, a).ok().map(|order| order.reverse()),
                "{ecosystem}: `{a}` `{b}`"
            );
            let _ = version::compare_semver(a, b);
            let _ = version::compare_gradle(a, b);
        }
    }
    // The native orders of these two have cycles.
    if let ([a, b, c], false) = (&texts[..], ["Maven", "ConanCenter"].contains(&ecosystem))
        && let (Ok(ab), Ok(bc), Ok(ac)) = (order(a, b), order(b, c), order(a, c))
        && (ab == bc || ab.is_eq() || bc.is_eq())
    {
        let expected = if ab.is_eq() { bc } else { ab };
        assert_eq!(ac, expected, "{ecosystem}: `{a}` `{b}` `{c}`");
    }
}

/// Any bytes are a record or an error, and a record has an answer for the
/// versions that it names itself.
pub fn osv_record(data: &[u8]) {
    let Ok(record) = cullis::advisory::read(data) else { return };
    for affected in record.advisory.affected.iter().take(8) {
        for version in affected.versions.iter().take(8).map(|version| &**version).chain(["1.0.0", "0"]) {
            let _ = affects(affected, version);
        }
    }
    let mut importer = Importer::new(None);
    importer.begin_source(None);
    importer.add("record.json", data);
    let import = importer.finish().ok().and_then(Result::ok);
    let import = import.unwrap_or_else(|| panic!("a record that can be read can be imported"));
    let file = IndexBytes(import.index);
    let opened = Index::open(&file).and_then(|mut index| index.verify());
    assert!(opened.is_ok(), "what was compiled can be opened: {opened:?}");
}

/// Bytes as an index: first as they are, then with their digests put right, so
/// that what stands behind the digests is reached.
pub fn index(data: &[u8]) {
    ask(IndexBytes(data.to_vec()));
    if let Some(sealed) = seal(data) {
        ask(IndexBytes(sealed));
    }
}

fn ask(file: IndexBytes) {
    let Ok(mut index) = Index::open(&file) else { return };
    let _ = index.verify();
    let _ = assess(&questions(), &any_policy(), &mut index);
}

const HEADER_BYTES: usize = 160;
const ROOTED_BYTES: usize = 128;
/// Where the header's two numbers stand: the data's length and its contents'.
const NUMBERS: std::ops::Range<usize> = 16..32;
const PAGE_BYTES: usize = 4096;

/// An index of the two numbers that stand first and the data behind them;
/// the length, and every digest, are as they must be.
fn seal(data: &[u8]) -> Option<Vec<u8>> {
    let (numbers, data) = data.split_at_checked(NUMBERS.len())?;
    let mut header = Vec::with_capacity(HEADER_BYTES);
    header.extend_from_slice(b"CULLISDB");
    header.extend_from_slice(&cullis::advisory::FORMAT_VERSION.to_le_bytes());
    header.extend_from_slice(&u32::try_from(PAGE_BYTES).ok()?.to_le_bytes());
    header.extend_from_slice(&u64::try_from(data.len()).ok()?.to_le_bytes());
    header.extend_from_slice(numbers.get(8..)?);
    let digest = |mark: u8, bytes: &[u8]| -> [u8; 32] {
        Sha256::new().chain_update([mark]).chain_update(bytes).finalize().into()
    };
    let mut levels: Vec<Vec<u8>> = vec![data.chunks(PAGE_BYTES).flat_map(|page| digest(0, page)).collect()];
    while let Some(level) = levels.last().filter(|level| level.len() > PAGE_BYTES) {
        let above = level.chunks(PAGE_BYTES).flat_map(|node| digest(1, node)).collect();
        levels.push(above);
    }
    header.extend_from_slice(&digest(1, levels.last()?));
    header.resize(ROOTED_BYTES, 0);
    let root: [u8; 32] = Sha256::digest(&header).into();
    header.extend_from_slice(&root);
    let tree = levels.iter().rev().flatten().copied();
    Some(header.into_iter().chain(tree).chain(data.iter().copied()).collect())
}

/// The opposite of [`seal`].
fn unseal(index: &[u8]) -> Option<Vec<u8>> {
    let numbers = index.get(NUMBERS)?;
    let length = usize::try_from(u64::from_le_bytes(*numbers.first_chunk()?)).ok()?;
    let data = index.get(index.len().checked_sub(length)?..)?;
    Some([numbers, data].concat())
}

/// Packages that the seeds' records speak of, and one that none does.
fn questions() -> Inventory {
    let path = TreePath::new("lock").unwrap_or_else(TreePath::root);
    let packages = [("npm", "package-1"), ("PyPI", "package-2"), ("Debian:12", "package-3"), ("Go", "none")];
    let occurrences = packages.iter().map(|(ecosystem, name)| Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: Arc::from(*name),
            version: Version::Exact(Arc::from("1.2.3")),
        },
        place: Place::whole(path.clone()),
        origin: Origin::Registry { url: None },
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    });
    let reading = Reading { occurrences: occurrences.collect(), gaps: Vec::new() };
    let mut inventory = Inventory::default();
    inventory.add(path, "fuzz/lock", reading);
    inventory
}

fn rule_ids() -> Vec<&'static str> {
    rules::infos().iter().map(|info| info.id).collect()
}

fn any_policy() -> Policy {
    static POLICY: std::sync::OnceLock<Policy> = std::sync::OnceLock::new();
    let effective = || cullis::policy::effective(&[], &rule_ids());
    POLICY
        .get_or_init(|| effective().unwrap_or_else(|errors| panic!("the built-in profile: {errors:?}")))
        .clone()
}

/// Manifests that no reader of [`READERS`] takes, but that are looked into.
const MANIFESTS: [&str; 8] = [
    "Cargo.toml",
    "package.json",
    "composer.json",
    "Gemfile",
    "pyproject.toml",
    "app.csproj",
    "pom.xml",
    "build.gradle",
];

/// The first byte chooses the reader; the rest is the file.
pub fn readers(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    let choice = usize::from(*choice) % (READERS.len() + MANIFESTS.len());
    match READERS.get(choice) {
        Some(reader) => {
            let Some(files) = OneFile::new("folder/file", bytes) else { return };
            let [path] = &files.path;
            let Ok(file) = SourceFile::new(path, bytes.to_vec(), &Limits::DEFAULT) else { return };
            let _ = (reader.read)(&file, &Surroundings { files: &files, limits: &Limits::DEFAULT });
        }
        None => {
            let name = MANIFESTS.get(choice - READERS.len()).copied().unwrap_or_default();
            let Some(files) = OneFile::new(name, bytes) else { return };
            let _ = take_inventory(&files, &Limits::DEFAULT, PassedOver::default());
        }
    }
}

/// Bytes as a policy that was handed in, and as the repository's own.
pub fn policy(data: &[u8]) {
    let Some(path) = TreePath::new(cullis::policy::REPOSITORY_FILE) else { return };
    let ids = rule_ids();
    for layer in [
        LayerSource::handed_in("policy.toml", data.to_vec()),
        LayerSource::of_repository(path, data.to_vec()),
    ] {
        let faults = cullis::policy::lint(&layer, &ids);
        // Laying costs fifty times what reading does, so faults are laid now and then.
        if !faults.is_empty() && !data.len().is_multiple_of(16) {
            continue;
        }
        let effective = cullis::policy::effective(std::slice::from_ref(&layer), &ids);
        assert!(faults.is_empty() || effective.is_err(), "a layer with faults is no policy: {faults:?}");
        let _ = cullis::policy::show(&[layer], &ids);
    }
}

/// Bytes as a VEX document: a statement that is read has an id and a place.
pub fn vex(data: &[u8]) {
    let Some(path) = TreePath::new("vex.json") else { return };
    let Ok(file) = SourceFile::new(&path, data.to_vec(), &Limits::DEFAULT) else { return };
    if let Ok(statements) = cullis::vex::read(&file, &Limits::DEFAULT) {
        for statement in statements {
            assert!(!statement.ids.is_empty() && !statement.author.trim().is_empty(), "{statement:?}");
            assert!(statement.place.region.is_some(), "{statement:?}");
        }
    }
}

fn version_seeds(_fixtures: &Path) -> Vec<Vec<u8>> {
    let texts = [
        "1.0.0-rc.1\n1.0.0+build\nv1.2",
        "1.0a1.dev1\n1!2.0.post1\n1.0+local.1",
        "1:1.0~rc1-1ubuntu2\n1.0-1\n0",
        "1.2_rc1-r9\n1.2a_p1~abc-r1\n1.05",
        "1.0^git1-1.el9\n3:1.0~rc1-2\n1.a.1",
        "1.0.a10\n1.0-rc1\n1.pre.0.b",
        "1.x-dev\n20100102-203040-p1\n1.0RC2-dev",
        "1.0-SNAPSHOT\n2.0.sp1\n1-ga-1",
        "10alpha3\n1.0_1,2\n1.2+a.1",
        "cci.20230101\n1.0-rc+2\n9",
    ];
    let orders = 0..u8::try_from(version::ordered_ecosystems().count()).unwrap_or(u8::MAX);
    orders.flat_map(|order| texts.map(|text| [&[order], text.as_bytes()].concat())).collect()
}

fn record_seeds(_fixtures: &Path) -> Vec<Vec<u8>> {
    let body = [
        r#""ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.5.0"}]}]"#,
        r#""ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.0"},{"last_affected":"1.4"},{"limit":"*"}]}],"versions":["1.2.3"]"#,
        r#""ranges":[{"type":"GIT","repo":"https://git.example/a","events":[{"introduced":"0"}]}]"#,
        r#""versions":["1.2.3"],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]"#,
    ];
    let ecosystems = ["npm", "PyPI", "Debian:12", "Maven"];
    let records = body.iter().zip(ecosystems).enumerate().map(|(number, (body, ecosystem))| {
        let number = number + 1;
        format!(
            r#"{{"id":"EX-{number}","aliases":["CVE-2024-{number}"],"summary":"a","modified":"2024-01-0{number}T00:00:00Z",
            "affected":[{{"package":{{"ecosystem":"{ecosystem}","name":"package-{number}"}},{body}}}],
            "references":[{{"type":"ADVISORY","url":"https://advisories.example/{number}"}}],
            "database_specific":{{"cwe_ids":["CWE-79"]}}}}"#
        )
        .into_bytes()
    });
    records.collect()
}

fn index_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    let records = record_seeds(fixtures);
    let of = |records: &[Vec<u8>]| {
        let mut importer = Importer::new("2026-01-02".parse().ok());
        importer.begin_source(None);
        for (number, record) in records.iter().enumerate() {
            importer.add(&format!("{number}.json"), record);
        }
        importer.finish().ok().and_then(Result::ok).map(|import| import.index)
    };
    let indices = [of(&records), of(records.get(..1).unwrap_or_default()), of(&[])];
    indices.into_iter().flatten().flat_map(|index| [unseal(&index).unwrap_or_default(), index]).collect()
}

fn reader_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (path, bytes) in files_below(&fixtures.join("ecosystem")) {
        let Some(tree_path) = TreePath::new(&path) else { continue };
        let name = tree_path.file_name();
        let reader =
            reader_of(&tree_path).and_then(|found| READERS.iter().position(|reader| reader.id == found.id));
        let manifest = MANIFESTS.iter().position(|manifest| *manifest == name).map(|at| READERS.len() + at);
        let choice = reader.or(manifest).and_then(|choice| u8::try_from(choice).ok());
        seeds.extend(choice.map(|choice| [&[choice], bytes.as_slice()].concat()));
    }
    seeds
}

fn policy_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    let files = files_below(&fixtures.join("policy")).into_iter().filter(|(path, _)| path.ends_with(".toml"));
    let profiles = fixtures.join("../policies");
    let profiles = files_below(&profiles).into_iter().filter(|(path, _)| path.ends_with(".toml"));
    files.chain(profiles).map(|(_, bytes)| bytes).collect()
}

fn vex_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    files_below(&fixtures.join("vex")).into_iter().map(|(_, bytes)| bytes).collect()
}

/// Every file below a folder, in path order, up to 64 KiB: longer ones slow
/// the fuzzer down.
fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() {
                folders.push(path);
            } else if let (Some(name), Ok(bytes)) = (path.to_str(), std::fs::read(&path))
                && bytes.len() <= 64 << 10
            {
                let inside = name.rsplit_once("/fixtures/").map_or(name, |(_, inside)| inside);
                files.push((inside.trim_start_matches('/').to_owned(), bytes));
            }
        }
    }
    files.sort();
    files
}
