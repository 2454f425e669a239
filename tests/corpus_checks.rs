//! The gate on manifests of real repositories, without any set-up: exit code,
//! accounting, gaps and SARIF of each, beside `fixtures/corpus/expected.txt`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test runs the binary and says what differs"
)]

#[path = "support/shared.rs"]
mod shared;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/corpus/expected.txt");

/// The parts that the entries declared are the sum of.
const PARTS: [&str; 5] = ["first_party", "clean", "affected", "excepted", "unassessable"];

/// What one run left: its exit code and its two reports.
struct Run {
    exit: i32,
    json: Value,
    sarif: Value,
}

fn cullis(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    command.args(arguments);
    command
}

fn parsed(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a report")).expect("JSON")
}

fn check(repository: &Path, index: &Path, folder: &Path) -> Run {
    let reports = ["json", "sarif"].map(|format| folder.join(format));
    let mut command = cullis(&["check", "--packages=none", "--history=none", "--now=2026-08-22T00:00:00Z"]);
    command.arg(repository).arg("--db").arg(index);
    command.arg("--report").arg(format!("json={}", reports[0].display()));
    command.arg("--report").arg(format!("sarif={}", reports[1].display()));
    let exit = command.output().expect("a run").status.code().expect("an exit code");
    Run { exit, json: parsed(&reports[0]), sarif: parsed(&reports[1]) }
}

fn import(osv: &Path, index: &Path) {
    let mut command = cullis(&["db", "import", "--as-of=2026-08-21", "--out"]);
    let output = command.arg(index).arg(osv).output().expect("an import");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn line(name: &str, run: &Run) -> String {
    let accounting = &run.json["accounting"];
    let part = |name: &str| accounting[name].as_u64().expect("a count");
    assert_eq!(part("declared"), PARTS.iter().map(|name| part(name)).sum::<u64>(), "{name}: the sum");
    let mut text = format!("{name}: exit {}; {} declared =", run.exit, part("declared"));
    for (position, name) in PARTS.iter().enumerate() {
        let plus = if position == 0 { "" } else { " +" };
        let _ = write!(text, "{plus} {} {}", part(name), name.replace('_', "-"));
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for gap in run.json["gaps"].as_array().expect("a list") {
        *kinds.entry(gap["kind"].as_str().expect("a kind")).or_default() += 1;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let _ = write!(text, "; gaps: {}", if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") });
    text
}

fn validators(shared: &Path) -> Vec<jsonschema::Validator> {
    let names = ["sarif-2.1.0.json", "sarif-2.1.0-github.json"];
    let schemas = names.map(|name| {
        let mut schema = parsed(&shared.join("schemas").join(name));
        // The host's schema has a region's `anyOf` among its properties by
        // mistake, where it is no schema; here it checks.
        let region = &mut schema["definitions"]["region"];
        let properties = region["properties"].as_object_mut();
        if let Some(choice) = properties.and_then(|properties| properties.remove("anyOf")) {
            region["anyOf"] = choice;
        }
        jsonschema::options().should_validate_formats(true).build(&schema).expect("a sound schema")
    });
    schemas.into()
}

/// Valid, and every result has one place, at the line of a finding where the
/// finding has one.
fn assert_sarif(name: &str, run: &Run, validators: &[jsonschema::Validator]) {
    for validator in validators {
        let errors = validator.iter_errors(&run.sarif);
        let errors: Vec<String> = errors.map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{name}");
    }
    let lines = run.json["findings"].as_array().expect("a list").iter();
    let lines: Vec<&Value> = lines.map(|finding| &finding["place"]["line"]).collect();
    for result in run.sarif["runs"][0]["results"].as_array().expect("a list") {
        let locations = result["locations"].as_array().expect("a list");
        assert_eq!(locations.len(), 1, "{name}: {result}");
        let place = &locations[0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].is_string(), "{name}: {result}");
        let line = &place["region"]["startLine"];
        assert!(line.is_null() || line == 1 || lines.contains(&line), "{name}: {result}");
    }
    let shown = run.sarif["runs"][0]["results"].as_array().map_or(0, Vec::len);
    let off = lines.len().saturating_sub(shown);
    assert!(shown > 0 && off == 0, "{name}: {off} findings aren't in SARIF");
}

#[test]
fn every_repository_of_the_corpus_gives_its_expected_verdict() {
    let Some(root) = shared::shared("") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let index = folder.path().join("all.cullis");
    import(&root.join("osv"), &index);
    let entries = std::fs::read_dir(root.join("corpus")).expect("a folder");
    let mut repositories: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    repositories.retain(|path| path.is_dir());
    repositories.sort();
    let validators = validators(&root);
    let mut found = String::new();
    for repository in &repositories {
        let name = repository.file_name().expect("a name").to_string_lossy();
        let run = check(repository, &index, folder.path());
        assert_sarif(&name, &run, &validators);
        let _ = writeln!(found, "{}", line(&name, &run));
    }
    if std::env::var_os("CULLIS_ACCEPT").is_some() {
        std::fs::create_dir_all(Path::new(EXPECTED).parent().expect("a folder")).expect("a folder");
        std::fs::write(EXPECTED, &found).expect("written");
    }
    let expected = std::fs::read_to_string(EXPECTED).expect("fixtures/corpus/expected.txt");
    assert_eq!(found, expected, "what differs is right: CULLIS_ACCEPT=1 writes it");
}
