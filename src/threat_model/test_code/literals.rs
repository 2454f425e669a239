//! Literals, language by language: how each writes texts, characters and patterns.
//!
//! A text that may not go over the end of its line ends there when nobody closes
//! it, so that one stray quote doesn't swallow the rest of a file.

use super::lexer::{Before, Blocks, Literal, Syntax, Templates, is_of_word};

pub(super) static RUST: Syntax =
    Syntax { line_comment: "//", blocks: Blocks::Nested, literal: of_rust, templates: Templates::None };
pub(super) static JAVA: Syntax =
    Syntax { line_comment: "//", blocks: Blocks::Flat, literal: of_java, templates: Templates::None };
pub(super) static C_SHARP: Syntax =
    Syntax { line_comment: "//", blocks: Blocks::Flat, literal: of_c_sharp, templates: Templates::None };
pub(super) static SCRIPT: Syntax =
    Syntax { line_comment: "//", blocks: Blocks::Flat, literal: of_script, templates: Templates::Backticks };
pub(super) static GO: Syntax =
    Syntax { line_comment: "//", blocks: Blocks::Flat, literal: of_go, templates: Templates::None };
pub(super) static PYTHON: Syntax =
    Syntax { line_comment: "#", blocks: Blocks::None, literal: of_python, templates: Templates::None };

/// Whether a text may go over the end of its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all literals")]
fn other(after: &str) -> Option<Literal<'_>> {
    Some(Literal { text: None, after })
}

/// A text behind its first quote, where a backslash takes the next character in.
fn quoted(inside: &str, quote: char, lines: Lines) -> Option<Literal<'_>> {
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == '\n' && lines == Lines::One {
            return other(inside.get(at..)?);
        } else if c == quote {
            return Some(Literal { text: inside.get(..at), after: inside.get(at + c.len_utf8()..)? });
        }
    }
    other("")
}

/// A text up to a mark of its own, where nothing else ends it.
fn until<'text>(inside: &'text str, end: &str) -> Option<Literal<'text>> {
    match inside.split_once(end) {
        Some((text, after)) => Some(Literal { text: Some(text), after }),
        None => other(""),
    }
}

fn of_rust(text: &str, _: Before) -> Option<Literal<'_>> {
    let unprefixed = text.strip_prefix(['b', 'c']).unwrap_or(text);
    if let Some(raw) = unprefixed.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let (hash, opened) = raw.split_at_checked(hashes)?;
        if let Some(inside) = opened.strip_prefix('"') {
            return until(inside, &format!("\"{hash}"));
        }
        // A raw name, `r#type`: its `#` opens no attribute.
        if hashes == 1 && opened.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return other(opened.trim_start_matches(is_of_word));
        }
    }
    if let Some(inside) = unprefixed.strip_prefix('"') {
        return quoted(inside, '"', Lines::Many);
    }
    let inside = text.strip_prefix('b').unwrap_or(text).strip_prefix('\'')?;
    let mut chars = inside.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => quoted(inside, '\'', Lines::One),
        (Some(_), Some('\'')) => other(chars.as_str()),
        // A lifetime: its name is a word of no interest.
        _ => other(inside.trim_start_matches(is_of_word)),
    }
}

fn of_java(text: &str, _: Before) -> Option<Literal<'_>> {
    if let Some(inside) = text.strip_prefix("\"\"\"") {
        return other(behind_triple(inside, "\"\"\""));
    }
    if let Some(inside) = text.strip_prefix('"') {
        return quoted(inside, '"', Lines::One);
    }
    let character = quoted(text.strip_prefix('\'')?, '\'', Lines::One)?;
    other(character.after)
}

/// What follows a text between triple quotes, in which a backslash takes the
/// next character in.
fn behind_triple<'text>(inside: &'text str, end: &str) -> &'text str {
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if inside.get(at..).is_some_and(|rest| rest.starts_with(end)) {
            return inside.get(at + end.len()..).unwrap_or_default();
        }
    }
    ""
}

