//! The JSON report against its own schema, and against the verdict.

use std::path::Path;

use serde_json::Value;

use crate::domain::verdict::Report;
use crate::messages::Language;
use crate::report::{Format, Style, golden, render, samples};

fn text(report: &Report, language: Language) -> String {
    let mut out = Vec::new();
    render(Format::Json, report, Style::plain(language), &mut out).expect("memory never fails");
    String::from_utf8(out).expect("text")
}

fn json(report: &Report) -> Value {
    serde_json::from_str(&text(report, Language::English)).expect("JSON")
}

#[test]
fn the_committed_schema_is_the_one_of_the_types() {
    let mut schema = serde_json::to_string_pretty(&super::schema()).expect("JSON");
    schema.push('\n');
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas/report-v1.schema.json");
    golden::compare_file(&file, &schema);
}

#[test]
fn every_report_is_valid_by_the_schema() {
    let schema = super::schema();
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).expect("a sound schema");
    for report in samples::all() {
        for language in [Language::English, Language::Chinese] {
            let value = serde_json::from_str(&text(&report, language)).expect("JSON");
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        }
    }
    let mut wrong = json(&samples::failing());
    wrong["judged_at"] = Value::from("yesterday");
    assert!(!validator.is_valid(&wrong), "formats are checked");
    wrong["judged_at"] = json(&samples::failing())["judged_at"].take();
    wrong["verdict"] = Value::from("maybe");
    assert!(!validator.is_valid(&wrong), "words are checked");
}

#[test]
fn findings_carry_what_a_machine_needs() {
    let report = json(&samples::failing());
    assert_eq!((report["verdict"].as_str(), report["exit"].as_u64()), (Some("fail"), Some(1)));
    let first = &report["findings"][0];
    assert_eq!(first["component"]["purl"], "pkg:npm/lodash@4.17.15");
    assert_eq!(first["place"]["line"], 12);
    assert_eq!(first["message"]["arguments"]["how"], "command injection in templates");
    assert_eq!(first["path"][0]["name"], "grunt");
    assert_eq!(report["findings"][2]["excepted_by"], 0);
    assert_eq!(report["findings"][2]["blocks"], false);
    assert_eq!(report["policy"]["exceptions"][0]["expires"], "2099-06-30");
}

#[test]
fn the_inventory_is_whole() {
    let report = json(&samples::failing());
    let components = report["inventory"]["components"].as_array().expect("a list");
    let occurrences =
        components.iter().map(|component| component["occurrences"].as_array().map_or(0, Vec::len));
    assert_eq!(occurrences.sum::<usize>(), 4);
    let shop = components.iter().find(|component| component["name"] == "shop").expect("the root");
    assert_eq!(shop["occurrences"][0]["dependencies"], serde_json::json!([1]));
    assert_eq!(shop["occurrences"][0]["standing"], "first-party");
    assert_eq!(shop["purl"], Value::Null);
}

#[test]
fn the_language_changes_texts_and_nothing_else() {
    let english = json(&samples::failing());
    let chinese: Value = serde_json::from_str(&text(&samples::failing(), Language::Chinese)).expect("JSON");
    assert_ne!(english["findings"][0]["message"]["text"], chinese["findings"][0]["message"]["text"]);
    assert_eq!(
        english["findings"][0]["message"]["arguments"],
        chinese["findings"][0]["message"]["arguments"]
    );
    assert_eq!(english["inventory"], chinese["inventory"]);
}
