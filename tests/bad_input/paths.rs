//! Paths and flags that name nothing: exit 2, and nothing is judged.

use crate::gate::{Desk, NOW, copy, fixtures, run};
use crate::{assert_all, told};

/// Arguments, what of them is wrong, and what is said.
type Case = (&'static [&'static str], &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    (&["check", "nowhere"], "`nowhere`", &["there is nothing at"]),
    (&["check", "tree/package.json"], "`tree/package.json`", &["isn't a folder"]),
    (&["check", "tree", "--policy", "nowhere.toml"], "nowhere.toml", &["No such file"]),
    (&["check", "tree", "--policy", "tree"], "tree", &["directory"]),
    (&["check", "tree", "--packages", "nowhere"], "`nowhere`", &["isn't a folder"]),
    (&["check", "tree", "--packages", "tree/package.json"], "`tree/package.json`", &["isn't a folder"]),
    (&["check", "tree", "--now", "yesterday"], "`yesterday`", &["moment", "RFC 3339", "such as"]),
    (&["check", "tree", "--report", "pdf"], "pdf", &["format"]),
    (&["check", "tree", "--report", "json=a", "--report", "text=a"], "a", &["one file", "same file", "two"]),
    (&["check", "tree", "--exit-code", "odd"], "odd", &["verdict"]),
    (&["check", "tree", "--lang", "tlh"], "tlh", &["language"]),
    (&["check", "tree", "--no-such-flag"], "--no-such-flag", &["isn't an option"]),
    (&["chekc", "tree"], "chekc", &["check"]),
    (&["policy", "lint", "nowhere.toml"], "nowhere.toml", &["No such file"]),
    (&["db", "info"], "INDEX", &["required", "missing", "needs"]),
    (&["history", "show"], "RECORD", &["required", "missing", "needs", "expected"]),
];

#[test]
fn what_is_not_there_is_named_and_nothing_is_judged() {
    let desk = Desk::new();
    copy(&fixtures("repository/settled"), &desk.at("tree"));
    assert_all(CASES.iter().map(|(arguments, wrong, says)| {
        let mut command = desk.cullis(arguments);
        if arguments[0] == "check" && !arguments.contains(&"--now") {
            command.args(["--now", NOW]);
        }
        let said = run(&mut command);
        assert_eq!(said.out, "", "{arguments:?} said something of a run that didn't take place");
        told(&format!("{arguments:?}"), &said, 2, wrong, says)
    }));
    assert!(!desk.at("home/.local/state/cullis").exists(), "a run that judged nothing was recorded");
}

#[test]
fn a_graph_of_cargo_that_is_not_there_is_a_gap() {
    let desk = Desk::new();
    copy(&fixtures("repository/settled"), &desk.at("tree"));
    let said = desk.check("tree", &["--cargo-metadata", "nowhere.json", "--report", "json"]);
    assert_all([told("no graph", &said, 3, "nowhere.json", &["No such file"])]);
}
