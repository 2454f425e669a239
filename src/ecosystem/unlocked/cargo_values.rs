//! The keys and plain values of a `Cargo.toml` as everybody writes them.
//!
//! Every step gives up, with `None`, at what isn't plain: escapes, strings of
//! several lines, dates, and whatever TOML doesn't allow.

/// How deep lists and tables may stand in each other.
const DEPTH: usize = 8;
/// Fields that a plain table on one line has at the most: each is compared with
/// all others.
const MOST_FIELDS: usize = 32;

/// A plain value.
pub(super) enum Value<'file> {
    Text(&'file str),
    Boolean(bool),
    /// Which number it is doesn't matter here.
    Number,
    List(Vec<Value<'file>>),
    Table(Vec<(&'file str, Value<'file>)>),
}

/// What a header begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeaderKind {
    /// A table, which has one header.
    OfTable,
    /// One more table of a list.
    OfList,
}

/// A place in a text that is being read.
pub(super) struct Cursor<'file> {
    text: &'file str,
    at: usize,
}

impl<'file> Cursor<'file> {
    /// The beginning of a text; `None` when something in it means more than
    /// itself: an escape, or a control character.
    pub(super) fn new(text: &'file str) -> Option<Self> {
        let bytes = text.as_bytes();
        let odd = |byte: &u8| {
            (*byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) || matches!(byte, b'\\' | 0x7f)
        };
        // Nothing is left early, so that the compiler can take many bytes at a time.
        let has_odd = bytes.iter().fold(false, |found, byte| found | odd(byte));
        let is_end = |at: usize| bytes.get(at + 1) == Some(&b'\n');
        let is_plain = !has_odd && memchr::memchr_iter(b'\r', bytes).all(is_end);
        is_plain.then_some(Self { text, at: 0 })
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn is_at(&self, byte: u8) -> bool {
        self.byte() == Some(byte)
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.is_at(byte).then(|| self.at += 1)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// Blanks, a comment, and the line's end or the text's.
    pub(super) fn end_of_line(&mut self) -> Option<()> {
        self.skip_blanks();
        if self.is_at(b'#') {
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            // Its carriage return belongs to the line's end.
            if self.text.as_bytes().get(self.at.wrapping_sub(1)) == Some(&b'\r') {
                self.at -= 1;
            }
        }
        if self.is_at(b'\r') {
            self.at += 1;
        }
        if self.byte().is_none() { Some(()) } else { self.take(b'\n') }
    }

    /// Goes to the next line that says something; `false` at the end.
    pub(super) fn skip_blank_lines(&mut self) -> Option<bool> {
        loop {
            self.skip_blanks();
            match self.byte() {
                None => return Some(false),
                Some(b'\n' | b'\r' | b'#') => self.end_of_line()?,
                Some(_) => return Some(true),
            }
        }
    }

    /// `[a.b]` or `[[a]]`: its names, and which of the two it is.
    pub(super) fn header(&mut self) -> Option<(Vec<&'file str>, HeaderKind)> {
        self.take(b'[')?;
        let kind = if self.take(b'[').is_some() { HeaderKind::OfList } else { HeaderKind::OfTable };
        let mut segments = Vec::new();
        loop {
            segments.push(self.segment()?);
            if self.take(b'.').is_none() {
                break;
            }
        }
        self.take(b']')?;
        if kind == HeaderKind::OfList {
            self.take(b']')?;
        }
        Some((segments, kind))
    }

    fn segment(&mut self) -> Option<&'file str> {
        match self.byte()? {
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.bare_key().map(|(key, _)| key),
        }
    }

    /// A name of letters, digits, `-` and `_`, and where it stands.
    pub(super) fn bare_key(&mut self) -> Option<(&'file str, usize)> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            self.at += 1;
        }
        let key = self.text.get(start..self.at)?;
        (!key.is_empty()).then_some((key, start))
    }

    /// The second name of `key.field`; the outer `None` is for anything rarer.
    #[expect(clippy::option_option, reason = "giving up and there being none are two things")]
    pub(super) fn dotted(&mut self) -> Option<Option<&'file str>> {
        if self.take(b'.').is_none() {
            return Some(None);
        }
        let (field, _) = self.bare_key()?;
        (!self.is_at(b'.')).then_some(Some(field))
    }

    pub(super) fn equals(&mut self) -> Option<()> {
        self.skip_blanks();
        self.take(b'=')?;
        self.skip_blanks();
        Some(())
    }

    pub(super) fn value(&mut self, depth: usize) -> Option<Value<'file>> {
        match self.byte().filter(|_| depth < DEPTH)? {
            quote @ (b'"' | b'\'') => self.quoted(quote).map(Value::Text),
            b'[' => self.list(depth).map(Value::List),
            b'{' => self.table(depth).map(Value::Table),
            _ => self.word(),
        }
    }

    /// A text on one line; `""` before a third mark begins one of several.
    fn quoted(&mut self, quote: u8) -> Option<&'file str> {
        self.take(quote)?;
        let rest = self.text.get(self.at..)?;
        let end = memchr::memchr3(quote, b'\n', b'\r', rest.as_bytes())?;
        self.at += end;
        self.take(quote)?;
        (end > 0 || !self.is_at(quote)).then(|| rest.get(..end)).flatten()
    }

    /// `true`, `false` or a whole number.
    fn word(&mut self) -> Option<Value<'file>> {
        let (word, _) = self.bare_key()?;
        if matches!(self.byte(), Some(b'.' | b':' | b'+')) {
            return None;
        }
        match word {
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => {
                let is_number = word.len() < 10 && word.bytes().all(|byte| byte.is_ascii_digit());
                (is_number && (word == "0" || !word.starts_with('0'))).then_some(Value::Number)
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Vec<Value<'file>>> {
        self.take(b'[')?;
        let mut values = Vec::new();
        loop {
            self.skip_blank_lines()?;
            if self.take(b']').is_some() {
                return Some(values);
            }
            values.push(self.value(depth + 1)?);
            self.skip_blank_lines()?;
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(values);
            }
        }
    }

    /// A table on one line, but for what stands in its lists.
    fn table(&mut self, depth: usize) -> Option<Vec<(&'file str, Value<'file>)>> {
        self.take(b'{')?;
        self.skip_blanks();
        let mut fields: Vec<(&'file str, Value<'file>)> = Vec::new();
        if self.take(b'}').is_some() {
            return Some(fields);
        }
        loop {
            self.skip_blanks();
            let (key, _) = self.bare_key()?;
            self.equals()?;
            let value = self.value(depth + 1)?;
            if fields.len() == MOST_FIELDS || fields.iter().any(|(known, _)| *known == key) {
                return None;
            }
            fields.push((key, value));
            self.skip_blanks();
            if self.take(b',').is_none() {
                self.take(b'}')?;
                return Some(fields);
            }
        }
    }
}
