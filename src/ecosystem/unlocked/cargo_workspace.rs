//! A Cargo.lock held against the manifests that it was made from.
//!
//! Cargo resolves again what a lockfile lacks, and takes it from where the
//! manifest says; with an entry's `source` line taken out the entry would pass
//! for the project's own. So each manifest that the lockfile's own leads to (as
//! a member, by a path, or in a `[patch]`) has to find there what it asks for,
//! from where it asks for it, and what the lockfile lists as the project's own
//! has to be one of them. Asked only where the lockfile's own Cargo.toml is
//! there: a lockfile alone has nothing to be compared with.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::semver;

use super::cargo_manifest::{CargoManifest, Dependency, Kind, Source, Workspace};
use super::cargo_toml::Crates;
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Version};
use crate::domain::inventory::{Gap, GapKind, Inventory, Manifest};
use crate::domain::place::TreePath;
use crate::domain::quick::QuickMap;
use crate::domain::statement::Statement;
use crate::messages::ecosystem as say;
use crate::source::{ReadError, shorten};

/// The command that writes the lockfile.
const COMMAND: &str = "cargo update --workspace";

/// The gaps of every Cargo.lock, in path order.
pub(super) fn gaps(inventory: &Inventory, crates: &Crates<'_>) -> Vec<Gap> {
    let locks = inventory.manifests.iter().filter(|manifest| manifest.path.file_name() == "Cargo.lock");
    locks.flat_map(|lock| gaps_of(lock, inventory, crates)).collect()
}

fn gaps_of(lock: &Manifest, inventory: &Inventory, crates: &Crates<'_>) -> Vec<Gap> {
    let root = lock.path.folder().join("Cargo.toml");
    let Some(root) = root.filter(|path| crates.get(path).is_some()) else { return Vec::new() };
    let mut reached = Reached::default();
    reached.follow(&root, crates);
    let listed = inventory.occurrences.get(lock.occurrences.clone()).unwrap_or_default();
    let mut gaps: Vec<Gap> = reached.errors.drain(..).map(Gap::from).collect();
    gaps.extend(undeclared(listed, &reached));
    let comparison = Comparison { lock: &lock.path, root: &root, inventory, listed, reached: &reached };
    gaps.extend(comparison.gaps());
    gaps
}

/// Entries that pass for the project's own, and that no manifest declares.
fn undeclared<'run>(
    listed: &'run [Occurrence],
    reached: &'run Reached<'_>,
) -> impl Iterator<Item = Gap> + 'run {
    let names: BTreeSet<&str> = reached.manifests.values().filter_map(|one| one.name.as_deref()).collect();
    let own = listed.iter().filter(|one| one.origin == Origin::FirstParty);
    own.filter(move |one| !names.contains(&*one.component.name)).map(|one| Gap {
        kind: GapKind::UnreadableFile,
        place: one.place.clone(),
        reason: say::cargo_lock_undeclared(shorten(&one.component.name)),
        component: Some(one.component.clone()),
    })
}

/// The manifests that a root leads to, the root among them.
#[derive(Default)]
struct Reached<'run> {
    manifests: BTreeMap<TreePath, &'run CargoManifest>,
    /// Those that only a `[patch]` or `[replace]` leads to.
    substitutes: BTreeSet<TreePath>,
    errors: Vec<ReadError>,
}

impl<'run> Reached<'run> {
    fn follow(&mut self, root: &TreePath, crates: &'run Crates<'_>) {
        let mut substitutes = Vec::new();
        self.follow_from(vec![root.clone()], root, crates, &mut substitutes);
        // What stands in for others comes last: it may be a member too.
        while !substitutes.is_empty() {
            let before: BTreeSet<TreePath> = self.manifests.keys().cloned().collect();
            let next = std::mem::take(&mut substitutes);
            self.follow_from(next, root, crates, &mut substitutes);
            let new = self.manifests.keys().filter(|path| !before.contains(*path));
            self.substitutes.extend(new.cloned());
        }
    }

