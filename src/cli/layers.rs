//! Finds the policy layers of a run: built-in profiles, files, the repository's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::base::OpenBase;
use super::{Context, Exit, flags};
use crate::disk;
use crate::domain::base::{BaseState, Weakened, Weakening};
use crate::domain::commit::CommitId;
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, Place, TreePath};
use crate::domain::policy::{Policy, Setting};
use crate::domain::ports::{FileError, Files};
use crate::domain::rule::Level;
use crate::domain::schedule::Schedule;
use crate::domain::statement::Statement;
use crate::host::POLICY_FILE;
use crate::messages;
use crate::policy::{self, ChangedLayer, Fork, LayerSource, PolicyError, Versions};
use crate::rules;
use crate::store::installed;
use crate::walk::{Root, Tree};

/// A layer that can't be read.
pub(super) struct LayerError {
    place: String,
    reason: Statement,
}

impl LayerError {
    /// A file that the operating system doesn't give.
    pub(super) fn unreadable(name: &str, error: std::io::Error) -> Self {
        Self { place: name.to_owned(), reason: messages::cli::check::policy_unreadable(error) }
    }

    /// Says which layer it is, and ends with exit 2.
    pub(super) fn tell(&self, context: &Context) -> Exit {
        context.output.error(&format!("{}: {}", self.place, context.say(&self.reason)), context.language);
        Exit::Usage
    }
}

/// The layers above the repository's, outermost first: the host's, the fleet's,
/// those that the arguments name.
fn from_outside(arguments: &ArgMatches, context: &Context) -> Result<Vec<LayerSource>, LayerError> {
    let mut layers = Vec::new();
    layers.extend(of_host(context)?);
    for file in &context.environment.policies {
        layers.push(handed_in(file)?);
    }
    for file in arguments.get_many::<std::path::PathBuf>("policy").into_iter().flatten() {
        layers.push(handed_in(file)?);
    }
    if arguments.try_get_one::<bool>("only-new").ok().flatten() == Some(&true) {
        layers.push(LayerSource::of_flag("--only-new", "[base]\nonly-new = true\n"));
    }
    Ok(layers)
}

/// Those, and the repository's.
pub(super) fn sources(
    arguments: &ArgMatches,
    root: &Root,
    context: &Context,
) -> Result<Vec<LayerSource>, LayerError> {
    let mut layers = from_outside(arguments, context)?;
    if let Some(path) = TreePath::new(policy::REPOSITORY_FILE) {
        match root.read(&path, &Limits::DEFAULT) {
            Ok(bytes) => {
                let own = LayerSource::of_repository(path, bytes);
                layers.push(own.with_signature(signature_of_repository(root)?));
            }
            Err(FileError::Absent) => {}
            Err(FileError::Refused(reason)) => {
                return Err(LayerError { place: path.to_string(), reason });
            }
        }
    }
    Ok(layers)
}

/// The signature beside the repository's own file; one that can't be read is
/// an error, where some layer may ask for it.
fn signature_of_repository(root: &Root) -> Result<Option<Vec<u8>>, LayerError> {
    let Some(path) = TreePath::new(policy::REPOSITORY_SIGNATURE) else { return Ok(None) };
    match root.read(&path, &Limits { file_bytes: policy::SIGNATURE_BYTES, ..Limits::DEFAULT }) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(FileError::Absent) => Ok(None),
        Err(FileError::Refused(reason)) => Err(LayerError { place: path.to_string(), reason }),
    }
}

/// The files of the tree's folders, each for what lies below it, in path order.
pub(super) fn of_folders(tree: &Tree) -> Result<Vec<LayerSource>, LayerError> {
    let own = tree.list().iter().filter(|path| is_of_folder(path));
    own.map(|path| of_folder(path, tree.read(path))).collect()
}

/// Those that speak of one folder, from the root to it.
pub(super) fn above(folder: &TreePath, root: &Root) -> Result<Vec<LayerSource>, LayerError> {
    let mut folders = vec![folder.clone()];
    while let Some(inner) = folders.last().filter(|inner| **inner != TreePath::root()) {
        folders.push(inner.folder());
    }
    folders.pop();
    let mut layers = Vec::new();
    for folder in folders.iter().rev() {
        let Some(path) = folder.join(policy::REPOSITORY_FILE) else { continue };
        match root.read(&path, &Limits::DEFAULT) {
            Err(FileError::Absent) => {}
            read => layers.push(of_folder(&path, read)?),
        }
    }
    Ok(layers)
}

fn of_folder(path: &TreePath, read: Result<Vec<u8>, FileError>) -> Result<LayerSource, LayerError> {
    match read {
        Ok(bytes) => Ok(LayerSource::of_folder(path.clone(), bytes)),
        Err(FileError::Refused(reason)) => Err(LayerError { place: path.to_string(), reason }),
        Err(FileError::Absent) => {
            Err(LayerError { place: path.to_string(), reason: messages::walk::is_no_file() })
        }
    }
}

