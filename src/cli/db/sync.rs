//! `cullis db sync`: downloads advisory data, and installs what verifies whole.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::progress::Bytes;
use super::{Context, Exit, fail, fail_at, flags, sign, sync_index, sync_mirror, usage};
use crate::advisory::Summary;
use crate::domain::limits::DownloadLimits;
use crate::domain::statement::Statement;
use crate::messages::cli::db_sync as words;
use crate::messages::{self, Language};
use crate::signature::PublicKey;
use crate::store::installed;
use crate::sync::{Address, Client, Failure, FailureKind, Patience, PlainHttp, Settings};

/// Its arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let flag = |name: &'static str, help| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let path = |name: &'static str, label, help| {
        Arg::new(name).long(name).value_name(label).value_parser(PathBufValueParser::new()).help(help)
    };
    Command::new("sync")
        .about(say(words::about()))
        .arg(Arg::new("from").long("from").value_name("URL").required(true).help(say(words::help_from())))
        .arg(path("out", "FILE", say(words::help_out())))
        .arg(
            Arg::new("ecosystem")
                .long("ecosystem")
                .value_name("NAME")
                .action(ArgAction::Append)
                .conflicts_with("index")
                .help(say(words::help_ecosystem())),
        )
        .arg(flag("index", say(words::help_index())))
        .arg(path("key", "FILE", say(messages::cli::db_sign::help_public_keys())).action(ArgAction::Append))
        .arg(flag("full", say(words::help_full())))
        .arg(path("cache", "DIR", say(words::help_cache())))
        .arg(path("ca", "FILE", say(words::help_ca())))
        .arg(flag("allow-http", say(words::help_allow_http())))
        .args(numbers(language))
        .arg(flag("json", say(words::help_json())))
        .after_help(usage::examples(
            language,
            [
                "cullis db sync --from https://mirror.example/osv --ecosystem npm --ecosystem PyPI",
                "cullis db sync --from https://fleet.example/advisories.cullis --key advisories.key.pub",
            ],
        ))
}

fn numbers(language: Language) -> [Arg; 5] {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let seconds = |name: &'static str, help| {
        Arg::new(name).long(name).value_name("SECONDS").value_parser(seconds_of).help(help)
    };
    [
        seconds("timeout", say(words::help_timeout())),
        seconds("deadline", say(words::help_deadline())),
        Arg::new("retries")
            .long("retries")
            .value_name("N")
            .value_parser(value_parser!(u32).range(0..=20))
            .help(say(words::help_retries())),
        seconds("retry-wait", say(words::help_retry_wait())),
        Arg::new("max-bytes")
            .long("max-bytes")
            .value_name("N")
            .value_parser(value_parser!(u64))
            .help(say(words::help_max_bytes())),
    ]
}

/// A time of a millisecond to a day.
fn seconds_of(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "0.001 … 86400".to_owned())
}

/// What a sync works with.
pub(super) struct Plan<'run> {
    pub(super) address: Address,
    pub(super) out: PathBuf,
    pub(super) ecosystems: Vec<String>,
    pub(super) keys: Vec<PublicKey>,
    pub(super) cache: PathBuf,
    pub(super) is_full: bool,
    pub(super) installed: Option<Summary>,
    pub(super) context: &'run Context,
}

