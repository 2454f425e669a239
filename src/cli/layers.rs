//! Finds the policy layers of a run: built-in profiles, files, the repository's own.

use std::path::Path;

use clap::ArgMatches;

use super::base::OpenBase;
use super::{Context, Exit};
use crate::disk;
use crate::domain::base::BaseState;
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::Policy;
use crate::domain::ports::FileError;
use crate::domain::rule::Level;
use crate::domain::statement::Statement;
use crate::messages;
use crate::policy::{self, ChangedLayer, Fork, LayerSource, PolicyError, Versions};
use crate::rules;
use crate::walk::Root;

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

/// The layers that the arguments name, outermost first, and the repository's.
pub(super) fn sources(arguments: &ArgMatches, root: &Root) -> Result<Vec<LayerSource>, LayerError> {
    let mut layers = above(arguments)?;
    if let Some(path) = TreePath::new(policy::REPOSITORY_FILE) {
        match root.read(&path, &Limits::DEFAULT) {
            Ok(bytes) => layers.push(LayerSource::of_repository(path, bytes)),
            Err(FileError::Absent) => {}
            Err(FileError::Refused(reason)) => {
                return Err(LayerError { place: path.to_string(), reason });
            }
        }
    }
    Ok(layers)
}

/// The layers that the arguments name, outermost first.
fn above(arguments: &ArgMatches) -> Result<Vec<LayerSource>, LayerError> {
    let mut layers = Vec::new();
    for file in arguments.get_many::<std::path::PathBuf>("policy").into_iter().flatten() {
        layers.push(handed_in(file)?);
    }
    if arguments.try_get_one::<bool>("only-new").ok().flatten() == Some(&true) {
        layers.push(LayerSource::of_flag("--only-new", "[base]\nonly-new = true\n"));
    }
    Ok(layers)
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
) -> Result<Policy, Exit> {
    if matches!(base.state, BaseState::NotAsked | BaseState::NoChangeRequest(_)) {
        return effective(arguments, root, context);
    }
    let above = above(arguments).map_err(|error| error.tell(context))?;
    if let BaseState::Unusable { .. } = base.state {
        // A gap that the change can't talk away keeps the verdict open, so its
        // own policy may say what the report is about.
        let held = told(policy::effective(&above, &rule_ids()), context)?.levels.remove(UNUSABLE_BASE);
        if let Some(held) = held.filter(|held| held.value == Level::Block) {
            let mut policy = effective(arguments, root, context)?;
            policy.levels.insert(UNUSABLE_BASE, held);
            return Ok(policy);
        }
    }
    let (mut tip, mut fork) = base.layers();
    let Some(path) = TreePath::new(policy::REPOSITORY_FILE) else { return Err(Exit::Fault) };
    let change = match root.read(&path, &Limits::DEFAULT) {
        Ok(bytes) => ChangedLayer::Read(LayerSource::of_repository(path.clone(), bytes)),
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
    let is_usable = matches!(base.state, BaseState::Usable(_));
    let own = Versions { tip, fork, change, place: Place::whole(path) };
    let mut policy = told(policy::effective_against(&above, &own, &rule_ids()), context)?;
    if !is_usable {
        // Against nothing, everything would look weakened.
        policy.weakened.clear();
    }
    Ok(policy)
}

/// A layer by the name of a profile, or by a file's path.
fn handed_in(file: &Path) -> Result<LayerSource, LayerError> {
    let name = file.to_string_lossy();
    if let Some(profile) = policy::profile(&name) {
        return Ok(profile);
    }
    let bytes = disk::read_named(file, Limits::DEFAULT.file_bytes)
        .map_err(|error| LayerError::unreadable(&name, error))?;
    Ok(LayerSource::handed_in(&name, bytes))
}

/// The effective policy, or exit 2 with every error and its place.
pub(super) fn effective(arguments: &ArgMatches, root: &Root, context: &Context) -> Result<Policy, Exit> {
    let layers = sources(arguments, root).map_err(|error| error.tell(context))?;
    told(policy::effective(&layers, &rule_ids()), context)
}

fn rule_ids() -> Vec<&'static str> {
    rules::infos().iter().map(|rule| rule.id).collect()
}

/// The policy, or exit 2 with every error and its place.
fn told(policy: Result<Policy, Vec<PolicyError>>, context: &Context) -> Result<Policy, Exit> {
    policy.map_err(|errors| {
        context
            .output
            .error(&context.say(&messages::cli::check::policy_errors(errors.len())), context.language);
        for error in &errors {
            context.output.note(&format!("  {}: {}", error.place, context.say(&error.message)));
        }
        Exit::Usage
    })
}

/// Says what is wrong with the arguments or the configuration.
pub(super) fn usage_error(error: &Statement, context: &Context) -> Exit {
    context.output.error(&context.say(error), context.language);
    Exit::Usage
}