/// What the host says; nothing where it has no policy.
pub(super) fn of_host(context: &Context) -> Result<Option<LayerSource>, LayerError> {
    let read = context.environment.host.read(POLICY_FILE, Limits::DEFAULT.file_bytes);
    let found = read.map_err(|error| LayerError { place: error.place, reason: error.reason })?;
    Ok(found.map(|(name, bytes)| LayerSource::of_host(&name, bytes)))
}

/// The folder that the host keeps its history in; exit 2 where its policy is
/// wrong.
pub(super) fn host_history(context: &Context) -> Result<Option<PathBuf>, Exit> {
    let Some(layer) = of_host(context).map_err(|error| error.tell(context))? else { return Ok(None) };
    let policy = told(policy::effective(&[layer], &rule_ids()), context)?;
    Ok(policy.demands.default_history.map(|path| PathBuf::from(&*path)))
}

/// The rule of a base that can't be used.
const UNUSABLE_BASE: &str = "unusable-base";

/// The effective policy of a change, measured against a base. Where the base
/// can't be used and that doesn't block, the repository's own layer only
/// tightens: nothing shows what was in force before the change.
pub(super) fn effective_against(
    arguments: &ArgMatches,
    root: &Root,
    base: &mut OpenBase,
    context: &Context,
) -> Result<(Policy, Vec<LayerSource>), Exit> {
    if matches!(base.state, BaseState::NotAsked | BaseState::NoChangeRequest(_)) {
        return effective(arguments, root, context);
    }
    let above = from_outside(arguments, context).map_err(|error| error.tell(context))?;
    let outside = told(policy::effective(&above, &rule_ids()), context)?;
    base.hold_to(outside.demands.base_refs.as_ref());
    if let BaseState::Unusable { .. } = base.state {
        // A gap that the change can't talk away keeps the verdict open, so its
        // own policy may say what the report is about.
        let held = { outside }.levels.remove(UNUSABLE_BASE);
        let blocks = |held: &Setting<Schedule>| {
            let (first, steps) = held.value.parts();
            first == Level::Block && steps.iter().all(|(_, level)| *level == Level::Block)
        };
        if let Some(held) = held.filter(blocks) {
            let (mut policy, layers) = effective(arguments, root, context)?;
            policy.levels.insert(UNUSABLE_BASE, held);
            return Ok((policy, layers));
        }
    }
    let (mut tip, mut fork) = base.layers();
    let Some(path) = TreePath::new(policy::REPOSITORY_FILE) else { return Err(Exit::Fault) };
    let change = match root.read(&path, &Limits::DEFAULT) {
        Ok(bytes) => {
            let signature = signature_of_repository(root).map_err(|error| error.tell(context))?;
            let own = LayerSource::of_repository(path.clone(), bytes);
            ChangedLayer::Read(own.with_signature(signature))
        }
        Err(FileError::Absent) => ChangedLayer::Absent,
        Err(FileError::Refused(reason)) => ChangedLayer::Unread(reason),
    };
    // What is the same in the tree is shown there, where people can open it.
    if let ChangedLayer::Read(own) = &change {
        let fork = if let Fork::Read(fork) = &mut fork { Some(fork) } else { None };
        let all = [tip.as_mut(), fork].into_iter().flatten();
        for layer in all.filter(|layer| layer.bytes == own.bytes) {
            layer.artifact = own.artifact.clone();
        }
    }
    let layers = above.iter().chain(tip.as_ref()).cloned().collect();
    let is_usable = matches!(base.state, BaseState::Usable(_));
    // Only proposals ask who made the change.
    let authors = if change_differs(tip.as_ref(), &change) { base.authors() } else { Vec::new() };
    let own = Versions { tip, fork, change, place: Place::whole(path), authors };
    let mut policy = told(policy::effective_against(&above, &own, &rule_ids()), context)?;
    if !is_usable {
        // Against nothing, everything would look weakened.
        policy.weakened.clear();
    }
    with_allowed_flags(policy, arguments, context).map(|policy| (policy, layers))
}

/// Whether the repository's file isn't the target's.
fn change_differs(tip: Option<&LayerSource>, change: &ChangedLayer) -> bool {
    match change {
        ChangedLayer::Read(change) => tip.is_none_or(|tip| tip.bytes != change.bytes),
        ChangedLayer::Absent | ChangedLayer::Unread(_) => false,
    }
}

/// A layer by the name of a profile, or by a file's path.
fn handed_in(file: &Path) -> Result<LayerSource, LayerError> {
    let name = file.to_string_lossy();
    if let Some(profile) = policy::profile(&name) {
        return Ok(profile);
    }
    let bytes = disk::read_named(file, Limits::DEFAULT.file_bytes)
        .map_err(|error| LayerError::unreadable(&name, error))?;
    let signature = signature_beside(file)?;
    Ok(LayerSource::handed_in(&name, bytes).with_signature(signature))
}

/// The bytes of the signature beside a file; nothing where there is none.
fn signature_beside(file: &Path) -> Result<Option<Vec<u8>>, LayerError> {
    let path = installed::signature_path(file);
    match disk::read_named(&path, policy::SIGNATURE_BYTES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(LayerError::unreadable(&path.to_string_lossy(), error)),
    }
}

