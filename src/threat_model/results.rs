//! Which results speak of a test: runners write its name in a dozen ways.
//!
//! Names are compared word by word, whatever stands between the words, because
//! a runner writes `a.b.Limits$Inner` and the next one `Limits > inner`. A result
//! is a test's when its suites, class and name together end with all that the
//! test stands in and its name, and where the runner says a file or a module,
//! with that before it: two files may have tests of one name.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::place::Place;
use crate::domain::test_result::{Outcome, TestResult};

/// The results of a run, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct TestResults {
    entries: Vec<Entry>,
    /// By the last word of a name.
    by_word: HashMap<Box<str>, Vec<usize>>,
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
}

/// A test that results are asked for.
pub(super) struct Asked<'model> {
    /// The words of what it stands in and of its name, outermost first.
    pub(super) path: Vec<String>,
    /// The file of its code.
    pub(super) file: &'model str,
    /// Words that stand before it where the runner knows its file.
    pub(super) module: Vec<String>,
}

/// Words of one name that are compared.
const MOST_WORDS: usize = 256;

impl TestResults {
    /// Puts results in order.
    pub fn new(results: &[TestResult]) -> Self {
        let mut known = Self::default();
        for result in results {
            let whole: Vec<Box<str>> = owned(words(&result.name));
            let cut = without_arguments(&result.name);
            known.add(result, whole);
            if cut.len() < result.name.len() {
                known.add(result, owned(words(cut)));
            }
        }
        known
    }

    fn add(&mut self, result: &TestResult, name: Vec<Box<str>>) {
        let Some(last) = name.last() else { return };
        self.by_word.entry(last.clone()).or_default().push(self.entries.len());
        self.entries.push(Entry {
            outcome: result.outcome,
            place: result.place.clone(),
            file: result.file.as_deref().map(|file| file.replace('\\', "/").into_boxed_str()),
            suites: owned(result.suites.iter().flat_map(|suite| words(suite))),
            class: owned(result.class.iter().flat_map(|class| words(class))),
            name,
        });
    }

    /// How many results one question may have to look at.
    pub(super) fn cost(&self, asked: &Asked<'_>) -> usize {
        let found = asked.path.last().and_then(|last| self.by_word.get(last.as_str()));
        found.map_or(0, Vec::len).saturating_mul(MOST_WORDS)
    }

    /// How a test ended: of several results the worst but a skipped one, because
    /// one case of many may be skipped.
    pub(super) fn outcome(&self, asked: &Asked<'_>) -> Option<(Outcome, &Place)> {
        let candidates = asked.path.last().and_then(|last| self.by_word.get(last.as_str()))?;
        let entries = candidates.iter().filter_map(|at| self.entries.get(*at));
        let fitting = entries.filter(|entry| entry.fits(asked));
        // Of equals the last is kept, so that the place doesn't depend on luck.
        fitting.map(|entry| (entry.outcome, &entry.place)).max_by_key(|(outcome, _)| *outcome)
    }
}

impl Entry {
    fn fits(&self, asked: &Asked<'_>) -> bool {
        let file = self.file.as_deref().filter(|file| file.contains('.'));
        let module: &[String] = match file {
            Some(file) if is_same_file(file, asked.file) => &[],
            Some(file) if file.contains('/') => return false,
            _ => &asked.module,
        };
        // The runner says what the test stands in by its class, or by its suites.
        let says_nothing = self.class.is_empty() && self.suites.is_empty();
        let mut outer =
            [&self.class, &self.suites].into_iter().filter(|outer| !outer.is_empty() || says_nothing);
        outer.any(|outer| self.fits_behind(outer, &asked.path, module))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Asked, TestResults, module_of, words};
    use crate::domain::place::Place;
    use crate::domain::test_result::Outcome::{self, Failed, Passed, Skipped};
    use crate::domain::test_result::TestResult;

    fn results(all: &[(&str, &str, &str, Outcome)]) -> TestResults {
        let result = |(suite, class, name, outcome): &(&str, &str, &str, Outcome)| TestResult {
            suites: vec![Arc::from(*suite)],
            class: (!class.is_empty()).then(|| Arc::from(*class)),
            name: Arc::from(*name),
            file: None,
            outcome: *outcome,
            place: Place::outside("junit.xml"),
        };
        TestResults::new(&all.iter().map(result).collect::<Vec<_>>())
    }

    /// Whether a result of these names is the test's.
    fn is(file: &str, path: &str, (suite, class, name): (&str, &str, &str)) -> bool {
        let asked = Asked { path: words(path).map(str::to_owned).collect(), file, module: module_of(file) };
        results(&[(suite, class, name, Outcome::Passed)]).outcome(&asked).is_some()
    }

