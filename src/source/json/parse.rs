//! The scanner below [`super::Document`]: one pass, no recursion.
//!
//! Grammar: RFC 8259, sections 2 to 7.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::{ReadError, SourceFile, shorten};
use super::{Kind, Node};
use crate::domain::limits::Limits;
use crate::domain::statement::Statement;
use crate::messages::source as say;

/// Objects up to this many members compare their keys pair by pair, which is
/// faster than hashing them.
const FEW_MEMBERS: usize = 12;

pub(super) fn parse(file: &SourceFile, limits: &Limits) -> Result<Vec<Node>, ReadError> {
    let text = file.text();
    let mut scanner = Scanner { file, text, limits, at: 0, nodes: Vec::new(), open: Vec::new() };
    scanner.skip_space();
    if scanner.peek().is_none() {
        return Err(file.error(0..0, say::empty_file("JSON")));
    }
    scanner.document()?;
    Ok(scanner.nodes)
}

/// The text of a string that the scanner accepted.
pub(super) fn decode(raw: &str) -> Cow<'_, str> {
    let inside = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    if inside.contains('\\') {
        // The scanner has decoded it once: it can't fail here.
        serde_json::from_str(raw).map_or(Cow::Borrowed(inside), Cow::Owned)
    } else {
        Cow::Borrowed(inside)
    }
}

struct Scanner<'file> {
    file: &'file SourceFile,
    text: &'file str,
    limits: &'file Limits,
    at: usize,
    nodes: Vec<Node>,
    /// The containers that aren't closed yet.
    open: Vec<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    node: usize,
    kind: Kind,
    members: usize,
}

/// What follows a value.
enum Next {
    Value,
    End,
}

