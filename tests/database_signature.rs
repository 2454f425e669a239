//! A database counts when one of policy's keys signed it, and not otherwise.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test of files")]

use std::fs;
use std::path::Path;
use std::process::Command;

use cullis::advisory::{Importer, Index};
use cullis::signature::{Algorithm, IndexStatement, PrivateKey, Signed, write_file};
use cullis::store::index_file::IndexBytes;

const LOCK: &str = r#"{"name": "own", "version": "1.0.0", "lockfileVersion": 3, "packages": {
    "": {"name": "own", "version": "1.0.0", "dependencies": {"a": "^1.0.0"}},
    "node_modules/a": {"version": "1.0.0", "resolved": "https://npm.registry.example/a/-/a-1.0.0.tgz"}}}"#;

fn key(algorithm: Algorithm, seed: u8) -> PrivateKey {
    PrivateKey::from_random(algorithm, &[seed; 32]).expect("a key")
}

/// An index, and the signature of this key over it.
fn signed(key: &PrivateKey) -> (Vec<u8>, String) {
    let mut importer = Importer::new("2026-11-20".parse().ok());
    importer.begin_source(Some("npm"));
    let record =
        r#"{"id":"EX-1","affected":[{"package":{"ecosystem":"npm","name":"b"},"versions":["1.0.0"]}]}"#;
    importer.add("EX-1.json", record.as_bytes());
    let index = importer.finish().expect("room").expect("no defects").index;
    let file = IndexBytes(index.clone());
    let summary = Index::open(&file).expect("an index").summary().clone();
    let statement = IndexStatement::new(summary.root, 1, &summary.sources).expect("a statement");
    let mut signed = Signed::new(statement.text());
    signed.sign(key).expect("signed");
    (index, write_file(&[signed]))
}

/// Exit code, and what the report says of the signature.
fn check(folder: &Path, keys: &[&PrivateKey]) -> (Option<i32>, String) {
    let keys: Vec<String> = keys.iter().map(|key| format!("'''\n{}'''", key.public().to_pem())).collect();
    fs::write(folder.join("tree/cullis.toml"), format!("[database]\nkeys = [{}]\n", keys.join(", ")))
        .expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_cullis"))
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .args(["check", "tree", "--db", "a.cullis", "--packages", "none", "--history", "none"])
        .args(["--now", "2026-11-23T12:00:00Z", "--report", "json"])
        .output()
        .expect("the binary runs");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let signature = report.pointer("/database/signature").and_then(serde_json::Value::as_str);
    (output.status.code(), signature.unwrap_or_default().to_owned())
}

#[test]
fn an_index_is_trusted_by_the_keys_of_policy_alone() {
    for algorithm in [Algorithm::Ed25519, Algorithm::Sm2] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        fs::create_dir(folder.join("tree")).expect("made");
        fs::write(folder.join("tree/package-lock.json"), LOCK).expect("written");
        let (ours, theirs) = (key(algorithm, 7), key(algorithm, 8));
        let (index, signature) = signed(&ours);
        fs::write(folder.join("a.cullis"), &index).expect("written");
        let unsigned = (Some(3), "unverified".to_owned());
        assert_eq!(check(folder, &[&ours]), unsigned, "there is no signature yet");
        assert_eq!(check(folder, &[]), (Some(0), "not-asked".to_owned()));
        fs::write(folder.join("a.cullis.sig"), &signature).expect("written");
        assert_eq!(check(folder, &[&ours]), (Some(0), "verified".to_owned()));
        assert_eq!(check(folder, &[&theirs, &ours]), (Some(0), "verified".to_owned()));
        assert_eq!(check(folder, &[&theirs]), unsigned, "somebody else signed it");
        let altered = signature.replacen("as-of 2026-11-20", "as-of 2026-11-21", 1);
        assert_ne!(altered, signature);
        fs::write(folder.join("a.cullis.sig"), altered).expect("written");
        assert_eq!(check(folder, &[&ours]), unsigned, "the statement was altered");
    }
}
