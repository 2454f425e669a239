//! Whoever controls a repository tries to get a vulnerable component past the
//! gate: each trick is a small tree, and none may end with exit 0.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test lays out its own files and says what differs"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// A record that calls every version below `fixed` vulnerable.
fn record(id: &str, ecosystem: &str, name: &str, fixed: &str) -> Value {
    let kind = if ecosystem == "crates.io" || ecosystem == "Go" { "SEMVER" } else { "ECOSYSTEM" };
    json!({
        "id": id, "modified": "2026-08-20T00:00:00Z", "summary": "a fault",
        "affected": [{
            "package": { "ecosystem": ecosystem, "name": name },
            "ranges": [{ "type": kind, "events": [{ "introduced": "0" }, { "fixed": fixed }] }],
        }],
    })
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, text).expect("written");
}

/// The exit code of a check, and the rules that found something, each with the
/// component that it is about.
fn check(tree: &[(&str, &str)]) -> (i32, BTreeSet<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let records = [
        record("GO-1", "Go", "github.com/Acme/Till", "1.5.0"),
        record("NPM-1", "npm", "lodash", "4.17.21"),
        record("PYSEC-1", "PyPI", "django", "4.0"),
        record("RUSTSEC-1", "crates.io", "quill_pen", "2.0.0"),
    ];
    for (at, record) in records.iter().enumerate() {
        write(&folder.path().join(format!("osv/{at}.json")), &record.to_string());
    }
    for (path, text) in tree {
        write(&folder.path().join("tree").join(path), text);
    }
    let report = folder.path().join("report.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    let index = folder.path().join("index.cullis");
    let import = command.args(["db", "import", "--as-of=2026-08-21", "--out"]).arg(&index);
    let imported = import.arg(folder.path().join("osv")).output().expect("an import");
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let mut command = Command::new(env!("CARGO_BIN_EXE_cullis"));
    command.args(["check", "--packages=none", "--history=none", "--now=2026-08-22T00:00:00Z"]);
    command.arg(folder.path().join("tree")).arg("--db").arg(&index);
    command.arg("--report").arg(format!("json={}", report.display()));
    let exit = command.output().expect("a run").status.code().expect("an exit code");
    let report: Value = serde_json::from_slice(&fs::read(&report).expect("a report")).expect("JSON");
    let about = |finding: &Value| {
        let text = |pointer: &str| finding.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", text("/rule"), text("/component/name")).trim().to_owned()
    };
    let found = report.get("findings").and_then(Value::as_array).expect("a list").iter().map(about).collect();
    (exit, found)
}

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn crate_entry(name: &str, version: &str, rest: &str) -> String {
    let sum = "0a".repeat(32);
    format!(
        "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{CRATES}\"\nchecksum = \"{sum}\"\n{rest}\n"
    )
}

#[track_caller]
fn assert_caught(tree: &[(&str, &str)], exit: i32, by: &str) {
    let (code, found) = check(tree);
    assert!(found.contains(by), "expected `{by}`, found {found:?}");
    assert_eq!(code, exit, "{found:?}");
}

#[test]
fn a_crate_without_its_source_line_beside_a_decoy_manifest() {
    let lock = "version = 4\n\n[[package]]\nname = \"quill_pen\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"till\"\nversion = \"0.1.0\"\ndependencies = [\n \"quill_pen\",\n]\n";
    let manifest = "[package]\nname = \"till\"\nversion = \"0.1.0\"\n[dependencies]\nquill_pen = \"1\"\n";
    let decoy = "[package]\nname = \"quill_pen\"\nversion = \"1.0.0\"\n";
    let tree = [("Cargo.lock", lock), ("Cargo.toml", manifest), ("docs/Cargo.toml", decoy)];
    assert_caught(&tree, 3, "unreadable-file quill_pen");
    assert_caught(&tree, 3, "missing-lockfile quill_pen");
}

#[test]
fn a_crate_that_the_manifest_asks_for_and_the_lockfile_lacks() {
    let lock = "version = 4\n\n[[package]]\nname = \"till\"\nversion = \"0.1.0\"\n";
    let manifest = "[package]\nname = \"till\"\nversion = \"0.1.0\"\n[dependencies]\nquill_pen = \"1\"\n";
    assert_caught(&[("Cargo.lock", lock), ("Cargo.toml", manifest)], 3, "missing-lockfile quill_pen");
}

#[test]
fn a_crate_by_another_spelling_of_its_name() {
    let own = "[[package]]\nname = \"till\"\nversion = \"0.1.0\"\ndependencies = [\n \"Quill-Pen\",\n]\n";
    let lock = format!("version = 4\n\n{}{own}", crate_entry("Quill-Pen", "1.0.0", ""));
    assert_caught(&[("Cargo.lock", &lock)], 1, "vulnerable-component Quill-Pen");
}

#[test]
fn a_vendored_copy_of_a_vulnerable_version_is_seen() {
    let lock = "version = 4\n\n[[package]]\nname = \"quill_pen\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"till\"\nversion = \"0.1.0\"\ndependencies = [\n \"quill_pen\",\n]\n";
    let manifest = "[package]\nname = \"till\"\nversion = \"0.1.0\"\n[dependencies]\nquill_pen = { path = \"vendor/quill_pen\" }\n";
    let copy = "[package]\nname = \"quill_pen\"\nversion = \"1.0.0\"\n";
    let tree = [("Cargo.lock", lock), ("Cargo.toml", manifest), ("vendor/quill_pen/Cargo.toml", copy)];
    assert_caught(&tree, 0, "vendored-component quill_pen");
    // What nothing else of the project needs is no copy of anything.
    let own = "version = 4\n\n[[package]]\nname = \"quill_pen\"\nversion = \"1.0.0\"\n";
    let (_, found) = check(&[("Cargo.lock", own), ("Cargo.toml", copy)]);
    assert!(!found.contains("vendored-component quill_pen"), "{found:?}");
    // Mended, it is nobody's business.
    let (lock, copy) = (lock.replace("1.0.0", "2.0.0"), copy.replace("1.0.0", "2.0.0"));
    let tree = [("Cargo.lock", &*lock), ("Cargo.toml", manifest), ("vendor/quill_pen/Cargo.toml", &*copy)];
    let (_, found) = check(&tree);
    assert!(!found.contains("vendored-component quill_pen"), "{found:?}");
}

/// `cargo vendor` lays crates beside the project, and Cargo builds those.
#[test]
fn a_crate_that_is_carried_in_place_of_the_one_that_is_locked() {
    let own = "[[package]]\nname = \"till\"\nversion = \"0.1.0\"\ndependencies = [\n \"quill_pen\",\n]\n";
    let lock = format!("version = 4\n\n{}{own}", crate_entry("quill_pen", "2.0.0", ""));
    let manifest = "[package]\nname = \"till\"\nversion = \"0.1.0\"\n[dependencies]\nquill_pen = \"2\"\n";
    let config = "[source.crates-io]\nreplace-with = \"carried\"\n[source.carried]\ndirectory = \"vendor\"\n";
    let sums = |sum: &str| format!("{{\"files\":{{}},\"package\":\"{sum}\"}}");
    let carried = "[package]\nname = \"quill_pen\"\nversion = \"2.0.0\"\n[dependencies]\nink = \"1\"\n";
    let example = "[package]\nname = \"example\"\nversion = \"0.0.0\"\n[dependencies]\nink = \"1\"\n";
    let (right, wrong) = (sums(&"0a".repeat(32)), sums(&"0b".repeat(32)));
    let tree = |carried: &'static str, sums: &str| {
        [
            ("Cargo.lock", lock.clone()),
            ("Cargo.toml", manifest.to_owned()),
            (".cargo/config.toml", config.to_owned()),
            ("vendor/quill_pen/Cargo.toml", carried.to_owned()),
            ("vendor/quill_pen/example/Cargo.toml", example.to_owned()),
            ("vendor/quill_pen/.cargo-checksum.json", sums.to_owned()),
        ]
    };
    let caught = |files: &[(&str, String)], exit, by| {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, &**text)).collect();
        let (code, found) = check(&files);
        assert_eq!(found.contains(by), exit != 0, "{found:?}");
        assert_eq!(code, exit, "{found:?}");
    };
    // What is locked is judged where it is locked, and asks for nothing more.
    caught(&tree(carried, &right), 0, "unreadable-file");
    let old = "[package]\nname = \"quill_pen\"\nversion = \"1.0.0\"\n";
    caught(&tree(old, &right), 3, "unreadable-file quill_pen");
    caught(&tree(carried, &wrong), 3, "unreadable-file quill_pen");
    caught(&tree("[package]\nname = \"other\"\nversion = \"2.0.0\"\n", &right), 3, "unreadable-file other");
}

