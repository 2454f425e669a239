//! Which results speak of a test: runners write its name in a dozen ways.
//!
//! Names are compared word by word, whatever stands between the words, because
//! a runner writes `a.b.Limits$Inner` and the next one `Limits > inner`. A result
//! is a test's when its suites, class and name together end with all that the
//! test stands in and its name, and where the runner says a file or a module,
//! with that before it: two files may have tests of one name.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::place::Place;
use crate::domain::test_result::{Outcome, TestResult};
use crate::threat_model::test_code::{HOLE, Rows};

/// The results of a run, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct TestResults {
    entries: Vec<Entry>,
    /// By the last word of a name.
    by_word: HashMap<Box<str>, Vec<usize>>,
    /// Those whose name is a row's number, with that number.
    numbered: Vec<(usize, usize)>,
    /// Bytes of all names.
    bytes: usize,
}

#[derive(Clone, Debug)]
struct Entry {
    outcome: Outcome,
    place: Place,
    file: Option<Box<str>>,
    /// The words of the suites and of the class.
    suites: Vec<Box<str>>,
    class: Vec<Box<str>>,
    name: Vec<Box<str>>,
    /// The name as the runner wrote it: a row's own.
    whole: Arc<str>,
    cut: Cut,
}

/// What was left out of a result's name, so that it speaks of the test whose row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Nothing.
    None,
    /// The arguments, `bounds(int)[2]`.
    Arguments,
    /// A row's number and what it shows, `adds [1] 2`.
    Number,
    /// What a Go test ran by a name of its own, `TestA/b`.
    Subtest,
    /// A case that has a function of its own in Rust, `bounds::case_1`.
    Case,
}

/// A test that results are asked for.
pub(super) struct Asked<'model> {
    /// The words of what it stands in and of its name, outermost first.
    pub(super) path: Vec<String>,
    /// Whether its rows may have names of their own.
    pub(super) rows: Rows,
    /// The file of its code.
    pub(super) file: &'model str,
    /// Words that stand before it where the runner knows its file.
    pub(super) module: Vec<String>,
}

/// Words of one name that are compared.
const MOST_WORDS: usize = 256;
/// Names within the name of a Go test.
const MOST_SUBTESTS: usize = 16;
/// Letters and digits of a name with holes, without which it could be any.
const TELLING: usize = 3;

