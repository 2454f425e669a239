//! The tests of a JavaScript or TypeScript file: calls with a name and a function.
//!
//! Jest, Vitest, Mocha, Jasmine, `node:test`, Playwright. Names are texts, and
//! groups stand around them: `describe › it`.

use super::lexer::{Lexer, Token};
use super::literals;
use super::names::{HOLE, Kind, Naming, NodeId, Runs, Tests};

static NAMING: Naming = Naming { separators: &[" › ", " > ", " "], arguments: &[], space: None };

/// Calls in which the test of a statement is looked for.
const NEAR_CALLS: usize = 8;

/// Reads a file.
pub(super) fn read(text: &str) -> Tests {
    let mut reader = Reader {
        tests: Tests::new(&NAMING),
        calls: Vec::new(),
        chain: None,
        before: [None; 3],
        parentheses: 0,
        braces: 0,
    };
    for lexeme in Lexer::new(text, &literals::SCRIPT) {
        reader.take(lexeme.token);
        reader.before = [Some(lexeme.token), reader.before[0], reader.before[1]];
    }
    reader.tests
}

/// `describe.skip.each`: what is about to be called.
#[derive(Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what its words said so far, each by itself")]
struct Chain {
    kind: Option<Kind>,
    /// The most that its words let it run.
    runs: Option<Runs>,
    alone: bool,
    /// `.each` and `.skipIf` are called first, and give what is called then.
    gives: bool,
    /// A table gives each of its rows a name.
    has_rows: bool,
    /// `test.skip()` in a body skips what it stands in.
    may_skip_here: bool,
    is_dotted: bool,
    /// Inside a table that is a template with code in it.
    in_template: bool,
    angles: usize,
}

/// A call that stands open.
struct Call {
    /// What it stands in.
    parent: NodeId,
    /// The parentheses that are open inside it.
    parentheses: usize,
    braces: usize,
    chain: Chain,
    stage: Stage,
    node: Option<NodeId>,
    /// What is noted once a function shows that it is a test.
    unnamed_in: Option<NodeId>,
    has_function: bool,
    /// Tokens since the body began.
    body: Option<usize>,
    option: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The arguments of `.each` or `.skipIf`.
    Given,
    First,
    Named,
    Rest,
}

struct Reader<'text> {
    tests: Tests,
    calls: Vec<Call>,
    chain: Option<Chain>,
    /// The tokens before, the last first.
    before: [Option<Token<'text>>; 3],
    parentheses: usize,
    braces: usize,
}

impl<'text> Reader<'text> {
    fn take(&mut self, token: Token<'text>) {
        self.argument(token);
        self.body(token);
        match token {
            Token::Mark('(' | ')') if self.is_in_template() => {}
            Token::Mark('(') => {
                self.parentheses += 1;
                if let Some(chain) = self.chain.take().filter(|chain| !chain.is_dotted) {
                    self.begin(Chain { in_template: false, ..chain });
                }
                return;
            }
            Token::Mark(')') => {
                self.chain = None;
                self.end();
                self.parentheses = self.parentheses.saturating_sub(1);
                return;
            }
            Token::Mark('{') => self.braces += 1,
            Token::Mark('}') => self.braces = self.braces.saturating_sub(1),
            _ => {}
        }
        self.follow(token);
    }

    /// Whether the place is in the code of a template that is a table: only what
    /// stands right behind it calls.
    fn is_in_template(&self) -> bool {
        self.chain.as_ref().is_some_and(|chain| chain.in_template) && self.before[0] != Some(Token::Other)
    }

    /// Follows a chain of words, or begins one.
    fn follow(&mut self, token: Token<'text>) {
        let Some(mut chain) = self.chain.take() else {
            if let Token::Word(word) = token {
                self.chain = Chain::begin(word, self.before);
            }
            return;
        };
        self.chain = match token {
            // `test.each<Row>(…)`.
            Token::Mark('<') => {
                chain.angles += 1;
                Some(chain)
            }
            Token::Mark('>') if chain.angles > 0 => {
                chain.angles -= 1;
                Some(chain)
            }
            _ if chain.angles > 0 || chain.in_template => Some(chain),
            Token::Mark('.') => {
                chain.is_dotted = true;
                Some(chain)
            }
            Token::Word(word) if chain.is_dotted => chain.with(word),
            // `` each`…` ``: its rows stand in a template.
            Token::Text(_) if chain.gives => {
                chain.gives = false;
                Some(chain)
            }
            Token::Other if chain.gives => {
                (chain.gives, chain.in_template) = (false, true);
                Some(chain)
            }
            Token::Word(word) => Chain::begin(word, self.before),
            _ => None,
        };
    }

