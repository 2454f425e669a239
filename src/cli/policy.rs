//! `cullis policy`: the effective policy with who set each line, a file's errors, and its signature.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches, Command};

use super::layers::LayerError;
use super::{Context, Exit, flags, layers, usage};
use crate::disk;
use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::messages::cli::policy as words;
use crate::messages::{self, Language};
use crate::policy::{self, LayerSource, PolicyError, Shown};
use crate::rules;
use crate::signature::{self, PolicyStatement, Signed};
use crate::store::{installed, keys};
use crate::walk::Root;

/// The command's name.
pub(super) const NAME: &str = "policy";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let examples = |pair| usage::examples(language, pair);
    let folder = Arg::new("folder").long("folder").value_name("FOLDER").help(say(words::help_folder()));
    let show = Command::new("show")
        .about(say(words::about_show()))
        .arg(flags::path(language))
        .arg(flags::policy(language))
        .arg(folder)
        .after_help(examples(["cullis policy show", "cullis policy show services/payments --policy bank"]));
    let file = Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(PathBufValueParser::new())
        .help(say(words::help_file()));
    let lint = Command::new("lint")
        .about(say(words::about_lint()))
        .arg(file)
        .after_help(examples(["cullis policy lint cullis.toml", "cullis policy lint head-office.toml"]));
    Command::new(NAME)
        .about(say(words::about()))
        .subcommand_required(true)
        .subcommand(show)
        .subcommand(lint)
        .subcommand(sign_command(language))
        .after_help(examples(["cullis policy show --policy strict", "cullis policy lint cullis.toml"]))
}

/// `sign`.
fn sign_command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let path = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("FILE").value_parser(PathBufValueParser::new()).help(help)
    };
    let file = Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(PathBufValueParser::new())
        .help(say(words::help_file()));
    Command::new("sign")
        .about(say(words::about_sign()))
        .arg(file)
        .arg(path("key", say(words::help_key())).required(true))
        .arg(path("out", say(words::help_signature_out())))
        .after_help(usage::examples(
            language,
            [
                "cullis policy sign branch.toml --key head-office.key",
                "cullis policy sign branch.toml --key ~/.ssh/id_ed25519 --out branch.toml.sig",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let ended = match arguments.subcommand() {
        Some(("lint", arguments)) => lint(arguments, context),
        Some(("show", arguments)) => show(arguments, context),
        Some(("sign", arguments)) => sign(arguments, context),
        _ => Err(Exit::Usage),
    };
    match ended {
        Ok(exit) | Err(exit) => exit,
    }
}

fn rule_ids() -> Vec<&'static str> {
    rules::infos().iter().map(|rule| rule.id).collect()
}

fn show(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let path = arguments.get_one::<PathBuf>("path").cloned().unwrap_or_else(|| PathBuf::from("."));
    let root = Root::open(&path).map_err(|error| layers::usage_error(&error.message, context))?;
    let sources = layers::sources(arguments, &root, context).map_err(|error| error.tell(context))?;
    let shown = match flags::text_of(arguments, "folder") {
        None => policy::show(&sources, &rule_ids()),
        Some(folder) => {
            let folder = TreePath::new(folder.trim_start_matches("./").trim_end_matches('/'))
                .ok_or_else(|| layers::usage_error(&words::no_folder(folder), context))?;
            let own = layers::above(&folder, &root).map_err(|error| error.tell(context))?;
            let all: Vec<LayerSource> = sources.into_iter().chain(own).collect();
            policy::show_in(&all, &rule_ids(), &folder)
        }
    };
    let shown = shown.map_err(|errors| tell(&path.to_string_lossy(), &errors, context))?;
    let written = context.output.result(shown.to_toml().as_bytes());
    notes(&shown, context);
    written.map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}

/// What a person should know beside the keys.
fn notes(shown: &Shown, context: &Context) {
    if shown.policy.repository_governs_itself {
        context.output.note(&context.say(&words::alone()));
    }
    for refused in &shown.policy.refused {
        let attempt = words::refused(
            &refused.place,
            &refused.key,
            &refused.attempted,
            &refused.in_force,
            &refused.held_by,
        );
        context.output.note(&context.say(&attempt));
    }
}

fn lint(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let Some(file) = arguments.get_one::<PathBuf>("file") else { return Err(Exit::Usage) };
    let name = file.to_string_lossy();
    let bytes = disk::read_named(file, Limits::DEFAULT.file_bytes)
        .map_err(|error| LayerError::unreadable(&name, error).tell(context))?;
    let errors = policy::lint(&LayerSource::handed_in(&name, bytes), &rule_ids());
    if !errors.is_empty() {
        return Err(tell(&name, &errors, context));
    }
    let sound = context.say(&words::sound(&name)) + "\n";
    context.output.result(sound.as_bytes()).map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}

/// Signs a file in which nothing is wrong: nobody could use any other.
fn sign(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let given = |name: &str| arguments.get_one::<PathBuf>(name).ok_or(Exit::Usage);
    let (file, key_path) = (given("file")?, given("key")?);
    let name = file.to_string_lossy();
    let bytes = disk::read_named(file, Limits::DEFAULT.file_bytes)
        .map_err(|error| LayerError::unreadable(&name, error).tell(context))?;
    let digest = Digest::of(&bytes);
    let errors = policy::lint(&LayerSource::handed_in(&name, bytes), &rule_ids());
    if !errors.is_empty() {
        return Err(tell(&name, &errors, context));
    }
    let at = |path: &Path, reason: &Statement, exit| {
        context.output.error(&format!("{}: {}", path.display(), context.say(reason)), context.language);
        exit
    };
    let key = keys::private(key_path).map_err(|reason| at(key_path, &reason, Exit::Usage))?;
    let out = arguments.get_one::<PathBuf>("out").cloned();
    let out = out.unwrap_or_else(|| installed::signature_path(file));
    let old = installed::signatures(&out).map_err(|reason| at(&out, &reason, Exit::Usage))?;
    // Who else signed this very file has signed it still.
    let text = PolicyStatement { digest }.text();
    let same = old.into_iter().find(|block| block.text == text);
    let mut signed = same.unwrap_or_else(|| Signed::new(text));
    signed.sign(&key).map_err(|reason| at(key_path, &reason, Exit::Indeterminate))?;
    let count = signed.signatures.len();
    installed::write_text(&out, signature::write_file(&[signed]).as_bytes())
        .map_err(|reason| at(&out, &reason, Exit::Indeterminate))?;
    let public = key.public();
    let said = words::signed(digest, public.algorithm().word(), public.id(), out.display(), count);
    let said = context.say(&said) + "\n";
    context.output.result(said.as_bytes()).map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}

fn tell(name: &str, errors: &[PolicyError], context: &Context) -> Exit {
    context.output.error(&context.say(&words::errors(name, errors.len())), context.language);
    for error in errors {
        context.output.note(&format!("  {}: {}", error.place, context.say(&error.message)));
    }
    Exit::Usage
}
