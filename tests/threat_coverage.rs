//! What real models lack on their flows, and how much of the table of categories
//! is of names that are really there.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test runs the binary on real files, and reads them"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;
#[path = "support/shared.rs"]
mod shared;

use std::collections::{BTreeMap, BTreeSet};

use cullis::category;
use cullis::domain::component::{Component, Ecosystem, Version};
use cullis::purl::ComponentPattern;
use gate::{Desk, run};

/// The flows that cross without a threat, as somebody who knows the model would
/// list them: whole where few cross, else how many do. A model of Threagile
/// without the risks that its tool generates isn't asked.
const MODELS: &[(&str, &[&str])] = &[
    ("otm/EXAMPLE.yaml", &[]),
    ("otm/EXAMPLE.json", &[]),
    ("threagile/example.yaml", &[]),
    ("threagile/stub.yaml", &[]),
    (
        "tm-bom/cryptocurrency-wallet.json",
        &[
            "unthreatened-flow df-browser-to-exchange-website",
            // The threat to the API's keys is on the API, not on the backend.
            "unthreatened-untrusted-flow df-website-to-backend",
        ],
    ),
    (
        "tm-bom/husky-ai.json",
        &[
            "unthreatened-flow deployment-bastion",
            "unthreatened-flow jupyter-notebook-ml-model",
            "unthreatened-flow ml-model-deployment-service",
            "unthreatened-untrusted-flow admin-bastion",
            "unthreatened-untrusted-flow azure-cognitive-gather-images",
            "unthreatened-untrusted-flow engineer-gather-images",
            "unthreatened-untrusted-flow engineer-jupyter-notebook",
            "unthreatened-untrusted-flow third-party-tools-gather-images",
            "unthreatened-untrusted-flow third-party-tools-jupyter-notebook",
            "unthreatened-untrusted-flow third-party-tools-web-server",
        ],
    ),
    // Nobody is trusted in a box that is called Internet, so nothing comes from
    // outside into it.
    (
        "threat-dragon/generic-cms.json",
        &[
            "unthreatened-flow HTTPS",
            "unthreatened-flow Push to Bucket",
            "unthreatened-flow Unsecured mySQL\nconnection",
        ],
    ),
    // Its boundaries are curves, which enclose nothing.
    ("threat-dragon/v2-threat-model.json", &[]),
];

#[test]
fn real_models_lack_what_their_readers_would_say() {
    let Some(shared) = shared::shared("threat-models") else { return };
    for (path, expected) in MODELS {
        let desk = Desk::new();
        let text = std::fs::read_to_string(shared.join(path)).expect("a model");
        let name = path.rsplit('/').next().unwrap_or(path);
        desk.write(&format!("tree/threat-models/{name}"), &text);
        let said = run(&mut desk.cullis(&[
            "check",
            "tree",
            "--report",
            "json",
            "--packages",
            "none",
            "--history",
            "none",
            "--now",
            "2026-11-23T12:00:00Z",
        ]));
        let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        let found: BTreeSet<String> = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|finding| finding["rule"].as_str().is_some_and(|rule| rule.starts_with("unthreatened-")))
            .map(|finding| {
                let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                format!("{} {}", word(&finding["rule"]), word(&finding["subject"]))
            })
            .collect();
        let expected: BTreeSet<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(found, expected, "{path}");
    }
}

/// Names of packages of a database's archive, which stand in its records.
fn known_names(ecosystem: &str) -> Option<BTreeSet<String>> {
    let archive = shared::shared(&format!("osv/{ecosystem}/all.zip"))?;
    let file = std::fs::File::open(archive).expect("an archive");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let mut names = BTreeSet::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).expect("an entry");
        let is_malware = entry.name().is_ok_and(|name| name.starts_with("MAL-"));
        if !is_malware {
            let record: serde_json::Value = serde_json::from_reader(entry).unwrap_or_default();
            let affected = record["affected"].as_array().cloned().unwrap_or_default();
            names
                .extend(affected.iter().filter_map(|one| one["package"]["name"].as_str().map(str::to_owned)));
        }
    }
    Some(names)
}

#[test]
fn a_good_share_of_the_table_has_had_advisories() {
    // At least so many entries of each: what parses and serves is what is found faulty.
    let least: BTreeMap<&str, usize> = [("crates.io", 55), ("Go", 50), ("PyPI", 60), ("Maven", 35)].into();
    for (ecosystem, least) in least {
        let Some(names) = known_names(ecosystem) else { return };
        let components: Vec<Component> = names
            .iter()
            .map(|name| Component {
                ecosystem: Ecosystem::new(ecosystem),
                name: name.as_str().into(),
                version: Version::Unstated,
            })
            .collect();
        let patterns = category::entries().filter_map(|(_, text)| ComponentPattern::parse(text));
        let patterns = patterns.filter(|pattern| pattern.ecosystem() == ecosystem);
        let known = patterns.filter(|pattern| components.iter().any(|one| pattern.names(one))).count();
        assert!(known >= least, "only {known} of {ecosystem}");
    }
}
