//! `cullis exception revoke`: takes one back, so that nobody can put it back.

use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};

use super::sign::Entry;
use super::{OwnFile, day_of, done, tell};
use crate::cli::{Context, Exit, flags, layers, scene, usage};
use crate::domain::digest::Digest;
use crate::domain::exception::Revocation;
use crate::domain::place::Place;
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::exception;
use crate::messages::cli::exception as words;
use crate::messages::{self, Language};
use crate::policy::edit;

/// `revoke`.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let text = |name: &'static str, label: &'static str, help: Statement| {
        Arg::new(name).long(name).value_name(label).required(true).help(say(help))
    };
    Command::new("revoke")
        .about(say(words::about_revoke()))
        .arg(Arg::new("which").value_name("EXCEPTION").required(true).help(say(words::help_revoked())))
        .args([flags::path(language), flags::policy(language), flags::now(language)])
        .arg(text("by", "NAME", words::help_by()))
        .arg(text("reason", "TEXT", words::help_why_revoked()))
        .after_help(usage::examples(
            language,
            [
                "cullis exception revoke CVE-2026-0001003 --by \"Wei Chen\" --reason \"the proxy is gone\"",
                "cullis exception revoke 3f1a5a3e --by \"Wei Chen\" --reason \"upgraded\" --policy organisation.toml",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let usage = |error: Statement| layers::usage_error(&error, context);
    let now = scene::now(arguments).map_err(usage)?;
    let file = OwnFile::open(arguments, context)?;
    let (policy, _) = layers::effective(arguments, &file.root, context)?;
    let which = flags::text_of(arguments, "which").unwrap_or_default();
    let meant = Meant::find(&policy, which).map_err(usage)?;
    let text_of = |name| Arc::from(flags::text_of(arguments, name).unwrap_or_default());
    let revocation = Revocation {
        exception: meant.digest,
        id: meant.id,
        by: text_of("by"),
        reason: text_of("reason"),
        revoked: day_of(now),
        place: Place::outside(crate::policy::REPOSITORY_FILE),
    };
    let text = edit::with_revocation(&file.text, meant.position, &revocation);
    let text = text.map_err(|reason| tell(&file.path, &reason, context))?;
    file.write(&text, context)?;
    done(&[words::revoked(revocation.exception, file.path.display())], context)
}

/// An entry that is there, or the digest of one that isn't any more.
struct Meant {
    position: Option<usize>,
    digest: Digest,
    id: Option<Arc<str>>,
}

impl Meant {
    fn find(policy: &Policy, which: &str) -> Result<Self, Statement> {
        let whole = Digest::from_hex(which.strip_prefix("sha256:").unwrap_or(which));
        let meant = match (Entry::find(policy, which), whole) {
            (Ok(Entry { position, exception }), _) => Self {
                position: Some(position),
                digest: exception::digest(&exception),
                id: Some(exception.id),
            },
            (Err(_), Some(digest)) => Self { position: None, digest, id: None },
            (Err(reason), None) => return Err(reason),
        };
        let mut known = policy.demands.revocations.iter();
        match known.find(|revocation| revocation.exception == meant.digest) {
            Some(known) if meant.position.is_none() => Err(words::revoked_already(&known.place)),
            _ => Ok(meant),
        }
    }
}
