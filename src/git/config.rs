//! Where a clone came from: the one thing of its configuration that is read.
//!
//! Format: <https://git-scm.com/docs/git-config#_syntax>. Includes aren't
//! followed and `insteadOf` isn't applied, so that nothing leads elsewhere.
//! What isn't understood makes the whole say nothing: half a configuration may
//! lack the line that counts.

use std::str::Lines;

/// Where a line can't be understood, by its number.
pub(super) type Misread = usize;

/// The URLs of a remote, as written; an empty one takes back those before it,
/// as in git.
pub(super) fn urls_of(text: &str, remote: &str) -> Result<Vec<String>, Misread> {
    let mut reading = Reading { lines: text.lines(), number: 0 };
    let mut urls = Vec::new();
    let mut is_of_remote = false;
    while let Some(line) = reading.next_line() {
        let misread = reading.number;
        let mut rest = line.trim_start().trim_start_matches('\u{feff}');
        if let Some(header) = rest.strip_prefix('[') {
            let (section, behind) = section(header).ok_or(misread)?;
            is_of_remote = section == ("remote".to_owned(), Some(remote.to_owned()));
            rest = behind.trim_start();
        }
        if rest.is_empty() || rest.starts_with(['#', ';']) {
            continue;
        }
        let (key, value) = reading.entry(rest).ok_or(misread)?;
        if is_of_remote && key.eq_ignore_ascii_case("url") {
            match value.as_deref() {
                None => return Err(misread),
                Some("") => urls.clear(),
                Some(url) => urls.push(url.to_owned()),
            }
        }
    }
    Ok(urls)
}

/// A section's name in lower case with its subsection, and what stands behind it.
fn section(header: &str) -> Option<((String, Option<String>), &str)> {
    let end = header.find(|c: char| !c.is_ascii_alphanumeric() && !"-.".contains(c))?;
    let (name, rest) = header.split_at_checked(end)?;
    let name = name.to_ascii_lowercase();
    if let Some(behind) = rest.strip_prefix(']') {
        // The old form, `[remote.origin]`.
        return Some(match name.split_once('.') {
            Some((section, inner)) => ((section.to_owned(), Some(inner.to_owned())), behind),
            None => ((name, None), behind),
        });
    }
    let quoted = rest.trim_start_matches([' ', '\t']).strip_prefix('"')?;
    let mut inner = String::new();
    let mut characters = quoted.chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => inner.push(characters.next()?),
            other => inner.push(other),
        }
    }
    let behind = characters.as_str().strip_prefix(']')?;
    Some(((name, Some(inner)), behind))
}

struct Reading<'text> {
    lines: Lines<'text>,
    number: usize,
}

impl<'text> Reading<'text> {
    fn next_line(&mut self) -> Option<&'text str> {
        self.number += 1;
        self.lines.next()
    }

    /// A key with its value; a key alone has none.
    fn entry(&mut self, text: &'text str) -> Option<(&'text str, Option<String>)> {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
        let (key, rest) = text.split_at_checked(end)?;
        if !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let rest = rest.trim_start();
        if rest.is_empty() || rest.starts_with(['#', ';']) {
            return Some((key, None));
        }
        let value = self.value(rest.strip_prefix('=')?.trim_start())?;
        Some((key, Some(value)))
    }

    /// A value, which goes on over lines that end with a backslash.
    fn value(&mut self, first: &'text str) -> Option<String> {
        let mut value = String::new();
        let mut blanks = String::new();
        let mut is_quoted = false;
        let mut characters = first.chars();
        loop {
            match characters.next() {
                None => return (!is_quoted).then_some(value),
                Some('#' | ';') if !is_quoted => return Some(value),
                Some('"') => is_quoted = !is_quoted,
                Some('\\') => {
                    let meant = match characters.next() {
                        None => {
                            characters = self.next_line()?.chars();
                            continue;
                        }
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some('b') => '\u{8}',
                        Some(itself @ ('"' | '\\')) => itself,
                        Some(_) => return None,
                    };
                    value.push_str(&std::mem::take(&mut blanks));
                    value.push(meant);
                }
                // Blanks at the end aren't part of it.
                Some(blank) if blank.is_whitespace() && !is_quoted => blanks.push(blank),
                Some(other) => {
                    value.push_str(&std::mem::take(&mut blanks));
                    value.push(other);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::urls_of;

    fn urls(text: &str) -> Result<Vec<String>, usize> {
        urls_of(text, "origin")
    }

    #[test]
    fn the_url_of_one_remote_is_found_in_every_form_that_git_takes() {
        let url = "https://git.example/a";
        for text in [
            "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = https://git.example/a\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n",
            "[REMOTE \"origin\"] URL=https://git.example/a",
            "[remote.origin]\nurl = https://git.example/a # the mirror\n",
            "# [remote \"origin\"] url = x\n[remote \"origin\"]\r\nurl = \"https://git.example/a\"\r\n",
            "[remote \"origin\"]\nurl = https://git\\\n.example/a\n",
            "[remote \"up\"]\nurl = https://git.example/b\n[remote \"origin\"]\nurl = https://git.example/a\n[branch \"url\"]\nmerge\n",
            "[remote \"origin\"]\nurl = https://git.example/b\nurl =\nurl = https://git.example/a\n",
        ] {
            assert_eq!(urls(text), Ok(vec![url.to_owned()]), "{text}");
        }
        let both = "[remote \"origin\"]\nurl = a\n[remote \"origin\"]\nurl = b\n";
        assert_eq!(urls(both), Ok(vec!["a".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn another_remote_an_include_and_a_comment_say_nothing() {
        for text in [
            "",
            "[remote \"Origin\"]\nurl = a\n",
            "[remote]\nurl = a\n",
            "[remotes \"origin\"]\nurl = a\n",
            "[include]\npath = ../tree/config\n",
            "[remote \"origin\"]\npushurl = a\n; url = a\n",
        ] {
            assert_eq!(urls(text), Ok(Vec::new()), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told_by_its_line() {
        for (text, line) in [
            ("[remote \"origin\"\nurl = a\n", 1),
            ("[core]\n= a\n", 2),
            ("[core]\nkey value\n", 2),
            ("[remote \"origin\"]\nurl\n", 2),
            ("[remote \"origin\"]\n\nurl = \"a\n", 3),
            ("[remote \"origin\"]\nurl = \\q\n", 2),
            ("[remote \"origin\"]\nurl = a\\", 2),
        ] {
            assert_eq!(urls(text), Err(line), "{text}");
        }
    }
}