/// What is no regular file, such as a pipe, has nothing beside it.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// The effective policy with what the tree's folders say besides. Measured
/// against a base, what its folders say holds too: a change that takes such a
/// file out takes nothing out of force.
pub(super) fn with_folders(
    policy: Policy,
    layers: &[LayerSource],
    (tree, base): (&Tree, Option<(&CommitId, &dyn Files)>),
    context: &Context,
) -> Result<Policy, Exit> {
    let mut folders = of_folders(tree).map_err(|error| error.tell(context))?;
    let mut weakened = Vec::new();
    if let Some((commit, tip)) = base {
        let kept = folders_of_base(commit, tip, &folders).map_err(|error| error.tell(context))?;
        let is_gone = |layer: &&LayerSource| layer.path().is_some_and(|path| !tree.list().contains(path));
        weakened.extend(kept.iter().filter(is_gone).filter_map(|layer| {
            let place = Place::whole(layer.path()?.clone());
            let held_by = Some(Place { artifact: layer.artifact.clone(), region: None });
            Some(Weakening { what: Weakened::Removed, place, held_by })
        }));
        folders.extend(kept);
    }
    if folders.is_empty() {
        return Ok(policy);
    }
    let mut policy = told(policy::with_folders(policy, layers, &folders, &rule_ids()), context)?;
    policy.weakened.extend(weakened);
    Ok(policy)
}

/// The folders' files at the tip of the target, but for those that the tree has
/// unchanged.
fn folders_of_base(
    commit: &CommitId,
    tip: &dyn Files,
    in_tree: &[LayerSource],
) -> Result<Vec<LayerSource>, LayerError> {
    let mut kept = Vec::new();
    for path in tip.list().iter().filter(|path| is_of_folder(path)) {
        let layer = of_folder(path, tip.read(path))?;
        let is_same = |own: &LayerSource| own.path() == Some(path) && own.bytes == layer.bytes;
        if !in_tree.iter().any(is_same) {
            let artifact = Artifact::Base(path.clone(), commit.clone());
            kept.push(LayerSource { artifact, ..layer });
        }
    }
    Ok(kept)
}

/// Whether a file is a folder's own policy, and not the repository's.
fn is_of_folder(path: &TreePath) -> bool {
    path.as_str().strip_suffix(policy::REPOSITORY_FILE).is_some_and(|folder| folder.ends_with('/'))
}

/// The effective policy with its layers, or exit 2 with every error and its place.
pub(super) fn effective(
    arguments: &ArgMatches,
    root: &Root,
    context: &Context,
) -> Result<(Policy, Vec<LayerSource>), Exit> {
    let layers = sources(arguments, root, context).map_err(|error| error.tell(context))?;
    let policy = told(policy::effective(&layers, &rule_ids()), context)?;
    with_allowed_flags(policy, arguments, context).map(|policy| (policy, layers))
}

/// The policy, or exit 2 for a flag that it forbids.
fn with_allowed_flags(policy: Policy, arguments: &ArgMatches, context: &Context) -> Result<Policy, Exit> {
    match forbidden(&policy, arguments, context) {
        None => Ok(policy),
        Some(error) => Err(usage_error(&error, context)),
    }
}

fn rule_ids() -> Vec<&'static str> {
    rules::infos().iter().map(|rule| rule.id).collect()
}

/// The policy, or exit 2 with every error and its place.
fn told(policy: Result<Policy, Vec<PolicyError>>, context: &Context) -> Result<Policy, Exit> {
    policy.map_err(|errors| {
        let count = messages::cli::check::policy_errors(errors.len());
        context.output.error(&context.say(&count), context.language);
        for error in &errors {
            context.output.note(&format!("  {}: {}", error.place, context.say(&error.message)));
        }
        Exit::Usage
    })
}

/// What is said of the first flag that the policy forbids and that was given,
/// itself or by the variable that stands for it.
fn forbidden(policy: &Policy, arguments: &ArgMatches, context: &Context) -> Option<Statement> {
    let environment = &context.environment;
    let told = |Setting { value: flag, place }: &Setting<Arc<str>>| {
        let variable = match &**flag {
            "--db" => environment.database.is_some().then_some("CULLIS_DB"),
            "--pipeline" => environment.pipeline.is_some().then_some("CULLIS_PIPELINE"),
            "--policy" => (!environment.policies.is_empty()).then_some("CULLIS_POLICY"),
            _ => None,
        };
        if flags::is_given(arguments, flag) {
            return Some(messages::cli::check::flag_forbidden(flag, place));
        }
        variable.map(|variable| messages::cli::check::variable_forbidden(variable, flag, place))
    };
    policy.demands.forbidden_flags.iter().find_map(told)
}

/// Says what is wrong with the arguments or the configuration.
pub(super) fn usage_error(error: &Statement, context: &Context) -> Exit {
    context.output.error(&context.say(error), context.language);
    Exit::Usage
}
