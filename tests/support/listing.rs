//! An inventory as lines of text, to compare with what a fixture expects.

use std::fmt::Write as _;

use cullis::domain::component::{Occurrence, Origin, Relation};
use cullis::domain::inventory::{Gap, GapKind, Inventory};
use cullis::messages::{Language, say};

/// Manifests with their entries, then gaps: one a line.
pub(crate) fn listing(inventory: &Inventory) -> String {
    let mut text = String::new();
    for manifest in &inventory.manifests {
        let _ = writeln!(text, "{} [{}]", manifest.path, manifest.reader);
        for occurrence in inventory.occurrences.get(manifest.occurrences.clone()).unwrap_or_default() {
            let _ = writeln!(text, "  {}", entry(occurrence, inventory));
        }
    }
    for gap in &inventory.gaps {
        let _ = writeln!(text, "{}", gap_line(gap));
    }
    text
}

fn entry(occurrence: &Occurrence, inventory: &Inventory) -> String {
    let mut line = format!("{} {}", occurrence.place, occurrence.component.ecosystem);
    let _ = write!(line, " {} | {}", occurrence.component, origin(&occurrence.origin));
    let relation = match occurrence.relation {
        Relation::Direct => "direct",
        Relation::Transitive => "transitive",
        Relation::Unstated => "relation unstated",
    };
    let _ = write!(line, " | {} {relation}", occurrence.scope.word());
    for hash in &occurrence.hashes {
        let short: String = hash.value.chars().take(12).collect();
        let _ = write!(line, " | {} {short}", hash.algorithm);
    }
    if let Some(license) = &occurrence.license {
        let _ = write!(line, " | license {} at {}", license.text, license.place);
    }
    let needs = occurrence.dependencies.iter().map(|position| match inventory.occurrences.get(*position) {
        Some(other) => other.component.to_string(),
        None => format!("<no occurrence {position}>"),
    });
    let needs: Vec<String> = needs.collect();
    if !needs.is_empty() {
        let _ = write!(line, " | needs {}", needs.join(", "));
    }
    line.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::FirstParty => "first-party".to_owned(),
        Origin::Registry { url: None } => "registry".to_owned(),
        Origin::Registry { url: Some(url) } => format!("registry {url}"),
        Origin::Git { url, revision } => format!("git {url} {}", revision.as_deref().unwrap_or("-")),
        Origin::Archive { url } => format!("archive {url}"),
        Origin::Path { path } => format!("path {path}"),
        Origin::Unstated => "origin unstated".to_owned(),
    }
}

fn gap_line(gap: &Gap) -> String {
    let kind = match gap.kind {
        GapKind::UnreadableFile => "unreadable-file",
        GapKind::UnsupportedFormat => "unsupported-format",
        GapKind::MissingLockfile => "missing-lockfile",
        GapKind::UnresolvedVersion => "unresolved-version",
        GapKind::UnpinnedBuild => "unpinned-build-requirement",
        GapKind::EmptySbom => "empty-sbom",
    };
    let about = gap.component.as_ref().map(|component| format!(" ({component})")).unwrap_or_default();
    format!("gap {kind} {}{about}: {}", gap.place, say(&gap.reason, Language::English))
}
