//! The tests of a Rust file, by its tokens: a mention in a comment or in a
//! string is none.

use std::collections::BTreeMap;

/// Whether a test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Runs {
    /// Whenever tests run.
    Always,
    /// Unless `cfg_attr` ignores it under some condition.
    Sometimes,
    /// `#[ignore]`.
    Never,
}

/// The tests of a file.
#[derive(Debug, Default)]
pub(super) struct RustTests {
    /// By name without modules; then with modules, `tests::name`.
    by_name: BTreeMap<String, Vec<(String, Runs)>>,
}

impl RustTests {
    /// Whether there is a test of that name, which may have modules in front;
    /// of several, the one that runs most counts.
    pub(super) fn find(&self, name: &str) -> Option<Runs> {
        let last = name.rsplit("::").next().unwrap_or(name);
        let candidates = self.by_name.get(last)?;
        let fitting = candidates.iter().filter(|(path, _)| {
            path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with("::"))
        });
        fitting.map(|(_, runs)| *runs).min()
    }

    /// Reads a file.
    pub(super) fn of(text: &str) -> Self {
        let mut reader = Reader::default();
        let mut rest = text;
        while let Some((token, after)) = next_token(rest) {
            rest = after;
            reader.take(token);
        }
        reader.tests
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'text> {
    Word(&'text str),
    Mark(char),
    /// A literal or a lifetime: only its presence matters.
    Other,
}

/// What the attributes above an item say.
#[derive(Default)]
struct Attributes {
    is_test: bool,
    ignored: bool,
    ignored_sometimes: bool,
}

#[derive(Default)]
struct Reader {
    tests: RustTests,
    attributes: Attributes,
    /// Inside `#[…]`: the words so far, and how many brackets are open.
    attribute: Option<(Vec<String>, usize)>,
    hash_before: bool,
    /// After `fn` or `mod`: which, until its name comes.
    naming: Option<Naming>,
    /// The modules that stand open, with the depth of their braces.
    modules: Vec<(String, usize)>,
    /// A module whose brace comes next.
    module: Option<String>,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Naming {
    Function,
    Module,
}

impl Reader {
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
                    self.modules.push((module, self.depth));
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
            Token::Mark(_) | Token::Other => {}
        }
    }

    fn word(&mut self, word: &str) {
        match (self.naming.take(), word) {
            (Some(Naming::Function), name) => {
                let attributes = std::mem::take(&mut self.attributes);
                if attributes.is_test {
                    self.add(name, &attributes);
                }
            }
            (Some(Naming::Module), name) => self.module = Some(name.to_owned()),
            (None, "fn") => self.naming = Some(Naming::Function),
            (None, "mod") => {
                self.naming = Some(Naming::Module);
                self.attributes = Attributes::default();
            }
            (None, "struct" | "enum" | "impl" | "trait" | "use" | "static" | "type" | "let") => {
                self.attributes = Attributes::default();
            }
            (None, _) => {}
        }
    }

    fn add(&mut self, name: &str, attributes: &Attributes) {
        let modules = self.modules.iter().map(|(module, _)| module.as_str());
        let path: Vec<&str> = modules.chain([name]).collect();
        let path = path.join("::");
        let runs = match (attributes.ignored, attributes.ignored_sometimes) {
            (true, _) => Runs::Never,
            (false, true) => Runs::Sometimes,
            (false, false) => Runs::Always,
        };
        self.tests.by_name.entry(name.to_owned()).or_default().push((path, runs));
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
            Some("test" | "rstest" | "test_case" | "test_matrix" | "quickcheck") => {
                self.attributes.is_test = true;
            }
            Some("ignore") => self.attributes.ignored = true,
            Some("cfg_attr") if words.iter().any(|word| word == "ignore") => {
                self.attributes.ignored_sometimes = true;
            }
            _ => {}
        }
    }
}

/// The first token and what follows it; comments and spaces are skipped.
fn next_token(text: &str) -> Option<(Token<'_>, &str)> {
    let mut rest = text.trim_start();
    loop {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after).trim_start();
        } else if rest.starts_with("/*") {
            rest = behind_comment(rest).trim_start();
        } else {
            break;
        }
    }
    let first = rest.chars().next()?;
    if let Some(after) = behind_literal(rest) {
        return Some((Token::Other, after));
    }
    if first.is_alphanumeric() || first == '_' {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        // A raw name, `r#type`: the name follows, and the `#` opens no attribute.
        if word == "r" && after.strip_prefix('#').is_some_and(|name| name.starts_with(char::is_alphabetic)) {
            return Some((Token::Other, after.get(1..)?));
        }
        return Some((Token::Word(word), after));
    }
    let after = rest.get(first.len_utf8()..)?;
    Some((Token::Mark(first), after))
}

/// What follows a block comment; they nest.
fn behind_comment(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(pair) = bytes.get(at..at + 2) {
        match pair {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return text.get(at..).unwrap_or_default();
                }
            }
            _ => at += 1,
        }
    }
    ""
}

/// What follows a string, a character or a lifetime; `None` for anything else.
fn behind_literal(text: &str) -> Option<&str> {
    let unprefixed = text.strip_prefix(['b', 'c']).unwrap_or(text);
    if let Some(raw) = unprefixed.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let (hash, quoted) = raw.split_at_checked(hashes)?;
        if let Some(inside) = quoted.strip_prefix('"') {
            let end = format!("\"{hash}");
            return Some(inside.split_once(&end).map_or("", |(_, after)| after));
        }
    }
    if let Some(inside) = unprefixed.strip_prefix('"') {
        return Some(behind_quote(inside, '"'));
    }
    let inside = text.strip_prefix('b').unwrap_or(text).strip_prefix('\'')?;
    let mut chars = inside.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => Some(behind_quote(inside, '\'')),
        (Some(_), Some('\'')) => Some(chars.as_str()),
        // A lifetime: its name is a word of no interest.
        _ => Some(inside.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')),
    }
}

fn behind_quote(inside: &str, quote: char) -> &str {
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return chars.as_str();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{Runs, RustTests};

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
        let tests = RustTests::of(TEXT);
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
        let tests = RustTests::of(TEXT);
        assert_eq!(tests.find("slow"), Some(Runs::Never));
        assert_eq!(tests.find("sometimes"), Some(Runs::Sometimes));
        assert_eq!(tests.find("inner::shared"), Some(Runs::Never));
        assert_eq!(tests.find("shared"), Some(Runs::Always));
    }

    #[test]
    fn a_text_cut_anywhere_is_read() {
        for (end, _) in TEXT.char_indices() {
            let _ = RustTests::of(TEXT.get(..end).unwrap_or_default());
        }
    }

    #[test]
    fn endless_openings_are_read_once() {
        for opening in ["#[", "/*", "'", "\"", "r#", "{", "#[ignore(", "mod a {"] {
            let _ = RustTests::of(&opening.repeat(100_000));
        }
    }
}
