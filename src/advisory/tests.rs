//! The index from records to answers, on real records and on damaged bytes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;

use super::Importer;
use super::index::Index;
use crate::domain::limits::Limits;
use crate::store::advisory_source::{AdvisorySource, Event};
use crate::store::database;
use crate::store::index_file::IndexBytes;

/// A folder of the shared data; `None` only where its absence is meant.
#[expect(clippy::disallowed_methods, reason = "a test over data that lies outside the package")]
fn shared(path: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found = std::env::var_os("CULLIS_SHARED").map_or_else(beside, PathBuf::from).join(path);
    if found.exists() {
        return Some(found);
    }
    let meant = std::env::var_os("CULLIS_WITHOUT_SHARED").is_some_and(|value| value == "1");
    assert!(meant, "{} is absent; set CULLIS_SHARED, or CULLIS_WITHOUT_SHARED=1", found.display());
    None
}

fn import(sources: &[PathBuf]) -> super::Import {
    let paths: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
    let importer = Importer::new("2026-08-21".parse().ok());
    let import = database::import(&paths, importer, &Limits::DEFAULT, &mut |_| {}).expect("readable sources");
    import.expect("no defects")
}

/// Every record that a source holds, parsed.
fn records(folder: &Path) -> Vec<super::Record> {
    let source = AdvisorySource::open(folder, &Limits::DEFAULT).expect("a source");
    let mut all = Vec::new();
    let parse =
        |name: &str, bytes: &[u8]| super::read(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let read = source.read(&Limits::DEFAULT, parse, &mut |event| match event {
        Event::Record(record) => all.push(record),
        Event::Refused(name, reason) => panic!("{name}: {reason:?}"),
        Event::Expect(_) | Event::Begin(_) | Event::Overlay(..) => {}
    });
    read.expect("readable");
    all
}

/// The numbers of entries are counted by the archives' own lists.
#[test]
fn no_real_record_is_lost() {
    let Some(folder) = shared("osv") else { return };
    let import = import(std::slice::from_ref(&folder));
    assert_eq!(import.read, 1206 + 4291 + 2661 + 93 + 49 + 27 + 8 + 4);
    let records = records(&folder);
    let ids: BTreeSet<_> = records.iter().map(|record| Arc::clone(&record.advisory.id)).collect();
    assert_eq!(ids.len() as u64 + import.repeated, import.read);
    let counts = |name: &str| {
        let source = import.sources.iter().find(|source| &*source.ecosystem == name).expect(name);
        (source.advisories, source.withdrawn)
    };
    assert_eq!(counts("crates.io"), (1193, 13));
    // Go's own records, and those of other archives that speak of Go.
    assert!(counts("Go").0 >= 4274 && counts("Go").1 == 17);
    assert!(counts("PyPI").0 >= 2651 && counts("PyPI").1 == 10);
    let file = IndexBytes(import.index);
    let mut index = Index::open(&file).expect("an index");
    index.verify().expect("whole");
}

#[test]
fn every_package_of_every_record_is_found_again() {
    let Some(folder) = shared("osv") else { return };
    let file = IndexBytes(import(std::slice::from_ref(&folder)).index);
    let mut index = Index::open(&file).expect("an index");
    for record in records(&folder).iter().filter(|record| !record.withdrawn) {
        for affected in &record.advisory.affected {
            let found = index.look_up(&affected.ecosystem, &affected.name).expect("sound");
            let ids = found.iter().map(|found| index.advisory(found.advisory).expect("sound").id);
            let ids: Vec<_> = ids.collect();
            assert!(ids.contains(&record.advisory.id), "{} {}", record.advisory.id, affected.name);
        }
    }
}

#[test]
fn equal_records_give_equal_bytes_whatever_their_order() {
    let texts = small_records();
    let compile = |order: &mut dyn Iterator<Item = &(String, String)>| {
        let mut importer = Importer::new("2026-01-02".parse().ok());
        importer.begin_source(None);
        for (name, text) in order {
            importer.add(name, text.as_bytes());
        }
        importer.finish().expect("room").expect("no defects").index
    };
    assert_eq!(compile(&mut texts.iter()), compile(&mut texts.iter().rev()));
}

#[test]
fn a_record_that_cannot_be_read_leaves_no_index() {
    let mut importer = Importer::new(None);
    for (name, text) in small_records() {
        importer.add(&name, text.as_bytes());
    }
    let deep = format!("{{\"id\":\"X\",\"database_specific\":{}", "[".repeat(10_000));
    for text in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"id":""}"#,
        r#"{"id":"X","affected":[{"package":{"ecosystem":"npm"}}]}"#,
        &deep,
    ] {
        importer.add("bad.json", text.as_bytes());
    }
    let defects = importer.finish().expect("room").expect_err("defects");
    assert_eq!(defects.len(), 7);
    assert!(defects.iter().all(|defect| &*defect.name == "bad.json"));
}

