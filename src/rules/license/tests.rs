//! Each rule about licences, with a clean component before and after the bad one.

use std::sync::Arc;

use crate::domain::advisory::DatabaseState;
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::finding::Finding;
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::place::{Place, TreePath};
use crate::domain::record::HistoryState;
use crate::messages::{Language, license, say};
use crate::policy::{LayerSource, effective};
use crate::rules::{Facts, RULES, infos};

fn path(text: &str) -> TreePath {
    TreePath::new(text).expect("a sound path")
}

fn occurrence(file: &str, name: &str) -> Occurrence {
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: Arc::from(name),
            version: Version::Exact(Arc::from("1.0.0")),
        },
        place: Place::whole(path(file)),
        origin: Origin::Registry { url: None },
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    }
}

fn fact(text: &str) -> Option<LicenseFact> {
    let statement = match text {
        "first-party" => return None,
        "NONE" => LicenseStatement::None,
        "NOASSERTION" => LicenseStatement::NoAssertion,
        "?" => LicenseStatement::Unknown(license::npm_states_none()),
        "??" => LicenseStatement::Unknown(license::no_exact_version()),
        text => LicenseStatement::Expression(Arc::from(text.trim_end_matches('!'))),
    };
    let verification = if text.ends_with('!') { Verification::Verified } else { Verification::Unverified };
    Some(LicenseFact::new(statement, LicenseSource::Nobody, verification))
}

/// What the licence rules find in one lockfile with these packages.
fn findings(policy: &str, packages: &[(&str, &str)]) -> Vec<Finding> {
    findings_in(policy, &[("web/lock", packages)])
}

fn findings_in(policy: &str, manifests: &[(&str, &[(&str, &str)])]) -> Vec<Finding> {
    let ids: Vec<&'static str> = infos().iter().map(|info| info.id).collect();
    let layer = LayerSource::handed_in("house.toml", policy.as_bytes().to_vec());
    let policy = effective(&[layer], &ids).expect("a sound policy");
    let mut inventory = Inventory::default();
    let mut licenses = Vec::new();
    for (file, packages) in manifests {
        let occurrences = packages.iter().map(|(name, _)| occurrence(file, name)).collect();
        inventory.add(path(file), "test/test", Reading { occurrences, gaps: Vec::new() });
        licenses.extend(packages.iter().map(|(_, license)| fact(license)));
    }
    let facts = Facts {
        inventory: &inventory,
        assessments: &[],
        licenses: &licenses,
        database: &DatabaseState::Missing,
        threat_models: &[],
        policy: &policy,
        history: &HistoryState::Off,
        base: None,
        unwritten: &[],
        now: "2026-12-31T23:59:59Z".parse().expect("a moment"),
    };
    let rules = RULES.iter().filter(|rule| rule.info.practice == 5);
    rules
        .flat_map(|rule| match rule.find {
            crate::rules::Find::InFacts(find) => find(&facts),
            _ => Vec::new(),
        })
        .collect()
}

fn told(findings: &[Finding]) -> Vec<String> {
    let line = |one: &Finding| format!("{}: {}", one.rule.id, say(&one.message, Language::English));
    findings.iter().map(line).collect()
}

#[test]
fn a_denied_licence_is_told_once_for_a_component_of_a_manifest() {
    let policy = "[licenses]\ndeny = [\"GPL-3.0-only\"]\n";
    let packages =
        [("a", "MIT"), ("b", "GPL-3.0-only AND MIT"), ("b", "GPL-3.0-only AND MIT"), ("c", "Zlib")];
    let found = findings_in(policy, &[("web/lock", &packages), ("api/lock", &packages[1..2])]);
    let words = "denied-license: `b 1.0.0` is under `GPL-3.0-only AND MIT`; the policy denies `GPL-3.0-only`";
    assert_eq!(told(&found), [words, words]);
    let subjects: Vec<_> = found.iter().map(|one| one.subject.file.clone().expect("a file")).collect();
    assert_eq!(subjects, [path("web/lock"), path("api/lock")]);
    assert_eq!(found[0].related[0].0.to_string(), "house.toml:2:1");
    let remedy = say(found[0].remedy.as_ref().expect("a remedy"), Language::English);
    assert!(remedy.contains("`id = \"GPL-3.0-only AND MIT\"` and `component = \"npm:b\"`"), "{remedy}");
}

#[test]
fn an_allow_list_finds_what_is_not_on_it_and_an_empty_one_nothing() {
    let packages = [("a", "MIT"), ("b", "Zlib OR (MIT AND ISC)"), ("c", "MIT"), ("own", "first-party")];
    let found = findings("[licenses]\nallow = [\"MIT\"]\n", &packages);
    let words = "unlisted-license: `b 1.0.0` is under `Zlib OR (MIT AND ISC)`; the policy's list doesn't have `ISC`, `Zlib`";
    assert_eq!(told(&found), [words]);
    assert!(findings("", &packages).is_empty());
}

#[test]
fn no_licence_and_no_assertion_have_their_own_rules() {
    let found = findings(
        "",
        &[("a", "MIT"), ("b", "NONE"), ("c", "NOASSERTION"), ("d", "NOASSERTION"), ("e", "MIT")],
    );
    assert_eq!(
        told(&found),
        [
            "unlicensed-component: `b 1.0.0` says that it has no licence",
            "unasserted-license: the source asserts no licence for 2 components: c 1.0.0, d 1.0.0",
        ]
    );
}

