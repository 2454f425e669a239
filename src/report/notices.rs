//! A notice file: every licence text in use, each once, with the components
//! that it came with; at the end what has no text.
//!
//! It is handed on with a product, so it is plain text without colour and
//! without anything of the machine, and the same components give the same bytes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::domain::license::Verification;
use crate::domain::notice::{Notice, NoticeText, Notices};
use crate::messages::notices as said;
use crate::messages::{self, Language};

/// Between two texts.
const THICK: &str = "================================================================================";
/// Between a text and those that it is of.
const THIN: &str = "--------------------------------------------------------------------------------";

/// Writes the file.
pub fn render(notices: &Notices, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let say = |statement: &crate::domain::statement::Statement| messages::say(statement, language);
    let groups = by_text(notices);
    writeln!(out, "{}", say(&said::title(notices.components.len(), groups.len())))?;
    for (text, holders) in groups {
        writeln!(out, "\n{THICK}")?;
        for (notice, path) in holders {
            let mark = match notice.verification {
                Verification::Verified => said::verified(),
                Verification::Unverified => said::unverified(),
            };
            writeln!(out, "{} ({}, {})", named(notice), messages::escape(path), say(&mark))?;
        }
        writeln!(out, "{THIN}")?;
        for line in text.split('\n') {
            writeln!(out, "{}", shown(line))?;
        }
    }
    let without: Vec<(&Notice, String)> = notices
        .components
        .iter()
        .filter_map(|notice| Some((notice, say(notice.texts.as_ref().err()?))))
        .collect();
    if !without.is_empty() {
        writeln!(out, "\n{THICK}\n{}\n{THIN}", say(&said::without(without.len())))?;
    }
    for (notice, reason) in without {
        writeln!(out, "{}: {reason}", named(notice))?;
    }
    if !notices.gaps.is_empty() {
        writeln!(out, "\n{THICK}\n{}\n{THIN}", say(&said::gaps(notices.gaps.len())))?;
    }
    for gap in &notices.gaps {
        writeln!(out, "{}: {}", messages::escape(&gap.place.to_string()), say(&gap.reason))?;
    }
    Ok(())
}

/// A text, and whose it is: the component and the text's path in its package.
type Group<'run> = (&'run str, Vec<(&'run Notice, &'run str)>);

/// The texts in the order of the first component that has them.
fn by_text(notices: &Notices) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in &notices.components {
        for NoticeText { path, text } in notice.texts.iter().flatten() {
            let position = *known.entry(text).or_insert_with(|| {
                groups.push((text, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, holders)) = groups.get_mut(position) {
                holders.push((notice, path));
            }
        }
    }
    groups
}

/// `npm:left-pad 1.3.0, MIT`.
fn named(notice: &Notice) -> String {
    let component = &notice.component;
    let name = format!("{}:{component}", component.ecosystem);
    let name = messages::escape(&name);
    match &notice.license {
        Some(license) => format!("{name}, {}", messages::escape(license)),
        None => name.into_owned(),
    }
}

/// A line of a text; only what turns or hides others is escaped.
fn shown(line: &str) -> String {
    line.split('\t').map(messages::escape).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::render;
    use crate::domain::component::{Component, Ecosystem, Version};
    use crate::domain::license::Verification;
    use crate::domain::notice::{Notice, NoticeText, Notices};
    use crate::messages::{Language, license};

    fn notice(name: &str, texts: &[&str], verification: Verification) -> Notice {
        let texts: Vec<NoticeText> = texts
            .iter()
            .map(|text| NoticeText { path: Arc::from("LICENSE"), text: Arc::from(*text) })
            .collect();
        let texts = if texts.is_empty() { Err(license::npm_not_installed()) } else { Ok(texts) };
        let version = Version::Exact(Arc::from("1.0.0"));
        let component = Component { ecosystem: Ecosystem::new("npm"), name: Arc::from(name), version };
        Notice { component, license: Some(Arc::from("MIT")), texts, verification }
    }

    #[test]
    fn a_text_stands_once_and_what_has_none_stands_at_the_end() {
        let components = vec![
            notice("a", &["one\n\ttwo"], Verification::Verified),
            notice("b", &[], Verification::Unverified),
            notice("c", &["three\u{1b}[2J", "one\n\ttwo"], Verification::Unverified),
        ];
        let mut bytes = Vec::new();
        let notices = Notices { components, gaps: Vec::new() };
        render(&notices, Language::English, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("text");
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.starts_with("===") && !line.starts_with("---")).collect();
        assert_eq!(
            lines,
            [
                "Licence texts of 3 third-party components: 2 texts",
                "",
                "npm:a 1.0.0, MIT (LICENSE, verified)",
                "npm:c 1.0.0, MIT (LICENSE, unverified)",
                "one",
                "\ttwo",
                "",
                "npm:c 1.0.0, MIT (LICENSE, unverified)",
                "three\\u{1b}[2J",
                "",
                "No licence text was found for 1 component; look for it yourself before you hand the product on:",
                "npm:b 1.0.0, MIT: `node_modules` beside the lockfile doesn't hold this version; install the packages before the check",
            ]
        );
    }
}