    #[test]
    fn what_runners_write_is_found() {
        let java = ("src/test/java/a/b/LimitsTest.java", "a.b.LimitsTest.bounds");
        let jest = ("test/limits.test.ts", "limits › refuses a bomb");
        let found = [
            // surefire, Gradle, a nested class, a case with arguments.
            (java.0, java.1, ("a.b.LimitsTest", "a.b.LimitsTest", "bounds")),
            (java.0, java.1, ("a.b.LimitsTest", "a.b.LimitsTest", "bounds()")),
            (java.0, java.1, ("LimitsTest", "a.b.LimitsTest", "bounds(String)[1]")),
            (java.0, java.1, ("LimitsTest", "a.b.LimitsTest", "bounds{String}[1]")),
            (java.0, "a.b.LimitsTest.Inner.x", ("s", "a.b.LimitsTest$Inner", "x")),
            // The loggers of `dotnet test`.
            ("t/L.cs", "Bank.LimitsTests.TakesEach", ("Bank", "Bank.LimitsTests", "TakesEach(one: \"x.y\")")),
            ("t/L.cs", "Bank.L.In.X", ("Bank", "Bank.L+In", "X")),
            // pytest.
            ("tests/test_limits.py", "test_bounds", ("pytest", "tests.test_limits", "test_bounds[a b]")),
            ("tests/test_limits.py", "TestA.test_b", ("pytest", "tests.test_limits.TestA", "test_b")),
            // jest-junit, Vitest, Mocha, `node:test`.
            (jest.0, jest.1, ("limits", "limits refuses a bomb", "limits refuses a bomb")),
            (jest.0, jest.1, ("test/limits.test.ts", "test/limits.test.ts", "limits > refuses a bomb")),
            (jest.0, jest.1, ("limits", "test", "refuses a bomb")),
            // go-junit-report, gotestsum.
            (
                "pkg/limits/a_test.go",
                "TestA/a_b",
                ("bank.example/pkg/limits", "bank.example/pkg/limits", "TestA/a_b"),
            ),
            ("a_test.go", "TestA", ("bank.example/pkg", "pkg", "TestA")),
            // cargo-nextest.
            ("src/limits/depth.rs", "tests::bounds", ("bank", "bank", "limits::depth::tests::bounds")),
            ("src/lib.rs", "tests::bounds", ("bank", "bank", "tests::bounds")),
            ("tests/limits.rs", "bounds", ("bank::limits", "bank::limits", "bounds")),
            ("core/src/a/mod.rs", "tests::bounds", ("core", "core", "a::tests::bounds")),
        ];
        for (file, path, result) in found {
            assert!(is(file, path, result), "{file} {path} {result:?}");
        }
    }

    #[test]
    fn another_test_of_that_name_is_another() {
        let others = [
            ("a/b/LimitsTest.java", "a.b.LimitsTest.bounds", ("s", "a.c.LimitsTest", "bounds")),
            ("a/b/LimitsTest.java", "a.b.LimitsTest.bounds", ("s", "a.b.LimitsTest", "boundsToo")),
            ("tests/test_a.py", "test_x", ("pytest", "tests.test_b", "test_x")),
            ("tests/test_a.py", "test_x", ("pytest", "tests.test_a.TestY", "test_x")),
            ("t/a.test.ts", "bomb", ("s", "limits", "refuses a bomb")),
            ("t/a.test.ts", "limits › refuses", ("s", "other", "never limits refuses")),
            ("pkg/a/a_test.go", "TestA", ("bank.example/pkg/b", "bank.example/pkg/b", "TestA")),
            ("src/a.rs", "tests::x", ("bank", "bank", "b::tests::x")),
            ("src/a.rs", "tests::x", ("bank", "bank", "tests::x")),
            ("tests/a.rs", "x", ("bank::b", "bank::b", "x")),
        ];
        for (file, path, result) in others {
            assert!(!is(file, path, result), "{file} {path} {result:?}");
        }
    }

    #[test]
    fn a_file_that_the_runner_names_decides() {
        let result = |file: &str| {
            TestResults::new(&[TestResult {
                suites: Vec::new(),
                class: None,
                name: Arc::from("x"),
                file: Some(Arc::from(file)),
                outcome: Outcome::Passed,
                place: Place::outside("junit.xml"),
            }])
        };
        let asked = Asked { path: vec!["x".to_owned()], file: "t/a.test.js", module: Vec::new() };
        for (file, expected) in [
            ("t/a.test.js", true),
            ("./t/a.test.js", true),
            ("/ci/t/a.test.js", true),
            ("t\\a.test.js", true),
            ("t/b.test.js", false),
            ("u/a.test.js", false),
        ] {
            assert_eq!(result(file).outcome(&asked).is_some(), expected, "{file}");
        }
    }

    #[test]
    fn one_failed_case_fails_the_test_and_one_skipped_case_does_not() {
        let asked = Asked { path: vec!["x".to_owned()], file: "a.kt", module: Vec::new() };
        let of = |outcomes: &[Outcome]| {
            let all: Vec<_> = outcomes.iter().map(|outcome| ("s", "", "x[1]", *outcome)).collect();
            results(&all).outcome(&asked).map(|(outcome, _)| outcome)
        };
        assert_eq!(of(&[Passed, Failed, Skipped]), Some(Failed));
        assert_eq!(of(&[Skipped, Passed]), Some(Passed));
        assert_eq!(of(&[Skipped]), Some(Skipped));
        assert_eq!(of(&[]), None);
    }
}
