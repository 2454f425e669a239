//! The rules of the product and the levels of `policies/default.toml` are the
//! same set: a rule without a level, or a level without a rule, is a mistake.

use std::collections::BTreeSet;

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