#[test]
fn what_is_unknown_is_told_once_for_a_manifest_with_its_reasons() {
    let names: Vec<String> = (0..700).map(|number| format!("p{number:03}")).collect();
    let mut packages: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "?")).collect();
    packages.push(("q", "??"));
    let found = findings_in("", &[("web/lock", &packages), ("api/lock", &[("a", "MIT"), ("b", "?")])]);
    assert_eq!(
        told(&found),
        [
            "unknown-license: the licence of 1 component is unknown: b 1.0.0",
            "unknown-license: the licence of 701 components is unknown: p000 1.0.0, p001 1.0.0, p002 1.0.0, p003 1.0.0, p004 1.0.0, …",
        ]
    );
    assert_eq!(found[1].related.len(), 2, "one for each reason");
    assert_ne!(found[0].identity(), found[1].identity());
}

#[test]
fn a_component_that_an_exception_names_stands_for_itself() {
    let policy = "[[exception]]\nid = \"unknown-license:unknown\"\ncomponent = \"npm:b\"\nowner = \"o\"\n\
                  approver = \"p\"\nreason = \"ours\"\nexpires = 2027-01-01\n";
    let found = findings(policy, &[("a", "?"), ("b", "?"), ("c", "?")]);
    assert_eq!(
        told(&found),
        [
            "unknown-license: the licence of 1 component is unknown: b 1.0.0",
            "unknown-license: the licence of 2 components is unknown: a 1.0.0, c 1.0.0",
        ]
    );
    assert!(found[0].component.is_some() && found[1].component.is_none());
}

#[test]
fn texts_that_are_no_expressions_are_grouped_by_text() {
    let found =
        findings("", &[("a", "MIT"), ("b", "Apache 2"), ("c", "BSD"), ("d", "Apache 2"), ("e", "MIT/Zlib")]);
    assert_eq!(
        told(&found),
        [
            "unparsable-license: `Apache 2`, the licence of 2 components, is no SPDX expression: b 1.0.0, d 1.0.0",
            "unparsable-license: `BSD`, the licence of 1 component, is no SPDX expression: c 1.0.0",
            "unparsable-license: `MIT/Zlib`, the licence of 1 component, is no SPDX expression: e 1.0.0",
        ]
    );
    assert_eq!(found[0].aliases, [Arc::from("Apache 2")]);
}

#[test]
fn unverified_licences_are_found_only_where_policy_asks() {
    let packages = [("a", "MIT!"), ("b", "MIT"), ("c", "MIT!"), ("d", "?")];
    let rule = |found: &[Finding]| found.iter().filter(|one| one.rule.id == "unverified-license").count();
    assert_eq!(rule(&findings("", &packages)), 0);
    let found = findings("[licenses]\nrequire-verified = true\n", &packages);
    assert_eq!(rule(&found), 1);
    assert!(told(&found).iter().any(|line| line.ends_with("isn't verified by the lockfile's hash: b 1.0.0")));
}

#[test]
fn denying_a_licence_does_not_save_it_from_an_allow_list_that_weighs_more() {
    let lists = "licenses.allow = [\"MIT\"]\nlicenses.deny = [\"GPL-3.0-only\"]\n";
    let packages = [("before", "MIT"), ("bad", "GPL-3.0-only"), ("after", "MIT")];
    let rules = |levels: &str| -> Vec<&str> {
        findings(&format!("{lists}{levels}"), &packages).iter().map(|one| one.rule.id).collect()
    };
    assert_eq!(rules(""), ["denied-license"], "where both block, once is enough");
    assert_eq!(rules("levels.denied-license = \"off\"\n"), ["denied-license", "unlisted-license"]);
}

#[test]
fn a_category_stands_for_its_licences_and_both_allow_lists_have_to_agree() {
    let packages = [
        ("before", "MIT"),
        ("strong", "GPL-2.0-or-later"),
        ("choice", "AGPL-3.0-only OR ISC"),
        ("nowhere", "LicenseRef-own"),
        ("after", "0BSD"),
    ];
    let named = |policy: &str| -> Vec<String> {
        let component =
            |one: &Finding| one.component.as_ref().map(|it| it.name.to_string()).unwrap_or_default();
        findings(policy, &packages)
            .iter()
            .map(|one| format!("{} {} {}", one.rule.id, component(one), one.related[0].0))
            .collect()
    };
    let line = "house.toml:1:10";
    assert_eq!(
        named("licenses.deny-categories = [\"strong-copyleft\", \"network-copyleft\"]\n"),
        [format!("denied-license strong {line}")]
    );
    assert_eq!(
        named("licenses.allow-categories = [\"permissive\"]\n"),
        [format!("unlisted-license strong {line}"), format!("unlisted-license nowhere {line}")]
    );
    let both = "licenses.allow = [\"MIT\", \"GPL-2.0-only\"]\nlicenses.allow-categories = [\"permissive\"]\n";
    let found = named(both);
    assert_eq!(found.len(), 4, "all but MIT: {found:?}");
}