#[test]
fn a_module_that_is_carried_in_place_of_the_one_that_is_required() {
    let go_mod = "module code.example/a\n\ngo 1.24\n\nrequire github.com/acme/till v1.5.0\n";
    let list = |version: &str| {
        format!("# github.com/acme/till {version}\n## explicit; go 1.24\ngithub.com/acme/till\n")
    };
    let old = list("v1.0.0");
    assert_caught(
        &[("go.mod", go_mod), ("vendor/modules.txt", &old)],
        3,
        "unreadable-file github.com/acme/till",
    );
    let (_, found) = check(&[("go.mod", go_mod), ("vendor/modules.txt", &list("v1.5.0"))]);
    assert!(!found.iter().any(|one| one.starts_with("unreadable-file")), "{found:?}");
    // Another tool's folder of that name is none of Go's.
    let (_, found) = check(&[("go.mod", go_mod), ("web/vendor/modules.txt", &old)]);
    assert!(!found.iter().any(|one| one.starts_with("unreadable-file")), "{found:?}");
}

#[test]
fn a_module_in_another_case() {
    let go_mod = "module code.example/a\n\ngo 1.24\n\nrequire github.com/acme/TILL v1.0.0+incompatible\n";
    assert_caught(&[("go.mod", go_mod)], 1, "vulnerable-component github.com/acme/TILL");
    let purl = json!({ "bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
        { "type": "library", "name": "till", "purl": "pkg:golang/github.com/acme/till@v1.0.0" } ] });
    assert_caught(&[("bom.json", &purl.to_string())], 1, "vulnerable-component github.com/acme/till");
}

