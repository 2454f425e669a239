//! The readers on manifests of real repositories, against independent counts.
//!
//! The counters here are as plain as can be: they share no code with the
//! readers and know one thing about a format each.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test reads the corpus and says what differs"
)]

#[path = "support/shared.rs"]
mod shared;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cullis::domain::component::{Occurrence, Origin, Relation};
use cullis::domain::inventory::{GapKind, Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::ecosystem::take_inventory;
use cullis::walk::Root;
use shared::shared;

fn inventory_of(folder: &Path) -> Inventory {
    let root = Root::open(folder).expect("a folder");
    let tree = root.walk(&[] as &[&str], Limits::DEFAULT).expect("a tree");
    take_inventory(&tree, &Limits::DEFAULT, PassedOver::default())
}

/// Every file of that name below the folder.
fn named(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|own| own == name) {
                found.push(path);
            }
        }
    }
    found
}

fn read_by<'inventory>(inventory: &'inventory Inventory, reader: &str) -> Vec<&'inventory Occurrence> {
    let manifests = inventory.manifests.iter().filter(|manifest| manifest.reader == reader);
    manifests.filter_map(|one| inventory.occurrences.get(one.occurrences.clone())).flatten().collect()
}

fn unreadable(inventory: &Inventory) -> Vec<String> {
    let gaps = inventory.gaps.iter().filter(|gap| gap.kind == GapKind::UnreadableFile);
    gaps.map(|gap| format!("{} {:?}", gap.place, gap.reason.arguments)).collect()
}

#[test]
fn every_package_of_every_cargo_lock_is_an_occurrence() {
    for (repository, packages) in [("uv", 753), ("zizmor", 0), ("server", 0)] {
        let Some(folder) = shared("corpus").map(|corpus| corpus.join(repository)) else { return };
        let locks = named(&folder, "Cargo.lock");
        let texts: Vec<String> =
            locks.iter().map(|path| std::fs::read_to_string(path).expect("text")).collect();
        let lines = |start: &str| -> usize {
            texts.iter().flat_map(|text| text.lines()).filter(|line| line.starts_with(start)).count()
        };
        let inventory = inventory_of(&folder);
        let found = read_by(&inventory, "cargo/cargo-lock");
        assert_eq!(found.len(), lines("[[package]]"), "{repository}");
        assert!(packages == 0 || found.len() == packages, "{repository}");
        let sourced = found.iter().filter(|one| one.origin != Origin::FirstParty).count();
        assert_eq!(sourced, lines("source = "), "{repository}");
        let hashed = found.iter().filter(|one| one.hashes.len() == 1).count();
        assert_eq!(hashed, lines("checksum = "), "{repository}");
        let edges: usize = found.iter().map(|one| one.dependencies.len()).sum();
        assert_eq!(edges, lines(" \""), "{repository}");
        assert_eq!(unreadable(&inventory), Vec::<String>::new(), "{repository}");
    }
}

#[test]
fn every_entry_of_every_nuget_lockfile_is_an_occurrence() {
    let Some(folder) = shared("corpus/server") else { return };
    let locks = named(&folder, "packages.lock.json");
    let mut count = 0;
    let mut components = BTreeSet::new();
    for lock in &locks {
        let bytes = std::fs::read(lock).expect("a lockfile");
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let value: serde_json::Value = serde_json::from_slice(text).expect("JSON");
        for target in value["dependencies"].as_object().expect("targets").values() {
            for (name, entry) in target.as_object().expect("entries") {
                count += 1;
                let version = entry["resolved"].as_str().unwrap_or_default();
                components.insert(format!("{name} {version}").trim().to_owned());
            }
        }
    }
    assert_eq!((locks.len(), count), (77, 10_983));
    let inventory = inventory_of(&folder);
    let found = read_by(&inventory, "nuget/packages-lock");
    assert_eq!(found.len(), count);
    let named: BTreeSet<String> = found.iter().map(|one| one.component.to_string()).collect();
    assert_eq!(named, components);
    // The place is the very line that declares the entry.
    for occurrence in found {
        let path = occurrence.place.tree_path().expect("in the tree").as_str();
        let line = occurrence.place.region.expect("a line").start.line as usize;
        if path.contains("/Api/") {
            let text = std::fs::read_to_string(folder.join(path)).expect("text");
            let declared = text.lines().nth(line - 1).expect("a line").trim_start();
            assert!(declared.starts_with(&format!("\"{}\": {{", occurrence.component.name)), "{path}:{line}");
        }
    }
}

#[test]
fn every_requirement_of_every_go_mod_is_an_occurrence() {
    let Some(folder) = shared("corpus/prometheus") else { return };
    let (mut required, mut indirect) = (0, 0);
    for path in named(&folder, "go.mod") {
        let text = std::fs::read_to_string(path).expect("text");
        let mut block = String::new();
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [verb, "("] => block = (*verb).to_owned(),
                [")"] => block.clear(),
                [first, ..] if (block == "require" && *first != "//") || *first == "require" => {
                    required += 1;
                    indirect += usize::from(line.ends_with("// indirect"));
                }
                _ => {}
            }
        }
    }
    let inventory = inventory_of(&folder);
    let found = read_by(&inventory, "golang/go-mod");
    let third_party = found.iter().filter(|one| one.origin != Origin::FirstParty);
    assert_eq!(third_party.clone().count(), required);
    assert_eq!(third_party.clone().filter(|one| one.relation == Relation::Transitive).count(), indirect);
    assert!(third_party.clone().all(|one| one.component.version.exact().is_some()));
    assert_eq!(third_party.filter(|one| one.hashes.is_empty()).count(), 0);
    assert_eq!(unreadable(&inventory), Vec::<String>::new());
}
