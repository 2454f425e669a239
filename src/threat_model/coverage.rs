//! The files that each element covers, and one digest over them.
//!
//! Patterns are relative to the root of the repository: `*` stands for any run
//! of characters of one name, `**` for any folders, and a folder for all that
//! is in it. What the walk passes over isn't covered, and neither are threat
//! models: a review is written into one, and must not change what it speaks of.

use std::collections::BTreeSet;
use std::sync::Arc;

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
    /// What a review calls it.
    pub(super) name: Arc<str>,
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
        Covered { element, name: Arc::clone(&element.id.value), files: broken.map_or(Ok(files), Err), idle }
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
fn globs_of(pattern: &str) -> Result<Vec<Glob>, Statement> {
    let trimmed = pattern.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
    let glob = |text: &str| {
        let mut builder = GlobBuilder::new(text);
        let built = builder.literal_separator(true).backslash_escape(true).build();
        built.map_err(|error| say::bad_pattern(shorten(pattern), error.kind()))
    };
    let itself = glob(trimmed)?;
    // What ends so names all that is below it already.
    if trimmed.ends_with("**") {
        return Ok(vec![itself]);
    }
    Ok(vec![itself, glob(&format!("{trimmed}/**"))?])
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::{digests, of};
    use crate::domain::digest::Digest;
    use crate::domain::place::{Place, TreePath};
    use crate::domain::ports::{FileError, Files};
    use crate::domain::threat::{Element, ElementKind, Located, ModelFormat, ThreatModel};

    fn path(text: &str) -> TreePath {
        TreePath::new(text).expect("a path")
    }

    struct Memory {
        list: Vec<TreePath>,
        texts: BTreeMap<TreePath, Vec<u8>>,
    }

    impl Memory {
        fn of(files: &[(&str, &str)]) -> Self {
            let texts = files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect();
            Self { list: files.iter().map(|(name, _)| path(name)).collect(), texts }
        }
    }

    impl Files for Memory {
        fn list(&self) -> &[TreePath] {
            &self.list
        }

        fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
            self.texts.get(path).cloned().ok_or(FileError::Absent)
        }

        fn exists(&self, path: &TreePath) -> bool {
            self.texts.contains_key(path)
        }
    }

    /// A model with one element for each list of patterns.
    fn model(elements: &[&[&str]]) -> ThreatModel {
        let mut model = ThreatModel::empty(path("threat-model.yaml"), ModelFormat::Native);
        let place = Place::whole(path("threat-model.yaml"));
        let text = |text: &str| Located { value: Arc::from(text), place: place.clone() };
        model.elements = elements
            .iter()
            .enumerate()
            .map(|(at, patterns)| Element {
                id: text(&at.to_string()),
                title: None,
                kind: ElementKind::default(),
                is_untrusted: false,
                zone: None,
                untrusted_input: false,
                paths: patterns.iter().map(|pattern| text(pattern)).collect(),
                components: Vec::new(),
                in_scope: true,
            })
            .collect();
        model
    }

    const FILES: [(&str, &str); 6] = [
        ("src/api/a.rs", "a"),
        ("src/api/deep/b.rs", "b"),
        ("src/apis/c.rs", "c"),
        ("src/d.rs", "d"),
        ("threat-model.yaml", "m"),
        ("web/e.ts", "e"),
    ];

    fn covered(pattern: &str) -> Vec<String> {
        let files = Memory::of(&FILES);
        let model = model(&[&[pattern]]);
        let own = BTreeSet::from([model.file.clone()]);
        let found = of(&model, files.list(), &own);
        found.iter().flat_map(|one| one.files.clone().expect("sound")).map(ToString::to_string).collect()
    }

    #[test]
    fn a_pattern_names_files_and_all_that_is_below_a_folder() {
        let api = ["src/api/a.rs", "src/api/deep/b.rs"];
        for pattern in ["src/api", "src/api/", "./src/api", "/src/api/**", "src/api/**"] {
            assert_eq!(covered(pattern), api, "{pattern}");
        }
        assert_eq!(covered("src/*.rs"), ["src/d.rs"], "one star stays in its folder");
        assert_eq!(covered("src/api/*"), api, "what a star names may be a folder");
        assert_eq!(covered("**/*.rs").len(), 4);
        assert_eq!(covered("SRC/api"), Vec::<String>::new(), "on every machine alike");
        // The model itself isn't among them: a review is written into it.
        assert_eq!(covered("**").len(), 5);
    }

    #[test]
    fn one_digest_stands_for_names_and_texts_in_any_order() {
        let digest = |files: &[(&str, &str)]| -> Vec<Digest> {
            let files = Memory::of(files);
            let model = model(&[&["src/**"], &["web/**", "src/api/**"]]);
            let found = of(&model, files.list(), &BTreeSet::new());
            let read = digests(&files, &found);
            found.iter().map(|one| one.digest(&read).expect("readable")).collect()
        };
        let mut turned = FILES;
        turned.reverse();
        let first = digest(&FILES);
        assert_eq!(digest(&turned), first);
        let mut other = FILES;
        other[5].1 = "changed";
        let changed = digest(&other);
        assert_eq!((changed[0] == first[0], changed[1] == first[1]), (true, false));
        let mut renamed = FILES;
        renamed[3].0 = "src/z.rs";
        assert_ne!(digest(&renamed)[0], first[0]);
        // What moves from one file to the next is a change too.
        let shifted = [("src/ab", "c"), ("src/a", "bc")].map(|file| digest(&[file])[0]);
        assert_ne!(shifted[0], shifted[1]);
    }

    #[test]
    fn what_cant_be_told_is_no_digest() {
        let files = Memory { list: vec![path("src/gone.rs")], texts: BTreeMap::new() };
        let model = model(&[&["src/**"], &["src/{a"], &["web/**"]]);
        let found = of(&model, files.list(), &BTreeSet::new());
        let read = digests(&files, &found);
        let told: Vec<_> =
            found.iter().map(|one| one.digest(&read).map_err(|why| why.sentence.key)).collect();
        assert_eq!(told[0], Err("threat_model.covered_unread"));
        assert_eq!(told[1], Err("threat_model.bad_pattern"));
        assert_eq!((told[2].is_ok(), found[2].idle), (true, Some("web/**")));
        assert_eq!(found[0].idle, None);
    }
}
