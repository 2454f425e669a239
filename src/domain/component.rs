//! Components, and the places that declare them.

use std::fmt;
use std::sync::Arc;

use super::place::Place;

/// An ecosystem's name as OSV spells it (`crates.io`, `npm`, `PyPI`, `Go`).
///
/// It is text, not a list: an ecosystem that this version doesn't know must
/// come out as a gap, never as a parse error.
/// Source: <https://ossf.github.io/osv-schema/#defined-ecosystems>.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ecosystem(Arc<str>);

impl Ecosystem {
    /// Rust crates.
    pub const CRATES_IO: &'static str = "crates.io";
    /// JavaScript packages.
    pub const NPM: &'static str = "npm";
    /// Python packages.
    pub const PYPI: &'static str = "PyPI";
    /// Go modules.
    pub const GO: &'static str = "Go";
    /// .NET packages.
    pub const NUGET: &'static str = "NuGet";
    /// Java artifacts, named `group:artifact`.
    pub const MAVEN: &'static str = "Maven";

    /// An ecosystem of that name.
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// The name as OSV spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which version of a component a place declares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// One version, as the file spells it.
    Exact(Arc<str>),
    /// A requirement that a later resolution would pin: a range is no version.
    Requirement(Arc<str>),
    /// The file says nothing.
    Unstated,
}

impl Version {
    /// The exact version, when there is one.
    pub fn exact(&self) -> Option<&str> {
        match self {
            Self::Exact(version) => Some(version),
            Self::Requirement(_) | Self::Unstated => None,
        }
    }
}

/// A third-party package at a version. Its name is as the ecosystem's registry
/// spells it after that ecosystem's own normalisation (PyPI: PEP 503; NuGet:
/// as written, compared without case; Maven: `group:artifact`; npm with scope).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Component {
    /// Where it is published.
    pub ecosystem: Ecosystem,
    /// The package's name.
    pub name: Arc<str>,
    /// The version.
    pub version: Version,
}

/// `name 1.2.3`, `name (>=1,<2)` or `name`.
impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Version::Exact(version) => write!(f, "{} {version}", self.name),
            Version::Requirement(range) => write!(f, "{} ({range})", self.name),
            Version::Unstated => f.write_str(&self.name),
        }
    }
}

/// Where a lockfile says that a component comes from: raw, unclassified.
/// Whether a registry is public, a mirror or private is for policy to say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// It is part of the repository itself: a workspace member, a path
    /// dependency inside the tree, the root project.
    FirstParty,
    /// A registry; no URL when the format leaves its ecosystem's default unsaid.
    Registry {
        /// The registry's URL, or the package's URL in it, as written.
        url: Option<Arc<str>>,
    },
    /// A git repository.
    Git {
        /// The repository's URL as written.
        url: Arc<str>,
        /// The commit, tag or branch as written.
        revision: Option<Arc<str>>,
    },
    /// An archive at a URL of its own, outside any registry.
    Archive {
        /// The URL as written.
        url: Arc<str>,
    },
    /// A file or folder that isn't part of the tree.
    Path {
        /// The path as written.
        path: Arc<str>,
    },
    /// The format names origins, and this entry names none.
    Unstated,
}

/// What a component is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Part of what ships, or the format doesn't tell: the cautious reading.
    Runtime,
    /// For those who work on the project.
    Development,
    /// To build it.
    Build,
    /// To test it.
    Test,
}

impl Scope {
    /// The word that reports and policies use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Runtime => "runtime",
            Self::Development => "development",
            Self::Build => "build",
            Self::Test => "test",
        }
    }
}

/// Whether the project asks for a component itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The project's own manifest names it.
    Direct,
    /// Another component brings it.
    Transitive,
    /// The format doesn't tell.
    Unstated,
}

/// An integrity hash as the lockfile states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntegrityHash {
    /// The algorithm, lower case without dash: `sha256`, `sha512`, `sha1`, `h1` (Go).
    pub algorithm: Arc<str>,
    /// The value as written, hexadecimal or base64 by the format's custom.
    pub value: Arc<str>,
}

/// A licence text that a lockfile or an SBOM states for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedLicense {
    /// The text as written; not yet known to be an SPDX expression.
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// One declaration of a component, in one place of one manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// What is declared.
    pub component: Component,
    /// Where: the declaring line.
    pub place: Place,
    /// Where it comes from, raw.
    pub origin: Origin,
    /// What it is needed for.
    pub scope: Scope,
    /// Whether the project asks for it itself.
    pub relation: Relation,
    /// Its integrity hashes.
    pub hashes: Vec<IntegrityHash>,
    /// The licence that the manifest itself states.
    pub license: Option<StatedLicense>,
    /// What it depends on: positions in the same list of occurrences.
    pub dependencies: Vec<usize>,
}
