//! The tests of a Go file: `TestXxx` and `FuzzXxx`, and what they run by name.

use super::lexer::{Lexer, Token};
use super::literals;
use super::names::{Kind, Naming, NodeId, Runs, Tests};

/// `go test` writes a space as `_`.
static NAMING: Naming = Naming { separators: &["/", "."], arguments: &[], space: Some("_") };

/// Tests around a statement among which its own is looked for.
const NEAR_FRAMES: usize = 64;

/// Reads a file. Only files of this name are compiled for tests.
pub(super) fn read(text: &str, file_name: &str) -> Tests {
    let mut reader = Reader {
        tests: Tests::new(&NAMING),
        frames: Vec::new(),
        header: None,
        run: None,
        before: [None; 3],
        braces: 0,
        parentheses: 0,
    };
    if !file_name.ends_with("_test.go") {
        return reader.tests;
    }
    if let Some(runs) = constraint(text) {
        reader.tests.limit(Tests::ROOT, runs);
    }
    for lexeme in Lexer::new(text, &literals::GO) {
        reader.take(lexeme.token);
        reader.before = [Some(lexeme.token), reader.before[0], reader.before[1]];
    }
    reader.tests
}

/// What a build constraint above the package makes of the whole file.
fn constraint(text: &str) -> Option<Runs> {
    let mut lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("package "));
    let constraint = lines
        .find_map(|line| line.strip_prefix("//go:build ").or_else(|| line.strip_prefix("// +build ")))?;
    Some(if constraint.trim() == "ignore" { Runs::Never } else { Runs::Sometimes })
}

/// A function on its way: `func (r Receiver) Name(t *testing.T) {`.
#[derive(Default)]
struct Header<'text> {
    receiver: Option<&'text str>,
    name: Option<&'text str>,
    parameters: Vec<&'text str>,
    /// Parentheses that were open where it began.
    outside: usize,
    /// The test that a function without a name is for.
    node: Option<NodeId>,
}

/// A test's body.
struct Frame<'text> {
    node: NodeId,
    parameter: &'text str,
    braces: usize,
}

/// `t.Run(` on its way.
struct Run {
    parent: NodeId,
    parentheses: usize,
    stage: Stage,
    /// Until a function takes it.
    node: Option<NodeId>,
}

/// How far the first argument of `t.Run(` is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    First,
    Named,
    Rest,
}

struct Reader<'text> {
    tests: Tests,
    frames: Vec<Frame<'text>>,
    header: Option<Header<'text>>,
    run: Option<Run>,
    before: [Option<Token<'text>>; 3],
    braces: usize,
    parentheses: usize,
}

impl<'text> Reader<'text> {
    fn take(&mut self, token: Token<'text>) {
        self.name_run(token);
        match token {
            Token::Mark('{') => {
                self.braces += 1;
                self.open();
            }
            Token::Mark('}') => {
                self.frames.pop_if(|frame| frame.braces >= self.braces);
                self.braces = self.braces.saturating_sub(1);
            }
            Token::Mark('(') => {
                self.parentheses += 1;
                self.call();
            }
            Token::Mark(')') => {
                self.run.take_if(|run| run.parentheses >= self.parentheses);
                self.parentheses = self.parentheses.saturating_sub(1);
            }
            Token::Word("func") if self.frames.is_empty() && self.braces > 0 => {}
            Token::Word("func") => {
                let node = self.run.as_mut().and_then(|run| run.node.take());
                let outside = self.parentheses;
                self.header = Some(Header { outside, node, ..Header::default() });
            }
            Token::Word(word) => self.word(word),
            Token::Mark(_) | Token::Text(_) | Token::Other => {}
        }
    }

    fn word(&mut self, word: &'text str) {
        let (before, parentheses) = (self.before, self.parentheses);
        let Some(header) = &mut self.header else { return };
        if parentheses > header.outside {
            if header.name.is_none() && header.node.is_none() {
                // The last word of a receiver is its type.
                header.receiver = Some(word);
            } else if header.parameters.len() < 4 {
                header.parameters.push(word);
            }
        } else if matches!(before[0], Some(Token::Word("func") | Token::Mark(')'))) && header.name.is_none() {
            header.name = Some(word);
        }
    }

    /// At an opening brace: a test's body may begin.
    fn open(&mut self) {
        let Some(header) = self.header.take_if(|header| header.outside >= self.parentheses) else { return };
        let parameter = header.parameters.first().copied().unwrap_or_default();
        let node = match (header.node, header.name, header.receiver) {
            (Some(node), ..) => Some(node),
            (None, Some(name), None) if self.braces == 1 && is_test(name, &header.parameters) => {
                Some(self.tests.add(Tests::ROOT, name, Kind::Test))
            }
            // A suite's method runs when some test runs the suite.
            (None, Some(name), Some(suite))
                if self.braces == 1 && name.starts_with("Test") && header.parameters.is_empty() =>
            {
                let suite = self.tests.add(Tests::ROOT, suite, Kind::Group);
                self.tests.limit(suite, Runs::Sometimes);
                Some(self.tests.add(suite, name, Kind::Test))
            }
            _ => None,
        };
        if let Some(node) = node {
            self.frames.push(Frame { node, parameter, braces: self.braces });
        }
    }

    /// At an opening parenthesis: `t.Run(`, `t.Skip(`.
    fn call(&mut self) {
        let [Some(Token::Word(method)), Some(Token::Mark('.')), Some(Token::Word(receiver))] = self.before
        else {
            return;
        };
        let mut frames = self.frames.iter().rev().take(NEAR_FRAMES);
        let Some(frame) = frames.find(|frame| frame.parameter == receiver) else { return };
        match method {
            "Run" => {
                let (parent, parentheses) = (frame.node, self.parentheses);
                self.run = Some(Run { parent, parentheses, stage: Stage::First, node: None });
            }
            "Skip" | "Skipf" | "SkipNow" => {
                // In the body itself nothing keeps it from being reached.
                let runs = if frame.braces == self.braces { Runs::Never } else { Runs::Sometimes };
                self.tests.limit(frame.node, runs);
            }
            _ => {}
        }
    }

    /// The name of what `t.Run(` runs; one that is made at run time is none.
    fn name_run(&mut self, token: Token<'text>) {
        let (tests, before) = (&mut self.tests, self.before[0]);
        let Some(run) = &mut self.run else { return };
        let node = match (run.stage, token, before) {
            (Stage::Rest, ..) => return,
            (Stage::First, Token::Text(_), _) => {
                run.stage = Stage::Named;
                return;
            }
            (Stage::Named, Token::Mark(','), Some(Token::Text(name))) => {
                tests.add(run.parent, name, Kind::Test)
            }
            _ => {
                tests.note_unnamed(run.parent);
                tests.add_unnamed(run.parent)
            }
        };
        run.stage = Stage::Rest;
        run.node = Some(node);
    }
}

/// Whether `go test` runs a function of that name with these parameters.
fn is_test(name: &str, parameters: &[&str]) -> bool {
    let of = |prefix: &str| {
        let rest = name.strip_prefix(prefix)?;
        Some(!rest.starts_with(char::is_lowercase))
    };
    match parameters {
        [_, "testing", "T"] => of("Test").unwrap_or_default(),
        [_, "testing", "F"] => of("Fuzz").unwrap_or_default(),
        _ => false,
    }
}
