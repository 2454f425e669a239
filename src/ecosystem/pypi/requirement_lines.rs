//! The logical lines of a requirements file: continued lines joined, comments
//! cut off, options split from what they belong to.
//!
//! Format: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>.

use std::ops::Range;

use crate::source::SourceFile;

/// One instruction of the file.
pub(super) struct Logical {
    /// What stands before the first option.
    pub(super) requirement: String,
    /// The options and their values, unquoted.
    pub(super) options: Vec<String>,
    /// The bytes of its first line, without indentation, comment and
    /// continuation mark.
    pub(super) span: Range<usize>,
}

/// The lines that say something.
pub(super) fn logical_lines(file: &SourceFile) -> Vec<Logical> {
    let mut lines = Vec::new();
    let mut joined: Option<(String, Range<usize>)> = None;
    let physical = file.lines().flat_map(|line| python_lines(line.text, line.start));
    for (whole, start) in physical {
        let is_comment = whole.trim_start().starts_with('#');
        let continues = whole.ends_with('\\') && !is_comment;
        let text = if continues { whole.trim_end_matches('\\') } else { whole };
        let (mut whole, span) = joined.take().unwrap_or_else(|| {
            let content = without_comment(text);
            let indent = content.len() - content.trim_start().len();
            (String::new(), start + indent..start + content.trim_end().len().max(indent))
        });
        // A comment ends a continued line, and must stay one when it is joined.
        if is_comment {
            whole.push(' ');
        }
        whole.push_str(text);
        if continues {
            joined = Some((whole, span));
        } else {
            lines.extend(logical(&whole, span));
        }
    }
    lines.extend(joined.and_then(|(whole, span)| logical(&whole, span)));
    lines
}

/// Where Python ends a line within what other tools show as one: a comment
/// that looks harmless may go on with a requirement.
/// Source: <https://docs.python.org/3/library/stdtypes.html#str.splitlines>.
fn python_lines(text: &str, start: usize) -> impl Iterator<Item = (&str, usize)> {
    let ends = |c: char| {
        matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    text.split(ends).map(move |part| (part, start + (part.as_ptr() as usize - text.as_ptr() as usize)))
}

fn logical(text: &str, span: Range<usize>) -> Option<Logical> {
    let text = without_comment(text).trim();
    if text.is_empty() {
        return None;
    }
    // Options begin at the first word that begins with a dash.
    let options_at = if text.starts_with('-') {
        0
    } else {
        let dashes = text.match_indices(" -").map(|(at, _)| at + 1);
        dashes.min().unwrap_or(text.len())
    };
    let (requirement, options) = text.split_at_checked(options_at).unwrap_or((text, ""));
    Some(Logical { requirement: requirement.trim().to_owned(), options: words(options), span })
}

/// A `#` begins a comment where the line does, or behind a space.
fn without_comment(text: &str) -> &str {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c == '#' && before.is_whitespace() {
            return text.get(..at).unwrap_or(text);
        }
        before = c;
    }
    text
}

/// Words as a shell divides them: by spaces that no quotes hold together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            Some(_) | None => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::logical_lines;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::source::SourceFile;

    fn lines(text: &str) -> Vec<(String, String, String)> {
        let path = TreePath::new("r.txt").expect("a sound path");
        let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
        let lines = logical_lines(&file).into_iter();
        lines
            .map(|line| (line.requirement, line.options.join("|"), file.place(line.span).to_string()))
            .collect()
    }

    #[test]
    fn lines_end_where_python_ends_them() {
        for end in ["\r", "\u{b}", "\u{c}", "\u{1c}", "\u{1e}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let found = lines(&format!("# harmless{end}a==1\nb==2\n"));
            let names: Vec<&str> = found.iter().map(|line| &*line.0).collect();
            assert_eq!(names, ["a==1", "b==2"], "{end:?}");
        }
    }

    #[test]
    fn lines_are_joined_and_comments_cut_as_pip_does() {
        let text = "# first \\\n  a==1 # why\n\nb==2 \\\n  --hash=sha256:aa \\\n  --hash sha256:bb\nc==3 \\\n# cuts it short\nd==4#not-a-comment\n-r 'more files.txt'\ne==5 \\";
        let found = lines(text);
        let expected = [
            ("a==1", "", "r.txt:2:3"),
            ("b==2", "--hash=sha256:aa|--hash|sha256:bb", "r.txt:4:1"),
            ("c==3", "", "r.txt:7:1"),
            ("d==4#not-a-comment", "", "r.txt:9:1"),
            ("", "-r|more files.txt", "r.txt:10:1"),
            ("e==5", "", "r.txt:11:1"),
        ];
        assert_eq!(found, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    }
}
