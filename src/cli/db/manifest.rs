//! `cullis db manifest`: names the archives of a mirror by their digests, and
//! signs that.

use std::path::Path;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use jiff::civil::Date;

use super::{Context, Exit, Line, fail, fail_at, flags, path_of, sign, usage};
use crate::clock::RunClock;
use crate::domain::day::latest_day_of;
use crate::domain::digest::Digest;
use crate::domain::ports::Clock as _;
use crate::domain::statement::Statement;
use crate::messages::cli::{db as db_words, db_manifest as words, db_sign};
use crate::messages::{self, Language};
use crate::signature::{self, ManifestStatement, PrivateKey};
use crate::store::{installed, keys};
use crate::sync::mirror_folder::{self, MANIFEST, Written};

/// Its arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let file = || PathBufValueParser::new();
    let key = Arg::new("key").long("key").value_name("FILE").value_parser(file());
    Command::new("manifest")
        .about(say(words::about()))
        .arg(
            Arg::new("folder")
                .value_name("FOLDER")
                .value_parser(file())
                .required(true)
                .help(say(words::help_folder())),
        )
        .arg(Arg::new("as-of").long("as-of").value_name("DATE").required(true).help(say(words::help_as_of())))
        .arg(key.help(say(db_sign::help_private_key())))
        .arg(
            Arg::new("serial")
                .long("serial")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .help(say(words::help_serial())),
        )
        .after_help(usage::examples(
            language,
            [
                "cullis db manifest osv --as-of 2026-08-21 --key mirror.key",
                "cullis db manifest osv --as-of 2026-08-21 --serial 42",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Result<Vec<Line>, Exit> {
    let folder = path_of(arguments, "folder")?;
    let at = |path: &Path, reason, exit| fail_at(&path.display().to_string(), &reason, context, exit);
    let now = RunClock::new(None).now();
    let as_of = day(arguments).map_err(|reason| fail(&reason, context, Exit::Usage))?;
    let latest = latest_day_of(now);
    if as_of > latest {
        return Err(fail(&messages::sync::future(as_of, latest), context, Exit::Usage));
    }
    let key = flags::path_of(arguments, "key");
    let key = key.map(|path| keys::private(path).map_err(|reason| at(path, reason, Exit::Usage)));
    let key = key.transpose()?;
    let draft = mirror_folder::look(folder, as_of).map_err(|failure| super::sync::say(&failure, context))?;
    let count = draft.passed_over.len();
    let passed_over = draft.passed_over.first().map(|first| words::passed_over(count, first));
    let path = folder.join(MANIFEST);
    let asked = arguments.get_one::<u64>("serial").copied();
    let written = draft.write(asked, sign::by_clock(now)).map_err(|reason| at(&path, reason, Exit::Usage))?;
    // The signature comes first and has the old manifest's, too: whoever
    // fetches meanwhile finds a pair that belongs together.
    let signed = key.map(|key| sign(&path, &written, &key));
    let signed = signed.transpose().map_err(|reason| at(&path, reason, Exit::Indeterminate))?;
    installed::write_text(&path, &written.bytes).map_err(|reason| at(&path, reason, Exit::Indeterminate))?;
    let said = words::written(path.display(), written.serial, written.files, as_of);
    let mut lines = vec![said, db_sign::manifest_named(Digest::of(&written.bytes))];
    lines.push(signed.unwrap_or_else(|| words::unsigned(path.display())));
    lines.extend(passed_over);
    Ok(lines.into_iter().map(Line::from).collect())
}

fn day(arguments: &ArgMatches) -> Result<Date, Statement> {
    let text = flags::text_of(arguments, "as-of").unwrap_or_default();
    text.parse().map_err(|error| db_words::bad_date(text, error))
}

fn sign(path: &Path, written: &Written, key: &PrivateKey) -> Result<Statement, Statement> {
    let text = |bytes: &[u8]| ManifestStatement { digest: Digest::of(bytes) }.text();
    let beside = installed::signature_path(path);
    let old = installed::signatures(&beside)?;
    let old_text = written.old.as_deref().map(text);
    let new_text = text(&written.bytes);
    let of_old = old.iter().find(|block| Some(&block.text) == old_text.as_ref() && block.text != new_text);
    let of_old = of_old.cloned();
    let mut signed = sign::again(old, new_text);
    signed.sign(key)?;
    let count = signed.signatures.len();
    let blocks: Vec<_> = [Some(signed), of_old].into_iter().flatten().collect();
    installed::write_text(&beside, signature::write_file(&blocks).as_bytes())?;
    let public = key.public();
    Ok(db_sign::signed_by(public.algorithm().word(), public.id(), beside.display(), count))
}