/// What a sync did.
pub(super) struct Done {
    /// What people read.
    pub(super) lines: Vec<Statement>,
    /// What machines read.
    pub(super) json: serde_json::Value,
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Exit {
    match sync(arguments, context) {
        Ok(done) => {
            let text = if arguments.get_flag("json") {
                format!("{}\n", done.json)
            } else {
                done.lines.iter().map(|line| context.say(line) + "\n").collect()
            };
            if context.output.result(&text).is_ok() { Exit::Done } else { Exit::Indeterminate }
        }
        Err(exit) => exit,
    }
}

fn sync(arguments: &ArgMatches, context: &Context) -> Result<Done, Exit> {
    let plan = plan(arguments, context)?;
    let is_index = arguments.get_flag("index") || plan.address.ends_with(".cullis");
    if is_index && plan.keys.is_empty() {
        return Err(fail(&words::index_without_key(), context, Exit::Usage));
    }
    if is_index && !plan.ecosystems.is_empty() {
        return Err(fail(&words::index_with_ecosystem(), context, Exit::Usage));
    }
    let client = Client::new(&settings(arguments, context), &plan.address)
        .map_err(|failure| say(&failure, context))?;
    let mut watch = Bytes::new(context);
    if is_index {
        sync_index::run(&plan, &client, &mut watch)
    } else {
        sync_mirror::run(&plan, &client, watch)
    }
}

fn plan<'run>(arguments: &ArgMatches, context: &'run Context) -> Result<Plan<'run>, Exit> {
    let usage = |reason: &Statement| fail(reason, context, Exit::Usage);
    let plain = if arguments.get_flag("allow-http") { PlainHttp::Anywhere } else { PlainHttp::LoopbackOnly };
    let from = flags::text_of(arguments, "from").unwrap_or_default();
    let address = Address::parse(from, plain).map_err(|reason| usage(&reason))?;
    let environment = &context.environment;
    let own = || environment.data.as_ref().map(|data| data.join("cullis").join("advisories.cullis"));
    let out = flags::path_of(arguments, "out").cloned().or_else(own);
    let out = out.ok_or_else(|| usage(&words::no_place("--out")))?;
    let own = || environment.cache.as_ref().map(|cache| cache.join("cullis").join("mirrors"));
    let cache = flags::path_of(arguments, "cache").cloned().or_else(own);
    let cache = cache.ok_or_else(|| usage(&words::no_place("--cache")))?;
    let keys = sign::public_keys(arguments, context)?;
    let installed = installed::look(&out).map_err(|reason| {
        let exit = fail_at(&out.display().to_string(), &reason, context, Exit::Indeterminate);
        context.output.note(&context.say(&words::installed_unusable()));
        exit
    })?;
    let ecosystems = arguments.get_many::<String>("ecosystem").into_iter().flatten().cloned().collect();
    let is_full = arguments.get_flag("full");
    Ok(Plan { address, out, ecosystems, keys, cache, is_full, installed, context })
}

fn settings(arguments: &ArgMatches, context: &Context) -> Settings {
    let usual = Patience::default();
    let seconds = |name, otherwise| arguments.get_one::<Duration>(name).copied().unwrap_or(otherwise);
    let limits = DownloadLimits::DEFAULT;
    Settings {
        patience: Patience {
            stall: seconds("timeout", usual.stall),
            whole: seconds("deadline", usual.whole),
            retries: arguments.get_one("retries").copied().unwrap_or(usual.retries),
            first_wait: seconds("retry-wait", usual.first_wait),
        },
        authorities: flags::path_of(arguments, "ca")
            .cloned()
            .or_else(|| context.environment.authorities.clone()),
        proxies: context.environment.proxies.clone(),
        limits: arguments.get_one::<u64>("max-bytes").map_or(limits, |bytes| limits.at_most(*bytes)),
    }
}

/// Says a failure, and gives its exit.
pub(super) fn say(failure: &Failure, context: &Context) -> Exit {
    let exit = match failure.kind {
        FailureKind::Usage => Exit::Usage,
        FailureKind::Unavailable => Exit::Indeterminate,
        FailureKind::Refused => Exit::Failed,
    };
    let head = if failure.place.is_empty() {
        String::new()
    } else {
        context.say(&words::about_place(&failure.place))
    };
    context.output.error(&(head + &context.say(&failure.reason)), context.language);
    failure.notes.iter().for_each(|note| context.output.note(&context.say(note)));
    exit
}

/// Says what is wrong with a file of ours.
pub(super) fn at(path: &Path, reason: &Statement, context: &Context) -> Exit {
    fail_at(&path.display().to_string(), reason, context, Exit::Indeterminate)
}
