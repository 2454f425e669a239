//! The tests of a Java or a C# file: methods with an annotation, in classes.
//!
//! Java: `JUnit` 3, 4 and 5, `TestNG`. C#: xUnit, `NUnit`, `MSTest`. Only what stands in
//! a class is looked at for annotations; what stands in a method, for calls that
//! skip it.

use super::annotations::{Annotation, Attributes, Dialect};
use super::lexer::{Lexeme, Lexer, Token};
use super::names::{Kind, Naming, NodeId, Rows, Runs, Tests};
use super::skips::Body;

static NAMING: Naming =
    Naming { separators: &["::", ".", "#", "$", "+", "/"], arguments: &['(', '['], space: None };

/// Reads a file.
pub(super) fn read(text: &str, dialect: Dialect) -> Tests {
    let mut reader = Reader::new(dialect);
    for lexeme in Lexer::new(text, dialect.syntax()) {
        reader.take(lexeme);
    }
    reader.tests
}

/// What stands open, with the depth of its braces.
struct Scope<'text> {
    node: NodeId,
    depth: usize,
    kind: ScopeKind<'text>,
}

enum ScopeKind<'text> {
    Namespace,
    Type(TypeKind),
    Method(Body<'text>),
    /// Anything else in braces: nothing in it is looked at.
    Opaque,
}

/// Which methods of a class are tests without an annotation of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TypeKind {
    None,
    /// Public ones: `TestNG` with an annotation on the class.
    Public,
    /// Public ones whose names begin with `test`: `JUnit` 3.
    Named,
}

/// A declaration on its way.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what has been seen so far, each thing by itself")]
struct Declaration<'text> {
    attributes: Attributes,
    naming: Option<Named>,
    /// The type that it declares, or the words of a namespace.
    type_name: Option<&'text str>,
    namespace: Vec<&'text str>,
    method: Option<&'text str>,
    last_word: Option<&'text str>,
    /// Whether a word or a mark of it has been seen: attributes stand before.
    has_begun: bool,
    is_public: bool,
    extends_test_case: bool,
    /// Behind `=`.
    in_value: bool,
    angles: usize,
    parentheses: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Type,
    Namespace,
}

struct Reader<'text> {
    dialect: Dialect,
    tests: Tests,
    scopes: Vec<Scope<'text>>,
    /// What everything stands in: the package, once it is known.
    root: NodeId,
    depth: usize,
    declaration: Declaration<'text>,
    annotation: Option<Annotation<'text>>,
    before: Option<Token<'text>>,
    /// Inside a line such as `#if DEBUG`: whether its first word has come.
    directive: Option<bool>,
    conditions: usize,
}