/// How rows ended, by the name that the runner gave each.
type Ended<'run> = BTreeMap<&'run str, (Outcome, &'run Place)>;

impl TestResults {
    /// Puts results in order.
    pub fn new(results: &[TestResult]) -> Self {
        let mut known = Self::default();
        for result in results {
            if let Some(number) = row_number(&result.name) {
                known.numbered.push((known.entries.len(), number));
            }
            known.add(result, &result.name, Cut::None);
            let arguments = without_arguments(&result.name);
            let number = without_number(&result.name);
            let case = result.name.rsplit_once("::").map_or("", |(test, _)| test);
            for (cut, shorter) in [(Cut::Arguments, arguments), (Cut::Number, number), (Cut::Case, case)] {
                if !shorter.is_empty() && shorter.len() < result.name.len() {
                    known.add(result, shorter, cut);
                }
            }
            if result.name.starts_with("Test") || result.name.starts_with("Fuzz") {
                let ends = result.name.match_indices('/').take(MOST_SUBTESTS);
                for outer in ends.filter_map(|(at, _)| result.name.get(..at)) {
                    known.add(result, outer, Cut::Subtest);
                }
            }
        }
        known
    }

    fn add(&mut self, result: &TestResult, name: &str, cut: Cut) {
        let name = owned(words(name));
        let Some(last) = name.last() else { return };
        self.by_word.entry(last.clone()).or_default().push(self.entries.len());
        self.bytes += result.name.len();
        self.entries.push(Entry {
            outcome: result.outcome,
            place: result.place.clone(),
            file: result.file.as_deref().map(|file| file.replace('\\', "/").into_boxed_str()),
            suites: owned(result.suites.iter().flat_map(|suite| words(suite))),
            class: owned(result.class.iter().flat_map(|class| words(class))),
            name,
            whole: Arc::clone(&result.name),
            cut,
        });
    }

    /// How many bytes one question may have to look at.
    pub(super) fn cost(&self, asked: &Asked<'_>) -> usize {
        if asked.has_holes() {
            return self.bytes.saturating_mul(2);
        }
        let found = asked.path.last().and_then(|last| self.by_word.get(last.as_str()));
        found.map_or(0, Vec::len).saturating_mul(MOST_WORDS)
    }

    /// How a test ended that a run may call by each of these names. Every row of
    /// it has to have passed; of several results of one row the worst counts but a
    /// skipped one, because a test may run on one machine of several.
    pub(super) fn outcome(&self, names: &[Asked<'_>]) -> Option<(Outcome, &Place)> {
        let mut ended = Ended::new();
        for asked in names {
            for entry in self.fitting(asked) {
                note(&mut ended, entry);
            }
        }
        worst(ended)
    }

    fn fitting(&self, asked: &Asked<'_>) -> Vec<&Entry> {
        if asked.has_holes() {
            let whole = self.entries.iter().filter(|entry| entry.cut == Cut::None);
            let whole: Vec<&Entry> = whole.filter(|entry| entry.fills(asked)).collect();
            return if asked.is_telling() { whole } else { Vec::new() };
        }
        let candidates = asked.path.last().and_then(|last| self.by_word.get(last.as_str()));
        let entries = candidates.into_iter().flatten().filter_map(|at| self.entries.get(*at));
        entries.filter(|entry| entry.speaks_of(asked) && entry.fits(asked)).collect()
    }

    /// How a test ended whose runner wrote nothing but a number for each row, `[1] a`:
    /// where so many tests of its class have rows, all of them have to have ended well.
    pub(super) fn outcome_by_numbers(
        &self,
        asked: &Asked<'_>,
        tests_with_rows: usize,
    ) -> Option<(Outcome, &Place)> {
        let group = asked.path.split_last().map(|(_, group)| group).filter(|group| !group.is_empty())?;
        let numbered =
            self.numbered.iter().filter_map(|(at, number)| Some((self.entries.get(*at)?, *number)));
        let fitting: Vec<_> = numbered.filter(|(entry, _)| entry.stands_in(group)).collect();
        let began = fitting.iter().filter(|(_, number)| *number == 1).count();
        if asked.rows == Rows::One || began == 0 || began < tests_with_rows {
            return None;
        }
        let mut ended = Ended::new();
        for (entry, _) in fitting {
            note(&mut ended, entry);
        }
        worst(ended)
    }
}

fn note<'run>(ended: &mut Ended<'run>, entry: &'run Entry) {
    let now = (entry.outcome, &entry.place);
    let so_far = ended.entry(&entry.whole).or_insert(now);
    // Of equals the last is kept, so that the place doesn't depend on luck.
    if now.0 >= so_far.0 {
        *so_far = now;
    }
}

fn worst(ended: Ended<'_>) -> Option<(Outcome, &Place)> {
    let badness = |outcome: Outcome| match outcome {
        Outcome::Passed => 0,
        Outcome::Skipped => 1,
        Outcome::Failed => 2,
    };
    ended.into_values().max_by_key(|(outcome, _)| badness(*outcome))
}

impl Asked<'_> {
    /// The ending of its file's name.
    fn ending(&self) -> &str {
        self.file.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    fn has_holes(&self) -> bool {
        self.path.iter().any(|word| word.contains(HOLE))
    }

    /// Whether enough of its own name is known: `%s` alone could be any test.
    fn is_telling(&self) -> bool {
        let own = self.path.iter().flat_map(|word| word.chars());
        own.filter(|c| c.is_alphanumeric()).count() >= TELLING
    }
}

impl Entry {
    /// Whether a row of it may be called so.
    fn speaks_of(&self, asked: &Asked<'_>) -> bool {
        match self.cut {
            Cut::None | Cut::Arguments => true,
            Cut::Number => asked.rows == Rows::Many,
            Cut::Subtest => asked.ending() == "go",
            Cut::Case => asked.rows == Rows::Many && asked.ending() == "rs",
        }
    }

    /// The words of the module that the runner has to say; `None` for another file.
    fn module<'asked>(&self, asked: &'asked Asked<'_>) -> Option<&'asked [String]> {
        match self.file.as_deref().filter(|file| file.contains('.')) {
            Some(file) if is_same_file(file, asked.file) => Some(&[]),
            Some(file) if file.contains('/') => None,
            _ => Some(&asked.module),
        }
    }

    /// What the runner says that the test stands in: by its class, or by its suites.
    fn outer(&self) -> impl Iterator<Item = &Vec<Box<str>>> {
        let says_nothing = self.class.is_empty() && self.suites.is_empty();
        [&self.class, &self.suites].into_iter().filter(move |outer| !outer.is_empty() || says_nothing)
    }

    fn fits(&self, asked: &Asked<'_>) -> bool {
        let Some(module) = self.module(asked) else { return false };
        self.outer().any(|outer| self.fits_behind(outer, &asked.path, module))
    }

    /// Whether its class ends with these words.
    fn stands_in(&self, group: &[String]) -> bool {
        self.outer().any(|outer| {
            let same = |(word, part): (&str, &String)| word == part;
            outer.len() >= group.len()
                && outer.iter().rev().map(|word| &**word).zip(group.iter().rev()).all(same)
        })
    }

    /// Whether its name is that of a row: the words of a name with holes, and
    /// something for each hole.
    fn fills(&self, asked: &Asked<'_>) -> bool {
        if self.module(asked).is_none() {
            return false;
        }
        let pattern = asked.path.join(" ");
        self.outer().any(|outer| {
            let all: Vec<&str> = outer.iter().chain(&self.name).map(|word| &**word).collect();
            let whole = all.join(" ");
            let starts = std::iter::once(0).chain(whole.match_indices(' ').map(|(at, _)| at + 1));
            starts.filter_map(|at| whole.get(at..)).any(|tail| matches(tail, &pattern))
        })
    }

    fn fits_behind(&self, outer: &[Box<str>], path: &[String], module: &[String]) -> bool {
        let whole = outer.len() + self.name.len();
        let Some(before) = whole.checked_sub(path.len()) else { return false };
        let word = |at: usize| {
            let in_name = at.checked_sub(outer.len());
            in_name.map_or_else(|| outer.get(at), |at| self.name.get(at)).map(|word| &**word)
        };
        let is_path = path.iter().enumerate().all(|(at, part)| word(before + at) == Some(part.as_str()));
        // What a name says beyond the test's own is the module that it stands in.
        let beyond = self.name.len().saturating_sub(path.len());
        if !is_path || beyond > module.len() {
            return false;
        }
        let known = module.len().min(before);
        let is_module = (1..=known).all(|back| {
            let part = module.len().checked_sub(back).and_then(|at| module.get(at));
            word(before - back) == part.map(String::as_str)
        });
        // A runner that says nothing before the test says no other module either.
        is_module && (known == module.len() || before == 0)
    }
}

/// Whether a runner's path, which may begin higher or lower, is that file.
fn is_same_file(said: &str, file: &str) -> bool {
    let ends = |long: &str, short: &str| {
        long.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let said = said.trim_start_matches("./");
    ends(said, file) || ends(file, said)
}

fn owned<'text>(words: impl Iterator<Item = &'text str>) -> Vec<Box<str>> {
    words.take(MOST_WORDS).map(Box::from).collect()
}

/// The words of a name; what runners write between them differs.
pub(super) fn words(name: &str) -> impl Iterator<Item = &str> {
    let separates =
        |c: char| c.is_whitespace() || matches!(c, ':' | '.' | '#' | '$' | '+' | '/' | '\\' | '>' | '›');
    name.split(separates).filter(|word| !word.is_empty())
}

/// A name without the arguments of one case, `bounds(int)[2]`; a bracket behind
/// a space belongs to a sentence.
fn without_arguments(name: &str) -> &str {
    let end = name.find(['(', '[', '{']).filter(|end| {
        name.get(..*end).and_then(|before| before.chars().next_back()).is_some_and(|c| !c.is_whitespace())
    });
    end.and_then(|end| name.get(..end)).unwrap_or(name)
}

/// A name without a row's number and what it shows, `adds [1] 2`.
fn without_number(name: &str) -> &str {
    let number = name.match_indices(" [").find(|(at, _)| name.get(at + 1..).and_then(row_number).is_some());
    number.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

/// The number of the row that a name is, where it says no more: `[1] a`, and
/// `repetition 1 of 3`.
fn row_number(name: &str) -> Option<usize> {
    let inside = name.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(number, _)| number);
    let repeated = || name.strip_prefix("repetition ")?.split_once(" of ").map(|(number, _)| number);
    inside.or_else(repeated)?.parse().ok()
}

/// Whether a text is a pattern with anything in each hole, or nothing. What stands
/// between two holes is taken where it comes first, which loses nothing.
fn matches(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split(HOLE).map(str::trim);
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// The words of the module that a file is, as its runner says it.
pub(super) fn module_of(file: &str) -> Vec<String> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let one = |word: &str| vec![word.to_owned()];
    match ending {
        "py" => one(stem),
        // A package is named by its folder.
        "go" => words(folder).last().map(one).unwrap_or_default(),
        "rs" => module_of_rust(folder, stem),
        // Java and C# say the package, JavaScript and the rest say nothing for sure.
        _ => Vec::new(),
    }
}

fn module_of_rust(folder: &str, stem: &str) -> Vec<String> {
    let stem = if matches!(stem, "mod" | "lib" | "main") { None } else { Some(stem) };
    let inside = match folder.rsplit_once("src/") {
        Some((_, inside)) => Cow::Borrowed(inside),
        None if folder == "src" || folder.ends_with("/src") => Cow::Borrowed(""),
        None => {
            folder.rsplit('/').next().filter(|last| *last != "tests").map_or(Cow::Borrowed(""), Cow::Borrowed)
        }
    };
    inside.split('/').filter(|part| !part.is_empty()).chain(stem).map(str::to_owned).collect()
}
