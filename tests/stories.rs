//! The real binary on small repositories: exit code first, then the screen, then SARIF.
//!
//! A story is a folder in `fixtures/stories` (`support/story.rs` says what is in
//! it), with what the binary is expected to do: `exit`, `screen.en.txt`,
//! `screen.zh-CN.txt`, `report.sarif`; and where it begins with an import, what
//! that said, `import.en.txt` and `import.zh-CN.txt`. `CULLIS_ACCEPT=1 cargo test --test stories`
//! writes what the binary does now; read the difference before you commit it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "the test runs the binary on files of the repository"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;
#[path = "support/git_history.rs"]
mod git_history;
#[path = "support/neighbours.rs"]
mod neighbours;
#[path = "support/story.rs"]
mod story;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cullis::domain::practice::THREAT_PRACTICES;
use cullis::rules::RULES;
use gate::{Said, run};
use neighbours::Told;
use story::{INDEX, Story, stories, without_digest};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Rules that no story can show, and why.
const UNSHOWN: &[(&str, &str)] = &[];

/// Rules about threats that speak of no item among others, and why.
const ALONE: &[(&str, &str)] = &[
    ("missing-threat-model", "there is none in the whole repository"),
    ("missing-base-model", "a policy asks for it, and it stands nowhere"),
    (
        "committed-test-results",
        "its files are named by flags: the story names a clean one before and one after",
    ),
];

/// Tells the story, on a desk of its own.
fn tell(story: &Story, more: &[&str]) -> Said {
    run(&mut story.command(&story.desk(), more))
}

/// What the story's import says, and what the database then says of itself.
fn said_of_import(story: &Story, language: &str) -> String {
    let desk = story.desk();
    let imported = story.import(&desk, language);
    let info = run(&mut desk.cullis(&["db", "info", INDEX, "--lang", language]));
    format!("{}{}\n{}{}", imported.out, imported.err, info.out, info.err)
}

/// What is expected and what was found, where they differ.
fn compare(file: &Path, found: &str, differences: &mut Vec<String>) {
    if std::env::var_os("CULLIS_ACCEPT").is_some() {
        fs::write(file, found).expect("written");
        return;
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == found {
        return;
    }
    let mut shown = vec![format!("{}:", file.strip_prefix(root()).unwrap_or(file).display())];
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    for line in expected.iter().filter(|line| !found.contains(line)) {
        shown.push(format!("  - {line}"));
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        shown.push(format!("  + {line}"));
    }
    shown.push("  CULLIS_ACCEPT=1 cargo test --test stories takes what was found".to_owned());
    differences.push(shown.join("\n"));
}

/// Tells a story in every way, and adds where it differs from what is expected.
fn hold(story: &Story, differences: &mut Vec<String>) {
    let file = |name: &str| story.folder.join(name);
    for language in ["en", "zh-CN"].into_iter().filter(|_| story.imports()) {
        let said = said_of_import(story, language);
        compare(&file(&format!("import.{language}.txt")), &said, differences);
    }
    let english = tell(story, &["--lang", "en"]);
    let exit = english.exit.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
    compare(&file("exit"), &format!("{exit}\n"), differences);
    compare(&file("screen.en.txt"), &without_digest(&english.out), differences);
    let chinese = tell(story, &["--lang", "zh-CN"]);
    assert_eq!(english.exit, chinese.exit, "{}: a language changed the exit code", story.name);
    compare(&file("screen.zh-CN.txt"), &without_digest(&chinese.out), differences);
    let sarif = tell(story, &["--lang", "en", "--report", "sarif"]);
    assert_eq!(english.exit, sarif.exit, "{}: a format changed the exit code", story.name);
    compare(&file("report.sarif"), &sarif.out, differences);
}

#[test]
fn every_story_ends_as_it_is_told() {
    let stories = stories();
    // Each has a desk of its own, so several are told at once.
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut differences: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = stories
            .chunks(stories.len().div_ceil(threads).max(1))
            .map(|share| {
                scope.spawn(move || {
                    let mut differences = Vec::new();
                    for story in share {
                        hold(story, &mut differences);
                    }
                    differences
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    differences.sort();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn every_rule_is_shown_by_a_story_and_those_about_threats_between_clean_items() {
    let about_threats: BTreeSet<&str> = RULES
        .iter()
        .filter(|rule| THREAT_PRACTICES.contains(&rule.info.practice))
        .map(|rule| rule.info.id)
        .collect();
    let mut shown = BTreeSet::new();
    let mut between: BTreeSet<&str> = BTreeSet::new();
    for story in stories() {
        let desk = story.desk();
        let said = run(&mut story.command(&desk, &["--report", "json"]));
        let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        let findings = report["findings"].as_array().expect("a list").iter();
        shown.extend(findings.filter_map(|finding| finding["rule"].as_str().map(str::to_owned)));
        let tree = story.arguments.get(1).expect("a folder");
        let told = Told { report: &report, tree, desk: &desk };
        let open = about_threats.iter().filter(|rule| shown.contains(**rule) && !between.contains(**rule));
        let found: Vec<&str> = open.copied().filter(|rule| told.has_clean_neighbours(rule)).collect();
        between.extend(found);
    }
    let unshown: BTreeSet<&str> =
        RULES.iter().map(|rule| rule.info.id).filter(|id| !shown.contains(*id)).collect();
    let excused: BTreeSet<&str> = UNSHOWN.iter().map(|(rule, _)| *rule).collect();
    let missing: Vec<_> = unshown.difference(&excused).collect();
    assert!(missing.is_empty(), "no story of fixtures/stories shows {missing:?}");
    let needless: Vec<_> = excused.difference(&unshown).collect();
    assert!(needless.is_empty(), "a story shows {needless:?} after all");
    let alone: BTreeSet<&str> = ALONE.iter().map(|(rule, _)| *rule).collect();
    let bare: BTreeSet<&str> = about_threats.difference(&between).copied().collect();
    assert_eq!(bare, alone, "no story has a clean item before and after the bad one, or one has after all");
}