fn of_c_sharp(text: &str, _: Before) -> Option<Literal<'_>> {
    if let Some(inside) = text.strip_prefix('\'') {
        return other(quoted(inside, '\'', Lines::One)?.after);
    }
    // More `$` than this stand before no text that anybody writes.
    let marks = text.chars().take(8).take_while(|c| matches!(c, '$' | '@')).count();
    let (prefix, opened) = text.split_at_checked(marks)?;
    if !opened.starts_with('"') {
        return None;
    }
    let quotes = opened.len() - opened.trim_start_matches('"').len();
    let inside = opened.get(quotes..)?;
    match (quotes, prefix.contains('@'), prefix.contains('$')) {
        // An empty text, and whatever follows it.
        (2, false, _) => Some(Literal { text: Some(""), after: inside }),
        (3.., false, _) => {
            let raw = until(inside, opened.get(..quotes)?)?;
            if prefix.is_empty() { Some(raw) } else { other(raw.after) }
        }
        (_, true, _) => other(behind_verbatim(opened.get(1..)?)),
        (_, false, true) => other(behind_interpolated(inside)),
        _ => quoted(inside, '"', Lines::One),
    }
}

/// Behind `@"…"`, in which a doubled quote is one.
fn behind_verbatim(inside: &str) -> &str {
    let mut rest = inside;
    while let Some((_, after)) = rest.split_once('"') {
        match after.strip_prefix('"') {
            Some(doubled) => rest = doubled,
            None => return after,
        }
    }
    ""
}

/// Behind `$"…{…}…"`: a quote inside a hole opens a text of its own.
fn behind_interpolated(inside: &str) -> &str {
    let mut chars = inside.char_indices();
    let mut holes = 0_usize;
    let mut in_text = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '\n' => return inside.get(at..).unwrap_or_default(),
            '"' if holes == 0 => return inside.get(at + 1..).unwrap_or_default(),
            '"' => in_text = !in_text,
            '{' if !in_text => holes += 1,
            '}' if !in_text => holes = holes.saturating_sub(1),
            _ => {}
        }
    }
    ""
}

fn of_script(text: &str, before: Before) -> Option<Literal<'_>> {
    let mut chars = text.chars();
    match chars.next()? {
        quote @ ('"' | '\'') => quoted(chars.as_str(), quote, Lines::One),
        '/' if before == Before::Other => other(behind_pattern(chars.as_str())),
        _ => None,
    }
}

/// Behind `/…/`: a slash inside brackets doesn't end it, the line does.
fn behind_pattern(inside: &str) -> &str {
    let mut chars = inside.char_indices();
    let mut in_class = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '\n' => return inside.get(at..).unwrap_or_default(),
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                let after = inside.get(at + 1..).unwrap_or_default();
                return after.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            }
            _ => {}
        }
    }
    ""
}

fn of_go(text: &str, _: Before) -> Option<Literal<'_>> {
    let mut chars = text.chars();
    match chars.next()? {
        '"' => quoted(chars.as_str(), '"', Lines::One),
        '`' => until(chars.as_str(), "`"),
        '\'' => other(quoted(chars.as_str(), '\'', Lines::One)?.after),
        _ => None,
    }
}

fn of_python(text: &str, _: Before) -> Option<Literal<'_>> {
    // At most two letters: `rb"…"`, `f'…'`.
    let letters = text.chars().take(2).take_while(|c| "rRbBuUfFtT".contains(*c)).count();
    let (prefix, opened) = text.split_at_checked(letters)?;
    let quote = opened.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple = if quote == '"' { "\"\"\"" } else { "'''" };
    let literal = match opened.strip_prefix(triple) {
        Some(inside) => Literal { text: None, after: behind_triple(inside, triple) },
        None => quoted(opened.get(1..)?, quote, Lines::One)?,
    };
    let says = !prefix.contains(['f', 'F', 't', 'T']);
    Some(Literal { text: literal.text.filter(|_| says), after: literal.after })
}
