//! The promises of the design, each by the real binary: one file a promise,
//! numbered in its first line as the design numbers them.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test lays out its own files and says what differs"
)]

mod accounting;
mod decides;
mod hostile_tree;
mod ignore_files;
#[cfg(target_os = "linux")]
mod interrupted;
#[cfg(target_os = "linux")]
mod killed;
#[cfg(target_os = "linux")]
mod network;
mod same_bytes;
mod tighter;

#[path = "../support/gate.rs"]
mod gate;
#[path = "../support/git_history.rs"]
mod git_history;
#[path = "../support/shared.rs"]
mod shared;
#[path = "../support/story.rs"]
mod story;
#[cfg(target_os = "linux")]
#[path = "../support/strace.rs"]
mod strace;

use serde_json::Value;

use gate::Said;

/// The folder of the project.
fn here() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn promise_9_no_unsafe_is_allowed_anywhere() {
    let manifest = std::fs::read_to_string(here().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    // `forbid` can't be lifted again by an attribute; `deny` could.
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}

/// A JSON report; the text is shown where it is none.
fn json(said: &Said) -> Value {
    let parsed = serde_json::from_str(&said.out);
    parsed.unwrap_or_else(|error| panic!("no JSON report ({error}): {said:?}"))
}