    fn begin(&mut self, chain: Chain) {
        let stage = if chain.gives { Stage::Given } else { Stage::First };
        let parent = self.calls.last().map_or(Tests::ROOT, |call| call.node.unwrap_or(call.parent));
        self.calls.push(Call {
            parent,
            parentheses: self.parentheses,
            braces: self.braces,
            chain,
            stage,
            node: None,
            unnamed_in: None,
            has_function: false,
            body: None,
            option: false,
        });
    }

    /// The arguments of the innermost call.
    fn argument(&mut self, token: Token<'text>) {
        let (before, parentheses, braces) = (self.before[0], self.parentheses, self.braces);
        let Some(call) = self.calls.last_mut() else { return };
        let parent = call.parent;
        match (call.stage, token) {
            (Stage::First, Token::Text(_)) => call.stage = Stage::Named,
            (Stage::First, Token::Mark(')')) => {
                if call.chain.may_skip_here {
                    self.tests.limit(parent, Runs::Never);
                }
                call.stage = Stage::Rest;
            }
            (Stage::First, _) => {
                if call.chain.may_skip_here {
                    self.tests.limit(parent, Runs::Sometimes);
                }
                call.begin_unnamed(&mut self.tests, parent);
            }
            (Stage::Named, Token::Mark(',' | ')')) => {
                let Some(Token::Text(name)) = before else { return };
                call.begin_named(&mut self.tests, parent, name);
                if token == Token::Mark(')') {
                    // A name without a function is a test that is still to be written.
                    call.node.into_iter().for_each(|node| self.tests.limit(node, Runs::Never));
                }
            }
            (Stage::Named, _) => call.begin_unnamed(&mut self.tests, parent),
            (Stage::Rest, Token::Word("function")) => call.see_function(&mut self.tests),
            (Stage::Rest, Token::Mark('>')) if before == Some(Token::Mark('=')) => {
                call.see_function(&mut self.tests);
            }
            (Stage::Rest, _) if !call.has_function && braces == call.braces + 1 => {
                call.take_option(&mut self.tests, (before, token));
            }
            (Stage::Rest, Token::Mark('{')) if call.has_function && call.body.is_none() => {
                call.body = (parentheses == call.parentheses).then_some(0);
            }
            _ => {}
        }
    }

    /// `this.skip()` and `t.skip()` in a test.
    fn body(&mut self, token: Token<'text>) {
        let skips = token == Token::Word("skip")
            && self.before[0] == Some(Token::Mark('.'))
            && matches!(self.before[1], Some(Token::Word("this" | "t" | "ctx" | "context")));
        // Few calls without a test of their own stand between a test and its body.
        let mut calls = self.calls.iter_mut().rev().take(NEAR_CALLS);
        let Some(call) = calls.find(|call| call.node.is_some()) else { return };
        let Some(count) = &mut call.body else { return };
        if let (true, Some(node)) = (skips, call.node) {
            // Behind the brace and `this.` it is the first statement.
            let runs = if *count == 3 { Runs::Never } else { Runs::Sometimes };
            self.tests.limit(node, runs);
        }
        *count += 1;
    }

    /// At a closing parenthesis.
    fn end(&mut self) {
        let Some(call) = self.calls.pop_if(|call| call.parentheses >= self.parentheses) else { return };
        if call.stage == Stage::Given {
            self.chain = Some(Chain { gives: false, ..call.chain });
        }
    }
}

impl Call {
    fn begin_named(&mut self, tests: &mut Tests, parent: NodeId, name: &str) {
        let kind = self.chain.kind.unwrap_or(Kind::Group);
        let node = tests.add(parent, name, kind);
        // `adds %i` has a name of its own in each row.
        if self.chain.has_rows {
            let pattern = with_holes(name);
            if pattern.contains(HOLE) && kind == Kind::Test {
                tests.note_unnamed(parent);
            }
            tests.repeat(node, Some(pattern));
        }
        self.begin_node(tests, node);
    }

    fn begin_unnamed(&mut self, tests: &mut Tests, parent: NodeId) {
        self.unnamed_in = Some(parent);
        let node = tests.add_unnamed(parent);
        self.begin_node(tests, node);
    }

