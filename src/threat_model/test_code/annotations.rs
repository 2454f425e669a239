//! What stands above a class or a method: Java's `@Test`, C#'s `[Fact]`.

use super::lexer::{Syntax, Token};
use super::literals;
use super::names::{HOLE, Rows, Runs};

/// Which of the two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Java,
    CSharp,
}

impl Dialect {
    pub(super) fn syntax(self) -> &'static Syntax {
        match self {
            Self::Java => &literals::JAVA,
            Self::CSharp => &literals::C_SHARP,
        }
    }
}

/// What the annotations above an item say together.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) is_test: bool,
    /// It runs before tests.
    pub(super) is_setup: bool,
    /// It is something else than a test, such as the source of its data.
    pub(super) is_other: bool,
    /// It runs for each row of a table.
    pub(super) rows: Rows,
    /// Names that a run may show it, or each of its rows, by.
    pub(super) shown: Vec<String>,
    skipped: Option<Runs>,
    cases: usize,
    skipped_cases: usize,
}

impl Attributes {
    fn skip(&mut self, runs: Runs) {
        self.skipped = self.skipped.max(Some(runs));
    }

    /// How the item runs by them.
    pub(super) fn runs(&self) -> Runs {
        if self.cases > 0 && self.cases == self.skipped_cases {
            return Runs::Never;
        }
        self.skipped.unwrap_or(Runs::Always)
    }
}

/// Words of an annotation's arguments that are kept.
const KEPT_WORDS: usize = 32;

/// An annotation that has been read.
struct Said<'text> {
    name: &'text str,
    words: Vec<&'text str>,
    /// Its one text, with the word before it; none where it is put together of several.
    text: Option<(Option<&'text str>, &'text str)>,
}

/// An annotation, or a list of attributes, on its way.
pub(super) struct Annotation<'text> {
    dialect: Dialect,
    /// Finished ones of a list.
    done: Vec<Said<'text>>,
    name: Option<&'text str>,
    words: Vec<&'text str>,
    /// The texts that name it for people.
    texts: Vec<(Option<&'text str>, &'text str)>,
    /// Whether a text is put together of several things.
    is_joined: bool,
    /// Parentheses and brackets that stand open inside it.
    open: usize,
    dotted: bool,
    closed: bool,
}

impl<'text> Annotation<'text> {
    pub(super) const fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            done: Vec::new(),
            name: None,
            words: Vec::new(),
            texts: Vec::new(),
            is_joined: false,
            open: 0,
            dotted: false,
            closed: false,
        }
    }

    /// Takes a token; `false` when it isn't part of the annotation, or ends it.
    pub(super) fn take(&mut self, token: Token<'text>) -> bool {
        match self.dialect {
            Dialect::Java => self.take_java(token),
            Dialect::CSharp => self.take_c_sharp(token),
        }
    }

    fn take_java(&mut self, token: Token<'text>) -> bool {
        if self.closed {
            return false;
        }
        match token {
            Token::Mark('(' | '{' | '[') if self.open > 0 => self.open += 1,
            Token::Mark(')' | '}' | ']') if self.open > 0 => {
                self.open -= 1;
                self.closed = self.open == 0;
            }
            Token::Word(word) if self.open > 0 => self.keep(word),
            Token::Text(text) if self.open > 0 => self.keep_text(text),
            Token::Mark('+') if self.open > 0 => self.is_joined = true,
            _ if self.open > 0 => {}
            Token::Mark('(') if self.name.is_some() => self.open = 1,
            Token::Mark('.') if self.name.is_some() => self.dotted = true,
            Token::Word(word) if self.name.is_none() || self.dotted => {
                self.name = Some(word);
                self.dotted = false;
            }
            _ => return false,
        }
        true
    }

    fn take_c_sharp(&mut self, token: Token<'text>) -> bool {
        match token {
            Token::Mark('(' | '{' | '[') => self.open += 1,
            Token::Mark(']') if self.open == 0 => {
                self.finish();
                return false;
            }
            Token::Mark(')' | '}' | ']') => self.open = self.open.saturating_sub(1),
            Token::Word(word) if self.open > 0 => self.keep(word),
            Token::Text(text) if self.open > 0 => self.keep_text(text),
            Token::Mark('+') if self.open > 0 => self.is_joined = true,
            _ if self.open > 0 => {}
            Token::Word(word) => self.name = Some(word),
            // `[method: Fact]`.
            Token::Mark(':') => self.name = None,
            Token::Mark(',') => self.finish(),
            _ => {}
        }
        true
    }

    fn keep(&mut self, word: &'text str) {
        if self.words.len() < KEPT_WORDS || matches!(word, "Skip" | "Ignore" | "enabled") {
            self.words.push(word);
        }
    }

    /// Texts that may be a name for people: the only one, or that of a word that says so.
    fn keep_text(&mut self, text: &'text str) {
        let before = self.words.last().copied();
        if self.open == 1
            && self.texts.len() < KEPT_WORDS
            && matches!(before, None | Some("name" | "value" | "DisplayName"))
        {
            self.texts.push((before, text));
        }
    }

    fn finish(&mut self) {
        let words = std::mem::take(&mut self.words);
        let texts = std::mem::take(&mut self.texts);
        let is_joined = std::mem::take(&mut self.is_joined);
        let text = match texts.as_slice() {
            [one] if !is_joined => Some(*one),
            _ => None,
        };
        self.done.extend(self.name.take().map(|name| Said { name, words, text }));
    }

    /// `@interface` begins a type.
    pub(super) fn declares_a_type(&self) -> bool {
        self.dialect == Dialect::Java && self.name == Some("interface")
    }

    /// Adds what it says to what is said already.
    pub(super) fn note(mut self, attributes: &mut Attributes) {
        self.finish();
        for said in &self.done {
            match self.dialect {
                Dialect::Java => {
                    note_java(said.name, &said.words, attributes);
                    note_shown_java(said, attributes);
                }
                Dialect::CSharp => {
                    note_c_sharp(said.name, &said.words, attributes);
                    note_shown_c_sharp(said, attributes);
                }
            }
        }
    }
}

