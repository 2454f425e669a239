//! `--report FORMAT[=FILE]`: which reports are wanted, and where.

use std::path::PathBuf;

use crate::domain::statement::Statement;
use crate::messages;
use crate::report::Format;

/// The reports of a run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// What standard output gets: text, unless another was asked for.
    pub(super) stdout: Format,
    /// What goes to files.
    pub(super) files: Vec<(Format, PathBuf)>,
}

/// Reads the values of every `--report`.
pub(super) fn read<'arguments>(values: impl Iterator<Item = &'arguments str>) -> Result<Wanted, Statement> {
    let mut stdout: Option<Format> = None;
    let mut files: Vec<(Format, PathBuf)> = Vec::new();
    for value in values {
        let (word, file) = match value.split_once('=') {
            Some((word, file)) => (word, Some(file)),
            None => (value, None),
        };
        let format = Format::from_word(word).ok_or_else(|| messages::cli::check::unknown_format(word))?;
        match file.filter(|file| *file != "-") {
            Some(file) if files.iter().any(|(_, other)| other.as_os_str() == file) => {
                return Err(messages::cli::check::two_in_one_file(file));
            }
            Some(file) => files.push((format, PathBuf::from(file))),
            None => match stdout {
                Some(first) if first != format => {
                    return Err(messages::cli::check::two_on_stdout(first.word(), word));
                }
                _ => stdout = Some(format),
            },
        }
    }
    Ok(Wanted { stdout: stdout.unwrap_or(Format::Text), files })
}

#[cfg(test)]
mod tests {
    use super::{Format, PathBuf, Wanted, read};

    #[test]
    fn text_goes_to_standard_output_unless_another_format_takes_it() {
        let wanted = read(["json=out/cullis.json"].into_iter());
        let files = vec![(Format::Json, PathBuf::from("out/cullis.json"))];
        assert_eq!(wanted, Ok(Wanted { stdout: Format::Text, files }));
        assert_eq!(read(["json"].into_iter()).map(|wanted| wanted.stdout), Ok(Format::Json));
        assert_eq!(read(["json=-"].into_iter()).map(|wanted| wanted.stdout), Ok(Format::Json));
    }

    #[test]
    fn two_reports_never_share_a_stream_or_a_file() {
        assert!(read(["json", "text"].into_iter()).is_err());
        assert!(read(["json=a", "text=a"].into_iter()).is_err());
        assert!(read(["pdf=a"].into_iter()).is_err());
    }
}
