//! PyPI: PEP 440, as <https://packaging.python.org/specifications/version-specifiers/> has it.
//!
//! Epochs, prereleases, post-releases, development releases and local labels,
//! in every spelling of the specification's appendix. Versions from before
//! PEP 440 (`2004d`, `1.0-final-x`) have no order any more and are refused.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::number::Number;
use super::{VersionError, compare_parsed};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pep440<'text> {
    epoch: Number<'text>,
    /// Without trailing zeros.
    release: Vec<Number<'text>>,
    pre: Pre<'text>,
    /// `None` ranks below every post-release.
    post: Option<Number<'text>>,
    development: Development<'text>,
    local: Vec<Local<'text>>,
}

/// The rank of a prerelease. A bare development release (`1.0.dev1`) ranks
/// below every prerelease of the same release.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pre<'text> {
    OnlyDevelopment,
    Alpha(Number<'text>),
    Beta(Number<'text>),
    Candidate(Number<'text>),
    Released,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Development<'text> {
    Numbered(Number<'text>),
    Finished,
}

/// A segment of a local label: words rank below numbers.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Local<'text> {
    Word(&'text str),
    Number(Number<'text>),
}

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    let (lower_a, lower_b) = (lower(a), lower(b));
    compare_parsed(&lower_a, &lower_b, parse).map_err(|error| match error {
        // The message shows the text as it was written.
        VersionError::NotAVersion(text) if text == *lower_a => VersionError::NotAVersion(a.to_owned()),
        VersionError::NotAVersion(_) => VersionError::NotAVersion(b.to_owned()),
        other @ VersionError::UnknownEcosystem(_) => other,
    })
}

fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_ascii_lowercase()) }
}

/// Parses lower-case text.
fn parse(text: &str) -> Option<Pep440<'_>> {
    let mut rest = Rest(text.strip_prefix('v').unwrap_or(text));
    let epoch = rest.epoch();
    let release = rest.release()?;
    if rest.0.is_empty() {
        // Most versions are numbers and nothing else.
        let (pre, development) = (Pre::Released, Development::Finished);
        return Some(Pep440 { epoch, release, pre, post: None, development, local: Vec::new() });
    }
    let pre = rest.pre();
    let post = rest.post();
    let development = rest.development();
    let local = rest.local()?;
    let pre = match (pre, &post, &development) {
        (Some(pre), _, _) => pre,
        (None, None, Development::Numbered(_)) => Pre::OnlyDevelopment,
        (None, _, _) => Pre::Released,
    };
    rest.0.is_empty().then_some(Pep440 { epoch, release, pre, post, development, local })
}

/// What is left to read. Each method takes its part off the front, or leaves
/// everything as it is.
struct Rest<'text>(&'text str);

impl<'text> Rest<'text> {
    fn epoch(&mut self) -> Number<'text> {
        let parsed = self.0.split_once('!').and_then(|(epoch, rest)| Some((Number::read(epoch)?, rest)));
        let Some((epoch, rest)) = parsed else { return Number::ZERO };
        self.0 = rest;
        epoch
    }

    fn release(&mut self) -> Option<Vec<Number<'text>>> {
        let length = self.0.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        // A dot at the end belongs to what follows (`1.0.dev1`).
        let text = self.0.get(..length)?.trim_end_matches('.');
        self.0 = self.0.get(text.len()..)?;
        let mut numbers = text.split('.').map(Number::read).collect::<Option<Vec<_>>>()?;
        while numbers.last().is_some_and(|last| last.is_zero()) {
            numbers.pop();
        }
        Some(numbers)
    }

    fn pre(&mut self) -> Option<Pre<'text>> {
        type Make<'text> = fn(Number<'text>) -> Pre<'text>;
        let kinds: [(&[&str], Make<'text>); 3] = [
            (&["alpha", "a"], Pre::Alpha),
            (&["beta", "b"], Pre::Beta),
            (&["preview", "pre", "rc", "c"], Pre::Candidate),
        ];
        kinds.into_iter().find_map(|(words, make)| self.worded(words).map(make))
    }

    fn post(&mut self) -> Option<Number<'text>> {
        // `1.0-1` is a post-release; `1.0-rc` isn't one.
        self.attempt(|rest| rest.after(&["-"]).and_then(|()| rest.digits()))
            .or_else(|| self.worded(&["post", "rev", "r"]))
    }

    fn development(&mut self) -> Development<'text> {
        self.worded(&["dev"]).map_or(Development::Finished, Development::Numbered)
    }

    /// `None` when there is a label and it isn't sound.
    fn local(&mut self) -> Option<Vec<Local<'text>>> {
        let Some(label) = self.0.strip_prefix('+') else { return Some(Vec::new()) };
        self.0 = "";
        let segment = |text: &'text str| {
            let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            sound.then(|| Number::read(text).map_or(Local::Word(text), Local::Number))
        };
        label.split(['.', '-', '_']).map(segment).collect()
    }

    /// One of the words with an optional separator before and behind it, and
    /// an optional number, which is zero when it is left out. The separator
    /// behind it belongs to the word even without a number.
    fn worded(&mut self, words: &[&str]) -> Option<Number<'text>> {
        self.attempt(|rest| {
            let _separator = rest.after(&[".", "-", "_"]);
            rest.after(words)?;
            let _separator = rest.after(&[".", "-", "_"]);
            Some(rest.digits().unwrap_or(Number::ZERO))
        })
    }

    fn after(&mut self, choices: &[&str]) -> Option<()> {
        let rest = choices.iter().find_map(|choice| self.0.strip_prefix(choice))?;
        self.0 = rest;
        Some(())
    }

    fn digits(&mut self) -> Option<Number<'text>> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = Number::read(digits)?;
        self.0 = rest;
        Some(number)
    }

    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.0;
        let result = read(self);
        if result.is_none() {
            self.0 = before;
        }
        result
    }
}
