//! `cullis exception`: ask for one, approve one, list them.

mod request;
mod revoke;
pub(super) mod sign;

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use jiff::tz::TimeZone;

use super::{Context, Exit, flags, layers, repository, usage};
use crate::disk;
use crate::domain::exception::Exception;
use crate::domain::limits::Limits;
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::exception::{self, Terms, Voucher};
use crate::messages::cli::exception as words;
use crate::messages::{self, Language};
use crate::policy::{self, LayerSource};
use crate::rules;
use crate::store::installed;
use crate::walk::Root;

/// The command's name.
pub(super) const NAME: &str = "exception";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let list = Command::new("list")
        .about(say(words::about_list()))
        .args([flags::path(language), flags::policy(language), flags::now(language)])
        .after_help(usage::examples(
            language,
            ["cullis exception list", "cullis exception list services/payments --policy bank"],
        ));
    Command::new(NAME)
        .about(say(words::about()))
        .subcommand_required(true)
        .subcommand(request::command(language))
        .subcommand(sign::command(language))
        .subcommand(revoke::command(language))
        .subcommand(list)
        .after_help(usage::examples(
            language,
            [
                "cullis exception request CVE-2026-0001003 --owner payments --reason \"never reached\"",
                "cullis exception sign CVE-2026-0001003 --key wei-chen.key --policy organisation.toml",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    let ended = match arguments.subcommand() {
        Some(("request", arguments)) => request::run(arguments, context),
        Some(("sign", arguments)) => sign::run(arguments, context),
        Some(("revoke", arguments)) => revoke::run(arguments, context),
        Some(("list", arguments)) => list(arguments, context),
        _ => Err(Exit::Usage),
    };
    match ended {
        Ok(exit) | Err(exit) => exit,
    }
}

fn list(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let now = super::scene::now(arguments).map_err(|error| layers::usage_error(&error, context))?;
    let file = OwnFile::open(arguments, context)?;
    let (mut policy, _) = layers::effective(arguments, &file.root, context)?;
    let here = repository::name_of(&policy, &file.folder, context);
    let voucher = Voucher { approvals: &[], commit: None, repository: here.as_ref() };
    exception::settle(&mut policy, &voucher);
    let terms = Terms { policy: &policy, licenses: &[], now };
    let heading = match &here {
        Ok(here) => words::list_here(here),
        Err(reason) => words::list_nowhere().because(reason.clone()),
    };
    let mut text = String::new();
    for one in &policy.exceptions {
        let state = exception::fault(one, &terms).unwrap_or_else(words::counts);
        let lines = [
            format!("sha256:{}", exception::digest(one)),
            format!("  {}: {} {} ({})", one.place, one.id, one.component, one.expires),
            format!("  {}", context.say(&state)),
        ];
        text.extend(lines.iter().flat_map(|line| [messages::escape(line), "\n".into()]));
    }
    for one in &policy.demands.revocations {
        let id = one.id.as_deref().unwrap_or("-");
        let state = words::revoked_by(&one.by, one.revoked, &one.reason);
        let lines = [
            format!("sha256:{}", one.exception),
            format!("  {}: {id}", one.place),
            format!("  {}", context.say(&state)),
        ];
        text.extend(lines.iter().flat_map(|line| [messages::escape(line), "\n".into()]));
    }
    if text.is_empty() {
        text = context.say(&words::none()) + "\n";
    }
    let text = format!("{}\n{text}", messages::escape(&context.say(&heading)));
    context.output.result(text.as_bytes()).map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}

/// The repository's own policy file, which these commands edit.
struct OwnFile {
    root: Root,
    folder: PathBuf,
    path: PathBuf,
    text: String,
}

impl OwnFile {
    /// Opens it; its text is empty where there is none yet.
    fn open(arguments: &ArgMatches, context: &Context) -> Result<Self, Exit> {
        let here = PathBuf::from(".");
        let folder = flags::path_of(arguments, "path").unwrap_or(&here);
        let root = Root::open(folder).map_err(|error| layers::usage_error(&error.message, context))?;
        let path = folder.join(policy::REPOSITORY_FILE);
        let text = match disk::read_regular(&path, Limits::DEFAULT.file_bytes) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| tell(&path, &words::not_utf8(), context))?,
            Err(crate::domain::ports::FileError::Absent) => String::new(),
            Err(crate::domain::ports::FileError::Refused(reason)) => {
                return Err(tell(&path, &reason, context));
            }
        };
        Ok(Self { root, folder: folder.clone(), path, text })
    }

    /// Writes another text in its place, as long as it is a sound policy.
    fn write(&self, text: &str, context: &Context) -> Result<(), Exit> {
        let shown = self.path.display().to_string();
        let ids: Vec<&'static str> = rules::infos().iter().map(|rule| rule.id).collect();
        let errors = policy::lint(&LayerSource::handed_in(&shown, text.as_bytes().to_vec()), &ids);
        if let Some(first) = errors.first() {
            let broken = words::would_break(&shown).because(first.message.clone());
            return Err(layers::usage_error(&broken, context));
        }
        let written = installed::write_text(&self.path, text.as_bytes());
        written.map_err(|reason| {
            tell(&self.path, &reason, context);
            Exit::Indeterminate
        })
    }

    /// The exceptions of this file, in its order, settled or not.
    fn exceptions(policy: &Policy) -> Vec<&Exception> {
        let proposed = policy.proposed.iter().map(|proposal| &proposal.exception);
        let is_own = |one: &&Exception| {
            one.place.tree_path().is_some_and(|path| path.as_str() == policy::REPOSITORY_FILE)
        };
        let mut own: Vec<&Exception> = policy.exceptions.iter().chain(proposed).filter(is_own).collect();
        own.sort_by(|a, b| a.place.cmp(&b.place));
        own
    }
}

/// Says what is wrong with a file.
fn tell(path: &Path, reason: &Statement, context: &Context) -> Exit {
    context.output.error(&format!("{}: {}", path.display(), context.say(reason)), context.language);
    Exit::Usage
}

/// Prints what was done.
fn done(lines: &[Statement], context: &Context) -> Result<Exit, Exit> {
    let text: String = lines.iter().map(|line| context.say(line) + "\n").collect();
    context.output.result(text.as_bytes()).map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}

fn day_of(now: jiff::Timestamp) -> jiff::civil::Date {
    TimeZone::UTC.to_datetime(now).date()
}
