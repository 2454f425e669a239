//! Python's lockfiles, counted here line by line.

use std::collections::BTreeSet;
use std::path::Path;

use cullis::domain::component::{Origin, Relation, Scope};
use cullis::domain::inventory::{GapKind, Inventory};

use crate::{corpus, inventory};

/// The names and versions in the lines behind each `[[package]]`.
fn packages_by_line(lock: &Path) -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(lock).expect("a lockfile");
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        line.trim_matches('"').to_owned()
    };
    let blocks = text.split("[[package]]").skip(1);
    blocks.map(|block| (value(block, "name = "), value(block, "version = "))).collect()
}

fn names_and_versions(inventory: &Inventory) -> BTreeSet<(String, String)> {
    let components = inventory.occurrences.iter().map(|occurrence| &occurrence.component);
    components
        .map(|found| (found.name.to_string(), found.version.exact().unwrap_or_default().to_owned()))
        .collect()
}

fn hashes(inventory: &Inventory) -> usize {
    inventory.occurrences.iter().map(|occurrence| occurrence.hashes.len()).sum()
}

fn hashes_by_text(lock: &Path) -> usize {
    std::fs::read_to_string(lock).expect("a lockfile").matches("hash = \"sha256:").count()
}

fn names_where(
    inventory: &Inventory,
    is: impl Fn(&cullis::domain::component::Occurrence) -> bool,
) -> Vec<&str> {
    let found = inventory.occurrences.iter().filter(|occurrence| is(occurrence));
    found.map(|occurrence| &*occurrence.component.name).collect()
}

/// What the lockfile holds, beside the one thing that the project is built
/// with, which is left open and is the only gap.
fn locked(mut inventory: Inventory, built_with: &str) -> Inventory {
    let gaps: Vec<GapKind> = inventory.gaps.iter().map(|gap| gap.kind).collect();
    assert_eq!(gaps, [GapKind::UnpinnedBuild]);
    assert_eq!(names_where(&inventory, |found| found.scope == Scope::Build), [built_with]);
    inventory.occurrences.retain(|found| found.scope != Scope::Build);
    inventory
}

#[test]
fn a_poetry_lock_is_read_whole() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("pytm");
    let inventory = locked(inventory(&folder, &["poetry.lock", "pyproject.toml"]), "poetry-core");
    assert_eq!(names_and_versions(&inventory), packages_by_line(&folder.join("poetry.lock")));
    assert_eq!(hashes(&inventory), hashes_by_text(&folder.join("poetry.lock")));
    let direct = names_where(&inventory, |found| found.relation == Relation::Direct);
    assert_eq!(direct, ["black", "pdoc3", "pydantic", "pytest", "ruff"]);
    let ships = names_where(&inventory, |found| found.scope == Scope::Runtime);
    assert_eq!(
        ships,
        ["annotated-types", "pydantic", "pydantic-core", "typing-extensions", "typing-inspection"]
    );
}

#[test]
fn a_uv_lock_is_read_whole() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("zizmor");
    let inventory = locked(inventory(&folder, &["uv.lock", "pyproject.toml"]), "maturin");
    assert_eq!(names_and_versions(&inventory), packages_by_line(&folder.join("uv.lock")));
    assert_eq!(hashes(&inventory), hashes_by_text(&folder.join("uv.lock")));
    assert_eq!(names_where(&inventory, |found| found.origin == Origin::FirstParty), ["zizmor"]);
    let direct = names_where(&inventory, |found| found.relation == Relation::Direct);
    assert_eq!(direct, ["pytest", "pytest-codspeed", "urllib3", "zensical", "zizmor"]);
    // Everything but the project itself is for its benches and its pages.
    assert_eq!(names_where(&inventory, |found| found.scope == Scope::Runtime), ["zizmor"]);
}

#[test]
fn requirement_files_are_read_whole() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("django-DefectDojo");
    let names = ["requirements-dev.txt", "requirements-lint.txt", "requirements.txt"];
    let inventory = inventory(&folder, &names);
    let mut pinned = BTreeSet::new();
    let mut lines = 0;
    for name in names {
        let text = std::fs::read_to_string(folder.join(name)).expect("a requirements file");
        let said = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in said {
            lines += 1;
            let bare = line.split([' ', '#']).next().unwrap_or_default();
            if let Some((name, version)) = bare.split_once("==") {
                let name = name.split('[').next().unwrap_or_default();
                pinned.insert((name.to_lowercase().replace('_', "-"), version.to_owned()));
            }
        }
    }
    assert_eq!(inventory.occurrences.len(), lines);
    let mut found = names_and_versions(&inventory);
    assert!(found.remove(&("django-tagulous".to_owned(), String::new())), "the one from a repository");
    assert_eq!(found, pinned);
    let gaps: Vec<String> = inventory.gaps.iter().map(|gap| gap.place.to_string()).collect();
    assert_eq!(gaps, ["requirements.txt:54:1"]);
}