    fn follow_from(
        &mut self,
        mut waiting: Vec<TreePath>,
        root: &TreePath,
        crates: &'run Crates<'_>,
        substitutes: &mut Vec<TreePath>,
    ) {
        while let Some(path) = waiting.pop() {
            if self.manifests.contains_key(&path) {
                continue;
            }
            let manifest = match crates.get(&path) {
                Some(Ok(manifest)) => manifest,
                Some(Err(error)) => {
                    self.errors.extend((!self.errors.contains(error)).then(|| error.clone()));
                    continue;
                }
                None => continue,
            };
            self.manifests.insert(path.clone(), manifest);
            if path == *root
                && let Some(workspace) = &manifest.workspace
            {
                waiting.extend(members(root, workspace, crates));
            }
            let workspace = self.manifests.get(root).and_then(|root| root.workspace.as_ref());
            waiting.extend(manifest.dependencies.iter().filter_map(|one| match &one.source {
                Source::Folder(folder) => manifest_in(&path, folder),
                Source::Workspace => match &workspace?.dependencies.get(&one.key)?.source {
                    Source::Folder(folder) => manifest_in(root, folder),
                    _ => None,
                },
                Source::Registry | Source::Git => None,
            }));
            substitutes.extend(manifest.substitutes.iter().filter_map(|folder| manifest_in(&path, folder)));
        }
    }
}

fn manifest_in(from: &TreePath, folder: &str) -> Option<TreePath> {
    from.sibling(folder)?.join("Cargo.toml")
}

/// The manifests of the folders that `members` matches and `exclude` doesn't.
fn members(root: &TreePath, workspace: &Workspace, crates: &Crates<'_>) -> Vec<TreePath> {
    let resolved = |patterns: &[String]| -> Vec<TreePath> {
        patterns.iter().filter_map(|pattern| root.sibling(pattern)).collect()
    };
    let (members, exclude) = (resolved(&workspace.members), resolved(&workspace.exclude));
    let is_member = |path: &&TreePath| {
        let folder = path.folder();
        let excluded = exclude.iter().any(|one| *one == folder || is_below(&folder, one));
        !excluded && members.iter().any(|pattern| matches(pattern.as_str(), folder.as_str()))
    };
    let mut found: Vec<TreePath> = crates.paths().filter(is_member).cloned().collect();
    found.sort();
    found
}

fn is_below(folder: &TreePath, above: &TreePath) -> bool {
    let rest = folder.as_str().strip_prefix(above.as_str());
    rest.is_some_and(|rest| above.as_str().is_empty() || rest.starts_with('/'))
}

/// Whether a path matches a pattern, part by part.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    if pattern.contains(&"**") {
        // Any number of folders: its beginning has to match.
        let fixed = pattern.iter().take_while(|part| **part != "**");
        return fixed.zip(&path).all(|(pattern, part)| part_matches(pattern, part));
    }
    pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(pattern, part)| part_matches(pattern, part))
}

/// `*` stands for any letters; where a set of letters stands, anything may.
fn part_matches(pattern: &str, part: &str) -> bool {
    if pattern.contains(['[', '?']) {
        return true;
    }
    crate::domain::pattern::matches(pattern, part)
}

/// A lockfile beside the manifests that it was made from.
struct Comparison<'run> {
    lock: &'run TreePath,
    root: &'run TreePath,
    inventory: &'run Inventory,
    listed: &'run [Occurrence],
    reached: &'run Reached<'run>,
}

impl<'run> Comparison<'run> {
    fn gaps(&self) -> Vec<Gap> {
        let mut own: QuickMap<&str, Vec<&Occurrence>> = QuickMap::default();
        for one in self.listed.iter().filter(|one| one.origin == Origin::FirstParty) {
            own.entry(&one.component.name).or_default().push(one);
        }
        let mut gaps = Vec::new();
        let mut admitted = Admitted::default();
        for (path, manifest) in &self.reached.manifests {
            let entries = manifest.name.as_deref().and_then(|name| own.get(name));
            // A package that the lockfile doesn't list has a gap of its own.
            let Some(entries) = entries else { continue };
            let edges = entries.iter().flat_map(|entry| &entry.dependencies);
            let mut found: QuickMap<&str, Vec<&Occurrence>> = QuickMap::default();
            for one in edges.filter_map(|position| self.inventory.occurrences.get(*position)) {
                found.entry(&one.component.name).or_default().push(one);
            }
            let is_member = self.is_member(path);
            let asked = manifest.dependencies.iter().filter(|one| is_member || is_locked_for_others(one));
            gaps.extend(asked.filter_map(|one| self.difference(one, &found, &mut admitted)));
        }
        gaps
    }