impl<'text> Reader<'text> {
    fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            tests: Tests::new(&NAMING),
            scopes: Vec::new(),
            root: Tests::ROOT,
            depth: 0,
            declaration: Declaration::default(),
            annotation: None,
            before: None,
            directive: None,
            conditions: 0,
        }
    }

    fn parent(&self) -> NodeId {
        self.scopes.last().map_or(self.root, |scope| scope.node)
    }

    fn take(&mut self, lexeme: Lexeme<'text>) {
        let token = lexeme.token;
        if self.is_of_directive(lexeme) {
            return;
        }
        let before = self.before.replace(token);
        match self.scopes.last_mut().map(|scope| &mut scope.kind) {
            Some(ScopeKind::Opaque) => self.inside(token),
            Some(ScopeKind::Method(body)) => {
                body.take(token);
                self.inside(token);
            }
            Some(ScopeKind::Namespace | ScopeKind::Type(_)) | None => self.member(token, before),
        }
    }

    /// Whether it belongs to a line for C#'s preprocessor.
    fn is_of_directive(&mut self, lexeme: Lexeme<'text>) -> bool {
        if self.dialect == Dialect::CSharp && lexeme.token == Token::Mark('#') && lexeme.indent.is_some() {
            self.directive = Some(false);
            return true;
        }
        if lexeme.indent.is_some() {
            self.directive = None;
        }
        if self.directive == Some(false) {
            match lexeme.token {
                Token::Word("if") => self.conditions += 1,
                Token::Word("endif") => self.conditions = self.conditions.saturating_sub(1),
                _ => {}
            }
            self.directive = Some(true);
        }
        self.directive.is_some()
    }

    /// In a method, or in braces that nobody looks into.
    fn inside(&mut self, token: Token<'text>) {
        match token {
            Token::Mark('{') => self.depth += 1,
            Token::Mark('}') => self.close(),
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(scope) = self.scopes.pop_if(|scope| scope.depth >= self.depth)
            && let ScopeKind::Method(body) = scope.kind
        {
            let (node, runs) = body.outcome(scope.node);
            self.tests.limit(node, runs);
        }
        self.depth = self.depth.saturating_sub(1);
        if !self.declaration.in_value {
            self.declaration = Declaration::default();
        }
    }

    /// Between the members of a class, or of a file.
    fn member(&mut self, token: Token<'text>, before: Option<Token<'text>>) {
        if let Some(annotation) = &mut self.annotation {
            if annotation.take(token) {
                return;
            }
            self.end_annotation();
            // A mark that ends an attribute list belongs to it.
            if self.dialect == Dialect::CSharp {
                return;
            }
        }
        let declaration = &mut self.declaration;
        match token {
            Token::Mark('(' | '[') if declaration.is_inside() => declaration.parentheses += 1,
            Token::Mark(')' | ']') if declaration.is_inside() => declaration.parentheses -= 1,
            Token::Mark('{') => self.open(),
            Token::Mark('}') => self.close(),
            _ if declaration.is_inside() => {}
            Token::Mark(';') => self.end_declaration(),
            _ if declaration.in_value => {}
            Token::Mark('@') if self.dialect == Dialect::Java => {
                self.annotation = Some(Annotation::new(self.dialect));
            }
            Token::Mark('[') if self.dialect == Dialect::CSharp && !declaration.has_begun => {
                self.annotation = Some(Annotation::new(self.dialect));
            }
            Token::Mark('(') => declaration.open_parenthesis(),
            Token::Mark('[') => declaration.parentheses += 1,
            Token::Mark('<') => declaration.angles += 1,
            Token::Mark('>') => declaration.angles = declaration.angles.saturating_sub(1),
            Token::Mark('=') => {
                declaration.in_value = true;
                // `void Test() => …;` has its body behind the mark.
                if declaration.method.is_some() {
                    self.add_method();
                }
            }
            Token::Word(word) => declaration.word(word, before),
            Token::Mark(_) | Token::Text(_) | Token::Other => {}
        }
    }

    fn end_annotation(&mut self) {
        let Some(annotation) = self.annotation.take() else { return };
        if annotation.declares_a_type() {
            self.declaration.naming = Some(Named::Type);
            return;
        }
        annotation.note(&mut self.declaration.attributes);
    }

    fn end_declaration(&mut self) {
        if !self.declaration.namespace.is_empty() {
            self.root = self.add_namespace();
        }
        self.declaration = Declaration::default();
    }

    fn add_namespace(&mut self) -> NodeId {
        let parts = std::mem::take(&mut self.declaration.namespace);
        let parent = self.parent();
        parts.iter().fold(parent, |parent, part| self.tests.add(parent, part, Kind::Group))
    }

    fn open(&mut self) {
        self.depth += 1;
        let depth = self.depth;
        let declaration = &self.declaration;
        let (node, kind) = if declaration.in_value || declaration.is_inside() {
            // What is behind `=` goes on behind the braces.
            self.scopes.push(Scope { node: self.parent(), depth, kind: ScopeKind::Opaque });
            return;
        } else if !declaration.namespace.is_empty() {
            (self.add_namespace(), ScopeKind::Namespace)
        } else if let Some(name) = declaration.type_name {
            self.add_type(name)
        } else if declaration.method.is_some() {
            self.add_method()
        } else {
            (self.parent(), ScopeKind::Opaque)
        };
        self.scopes.push(Scope { node, depth, kind });
        self.declaration = Declaration::default();
    }

    fn add_type(&mut self, name: &'text str) -> (NodeId, ScopeKind<'text>) {
        let node = self.tests.add(self.parent(), name, Kind::Group);
        self.limit(node);
        let kind = match (self.declaration.attributes.is_test, self.declaration.extends_test_case) {
            (true, _) => TypeKind::Public,
            (false, true) if self.dialect == Dialect::Java => TypeKind::Named,
            _ => TypeKind::None,
        };
        (node, ScopeKind::Type(kind))
    }

    /// Holds a node to what its attributes say.
    fn limit(&mut self, node: NodeId) {
        self.tests.limit(node, self.declaration.attributes.runs());
        if self.conditions > 0 {
            self.tests.limit(node, Runs::Sometimes);
        }
    }

    fn add_method(&mut self) -> (NodeId, ScopeKind<'text>) {
        let declaration = &self.declaration;
        let name = declaration.method.unwrap_or_default();
        let class = self.parent();
        let kind = match self.scopes.last().map(|scope| &scope.kind) {
            Some(ScopeKind::Type(kind)) => *kind,
            _ => TypeKind::None,
        };
        let is_test = match kind {
            _ if declaration.attributes.is_test => true,
            TypeKind::None => false,
            TypeKind::Public => declaration.is_public && !declaration.attributes.is_other,
            TypeKind::Named => declaration.is_public && name.starts_with("test"),
        };
        if declaration.attributes.is_setup {
            // What skips here skips every test of the class.
            return (class, ScopeKind::Method(Body::new(self.dialect)));
        }
        if !is_test {
            return (class, ScopeKind::Opaque);
        }
        let node = self.tests.add(class, name, Kind::Test);
        self.limit(node);
        let attributes = &self.declaration.attributes;
        if attributes.rows == Rows::Many {
            self.tests.repeat(node, None);
        }
        for shown in &attributes.shown {
            self.tests.show_as(node, shown);
        }
        (node, ScopeKind::Method(Body::new(self.dialect)))
    }
}

