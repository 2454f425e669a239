//! Feeds: what is read, and what refuses them.

use std::io::Write as _;

use super::{read_epss, read_kev};

const LIMIT: u64 = 1 << 20;

fn key<T: std::fmt::Debug>(read: Result<T, crate::domain::statement::Statement>) -> &'static str {
    read.expect_err("refused").sentence.key
}

const KEV: &str = r#"{"title": "Catalogue", "catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T15:00:10.1234Z",
    "count": 2, "vulnerabilities": [
    {"cveID": "CVE-2020-0001", "vendorProject": "Example", "dateAdded": "2021-11-03", "dueDate": "2022-05-03"},
    {"cveID": "CVE-2020-0002", "dateAdded": "2024-02-29", "knownRansomwareCampaignUse": "Known"}]}"#;

#[test]
fn a_catalogue_is_the_same_in_json_and_csv() {
    let json = read_kev(KEV.as_bytes()).expect("a catalogue");
    assert_eq!(json.as_of.map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
    let csv = "\u{feff}\"cveID\",\"vendorProject\",\"dateAdded\",\"shortDescription\"\r\n\
        \"CVE-2020-0002\",\"Example, Inc.\",\"2024-02-29\",\"two\nlines, and a \"\"quote\"\"\"\r\n\
        \"CVE-2020-0001\",\"Example\",\"2021-11-03\",\"\"\r\n";
    let csv = read_kev(csv.as_bytes()).expect("a catalogue");
    assert_eq!(csv.as_of, None);
    assert_eq!(csv.entries, json.entries);
    assert_eq!(csv.entries.len(), 2);
}

#[test]
fn a_catalogue_that_is_not_whole_is_refused() {
    assert_eq!(key(read_kev(KEV.replace("\"count\": 2", "\"count\": 3").as_bytes())), "advisory.feed_count");
    assert_eq!(key(read_kev(KEV.replace("2024-02-29", "2023-02-29").as_bytes())), "advisory.feed_entry");
    assert_eq!(key(read_kev(KEV.replace("CVE-2020-0002", " ").as_bytes())), "advisory.feed_entry");
    assert_eq!(key(read_kev(&KEV.as_bytes()[..KEV.len() - 4])), "advisory.feed_unreadable");
    assert_eq!(key(read_kev(b"cveID,dateAdded\n")), "advisory.feed_empty");
    assert_eq!(key(read_kev(b"id,date\nCVE-2020-0001,2021-11-03\n")), "source.table_column");
    assert_eq!(key(read_kev(b"")), "advisory.feed_empty");
}

const EPSS: &str = "#model_version:v2025.03.14,score_date:2026-11-20T12:55:00Z\ncve,epss,percentile\n\
    CVE-2020-0001,0.97566,0.99998\nCVE-2020-0002,0.000430000,0.08\n";

#[test]
fn scores_are_the_same_plain_and_packed() {
    let plain = read_epss(EPSS.as_bytes(), LIMIT).expect("scores");
    assert_eq!(plain.as_of.map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
    let score = plain.entries.get("CVE-2020-0001").expect("it is there");
    assert!((score.probability - 0.97566).abs() < 1e-12 && (score.percentile - 0.99998).abs() < 1e-12);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(EPSS.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    assert_eq!(read_epss(&packed, LIMIT).expect("scores"), plain);
    assert_eq!(key(read_epss(&packed, 20)), "source.too_large");
    assert_eq!(key(read_epss(&packed[..packed.len() - 9], LIMIT)), "advisory.feed_unreadable");
}

#[test]
fn a_row_that_is_no_score_refuses_them() {
    let replaced = |from: &str, to: &str| read_epss(EPSS.replace(from, to).as_bytes(), LIMIT);
    for (from, to) in [
        ("0.97566", "1.5"),
        ("0.97566", "NaN"),
        ("0.97566", "-0.1"),
        (",0.08", ""),
        (",0.08", ",0.08,x"),
        ("cve,epss", "cve,score"),
    ] {
        let error = replaced(from, to).expect_err("refused");
        assert_eq!(error.sentence.key, "advisory.feed_line", "{from} {to}");
    }
    assert_eq!(key(read_epss(b"#score_date:2026-11-20\n", LIMIT)), "advisory.feed_empty");
    assert_eq!(key(read_epss(b"cve,epss,percentile\n", LIMIT)), "advisory.feed_empty");
}
