//! Odd code in every language: that what hides a test hides it, and that no text does harm.
//!
//! What an ordinary file of each language shows stands in
//! `fixtures/threat_model/native/tests-in-seven-languages`.

use super::names::{HOLE, Runs};
use super::{Language, read};

const LANGUAGES: [(Language, &str); 6] = [
    (Language::Rust, "a.rs"),
    (Language::Java, "A.java"),
    (Language::CSharp, "A.cs"),
    (Language::Script, "a.test.ts"),
    (Language::Go, "a_test.go"),
    (Language::Python, "test_a.py"),
];

fn find(file: &str, text: &str, name: &str) -> Option<Runs> {
    let language = Language::of(file).expect("a known language");
    read(language, file, text).find(name)
}

#[track_caller]
fn assert_runs(file: &str, text: &str, expected: &[(&str, Option<Runs>)]) {
    for (name, runs) in expected {
        assert_eq!(find(file, text, name), *runs, "{name} in {text}");
    }
}

const ALWAYS: Option<Runs> = Some(Runs::Always);
const SOMETIMES: Option<Runs> = Some(Runs::Sometimes);
const NEVER: Option<Runs> = Some(Runs::Never);

#[test]
fn only_these_languages_are_known() {
    for (language, file) in LANGUAGES {
        assert_eq!(Language::of(file), Some(language));
    }
    for file in ["a.kt", "a.rb", "a.swift", "java", "a.rs.txt", ".py.bak"] {
        assert_eq!(Language::of(file), None, "{file}");
    }
}

#[test]
fn a_class_is_skipped_with_all_that_stands_in_it() {
    let java =
        "@Disabled class A { @Test void a() {} class B { @Test void b() {} } } class C { @Test void c() {} }";
    assert_runs("A.java", java, &[("a", NEVER), ("A.B.b", NEVER), ("C.c", ALWAYS)]);
    let setup = "class A { @BeforeAll static void up() { assumeTrue(isLinux()); } @Test void a() {} }";
    assert_runs("A.java", setup, &[("a", SOMETIMES), ("up", None)]);
    let test_ng = "@Test public class A { public void a() {} void b() {} @DataProvider public void c() {} @Test(enabled = false) public void d() {} }";
    assert_runs("A.java", test_ng, &[("a", ALWAYS), ("b", None), ("c", None), ("d", NEVER)]);
    let c_sharp = "[TestFixture(Ignore = \"x\")] class A { [Test] public void a() {} } class B { [SetUp] public void Up() { Assume.That(x); } [Test] public void b() {} }";
    assert_runs("A.cs", c_sharp, &[("a", NEVER), ("b", SOMETIMES), ("Up", None)]);
}

#[test]
fn declarations_that_look_like_others_are_told_apart() {
    let java = "enum E { A(1) { void x() {} }, B; @Test void a() {} } @interface T { String v() default \"{\"; } record R(int a) { @Test void r() {} } class G { int[] a = {1, 2}; Class<?> k = G.class; static { } @Test void g() {} }";
    assert_runs(
        "A.java",
        java,
        &[("E.a", ALWAYS), ("R.r", ALWAYS), ("G.g", ALWAYS), ("x", None), ("v", None)],
    );
    let c_sharp = "namespace A.B { class C<T> : D<T> where T : class, new() { int[] a = new[] { 1 }; int this[int i] { get { return 1; } } public int P => a[0]; [method: Fact] public void c() {} } namespace E { class F { [Fact] void f() {} } } } class G { [Fact] void g() {} }";
    let found = [("A.B.C.c", ALWAYS), ("A.B.E.F.f", ALWAYS), ("G.g", ALWAYS), ("A.G.g", None)];
    assert_runs("A.cs", c_sharp, &found);
}

#[test]
fn skipping_behind_a_condition_is_no_skipping() {
    let java = "class A { @Test void a() { if (x) { throw new SkipException(\"x\"); } } @Test void b() { throw new SkipException(\"x\"); } }";
    assert_runs("A.java", java, &[("a", SOMETIMES), ("b", NEVER)]);
    let c_sharp = "class A { [Fact] void a() { var x = 1; Assert.Skip(\"x\"); } [Fact] void b() { Assert.Skip(\"x\"); } }";
    assert_runs("A.cs", c_sharp, &[("a", SOMETIMES), ("b", NEVER)]);
    let go = "func TestA(t *testing.T) {\n\tx := func() { t.Skip() }\n}\nfunc TestB(b *testing.T) {\n\tt.Skip()\n}\n";
    assert_runs("a_test.go", go, &[("TestA", SOMETIMES), ("TestB", ALWAYS)]);
    let python = "import pytest\npytestmark = [pytest.mark.slow]\ndef test_a():\n    if x: pytest.skip('x')\ndef test_b():\n    with x:\n        pytest.skip('x')\nclass TestC:\n    pytestmark = pytest.mark.skip\n    def test_c(self): pass\n";
    let found = [("test_a", SOMETIMES), ("test_b", SOMETIMES), ("test_c", NEVER)];
    assert_runs("test_a.py", python, &found);
}