/// `@DisplayName("…")`, `@ParameterizedTest(name = "{0} is odd")`.
fn note_shown_java(said: &Said<'_>, attributes: &mut Attributes) {
    match (said.name, said.text) {
        ("DisplayName", Some((None | Some("value"), text))) => attributes.shown.push(unescaped(text)),
        ("ParameterizedTest" | "RepeatedTest", text) => {
            attributes.rows = Rows::Many;
            if let Some((Some("name"), pattern)) = text {
                attributes.shown.push(with_holes(&unescaped(pattern)));
            }
        }
        ("TestTemplate", _) => attributes.rows = Rows::Many,
        _ => {}
    }
}

/// `[Fact(DisplayName = "…")]`.
fn note_shown_c_sharp(said: &Said<'_>, attributes: &mut Attributes) {
    if let Some((Some("DisplayName"), text)) = said.text {
        attributes.shown.push(unescaped(text));
    }
    let name = said.name.strip_suffix("Attribute").unwrap_or(said.name);
    if matches!(name, "Theory" | "TestCase" | "TestCaseSource" | "DataTestMethod" | "DataRow") {
        attributes.rows = Rows::Many;
    }
}

/// A text as the code means it, as far as quotes go.
fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}

/// A pattern of `JUnit` with a hole for each `{…}` that a row fills.
fn with_holes(pattern: &str) -> String {
    let mut parts = pattern.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut whole, part| {
        if let Some((_, behind)) = part.split_once('}') {
            whole.push(HOLE);
            whole.push_str(behind);
        } else {
            whole.push('{');
            whole.push_str(part);
        }
        whole
    })
}

fn note_java(name: &str, words: &[&str], attributes: &mut Attributes) {
    match name {
        "Test" | "ParameterizedTest" | "RepeatedTest" | "TestFactory" | "TestTemplate" | "Property"
        | "Theory" => {
            attributes.is_test = true;
            if words.windows(2).any(|pair| pair == ["enabled", "false"]) {
                attributes.skip(Runs::Never);
            }
        }
        "Disabled" | "Ignore" => attributes.skip(Runs::Never),
        _ if name.starts_with("Disabled") || name.starts_with("Enabled") => {
            attributes.skip(Runs::Sometimes);
        }
        "Before" | "BeforeAll" | "BeforeEach" | "BeforeClass" | "BeforeMethod" | "BeforeTest"
        | "BeforeSuite" => {
            (attributes.is_setup, attributes.is_other) = (true, true);
        }
        "After" | "AfterAll" | "AfterEach" | "AfterClass" | "AfterMethod" | "AfterTest" | "AfterSuite"
        | "DataProvider" | "Factory" => attributes.is_other = true,
        _ => {}
    }
}

fn note_c_sharp(name: &str, words: &[&str], attributes: &mut Attributes) {
    let has = |word: &str| words.contains(&word);
    let name = name.strip_suffix("Attribute").unwrap_or(name);
    match name {
        "TestCase" | "TestCaseSource" => {
            attributes.is_test = true;
            attributes.cases += 1;
            attributes.skipped_cases += usize::from(has("Ignore") || has("IgnoreReason") || has("Explicit"));
        }
        "Fact" | "Theory" | "Test" | "TestMethod" | "DataTestMethod" => {
            attributes.is_test = true;
            if has("SkipWhen") || has("SkipUnless") {
                attributes.skip(Runs::Sometimes);
            } else if has("Skip") || has("Ignore") {
                attributes.skip(Runs::Never);
            }
        }
        // Somebody's own kind of test: nobody knows when it runs.
        _ if ["Fact", "Theory", "TestMethod"].iter().any(|kind| name.ends_with(kind)) => {
            attributes.is_test = true;
            attributes.skip(if has("Skip") { Runs::Never } else { Runs::Sometimes });
        }
        "Ignore" | "Explicit" => attributes.skip(Runs::Never),
        "TestFixture" if has("Ignore") || has("IgnoreReason") || has("Explicit") => {
            attributes.skip(Runs::Never);
        }
        "Platform" | "OSCondition" | "CICondition" => attributes.skip(Runs::Sometimes),
        "SetUp" | "OneTimeSetUp" | "TestInitialize" | "ClassInitialize" => attributes.is_setup = true,
        _ => {}
    }
}
