//! Reports: one judged run, printed for a person or a machine.
//!
//! A report prints what it is given. It decides nothing, leaves nothing out
//! but what its reader is told of, and every format carries the same exit
//! code. Nothing of the machine or the moment gets in: equal runs give equal
//! bytes.
//!
//! To add a format: its module here, a row in [`Format::ALL`] and a line in
//! [`render`].

use std::io::{self, Write};

use crate::domain::verdict::Report;
use crate::messages::Language;

pub mod explain;
#[cfg(test)]
mod golden;
pub mod json;
mod markdown;
pub mod notices;
pub mod picture;
mod purl;
#[cfg(test)]
mod samples;
mod sarif;
mod steps;
pub mod text;
mod words;

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// For machines, with everything that is known.
    Json,
    /// SARIF for upload to a code host.
    Sarif,
    /// SARIF for the record, with everything that hosts don't take.
    SarifFull,
    /// Markdown for a job's summary page.
    Markdown,
}

impl Format {
    /// Every format, in the order that help shows them.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Sarif, Self::SarifFull, Self::Markdown];

    /// The word that names it on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::SarifFull => "sarif-full",
            Self::Markdown => "markdown",
        }
    }

    /// The format of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Whether a report is coloured. Only whoever writes to a terminal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// Never: files, pipes.
    Never,
    /// With ANSI escapes.
    Always,
}

/// How much of what is alike a text report shows.
///
/// What blocks is never folded so that it can't be found. Brief: each advisory
/// that blocks stands on the screen with its id, below its component
/// (`cullis explain ID` has the rest); files that aren't read for one reason
/// are counted, and the first are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// Each kind of thing with its count and its first few places.
    Brief,
    /// Everything.
    Whole,
}

/// How a report looks, beside its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Style {
    /// The language of its sentences.
    pub language: Language,
    /// Whether it is coloured; only text ever is.
    pub colour: Colour,
    /// The columns of the terminal; only text is laid out by them.
    pub width: usize,
    /// How much text shows.
    pub detail: Detail,
}

impl Style {
    /// The columns when nobody knows them.
    pub const WIDTH: usize = 80;

    /// For a file or a pipe: no colour, 80 columns.
    pub const fn plain(language: Language) -> Self {
        Self { language, colour: Colour::Never, width: Self::WIDTH, detail: Detail::Brief }
    }
}

/// Writes the report in that format.
pub fn render(format: Format, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, style, out),
        Format::Json => json::render(report, style.language, out),
        Format::Sarif => sarif::render(sarif::Profile::Host, report, style.language, out),
        Format::SarifFull => sarif::render(sarif::Profile::Full, report, style.language, out),
        Format::Markdown => markdown::render(report, style, out),
    }
}
