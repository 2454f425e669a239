//! The folders that a lockfile installs, and who finds whom in them.
//!
//! Node looks for a package in `node_modules` of its own folder, then of each
//! folder above it.
//! Source: <https://nodejs.org/api/modules.html#loading-from-node_modules-folders>.

use std::collections::{HashMap, HashSet};

use super::{entry, range};
use crate::domain::component::{Component, Occurrence, Origin, Relation};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::place::Place;
use crate::domain::ports::Files;
use crate::domain::statement::Statement;
use crate::messages::ecosystem as say;
use crate::source::json::Value;
use crate::source::{ReadError, SourceFile, shorten};

/// Bytes of a folder's path: what operating systems can make.
const LONGEST_PATH: usize = 4096;
/// Parts of a folder's path, so that looking upwards stays cheap.
const MOST_PARTS: usize = 512;

/// Something that an entry asks for by name.
#[derive(Clone, Copy)]
pub(super) struct Want<'doc> {
    pub(super) name: Value<'doc>,
    /// Which versions would do.
    pub(super) range: Value<'doc>,
    pub(super) need: Need,
}

/// Whether a lockfile without it is broken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Must,
    May,
}

/// Whether a folder of this path can exist, and is written in the one way that
/// npm writes it: `node_modules//name` is another name here, and none for npm.
pub(super) fn can_exist(folder: &str) -> bool {
    let mut parts = folder.split('/').skip_while(|part| *part == "..");
    let plain = folder.is_empty() || parts.all(|part| !matches!(part, "" | "." | ".."));
    plain && folder.len() <= LONGEST_PATH && folder.split('/').count() <= MOST_PARTS
}

/// A reading in the making.
pub(super) struct Tree<'doc> {
    file: &'doc SourceFile,
    files: &'doc dyn Files,
    reading: Reading,
    /// The folder of each occurrence, and what it asks for.
    installed: Vec<(String, Vec<Want<'doc>>)>,
    /// Folders that are links, with the folder they lead to.
    links: HashMap<String, String>,
    /// The names that the project overrides; `None` when nobody knows.
    overridden: Option<HashSet<String>>,
}

impl<'doc> Tree<'doc> {
    pub(super) fn new(file: &'doc SourceFile, files: &'doc dyn Files) -> Self {
        let (reading, installed, links) = (Reading::default(), Vec::new(), HashMap::new());
        Self { file, files, reading, installed, links, overridden: None }
    }