    fn begin_node(&mut self, tests: &mut Tests, node: NodeId) {
        self.stage = Stage::Rest;
        self.node = Some(node);
        tests.limit(node, self.chain.runs.unwrap_or(Runs::Always));
        if self.chain.alone {
            tests.run_alone(node);
        }
    }

    fn see_function(&mut self, tests: &mut Tests) {
        self.has_function = true;
        if let Some(parent) = self.unnamed_in.take() {
            tests.note_unnamed(parent);
        }
    }

    /// `{skip: true}` and its like, before the function.
    fn take_option(&mut self, tests: &mut Tests, (before, token): (Option<Token<'_>>, Token<'_>)) {
        if self.option && before == Some(Token::Mark(':')) {
            self.option = false;
            let runs = match token {
                Token::Word("false") => Runs::Always,
                Token::Word("true") | Token::Text(_) => Runs::Never,
                _ => Runs::Sometimes,
            };
            self.node.into_iter().for_each(|node| tests.limit(node, runs));
        } else if token != Token::Mark(':') {
            self.option = matches!(token, Token::Word("skip" | "todo"));
        }
    }
}

/// A name with a hole for whatever a row puts there: `%i`, `$value`, `$a.b`, `$#`.
fn with_holes(name: &str) -> String {
    let mut whole = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find(['%', '$']) {
        let (before, mark) = rest.split_at(at);
        whole.push_str(before);
        let mut behind = mark.chars();
        let mark = behind.next();
        let inside = behind.as_str();
        rest = match (mark, inside.chars().next()) {
            (Some('%'), Some('%')) => {
                whole.push('%');
                inside.get(1..).unwrap_or_default()
            }
            (Some('%'), Some('p' | 's' | 'd' | 'i' | 'f' | 'j' | 'o' | 'O' | 'c' | '#' | '$'))
            | (Some('$'), Some('#')) => {
                whole.push(HOLE);
                inside.get(1..).unwrap_or_default()
            }
            (Some('$'), Some(c)) if c.is_alphabetic() || c == '_' => {
                whole.push(HOLE);
                inside.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
            }
            (mark, _) => {
                whole.extend(mark);
                inside
            }
        };
    }
    whole + rest
}

impl Chain {
    /// The chain that a word begins, when it is a test framework's.
    fn begin(word: &str, before: [Option<Token<'_>>; 3]) -> Option<Self> {
        let follows_dot = before[0] == Some(Token::Mark('.'));
        let receiver = matches!(before[1], Some(Token::Word("t" | "Deno" | "QUnit")));
        let is_declared = matches!(before[0], Some(Token::Word("function" | "const" | "let" | "new")));
        if follows_dot && !(receiver && word == "test") || is_declared {
            return None;
        }
        let chain = |kind, runs, alone| {
            Some(Self { kind: Some(kind), runs, alone, may_skip_here: word == "test", ..Self::default() })
        };
        match word {
            "describe" | "suite" | "context" => chain(Kind::Group, None, false),
            "it" | "test" | "specify" => chain(Kind::Test, None, false),
            "xdescribe" | "xcontext" => chain(Kind::Group, Some(Runs::Never), false),
            "xit" | "xtest" | "xspecify" => chain(Kind::Test, Some(Runs::Never), false),
            "fdescribe" | "fcontext" => chain(Kind::Group, None, true),
            "fit" => chain(Kind::Test, None, true),
            _ => None,
        }
        .map(|chain| Self { may_skip_here: false, ..chain })
    }

    /// The chain with one more word; `None` when it means something else then.
    fn with(mut self, word: &str) -> Option<Self> {
        self.is_dotted = false;
        let was_plain = self.runs.is_none() && self.kind == Some(Kind::Test) && !self.gives;
        match word {
            "skip" | "fixme" => {
                self.may_skip_here = was_plain;
                self.runs = Some(Runs::Never);
            }
            // A test that has to fail shows the contrary.
            "todo" | "failing" | "fails" => self.runs = Some(Runs::Never),
            "only" => self.alone = true,
            "each" | "for" => (self.gives, self.has_rows) = (true, true),
            "skipIf" | "runIf" | "todoIf" => {
                self.gives = true;
                self.runs = self.runs.max(Some(Runs::Sometimes));
            }
            "describe" => self.kind = Some(Kind::Group),
            "concurrent" | "sequential" | "shuffle" | "parallel" | "serial" => {}
            _ => return None,
        }
        Some(self)
    }
}
