//! The files that each element covers, and one digest over them.
//!
//! Patterns are relative to the root of the repository: `*` stands for any run
//! of characters of one name, `**` for any folders, and a folder for all that
//! is in it. What the walk passes over isn't covered, and neither are threat
//! models: a review is written into one, and must not change what it speaks of.

use std::collections::BTreeSet;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::domain::digest::Digest;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::quick::QuickMap;
use crate::domain::statement::Statement;
use crate::domain::threat::{Element, ThreatModel};
use crate::messages::threat_model as say;
use crate::parallel;
use crate::source::shorten;

/// From this many files on their digests are worth another thread.
const WORTH_A_THREAD: usize = 32;

/// What is hashed in front of the files, so that another way to make the digest
/// gives another one.
const ABOUT: &[u8] = b"cullis-coverage-v1";

/// The digests of files, each read once.
pub(super) type TextDigests = QuickMap<TreePath, Result<Digest, FileError>>;

/// What one element covers.
pub(super) struct Covered<'model> {
    pub(super) element: &'model Element,
    /// The files, in path order; or why nobody can tell.
    pub(super) files: Result<Vec<&'model TreePath>, Statement>,
    /// The first pattern that names no file.
    pub(super) idle: Option<&'model str>,
}

/// What each element of a model that names paths covers.
pub(super) fn of<'model>(
    model: &'model ThreatModel,
    files: &'model [TreePath],
    models: &BTreeSet<TreePath>,
) -> Vec<Covered<'model>> {
    let elements: Vec<&Element> = model.elements.iter().filter(|one| !one.paths.is_empty()).collect();
    let patterns = Patterns::of(&elements);
    let mut matched: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); elements.len()];
    let mut found: Vec<Vec<&TreePath>> = vec![Vec::new(); elements.len()];
    let mut hits = Vec::new();
    for file in files.iter().filter(|file| !models.contains(file)) {
        patterns.set.matches_into(file.as_str(), &mut hits);
        for (element, pattern) in hits.iter().filter_map(|hit| patterns.owners.get(*hit)) {
            let is_new = found.get(*element).is_some_and(|files| files.last() != Some(&file));
            if let (true, Some(files)) = (is_new, found.get_mut(*element)) {
                files.push(file);
            }
            if let Some(matched) = matched.get_mut(*element) {
                matched.insert(*pattern);
            }
        }
    }
    let each = elements.into_iter().zip(found).zip(matched).enumerate();
    let covered = each.map(|(at, ((element, files), matched))| {
        let broken = patterns.broken.iter().find(|(owner, _)| *owner == at).map(|(_, why)| why.clone());
        let idle = element.paths.iter().enumerate().find(|(pattern, _)| !matched.contains(pattern));
        let idle = idle.map(|(_, pattern)| &*pattern.value);
        Covered { element, files: broken.map_or(Ok(files), Err), idle }
    });
    covered.collect()
}

/// Every pattern of a model in one set, with whose each is.
struct Patterns {
    set: GlobSet,
    /// The element and the pattern of it, by the set's positions.
    owners: Vec<(usize, usize)>,
    broken: Vec<(usize, Statement)>,
}

impl Patterns {
    fn of(elements: &[&Element]) -> Self {
        let mut builder = GlobSetBuilder::new();
        let (mut owners, mut broken) = (Vec::new(), Vec::new());
        for (at, element) in elements.iter().enumerate() {
            for (position, pattern) in element.paths.iter().enumerate() {
                match globs_of(&pattern.value) {
                    Ok(globs) => {
                        for glob in globs {
                            builder.add(glob);
                            owners.push((at, position));
                        }
                    }
                    Err(reason) => broken.push((at, reason)),
                }
            }
        }
        match builder.build() {
            Ok(set) => Self { set, owners, broken },
            Err(error) => {
                // Each was sound alone: together they are too large.
                let reason = say::bad_pattern("paths", error);
                let broken = (0..elements.len()).map(|at| (at, reason.clone())).collect();
                Self { set: GlobSet::empty(), owners: Vec::new(), broken }
            }
        }
    }
}

/// What a pattern names, and all that is below it.
fn globs_of(pattern: &str) -> Result<[Glob; 2], Statement> {
    let trimmed = pattern.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
    let glob = |text: &str| {
        let mut builder = GlobBuilder::new(text);
        let built = builder.literal_separator(true).backslash_escape(true).build();
        built.map_err(|error| say::bad_pattern(shorten(pattern), error.kind()))
    };
    Ok([glob(trimmed)?, glob(&format!("{trimmed}/**"))?])
}

/// Whether an element covers a path, which may be gone from the tree.
pub(super) fn matcher(element: &Element) -> impl Fn(&TreePath) -> bool {
    let patterns = Patterns::of(&[element]);
    move |path| patterns.set.is_match(path.as_str())
}

/// The digests of all files that these elements cover.
pub(super) fn digests(files: &dyn Files, covered: &[Covered<'_>]) -> TextDigests {
    let all: BTreeSet<&TreePath> =
        covered.iter().filter_map(|one| one.files.as_ref().ok()).flatten().copied().collect();
    let all: Vec<&TreePath> = all.into_iter().collect();
    let read = parallel::map(&all, WORTH_A_THREAD, |path| files.text_digest(path));
    all.into_iter().cloned().zip(read).collect()
}

impl Covered<'_> {
    /// One digest over the files: the same wherever, and in whatever order,
    /// they are found.
    pub(super) fn digest(&self, of: &TextDigests) -> Result<Digest, Statement> {
        let files = self.files.as_ref().map_err(Clone::clone)?;
        let mut sorted: Vec<&TreePath> = files.clone();
        sorted.sort_unstable_by(|a, b| a.as_str().as_bytes().cmp(b.as_str().as_bytes()));
        let mut parts: Vec<&[u8]> = vec![ABOUT];
        for path in sorted {
            let unread = || say::covered_unread(path);
            match of.get(path) {
                Some(Ok(digest)) => parts.extend([path.as_str().as_bytes(), digest.as_bytes().as_slice()]),
                Some(Err(FileError::Refused(reason))) => return Err(unread().because(reason.clone())),
                Some(Err(FileError::Absent)) | None => return Err(unread()),
            }
        }
        Ok(Digest::of_parts(parts))
    }
}