#[test]
fn a_module_that_a_folder_stands_in_for_is_seen() {
    let go_mod = "module code.example/a\n\ngo 1.24\n\nrequire github.com/acme/till v1.0.0 // indirect\n\nreplace github.com/acme/till => ./third_party/till\n";
    let copy = "module github.com/acme/till\n\ngo 1.24\n";
    let tree = [("go.mod", go_mod), ("third_party/till/go.mod", copy)];
    assert_caught(&tree, 0, "vendored-component github.com/acme/till");
}

#[test]
fn an_npm_package_under_the_address_of_a_clean_version() {
    let lock = json!({ "name": "till", "lockfileVersion": 3, "packages": {
        "": { "name": "till", "dependencies": { "lodash": "^4.17.0" } },
        "node_modules/lodash": { "version": "4.17.21", "resolved": "https://npm.registry.example/lodash/-/lodash-4.17.15.tgz" },
    }});
    assert_caught(&[("package-lock.json", &lock.to_string())], 3, "unreadable-file");
}

#[test]
fn an_npm_package_in_a_folder_that_is_written_oddly() {
    for folder in
        ["node_modules//lodash", "./node_modules/lodash", "a/../node_modules/lodash", "node_modules/lodash/"]
    {
        let lock = json!({ "name": "till", "lockfileVersion": 3, "packages": {
            "": { "name": "till" }, folder: { "version": "4.17.15" },
        }});
        assert_caught(&[("package-lock.json", &lock.to_string())], 3, "unreadable-file");
    }
}

#[test]
fn an_npm_package_that_only_the_older_layout_lists() {
    let lock = json!({ "name": "till", "lockfileVersion": 2, "packages": { "": { "name": "till" } },
        "dependencies": { "lodash": { "version": "4.17.15" } } });
    assert_caught(&[("package-lock.json", &lock.to_string())], 3, "unreadable-file");
    let lock = json!({ "name": "till", "lockfileVersion": 1, "packages": {},
        "dependencies": { "lodash": { "version": "4.17.15" } } });
    assert_caught(&[("package-lock.json", &lock.to_string())], 1, "vulnerable-component lodash");
}