    pub(super) const fn file(&self) -> &'doc SourceFile {
        self.file
    }

    /// The name of the folder that the lockfile stands in, for a project that
    /// states no name.
    pub(super) fn folder_name(&self) -> String {
        match self.file.path().folder().file_name() {
            "" => ".".to_owned(),
            name => name.to_owned(),
        }
    }

    pub(super) fn install(&mut self, folder: String, occurrence: Occurrence, wants: Vec<Want<'doc>>) {
        self.reading.occurrences.push(occurrence);
        self.installed.push((folder, wants));
    }

    pub(super) fn link(&mut self, folder: String, target: String) {
        self.links.insert(folder, target);
    }

    pub(super) fn error(&mut self, error: ReadError) {
        let gap =
            Gap { kind: GapKind::UnreadableFile, place: error.place, reason: error.message, component: None };
        self.reading.gaps.push(gap);
    }

    pub(super) fn overridden(&mut self, names: HashSet<String>) {
        self.overridden = Some(names);
    }

    pub(super) fn gap(&mut self, gap: Gap) {
        self.reading.gaps.push(gap);
    }

    pub(super) fn unresolved(&mut self, place: Place, reason: Statement, occurrence: &Occurrence) {
        let component = Some(occurrence.component.clone());
        self.reading.gaps.push(Gap { kind: GapKind::UnresolvedVersion, place, reason, component });
    }

    /// The origin of a folder beside the lockfile.
    pub(super) fn local_origin(&self, folder: &str) -> Origin {
        crate::ecosystem::local_origin(self.files, &self.file.path(), folder)
    }

    /// Sorts the entries by their places.
    pub(super) fn in_file_order(&mut self) {
        let occurrences = std::mem::take(&mut self.reading.occurrences);
        let installed = std::mem::take(&mut self.installed);
        let mut both: Vec<_> = occurrences.into_iter().zip(installed).collect();
        both.sort_by(|(a, _), (b, _)| a.place.cmp(&b.place));
        (self.reading.occurrences, self.installed) = both.into_iter().unzip();
    }

    /// Draws the edges, and calls direct what the project's own packages ask for.
    pub(super) fn finish(mut self) -> Reading {
        let folders =
            self.installed.iter().enumerate().map(|(position, (folder, _))| (folder.as_str(), position));
        let folders: HashMap<&str, usize> = folders.collect();
        let mut missing = Vec::new();
        let mut others = Vec::new();
        for (position, (folder, wants)) in self.installed.iter().enumerate() {
            let mut found = Vec::with_capacity(wants.len());
            let first_party = self.is_first_party(position);
            for want in wants {
                let name = want.name.text().unwrap_or_default();
                match self.look_up(&folders, folder, &name) {
                    Some(target) => {
                        found.push(target);
                        if first_party || self.is_as_asked(want, &name) {
                            others.push((position, *want, target));
                        }
                    }
                    None if want.need == Need::Must => missing.push((position, *want)),
                    None => {}
                }
            }
            found.sort_unstable();
            found.dedup();
            for &target in &found {
                let direct = first_party && !self.is_first_party(target);
                if let Some(occurrence) = self.reading.occurrences.get_mut(target).filter(|_| direct) {
                    occurrence.relation = Relation::Direct;
                }
            }
            if let Some(occurrence) = self.reading.occurrences.get_mut(position) {
                occurrence.dependencies = found;
            }
        }
        self.missing(missing);
        self.others(others);
        self.reading
    }

    fn is_first_party(&self, position: usize) -> bool {
        self.reading.occurrences.get(position).is_some_and(|found| found.origin == Origin::FirstParty)
    }

    fn look_up(&self, folders: &HashMap<&str, usize>, from: &str, name: &str) -> Option<usize> {
        // A longer name is no folder that could be installed.
        if name.len() > LONGEST_PATH {
            return None;
        }
        let mut above = from;
        loop {
            let candidate = match above {
                "" => format!("node_modules/{name}"),
                folder => format!("{folder}/node_modules/{name}"),
            };
            let target = self.links.get(&candidate).unwrap_or(&candidate);
            if let Some(position) = folders.get(target.as_str()) {
                return Some(*position);
            }
            if above.is_empty() {
                return None;
            }
            above = folder_above(above);
        }
    }

    /// Whether npm installs for a package from elsewhere what that one asks for:
    /// nobody overrides it, and no peer of another takes its place.
    fn is_as_asked(&self, want: &Want<'_>, name: &str) -> bool {
        let known = self.overridden.as_ref().is_some_and(|names| !names.contains(name));
        known && want.need == Need::Must
    }

    /// What is asked for is what npm installs, whatever a lockfile says that
    /// was edited by hand.
    fn others(&mut self, wants: Vec<(usize, Want<'doc>, usize)>) {
        for (position, want, target) in wants {
            let (Some(from), Some(found)) =
                (self.reading.occurrences.get(position), self.reading.occurrences.get(target))
            else {
                continue;
            };
            let (name, range) = (want.name.text().unwrap_or_default(), want.range.text().unwrap_or_default());
            if is_admitted(range.trim(), &name, &found.component) != Some(false) {
                continue;
            }
            let wanted = shorten(&format!("{name} {range}"));
            let from = shorten(&from.component.name);
            let message = say::npm_another_installed(from, wanted, shorten(&found.component.to_string()));
            self.error(want.name.error(message));
        }
    }

    fn missing(&mut self, missing: Vec<(usize, Want<'doc>)>) {
        for (position, want) in missing {
            let Some(occurrence) = self.reading.occurrences.get(position) else { continue };
            let name = want.name.text().unwrap_or_default();
            let message = say::npm_lacks_dependency(shorten(&occurrence.component.name), shorten(&name));
            self.error(want.name.error(message));
        }
    }
}

/// Whether what is installed is what is asked for; `None` where the range is a
/// tag or an address, which names no version.
fn is_admitted(range: &str, name: &str, found: &Component) -> Option<bool> {
    let (wanted, range) = match entry::alias(range) {
        Some((wanted, range)) => (wanted, range.unwrap_or("*")),
        None => (name, range),
    };
    let admits = range::admits(range, found.version.exact()?)?;
    Some(admits && wanted == &*found.name)
}

/// The next folder upwards that can hold `node_modules`.
fn folder_above(folder: &str) -> &str {
    let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
    above.strip_suffix("/node_modules").unwrap_or(if above == "node_modules" { "" } else { above })
}
