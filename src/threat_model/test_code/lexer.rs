//! Source text as words, texts and marks: what every language here has in common.
//!
//! One lexer with a row of differences per language ([`Syntax`]). It knows what
//! hides code from a reader, namely comments and literals, and nothing of grammar.
//! It goes over a text once: what is opened and never closed ends with the line
//! or with the text, and is not looked for a second time.

/// What a language writes differently.
pub(super) struct Syntax {
    /// What begins a comment that ends with its line.
    pub(super) line_comment: &'static str,
    /// `/* … */`.
    pub(super) blocks: Blocks,
    /// A literal at the beginning of a text, when there is one.
    pub(super) literal: for<'text> fn(&'text str, Before) -> Option<Literal<'text>>,
    /// Whether `` ` `` opens a text that may have code in it.
    pub(super) templates: Templates,
}

/// How a language has comments between marks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blocks {
    None,
    Flat,
    Nested,
}

/// Whether a language has templates, `` `a ${b}` ``.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Templates {
    None,
    Backticks,
}

/// What stands before a place: behind an operand `/` divides, elsewhere it
/// begins a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Operand,
    Other,
}

/// A literal: what it says, where that is known, and what follows it.
pub(super) struct Literal<'text> {
    pub(super) text: Option<&'text str>,
    pub(super) after: &'text str,
}

/// One piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'text> {
    /// A name, a keyword or a number.
    Word(&'text str),
    /// A text, as it is written between its quotes.
    Text(&'text str),
    /// A literal that says nothing here: a character, a pattern, a text with
    /// code in it.
    Other,
    /// Any other character.
    Mark(char),
}

/// A token, and its column when it is the first of its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme<'text> {
    pub(super) token: Token<'text>,
    pub(super) indent: Option<usize>,
}

/// The tokens of a text.
pub(super) struct Lexer<'text> {
    rest: &'text str,
    syntax: &'static Syntax,
    before: Before,
    /// The column, as long as nothing but space stands before it.
    indent: Option<usize>,
    /// Open braces, and how many there were where each open template has its hole.
    depth: usize,
    holes: Vec<usize>,
}

/// Columns to the next stop of a tab, as Python counts them.
const TAB: usize = 8;

impl<'text> Lexer<'text> {
    pub(super) fn new(text: &'text str, syntax: &'static Syntax) -> Self {
        let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { rest, syntax, before: Before::Other, indent: Some(0), depth: 0, holes: Vec::new() }
    }

    /// Goes over spaces and comments.
    fn skip(&mut self) {
        loop {
            let (skipped, after) = match self.rest.chars().next() {
                Some('\n') => {
                    self.indent = Some(0);
                    self.rest = self.rest.get(1..).unwrap_or_default();
                    continue;
                }
                Some('\t') => (Some(TAB), self.rest.get(1..)),
                Some(space) if space.is_whitespace() => (Some(1), self.rest.get(space.len_utf8()..)),
                Some('\\') => (None, behind_line_break(self.rest)),
                Some(_) => (None, self.behind_comment()),
                None => (None, None),
            };
            let Some(after) = after else { return };
            self.rest = after;
            self.indent = match (self.indent, skipped) {
                (Some(column), Some(TAB)) => Some((column / TAB + 1) * TAB),
                (Some(column), Some(width)) => Some(column + width),
                (indent, None) => indent,
                (None, Some(_)) => None,
            };
        }
    }

    fn behind_comment(&self) -> Option<&'text str> {
        let rest = self.rest;
        if rest.starts_with(self.syntax.line_comment) {
            return Some(rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default());
        }
        match self.syntax.blocks {
            Blocks::None => None,
            Blocks::Flat => {
                let inside = rest.strip_prefix("/*")?;
                Some(inside.split_once("*/").map_or("", |(_, after)| after))
            }
            Blocks::Nested => rest.starts_with("/*").then(|| behind_nested(rest)),
        }
    }

    /// The next token and what follows it.
    fn token(&mut self) -> Option<(Token<'text>, &'text str)> {
        let rest = self.rest;
        let first = rest.chars().next()?;
        if self.syntax.templates == Templates::Backticks {
            if first == '`' {
                return Some(self.template(rest.get(1..)?, Piece::First));
            }
            if first == '}' && self.holes.last() == Some(&self.depth) {
                self.holes.pop();
                return Some(self.template(rest.get(1..)?, Piece::Later));
            }
        }
        if let Some(literal) = (self.syntax.literal)(rest, self.before) {
            return Some((literal.text.map_or(Token::Other, Token::Text), literal.after));
        }
        if is_of_word(first) {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(end)?;
            return Some((Token::Word(word), after));
        }
        match first {
            '{' => self.depth += 1,
            '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Some((Token::Mark(first), rest.get(first.len_utf8()..)?))
    }

    /// A piece of a template up to its end or its next hole.
    fn template(&mut self, inside: &'text str, piece: Piece) -> (Token<'text>, &'text str) {
        let mut chars = inside.char_indices();
        while let Some((at, c)) = chars.next() {
            let after = |width: usize| inside.get(at + width..).unwrap_or_default();
            match c {
                '\\' => {
                    chars.next();
                }
                '`' => {
                    let token = match piece {
                        Piece::First => Token::Text(inside.get(..at).unwrap_or_default()),
                        Piece::Later => Token::Other,
                    };
                    return (token, after(1));
                }
                '$' if after(1).starts_with('{') => {
                    self.holes.push(self.depth);
                    return (Token::Other, after(2));
                }
                _ => {}
            }
        }
        (Token::Other, "")
    }
}

/// Which piece of a template.
#[derive(Clone, Copy)]
enum Piece {
    First,
    Later,
}

impl<'text> Iterator for Lexer<'text> {
    type Item = Lexeme<'text>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip();
        let (token, after) = self.token()?;
        self.rest = after;
        self.before = match token {
            Token::Word(word) if !opens_expression(word) => Before::Operand,
            // `</div>` is no pattern.
            Token::Text(_) | Token::Other | Token::Mark(')' | ']' | '}' | '<') => Before::Operand,
            Token::Word(_) | Token::Mark(_) => Before::Other,
        };
        // A hole is code of its own.
        if self.holes.last() == Some(&self.depth) && token == Token::Other {
            self.before = Before::Other;
        }
        Some(Lexeme { token, indent: self.indent.take() })
    }
}

pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Words of JavaScript behind which `/` begins a pattern.
fn opens_expression(word: &str) -> bool {
    matches!(
        word,
        "return"
            | "typeof"
            | "case"
            | "in"
            | "of"
            | "delete"
            | "void"
            | "throw"
            | "new"
            | "else"
            | "do"
            | "instanceof"
            | "yield"
            | "await"
    )
}

/// A backslash before the end of a line joins it with the next.
fn behind_line_break(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('\\')?;
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))
}

/// What follows a block comment of a language where they nest.
fn behind_nested(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(pair) = bytes.get(at..at + 2) {
        match pair {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return text.get(at..).unwrap_or_default();
                }
            }
            _ => at += 1,
        }
    }
    ""
}
