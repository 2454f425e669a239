//! Names as runners write them, and whose they are.

use std::sync::Arc;

use super::{Asked, TestResults, module_of, words};
use crate::domain::place::Place;
use crate::domain::test_result::Outcome::{self, Failed, Passed, Skipped};
use crate::domain::test_result::TestResult;
use crate::threat_model::test_code::{HOLE, Rows};

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

fn asked<'file>(file: &'file str, path: &str) -> Asked<'file> {
    let path = words(path).map(str::to_owned).collect();
    Asked { path, rows: Rows::Many, file, module: module_of(file) }
}

/// Whether a result of these names is the test's.
fn is(file: &str, path: &str, (suite, class, name): (&str, &str, &str)) -> bool {
    results(&[(suite, class, name, Outcome::Passed)]).outcome(&[asked(file, path)]).is_some()
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
    let asked = asked("t/a.test.js", "x");
    for (file, expected) in [
        ("t/a.test.js", true),
        ("./t/a.test.js", true),
        ("/ci/t/a.test.js", true),
        ("t\\a.test.js", true),
        ("t/b.test.js", false),
        ("u/a.test.js", false),
    ] {
        assert_eq!(result(file).outcome(std::slice::from_ref(&asked)).is_some(), expected, "{file}");
    }
}

/// How a test ended of whose rows these are the names and outcomes.
fn ended(file: &str, path: &str, rows: &[(&str, Outcome)]) -> Option<Outcome> {
    let class = "a.LimitsTest";
    let all: Vec<_> = rows.iter().map(|(name, outcome)| ("s", class, *name, *outcome)).collect();
    results(&all).outcome(&[asked(file, path)]).map(|(outcome, _)| outcome)
}

#[test]
fn every_row_has_to_have_passed() {
    let java = "a/LimitsTest.java";
    let of = |rows: &[(&str, Outcome)]| ended(java, "a.LimitsTest.x", rows);
    assert_eq!(of(&[("x[1]", Passed), ("x[2]", Passed)]), Some(Passed));
    assert_eq!(of(&[("x[1]", Passed), ("x[2]", Failed), ("x[3]", Skipped)]), Some(Failed));
    assert_eq!(of(&[("x[1]", Skipped), ("x[2]", Passed)]), Some(Skipped));
    assert_eq!(of(&[]), None);
    // One row on two machines, of which one couldn't run it.
    assert_eq!(of(&[("x[1]", Skipped), ("x[1]", Passed)]), Some(Passed));
    assert_eq!(of(&[("x[1]", Failed), ("x[1]", Passed)]), Some(Failed));
}

#[test]
fn rows_with_names_of_their_own_are_the_tests() {
    let go = |rows: &[(&str, Outcome)]| {
        let all: Vec<_> = rows.iter().map(|(name, outcome)| ("s", "bank/pkg", *name, *outcome)).collect();
        results(&all).outcome(&[asked("pkg/a_test.go", "TestA")]).map(|(outcome, _)| outcome)
    };
    assert_eq!(go(&[("TestA", Passed), ("TestA/b", Passed), ("TestA/b/c", Skipped)]), Some(Skipped));
    assert_eq!(go(&[("TestA", Passed), ("TestAB/c", Failed)]), Some(Passed));
    let rust = |name: &str| {
        let results = results(&[("bank", "bank", name, Passed)]);
        results.outcome(&[asked("src/depth.rs", "tests::bounds")]).is_some()
    };
    assert!(rust("depth::tests::bounds::case_1_deep"));
    assert!(!rust("depth::tests::bounds_too::case_1"));
    let shown = |name: &str| ended("a/LimitsTest.java", "a.LimitsTest.adds up", &[(name, Passed)]);
    assert_eq!(shown("adds up [1] 1, 2"), Some(Passed));
    assert_eq!(shown("adds up [one] 1, 2"), None);
}

#[test]
fn a_name_with_holes_is_each_of_its_rows() {
    let jest = "t/sums.test.ts";
    let of = |pattern: &str, name: &str| {
        let names = ("sums", name, name);
        is(jest, &pattern.replace('%', &HOLE.to_string()), names)
    };
    assert!(of("sums › adds % to %", "sums adds 1 to 2"));
    assert!(of("sums › adds % to %", "sums adds -1.5 to a b"));
    assert!(of("sums › adds %", "sums › adds 1/2"));
    assert!(!of("sums › adds % to %", "sums adds 1 and 2"));
    assert!(!of("sums › adds %", "others adds 1"));
    assert!(!of("sums › adds % up", "sums adds 1 upwards"));
    // Of a name that is all holes nobody can tell.
    assert!(!is(jest, &HOLE.to_string(), ("sums", "sums adds 1", "sums adds 1")));
}

#[test]
fn numbers_alone_count_where_every_test_with_rows_has_its_first() {
    let java = asked("a/LimitsTest.java", "a.LimitsTest.bounds");
    let of = |rows: &[(&str, Outcome)], tests_with_rows: usize| {
        let all = rows.iter().map(|(name, outcome)| ("s", "a.LimitsTest", *name, *outcome));
        let all: Vec<_> = all.collect();
        results(&all).outcome_by_numbers(&java, tests_with_rows).map(|(outcome, _)| outcome)
    };
    assert_eq!(of(&[("[1] a", Passed), ("[2] b", Passed)], 1), Some(Passed));
    assert_eq!(of(&[("[1] a", Passed), ("[2] b", Skipped)], 1), Some(Skipped));
    assert_eq!(of(&[("repetition 1 of 2", Passed), ("repetition 2 of 2", Failed)], 1), Some(Failed));
    // Whose rows they are nobody knows, and one of the two tests has none.
    assert_eq!(of(&[("[1] a", Passed), ("[2] b", Passed)], 2), None);
    assert_eq!(of(&[("[1] a", Passed), ("[1] b", Passed)], 2), Some(Passed));
    let elsewhere = results(&[("s", "b.LimitsTest", "[1] a", Passed)]);
    assert!(elsewhere.outcome_by_numbers(&java, 1).is_none());
}