impl Scanner<'_> {
    fn document(&mut self) -> Result<(), ReadError> {
        loop {
            self.value()?;
            if matches!(self.behind_value()?, Next::End) {
                return Ok(());
            }
        }
    }

    /// One scalar, or the opening of containers down to the first scalar or
    /// empty container.
    fn value(&mut self) -> Result<(), ReadError> {
        loop {
            self.skip_space();
            let start = self.at;
            match self.peek() {
                Some(b'{') => {
                    self.open(Kind::Object)?;
                    if self.peek() == Some(b'}') {
                        return self.close();
                    }
                    self.key()?;
                }
                Some(b'[') => {
                    self.open(Kind::List)?;
                    if self.peek() == Some(b']') {
                        return self.close();
                    }
                }
                Some(b'"') => {
                    self.string()?;
                    return self.push(Kind::Text, start);
                }
                _ => return self.word(),
            }
        }
    }

    /// Commas and closing brackets, up to where the next value begins.
    fn behind_value(&mut self) -> Result<Next, ReadError> {
        loop {
            self.skip_space();
            let Some(open) = self.open.last_mut() else {
                return match self.peek() {
                    None => Ok(Next::End),
                    Some(_) => Err(self.unexpected(say::json_behind_end(self.found()))),
                };
            };
            open.members += 1;
            let open = *open;
            let (close, either) = match open.kind {
                Kind::Object => (b'}', "`,` / `}`"),
                _ => (b']', "`,` / `]`"),
            };
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    if open.kind == Kind::Object {
                        self.skip_space();
                        self.key()?;
                    }
                    return Ok(Next::Value);
                }
                Some(byte) if byte == close => self.close()?,
                Some(_) => return Err(self.unexpected(say::expected(either, self.found()))),
                None => return Err(self.unexpected(say::ends_early(either))),
            }
        }
    }

    fn open(&mut self, kind: Kind) -> Result<(), ReadError> {
        if self.open.len() >= self.limits.depth {
            return Err(self.unexpected(say::too_deep(self.limits.depth)));
        }
        self.open.push(Open { node: self.nodes.len(), kind, members: 0 });
        let start = self.at;
        self.at += 1;
        self.push(kind, start)?;
        self.skip_space();
        Ok(())
    }

    fn close(&mut self) -> Result<(), ReadError> {
        self.at += 1;
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (end, behind) = (to_u32(self.at), to_u32(self.nodes.len()));
        if let Some(node) = self.nodes.get_mut(open.node) {
            node.end = end;
            node.behind = behind;
        }
        if open.kind == Kind::Object { self.refuse_duplicates(open) } else { Ok(()) }
    }

    fn push(&mut self, kind: Kind, start: usize) -> Result<(), ReadError> {
        if self.nodes.len() >= self.limits.json_nodes.min(u32::MAX as usize / 2) {
            return Err(self.file.error(start..self.at, say::too_many_values(self.limits.json_nodes)));
        }
        let behind = to_u32(self.nodes.len() + 1);
        self.nodes.push(Node { start: to_u32(start), end: to_u32(self.at), behind, kind });
        Ok(())
    }

    /// A key with its colon.
    fn key(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(_) => return Err(self.unexpected(say::json_key(self.found()))),
            None => return Err(self.unexpected(say::ends_early("`\"`"))),
        }
        self.push(Kind::Text, start)?;
        self.skip_space();
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.unexpected(say::expected("`:`", self.found()))),
            None => Err(self.unexpected(say::ends_early("`:`"))),
        }
    }

    /// A string; its escapes are decoded once, to know that they are sound.
    fn string(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        self.at += 1;
        let mut escapes = false;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let stop = rest.iter().position(|byte| matches!(byte, b'"' | b'\\') || *byte < b' ');
            self.at += stop.unwrap_or(rest.len());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    // The escaped character can be longer than a byte, and none
                    // of its further bytes is a quote or a backslash.
                    self.at += 2;
                }
                Some(b'\n' | b'\r') | None => {
                    let line = start..self.at.min(self.text.len());
                    return Err(self.file.error(line, say::json_open_string()));
                }
                Some(_) => return Err(self.bad_string(start, self.at + 1)),
            }
        }
        self.at += 1;
        let raw = self.text.get(start..self.at).unwrap_or_default();
        if escapes && serde_json::from_str::<String>(raw).is_err() {
            return Err(self.bad_string(start, self.at));
        }
        Ok(())
    }

    fn bad_string(&self, start: usize, end: usize) -> ReadError {
        let raw = self.text.get(start..end).unwrap_or_default();
        self.file.error(start..end, say::json_bad_string(shorten(raw)))
    }

    /// `null`, `true`, `false` or a number.
    fn word(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        let word = self.word_here();
        let kind = match word {
            "null" => Kind::Null,
            "true" | "false" => Kind::Boolean,
            number if is_number(number) => Kind::Number,
            _ if self.peek().is_none() => return Err(self.unexpected(say::ends_early("JSON"))),
            _ => return Err(self.unexpected(say::json_value(self.found()))),
        };
        self.at += word.len();
        self.push(kind, start)
    }

    fn word_here(&self) -> &str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        rest.get(..length).unwrap_or_default()
    }

    /// What stands here, for an error: a word, else one character.
    fn found(&self) -> String {
        match self.word_here() {
            "" => self.text.get(self.at..).and_then(|rest| rest.chars().next()).map(String::from),
            word => Some(shorten(word)),
        }
        .unwrap_or_default()
    }

    fn refuse_duplicates(&self, object: Open) -> Result<(), ReadError> {
        let mut next = object.node + 1;
        let end = self.nodes.len();
        let keys = std::iter::from_fn(|| {
            let key = self.nodes.get(next).copied().filter(|_| next < end)?;
            next = self.nodes.get(key.behind as usize)?.behind as usize;
            let raw = self.text.get(key.start as usize..key.end as usize)?;
            Some((decode(raw), key))
        });
        let twice = if object.members <= FEW_MEMBERS {
            let keys: Vec<_> = keys.collect();

            keys.iter().enumerate().find_map(|(index, (name, key))| {
                let before = keys.get(..index)?.iter().find(|(earlier, _)| earlier == name)?;
                Some((before.1, *key))
            })
        } else {
            let mut seen: HashMap<Cow<'_, str>, Node> = HashMap::with_capacity(object.members);
            let mut keys = keys;
            keys.find_map(|(name, key)| seen.insert(name, key).map(|first| (first, key)))
        };
        let Some((first, second)) = twice else { return Ok(()) };
        let span = second.start as usize..second.end as usize;
        let name = decode(self.text.get(span.clone()).unwrap_or_default());
        let first = self.file.place(first.start as usize..first.end as usize);
        let line = first.region.map_or(0, |region| region.start.line);
        Err(self.file.error(span, say::duplicate_key(shorten(&name), line)))
    }

    fn skip_space(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let space = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.at += space.unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn unexpected(&self, message: Statement) -> ReadError {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let width = rest.chars().next().map_or(0, char::len_utf8);
        self.file.error(self.at..self.at + width, message)
    }
}

/// RFC 8259, section 6.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Offsets fit: `SourceFile` refuses files of 1 GiB and more.
fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
