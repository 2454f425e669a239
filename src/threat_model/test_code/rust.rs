//! The tests of a Rust file, by its tokens: a mention in a comment or in a
//! string is none.

use super::lexer::{Lexer, Token};
use super::literals;
use super::names::{Kind, Naming, NodeId, Rows, Runs, Tests};

static NAMING: Naming = Naming { separators: &["::"], arguments: &[], space: None };

/// Reads a file.
pub(super) fn read(text: &str) -> Tests {
    let mut reader = Reader::new();
    for lexeme in Lexer::new(text, &literals::RUST) {
        reader.take(lexeme.token);
    }
    reader.tests
}

/// What the attributes above an item say.
#[derive(Default)]
struct Attributes {
    is_test: bool,
    rows: Rows,
    ignored: bool,
    ignored_sometimes: bool,
}

struct Reader {
    tests: Tests,
    attributes: Attributes,
    /// Inside `#[…]`: the words so far, and how many brackets are open.
    attribute: Option<(Vec<String>, usize)>,
    hash_before: bool,
    /// After `fn` or `mod`: which, until its name comes.
    naming: Option<Named>,
    /// The modules that stand open, with the depth of their braces.
    modules: Vec<(NodeId, usize)>,
    /// A module whose brace comes next.
    module: Option<String>,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Named {
    Function,
    Module,
}

impl Reader {
    fn new() -> Self {
        Self {
            tests: Tests::new(&NAMING),
            attributes: Attributes::default(),
            attribute: None,
            hash_before: false,
            naming: None,
            modules: Vec::new(),
            module: None,
            depth: 0,
        }
    }

    /// What an item at this place stands in.
    fn parent(&self) -> NodeId {
        self.modules.last().map_or(Tests::ROOT, |(id, _)| *id)
    }

    fn take(&mut self, token: Token<'_>) {
        if self.attribute.is_some() {
            self.take_in_attribute(token);
            return;
        }
        let hash_before = std::mem::take(&mut self.hash_before);
        match token {
            Token::Mark('#') => self.hash_before = true,
            Token::Mark('[') if hash_before => self.attribute = Some((Vec::new(), 1)),
            Token::Mark('{') => {
                self.depth += 1;
                if let Some(module) = self.module.take() {
                    let id = self.tests.add(self.parent(), &module, Kind::Group);
                    self.modules.push((id, self.depth));
                }
                self.attributes = Attributes::default();
            }
            Token::Mark('}') => {
                self.modules.pop_if(|(_, depth)| *depth >= self.depth);
                self.depth = self.depth.saturating_sub(1);
                self.attributes = Attributes::default();
            }
            Token::Mark(';') => {
                self.module = None;
                self.attributes = Attributes::default();
            }
            Token::Word(word) => self.word(word),
            Token::Mark(_) | Token::Text(_) | Token::Other => {}
        }
    }

    fn word(&mut self, word: &str) {
        match (self.naming.take(), word) {
            (Some(Named::Function), name) => {
                let attributes = std::mem::take(&mut self.attributes);
                if attributes.is_test {
                    self.add(name, &attributes);
                }
            }
            (Some(Named::Module), name) => self.module = Some(name.to_owned()),
            (None, "fn") => self.naming = Some(Named::Function),
            (None, "mod") => {
                self.naming = Some(Named::Module);
                self.attributes = Attributes::default();
            }
            (None, "struct" | "enum" | "impl" | "trait" | "use" | "static" | "type" | "let") => {
                self.attributes = Attributes::default();
            }
            (None, _) => {}
        }
    }

    fn add(&mut self, name: &str, attributes: &Attributes) {
        let id = self.tests.add(self.parent(), name, Kind::Test);
        if attributes.rows == Rows::Many {
            self.tests.repeat(id, None);
        }
        match (attributes.ignored, attributes.ignored_sometimes) {
            (true, _) => self.tests.limit(id, Runs::Never),
            (false, true) => self.tests.limit(id, Runs::Sometimes),
            (false, false) => {}
        }
    }