#[test]
fn a_whole_module_can_be_skipped() {
    let python = |line: &str| format!("import pytest\n{line}\ndef test_a(): pass\n");
    for (line, runs) in [
        ("pytestmark = pytest.mark.skip(reason='x')", NEVER),
        ("pytest.skip('x', allow_module_level=True)", NEVER),
        ("if x:\n    pytest.skip('x', allow_module_level=True)", SOMETIMES),
        ("redis = pytest.importorskip('redis')", SOMETIMES),
        ("raise unittest.SkipTest('x')", NEVER),
        ("x = 'pytest.skip'", ALWAYS),
    ] {
        assert_eq!(find("test_a.py", &python(line), "test_a"), runs, "{line}");
    }
    assert_runs(
        "a_test.go",
        "//go:build ignore\n\npackage a\nfunc TestA(t *testing.T) {}\n",
        &[("TestA", NEVER)],
    );
    let late = "package a\n//go:build ignore\nfunc TestA(t *testing.T) {}\n";
    assert_runs("a_test.go", late, &[("TestA", ALWAYS)]);
}

#[test]
fn calls_that_look_like_tests_are_none() {
    let script = "\
        const re = a / it('divides', () => {}) / b;\n\
        function test(name) {}\nrunner.it('of another', () => {});\nit.extend('x', () => {});\n\
        const jsx = <p>it's</p>;\nit('behind jsx', () => {});\n\
        it('a' + b, () => {});\n";
    assert_runs("a.tsx", script, &[("behind jsx", ALWAYS), ("of another", Some(Runs::Unnamed))]);
    let without = "runner.it('of another', () => {});\nclass A { test(a) { return a; } }\nit.extend('x');\n";
    assert_runs("a.ts", without, &[("of another", None), ("x", None), ("a", None)]);
    let playwright = "test.describe('a', () => { test.skip(isMobile, 'x'); test('b', () => {}); });\ntest.describe('c', () => { test.skip(); test('d', () => {}); });\ntest('e', () => {});\n";
    assert_runs("a.ts", playwright, &[("a › b", SOMETIMES), ("c › d", NEVER), ("e", ALWAYS)]);
}

#[test]
fn names_fit_whole_parts_alone() {
    let java = "package a.b; class Outer { class In { @Test void x() {} } }";
    let fits = ["x", "In.x", "Outer.In.x", "b.Outer.In.x", "a.b.Outer$In#x", "x(int)", "x[1]"];
    for name in fits {
        assert_eq!(find("A.java", java, name), ALWAYS, "{name}");
    }
    let fails = ["", "ter.In.x", "Outer.x", "c.a.b.Outer.In.x", ".x", "In.", "In", "X"];
    for name in fails {
        assert_eq!(find("A.java", java, name), None, "{name}");
    }
    let script = "describe('a > b', () => it('c › d', () => {}))";
    let fits = ["c › d", "a > b › c › d", "a > b > c › d", "a > b c › d"];
    for name in fits {
        assert_eq!(find("a.ts", script, name), ALWAYS, "{name}");
    }
    assert_runs("a.ts", script, &[("d", None), ("b › c › d", None)]);
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own fixtures")]
fn fixture(path: &std::path::Path) -> Vec<u8> {
    std::fs::read(path).expect("a fixture")
}

#[test]
fn a_text_cut_anywhere_is_read() {
    let folder =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/threat_model/native/tests-in-seven-languages/test");
    for entry in std::fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let text = String::from_utf8(fixture(&path)).expect("text");
        let Some(language) = Language::of(&name) else { continue };
        for (end, _) in text.char_indices() {
            let _ = read(language, &name, text.get(..end).unwrap_or_default()).find("a › b");
        }
    }
}

