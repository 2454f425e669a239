//! Policy: layers of TOML, outermost first, to one effective policy.
//!
//! The built-in profile stands first, then what `--policy` hands in, then the
//! repository's `cullis.toml`. A layer may tighten anything. It may loosen
//! only what every layer above it names in `may-loosen`; any other attempt has
//! no effect and is kept as a [`RefusedLoosening`]. The built-in `default`
//! names everything, so that a repository alone governs itself; a layer that
//! says nothing of it names nothing.
//!
//! A `cullis.toml` in a folder below the root speaks of what lies below that
//! folder, and only tightens there.
//!
//! A granted statement takes the place of what stood above. Without a grant,
//! the tighter of the two holds; [`keys`] says for each key which one that is.
//!
//! [`RefusedLoosening`]: crate::domain::policy::RefusedLoosening

mod acceptance_keys;
mod base;
mod categories;
mod clarifications;
mod conditions;
mod document;
pub mod edit;
mod entries;
mod exceptions;
mod keys;
mod layer;
pub mod practices;
mod profiles;
mod repository_keys;
mod review_keys;
mod revocations;
mod schema;
mod show;
mod stack;
mod tightening;
mod value;
mod vex_documents;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

use crate::domain::commit::CommitId;
use crate::domain::place::{Artifact, Place, TreePath};
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;

pub use base::{ChangedLayer, Fork, Versions, effective_against};
pub use profiles::{PROFILES, profile};
pub use schema::schema;
pub use show::{Shown, ShownLine};
pub use words::FLAGS;

/// The repository's own layer, at its root.
pub const REPOSITORY_FILE: &str = "cullis.toml";

/// Where its signature stands.
pub const REPOSITORY_SIGNATURE: &str = "cullis.toml.sig";

/// The most bytes of a layer's signature that are read.
pub const SIGNATURE_BYTES: u64 = 64 << 10;

/// Who speaks in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerKind {
    /// The product, by one of its profiles.
    BuiltIn,
    /// Whoever runs the machine, by the host's own folder.
    Host,
    /// Whoever runs the gate, by `--policy FILE` or `CULLIS_POLICY`.
    HandedIn,
    /// Whoever runs the gate, by a flag: it holds nothing against the layers
    /// below, and loosens only what those above grant.
    Flag,
    /// The repository under judgement.
    Repository,
    /// A folder of the repository, for what lies below it.
    Folder,
}

/// A layer before it is read.
#[derive(Clone, Debug)]
pub struct LayerSource {
    /// What the bytes are.
    pub artifact: Artifact,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Who speaks.
    pub kind: LayerKind,
    /// The bytes of the signature beside it, where there is one.
    pub signature: Option<Vec<u8>>,
}

impl LayerSource {
    /// A file that `--policy` names, by the name that the user gave it.
    pub fn handed_in(name: &str, bytes: Vec<u8>) -> Self {
        let artifact = Place::outside(name).artifact;
        Self { artifact, bytes, kind: LayerKind::HandedIn, signature: None }
    }

    /// The host's own file, by its full name.
    pub fn of_host(name: &str, bytes: Vec<u8>) -> Self {
        Self { kind: LayerKind::Host, ..Self::handed_in(name, bytes) }
    }

    /// A folder's own file: it speaks of what lies below it, and may only
    /// tighten there, whatever is granted.
    pub const fn of_folder(path: TreePath, bytes: Vec<u8>) -> Self {
        Self { artifact: Artifact::Tree(path), bytes, kind: LayerKind::Folder, signature: None }
    }

    /// What a flag stands for.
    pub fn of_flag(flag: &str, text: &str) -> Self {
        let artifact = Place::outside(flag).artifact;
        Self { artifact, bytes: text.as_bytes().to_vec(), kind: LayerKind::Flag, signature: None }
    }

    /// The repository's file at a commit.
    pub const fn of_base(path: TreePath, commit: CommitId, bytes: Vec<u8>) -> Self {
        Self { artifact: Artifact::Base(path, commit), bytes, kind: LayerKind::Repository, signature: None }
    }

