//! The tests of a Python file: functions and methods that pytest or unittest run.
//!
//! What stands in what follows from indentation. One logical line is looked at
//! after the other: a line goes on while brackets are open.

use super::lexer::{Lexer, Token};
use super::literals;
use super::names::{Kind, Naming, NodeId, Runs, Tests};

static NAMING: Naming = Naming { separators: &["::", "."], arguments: &['['], space: None };

/// Tokens of a line that are kept.
const KEPT_TOKENS: usize = 64;

/// Reads a file.
pub(super) fn read(text: &str) -> Tests {
    let mut reader = Reader {
        tests: Tests::new(&NAMING),
        scopes: Vec::new(),
        decorators: Decorators::default(),
        indent: 0,
        line: Vec::new(),
        brackets: 0,
    };
    for lexeme in Lexer::new(text, &literals::PYTHON) {
        if let (Some(indent), 0) = (lexeme.indent, reader.brackets) {
            reader.end_line();
            reader.indent = indent;
        }
        reader.take(lexeme.token);
    }
    reader.end_line();
    reader.tests
}

/// A block, with the column of what stands in front of it.
struct Scope {
    indent: usize,
    node: NodeId,
    kind: ScopeKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ScopeKind {
    /// A class whose methods are tests when their names say so.
    Tests(Collected),
    /// `if` and its like around classes and functions.
    Block,
    /// A test, or what runs before tests.
    Function,
    /// Anything else: nothing in it is a test.
    Opaque,
}

/// Who collects a class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Collected {
    /// pytest, by its name: a constructor hides it.
    ByName,
    /// unittest, by its base.
    ByBase,
}

/// What the decorators above a function or a class say.
#[derive(Default)]
struct Decorators {
    runs: Option<Runs>,
    is_fixture: bool,
}

struct Reader<'text> {
    tests: Tests,
    scopes: Vec<Scope>,
    decorators: Decorators,
    indent: usize,
    line: Vec<Token<'text>>,
    brackets: usize,
}

impl<'text> Reader<'text> {
    fn take(&mut self, token: Token<'text>) {
        match token {
            Token::Mark('(' | '[' | '{') => self.brackets += 1,
            Token::Mark(')' | ']' | '}') => self.brackets = self.brackets.saturating_sub(1),
            Token::Mark(';') if self.brackets == 0 => {
                self.end_line();
                return;
            }
            _ => {}
        }
        if self.line.len() < KEPT_TOKENS {
            self.line.push(token);
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.statement(&line);
        }
    }

