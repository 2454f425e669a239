//! Puts a statement into words.

use std::borrow::Cow;

use super::Language;
use crate::domain::statement::{Sentence, Statement};

/// The statement in that language. Control characters in arguments come out
/// escaped, so that a name can't move a terminal's cursor.
pub fn say(statement: &Statement, language: Language) -> String {
    let template = template(statement.sentence, language);
    let mut words = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        words.push_str(before);
        let Some((placeholder, after)) = behind.split_once('}') else {
            words.push('{');
            rest = behind;
            continue;
        };
        let (name, forms) = split_placeholder(placeholder);
        let value = statement.named_arguments().find(|(parameter, _)| *parameter == name);
        let value = value.map_or("", |(_, value)| value);
        match forms.and_then(|forms| forms.split_once('|')) {
            Some((one, many)) => words.push_str(if value == "1" { one } else { many }),
            None => words.push_str(&escape(value)),
        }
        rest = after;
    }
    words.push_str(rest);
    if let Some(reason) = &statement.because {
        words.push_str(match language {
            Language::English => ": ",
            Language::Chinese => "：",
        });
        words.push_str(&say(reason, language));
    }
    words
}

/// The words of a sentence that takes no arguments.
pub const fn fixed(statement: &Statement, language: Language) -> &'static str {
    template(statement.sentence, language)
}

const fn template(sentence: &Sentence, language: Language) -> &'static str {
    match language {
        Language::English => sentence.english,
        Language::Chinese => sentence.chinese,
    }
}

fn split_placeholder(placeholder: &str) -> (&str, Option<&str>) {
    placeholder.split_once(':').map_or((placeholder, None), |(name, forms)| (name, Some(forms)))
}

/// The names of a template's placeholders.
#[cfg(test)]
pub(super) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    let pieces = template.split('{').skip(1);
    pieces.filter_map(|piece| piece.split_once('}')).map(|(inside, _)| split_placeholder(inside).0)
}

/// Shows control characters, invisible ones and those that turn the text's
/// direction as `\u{…}`. Whatever came from a repository passes through
/// here, or through [`say`], before a person sees it.
pub fn escape(text: &str) -> Cow<'_, str> {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
    };
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hides(c) { escaped.extend(c.escape_unicode()) } else { escaped.push(c) }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::{Language, Sentence, Statement, say};

    static SENTENCE: Sentence = Sentence {
        key: "test.files",
        english: "{count} {count:file|files} in `{folder}`",
        chinese: "`{folder}` 中有 {count} 个文件",
        parameters: &["count", "folder"],
    };

    fn statement(count: &str, folder: &str) -> Statement {
        Statement::new(&SENTENCE, vec![count.to_owned(), folder.to_owned()])
    }

    #[test]
    fn arguments_take_their_place_in_both_languages() {
        assert_eq!(say(&statement("1", "src"), Language::English), "1 file in `src`");
        assert_eq!(say(&statement("2", "src"), Language::English), "2 files in `src`");
        assert_eq!(say(&statement("2", "src"), Language::Chinese), "`src` 中有 2 个文件");
    }

    #[test]
    fn a_reason_is_said_in_the_same_language() {
        let because = statement("1", "src").because(statement("2", "lib"));
        assert_eq!(say(&because, Language::English), "1 file in `src`: 2 files in `lib`");
        assert_eq!(say(&because, Language::Chinese), "`src` 中有 1 个文件：`lib` 中有 2 个文件");
        assert_ne!(because.digest(), statement("1", "src").digest());
    }

    #[test]
    fn a_name_cannot_move_the_cursor_or_turn_the_text() {
        let words = say(&statement("1", "a\u{1b}[2Kb\u{202e}"), Language::English);
        assert_eq!(words, "1 file in `a\\u{1b}[2Kb\\u{202e}`");
    }

    #[test]
    fn an_argument_is_never_read_as_a_template() {
        assert_eq!(say(&statement("1", "{count}"), Language::English), "1 file in `{count}`");
    }
}
