//! `cullis init`: a starter policy, threat model and pipeline step, from what the
//! repository shows. Nothing that is there already is touched.

use std::path::PathBuf;

use clap::{ArgMatches, Command};

use super::{Context, Exit, flags, layers, usage};
use crate::domain::inventory::PassedOver;
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::ecosystem;
use crate::messages::cli::init as words;
use crate::messages::{self, Language};
use crate::starter::{self, Seen};
use crate::store::created::{Created, create};
use crate::walk::Root;

/// The command's name.
pub(super) const NAME: &str = "init";

/// What isn't looked into, as the built-in policy has it.
const EXCLUDED: [&str; 1] = ["node_modules/"];

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    Command::new(NAME)
        .about(messages::fixed(&words::about(), language))
        .arg(flags::path(language))
        .after_help(usage::examples(language, ["cullis init", "cullis init services/payments --lang zh-CN"]))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    match write(arguments, context) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn write(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let usage = |statement: Statement| layers::usage_error(&statement, context);
    let here = PathBuf::from(".");
    let folder = flags::path_of(arguments, "path").unwrap_or(&here);
    let limits = Limits::DEFAULT;
    let root = Root::open(folder).map_err(|error| usage(error.message))?;
    let tree = root.walk(&EXCLUDED, limits).map_err(|error| usage(error.message))?;
    let inventory = ecosystem::take_inventory(&tree, &limits, PassedOver::default());
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let name = whole.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let seen = Seen::of(&name, &tree, &inventory);
    let mut lines = vec![words::seen(seen.services.len(), seen.stores.len(), inventory.manifests.len())];
    let mut failures = Vec::new();
    for file in starter::files(&seen, &tree, context.language) {
        match create(folder, file.path, file.text.as_bytes()) {
            Ok(Created::New) => lines.push(words::wrote(file.path)),
            Ok(Created::WasThere) => lines.push(words::kept(file.path)),
            Err(reason) => failures.push(words::not_written(file.path).because(reason)),
        }
    }
    lines.push(words::next());
    let text: String = lines.iter().map(|line| context.say(line) + "\n").collect();
    context.output.result(text).map_err(|_| Exit::Indeterminate)?;
    for failure in &failures {
        context.output.error(&context.say(failure), context.language);
    }
    Ok(if failures.is_empty() { Exit::Done } else { Exit::Indeterminate })
}
