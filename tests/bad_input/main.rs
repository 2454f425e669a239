//! Input that is broken, hostile or not there, by the real binary: promise 7
//! and the exit codes 2 and 3.
//!
//! Tables: `subjects` has one row for each kind of file that is read, `damage`
//! one for each thing that can have happened to it. A new reader is one row.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test lays out its own files and says what differs"
)]

mod damage;
mod databases;
mod disks;
mod paths;
mod subjects;

#[path = "../support/gate.rs"]
mod gate;

use serde_json::Value;

use gate::Said;

/// What a run complains of: the blocking findings of a JSON report, or standard
/// error, as `place: sentence` lines.
fn complaints(said: &Said) -> Vec<String> {
    let Ok(report) = serde_json::from_str::<Value>(&said.out) else {
        return said.err.lines().map(str::to_owned).collect();
    };
    let findings = report["findings"].as_array().expect("a list").iter();
    let blocking = findings.filter(|finding| finding["blocks"] == true);
    let line = |finding: &Value| {
        let place = &finding["place"];
        let at = place["line"].as_u64().map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{at}: {}", place["path"].as_str().expect("a path"), finding["message"]["text"])
    };
    blocking.map(line).collect()
}

/// The one assertion: the run ends with that code, and one complaint names the
/// file and says one of these things. What is wrong with the run otherwise.
fn told(case: &str, said: &Said, exit: i32, file: &str, says: &[&str]) -> Result<(), String> {
    let complaints = complaints(said);
    let told =
        complaints.iter().any(|line| line.contains(file) && says.iter().any(|words| line.contains(words)));
    let wrong = match said.exit {
        Some(found) if found == exit && told && !said.err.contains("panicked") => return Ok(()),
        Some(found) if found == exit => format!("no complaint names `{file}` and says one of {says:?}"),
        found => format!("ends with {found:?}, not with {exit}"),
    };
    Err(format!("{case}: {wrong}: {complaints:#?}\n{}", said.err))
}

/// Fails with everything that is wrong, not with the first of it.
fn assert_all(results: impl IntoIterator<Item = Result<(), String>>) {
    let wrong: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{} of the cases:\n{}", wrong.len(), wrong.join("\n"));
}