#[test]
fn an_npm_package_that_the_manifest_asks_for_in_another_version() {
    let manifest = json!({ "name": "till", "dependencies": { "lodash": "4.17.15" } });
    let lock = |asked: &str| {
        let lock = json!({ "name": "till", "lockfileVersion": 3, "packages": {
            "": { "name": "till", "dependencies": { "lodash": asked } },
            "node_modules/lodash": { "version": "4.17.21" },
        }});
        lock.to_string()
    };
    let manifest = manifest.to_string();
    let newer = lock("4.17.21");
    assert_caught(
        &[("package.json", &manifest), ("package-lock.json", &newer)],
        3,
        "missing-lockfile lodash",
    );
    let edited = lock("4.17.15");
    assert_caught(&[("package.json", &manifest), ("package-lock.json", &edited)], 3, "unreadable-file");
}

#[test]
fn an_npm_package_that_another_asks_for_in_another_version() {
    let lock = json!({ "name": "till", "lockfileVersion": 3, "packages": {
        "": { "name": "till", "dependencies": { "ledger": "1.0.0" } },
        "node_modules/ledger": { "version": "1.0.0", "dependencies": { "lodash": "4.17.15" } },
        "node_modules/lodash": { "version": "4.17.21" },
    }});
    let lock = lock.to_string();
    let asks = "{\"name\": \"till\", \"dependencies\": {\"ledger\": \"1.0.0\"}}";
    assert_caught(&[("package.json", asks), ("package-lock.json", &lock)], 3, "unreadable-file");
    // What the project overrides is installed all the same.
    let overrides = asks.replace("}}", "}, \"overrides\": {\"lodash@4\": \"4.17.21\"}}");
    let (exit, found) = check(&[("package.json", &overrides), ("package-lock.json", &lock)]);
    assert_eq!(exit, 0, "{found:?}");
}

#[test]
fn a_requirement_in_what_looks_like_a_comment() {
    for end in ["\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}"] {
        let text = format!("idna==3.10\n# harmless{end}django==3.2\n");
        assert_caught(&[("requirements.txt", &text)], 1, "vulnerable-component django");
    }
    let text = "# coding: unicode_escape\nidna==3.10\n# harmless\\ndjango==3.2\n";
    assert_caught(&[("requirements.txt", text)], 3, "unreadable-file");
}

#[test]
fn a_pin_that_counts_on_no_machine() {
    let pin = "django==5.2.15; python_version < '3'\n";
    assert_caught(&[("requirements.txt", &format!("{pin}django<4\n"))], 3, "unresolved-version django");
    let constrained = [("requirements.txt", "django\n-c limits.txt\n"), ("limits.txt", pin)];
    assert_caught(&constrained, 3, "unresolved-version django");
    let two =
        [("requirements.txt", "django\n-c limits.txt\n"), ("limits.txt", "django==5.2.15\ndjango==3.2\n")];
    assert_caught(&two, 3, "unresolved-version django");
    let same = format!("{pin}django[bcrypt]; python_version < '3'\n");
    let (exit, found) = check(&[("requirements.txt", &same)]);
    assert_eq!(exit, 0, "{found:?}");
}

#[test]
fn a_nuget_package_that_calls_itself_a_project() {
    let project = "<Project><ItemGroup><PackageReference Include=\"Newtonsoft.Json\" Version=\"9.0.1\" /></ItemGroup></Project>";
    let lock =
        json!({ "version": 1, "dependencies": { "net8.0": { "newtonsoft.json": { "type": "Project" } } } });
    let lock = lock.to_string();
    let tree = [("App.csproj", project), ("packages.lock.json", &*lock)];
    assert_caught(&tree, 3, "unreadable-file newtonsoft.json");
    assert_caught(&tree, 3, "missing-lockfile Newtonsoft.Json");
}

#[test]
fn a_uv_package_that_calls_itself_the_project() {
    let manifest = "[project]\nname = \"till\"\nversion = \"1\"\ndependencies = [\"django==3.2\"]\n";
    let own = "[[package]]\nname = \"till\"\nversion = \"1\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"django\" }]\n";
    let lock = format!(
        "version = 1\n\n[[package]]\nname = \"django\"\nversion = \"3.2\"\nsource = {{ virtual = \".\" }}\n\n{own}"
    );
    assert_caught(&[("pyproject.toml", manifest), ("uv.lock", &lock)], 3, "unreadable-file");
}

