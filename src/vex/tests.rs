//! The same statements in three formats, and what is refused.

use super::read;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::vex::{VexStatement, VexStatus};
use crate::messages::{Language, say};
use crate::source::SourceFile;

const OPEN_VEX: &str = r#"{"@context": "https://openvex.dev/ns/v0.2.0", "author": "Vendor",
 "statements": [
  {"vulnerability": {"name": "CVE-1", "aliases": ["GHSA-1"]}, "products": [{"@id": "pkg:npm/%40acme/pad@1.2.0"}],
   "status": "not_affected", "justification": "vulnerable_code_not_present"},
  {"vulnerability": {"name": "CVE-2"}, "products": [{"@id": "pkg:npm/%40acme/pad@1.2.0"}], "status": "fixed"},
  {"vulnerability": {"name": "CVE-3"}, "products": [{"@id": "pkg:npm/%40acme/pad@1.2.0"}], "status": "affected"}]}"#;

const CYCLONEDX: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6",
 "metadata": {"authors": [{"name": "Vendor"}]},
 "components": [{"name": "shop", "components": [{"bom-ref": "pad", "purl": "pkg:npm/%40acme/pad@1.2.0"}]}],
 "vulnerabilities": [
  {"id": "CVE-1", "references": [{"id": "GHSA-1"}], "affects": [{"ref": "pad"}],
   "analysis": {"state": "not_affected", "justification": "vulnerable_code_not_present"}},
  {"id": "CVE-2", "affects": [{"ref": "urn:cdx:1/1#pad"}], "analysis": {"state": "resolved"}},
  {"id": "CVE-3", "affects": [{"ref": "pad"}], "analysis": {"state": "exploitable"}},
  {"id": "CVE-4", "affects": [{"ref": "pad"}]}]}"#;

const CSAF: &str = r#"{"document": {"csaf_version": "2.0", "category": "csaf_vex", "publisher": {"name": "Vendor"}},
 "product_tree": {"branches": [{"branches": [{"product": {"product_id": "P-1",
   "product_identification_helper": {"purl": "pkg:npm/%40acme/pad@1.2.0"}}}]}],
  "product_groups": [{"group_id": "G-1", "product_ids": ["P-1"]}]},
 "vulnerabilities": [
  {"cve": "CVE-1", "ids": [{"system_name": "x", "text": "GHSA-1"}],
   "product_status": {"known_not_affected": ["P-1"]},
   "flags": [{"label": "vulnerable_code_not_present", "group_ids": ["G-1"]}]},
  {"cve": "CVE-2", "product_status": {"fixed": ["P-1"]}},
  {"cve": "CVE-3", "product_status": {"known_affected": ["P-1"]}}]}"#;

fn statements(text: &str) -> Result<Vec<VexStatement>, String> {
    let path = TreePath::new("vex.json").expect("sound");
    let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
    let read = read(&file, &Limits::DEFAULT);
    read.map_err(|error| format!("{}: {}", error.place, say(&error.message, Language::English)))
}

/// What a statement says, without its place.
fn told(statement: &VexStatement) -> String {
    let products = statement.products.iter();
    let products: Vec<String> = products
        .map(|one| format!("{}:{}@{}", one.ecosystem, one.name, one.version.as_deref().unwrap_or("*")))
        .collect();
    let reason = statement.justification.as_deref().unwrap_or("-");
    let ids = statement.ids.join("=");
    format!("{}: {ids} {} {reason} {}", statement.author, statement.status.word(), products.join(","))
}

#[test]
fn three_formats_say_the_same() {
    for text in [OPEN_VEX, CYCLONEDX, CSAF] {
        let found: Vec<String> = statements(text).expect("sound").iter().map(told).collect();
        assert_eq!(
            found,
            [
                "Vendor: CVE-1=GHSA-1 not_affected vulnerable_code_not_present npm:@acme/pad@1.2.0",
                "Vendor: CVE-2 fixed - npm:@acme/pad@1.2.0",
                "Vendor: CVE-3 affected - npm:@acme/pad@1.2.0",
            ],
            "{text}"
        );
    }
}

#[test]
fn csaf_2_1_lists_package_urls_and_2_0_gives_impact_statements() {
    let later =
        CSAF.replace("\"purl\": \"pkg:npm/%40acme/pad@1.2.0\"", "\"purls\": [\"pkg:npm/%40acme/pad@1.2.0\"]");
    assert_eq!(statements(&later).expect("sound").len(), 3);
    let impact = CSAF.replace(
        "\"flags\": [{\"label\": \"vulnerable_code_not_present\", \"group_ids\": [\"G-1\"]}]",
        "\"threats\": [{\"category\": \"impact\", \"details\": \"never built\", \"product_ids\": [\"P-1\"]}]",
    );
    let found = statements(&impact).expect("sound");
    assert_eq!(found[0].justification.as_deref(), Some("never built"));
}

#[test]
fn a_part_of_another_product_is_not_the_part() {
    let part = CSAF
        .replace("\"product_groups\"", "\"relationships\": [{\"category\": \"default_component_of\", \"product_reference\": \"P-1\", \"relates_to_product_reference\": \"P-1\", \"full_product_name\": {\"name\": \"both\", \"product_id\": \"P-2\"}}], \"product_groups\"")
        .replace("\"known_not_affected\": [\"P-1\"]", "\"known_not_affected\": [\"P-2\"]");
    assert_eq!(statements(&part).expect("sound")[0].products, []);
}

#[test]
fn what_cannot_be_read_in_full_is_refused_with_its_place() {
    let cases = [
        ("{}".to_owned(), "is no VEX document"),
        ("[]".to_owned(), "vex.json:1:1"),
        (OPEN_VEX.replace("\"author\": \"Vendor\",", ""), "`author` is missing"),
        (OPEN_VEX.replace("\"fixed\"", "\"mended\""), "`mended` is no status"),
        (OPEN_VEX.replace("{\"name\": \"CVE-2\"}", "{}"), "`name` is missing"),
        (CYCLONEDX.replace("\"resolved\"", "\"gone\""), "`gone` is no status"),
        (CYCLONEDX.replace("{\"authors\": [{\"name\": \"Vendor\"}]}", "{}"), "`authors` is missing"),
        (CSAF.replace("\"fixed\": [\"P-1\"]", "\"fixed\": [\"P-9\"]"), "the product tree has no `P-9`"),
        (CSAF.replace("\"cve\": \"CVE-2\", ", ""), "`cve` is missing"),
    ];
    for (text, expected) in cases {
        let error = statements(&text).expect_err("not sound");
        assert!(error.contains(expected) && error.starts_with("vex.json:"), "{error}");
    }
}

#[test]
fn a_document_cut_anywhere_is_refused_and_never_panics() {
    for text in [OPEN_VEX, CYCLONEDX, CSAF] {
        for (end, _) in text.char_indices() {
            assert!(statements(text.get(..end).unwrap_or_default()).is_err(), "{end}");
        }
    }
    assert_eq!(statements(OPEN_VEX).expect("sound")[2].status, VexStatus::Affected);
}
