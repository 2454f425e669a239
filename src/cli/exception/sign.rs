//! `cullis exception sign`: somebody of the roster approves an entry.

use std::path::Path;
use std::sync::Arc;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches, Command};

use super::{OwnFile, day_of, done, tell};
use crate::cli::{Context, Exit, flags, layers, repository, scene, usage};
use crate::disk;
use crate::domain::exception::{Approver, Exception};
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::exception::{self, SSH_NAMESPACE};
use crate::messages::cli::exception as words;
use crate::messages::{self, Language};
use crate::policy::edit::{self, Signing};
use crate::signature::{self, PrivateKey, PublicKey, ssh};
use crate::store::{installed, keys};

/// The longest signature file that is read.
const SIGNATURE_BYTES: u64 = 1 << 16;

/// The fewest digits that name an entry.
const SHORTEST_PREFIX: usize = 4;

/// `sign`.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let file = |name: &'static str, help: Statement| {
        Arg::new(name).long(name).value_name("FILE").value_parser(PathBufValueParser::new()).help(say(help))
    };
    Command::new("sign")
        .about(say(words::about_sign()))
        .arg(Arg::new("which").value_name("EXCEPTION").required(true).help(say(words::help_which())))
        .args([flags::path(language), flags::policy(language), flags::now(language)])
        .arg(file("key", words::help_key()).conflicts_with_all(["payload", "signature"]))
        .arg(file("payload", words::help_payload()).conflicts_with("signature").requires("approver"))
        .arg(file("signature", words::help_signature()))
        .arg(
            Arg::new("approver")
                .long("approver")
                .value_name("NAME")
                .requires("payload")
                .help(say(words::help_approver())),
        )
        .after_help(usage::examples(
            language,
            [
                "cullis exception sign CVE-2026-0001003 --key wei-chen.key --policy organisation.toml",
                "cullis exception sign 3f1a5a3e --signature payload.sig --policy organisation.toml",
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
    let entry = Entry::find(&policy, which).map_err(usage)?;
    let desk = Desk { file: &file, policy: &policy, context, today: day_of(now) };
    let path_of = |name| flags::path_of(arguments, name);
    match (path_of("key"), path_of("payload"), path_of("signature")) {
        (Some(key), None, None) => desk.sign_with(&entry, key),
        (None, Some(payload), None) => {
            let name = flags::text_of(arguments, "approver").unwrap_or_default();
            desk.write_payload(&entry, name, payload)
        }
        (None, None, Some(signature)) => desk.take_signature(&entry, signature),
        _ => Err(usage(words::how_to_sign())),
    }
}

/// One entry of the repository's own file.
pub(super) struct Entry {
    pub(super) position: usize,
    pub(super) exception: Exception,
}

impl Entry {
    pub(super) fn find(policy: &Policy, which: &str) -> Result<Self, Statement> {
        let digits = which.strip_prefix("sha256:").unwrap_or(which).to_ascii_lowercase();
        let is_meant = |one: &Exception| {
            let begins =
                digits.len() >= SHORTEST_PREFIX && exception::digest(one).to_string().starts_with(&digits);
            begins || one.id.eq_ignore_ascii_case(which)
        };
        let own = OwnFile::exceptions(policy);
        let mut meant = own.iter().enumerate().filter(|(_, one)| is_meant(one));
        let found = meant.next().ok_or_else(|| words::no_entry(which))?;
        let others = meant.count();
        if others > 0 {
            return Err(words::several(which, others + 1));
        }
        Ok(Self { position: found.0, exception: (*found.1).clone() })
    }
}

struct Desk<'run> {
    file: &'run OwnFile,
    policy: &'run Policy,
    context: &'run Context,
    today: jiff::civil::Date,
}

impl Desk<'_> {
    fn usage(&self, error: &Statement) -> Exit {
        layers::usage_error(error, self.context)
    }

    fn sign_with(&self, entry: &Entry, path: &Path) -> Result<Exit, Exit> {
        let key = keys::private(path).map_err(|reason| tell(path, &reason, self.context))?;
        let approver = self.owner_of(key.public()).ok_or_else(|| self.usage(&words::not_on_roster()))?;
        let exception = self.approved(entry, approver)?;
        let payload = exception::payload(&exception);
        let signature = signature_text(&key, is_of_ssh(approver, key.public()), &payload);
        let signature = signature.map_err(|reason| tell(path, &reason, self.context))?;
        self.write(entry, &exception, Some(signature))?;
        self.done(&exception)
    }

    /// Fills in who approves and when, and writes what is to be signed.
    fn write_payload(&self, entry: &Entry, name: &str, path: &Path) -> Result<Exit, Exit> {
        let approver = self.policy.roster.iter().find(|one| one.is(name));
        let approver = approver.ok_or_else(|| self.usage(&messages::exception::not_on_roster(name)))?;
        let exception = self.approved(entry, approver)?;
        self.write(entry, &exception, None)?;
        let payload = exception::payload(&exception);
        installed::write_text(path, &payload).map_err(|reason| {
            tell(path, &reason, self.context);
            Exit::Indeterminate
        })?;
        done(&[words::payload_written(path.display())], self.context)
    }

    fn take_signature(&self, entry: &Entry, path: &Path) -> Result<Exit, Exit> {
        let unreadable = || tell(path, &words::signature_unreadable(), self.context);
        let bytes = disk::read_named(path, SIGNATURE_BYTES)
            .map_err(|error| tell(path, &words::file_unreadable(error), self.context))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
        let signature = ssh::Signature::from_armour(&text).ok_or_else(unreadable)?;
        let payload = exception::payload(&entry.exception);
        let is_by = |one: &&Approver| keys_of(one).any(|key| signature.is_by(&key, SSH_NAMESPACE, &payload));
        let approver = self.policy.roster.iter().find(is_by);
        let approver = approver.ok_or_else(|| tell(path, &words::signature_other(), self.context))?;
        let exception = self.approved(entry, approver)?;
        let encoded = signature.to_base64().map_err(|reason| tell(path, &reason, self.context))?;
        self.write(entry, &exception, Some(format!("sshsig {encoded}")))?;
        self.done(&exception)
    }

    fn owner_of(&self, key: &PublicKey) -> Option<&Approver> {
        let has = |one: &&Approver| keys_of(one).any(|own| own.id() == key.id());
        self.policy.roster.iter().find(has)
    }

    /// The entry as this person approves it, today or on the day that it says.
    fn approved(&self, entry: &Entry, approver: &Approver) -> Result<Exception, Exit> {
        let mut exception = entry.exception.clone();
        // What is signed without a name could be copied to any repository.
        if exception.repository.is_none() {
            return Err(self.usage(&messages::exception::names_no_repository()));
        }
        if approver.is(&exception.owner) {
            return Err(self.usage(&words::signer_owns(&approver.name)));
        }
        if let Some(other) = exception.approver.as_deref().filter(|named| !approver.is(named)) {
            return Err(self.usage(&words::approved_by_other(other)));
        }
        exception.emergency = None;
        exception.approver = Some(Arc::clone(&approver.name));
        exception.approved = exception.approved.or(Some(self.today));
        Ok(exception)
    }

    fn write(&self, entry: &Entry, exception: &Exception, signature: Option<String>) -> Result<(), Exit> {
        let approver = exception.approver.clone().unwrap_or_default();
        let signing = Signing { approver, approved: exception.approved.unwrap_or(self.today), signature };
        let text = edit::with_approval(&self.file.text, entry.position, &signing);
        let text = text.map_err(|reason| tell(&self.file.path, &reason, self.context))?;
        self.file.write(&text, self.context)
    }

    fn done(&self, exception: &Exception) -> Result<Exit, Exit> {
        let path = self.file.path.display();
        let name = exception.approver_name();
        let named = exception.repository.as_deref().unwrap_or("-");
        let mut lines = vec![words::signed(name, &exception.id, &exception.component, path)];
        lines.push(match repository::name_of(self.policy, &self.file.folder, self.context) {
            Ok(here) if here.as_str() == named => words::for_repository(named),
            Ok(here) => words::for_another_repository(named, here),
            Err(reason) => words::for_untold_repository(named).because(reason),
        });
        done(&lines, self.context)
    }
}

