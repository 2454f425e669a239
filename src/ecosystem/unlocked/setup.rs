//! `requirements.in`, `setup.py` and `setup.cfg`: whether they ask for anything.
//!
//! Formats: <https://pip-tools.readthedocs.io/en/stable/>,
//! <https://setuptools.pypa.io/en/latest/references/keywords.html>. A setup.py
//! is a program, which isn't run: only lists that stand in it word for word are
//! read, and anything else is an error that says so.

use super::pyproject::{LOCKS, is_compiled};
use super::{Declared, Declaring};
use crate::domain::place::TreePath;
use crate::ecosystem::{Surroundings, pypi, reader_of};
use crate::messages::ecosystem as say;
use crate::source::{ReadError, SourceFile};

pub(super) static REQUIREMENTS_IN: Declaring = Declaring {
    recognises: |path| compiled_name(path).is_some(),
    locks: |path| compiled_name(path).into_iter().collect(),
    shared_locks: &[],
    read: requirements_in,
    command: "pip-compile",
};

pub(super) static SETUP_PY: Declaring = Declaring {
    recognises: |path| path.file_name() == "setup.py",
    locks: python_locks,
    shared_locks: &["uv.lock", "pdm.lock"],
    read: setup_py,
    command: "uv lock",
};

pub(super) static SETUP_CFG: Declaring = Declaring {
    recognises: |path| path.file_name() == "setup.cfg",
    locks: python_locks,
    shared_locks: &["uv.lock", "pdm.lock"],
    read: setup_cfg,
    command: "uv lock",
};

/// The keywords that ask for packages.
const KEYWORDS: &[&str] =
    &["install_requires", "setup_requires", "tests_require", "extras_require", "requires"];

fn python_locks(_: &TreePath) -> Vec<String> {
    LOCKS.iter().map(|name| (*name).to_owned()).collect()
}

/// `requirements.txt` for `requirements.in`: the name that pip-compile gives.
fn compiled_name(path: &TreePath) -> Option<String> {
    let compiled = format!("{}.txt", path.file_name().strip_suffix(".in")?);
    let sibling = path.folder().join(&compiled)?;
    (pypi::requirements::READER.recognises)(&sibling).then_some(compiled)
}

#[expect(clippy::unnecessary_wraps, reason = "the row's form: other manifests can be broken")]
fn requirements_in(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let mut lines = file.lines().map(|line| line.text.trim());
    let asks = lines.any(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("-c"));
    Ok(Declared { name: None, asks })
}

#[expect(clippy::unnecessary_wraps, reason = "the row's form: other manifests can be broken")]
fn setup_cfg(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let mut section = "";
    let mut key = String::new();
    let mut declared = Declared::default();
    for line in file.lines() {
        let text = line.text.trim_end();
        let is_comment = text.trim_start().starts_with(['#', ';']);
        if text.is_empty() || is_comment {
            continue;
        }
        if let Some(header) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            section = header.trim();
            key.clear();
            continue;
        }
        let mut value = text.trim();
        if !text.starts_with([' ', '\t']) {
            let (name, rest) = text.split_once(['=', ':']).unwrap_or((text, ""));
            key = name.trim().replace('-', "_");
            value = rest.trim();
        }
        if section == "metadata" && key == "name" && declared.name.is_none() {
            declared.name = Some(pypi::normalised(value));
        }
        let asks = match section {
            "options" => KEYWORDS.contains(&&*key),
            "options.extras_require" => true,
            _ => false,
        };
        declared.asks |= asks && !value.is_empty() && !is_read_elsewhere(value, file);
    }
    declared.asks = declared.asks && !is_compiled(file, surroundings);
    Ok(declared)
}

/// `file: requirements.txt` names files that have a reader.
fn is_read_elsewhere(value: &str, file: &SourceFile) -> bool {
    let Some(names) = value.strip_prefix("file:") else { return false };
    let paths = names.split(',').map(|name| file.path().sibling(name.trim()));
    paths.into_iter().all(|path| path.is_some_and(|path| reader_of(&path).is_some()))
}

fn setup_py(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let tokens = tokens(file.text());
    let code = || ReadError { place: file.whole(), message: say::setup_py_is_code() };
    let mut declared = Declared::default();
    for (at, token) in tokens.iter().enumerate() {
        let behind = tokens.get(at + 1..).unwrap_or_default();
        match (*token, behind) {
            (Token::Word("name"), [Token::Mark('='), Token::Text(name), ..]) if declared.name.is_none() => {
                declared.name = Some(pypi::normalised(name));
            }
            (Token::Word(word), [Token::Mark('='), value @ ..]) if KEYWORDS.contains(&word) => {
                // A variable of such a name, or a comparison, is code too.
                declared.asks |= literal(value).ok_or_else(code)?;
            }
            (Token::Text(text), _) if KEYWORDS.contains(&text) => return Err(code()),
            (Token::Word("setup"), [Token::Mark('('), arguments @ ..]) if spreads(arguments) => {
                return Err(code());
            }
            _ => {}
        }
    }
    declared.asks = declared.asks && !is_compiled(file, surroundings);
    Ok(declared)
}

