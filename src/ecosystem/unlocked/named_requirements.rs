//! `tox.ini`, `noxfile.py` and `setup.cfg`: requirement files that they name
//! with `-r`, and that no reader knows by their names.
//!
//! Formats: <https://tox.wiki/en/stable/config.html>,
//! <https://nox.thea.codes/en/stable/config.html>. None of the three is run or
//! understood whole: only words that stand there as such are looked at.

use super::kind_of;
use crate::domain::inventory::Gap;
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::ecosystem::{Surroundings, open, reader_of};
use crate::messages::ecosystem as say;
use crate::source::{SourceFile, shorten};

/// The files, whose other readers see other things in them.
const NAMING: &[&str] = &["noxfile.py", "setup.cfg", "tox.ini"];

/// How files of requirements end; `-r` before anything else is another tool's.
const ENDINGS: &[&str] = &[".in", ".list", ".lock", ".pip", ".req", ".txt"];

/// A gap for each file that is named and won't be read.
pub(super) fn gaps(path: &TreePath, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    if !NAMING.contains(&path.file_name()) {
        return Vec::new();
    }
    match open(path, surroundings) {
        Ok(file) => unread(&file, surroundings),
        Err(error) => vec![error.into()],
    }
}

fn unread(file: &SourceFile, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for line in file.lines().filter(|line| !line.text.trim_start().starts_with(['#', ';'])) {
        for reference in references(line.text) {
            if let Some(reason) = why_unread(reference, file, surroundings) {
                let span = line.start..line.start + line.text.len();
                gaps.push(file.error(span, reason).into());
            }
        }
    }
    gaps
}

/// What follows `-r` or `--requirement` on a line, with or without a space.
fn references(line: &str) -> Vec<&str> {
    let divides = |c: char| c.is_whitespace() || "\"'(),[]=".contains(c);
    let words: Vec<&str> = line.split(divides).filter(|word| !word.is_empty()).collect();
    let after = |at: usize| words.get(at + 1).copied();
    let named = words.iter().enumerate().filter_map(|(at, word)| match *word {
        "-r" | "--requirement" => after(at),
        word => word.strip_prefix("-r"),
    });
    named.filter(|name| ENDINGS.iter().any(|ending| name.ends_with(ending))).collect()
}

fn why_unread(reference: &str, file: &SourceFile, surroundings: &Surroundings<'_>) -> Option<Statement> {
    let roots = ["{toxinidir}/", "{tox_root}/", "./"];
    let name = roots.iter().find_map(|root| reference.strip_prefix(root)).unwrap_or(reference);
    let shown = || shorten(reference);
    let plain = without_variables(name);
    let Some(target) = file.path().sibling(&plain) else { return Some(say::pip_include_outside(shown())) };
    // By a name that has a reader it is read wherever it stands.
    if plain != name {
        return reader_of(&target).is_none().then(|| say::requirements_unknown(shown()));
    }
    if !surroundings.files.exists(&target) {
        return Some(say::pip_include_absent(shown()));
    }
    let is_looked_at = reader_of(&target).is_some() || kind_of(&target).is_some();
    (!is_looked_at).then(|| say::requirements_by_another_name(shown()))
}

/// `requirements/{envname}.txt` with a letter for what only a run knows.
fn without_variables(name: &str) -> String {
    let mut plain = String::new();
    for (at, part) in name.split('{').enumerate() {
        match part.split_once('}').filter(|_| at > 0) {
            Some((_, rest)) => plain.extend(["x", rest]),
            None => plain.push_str(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{references, without_variables};

    #[test]
    fn only_files_of_requirements_are_named() {
        let cases: [(&str, &[&str]); 7] = [
            ("deps = -rrequirements/test.txt", &["requirements/test.txt"]),
            ("    -r {toxinidir}/deps/dev.list", &["{toxinidir}/deps/dev.list"]),
            (
                "session.install(\"-r\", \"deps/docs.txt\", '--requirement=b.pip')",
                &["deps/docs.txt", "b.pip"],
            ),
            ("commands = pytest -rA -ra tests", &[]),
            ("commands = rm -rf build && cp -r docs out", &[]),
            ("pip install -r", &[]),
            ("x-r a.txt", &[]),
        ];
        for (line, names) in cases {
            assert_eq!(references(line), names, "{line}");
        }
    }

    #[test]
    fn variables_are_letters() {
        assert_eq!(without_variables("requirements/{envname}.txt"), "requirements/x.txt");
        assert_eq!(without_variables("a/{env:B:c}/d.txt"), "a/x/d.txt");
        assert_eq!(without_variables("a{b.txt"), "ab.txt");
    }
}
