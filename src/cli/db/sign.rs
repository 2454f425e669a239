//! `cullis db keygen` and `cullis db sign`; what `db verify` says of signatures.

use std::path::{Path, PathBuf};

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Context, Exit, fail, fail_at, flags, path_of, usage};
use crate::advisory::{Index, Summary};
use crate::clock::RunClock;
use crate::disk;
use crate::domain::digest::Digest;
use crate::domain::limits::DownloadLimits;
use crate::domain::ports::Clock as _;
use crate::domain::statement::Statement;
use crate::messages::cli::db_sign as words;
use crate::messages::{self, Language};
use crate::signature::{self, Algorithm, IndexStatement, ManifestStatement, PublicKey, Signed};
use crate::store::index_file::IndexFile;
use crate::store::{installed, keys};

/// `keygen`.
pub(super) fn keygen_command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    Command::new("keygen")
        .about(say(words::about_keygen()))
        .arg(
            Arg::new("algorithm")
                .long("algorithm")
                .value_name("ed25519|sm2")
                .value_parser(Algorithm::ALL.map(Algorithm::word))
                .required(true)
                .help(say(words::help_algorithm())),
        )
        .arg(path("out", "FILE", say(words::help_key_out())).required(true))
        .after_help(usage::examples(
            language,
            [
                "cullis db keygen --algorithm ed25519 --out advisories.key",
                "cullis db keygen --algorithm sm2 --out advisories-sm2.key",
            ],
        ))
}

/// `sign`.
pub(super) fn sign_command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    Command::new("sign")
        .about(say(words::about_sign()))
        .arg(
            Arg::new("index")
                .value_name("INDEX")
                .value_parser(PathBufValueParser::new())
                .required(true)
                .help(say(words::help_signed())),
        )
        .arg(path("key", "FILE", say(words::help_private_key())).required(true))
        .arg(
            Arg::new("serial")
                .long("serial")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .help(say(words::help_serial())),
        )
        .arg(path("out", "FILE", say(words::help_signature_out())))
        .after_help(usage::examples(
            language,
            [
                "cullis db sign advisories.cullis --key advisories.key",
                "cullis db sign advisories.cullis --key advisories-sm2.key --serial 42",
            ],
        ))
}

/// The flags by which `db verify` verifies a signature, too.
pub(super) fn verify_flags(language: Language) -> [Arg; 2] {
    let say = |statement: Statement| messages::fixed(&statement, language);
    [
        path("key", "FILE", say(words::help_public_keys())).action(ArgAction::Append),
        path("signature", "FILE", say(words::help_signature())).requires("key"),
    ]
}

fn path(name: &'static str, label: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(label).value_parser(PathBufValueParser::new()).help(help)
}

/// Makes a key pair.
pub(super) fn keygen(arguments: &ArgMatches, context: &Context) -> Result<Vec<Statement>, Exit> {
    let out = path_of(arguments, "out")?;
    let algorithm = flags::text_of(arguments, "algorithm").and_then(Algorithm::from_word);
    let algorithm = algorithm.ok_or(Exit::Usage)?;
    let key = keys::generate(algorithm).map_err(|error| fail(&error, context, Exit::Indeterminate))?;
    keys::write_pair(out, &key).map_err(|(path, error)| {
        fail_at(&path.display().to_string(), &words::key_unwritable(error), context, Exit::Indeterminate)
    })?;
    let public = keys::public_path(out);
    let id = key.public().id();
    Ok(vec![words::key_made(algorithm.word(), id, out.display()), words::public_made(public.display())])
}

/// Signs an index, or a mirror's manifest.
pub(super) fn sign(arguments: &ArgMatches, context: &Context) -> Result<Vec<Statement>, Exit> {
    let (target, key_path) = (path_of(arguments, "index")?, path_of(arguments, "key")?);
    let at = |path: &Path, reason, exit| fail_at(&path.display().to_string(), &reason, context, exit);
    let key = keys::private(key_path).map_err(|reason| at(key_path, reason, Exit::Usage))?;
    let out = flags::path_of(arguments, "out").cloned();
    let out = out.unwrap_or_else(|| installed::signature_path(target));
    let old = installed::signatures(&out).map_err(|reason| at(&out, reason, Exit::Indeterminate))?;
    let asked = arguments.get_one::<u64>("serial").copied();
    let (mut signed, line) = if is_manifest(target) {
        sign_manifest(target, old).map_err(|reason| at(target, reason, Exit::Indeterminate))?
    } else {
        let summary = verified(target).map_err(|reason| at(target, reason, Exit::Failed))?;
        let serial = serial(&summary, &old, asked).map_err(|reason| at(&out, reason, Exit::Usage))?;
        sign_index(&summary, old, serial).map_err(|reason| at(target, reason, Exit::Indeterminate))?
    };
    signed.sign(&key).map_err(|reason| at(key_path, reason, Exit::Indeterminate))?;
    let signatures = signed.signatures.len();
    let text = signature::write_file(&[signed]);
    installed::write_text(&out, text.as_bytes()).map_err(|reason| at(&out, reason, Exit::Indeterminate))?;
    let public = key.public();
    let by = words::signed_by(public.algorithm().word(), public.id(), out.display(), signatures);
    Ok(vec![line, by])
}