/// Whether the literal that begins here asks for anything; `None` when it is
/// no literal.
fn literal(value: &[Token<'_>]) -> Option<bool> {
    let mut open = 0_usize;
    let mut asks = false;
    for token in value {
        match token {
            Token::Mark('[' | '(' | '{') => open += 1,
            Token::Mark(']' | ')' | '}') => open = open.checked_sub(1)?,
            Token::Text(text) => asks |= !text.trim().is_empty(),
            Token::Mark(',' | ':') if open > 0 => {}
            Token::Word("None") if open == 0 => {}
            _ => return None,
        }
        if open == 0 {
            return Some(asks);
        }
    }
    None
}

/// Whether a call takes arguments from a variable: `setup(**arguments)`.
fn spreads(arguments: &[Token<'_>]) -> bool {
    let mut open = 1_usize;
    let mut stars = 0;
    for token in arguments {
        match token {
            Token::Mark('[' | '(' | '{') => open += 1,
            Token::Mark(']' | ')' | '}') => open -= 1,
            _ => {}
        }
        stars = if *token == Token::Mark('*') { stars + 1 } else { 0 };
        if open == 0 || (open == 1 && stars == 2) {
            return open == 1;
        }
    }
    false
}

/// What a Python program is made of, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'text> {
    Word(&'text str),
    /// What stands between quotes, as written.
    Text(&'text str),
    Mark(char),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                let (inside, length) = quoted(rest, first);
                tokens.push(Token::Text(inside));
                length
            }
            first if is_word(first) => {
                let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                let behind = rest.get(length..).unwrap_or_default();
                // `r"…"` and the like: a prefix is no word.
                if !(length <= 2 && behind.starts_with(['"', '\''])) {
                    tokens.push(Token::Word(rest.get(..length).unwrap_or_default()));
                }
                length
            }
            first => {
                if !first.is_whitespace() {
                    tokens.push(Token::Mark(first));
                }
                first.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// What stands between quotes, three or one, and the length with them.
fn quoted(text: &str, quote: char) -> (&str, usize) {
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let mark = if text.starts_with(&triple) { &*triple } else { triple.get(..1).unwrap_or_default() };
    let inside = text.get(mark.len()..).unwrap_or_default();
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        let rest = inside.get(at..).unwrap_or_default();
        if !escaped && rest.starts_with(mark) {
            return (inside.get(..at).unwrap_or_default(), mark.len() * 2 + at);
        }
        if c == '\n' && mark.len() == 1 && !escaped {
            return (inside.get(..at).unwrap_or_default(), mark.len() + at);
        }
        escaped = c == '\\' && !escaped;
    }
    (inside, text.len())
}

#[cfg(test)]
mod tests {
    use super::{Token, literal, spreads, tokens};

    fn asks(text: &str) -> Option<bool> {
        literal(&tokens(text))
    }

    #[test]
    fn only_literals_are_read() {
        assert_eq!(asks("['a>=1', \"b\"], other=1)"), Some(true));
        assert_eq!(asks("[]"), Some(false));
        assert_eq!(asks("{'x': ['a'], 'y': []}"), Some(true));
        assert_eq!(asks("'''\n  a\n  b\n''')"), Some(true));
        assert_eq!(asks("None,"), Some(false));
        for code in ["read('x')", "[a]", "['a'] if x else []", "['a' for a in b]", "x", "=['a']", "['a'"] {
            let is_literal = code == "['a'] if x else []";
            assert_eq!(asks(code), is_literal.then_some(true), "{code}");
        }
    }

    #[test]
    fn arguments_may_come_from_a_variable() {
        assert!(spreads(&tokens("name='x', **more)")));
        assert!(!spreads(&tokens("name='x', y=f(**more)) + **z")));
    }

    #[test]
    fn texts_and_comments_are_told_from_code() {
        let found = tokens("a = r'x\\'y' # b\n\"\"\"c\n'd'\"\"\"");
        assert_eq!(found, [Token::Word("a"), Token::Mark('='), Token::Text("x\\'y"), Token::Text("c\n'd'")]);
    }
}
