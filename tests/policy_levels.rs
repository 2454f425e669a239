//! The rules of the product and the levels of `policies/default.toml` are the
//! same set: a rule without a level, or a level without a rule, is a mistake.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the test compares files of the repository"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use cullis::domain::place::TreePath;
use cullis::policy::{self, LayerSource};
use cullis::rules::RULES;

fn levels() -> BTreeSet<&'static str> {
    let text = policy::PROFILES.iter().find(|(name, ..)| *name == "default").map_or("", |(.., text)| text);
    let levels = text.split("[levels]").nth(1).unwrap_or_default().lines();
    levels.filter_map(|line| line.split_once(" = \"")).map(|(rule, _)| rule).collect()
}

#[test]
fn every_rule_has_a_default_level_and_every_level_a_rule() {
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.info.id).collect();
    let levels = levels();
    let without_level: Vec<_> = rules.difference(&levels).collect();
    assert!(without_level.is_empty(), "add a level to policies/default.toml for {without_level:?}");
    let unexpected: Vec<_> = levels.difference(&rules).collect();
    assert!(unexpected.is_empty(), "no rule has the id {unexpected:?}");
}

#[test]
fn the_built_in_policy_is_sound_for_the_rules_of_the_product() {
    let ids: Vec<&'static str> = RULES.iter().map(|rule| rule.info.id).collect();
    let effective = policy::effective(&[], &ids).expect("the default profile is sound");
    assert_eq!(effective.levels.len(), ids.len());
    assert!(effective.repository_governs_itself);
    assert_eq!(effective.refused, []);
}

#[test]
fn the_policy_of_this_repository_is_sound() {
    let ids: Vec<&'static str> = RULES.iter().map(|rule| rule.info.id).chain(levels()).collect();
    let path = TreePath::new(policy::REPOSITORY_FILE).expect("a sound path");
    let own = LayerSource::of_repository(path, include_bytes!("../cullis.toml").to_vec());
    assert_eq!(policy::lint(&own, &ids), []);
}

/// Every key on which a profile differs from the default, as a table.
fn table() -> String {
    let ids: Vec<&'static str> = RULES.iter().map(|rule| rule.info.id).collect();
    let values = |name: &str| {
        let profile = policy::profile(name).expect("a profile");
        policy::show(&[profile], &ids).expect("sound").lines
    };
    let [default, strict, bank] = ["default", "strict", "bank"].map(values);
    let mut table = "| key | default | strict | bank |\n| --- | --- | --- | --- |\n".to_owned();
    for ((default, strict), bank) in default.iter().zip(&strict).zip(&bank) {
        if default.value != strict.value || default.value != bank.value {
            let values = [&default.value, &strict.value, &bank.value].map(|value| value.replace('"', ""));
            let _ = writeln!(table, "| `{}` | {} |", default.key, values.join(" | "));
        }
    }
    table
}

/// `CULLIS_ACCEPT=1` writes the table anew.
#[test]
fn the_table_of_the_profiles_is_what_they_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, behind) = page.split_once("<!-- profiles -->\n").expect("the marker");
    let after = behind.split_once("\n## ").map_or("", |(_, after)| after);
    let expected = format!("{before}<!-- profiles -->\n\n{}\n## {after}", table());
    if std::env::var_os("CULLIS_ACCEPT").is_some() {
        std::fs::write(&path, &expected).expect("written");
    }
    let page = std::fs::read_to_string(&path).expect("the page");
    assert!(
        page == expected,
        "CULLIS_ACCEPT=1 cargo test --test policy_levels writes the table of docs/policy.md"
    );
    assert!(table().lines().count() > 15, "{}", table());
}
