//! The truth table of licence expressions, which a lawyer can read: each row of
//! `fixtures/license/truth-table.md` is what the gate answers.

#![expect(clippy::panic, reason = "a test says what is wrong with the table, and stops")]

use std::sync::Arc;

use cullis::license::{Dialect, Evaluation, Lists, is_known_id};

const TABLE: &str = include_str!("../fixtures/license/truth-table.md");

/// One row.
struct Row<'table> {
    line: usize,
    stated: &'table str,
    allow: Vec<Arc<str>>,
    deny: Vec<Arc<str>>,
    result: &'table str,
    why: &'table str,
}

fn rows() -> Vec<Row<'static>> {
    let lines = TABLE.lines().enumerate().filter(|(_, line)| line.starts_with("| `"));
    lines
        .map(|(number, line)| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [stated, allow, deny, result, why] = *cells.as_slice() else {
                panic!("line {}: five cells, not {}", number + 1, cells.len())
            };
            let stated = stated.trim_matches('`');
            Row { line: number + 1, stated, allow: list(allow), deny: list(deny), result, why }
        })
        .collect()
}

/// `—`, or names between back ticks.
fn list(cell: &str) -> Vec<Arc<str>> {
    let names = cell.split(',').map(|name| name.trim().trim_matches('`')).filter(|name| *name != "—");
    names.map(Arc::from).collect()
}

fn answer(row: &Row<'_>) -> String {
    match Lists::new(&row.allow, &row.deny).evaluate(row.stated, Dialect::Spdx) {
        Evaluation::Allowed => "allowed".to_owned(),
        Evaluation::Denied { by } => format!("denied: {}", by.join(", ")),
        Evaluation::NotListed { ids } => format!("not listed: {}", ids.join(", ")),
        Evaluation::Unparsable(_) => "not understood".to_owned(),
    }
}

#[test]
fn every_row_is_what_the_gate_answers() {
    let rows = rows();
    assert!(rows.len() > 40, "{} rows", rows.len());
    let wrong = rows.iter().filter(|row| answer(row) != row.result);
    let wrong: Vec<String> = wrong
        .map(|row| format!("line {}: {} is {}, not {}", row.line, row.stated, answer(row), row.result))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A list with a slip in it would make the rows below it say nothing.
#[test]
fn every_listed_name_is_one_that_a_policy_may_list_and_every_reason_stands_in_both_languages() {
    for row in rows() {
        for name in row.allow.iter().chain(&row.deny) {
            assert!(is_known_id(name), "line {}: {name}", row.line);
        }
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let words = row.why.find(is_chinese).and_then(|at| row.why.split_at_checked(at)).expect("Chinese");
        assert!(words.0.chars().any(char::is_alphabetic), "line {}", row.line);
    }
}

/// The table shows every kind of answer and every operator.
#[test]
fn the_table_has_all_kinds() {
    let rows = rows();
    for kind in ["allowed", "denied: ", "not listed: ", "not understood"] {
        assert!(rows.iter().any(|row| row.result.starts_with(kind)), "{kind}");
    }
    for part in [" AND ", " OR ", " WITH ", "-only", "-or-later", "+", "LicenseRef-", "AdditionRef-", "("] {
        assert!(rows.iter().any(|row| row.stated.contains(part)), "{part}");
    }
}
