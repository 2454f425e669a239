//! Finds the policy layers of a run: built-in profiles, files, the repository's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::{Context, Exit, flags};
use crate::disk;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::policy::{Policy, Setting};
use crate::domain::ports::{FileError, Files as _};
use crate::domain::statement::Statement;
use crate::host::POLICY_FILE;
use crate::messages;
use crate::policy::{self, LayerSource, PolicyError};
use crate::rules;
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

/// The host's layer, the fleet's, those that the arguments name, outermost
/// first, and the repository's.
pub(super) fn sources(
    arguments: &ArgMatches,
    root: &Root,
    context: &Context,
) -> Result<Vec<LayerSource>, LayerError> {
    let mut layers = Vec::new();
    layers.extend(of_host(context)?);
    for file in &context.environment.policies {
        layers.push(handed_in(file)?);
    }
    for file in arguments.get_many::<std::path::PathBuf>("policy").into_iter().flatten() {
        layers.push(handed_in(file)?);
    }
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

/// The files of the tree's folders, each for what lies below it, in path order.
pub(super) fn of_folders(tree: &Tree) -> Result<Vec<LayerSource>, LayerError> {
    let is_of_folder = |path: &&TreePath| {
        path.as_str().strip_suffix(policy::REPOSITORY_FILE).is_some_and(|folder| folder.ends_with('/'))
    };
    tree.list().iter().filter(is_of_folder).map(|path| of_folder(path, tree.read(path))).collect()
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
    let policy = policy::effective(&[layer], &rule_ids()).map_err(|errors| tell(&errors, context))?;
    Ok(policy.demands.default_history.map(|path| PathBuf::from(&*path)))
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

/// The effective policy with what the tree's folders say besides.
pub(super) fn with_folders(
    policy: Policy,
    (layers, tree): (Vec<LayerSource>, &Tree),
    context: &Context,
) -> Result<Policy, Exit> {
    let of_folders = of_folders(tree).map_err(|error| error.tell(context))?;
    if of_folders.is_empty() {
        return Ok(policy);
    }
    let all: Vec<LayerSource> = layers.into_iter().chain(of_folders).collect();
    policy::effective(&all, &rule_ids()).map_err(|errors| tell(&errors, context))
}

/// The effective policy with its layers, or exit 2 with every error and its place.
pub(super) fn effective(
    arguments: &ArgMatches,
    root: &Root,
    context: &Context,
) -> Result<(Policy, Vec<LayerSource>), Exit> {
    let layers = sources(arguments, root, context).map_err(|error| error.tell(context))?;
    let policy = policy::effective(&layers, &rule_ids()).map_err(|errors| tell(&errors, context))?;
    match forbidden(&policy, arguments, context) {
        None => Ok((policy, layers)),
        Some(error) => Err(usage_error(&error, context)),
    }
}

fn rule_ids() -> Vec<&'static str> {
    rules::infos().iter().map(|rule| rule.id).collect()
}

fn tell(errors: &[PolicyError], context: &Context) -> Exit {
    context.output.error(&context.say(&messages::cli::check::policy_errors(errors.len())), context.language);
    for error in errors {
        context.output.note(&format!("  {}: {}", error.place, context.say(&error.message)));
    }
    Exit::Usage
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
