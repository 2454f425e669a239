//! Where words go: results to standard output, everything else to standard error.

use std::io::{self, Write};

use super::Environment;
use crate::messages::{self, Language};

/// The two streams of the process.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    colour: bool,
}

impl Output {
    /// The process's streams.
    pub const fn new(environment: &Environment) -> Self {
        Self { colour: environment.colour }
    }

    /// Writes a result to standard output. A reader that went away (`| head`)
    /// is no error of ours.
    pub fn result(&self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes.as_ref()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Says what is wrong, on standard error. When even that fails there is
    /// nobody left to tell; the exit code still says it.
    pub fn error(&self, words: &str, language: Language) {
        let head = messages::say(&messages::cli::error_head(), language);
        let style =
            if self.colour { anstyle::AnsiColor::Red.on_default().bold() } else { anstyle::Style::new() };
        let written = writeln!(io::stderr(), "{style}{head}{style:#}{words}");
        drop(written);
    }

    /// Says something beside the result, on standard error.
    pub fn note(&self, words: &str) {
        let written = writeln!(io::stderr(), "{words}");
        drop(written);
    }
}