#[test]
fn two_texts_of_one_id_are_kept_apart_by_their_dates() {
    let text = |modified: &str, summary: &str| {
        format!(r#"{{"id":"EX-1","modified":"{modified}","summary":"{summary}","affected":[]}}"#)
    };
    let old = text("2024-01-01T00:00:00Z", "old");
    let new = text("2024-02-01T00:00:00Z", "new");
    let other = text("2024-02-01T00:00:00Z", "other");
    let finish = |texts: &[&String]| {
        let mut importer = Importer::new(None);
        for text in texts {
            importer.add("EX-1.json", text.as_bytes());
        }
        importer.finish().expect("room")
    };
    let index = |texts: &[&String]| finish(texts).expect("no defects").index;
    assert_eq!(index(&[&old, &new]), index(&[&new]));
    assert_eq!(index(&[&new, &old, &new]), index(&[&new]));
    assert_eq!(finish(&[&new, &other]).expect_err("nobody can tell").len(), 1);
}

/// An index of records about `npm:a`: id, and ranges as `introduced fixed`.
fn index_of(records: &[(&str, &str)]) -> IndexBytes {
    let mut importer = Importer::new(None);
    for (id, body) in records {
        let text =
            format!(r#"{{"id":"{id}","affected":[{{"package":{{"ecosystem":"npm","name":"a"}},{body}}}]}}"#);
        importer.add(id, text.as_bytes());
    }
    IndexBytes(importer.finish().expect("room").expect("no defects").index)
}

fn ranges(events: &[(&str, &str)]) -> String {
    let event = |(name, version): &(&str, &str)| format!(r#"{{"{name}":"{version}"}}"#);
    let events: Vec<String> = events.iter().map(event).collect();
    format!(r#""ranges":[{{"type":"SEMVER","events":[{}]}}]"#, events.join(","))
}

/// What is said of `npm:a` at this version.
fn assessed(file: &IndexBytes, version: &str) -> crate::domain::assessment::Assessment {
    use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
    use crate::domain::place::{Place, TreePath};
    let mut inventory = crate::domain::inventory::Inventory::default();
    let occurrence = Occurrence {
        component: Component {
            ecosystem: Ecosystem::new("npm"),
            name: Arc::from("a"),
            version: Version::Exact(Arc::from(version)),
        },
        place: Place::whole(TreePath::root()),
        origin: Origin::Registry { url: None },
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    };
    let reading = crate::domain::inventory::Reading { occurrences: vec![occurrence], gaps: Vec::new() };
    inventory.add(TreePath::root(), "npm/package-lock", reading);
    let ids: Vec<&'static str> = crate::rules::infos().iter().map(|info| info.id).collect();
    let policy = crate::policy::effective(&[], &ids).expect("sound");
    let mut index = Index::open(file).expect("an index");
    super::assess(&inventory, &policy, &mut index).expect("sound").remove(0)
}

fn fixed(assessment: &crate::domain::assessment::Assessment) -> Vec<Vec<&str>> {
    assessment.hits.iter().map(|hit| hit.fixed.iter().map(|version| &**version).collect()).collect()
}

/// 1.0.2 mends the first, and what begins at 1.0.2 sends on to 2.0.0; the
/// second is mended by 1.1.0, which lies in what begins at 1.0.2.
#[test]
fn the_cure_is_checked_against_every_record_of_the_component() {
    use crate::domain::assessment::{Cure, Leap};
    let records = [
        ("EX-1", ranges(&[("introduced", "0"), ("fixed", "1.0.2")])),
        (
            "EX-2",
            ranges(&[
                ("introduced", "1.0.0"),
                ("fixed", "1.1.0"),
                ("introduced", "3.0.0"),
                ("fixed", "3.0.1"),
            ]),
        ),
        ("EX-3", ranges(&[("introduced", "1.0.2"), ("fixed", "2.0.0")])),
    ];
    let records: Vec<(&str, &str)> = records.iter().map(|(id, body)| (*id, body.as_str())).collect();
    let file = index_of(&records);
    let assessment = assessed(&file, "1.0.0");
    assert_eq!(fixed(&assessment), [vec!["1.0.2"], vec!["1.1.0", "3.0.1"]]);
    let cure = Cure { version: Arc::from("2.0.0"), leap: Some(Leap::Breaking), leaves: Vec::new() };
    assert_eq!(assessment.cure, Some(cure));
    let old = assessed(&file, "0.9.0");
    assert_eq!(fixed(&old), [vec!["1.0.2"]]);
    assert_eq!(old.cure.map(|cure| cure.version.to_string()).as_deref(), Some("2.0.0"));
    assert_eq!(assessed(&file, "2.0.0").cure, None, "nothing affects it");
}

#[test]
fn what_no_version_fixes_stands_beside_the_cure() {
    let body = [
        ranges(&[("introduced", "0"), ("fixed", "1.0.1")]),
        ranges(&[("introduced", "0")]),
        ranges(&[("introduced", "0"), ("last_affected", "1.5.0")]),
    ];
    let all = index_of(&[("EX-1", &body[0]), ("EX-2", &body[1]), ("EX-3", &body[2])]);
    let assessment = assessed(&all, "1.0.0");
    let cure = assessment.cure.as_ref().expect("a cure");
    assert_eq!(
        (&*cure.version, cure.leaves.iter().map(|id| &**id).collect::<Vec<_>>()),
        ("1.0.1", vec!["EX-2", "EX-3"])
    );
    let last = |assessment: &crate::domain::assessment::Assessment| {
        assessment
            .hits
            .iter()
            .map(|hit| hit.last_affected.as_ref().map(ToString::to_string))
            .collect::<Vec<_>>()
    };
    assert_eq!(last(&assessment), [None, None, Some("1.5.0".to_owned())]);
    let none = assessed(&index_of(&[("EX-2", &body[1])]), "1.0.0");
    assert_eq!((fixed(&none), none.cure.is_none()), (vec![vec![]], true));
    // A record that never ends leaves every later version in doubt.
    let alias = format!(r#"{}}}],"aliases":["EX-2"],"x":[{{"y":1"#, body[2]);
    let grouped = assessed(&index_of(&[("EX-2", &body[1]), ("EX-3", &alias)]), "1.0.0");
    assert_eq!(last(&grouped), [None]);
}

#[test]
fn a_prerelease_is_a_fix_only_where_nothing_else_is() {
    let both = ranges(&[
        ("introduced", "0"),
        ("fixed", "1.1.0-rc.1"),
        ("introduced", "1.1.0-rc.2"),
        ("fixed", "1.1.0"),
    ]);
    let only = ranges(&[("introduced", "0"), ("fixed", "2.0.0-beta.1")]);
    let version = |body: &str, from: &str| {
        let assessment = assessed(&index_of(&[("EX-1", body)]), from);
        let fixed: Vec<String> = assessment.hits[0].fixed.iter().map(ToString::to_string).collect();
        (fixed.join(" "), assessment.cure.map(|cure| cure.version.to_string()).unwrap_or_default())
    };
    assert_eq!(version(&both, "1.0.0"), ("1.1.0".to_owned(), "1.1.0".to_owned()));
    assert_eq!(version(&both, "1.1.0-alpha"), ("1.1.0-rc.1 1.1.0".to_owned(), "1.1.0-rc.1".to_owned()));
    assert_eq!(version(&only, "1.0.0"), ("2.0.0-beta.1".to_owned(), "2.0.0-beta.1".to_owned()));
}

/// A word of a source survives the index, and only where there is no score.
#[test]
fn a_source_s_word_is_kept_where_there_is_no_score() {
    use crate::domain::advisory::Severity;
    let text = |severity: &str| {
        format!(
            r#"{{"id":"EX-1","severity":[{severity}],"database_specific":{{"severity":" MODERATE "}},"affected":
            [{{"package":{{"ecosystem":"npm","name":"a"}},"ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}}]}}]}}]}}"#
        )
    };
    let group = |severity: &str| {
        let mut importer = Importer::new(None);
        importer.add("EX-1", text(severity).as_bytes());
        let file = IndexBytes(importer.finish().expect("room").expect("no defects").index);
        let group = Arc::clone(&assessed(&file, "1.0.0").hits[0].group);
        (group.severity(), group.rating().map(ToString::to_string))
    };
    assert_eq!(group(""), (Severity::Unscored, Some("MODERATE".to_owned())));
    let scored = r#"{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}"#;
    assert_eq!(group(scored), (Severity::Score(9.8), None));
}

/// Records of many packages, so that the data has several pages and the tree
/// of digests something to hold.
fn small_records() -> Vec<(String, String)> {
    let record = |number: usize| {
        let text = format!(
            r#"{{"id":"EX-{number}","aliases":["CVE-2020-{number:05}"],"summary":"{}","affected":[{{"package":
            {{"ecosystem":"npm","name":"package-{}"}},"ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}},
            {{"fixed":"1.{number}.0"}}]}}],"versions":["3.0.{number}"]}}]}}"#,
            "why ".repeat(number % 40),
            number / 2,
        );
        (format!("EX-{number}.json"), text)
    };
    (0..400).map(record).collect()
}