/// A manifest of a mirror is JSON, an index never is.
fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn sign_manifest(path: &Path, old: Vec<Signed>) -> Result<(Signed, Statement), Statement> {
    let bytes = disk::read_named(path, DownloadLimits::DEFAULT.list_bytes);
    let digest = Digest::of(&bytes.map_err(messages::advisory::source_refused)?);
    let text = ManifestStatement { digest }.text();
    Ok((again(old, text), words::manifest_named(digest)))
}

fn sign_index(summary: &Summary, old: Vec<Signed>, serial: u64) -> Result<(Signed, Statement), Statement> {
    let statement = IndexStatement::new(summary.root, serial, &summary.sources)?;
    Ok((again(old, statement.text()), words::index_named(summary.root, serial)))
}

/// The block that states this already, for another signature, or a new one.
pub(super) fn again(old: Vec<Signed>, text: String) -> Signed {
    old.into_iter().find(|block| block.text == text).unwrap_or_else(|| Signed::new(text))
}

fn verified(path: &Path) -> Result<Summary, Statement> {
    let file = IndexFile::open(path)?;
    let mut index = Index::open(&file)?;
    index.verify()?;
    Ok(index.summary().clone())
}

/// The number that was asked for; else that of the same index, for another
/// signature; else the moment, which grows by itself.
fn serial(summary: &Summary, old: &[Signed], asked: Option<u64>) -> Result<u64, Statement> {
    let statements = old.iter().filter_map(|block| IndexStatement::read(&block.text));
    let (same, others): (Vec<_>, Vec<_>) = statements.partition(|statement| statement.root == summary.root);
    let same = same.iter().map(|statement| statement.serial).max();
    let serial = asked.or(same).unwrap_or_else(|| by_clock(RunClock::new(None).now()));
    match others.iter().map(|statement| statement.serial).max() {
        Some(highest) if serial <= highest => Err(words::serial_not_higher(serial, highest)),
        _ => Ok(serial),
    }
}

/// `20261125060000`.
pub(super) fn by_clock(now: Timestamp) -> u64 {
    let moment = TimeZone::UTC.to_datetime(now);
    let day = format!("{:04}{:02}{:02}", moment.year(), moment.month(), moment.day());
    let text = format!("{day}{:02}{:02}{:02}", moment.hour(), moment.minute(), moment.second());
    text.parse().unwrap_or_default()
}

/// The public keys that `--key` names.
pub(super) fn public_keys(arguments: &ArgMatches, context: &Context) -> Result<Vec<PublicKey>, Exit> {
    let paths = arguments.get_many::<PathBuf>("key").into_iter().flatten();
    paths
        .map(|path| {
            let shown = path.display().to_string();
            keys::public(path).map_err(|reason| fail_at(&shown, &reason, context, Exit::Usage))
        })
        .collect()
}

/// Verifies the signature that was named, or that stands beside the index.
pub(super) fn verify(
    arguments: &ArgMatches,
    context: &Context,
    summary: &Summary,
) -> Result<Vec<Statement>, Exit> {
    let keys = public_keys(arguments, context)?;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let named = flags::path_of(arguments, "signature").cloned();
    let path = match named {
        Some(path) => path,
        None => installed::signature_path(path_of(arguments, "index")?),
    };
    let failed = |reason: &Statement| fail_at(&path.display().to_string(), reason, context, Exit::Failed);
    let file = installed::read_signature(&path).map_err(|reason| failed(&reason))?;
    let signed =
        signature::verify_index(&file, summary.root, &summary.sources, &keys).map_err(|refusal| {
            refusal.ignored.iter().for_each(|said| context.output.note(&context.say(said)));
            failed(&refusal.reason)
        })?;
    let holds = signed.verified.by.iter().map(|(algorithm, key)| words::holds(algorithm.word(), key));
    let mut lines = vec![words::index_named(summary.root, signed.statement.serial)];
    lines.extend(holds);
    lines.extend(signed.verified.ignored);
    Ok(lines)
}