    fn statement(&mut self, line: &[Token<'_>]) {
        while self.scopes.pop_if(|scope| scope.indent >= self.indent).is_some() {}
        let (parent, kind) = match self.scopes.last() {
            Some(scope) => (scope.node, Some(scope.kind)),
            None => (Tests::ROOT, None),
        };
        let line = match line {
            [Token::Word("async"), rest @ ..] => rest,
            _ => line,
        };
        match (kind, line) {
            (Some(ScopeKind::Opaque), _) => {}
            (Some(ScopeKind::Function), _) => self.in_function(line),
            (_, [Token::Mark('@'), rest @ ..]) => self.decorators.note(&words(rest)),
            (_, [Token::Word("class"), Token::Word(name), rest @ ..]) => {
                self.class(parent, name, &words(rest));
            }
            (_, [Token::Word("def"), Token::Word(name), ..]) => self.function((parent, kind), name),
            (_, [Token::Word(word), ..]) if opens_block(word) => {
                let node = self.tests.add_unnamed(parent);
                self.tests.limit(node, if may_run(word) { Runs::Sometimes } else { Runs::Always });
                self.push(node, ScopeKind::Block);
                self.outside_functions(parent, line);
            }
            _ => self.outside_functions(parent, line),
        }
    }

    fn push(&mut self, node: NodeId, kind: ScopeKind) {
        self.scopes.push(Scope { indent: self.indent, node, kind });
    }

    fn class(&mut self, parent: NodeId, name: &str, bases: &[&str]) {
        let decorators = std::mem::take(&mut self.decorators);
        let is_case = bases.iter().any(|base| base.ends_with("TestCase"));
        let node = self.tests.add(parent, name, Kind::Group);
        self.tests.limit(node, decorators.runs.unwrap_or(Runs::Always));
        let kind = match (is_case, name.starts_with("Test"), bases.is_empty()) {
            (true, ..) => ScopeKind::Tests(Collected::ByBase),
            (false, true, _) => ScopeKind::Tests(Collected::ByName),
            // Whether its base makes tests of its methods stands in another file.
            (false, false, false) => {
                self.tests.limit(node, Runs::Sometimes);
                ScopeKind::Tests(Collected::ByBase)
            }
            (false, false, true) => ScopeKind::Opaque,
        };
        self.push(node, kind);
    }

    fn function(&mut self, (parent, kind): (NodeId, Option<ScopeKind>), name: &str) {
        let decorators = std::mem::take(&mut self.decorators);
        if name == "__init__" && kind == Some(ScopeKind::Tests(Collected::ByName)) {
            self.tests.limit(parent, Runs::Never);
        }
        let is_setup = matches!(
            name,
            "setUp"
                | "setUpClass"
                | "asyncSetUp"
                | "setup_method"
                | "setup_class"
                | "setup_module"
                | "setUpModule"
        );
        if is_setup {
            self.push(parent, ScopeKind::Function);
        } else if name.starts_with("test") && !decorators.is_fixture {
            let node = self.tests.add(parent, name, Kind::Test);
            self.tests.limit(node, decorators.runs.unwrap_or(Runs::Always));
            self.push(node, ScopeKind::Function);
        } else {
            self.push(parent, ScopeKind::Opaque);
        }
    }

    /// Statements of a test: those that skip it.
    fn in_function(&mut self, line: &[Token<'_>]) {
        let Some(function) = self.scopes.last() else { return };
        let (node, indent) = (function.node, function.indent);
        if let [Token::Word(word), ..] = line
            && opens_block(word)
        {
            self.push(node, ScopeKind::Function);
            // A condition and what it leads to may stand in one line.
            if skip_of(&words(line)).is_some() {
                self.tests.limit(node, Runs::Sometimes);
            }
            return;
        }
        if matches!(line, [Token::Word("def" | "class"), ..]) {
            self.push(node, ScopeKind::Opaque);
            return;
        }
        // In the body itself nothing keeps it from being reached.
        let before = self.scopes.len().checked_sub(2).and_then(|at| self.scopes.get(at));
        let is_nested = before.is_some_and(|outer| {
            outer.kind == ScopeKind::Function && outer.node == node && outer.indent < indent
        });
        if let Some(runs) = skip_of(&words(line)) {
            self.tests.limit(node, if is_nested { Runs::Sometimes } else { runs });
        }
    }

    /// Statements of a module or a class.
    fn outside_functions(&mut self, parent: NodeId, line: &[Token<'_>]) {
        let words = words(line);
        let is_in_block = matches!(self.scopes.last(), Some(scope) if scope.kind == ScopeKind::Block);
        // What holds for a module or a class is said in a block of it, too.
        let outer = self.scopes.iter().rev().find(|scope| scope.kind != ScopeKind::Block);
        let whole = outer.map_or(Tests::ROOT, |scope| scope.node);
        let runs = match words.as_slice() {
            ["pytestmark", marks @ ..] => marks.iter().filter_map(|mark| mark_of(mark)).max(),
            ["__test__", "False", ..] => Some(Runs::Never),
            _ => skip_of(&words),
        };
        if let Some(runs) = runs {
            let runs = if is_in_block { runs.min(Runs::Sometimes) } else { runs };
            self.tests.limit(if is_in_block { whole } else { parent }, runs);
        }
    }
}

impl Decorators {
    fn note(&mut self, words: &[&str]) {
        // `pytest.mark.skip(reason=…)`: what it says stands before its arguments,
        // and no argument is named like it.
        let path = words.iter().take(4);
        self.is_fixture |= path.clone().any(|word| *word == "fixture");
        self.runs = self.runs.max(path.filter_map(|word| mark_of(word)).max());
    }
}

/// What a mark such as `skipif` lets a test do.
fn mark_of(word: &str) -> Option<Runs> {
    match word {
        "skip" | "expectedFailure" => Some(Runs::Never),
        "xfail" => Some(Runs::Sometimes),
        _ if word.starts_with("skip") => Some(Runs::Sometimes),
        _ => None,
    }
}

/// What a statement that skips makes of what it stands in.
fn skip_of(words: &[&str]) -> Option<Runs> {
    let calls = words
        .windows(2)
        .any(|pair| matches!(pair, ["pytest", "skip" | "xfail"] | ["self" | "cls", "skipTest"]));
    if calls || words.first() == Some(&"raise") && words.contains(&"SkipTest") {
        return Some(Runs::Never);
    }
    words.contains(&"importorskip").then_some(Runs::Sometimes)
}

fn words<'text>(line: &[Token<'text>]) -> Vec<&'text str> {
    let words = line.iter().filter_map(|token| match token {
        Token::Word(word) => Some(*word),
        Token::Text(_) | Token::Other | Token::Mark(_) => None,
    });
    words.collect()
}

fn opens_block(word: &str) -> bool {
    may_run(word) || matches!(word, "with" | "try" | "finally")
}

/// Whether what stands in such a block may not run.
fn may_run(word: &str) -> bool {
    matches!(word, "if" | "elif" | "else" | "for" | "while" | "except" | "match" | "case")
}
