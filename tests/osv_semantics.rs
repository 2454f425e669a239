//! The OSV schema's words on packages, releases, aliases and commits, from
//! records through the index to what is said of a component.
//!
//! Schema: <https://ossf.github.io/osv-schema/>.

#![expect(clippy::expect_used, reason = "a test says what differs")]

use std::sync::Arc;

use cullis::advisory::{Importer, Index, assess};
use cullis::domain::assessment::{Assessment, Standing};
use cullis::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use cullis::domain::inventory::{Inventory, Reading};
use cullis::domain::place::{Place, TreePath};
use cullis::rules;
use cullis::store::index_file::IndexBytes;

/// `EX-1` says of the package what the body says, with these fields beside.
fn record(id: &str, ecosystem: &str, name: &str, beside: &str, body: &str) -> String {
    format!(
        r#"{{"id":"{id}","modified":"2024-01-01T00:00:00Z",{beside}
        "affected":[{{"package":{{"ecosystem":"{ecosystem}","name":"{name}"}},{body}}}]}}"#
    )
}

const ALL_BELOW_2: &str = r#""ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]"#;
const COMMITS: &str = r#""ranges":[{"type":"GIT","repo":"https://git.example/a",
    "events":[{"introduced":"0"},{"fixed":"6e5755a2a833bc64852eae12967d0a54d7adf629"}]}],"versions":["1.0"]"#;

fn occurrence(ecosystem: &str, name: &str, version: &str, origin: Origin) -> Occurrence {
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: Arc::from(name),
            version: Version::Exact(Arc::from(version)),
        },
        place: Place::whole(TreePath::root()),
        origin,
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    }
}

fn assessment(records: &[String], occurrence: Occurrence) -> Assessment {
    let mut importer = Importer::new("2026-01-02".parse().ok());
    importer.begin_source(None);
    for (number, record) in records.iter().enumerate() {
        importer.add(&format!("{number}.json"), record.as_bytes());
    }
    let import = importer.finish().expect("room").expect("no defects");
    let file = IndexBytes(import.index);
    let mut index = Index::open(&file).expect("an index");
    let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
    let policy = cullis::policy::effective(&[], &ids).expect("the built-in profile is sound");
    let mut inventory = Inventory::default();
    inventory.add(TreePath::root(), "test/lock", Reading { occurrences: vec![occurrence], gaps: Vec::new() });
    assess(&inventory, &policy, &mut index).expect("sound").pop().expect("one")
}

fn of_registry(records: &[String], ecosystem: &str, name: &str, version: &str) -> Assessment {
    assessment(records, occurrence(ecosystem, name, version, Origin::Registry { url: None }))
}

/// The ids of each group that affects it.
fn groups(assessment: &Assessment) -> Vec<Vec<&str>> {
    let ids = |hit: &'_ cullis::domain::assessment::Hit| hit.group.ids.len();
    let mut groups: Vec<Vec<&str>> = Vec::with_capacity(assessment.hits.iter().map(ids).sum());
    for hit in &assessment.hits {
        groups.push(hit.group.ids.iter().map(|id| &**id).collect());
    }
    groups
}

fn doubts(assessment: &Assessment) -> Vec<&'static str> {
    assessment.doubts.iter().map(|doubt| doubt.sentence.key).collect()
}

#[test]
fn a_release_is_asked_what_is_said_of_it_and_of_all() {
    let records = [
        record("EX-12", "Debian:12", "curl", "", ALL_BELOW_2),
        record("EX-11", "Debian:11", "curl", "", ALL_BELOW_2),
        record("EX-ALL", "Debian", "curl", "", ALL_BELOW_2),
    ];
    let found = of_registry(&records, "Debian:12", "curl", "1-1");
    assert_eq!(groups(&found), [["EX-12"], ["EX-ALL"]]);
    assert_eq!(of_registry(&records, "Debian:12", "curl", "2-1").standing(), Standing::Clean);
    // Which release it is decides; without one nobody can tell.
    let found = of_registry(&records, "Debian", "curl", "2-1");
    assert_eq!(doubts(&found), ["advisory.doubt_no_release"]);
    let alpine = [record("EX-1", "Alpine:v3.19", "curl", "", ALL_BELOW_2)];
    assert_eq!(groups(&of_registry(&alpine, "Alpine:v3.19", "curl", "1.9-r0")), [["EX-1"]]);
    assert_eq!(of_registry(&alpine, "Alpine:v3.20", "curl", "1.9-r0").standing(), Standing::Clean);
}