    /// The repository's own file.
    pub const fn of_repository(path: TreePath, bytes: Vec<u8>) -> Self {
        Self { artifact: Artifact::Tree(path), bytes, kind: LayerKind::Repository, signature: None }
    }
}

impl LayerSource {
    /// The same with the signature that stands beside it.
    #[must_use]
    pub fn with_signature(self, signature: Option<Vec<u8>>) -> Self {
        Self { signature, ..self }
    }

    /// Its path in the tree, or in the base's.
    pub const fn path(&self) -> Option<&TreePath> {
        match &self.artifact {
            Artifact::Tree(path) | Artifact::Base(path, _) => Some(path),
            Artifact::Outside(_) | Artifact::BuiltIn(_) => None,
        }
    }
}

/// What is wrong with a policy, and where. Nothing is judged by such a policy:
/// the exit code is 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Where.
    pub place: Place,
    /// What was expected, what was found.
    pub message: Statement,
}

/// The effective policy of the built-in `default` and these layers below it,
/// outermost first, for the rules with these ids. The errors are those of all
/// the layers, in their order.
pub fn effective(layers: &[LayerSource], rule_ids: &[&'static str]) -> Result<Policy, Vec<PolicyError>> {
    laid(layers, rule_ids).map(|stack| stack.policy)
}

/// The policy with what the files of folders add to it. It is the one that
/// these layers make, or that and a change's own tightening; what a folder's
/// file would loosen is told by what the layers alone hold.
pub fn with_folders(
    policy: Policy,
    layers: &[LayerSource],
    folders: &[LayerSource],
    rule_ids: &[&'static str],
) -> Result<Policy, Vec<PolicyError>> {
    let plain = laid(layers, rule_ids)?.policy;
    let all: Vec<LayerSource> = layers.iter().chain(folders).cloned().collect();
    let whole = laid(&all, rule_ids)?.policy;
    let mut policy = policy;
    policy.layers.extend(whole.layers.into_iter().skip(plain.layers.len()));
    policy.refused.extend(whole.refused.into_iter().skip(plain.refused.len()));
    let (own, whole, plain) = (&mut policy.demands, whole.demands, plain.demands);
    own.whens.extend(whole.whens.into_iter().skip(plain.whens.len()));
    own.bans.extend(whole.bans.into_iter().skip(plain.bans.len()));
    own.folder_licenses.extend(whole.folder_licenses.into_iter().skip(plain.folder_licenses.len()));
    Ok(policy)
}

/// The effective policy with the layer and line behind each of its keys.
pub fn show(layers: &[LayerSource], rule_ids: &[&'static str]) -> Result<Shown, Vec<PolicyError>> {
    laid(layers, rule_ids).map(|stack| Shown::of(&stack))
}

/// The same, as it holds in a folder: the layers are those that speak of it.
pub fn show_in(
    layers: &[LayerSource],
    rule_ids: &[&'static str],
    folder: &TreePath,
) -> Result<Shown, Vec<PolicyError>> {
    laid(layers, rule_ids).map(|stack| Shown::in_folder(&stack, folder))
}

/// What is wrong with one file, whatever stands above it; empty when nothing is.
pub fn lint(source: &LayerSource, rule_ids: &[&'static str]) -> Vec<PolicyError> {
    layer::Layer::read(source, &keys::Vocabulary::new(rule_ids)).err().unwrap_or_default()
}

fn laid(layers: &[LayerSource], rule_ids: &[&'static str]) -> Result<stack::Stack, Vec<PolicyError>> {
    let vocabulary = keys::Vocabulary::new(rule_ids);
    let default = profiles::default();
    // Asking for `default` by name asks for what stands first anyway.
    let others = layers.iter().filter(|layer| layer.artifact != default.artifact);
    let mut read = Vec::new();
    let mut errors = Vec::new();
    for source in std::iter::once(&default).chain(others) {
        match layer::Layer::read(source, &vocabulary) {
            Ok(layer) => read.push(layer),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { stack::stack(&read, &vocabulary) } else { Err(errors) }
}
