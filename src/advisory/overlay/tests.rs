//! Overlays: what they say, and what refuses them, each with its place.

use std::sync::Arc;

use super::{Overlay, read};
use crate::domain::advisory::{AdvisoryKind, Provenance, Severity};
use crate::domain::limits::Limits;
use crate::domain::place::Artifact;
use crate::messages::{Language, say};
use crate::source::SourceFile;

fn file(text: &str) -> SourceFile {
    let artifact = Artifact::Outside(Arc::from("overlay.toml"));
    SourceFile::of_artifact(artifact, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text")
}

fn overlay(text: &str) -> Overlay {
    read(&file(text)).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn errors(text: &str) -> Vec<String> {
    let errors = read(&file(text)).expect_err("refused");
    errors
        .iter()
        .map(|error| format!("{}: {}", error.place, say(&error.message, Language::English)))
        .collect()
}

const WHOLE: &str = r#"
[[withdrawal]]
id = "GHSA-0000-0000-0001"
reason = "our build leaves the module out"
by = "application security"
date = 2026-11-02

[[namespace]]
ecosystem = "PyPI"
name = "Bank_*"
registries = ["https://packages.example/pypi/"]

[[alias]]
id = "CNVD-2026-00001"
of = "CVE-2026-0001"

[[advisory]]
id = "BANK-2026-0007"
summary = "the client logs tokens"
ecosystem = "npm"
name = "@bank/client"
introduced = "0"
fixed = "2.4.1"
severity = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
weaknesses = ["CWE-532"]
published = "2026-10-01"

[[advisory]]
id = "BANK-2026-0008"
summary = "a trap"
ecosystem = "npm"
name = "left-pad"
versions = ["1.0.0"]
kind = "malicious"
"#;

#[test]
fn an_overlay_says_what_its_entries_say() {
    let overlay = overlay(WHOLE);
    assert_eq!(overlay.withdrawals.len(), 1);
    assert_eq!(overlay.withdrawals[0].date.to_string(), "2026-11-02");
    // The pattern is spelt as names are looked up.
    assert_eq!(&*overlay.namespaces[0].pattern, "bank-*");
    assert!(overlay.namespaces[0].has("bank-client"));
    assert_eq!(overlay.aliases, [(Arc::from("CNVD-2026-00001"), Arc::from("CVE-2026-0001"))]);
    let [logs, trap] = overlay.advisories.as_slice() else { panic!("two advisories") };
    assert_eq!(logs.advisory.severity, Severity::Score(9.8));
    assert_eq!(logs.advisory.provenance, Provenance::InHouse);
    assert_eq!(logs.advisory.published.map(|date| date.to_string()).as_deref(), Some("2026-10-01T00:00:00Z"));
    assert_eq!(logs.advisory.affected[0].ranges[0].events.len(), 2);
    assert_eq!(trap.advisory.kind, AdvisoryKind::Malicious);
    assert_eq!(trap.advisory.severity, Severity::Unscored);
}

#[test]
fn every_slip_has_its_place_and_where_possible_its_word() {
    let changed = |from: &str, to: &str| errors(&WHOLE.replacen(from, to, 1));
    assert_eq!(
        changed("[[alias]]", "[[aliases]]"),
        ["overlay.toml:13:3: unknown key `aliases`; did you mean `alias`?"]
    );
    assert_eq!(
        changed("reason =", "reson ="),
        [
            "overlay.toml:2:1: this `[[withdrawal]]` has no `reason`; it is mandatory",
            "overlay.toml:4:1: unknown key `reson`; did you mean `reason`?",
        ]
    );
    let npm =
        "overlay.toml:9:13: `Pypi` is no ecosystem whose versions can be compared; did you mean `PyPI`?";
    assert_eq!(changed("\"PyPI\"", "\"Pypi\""), [npm]);
    assert!(
        changed("date = 2026-11-02", "date = \"2.11.2026\"")[0]
            .starts_with("overlay.toml:6:8: `date` takes a day")
    );
    assert!(changed("date = 2026-11-02", "date = 2026-11-02T10:00:00Z")[0].starts_with("overlay.toml:6:8:"));
    assert!(changed("Bank_*", "*")[0].starts_with("overlay.toml:10:8: the name \"*\" fits every component"));
    assert!(changed("https://packages", "packages")[0].starts_with("overlay.toml:11:14: `registries` takes"));
    assert!(changed("introduced = \"0\"\n", "")[0].contains("has no `introduced`"));
    assert!(changed("fixed =", "last-affected = \"2\"\nfixed =")[0].contains("not with both"));
    assert!(changed("versions = [\"1.0.0\"]\n", "")[0].contains("has no `introduced`"));
    assert!(changed("/A:H", "")[0].contains("all of its base metrics"));
    assert!(changed("\"malicious\"", "\"evil\"")[0].contains("`kind` takes"));
    assert!(errors("")[0].starts_with("overlay.toml: says nothing"));
    assert!(errors("[withdrawal]\nid = \"x\"\n")[0].starts_with("overlay.toml:1:1:"));
}
