//! Exceptions and layers, from a policy's text to the findings about them.

#![expect(clippy::expect_used, reason = "the test's own inputs are sound")]

use jiff::Timestamp;

use cullis::domain::advisory::DatabaseState;
use cullis::domain::component::{Component, Ecosystem, Version};
use cullis::domain::finding::Finding;
use cullis::domain::inventory::{Gap, GapKind, Inventory};
use cullis::domain::place::{Place, TreePath};
use cullis::domain::record::HistoryState;
use cullis::messages::{Language, say, source};
use cullis::policy::{self, LayerSource};
use cullis::rules::{Facts, RULES, find_all};

/// An inventory in which `left-pad` has no version: `unresolved-version` finds
/// it, with the item `source.empty_file`.
fn inventory() -> Inventory {
    let gap = Gap {
        kind: GapKind::UnresolvedVersion,
        place: Place::whole(TreePath::new("package.json").expect("a sound path")),
        reason: source::empty_file("a version"),
        component: Some(Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: "left-pad".into(),
            version: Version::Unstated,
        }),
    };
    let mut inventory = Inventory::default();
    inventory.gaps.push(gap);
    inventory
}

fn findings(layers: &[LayerSource]) -> Vec<Finding> {
    let ids: Vec<&'static str> = RULES.iter().map(|rule| rule.info.id).collect();
    let policy = policy::effective(layers, &ids).expect("a sound policy");
    let now: Timestamp = "2026-06-15T12:00:00Z".parse().expect("a moment");
    let facts = Facts {
        inventory: &inventory(),
        assessments: &[],
        licenses: &[],
        database: &DatabaseState::Missing,
        threat_models: &[],
        policy: &policy,
        history: &HistoryState::Off,
        base: None,
        unwritten: &[],
        now,
    };
    find_all(&facts).into_iter().filter(|finding| finding.rule.practice == 10).collect()
}

fn repository(text: &str) -> LayerSource {
    let path = TreePath::new(policy::REPOSITORY_FILE).expect("a sound path");
    LayerSource::of_repository(path, text.as_bytes().to_vec())
}

fn exception(id: &str, expires: &str) -> String {
    format!(
        "[[exception]]\nid = \"{id}\"\ncomponent = \"npm:left-pad\"\nowner = \"payments\"\n\
         approver = \"security\"\nreason = \"r\"\nexpires = {expires}\n"
    )
}

fn told(text: &str) -> Vec<String> {
    let findings = findings(&[repository(text)]);
    let tell = |finding: &Finding| {
        format!("{} {}: {}", finding.place, finding.rule.id, say(&finding.message, Language::English))
    };
    findings.iter().map(tell).collect()
}

const NEEDED: &str = "unresolved-version:source.empty_file";

#[test]
fn an_exception_in_force_that_something_needs_is_not_told() {
    // The last day is inclusive; that it is near is told by a rule of its own.
    let last_day = format!("exceptions.warn-days = 0\n{}", exception(NEEDED, "2026-06-15"));
    assert_eq!(told(&last_day), Vec::<String>::new());
}

#[test]
fn an_exception_is_told_in_the_last_days_before_its_end() {
    let on = |expires: &str| told(&format!("exceptions.warn-days = 5\n{}", exception(NEEDED, expires)));
    assert_eq!(on("2026-06-20"), Vec::<String>::new());
    let near = on("2026-06-19");
    assert_eq!(near.len(), 1, "{near:?}");
    assert!(
        near.iter().all(|line| line.contains("ends on 2026-06-19, in 5 days; 1 finding needs it")),
        "{near:?}"
    );
}

#[test]
fn an_exception_that_nothing_needs_is_told_between_two_that_are_needed() {
    let needed = exception(NEEDED, "2026-12-31");
    // The same words twice would be told as such.
    let other = needed.replace("npm:left-pad", "left-pad");
    let unneeded = exception("GHSA-none", "2026-12-31");
    let text = format!("\n{needed}{unneeded}{other}");
    assert_eq!(
        told(&text),
        [
            "cullis.toml:9:1 unused-exception: the exception for `GHSA-none` in `npm:left-pad` excuses nothing that was found",
            "cullis.toml:16:1 overlapping-exception: the exception for `unresolved-version:source.empty_file` in \
             `left-pad` excuses what that for `unresolved-version:source.empty_file` in `npm:left-pad` excuses, too",
        ]
    );
}

#[test]
fn an_exception_that_has_ended_is_told_while_something_needs_it() {
    assert_eq!(
        told(&exception(NEEDED, "2026-06-14")),
        ["cullis.toml:1:1 expired-exception: the exception for `unresolved-version:source.empty_file` in \
          `npm:left-pad` ended on 2026-06-14; 1 finding still needs it"]
    );
}

#[test]
fn an_exception_that_was_renewed_or_whose_finding_is_gone_only_has_to_be_removed() {
    let renewed = exception(NEEDED, "2026-01-01") + &exception(NEEDED, "2026-12-31");
    let gone = exception("GHSA-none", "2026-01-01");
    let off = format!("levels.unresolved-version = \"off\"\n{}", exception(NEEDED, "2026-12-31"));
    for (text, rule) in [(renewed, "unused-exception"), (gone, "unused-exception"), (off, "unused-exception")]
    {
        let told = told(&text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told.iter().all(|line| line.contains(rule)), "{told:?}");
    }
}

#[test]
fn what_a_layer_may_not_loosen_is_told_with_who_holds_it() {
    let above = LayerSource::handed_in("organisation.toml", b"levels.missing-lockfile = \"block\"".to_vec());
    let own = format!(
        "levels.unresolved-version = \"block\"\nlevels.missing-lockfile = \"off\"\n{}",
        exception(NEEDED, "2026-12-31")
    );
    let found = findings(&[above, repository(&own)]);
    let told: Vec<String> = found
        .iter()
        .map(|finding| {
            let holders: Vec<String> = finding.related.iter().map(|(place, _)| place.to_string()).collect();
            format!("{} {} {}", finding.place, finding.subject.item, holders.join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "cullis.toml:2:8 levels.missing-lockfile organisation.toml:1:8",
            "cullis.toml:3:1 exception: id = \"unresolved-version:source.empty_file\" organisation.toml",
        ]
    );
}
