//! npm's lockfiles of real repositories, counted here by another JSON parser
//! and compared entry by entry with what the reader says.

use std::collections::BTreeMap;
use std::path::Path;

use cullis::domain::component::{Origin, Relation, Scope};
use cullis::domain::inventory::Inventory;
use serde_json::Value;

use crate::{corpus, inventory};

/// The folders of the corpus that hold an npm lockfile.
const FOLDERS: &[&str] = &[
    "NodeGoat",
    "eShop",
    "nacos/console-ui",
    "server/bitwarden_license/src/Sso",
    "server/src/Admin",
    "server/src/Core/MailTemplates/Mjml",
    "threat-dragon",
    "threat-dragon/td.server",
    "threat-dragon/td.vue",
];

/// How often each name and version stands in a lockfile.
type Counts = BTreeMap<(String, String), usize>;

/// The lockfile and the manifest beside it, and nothing below.
fn inventory_of(folder: &Path) -> Inventory {
    inventory(folder, &["package-lock.json", "package.json"])
}

fn counted(folder: &Path) -> Counts {
    let bytes = std::fs::read(folder.join("package-lock.json")).expect("a lockfile");
    let lock: Value = serde_json::from_slice(&bytes).expect("JSON");
    let mut counts = Counts::new();
    match lock.get("packages").and_then(Value::as_object) {
        Some(packages) => {
            for (path, entry) in packages {
                let from_path = path.rsplit("node_modules/").next().expect("one part");
                let name = entry.get("name").and_then(Value::as_str).unwrap_or(from_path);
                count(name, entry, &mut counts);
            }
        }
        None => count_nested(&lock, &mut counts),
    }
    counts
}

fn count(name: &str, entry: &Value, counts: &mut Counts) {
    let version = entry.get("version").and_then(Value::as_str).unwrap_or_default();
    *counts.entry((name.to_owned(), version.to_owned())).or_default() += 1;
}

fn count_nested(parent: &Value, counts: &mut Counts) {
    for (name, entry) in parent.get("dependencies").and_then(Value::as_object).into_iter().flatten() {
        count(name, entry, counts);
        count_nested(entry, counts);
    }
}

#[test]
fn every_entry_of_every_lockfile_is_read_once() {
    let Some(corpus) = corpus() else { return };
    let mut total = 0;
    for name in FOLDERS {
        let inventory = inventory_of(&corpus.join(name));
        let mut found = Counts::new();
        for occurrence in &inventory.occurrences {
            let component = &occurrence.component;
            let version = component.version.exact().unwrap_or_default().to_owned();
            *found.entry((component.name.to_string(), version)).or_default() += 1;
        }
        assert_eq!(inventory.gaps, [], "{name}");
        assert_eq!(found, counted(&corpus.join(name)), "{name}");
        total += inventory.occurrences.len();
    }
    assert_eq!(total, 7_481, "entries of all lockfiles, the projects themselves included");
}

#[test]
fn the_mark_for_development_and_the_hashes_are_those_of_the_file() {
    let Some(corpus) = corpus() else { return };
    for name in FOLDERS {
        let folder = corpus.join(name);
        let inventory = inventory_of(&folder);
        let text = std::fs::read_to_string(folder.join("package-lock.json")).expect("a lockfile");
        let lines_of = |mark: &str| text.lines().filter(|line| line.trim_start().starts_with(mark)).count();
        // NodeGoat's version 2 says everything twice.
        let times = if name == &"NodeGoat" { 2 } else { 1 };
        let development = inventory.occurrences.iter().filter(|o| o.scope == Scope::Development).count();
        assert_eq!(development * times, lines_of("\"dev\": true"), "{name}");
        let hashed = inventory.occurrences.iter().filter(|o| !o.hashes.is_empty()).count();
        assert_eq!(hashed * times, lines_of("\"integrity\": "), "{name}");
    }
}

#[test]
fn everything_is_reached_from_what_the_project_asks_for() {
    let Some(corpus) = corpus() else { return };
    for name in FOLDERS {
        let inventory = inventory_of(&corpus.join(name));
        let unreached = (0..inventory.occurrences.len()).filter(|&position| {
            let path = inventory.path_to(position);
            let first = path.first().and_then(|first| inventory.occurrences.get(*first));
            first.is_some_and(|f| f.origin != Origin::FirstParty && f.relation != Relation::Direct)
        });
        // This one is of version 1, and the corpus has no manifest beside it.
        let expected = if *name == "nacos/console-ui" { 1_583 } else { 0 };
        assert_eq!(unreached.count(), expected, "{name}");
    }
}
