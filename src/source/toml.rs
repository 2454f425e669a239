//! TOML that knows its places: every key and value with its bytes.

use toml::de::DeTable;

use super::{ReadError, SourceFile};
use crate::messages::source as say;

/// Parses the whole file. Keys and values carry their spans in
/// [`SourceFile::text`]; a key that stands twice is an error, as TOML says.
/// The parser refuses more than 80 levels of nesting, whatever policy allows.
///
/// Format: TOML 1.1, <https://toml.io/en/v1.1.0>.
pub fn parse(file: &SourceFile) -> Result<DeTable<'_>, ReadError> {
    match DeTable::parse(file.text()) {
        Ok(document) => Ok(document.into_inner()),
        Err(error) => {
            let end = file.text().len();
            let span = error.span().unwrap_or(end..end);
            // The parser stumbles behind the marker of an unfinished merge.
            let marker = file.lines().find(|line| file.conflict_marker_at(line.start).is_some());
            let span = marker.map_or(span, |line| line.start..line.start);
            Err(file.error(span, say::syntax("TOML", error.message())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::SourceFile;
    use super::parse;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::messages::{Language, say};

    fn error_of(text: &str) -> String {
        let path = TreePath::new("a.toml").expect("a sound path");
        let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
        let error = parse(&file).expect_err("not sound TOML");
        format!("{}: {}", error.place, say(&error.message, Language::English))
    }

    #[test]
    fn errors_have_their_place_and_an_unfinished_merge_its_name() {
        assert!(error_of("a = 1\nb = \n").starts_with("a.toml:2:"), "{}", error_of("a = 1\nb = \n"));
        assert!(error_of("a = 1\na = 2\n").starts_with("a.toml:2:1: isn't valid TOML: duplicate key"));
        let merge = "a = 1\n<<<<<<< ours\nb = 1\n=======\nb = 2\n>>>>>>> theirs\n";
        let in_list = merge.replace("b =", "").replace("a = 1", "a = [").replace(" 1", "1,");
        assert!(error_of(&in_list).starts_with("a.toml:2:1: holds an unresolved merge"), "{in_list}");
        assert!(error_of(merge).starts_with("a.toml:2:1: holds an unresolved merge"), "{}", error_of(merge));
    }

    #[test]
    fn ten_thousand_brackets_are_refused_in_time() {
        for text in
            ["a = ".to_owned() + &"[".repeat(10_000), "a.".repeat(10_000) + "a = 1", "[a.".repeat(10_000)]
        {
            assert!(error_of(&text).starts_with("a.toml:1:"), "{}", error_of(&text));
        }
    }
}
