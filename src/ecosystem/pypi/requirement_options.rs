//! The options of a requirements file.
//!
//! Source: <https://pip.pypa.io/en/stable/reference/requirements-file-format/#supported-options>.

use std::sync::Arc;

use crate::domain::component::{IntegrityHash, Origin};

/// What an option asks for.
pub(super) enum Instruction {
    /// Reads another file as part of this one.
    Include(String),
    /// Reads another file for its versions alone.
    Constrain(String),
    /// A requirement that is installed from where it is edited.
    Editable(String),
    /// Where packages are looked for.
    Index(IndexOption),
    /// A hash of the requirement before it.
    Hash(IntegrityHash),
    /// Something that changes nothing here.
    Nothing,
    /// Something that pip doesn't know, or that lacks its value.
    Unknown(String),
}

/// An option about where packages are looked for.
pub(super) enum IndexOption {
    Main(String),
    Extra(String),
    Links(String),
    None,
}

/// Where packages are looked for, by all options together.
#[derive(Debug, Default)]
pub(super) struct Index {
    main: Option<Arc<str>>,
    extra: Option<Arc<str>>,
    links: Option<Arc<str>>,
    without_main: bool,
}

impl Index {
    pub(super) fn apply(&mut self, option: IndexOption) {
        match option {
            IndexOption::Main(url) => self.main = Some(url.into()),
            IndexOption::Extra(url) => self.extra = Some(url.into()),
            IndexOption::Links(url) => self.links = Some(url.into()),
            IndexOption::None => self.without_main = true,
        }
    }

    /// Where a requirement that names only a version may come from. Where
    /// there are several places, pip takes whichever has the version, so the
    /// one besides the main index is named: that is the one to be wary of.
    pub(super) fn origin(&self) -> Origin {
        let beside = self.extra.clone().or_else(|| self.links.clone());
        match (self.without_main, beside) {
            (true, None) => Origin::Unstated,
            (true, Some(_)) => Origin::Registry { url: self.links.clone() },
            (false, Some(beside)) => Origin::Registry { url: Some(beside) },
            (false, None) => Origin::Registry { url: self.main.clone() },
        }
    }
}

/// Options with a value that say nothing of what is installed from where.
const WITH_VALUE: &[&str] = &[
    "--trusted-host",
    "--no-binary",
    "--only-binary",
    "--use-feature",
    "--global-option",
    "--install-option",
    "--config-setting",
    "--config-settings",
    "-C",
];

/// Options without a value, of the same kind.
const FLAGS: &[&str] = &["--pre", "--prefer-binary", "--require-hashes", "--process-dependency-links"];

/// Reads the options of one line, in its order.
pub(super) fn read(words: &[String]) -> Vec<Instruction> {
    let mut instructions = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let (name, attached) = split(word);
        if name == "--no-index" {
            instructions.push(Instruction::Index(IndexOption::None));
            continue;
        }
        if FLAGS.contains(&name) {
            instructions.push(Instruction::Nothing);
            continue;
        }
        let known = takes_value(name);
        let value = attached.or_else(|| if known { rest.next().cloned() } else { None });
        instructions.push(match value {
            Some(value) if known => instruction(name, value),
            _ => Instruction::Unknown(word.clone()),
        });
    }
    instructions
}

fn takes_value(name: &str) -> bool {
    let own = [
        "-r",
        "--requirement",
        "-c",
        "--constraint",
        "-e",
        "--editable",
        "-i",
        "--index-url",
        "--pypi-url",
        "--extra-index-url",
        "-f",
        "--find-links",
        "--hash",
    ];
    own.contains(&name) || WITH_VALUE.contains(&name)
}

fn instruction(name: &str, value: String) -> Instruction {
    match name {
        "-r" | "--requirement" => Instruction::Include(value),
        "-c" | "--constraint" => Instruction::Constrain(value),
        "-e" | "--editable" => Instruction::Editable(value),
        "-i" | "--index-url" | "--pypi-url" => Instruction::Index(IndexOption::Main(value)),
        "--extra-index-url" => Instruction::Index(IndexOption::Extra(value)),
        "-f" | "--find-links" => Instruction::Index(IndexOption::Links(value)),
        "--hash" => match value.split_once(':') {
            Some((algorithm, hash)) if !algorithm.is_empty() && !hash.is_empty() => {
                let algorithm = algorithm.to_ascii_lowercase().into();
                Instruction::Hash(IntegrityHash { algorithm, value: hash.into() })
            }
            _ => Instruction::Unknown(format!("--hash={value}")),
        },
        _ => Instruction::Nothing,
    }
}

/// `--name=value`, and `-rvalue` of a short option.
fn split(word: &str) -> (&str, Option<String>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
    }
    match word.split_at_checked(2) {
        Some((name, value)) if !value.is_empty() => {
            (name, Some(value.strip_prefix('=').unwrap_or(value).to_owned()))
        }
        _ => (word, None),
    }
}
