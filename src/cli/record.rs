//! What a run is recorded as, and where: the flags `--history` and `--pipeline`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;

use super::Context;
use super::flags::{self, Place};
use crate::clock::RunClock;
use crate::domain::digest::Digest;
use crate::domain::policy::Policy;
use crate::domain::ports::{Clock as _, Store};
use crate::domain::record::{HistoryState, LeafDraft, Recorded};
use crate::domain::statement::Statement;
use crate::gate::{ExitRule, ExitScale, FailExit, RecordSettings};
use crate::messages;
use crate::store::history::LocalStore;

/// The run's place in the history.
pub(super) fn settings(arguments: &ArgMatches, context: &Context) -> RecordSettings {
    let path = flags::path_of(arguments, "path")
        .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    let folder = || path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    let given = flags::text_of(arguments, "pipeline").map(str::to_owned);
    let pipeline = given.or_else(|| context.environment.pipeline.clone()).unwrap_or_else(folder);
    let moment = RunClock::new(None).now().as_nanosecond().to_string();
    let process = std::process::id().to_string();
    let run = Digest::of_parts([pipeline.as_bytes(), moment.as_bytes(), process.as_bytes()]);
    let practice = flags::text_of(arguments, "exit-code") == Some("practice");
    RecordSettings {
        pipeline: Arc::from(pipeline),
        run: Arc::from(run.short()),
        exit: ExitRule {
            scale: if practice { ExitScale::Practice } else { ExitScale::Verdict },
            fail: if arguments.get_flag("exit-zero") { FailExit::AsZero } else { FailExit::AsFail },
        },
    }
}

/// The history's folder; `None` when the user turned it off. It is an error
/// when nobody says where the user's state belongs.
pub(super) fn folder(
    arguments: &ArgMatches,
    context: &Context,
    policy: &Policy,
) -> Result<Option<PathBuf>, Statement> {
    match flags::place_of(arguments, "history") {
        Place::None => Ok(None),
        Place::At(folder) => Ok(Some(folder.clone())),
        Place::Default => match (&policy.demands.default_history, &context.environment.state) {
            (Some(folder), _) => Ok(Some(PathBuf::from(&**folder))),
            (None, Some(state)) => Ok(Some(state.join("cullis/history"))),
            (None, None) => Err(messages::cli::check::no_state_folder()),
        },
    }
}

/// The history, open to add to. One that can't be opened is still a history:
/// it refuses every record, and the run says so.
pub(super) fn open(folder: &Path) -> Box<dyn Store> {
    match LocalStore::open(folder) {
        Ok(store) => Box::new(store),
        Err(reason) => Box::new(Unopened { reason }),
    }
}

struct Unopened {
    reason: Statement,
}

impl Store for Unopened {
    fn append(&mut self, _draft: &LeafDraft) -> Result<Recorded, Statement> {
        Err(self.reason.clone())
    }

    fn state_of(&mut self, _pipeline: &str) -> HistoryState {
        HistoryState::Unusable(self.reason.clone())
    }
}