#[test]
fn a_longer_suffix_finds_every_shorter_one() {
    let records = [
        record("EX-PORTS", "FreeBSD:ports", "curl", "", ALL_BELOW_2),
        record("EX-143", "FreeBSD:ports:14.3", "curl", "", ALL_BELOW_2),
        record("EX-KERNEL", "FreeBSD:kernel", "curl", "", ALL_BELOW_2),
    ];
    let found = of_registry(&records, "FreeBSD:ports:14.3", "curl", "1.0_1");
    assert_eq!(groups(&found), [["EX-143"], ["EX-PORTS"]]);
}

/// Files name registries by URL, records by suffix: coordinates decide.
#[test]
fn a_registry_in_the_suffix_hides_nothing() {
    let records = [record("EX-1", "Maven:https://maven.example", "org.acme:tool", "", ALL_BELOW_2)];
    assert_eq!(groups(&of_registry(&records, "Maven", "org.acme:tool", "1.9")), [["EX-1"]]);
    assert_eq!(of_registry(&records, "Maven", "org.acme:Tool", "1.9").standing(), Standing::Clean);
}

#[test]
fn names_are_one_where_the_registry_says_so() {
    let pairs = [
        ("PyPI", "zope.interface", "Zope_Interface"),
        ("NuGet", "Newtonsoft.Json", "newtonsoft.json"),
        ("Packagist", "acme/tool", "Acme/Tool"),
        ("GitHub Actions", "actions/checkout", "Actions/Checkout"),
        ("crates.io", "serde_json", "serde-json"),
        ("SwiftURL", "https://git.example/acme/tool.git", "git.example/acme/tool"),
    ];
    for (ecosystem, recorded, declared) in pairs {
        let records = [record("EX-1", ecosystem, recorded, "", r#""versions":["1.0.0"]"#)];
        assert_eq!(groups(&of_registry(&records, ecosystem, declared, "1.0.0")), [["EX-1"]], "{ecosystem}");
    }
    for (ecosystem, recorded, declared) in
        [("npm", "jsonstream", "JSONStream"), ("Go", "code.example/acme", "code.example/Acme")]
    {
        let records = [record("EX-1", ecosystem, recorded, "", r#""versions":["1.0.0"]"#)];
        let found = of_registry(&records, ecosystem, declared, "1.0.0");
        assert_eq!(found.standing(), Standing::Clean, "{ecosystem}");
    }
}

/// The record that ties two others together speaks of another package.
#[test]
fn aliases_are_symmetric_and_transitive_and_nothing_else_ties() {
    let records = [
        record("EX-1", "npm", "a", "", ALL_BELOW_2),
        record("EX-2", "npm", "other", r#""aliases":["EX-1","EX-3"],"#, ALL_BELOW_2),
        record("EX-3", "npm", "a", r#""aliases":["CVE-2024-1"],"#, ALL_BELOW_2),
        record("EX-4", "npm", "a", r#""related":["EX-1"],"upstream":["EX-3","CVE-2024-1"],"#, ALL_BELOW_2),
    ];
    let found = of_registry(&records, "npm", "a", "1.0.0");
    assert_eq!(groups(&found), [vec!["CVE-2024-1", "EX-1", "EX-2", "EX-3"], vec!["EX-4"]]);
}

#[test]
fn a_withdrawn_record_affects_nothing_and_ties_nothing() {
    let withdrawn = r#""withdrawn":"2024-02-01T00:00:00Z","aliases":["EX-1","EX-3"],"#;
    let records = [
        record("EX-1", "npm", "a", "", ALL_BELOW_2),
        record("EX-2", "npm", "a", withdrawn, ALL_BELOW_2),
        record("EX-3", "npm", "a", "", ALL_BELOW_2),
    ];
    assert_eq!(groups(&of_registry(&records, "npm", "a", "1.0.0")), [["EX-1"], ["EX-3"]]);
}

/// Where no clone is at hand, what lists commits leaves a doubt on whatever
/// comes from git, and none on what comes from a registry with a list.
#[test]
fn commits_leave_a_doubt_on_what_comes_from_git() {
    let records = [record("EX-1", "PyPI", "a", "", COMMITS)];
    let git = |version: &str| {
        let origin =
            Origin::Git { url: Arc::from("https://git.example/a"), revision: Some(Arc::from("abc")) };
        assessment(&records, occurrence("PyPI", "a", version, origin))
    };
    let found = git("1.1");
    assert_eq!(found.standing(), Standing::Unassessable);
    assert_eq!(doubts(&found), ["advisory.doubt_git_commits"]);
    assert_eq!(
        found.doubts.first().map(|doubt| doubt.arguments.join(" ")).as_deref(),
        Some("git.example EX-1")
    );
    assert_eq!(git("1.0").standing(), Standing::Affected);
    assert_eq!(of_registry(&records, "PyPI", "a", "1.1").standing(), Standing::Clean);
    let other = Origin::Git { url: Arc::from("https://git.example/b"), revision: None };
    let found = assessment(&records, occurrence("PyPI", "b", "1.1", other));
    assert_eq!(doubts(&found), ["advisory.doubt_git"]);
}

#[test]
fn a_tag_that_moves_is_never_clean() {
    let records = [record(
        "EX-1",
        "GitHub Actions",
        "acme/check",
        "",
        r#""ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"4.1.0"},{"fixed":"4.2.0"}]}]"#,
    )];
    let found = of_registry(&records, "GitHub Actions", "acme/check", "v4");
    assert_eq!(doubts(&found), ["advisory.doubt_moving_tag"]);
    assert_eq!(
        of_registry(&records, "GitHub Actions", "acme/check", "v4.1.0").standing(),
        Standing::Affected
    );
    assert_eq!(of_registry(&records, "GitHub Actions", "acme/check", "v4.2.0").standing(), Standing::Clean);
    let found = of_registry(&records, "GitHub Actions", "acme/check", "8f4b7f8");
    assert_eq!(found.standing(), Standing::Unassessable);
}

/// One record may speak of a package in several entries, and of its releases.
#[test]
fn several_entries_of_one_record_are_one_answer() {
    let text = r#"{"id":"EX-1","affected":[
        {"package":{"ecosystem":"Debian","name":"a"},"versions":["1-1"]},
        {"package":{"ecosystem":"Debian:12","name":"b"},"versions":["1-1"]},
        {"package":{"ecosystem":"Debian:12","name":"a"},"versions":["2-1"]},
        {"package":{"ecosystem":"Debian:12","name":"a"},"versions":["3-1"]}]}"#;
    let records = [text.to_owned(), record("EX-0", "Debian", "a", "", r#""versions":["1-1"]"#)];
    for version in ["1-1", "2-1", "3-1"] {
        let found = of_registry(&records, "Debian:12", "a", version);
        let of_record = found.hits.iter().filter(|hit| &*hit.group.id == "EX-1");
        let entries: Vec<usize> =
            of_record.flat_map(|hit| &hit.group.advisories).map(|advisory| advisory.affected.len()).collect();
        assert_eq!(entries, [3], "{version}");
    }
}

/// A record of any number of ranges is answered in bounded time: not every fix
/// is held against every range, and the nearest one is still named.
#[test]
fn thousands_of_ranges_take_no_thousands_of_times_as_long() {
    let range = |major: usize| {
        format!(r#"{{"type":"SEMVER","events":[{{"introduced":"{major}.0.0"}},{{"fixed":"{major}.5.0"}}]}}"#)
    };
    let ranges: Vec<String> = (0..20_000).map(range).collect();
    let body = format!(r#""ranges":[{}]"#, ranges.join(","));
    let records = [record("EX-1", "npm", "a", r#""summary":"x","#, &body)];
    let hit = of_registry(&records, "npm", "a", "7.1.0");
    let fixed = &hit.hits.first().expect("it is affected").fixed;
    assert_eq!(fixed.first().map(|version| &**version), Some("7.5.0"));
    assert!(fixed.len() < 100, "{}", fixed.len());
    assert!(of_registry(&records, "npm", "a", "7.5.0").hits.is_empty());
}