    fn take_in_attribute(&mut self, token: Token<'_>) {
        let Some((words, open)) = &mut self.attribute else { return };
        match token {
            Token::Mark('[') => *open += 1,
            Token::Mark(']') => *open -= 1,
            // The first words are the attribute's path; of the rest only
            // `ignore` matters.
            Token::Word(word) if words.len() < 8 || word == "ignore" => words.push(word.to_owned()),
            Token::Mark(mark @ ('(' | '=' | ',')) if words.len() < 8 => words.push(mark.to_string()),
            _ => {}
        }
        if *open == 0 {
            let words = std::mem::take(words);
            self.attribute = None;
            self.note(&words);
        }
    }

    fn note(&mut self, words: &[String]) {
        let path = words.iter().take_while(|word| !matches!(word.as_str(), "(" | "=" | ","));
        match path.last().map(String::as_str) {
            Some("test" | "quickcheck") => self.attributes.is_test = true,
            // Each case is a function of its own, below one module for them all.
            Some("rstest" | "test_case" | "test_matrix") => {
                (self.attributes.is_test, self.attributes.rows) = (true, Rows::Many);
            }
            Some("ignore") => self.attributes.ignored = true,
            Some("cfg_attr") if words.iter().any(|word| word == "ignore") => {
                self.attributes.ignored_sometimes = true;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Runs, read};

    const TEXT: &str = r##"
        //! #[test] fn in_a_comment() {}
        /* #[test] /* nested */ fn in_a_block() {} */
        const S: &str = "#[test] fn in_a_string() {}";
        const R: &str = r#"" #[test] fn in_a_raw_string() {} "#;
        fn helper<'a>(c: char) -> bool { c == '"' || c == '\'' || c == '{' }
        #[test]
        fn plain() { let s = "}"; }
        #[tokio::test(flavor = "multi_thread")]
        async fn later() {}
        #[test]
        #[ignore = "too slow"]
        pub fn slow() {}
        #[cfg_attr(miri, ignore)]
        #[test]
        fn sometimes() {}
        #[test]
        #[should_panic(expected = "ignore")]
        fn fails() {}
        mod inner {
            mod deepest { #[test] fn twice() {} }
            #[test] #[ignore] fn shared() {}
        }
        #[test] fn shared() {}
        proptest! { #[test] fn any_bytes(bytes in any::<u8>()) {} }
        #[cfg(test)] fn not_a_test() {}
    "##;

    #[test]
    fn tests_are_told_from_mentions() {
        let tests = read(TEXT);
        for name in
            ["plain", "later", "fails", "any_bytes", "inner::deepest::twice", "deepest::twice", "twice"]
        {
            assert_eq!(tests.find(name), Some(Runs::Always), "{name}");
        }
        for name in [
            "in_a_comment",
            "in_a_block",
            "in_a_string",
            "in_a_raw_string",
            "helper",
            "not_a_test",
            "est::twice",
        ] {
            assert_eq!(tests.find(name), None, "{name}");
        }
    }

    #[test]
    fn ignored_tests_show_nothing() {
        let tests = read(TEXT);
        assert_eq!(tests.find("slow"), Some(Runs::Never));
        assert_eq!(tests.find("sometimes"), Some(Runs::Sometimes));
        assert_eq!(tests.find("inner::shared"), Some(Runs::Never));
        assert_eq!(tests.find("shared"), Some(Runs::Always));
    }

    #[test]
    fn a_text_cut_anywhere_is_read() {
        for (end, _) in TEXT.char_indices() {
            let _ = read(TEXT.get(..end).unwrap_or_default());
        }
    }

    #[test]
    fn endless_openings_are_read_once() {
        for opening in ["#[", "/*", "'", "\"", "r#", "{", "#[ignore(", "mod a {"] {
            let _ = read(&opening.repeat(100_000));
        }
    }
}