#[test]
fn endless_openings_are_read_once() {
    let openings = [
        "(",
        "[",
        "{",
        "/*",
        "//",
        "'",
        "\"",
        "\"\"\"",
        "'''",
        "`",
        "`${",
        "${",
        "@",
        "@A(",
        "[A(",
        "$@",
        "r#",
        "#[",
        "#",
        "/",
        "/[",
        "a.",
        "it(",
        "it('a', () => {",
        "describe('a',",
        "it.each`",
        "class A {",
        "func TestA(t *testing.T) {",
        "t.Run(\"a\", func(t *testing.T) {",
        "class A:\n ",
        "if x:\n",
        "<",
        "=",
        "namespace a.",
        "\\\n",
        "\t",
        "#if\n",
        "mod a {",
        "é",
        "\u{2028}",
    ];
    for (language, file) in LANGUAGES {
        for opening in openings {
            let tests = read(language, file, &opening.repeat(20_000));
            let _ = tests.find("a.a");
        }
    }
}

#[test]
fn tests_without_number_are_told_of() {
    let one = "it('a', () => {});\n";
    let few = read(Language::Script, "a.ts", &one.repeat(10));
    assert!(!few.is_cut() && few.find("b").is_none());
    assert!(read(Language::Script, "a.ts", &one.repeat(100_001)).is_cut());
}

#[test]
fn deep_groups_keep_their_tests() {
    let text = format!("{}it('last', () => {{}});", "describe('a', () => {".repeat(10_000));
    assert_eq!(find("a.ts", &text, "last"), None, "too deep to be named");
    let text = format!("{}it('last', () => {{}});", "describe('a', () => {".repeat(60));
    assert_eq!(find("a.ts", &text, "a › a › last"), ALWAYS);
}

/// What a run may call the test, with `_` for holes, and how many tests beside it have rows.
fn called(language: Language, text: &str, name: &str) -> (Vec<String>, usize) {
    let found = read(language, "a_test.go", text).called(name);
    let names = found.iter().flat_map(|one| &one.names).map(|name| name.replace(HOLE, "_"));
    (names.collect(), found.iter().map(|one| one.tests_with_rows).sum())
}

#[test]
fn a_run_may_show_a_test_by_another_name() {
    let java = r#"package a; class LimitsTest {
        @Test @DisplayName("refuses \"bombs\"") void bombs() {}
        @ParameterizedTest(name = "{index}: {0} is bounded") @ValueSource(strings = {"x"}) void bounds(String s) {}
        @RepeatedTest(3) void again() {}
        @Disabled @ParameterizedTest void off(int i) {}
        @Test @DisplayName("a" + NAME) void joined() {}
        @Test @Tag("slow") void tagged() {}
    }"#;
    let of = |name: &str| called(Language::Java, java, name);
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(of("bombs"), (names(&["a::LimitsTest::bombs", "a::LimitsTest::refuses \"bombs\""]), 0));
    assert_eq!(of("bounds"), (names(&["a::LimitsTest::bounds", "a::LimitsTest::_: _ is bounded"]), 2));
    assert_eq!(of("again"), (names(&["a::LimitsTest::again"]), 2));
    // A name that is put together, and a text that is no name.
    assert_eq!(of("joined"), (names(&["a::LimitsTest::joined"]), 0));
    assert_eq!(of("tagged"), (names(&["a::LimitsTest::tagged"]), 0));
    let c_sharp = r#"namespace Bank; class L {
        [Theory(DisplayName = "takes each")] [InlineData("x")] public void Takes(string one) {}
    }"#;
    assert_eq!(
        called(Language::CSharp, c_sharp, "Takes"),
        (names(&["Bank::L::Takes", "Bank::L::takes each"]), 1)
    );
}

#[test]
fn rows_of_a_table_leave_holes_in_a_name() {
    let script = "describe.each([1])('with %i', () => { it.each([[1, 2]])('adds $a.b up to 100%% of %s', () => {}); \
                  it('costs 5% of $x', () => {}); })";
    let of = |name: &str| called(Language::Script, script, name);
    let sums = "with _ › adds _ up to 100% of _".to_owned();
    assert_eq!(of("adds $a.b up to 100%% of %s"), (vec![sums], 1));
    // Without a table these are characters like any others.
    assert_eq!(of("costs 5% of $x"), (vec!["with _ › costs 5% of $x".to_owned()], 0));
    let rust = "#[rstest]\n#[case(1)]\nfn bounds(#[case] n: u8) {}\n#[test]\nfn plain() {}";
    assert_eq!(called(Language::Rust, rust, "bounds"), (vec!["bounds".to_owned()], 1));
    assert_eq!(called(Language::Rust, rust, "plain").1, 0);
}
