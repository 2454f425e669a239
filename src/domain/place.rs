//! Places: where a fact stands, down to the byte.

use std::fmt;
use std::sync::Arc;

use super::commit::CommitId;

/// A path inside the tree under judgement: relative, `/`-separated, without
/// `.`, `..` or empty parts. The root itself is the empty path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(Arc<str>);

impl TreePath {
    /// The root of the tree.
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Takes a path that is already in this form; `None` for any other:
    /// absolute, with `..`, with a backslash as a separator, with a NUL.
    pub fn new(path: &str) -> Option<Self> {
        let sound = path.is_empty()
            || path
                .split('/')
                .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains('\0'));
        sound.then(|| Self(Arc::from(path)))
    }

    /// Follows a relative reference from this path's folder, as a manifest
    /// writes it (`../lib/pom.xml`, `./other.txt`, `sub\file` on Windows).
    /// `None` when it is absolute, names a drive, or leads out of the tree.
    pub fn sibling(&self, reference: &str) -> Option<Self> {
        let reference = reference.replace('\\', "/");
        if reference.starts_with('/') || reference.contains(':') || reference.contains('\0') {
            return None;
        }
        let mut parts: Vec<&str> = self.folder_parts();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Some(Self(Arc::from(parts.join("/"))))
    }

    fn folder_parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.0.split('/').collect();
        parts.pop();
        parts
    }

    /// The folder that holds this path; the root's folder is the root.
    #[must_use]
    pub fn folder(&self) -> Self {
        match self.0.rsplit_once('/') {
            Some((folder, _)) => Self(Arc::from(folder)),
            None => Self::root(),
        }
    }

    /// This folder's entry of that name; `None` when the name has a separator
    /// or isn't a name.
    pub fn join(&self, name: &str) -> Option<Self> {
        if name.contains('/') {
            return None;
        }
        if self.0.is_empty() { Self::new(name) } else { Self::new(&format!("{}/{name}", self.0)) }
    }

    /// Whether one of these paths, which are in order, lies below this folder.
    pub fn is_above_any(&self, paths: &[Self]) -> bool {
        if self.0.is_empty() {
            return !paths.is_empty();
        }
        let below = format!("{}/", self.0);
        let first = paths.partition_point(|path| *path.0 < *below);
        paths.get(first).is_some_and(|path| path.0.starts_with(&below))
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders stand above the last part.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "." } else { &self.0 })
    }
}

impl fmt::Debug for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// What a place is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Artifact {
    /// A file, or a folder, of the tree under judgement.
    Tree(TreePath),
    /// A file of the base revision that isn't the same in the tree.
    Base(TreePath, CommitId),
    /// A file outside the tree on purpose: a policy file, an index, an entry
    /// of a package store. The name is as the user gave it, never resolved.
    Outside(Arc<str>),
    /// A file that is part of the binary, such as the built-in profile.
    BuiltIn(&'static str),
}

impl fmt::Display for Artifact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tree(path) => path.fmt(f),
            Self::Base(path, commit) => write!(f, "{path}@{}", commit.short()),
            Self::Outside(name) => f.write_str(name),
            Self::BuiltIn(name) => write!(f, "<{name}>"),
        }
    }
}

/// A range of bytes in a file's decoded text (UTF-8, without a byte-order
/// mark), end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one; never below `start`.
    pub end: u32,
}

/// One-based line and column. Columns count UTF-16 code units, as SARIF's
/// default and every editor's protocol do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// One-based line.
    pub line: u32,
    /// One-based column in UTF-16 code units.
    pub column: u32,
}

/// Where a place begins and ends, in lines and columns (end exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    /// The first character.
    pub start: LineColumn,
    /// The character behind the last one.
    pub end: LineColumn,
}

/// Where a fact stands: an artifact, and a part of it when the fact has one.
///
/// The region is derived from the byte span once, by `source::SourceFile`,
/// which holds the text; afterwards nobody needs the text again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The artifact.
    pub artifact: Artifact,
    /// The part of it; `None` speaks of the whole artifact.
    pub region: Option<Region>,
}

impl Place {
    /// A whole file of the tree.
    pub const fn whole(path: TreePath) -> Self {
        Self { artifact: Artifact::Tree(path), region: None }
    }

    /// A whole file outside the tree.
    pub fn outside(name: &str) -> Self {
        Self { artifact: Artifact::Outside(Arc::from(name)), region: None }
    }

    /// The path, when the place is in the tree or in the base revision.
    pub const fn tree_path(&self) -> Option<&TreePath> {
        match &self.artifact {
            Artifact::Tree(path) | Artifact::Base(path, _) => Some(path),
            Artifact::Outside(_) | Artifact::BuiltIn(_) => None,
        }
    }
}

/// `path:line:column`, the form that terminals and editors make a link of.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.artifact.fmt(f)?;
        match self.region {
            Some(region) => write!(f, ":{}:{}", region.start.line, region.start.column),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TreePath;

    fn path(text: &str) -> TreePath {
        TreePath::new(text).expect("a sound path")
    }

    #[test]
    fn a_reference_never_leads_out_of_the_tree() {
        let pom = path("server/api/pom.xml");
        assert_eq!(pom.sibling("../pom.xml"), Some(path("server/pom.xml")));
        assert_eq!(pom.sibling("..\\..\\pom.xml"), Some(path("pom.xml")));
        for outside in ["../../../pom.xml", "/etc/passwd", "C:\\pom.xml", "\\\\host\\share"] {
            assert_eq!(pom.sibling(outside), None, "{outside}");
        }
    }

    #[test]
    fn a_path_with_steps_is_no_tree_path() {
        for unsound in ["/a", "a//b", "a/../b", "./a", "a/"] {
            assert_eq!(TreePath::new(unsound), None, "{unsound}");
        }
    }
}
