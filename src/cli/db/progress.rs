//! Progress on a terminal, and only once a second has passed.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::Context;
use crate::domain::statement::Statement;
use crate::messages::cli::db as words;
use crate::messages::cli::db_sync;
use crate::store::database::Progress;
use crate::sync::Watch;

/// How long nothing is shown.
const QUIET: Duration = Duration::from_secs(1);

/// Records that are read.
pub(super) struct Records {
    began: Instant,
    is_terminal: bool,
    bar: Option<ProgressBar>,
}

impl Records {
    pub(super) fn new(context: &Context) -> Self {
        Self { began: Instant::now(), is_terminal: context.environment.progress, bar: None }
    }

    pub(super) fn tell(&mut self, progress: Progress, context: &Context) {
        // Looking at the clock for each record would cost more than reading some.
        if !self.is_terminal || !progress.done.is_multiple_of(256) {
            return;
        }
        if self.bar.is_none() && self.began.elapsed() > QUIET {
            let style = ProgressStyle::with_template("{bar:24} {msg}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            self.bar = Some(ProgressBar::new(progress.expected).with_style(style));
        }
        if let Some(bar) = &self.bar {
            bar.set_length(progress.expected);
            bar.set_position(progress.done);
            bar.set_message(context.say(&words::progress(progress.done)));
        }
    }

    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Bytes that are downloaded.
pub(super) struct Bytes<'run> {
    context: &'run Context,
    began: Instant,
    /// The file in hand: its address, its length, how much of it is here.
    file: (String, Option<u64>, u64),
    bar: Option<ProgressBar>,
}

impl<'run> Bytes<'run> {
    pub(super) fn new(context: &'run Context) -> Self {
        Self { context, began: Instant::now(), file: (String::new(), None, 0), bar: None }
    }

    fn bar(&mut self) -> &ProgressBar {
        let (name, total, here) = &self.file;
        self.bar.get_or_insert_with(|| {
            let template = match total {
                Some(_) => "{bar:24} {bytes}/{total_bytes} {bytes_per_sec} {msg}",
                None => "{spinner} {bytes} {bytes_per_sec} {msg}",
            };
            let style = ProgressStyle::with_template(template);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new).with_style(style);
            bar.with_message(self.context.say(&db_sync::about_file(name))).with_position(*here)
        })
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Bytes<'_> {
    fn begins(&mut self, file: &str, total: Option<u64>, from: u64) {
        self.clear();
        self.file = (file.to_owned(), total, from);
    }

    fn moves(&mut self, bytes: u64) {
        self.file.2 += bytes;
        if self.context.environment.progress && self.began.elapsed() > QUIET {
            let here = self.file.2;
            self.bar().set_position(here);
        }
    }

    fn waits(&mut self, file: &str, reason: &Statement) {
        self.clear();
        let reason = self.context.say(reason);
        self.context.output.note(&self.context.say(&db_sync::tries_again(file, reason)));
    }
}

impl Drop for Bytes<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}
