//! What is wrong with a table of values with commas, in words of our own: the
//! library has them in English alone.

use csv::{Error, ErrorKind, Position};

use crate::domain::statement::Statement;
use crate::messages::source as say;

/// What an error says, with its line.
pub fn fault(error: &Error) -> Statement {
    let line = error.position().map_or(1, Position::line);
    let reason = match error.kind() {
        ErrorKind::Utf8 { .. } => say::table_not_utf8(),
        ErrorKind::UnequalLengths { expected_len, len, .. } => say::table_fields(expected_len, len),
        // Neither the disk nor types are asked for anything here.
        _ => say::syntax("CSV", error),
    };
    say::table_line(line).because(reason)
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::messages::{Language, say};

    fn told(bytes: &[u8]) -> String {
        let mut reader = csv::Reader::from_reader(bytes);
        let error = reader.records().find_map(Result::err).expect("an error");
        say(&fault(&error), Language::Chinese)
    }

    #[test]
    fn a_faulty_table_is_told_in_the_reader_s_language() {
        assert_eq!(told(b"a,b\n1,2\n3\n"), "第 3 行无法读取：应有 2 个字段，实际为 1 个");
        assert_eq!(told(b"a,b\n1,2\n3,\xff\n"), "第 3 行无法读取：不是 UTF-8 文本");
    }
}
