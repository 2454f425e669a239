//! Results of tests in JUnit's XML, which every test runner can write.
//!
//! No standard says what it looks like. What surefire, Gradle, pytest,
//! jest-junit, go-junit-report, cargo-nextest and the loggers of `dotnet test`
//! have in common is read: `testcase` in `testsuite`, with `failure`, `error` or
//! `skipped` inside. `flakyFailure` and `rerunFailure` tell of runs that a later
//! one made good or a `failure` repeats.

use std::sync::Arc;

use roxmltree::{Document, Node, ParsingOptions};

use crate::domain::limits::Limits;
use crate::domain::test_result::{Outcome, TestResult};
use crate::messages::{source, threat_results as say};
use crate::source::{ReadError, SourceFile};

/// Elements of one file: a hundred thousand tests with a few each.
const MOST_NODES: u32 = 1 << 20;

/// Reads a file.
///
/// # Errors
///
/// When it isn't XML, is too deep, or is XML of another kind.
pub fn read(file: &SourceFile, limits: &Limits) -> Result<Vec<TestResult>, ReadError> {
    let text = file.text();
    if let Some(at) = deeper_than(limits.depth, text) {
        return Err(file.error(at..at, source::too_deep(limits.depth)));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let place = file.place_at(at.row as usize, at.col as usize);
        ReadError { place, message: source::syntax("XML", error) }
    })?;
    let root = document.root_element();
    if !is_suite(&root) {
        let start = root.range().start;
        let name = root.tag_name().name();
        return Err(file.error(start..start + 1 + name.len(), say::not_junit(crate::source::shorten(name))));
    }
    let cases = root.descendants().filter(|node| node.has_tag_name("testcase"));
    Ok(cases.filter_map(|case| result(file, &case)).collect())
}

fn is_suite(node: &Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "testsuites" | "testsuite")
}

/// A test without a name is nobody's result.
fn result(file: &SourceFile, case: &Node<'_, '_>) -> Option<TestResult> {
    let text = |name: &str| case.attribute(name).filter(|text| !text.is_empty()).map(Arc::from);
    let mut suites: Vec<Arc<str>> = case
        .ancestors()
        .filter(is_suite)
        .filter_map(|suite| suite.attribute("name"))
        .map(Arc::from)
        .collect();
    suites.reverse();
    let suite_file = || {
        let mut files = case.ancestors().filter(is_suite).filter_map(|suite| suite.attribute("file"));
        files.next().map(Arc::from)
    };
    let start = case.range().start;
    let end = file.text().get(start..).and_then(tag_end).map_or(start, |length| start + length + 1);
    Some(TestResult {
        suites,
        class: text("classname"),
        name: text("name")?,
        file: text("file").or_else(suite_file),
        outcome: outcome(case),
        place: file.place(start..end),
    })
}

fn outcome(case: &Node<'_, '_>) -> Outcome {
    let has = |names: &[&str]| case.children().any(|child| names.contains(&child.tag_name().name()));
    let says = |words: &[&str]| {
        let mut said = ["status", "result"].iter().filter_map(|name| case.attribute(*name));
        said.any(|said| words.iter().any(|word| said.eq_ignore_ascii_case(word)))
    };
    if has(&["failure", "error"]) || says(&["failed", "failure", "error"]) {
        Outcome::Failed
    } else if has(&["skipped", "disabled", "ignored"])
        || says(&["skipped", "disabled", "ignored", "notrun", "suppressed"])
    {
        Outcome::Skipped
    } else {
        Outcome::Passed
    }
}

/// Where elements nest deeper than that: the parser goes down once for each level.
fn deeper_than(limit: usize, text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..)?;
        let end = if tag.starts_with("<![CDATA[") {
            tag.find("]]>")
        } else if tag.starts_with("<!--") {
            tag.find("-->")
        } else {
            tag_end(tag)
        };
        let end = end?;
        match (tag.get(1..2), tag.get(..end)) {
            (Some("/"), _) => depth = depth.saturating_sub(1),
            (Some("!" | "?"), _) => {}
            (_, Some(inside)) if inside.ends_with('/') => {}
            _ => depth += 1,
        }
        if depth > limit {
            return Some(text.len() - tag.len());
        }
        rest = tag.get(end..)?;
    }
    None
}