    /// Of a package that is no member Cargo locks only what others need of it.
    fn is_member(&self, path: &TreePath) -> bool {
        let workspace = self.reached.manifests.get(self.root).and_then(|root| root.workspace.as_ref());
        let in_workspace = workspace.is_some_and(|workspace| {
            let exclude = workspace.exclude.iter().filter_map(|folder| self.root.sibling(folder));
            let folder = path.folder();
            let mut exclude = exclude.filter(|one| *one == folder || is_below(&folder, one));
            is_below(&folder, &self.root.folder()) && exclude.next().is_none()
        });
        path == self.root || (in_workspace && !self.reached.substitutes.contains(path))
    }

    fn difference(
        &self,
        asked: &'run Dependency,
        found: &QuickMap<&str, Vec<&'run Occurrence>>,
        admitted: &mut Admitted<'run>,
    ) -> Option<Gap> {
        let root = self.reached.manifests.get(self.root);
        let shared = || root.and_then(|root| root.workspace.as_ref()?.dependencies.get(&asked.key));
        let stated = if asked.source == Source::Workspace { shared()? } else { asked };
        let name = &*stated.package;
        let wanted = stated.requirement.as_deref().unwrap_or("*");
        let (shown, lock) = (shorten(name), self.lock);
        let Some(found) = found.get(name) else {
            let reason = say::manifest_unlocked(shown, shorten(wanted), lock, COMMAND);
            return Some(gap(asked, name, wanted, reason));
        };
        let substituted = root.is_some_and(|root| root.substituted.contains(name));
        let from: Vec<&Occurrence> =
            found.iter().copied().filter(|one| substituted || is_from(one, &stated.source)).collect();
        let Some(first) = from.first() else {
            let reason = say::manifest_locked_from_elsewhere(shown, lock, COMMAND);
            return Some(gap(asked, name, wanted, reason));
        };
        if from.iter().any(|one| admitted.answer(wanted, &one.component) != Some(false)) {
            return None;
        }
        let locked = shorten(first.component.version.exact().unwrap_or_default());
        let reason = say::manifest_locked_at_another(shown, shorten(wanted), lock, locked, COMMAND);
        Some(gap(asked, name, wanted, reason))
    }
}

fn is_locked_for_others(one: &Dependency) -> bool {
    one.kind != Kind::Development && !one.optional
}

fn is_from(one: &Occurrence, source: &Source) -> bool {
    match source {
        Source::Registry => matches!(one.origin, Origin::Registry { .. }),
        Source::Git => matches!(one.origin, Origin::Git { .. }),
        Source::Folder(_) => matches!(one.origin, Origin::FirstParty | Origin::Path { .. }),
        Source::Workspace => true,
    }
}

/// What was asked before: members ask for the same of the same.
#[derive(Default)]
struct Admitted<'run> {
    answers: QuickMap<(&'run str, &'run str), Option<bool>>,
}

impl<'run> Admitted<'run> {
    fn answer(&mut self, requirement: &'run str, component: &'run Component) -> Option<bool> {
        let version = component.version.exact()?;
        *self.answers.entry((requirement, version)).or_insert_with(|| admits(requirement, version))
    }
}

/// Whether Cargo would take this version; `None` where one of the two can't be
/// read as Cargo reads it.
fn admits(requirement: &str, version: &str) -> Option<bool> {
    let requirement = semver::VersionReq::parse(requirement).ok()?;
    let version = semver::Version::parse(version).ok()?;
    Some(requirement.matches(&version))
}

fn gap(asked: &Dependency, name: &str, wanted: &str, reason: Statement) -> Gap {
    let component = Component {
        ecosystem: Ecosystem::new(Ecosystem::CRATES_IO),
        name: name.into(),
        version: Version::Requirement(wanted.into()),
    };
    let place = asked.place.clone();
    Gap { kind: GapKind::MissingLockfile, place, reason, component: Some(component) }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn members_match_part_by_part() {
        for (pattern, path) in
            [("crates/*", "crates/a"), ("a", "a"), ("c*s/x-*-y", "crates/x-1-y"), ("a/**", "a/b/c")]
        {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("crates/*", "crates/a/b"),
            ("crates/*", "crates"),
            ("a", "b"),
            ("x-*-y", "x-y"),
            ("a/**", "b/c"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}