/// Signs in the name of the one of a roster who has this key; `None` where
/// nobody has.
pub(in crate::cli) fn sign_as<'roster>(
    roster: &'roster [Approver],
    key: &PrivateKey,
    payload: &[u8],
) -> Option<(&'roster Approver, Result<String, Statement>)> {
    let approver = roster.iter().find(|one| keys_of(one).any(|own| own.id() == key.public().id()))?;
    Some((approver, signature_text(key, is_of_ssh(approver, key.public()), payload)))
}

fn keys_of(approver: &Approver) -> impl Iterator<Item = PublicKey> {
    approver.keys.iter().filter_map(|key| PublicKey::from_text(key).ok())
}

/// Whether the roster has this key as a line of OpenSSH: what `ssh-keygen`
/// verifies is then what it gets.
fn is_of_ssh(approver: &Approver, key: &PublicKey) -> Form {
    let own =
        approver.keys.iter().find(|text| PublicKey::from_text(text).is_ok_and(|own| own.id() == key.id()));
    if own.is_some_and(|text| text.trim_start().starts_with("ssh-")) { Form::Ssh } else { Form::Plain }
}

/// How a signature is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `sshsig BASE64`.
    Ssh,
    /// `ed25519 KEY BASE64`, `sm2 KEY BASE64`.
    Plain,
}

fn signature_text(key: &PrivateKey, form: Form, payload: &[u8]) -> Result<String, Statement> {
    if form == Form::Ssh {
        let signature = ssh::Signature::by(key, SSH_NAMESPACE, payload)?;
        return Ok(format!("sshsig {}", signature.to_base64()?));
    }
    let public = key.public();
    let encoded = signature::encoded(&key.sign(payload)?);
    Ok(format!("{} {} {encoded}", public.algorithm().word(), public.id()))
}
