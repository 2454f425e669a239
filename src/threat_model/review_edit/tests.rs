//! Reviews written into texts of many layouts.

use jiff::civil::date;

use super::{NewReview, with_review};
use crate::domain::commit::CommitId;
use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;

const COMMIT: &str = "12e45678a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5";

fn review() -> NewReview {
    NewReview {
        commit: CommitId::new(COMMIT),
        date: date(2026, 11, 26),
        by: vec![("Wei Chen".to_owned(), "risk-owner".to_owned())],
        digests: vec![("api".to_owned(), Digest::of(b"a")), ("7".to_owned(), Digest::of(b"b"))],
        signatures: Vec::new(),
    }
}

fn written(text: &str) -> Result<String, &'static str> {
    let path = TreePath::new("threat-model.yaml").expect("a path");
    with_review(&path, text, &review(), &Limits::DEFAULT).map_err(|reason| reason.sentence.key)
}

/// The text with the digests' own places shortened, so that a person can read it.
fn shown(text: &str) -> String {
    let words = [(Digest::of(b"a").to_string(), "A"), (Digest::of(b"b").to_string(), "B")];
    words.iter().fold(text.replace(COMMIT, "C"), |text, (long, short)| text.replace(long, short))
}

#[test]
fn a_block_keeps_its_comments_and_its_layout() {
    let text = "# ours\nschema: cullis/threat-model/v1\nsystem: {id: pay} # the one\n\nreview:\n    # by hand\n    \
                date: 2026-01-01 # new year\n    by:\n        - {who: Ana, role: lead}\n\n# parts\nelements: []\n";
    let expected = "# ours\nschema: cullis/threat-model/v1\nsystem: {id: pay} # the one\n\nreview:\n    # by hand\n    \
                    date: 2026-11-26 # new year\n    by:\n        - {who: Wei Chen, role: risk-owner}\n    \
                    commit: C\n    digests:\n      api: A\n      \"7\": B\n\n# parts\nelements: []\n";
    assert_eq!(shown(&written(text).expect("written")), expected);
}

#[test]
fn one_line_stays_one_but_for_the_digests() {
    let text = "schema: cullis/threat-model/v1\nreview: {commit: abc, date: 2026-01-01, by: [{who: Ana, role: lead}]} # x\nsystem: {id: pay}\n";
    let expected = "schema: cullis/threat-model/v1\nreview: {commit: C, date: 2026-11-26, by: [{who: Wei Chen, role: risk-owner}], \
                    digests: {\n    api: A,\n    \"7\": B}} # x\nsystem: {id: pay}\n";
    let once = written(text).expect("written");
    assert_eq!(shown(&once), expected);
    // Who does it again changes nothing.
    assert_eq!(written(&once).expect("written"), once);
}

#[test]
fn a_review_is_put_behind_the_system_where_there_is_none() {
    let expected = "review:\n  commit: C\n  date: 2026-11-26\n  by: [{who: Wei Chen, role: risk-owner}]\n  digests:\n    api: A\n    \"7\": B\n";
    let text = "schema: cullis/threat-model/v1\nsystem:\n  id: pay # id\nelements: []\n";
    let whole = shown(&written(text).expect("written"));
    assert_eq!(
        whole,
        format!("schema: cullis/threat-model/v1\nsystem:\n  id: pay # id\n{expected}elements: []\n")
    );
    let empty = "schema: cullis/threat-model/v1\nsystem: {id: pay}\nreview: # none yet\nelements: []\n";
    let whole = shown(&written(empty).expect("written"));
    let filled = expected.replace("review:", "review: # none yet");
    assert_eq!(whole, format!("schema: cullis/threat-model/v1\nsystem: {{id: pay}}\n{filled}elements: []\n"));
    // The last line of a file may have no end.
    let last = written("schema: cullis/threat-model/v1\nsystem: {id: pay}\nreview: {}").expect("written");
    assert!(last.ends_with("}}") && last.contains("review: {commit: "), "{last}");
}

#[test]
fn lines_end_as_they_do_in_the_text() {
    let text = "schema: cullis/threat-model/v1\r\nsystem: {id: pay}\r\nelements: []\r\n";
    let whole = written(text).expect("written");
    assert_eq!(whole.matches('\n').count(), whole.matches("\r\n").count(), "{whole:?}");
    assert!(whole.contains("review:\r\n  commit: "), "{whole:?}");
}

#[test]
fn what_would_lose_something_is_refused() {
    let cases = [
        (
            "schema: cullis/threat-model/v1\nsystem: {id: a}\nreview:\n  by:\n    # a word\n    - {who: a, role: b}\n    # more\n    - {who: c, role: d}\n",
            "threat_model.review_holds_a_comment",
        ),
        (
            "schema: cullis/threat-model/v1\nsystem: {id: a}\nflows: &r {}\nreview: *r\n",
            "threat_model.review_is_shared",
        ),
        (
            "schema: cullis/threat-model/v1\nsystem: {id: a}\nreview: &r {date: 2026-01-01}\n",
            "threat_model.review_is_shared",
        ),
        ("{\"schema\": \"cullis/threat-model/v1\", \"review\": {}}\n", "threat_model.review_in_flow_model"),
        (
            "schema: cullis/threat-model/v1\nsystem: {id: a}\nreview: soon\n",
            "threat_model.review_not_writable",
        ),
        ("title: Threagile\nthreagile_version: 1.0.0\n", "threat_model.review_of_other_format"),
        (
            "schema: cullis/threat-model/v1\nsystem: {id: a}\nreview: {}\nreview: {}\n",
            "threat_model.duplicate_key",
        ),
        (
            "\u{feff}schema: cullis/threat-model/v1\nsystem: {id: a}\n",
            "threat_model.review_of_other_encoding",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(written(text), Err(expected), "{text}");
    }
}
