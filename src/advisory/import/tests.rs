//! What overlays and feeds make of an import.

use std::sync::Arc;

use super::{Importer, Unmatched};
use crate::advisory::index::Index;
use crate::domain::advisory::{Advisory, Completeness, FeedKind, Provenance};
use crate::domain::limits::Limits;
use crate::store::index_file::IndexBytes;

fn record(id: &str, aliases: &[&str], name: &str) -> String {
    let aliases = aliases.iter().map(|alias| format!("\"{alias}\"")).collect::<Vec<_>>().join(",");
    format!(
        r#"{{"id":"{id}","aliases":[{aliases}],"affected":[{{"package":{{"ecosystem":"npm","name":"{name}"}},
        "ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}}]}}]}}]}}"#
    )
}

/// One thing under three ids by a chain of aliases, and another thing.
fn records() -> [(&'static str, String); 4] {
    [
        ("A.json", record("GHSA-A", &["CVE-2026-1"], "a")),
        ("B.json", record("PYSEC-B", &["GHSA-A"], "b")),
        ("C.json", record("GHSA-C", &["CVE-2026-2", "CVE-2026-3"], "c")),
        ("D.json", record("GHSA-D", &[], "d")),
    ]
}

fn importer<'text>(records: impl Iterator<Item = &'text (&'static str, String)>) -> Importer {
    let mut importer = Importer::new("2026-11-20".parse().ok());
    importer.begin_source(Some("npm"));
    for (name, text) in records {
        importer.add(name, text.as_bytes());
    }
    importer
}

const KEV: &[u8] = b"cveID,dateAdded\nCVE-2026-1,2026-05-01\nCVE-2026-3,2026-06-01\nCVE-2026-2,2026-07-01\nCVE-2000-1,2020-01-01\n";
const EPSS: &[u8] =
    b"cve,epss,percentile\nCVE-2026-1,0.5,0.9\nCVE-2026-2,0.2,0.5\nCVE-2026-3,0.7,0.95\nCVE-2000-1,1,1\n";
const OVERLAY: &str = r#"
[[alias]]
id = "CNVD-2026-1"
of = "CVE-2026-1"
[[alias]]
id = "CNVD-2026-9"
of = "CVE-2026-9"
[[withdrawal]]
id = "GHSA-D"
reason = "not followed"
by = "security"
date = 2026-11-02
[[withdrawal]]
id = "CVE-2026-2"
reason = "by an alias"
by = "security"
date = 2026-11-02
[[namespace]]
ecosystem = "npm"
name = "@bank/*"
[[advisory]]
id = "BANK-1"
summary = "of the bank"
ecosystem = "npm"
name = "@bank/a"
introduced = "0"
"#;

fn overlay(importer: &mut Importer, text: &str) {
    importer.add_overlay("overlay.toml", text.as_bytes().to_vec(), &Limits::DEFAULT);
}

fn advisory(index: &mut Index<'_>, name: &str) -> Option<Advisory> {
    let found = index.look_up("npm", name).expect("sound").into_iter().next()?;
    Some(index.advisory(found.advisory).expect("sound"))
}

#[test]
fn feeds_and_aliases_reach_every_record_of_a_group() {
    let records = records();
    let mut importer = importer(records.iter());
    importer.add_exploited("kev.csv", KEV);
    importer.add_epss("epss.csv", EPSS, &Limits::DEFAULT);
    overlay(&mut importer, OVERLAY);
    let import = importer.finish().expect("room").expect("no defects");
    let file = IndexBytes(import.index);
    let mut index = Index::open(&file).expect("an index");
    let mut of = |name: &str| {
        let advisory = advisory(&mut index, name).expect("it is there");
        let since = advisory.exploited.map(|exploited| format!("{} {}", exploited.id, exploited.since));
        let epss = advisory.epss.map(|epss| format!("{} {} {}", epss.id, epss.probability, epss.percentile));
        (since.unwrap_or_default(), epss.unwrap_or_default(), advisory.aliases.join(" "))
    };
    let own = |text: &str| text.to_owned();
    let first = (own("CVE-2026-1 2026-05-01"), own("CVE-2026-1 0.5 0.9"));
    assert_eq!(of("a"), (first.0.clone(), first.1.clone(), own("CVE-2026-1 CNVD-2026-1 PYSEC-B")));
    // By a chain of aliases, though the record itself names no CVE.
    assert_eq!(of("b"), (first.0, first.1, own("GHSA-A CNVD-2026-1 CVE-2026-1")));
    // Of two ids of one record the earlier day and the higher estimate.
    assert_eq!(of("c").0, "CVE-2026-3 2026-06-01");
    assert_eq!(of("c").1, "CVE-2026-3 0.7 0.95");
    assert_eq!(of("@bank/a"), Default::default());
    assert!(advisory(&mut index, "d").is_none(), "it is withdrawn");
    let [kev, epss] = index.summary().feeds.as_slice() else { panic!("two feeds") };
    assert_eq!((kev.kind, kev.entries, kev.matched), (FeedKind::Exploited, 4, 3));
    assert_eq!((epss.kind, epss.entries, epss.matched), (FeedKind::Epss, 4, 3));
    let [source] = index.summary().sources.as_slice() else { panic!("one source") };
    assert_eq!((source.advisories, source.in_house, source.withdrawn_here), (4, 1, 1));
    assert_eq!(source.completeness, Completeness::Whole);
    assert_eq!(advisory(&mut index, "@bank/a").map(|one| one.provenance), Some(Provenance::InHouse));
    let unmatched = [
        Unmatched::Withdrawal("CVE-2026-2".into(), vec!["GHSA-C".into()]),
        Unmatched::Alias("CNVD-2026-9".into(), "CVE-2026-9".into()),
    ];
    assert_eq!(import.unmatched, unmatched);
}

#[test]
fn the_order_of_everything_is_all_the_same() {
    let records = records();
    let make = |reverse: bool, texts: [&str; 2]| {
        let order: Vec<_> = if reverse { records.iter().rev().collect() } else { records.iter().collect() };
        let mut importer = importer(order.into_iter());
        for text in texts {
            overlay(&mut importer, text);
        }
        importer.add_epss("epss.csv", EPSS, &Limits::DEFAULT);
        importer.add_exploited("kev.csv", KEV);
        importer.finish().expect("room").expect("no defects").index
    };
    let other =
        "[[namespace]]\necosystem = \"npm\"\nname = \"@bank/*\"\nregistries = [\"https://b.example/\"]\n";
    assert_eq!(make(false, [OVERLAY, other]), make(true, [other, OVERLAY]));
}

#[test]
fn whoever_imports_can_say_what_is_whole_and_of_which_day() {
    let records = records();
    let mut importer = importer(records.iter());
    importer.declare("npm", Completeness::Partial);
    importer.date("npm", "2026-11-01".parse().expect("a day"));
    let sources = importer.finish().expect("room").expect("no defects").sources;
    assert_eq!(sources[0].completeness, Completeness::Partial);
    assert_eq!(sources[0].as_of.map(|day| day.to_string()).as_deref(), Some("2026-11-01"));
    let mut mixed = Importer::new(None);
    mixed.begin_source(Some("mixed"));
    mixed.add("A.json", records[0].1.as_bytes());
    mixed.begin_source(Some("npm"));
    mixed.add("C.json", records[2].1.as_bytes());
    let sources = mixed.finish().expect("room").expect("no defects").sources;
    assert_eq!(sources[0].completeness, Completeness::Whole);
}

#[test]
fn what_contradicts_leaves_no_index() {
    let records = records();
    let defects = |add: &dyn Fn(&mut Importer)| {
        let mut importer = importer(records.iter());
        add(&mut importer);
        let defects = importer.finish().expect("room").expect_err("defects");
        defects.into_iter().map(|defect| defect.reason.sentence.key).collect::<Vec<_>>()
    };
    // An in-house record with a public one's id would take its place unseen.
    let same_id = OVERLAY.replace("BANK-1", "GHSA-A");
    assert_eq!(defects(&|importer| overlay(importer, &same_id)), ["advisory.record_of_another"]);
    let other_words = OVERLAY.replace("not followed", "for another reason").replace("BANK-1", "BANK-2");
    let twice = |importer: &mut Importer| {
        overlay(importer, OVERLAY);
        overlay(importer, &other_words);
    };
    assert_eq!(defects(&twice), ["advisory.two_withdrawals"]);
    assert_eq!(defects(&|importer| overlay(importer, "x = 1")), ["policy.unknown_key"]);
    assert_eq!(defects(&|importer| importer.add_exploited("kev.json", b"{}")), ["advisory.feed_unreadable"]);
    let listed = |expression: &str| crate::domain::license::ListedLicense {
        ecosystem: "npm".into(),
        name: "a".into(),
        version: None,
        expression: Arc::from(expression),
    };
    let licenses = vec![listed("MIT"), listed("ISC")];
    assert_eq!(
        defects(&|importer| importer.add_licenses("list.csv", licenses.clone())),
        ["advisory.two_licenses"]
    );
}
