//! Finds the policy layers of a run: built-in profiles, files, the repository's own.

use std::path::Path;

use clap::ArgMatches;

use super::{Context, Exit};
use crate::disk;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::policy::Policy;
use crate::domain::ports::FileError;
use crate::domain::statement::Statement;
use crate::messages;
use crate::policy::{self, LayerSource};
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
    let mut layers = Vec::new();
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
    let ids: Vec<&'static str> = rules::infos().iter().map(|rule| rule.id).collect();
    let layers = sources(arguments, root).map_err(|error| error.tell(context))?;
    policy::effective(&layers, &ids).map_err(|errors| {
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