#[test]
fn a_manifest_that_borrows_the_name_of_another() {
    let lock = json!({ "name": "till", "lockfileVersion": 3, "packages": { "": { "name": "till" } } });
    let other = json!({ "name": "till", "dependencies": { "lodash": "4.17.15" } });
    let (lock, other) = (lock.to_string(), other.to_string());
    let tree = [
        ("package.json", "{\"name\": \"till\"}"),
        ("package-lock.json", &*lock),
        ("tools/package.json", &*other),
    ];
    assert_caught(&tree, 3, "missing-lockfile");
}

#[test]
fn a_requirement_in_a_file_of_a_shorter_name() {
    let pin = "django==3.2\n";
    for path in ["reqs.txt", "ops/dev-reqs.txt", "requirements/prod.pip", "prod.pip", "reqs/base.txt"] {
        assert_caught(&[(path, pin)], 1, "vulnerable-component django");
    }
    // A file of any name that one of these includes.
    let tree = [("requirements.txt", "-r deps/base.txt\n"), ("deps/base.txt", pin)];
    assert_caught(&tree, 1, "vulnerable-component django");
}

/// The build reads them from a file of a name that tells nobody what it is.
#[test]
fn a_requirement_in_a_file_that_only_the_build_is_told_of() {
    let project = |more: &str| {
        format!("[project]\nname = \"till\"\nversion = \"1\"\ndynamic = [\"dependencies\"]\n{more}")
    };
    let told = |name: &str| {
        project(&format!("[tool.setuptools.dynamic]\ndependencies = {{ file = [\"{name}\"] }}\n"))
    };
    let pins = "django==3.2\n";
    assert_caught(&[("pyproject.toml", &told("deps.txt")), ("deps.txt", pins)], 3, "missing-lockfile");
    assert_caught(&[("pyproject.toml", &project("")), ("deps.txt", pins)], 3, "missing-lockfile");
    // What is read under its own name is judged there.
    let tree = [("pyproject.toml", &*told("requirements.txt")), ("requirements.txt", pins)];
    assert_caught(&tree, 1, "vulnerable-component django");
    let (_, found) = check(&tree);
    assert!(!found.contains("missing-lockfile"), "{found:?}");
}

#[test]
fn a_module_in_a_file_that_stands_in_for_go_mod() {
    let own = "module example.com/till\n\ngo 1.22\n";
    let tools = format!("{own}\nrequire github.com/Acme/Till v1.0.0\n");
    for path in ["go.tools.mod", "tools.mod", "build/dev-go.mod"] {
        assert_caught(&[("go.mod", own), (path, &tools)], 1, "vulnerable-component github.com/Acme/Till");
    }
}

#[test]
fn a_lockfile_that_npm_is_told_not_to_read() {
    let lock = r#"{"name": "till", "version": "1.0.0", "lockfileVersion": 3, "packages": {
        "": {"name": "till", "version": "1.0.0", "dependencies": {"lodash": "^4.17.0"}},
        "node_modules/lodash": {"version": "4.17.21",
            "resolved": "https://npm.registry.example/lodash/-/lodash-4.17.21.tgz"}}}"#;
    let manifest = r#"{"name": "till", "version": "1.0.0", "dependencies": {"lodash": "^4.17.0"}}"#;
    let with =
        |npmrc: &'static str| [("package.json", manifest), ("package-lock.json", lock), (".npmrc", npmrc)];
    for npmrc in [
        "package-lock=false\n",
        "; ours\nsave-exact=true\n package-lock = false ; no lock",
        "package-lock=true\n\"package-lock\"='false'\r\n",
        "shrinkwrap=false",
        "package-lock=${LOCK}",
    ] {
        assert_caught(&with(npmrc), 3, "missing-lockfile");
    }
    for npmrc in ["package-lock=true\n", "# package-lock=false\n", "package-lock\n", "save=false\n"] {
        assert_eq!(check(&with(npmrc)).0, 0, "{npmrc}");
    }
}