/// Where a tag's `>` stands; one inside quotes is part of a value.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().find_map(|(at, c)| match (quote, c) {
        (None, '>') => Some(at),
        (None, '"' | '\'') => {
            quote = Some(c);
            None
        }
        (Some(open), _) if open == c => {
            quote = None;
            None
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::source::SourceFile;

    /// Each result as `outcome suites|class|name|file line:column`, or the error's key.
    fn listing(text: &str) -> Vec<String> {
        let path = TreePath::new("junit.xml").expect("a sound path");
        let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
        match read(&file, &Limits::DEFAULT) {
            Err(error) => vec![format!("{} {}", error.place, error.message.sentence.key)],
            Ok(results) => results
                .iter()
                .map(|result| {
                    let word = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("-").to_owned();
                    format!(
                        "{:?} {}|{}|{}|{} {}",
                        result.outcome,
                        result.suites.join("/"),
                        word(&result.class),
                        result.name,
                        word(&result.file),
                        result.place
                    )
                })
                .collect(),
        }
    }

    #[test]
    fn what_each_runner_writes_is_read() {
        let surefire = "<?xml version='1.0' encoding='UTF-8'?>\n<testsuite name='a.T' tests='3'>\n<properties><property name='x' value='y'/></properties>\n<testcase name='one' classname='a.T' time='0.1'/>\n<testcase name='two' classname='a.T'><failure message='&lt;no>' type='E'>at</failure></testcase>\n<testcase name='three' classname='a.T'><skipped/><system-out><![CDATA[<testcase name='x'/>]]></system-out></testcase>\n<testcase name='four' classname='a.T'><flakyFailure/></testcase></testsuite>";
        assert_eq!(
            listing(surefire),
            [
                "Passed a.T|a.T|one|- junit.xml:4:1",
                "Failed a.T|a.T|two|- junit.xml:5:1",
                "Skipped a.T|a.T|three|- junit.xml:6:1",
                "Passed a.T|a.T|four|- junit.xml:7:1",
            ]
        );
        let nested = "<testsuites name='all'><testsuite name='a' file='t/a.js'><testsuite name='b'><testcase name='c > d' classname=''/><testcase name='' classname='x'/><testcase name='e' status='disabled'/><testcase name='f' file='g.py'><error/></testcase></testsuite></testsuite></testsuites>";
        assert_eq!(
            listing(nested),
            [
                "Passed all/a/b|-|c > d|t/a.js junit.xml:1:78",
                "Skipped all/a/b|-|e|t/a.js junit.xml:1:148",
                "Failed all/a/b|-|f|g.py junit.xml:1:186",
            ]
        );
    }

    #[test]
    fn hostile_files_are_refused_with_a_place() {
        assert_eq!(listing("<report/>"), ["junit.xml:1:1 threat_results.not_junit"]);
        assert_eq!(listing("<testsuite>"), ["junit.xml:1:1 source.syntax"]);
        assert_eq!(listing(""), ["junit.xml:1:1 source.syntax"]);
        let bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<testsuite name='&b;'/>";
        assert_eq!(listing(bomb), ["junit.xml:1:1 source.syntax"]);
        let deep = "<testsuite>".repeat(200_000);
        assert_eq!(listing(&deep), ["junit.xml:1:1409 source.too_deep"]);
        let wide = format!("<testsuite>{}</testsuite>", "<testcase name='a > b'/>".repeat(1_000));
        assert_eq!(listing(&wide).len(), 1_000);
        for end in 0..wide.len().min(200) {
            let _ = listing(wide.get(..end).unwrap_or_default());
        }
    }
}