fn small_index() -> Vec<u8> {
    let mut importer = Importer::new("2026-01-02".parse().ok());
    for (name, text) in small_records() {
        importer.add(&name, text.as_bytes());
    }
    importer.finish().expect("room").expect("no defects").index
}

/// All that the index says: what a damaged one may say again, or refuse.
fn answers(bytes: Vec<u8>) -> Result<Vec<String>, crate::domain::statement::Statement> {
    let file = IndexBytes(bytes);
    let mut index = Index::open(&file)?;
    let mut answers = vec![format!("{:?}", index.summary())];
    for number in 0..210 {
        for found in index.look_up("npm", &format!("package-{number}"))? {
            let advisory = index.advisory(found.advisory)?;
            answers.push(format!("{advisory:?} {:?}", found.affected));
        }
    }
    Ok(answers)
}

#[test]
fn an_index_that_is_cut_short_anywhere_is_refused() {
    let whole = small_index();
    for length in (0..whole.len()).step_by(97).chain(whole.len() - 200..whole.len()) {
        assert!(answers(whole[..length].to_vec()).is_err(), "{length} of {} bytes", whole.len());
    }
    let mut longer = whole;
    longer.push(0);
    assert!(answers(longer).is_err());
}

#[test]
fn what_is_no_index_is_told_apart() {
    let key = |bytes: &[u8]| answers(bytes.to_vec()).expect_err("no index").sentence.key;
    assert_eq!(key(b""), "advisory.index_empty");
    assert_eq!(key(b"{\"id\": 1}"), "advisory.index_foreign");
    assert_eq!(key(b"CULL"), "advisory.index_length");
    let mut newer = small_index();
    let format = u8::try_from(super::FORMAT_VERSION).expect("a small number");
    newer[8] = format + 1;
    assert_eq!(key(&newer), "advisory.index_damaged");
    for (version, expected) in [(format + 1, "advisory.index_newer"), (format - 1, "advisory.index_older")] {
        newer[8] = version;
        let root = crate::domain::digest::Digest::of(&newer[..128]);
        newer[128..160].copy_from_slice(root.as_bytes());
        assert_eq!(key(&newer), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_record_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        drop(super::read(&bytes));
        drop(answers([b"CULLISDB".as_slice(), &bytes].concat()));
    }
}
