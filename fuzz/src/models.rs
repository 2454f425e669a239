//! Threat models of every format, the code that their evidence names, and results of tests.

use std::path::Path;

use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::domain::ports::{FileError, Files};
use cullis::source::SourceFile;
use cullis::threat_model::{TestResults, junit as results, read_all, read_all_against};

use super::{OneFile, files_below};

/// Bytes as a threat model beside no code.
pub fn threat_model(data: &[u8]) {
    let Some(files) = OneFile::new("threat-model.yaml", data) else { return };
    let found = read_all(&files, &Limits::DEFAULT);
    assert_eq!(found.len(), 1, "a model that can't be read is there, too");
}

/// Bytes as an Open Threat Model.
pub fn model_otm(data: &[u8]) {
    foreign("counter.otm", data);
}

/// Bytes as a Threagile model.
pub fn model_threagile(data: &[u8]) {
    foreign("threagile.yaml", data);
}

/// Bytes as a model of Threat Dragon.
pub fn model_threat_dragon(data: &[u8]) {
    foreign("dragon.json", data);
}

/// Bytes as a TM-BOM.
pub fn model_tm_bom(data: &[u8]) {
    foreign("tm-bom.json", data);
}

/// Bytes as the output of pytm.
pub fn model_pytm(data: &[u8]) {
    foreign("pytm.json", data);
}

/// Bytes as a CycloneDX document with threats.
pub fn model_cyclonedx(data: &[u8]) {
    foreign("threats.cdx.json", data);
}

/// A model of another tool is whole or has a defect, and each of its parts has a place.
fn foreign(name: &str, data: &[u8]) {
    let Some(files) = OneFile::new(name, data) else { return };
    for model in read_all(&files, &Limits::DEFAULT) {
        assert_eq!(model.mitigations.len(), model.evidence.len());
        assert!(model.threats.iter().all(|threat| threat.id.place.region.is_some()), "{model:?}");
        let works = |id: &str| model.mitigations.iter().any(|mitigation| &*mitigation.id.value == id);
        let told = model.defects.len();
        let dangling =
            model.threats.iter().flat_map(|threat| &threat.mitigations).filter(|id| !works(&id.value));
        assert!(told > 0 || dangling.count() == 0, "a reference that names nothing is told");
    }
}

/// Endings of the languages whose tests are known, and one that isn't.
const ENDINGS: [&str; 8] = ["rs", "java", "cs", "ts", "jsx", "go", "py", "rb"];

/// A tree of a model and a file of code.
struct WithCode {
    paths: [TreePath; 2],
    model: Vec<u8>,
    code: Vec<u8>,
}

impl Files for WithCode {
    fn list(&self) -> &[TreePath] {
        &self.paths
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        let [model, code] = &self.paths;
        match path {
            path if path == model => Ok(self.model.clone()),
            path if path == code => Ok(self.code.clone()),
            _ => Err(FileError::Absent),
        }
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.paths.contains(path)
    }
}

/// The first byte chooses the language, the first line is a test's name, the rest
/// is the code: a test that is found there is found again when results fail it.
pub fn test_code(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let ending = ENDINGS.get(usize::from(*choice) % ENDINGS.len()).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(rest);
    let (name, code) = text.split_once('\n').unwrap_or((&text, ""));
    let name: String = name.chars().filter(|c| !c.is_control() && *c != '\'').collect();
    let code_path = format!("limits_test.{ending}");
    let model = format!(
        "schema: cullis/threat-model/v1\nsystem: {{id: a}}\nmitigations:\n  - {{id: M, title: t, status: implemented, evidence: [{{kind: test, path: {code_path}, name: '{name}'}}]}}\n"
    );
    let (Some(one), Some(two)) = (TreePath::new("threat-model.yaml"), TreePath::new(&code_path)) else {
        return;
    };
    let files = WithCode { paths: [one, two], model: model.into_bytes(), code: code.as_bytes().to_vec() };
    let without = read_all(&files, &Limits::DEFAULT);
    let none = TestResults::new(&[]);
    let against = read_all_against(&files, &Limits::DEFAULT, Some(&none));
    let shows = |models: &[cullis::domain::threat::ThreatModel]| {
        models.iter().flat_map(|model| model.evidence.iter().flatten()).filter(|state| state.shows()).count()
    };
    assert!(shows(&against) <= shows(&without), "results without a test show none");
}

/// Bytes as results of tests: what is read has a name and a place.
pub fn junit(data: &[u8]) {
    let Some(path) = TreePath::new("junit.xml") else { return };
    let Ok(file) = SourceFile::new(&path, data.to_vec(), &Limits::DEFAULT) else { return };
    if let Ok(read) = results::read(&file, &Limits::DEFAULT) {
        for result in &read {
            assert!(!result.name.is_empty() && result.place.region.is_some(), "{result:?}");
        }
        let _ = TestResults::new(&read);
    }
}

pub(crate) fn native_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    let files = files_below(&fixtures.join("threat_model"));
    files.into_iter().filter(|(path, _)| path.ends_with(".yaml")).map(|(_, bytes)| bytes).collect()
}

/// The models of one format, and halves of them: a few are too few to mix.
fn seeds_of(fixtures: &Path, format: &str) -> Vec<Vec<u8>> {
    let files = files_below(&fixtures.join("threat_model").join(format));
    let models = files.into_iter().filter(|(path, _)| !path.ends_with(".txt")).map(|(_, bytes)| bytes);
    let parts = models.flat_map(|model| {
        let half = model.get(..model.len() / 2).unwrap_or_default().to_vec();
        let rest = model.get(model.len() / 2..).unwrap_or_default().to_vec();
        [model, half, rest]
    });
    parts.collect()
}

pub(crate) fn otm_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    seeds_of(fixtures, "otm")
}

pub(crate) fn threagile_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    seeds_of(fixtures, "threagile")
}

pub(crate) fn threat_dragon_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    seeds_of(fixtures, "threat-dragon")
}

pub(crate) fn tm_bom_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    seeds_of(fixtures, "tm-bom")
}

pub(crate) fn pytm_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    seeds_of(fixtures, "pytm")
}

pub(crate) fn cyclonedx_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    seeds_of(fixtures, "cyclonedx")
}

pub(crate) fn code_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    let files = files_below(&fixtures.join("threat_model/native/tests-in-seven-languages/test"));
    let seeds = files.into_iter().filter_map(|(path, bytes)| {
        let ending = path.rsplit('.').next()?;
        let choice = u8::try_from(ENDINGS.iter().position(|known| *known == ending)?).ok()?;
        Some([&[choice], b"limits > refuses a bomb\n".as_slice(), &bytes].concat())
    });
    seeds.collect()
}

pub(crate) fn junit_seeds(fixtures: &Path) -> Vec<Vec<u8>> {
    let files = files_below(&fixtures.join("stories/test-results/desk/results"));
    let nested = b"<testsuites name='a'><testsuite name='b' file='c.js'><testcase name='d &gt; e'><error/></testcase></testsuite></testsuites>";
    files.into_iter().map(|(_, bytes)| bytes).chain([nested.to_vec()]).collect()
}
