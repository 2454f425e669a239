//! Golden files of the reports: `fixtures/report/`, rewritten on request.

#![expect(
    clippy::disallowed_methods,
    reason = "tests compare with files of the project, and rewrite them when the variable asks"
)]

use std::path::Path;

/// Compares with `fixtures/report/<name>`. `CULLIS_ACCEPT=1` writes the file
/// instead: look at the difference before committing it.
pub(super) fn compare(name: &str, found: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    compare_file(&root.join("fixtures/report").join(name), found);
}

/// Compares with any file of the project.
pub(super) fn compare_file(file: &Path, found: &str) {
    if std::env::var("CULLIS_ACCEPT").is_ok_and(|value| value == "1") {
        let folder = file.parent().expect("a golden file is in a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        std::fs::write(file, found).expect("the golden file can be written");
        return;
    }
    let expected = std::fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    let first = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    let line = first.unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    assert!(
        expected == found,
        "{} differs from line {} on.\n- {}\n+ {}\nCULLIS_ACCEPT=1 cargo test accepts what is now printed.",
        file.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("(the end)"),
        found.lines().nth(line).unwrap_or("(the end)"),
    );
}

/// A file of the shared folder; `None` where it is meant to be absent.
pub(super) fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("CULLIS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), std::path::PathBuf::from);
    match std::fs::read_to_string(root.join(path)) {
        Ok(text) => Some(text),
        Err(_) if std::env::var("CULLIS_WITHOUT_SHARED").is_ok_and(|value| value == "1") => None,
        Err(error) => panic!(
            "shared/{path} can't be read ({error}); CULLIS_WITHOUT_SHARED=1 skips what needs it, CULLIS_SHARED names another folder"
        ),
    }
}