impl<'text> Declaration<'text> {
    /// Whether parentheses or brackets are open.
    const fn is_inside(&self) -> bool {
        self.parentheses > 0
    }

    fn open_parenthesis(&mut self) {
        self.parentheses += 1;
        self.has_begun = true;
        if self.angles == 0 && self.method.is_none() && self.type_name.is_none() {
            self.method = self.last_word;
        }
    }

    fn word(&mut self, word: &'text str, before: Option<Token<'text>>) {
        self.has_begun = true;
        match (self.naming, word) {
            // `record struct Name`.
            (Some(Named::Type), "class" | "struct") => return,
            (Some(Named::Type), _) => {
                self.type_name = Some(word);
                self.naming = None;
                return;
            }
            (Some(Named::Namespace), _) => {
                self.namespace.push(word);
                return;
            }
            (None, _) => {}
        }
        let declares = self.type_name.is_none() && self.method.is_none() && before != Some(Token::Mark('.'));
        match word {
            "class" | "interface" | "enum" | "record" | "struct" if declares => {
                self.naming = Some(Named::Type);
            }
            "namespace" | "package" if declares => self.naming = Some(Named::Namespace),
            "public" => self.is_public = true,
            "TestCase" => self.extends_test_case = true,
            _ if self.angles == 0 && !is_modifier(word) => self.last_word = Some(word),
            _ => {}
        }
    }
}

fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "private"
            | "protected"
            | "internal"
            | "static"
            | "async"
            | "virtual"
            | "override"
            | "abstract"
            | "sealed"
            | "final"
            | "synchronized"
            | "partial"
            | "readonly"
            | "new"
            | "unsafe"
            | "extern"
            | "default"
            | "native"
    )
}
