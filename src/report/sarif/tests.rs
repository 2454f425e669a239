//! SARIF against both schemas, and against what hosts do with it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::rule::Level;
use crate::domain::verdict::Report;
use crate::messages::Language;
use crate::report::{Format, Style, golden, render, samples};

fn text(format: Format, report: &Report, language: Language) -> String {
    let mut out = Vec::new();
    render(format, report, Style::plain(language), &mut out).expect("memory never fails");
    String::from_utf8(out).expect("text")
}

fn host(report: &Report) -> Value {
    serde_json::from_str(&text(Format::Sarif, report, Language::English)).expect("JSON")
}

fn full(report: &Report) -> Value {
    serde_json::from_str(&text(Format::SarifFull, report, Language::English)).expect("JSON")
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().expect("a list")
}

fn rules(log: &Value) -> &[Value] {
    log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list")
}

#[test]
fn both_profiles_are_valid_by_both_schemas() {
    for name in ["sarif-2.1.0.json", "sarif-2.1.0-github.json"] {
        let Some(schema) = golden::shared(&format!("schemas/{name}")) else { continue };
        let mut schema: Value = serde_json::from_str(&schema).expect("JSON");
        lift_misplaced_choice(&mut schema);
        let validator =
            jsonschema::options().should_validate_formats(true).build(&schema).expect("a sound schema");
        for report in samples::all() {
            for format in [Format::Sarif, Format::SarifFull] {
                for language in [Language::English, Language::Chinese] {
                    let log = serde_json::from_str(&text(format, &report, language)).expect("JSON");
                    let errors = validator.iter_errors(&log);
                    let errors: Vec<String> =
                        errors.map(|error| format!("{}: {error}", error.instance_path())).collect();
                    assert_eq!(errors, [""; 0], "{name} {format:?}");
                }
            }
        }
        let mut wrong = host(&samples::failing());
        wrong["runs"][0]["results"][0]["level"] = Value::from("fatal");
        assert!(!validator.is_valid(&wrong), "{name} checks words");
    }
}

/// The host's schema has a region's `anyOf` among its properties by mistake,
/// where it checks nothing and is no schema; here it checks.
fn lift_misplaced_choice(schema: &mut Value) {
    let region = &mut schema["definitions"]["region"];
    let choice = region["properties"].as_object_mut().and_then(|properties| properties.remove("anyOf"));
    if let Some(choice) = choice {
        region["anyOf"] = choice;
    }
}

#[test]
fn every_result_has_one_place_that_a_host_can_show() {
    for report in samples::all() {
        for log in [host(&report), full(&report)] {
            for result in results(&log) {
                let locations = result["locations"].as_array().expect("a list");
                assert_eq!(locations.len(), 1);
                let physical = &locations[0]["physicalLocation"];
                let uri = physical["artifactLocation"]["uri"].as_str().expect("a uri");
                let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~@+=,()%".contains(c);
                assert!(!uri.is_empty() && !uri.starts_with('/') && uri.chars().all(plain), "{uri}");
                assert_eq!(physical["artifactLocation"]["uriBaseId"], "%SRCROOT%");
                let number = |name: &str| physical["region"][name].as_i64().expect("a number");
                let start = (number("startLine"), number("startColumn"));
                assert!(start >= (1, 1) && (number("endLine"), number("endColumn")) > start, "{physical}");
            }
        }
    }
}

#[test]
fn a_finding_outside_the_tree_is_shown_at_the_file_that_mends_it() {
    let mut report = samples::indeterminate();
    let uri = |report: &Report| {
        let log = host(report);
        let stale = results(&log).iter().find(|result| result["ruleId"] == "stale-database").cloned();
        let location = &stale.expect("the finding")["locations"][0]["physicalLocation"];
        (location["artifactLocation"]["uri"].clone(), location["region"]["startLine"].clone())
    };
    assert_eq!(uri(&report), (Value::from("cullis.toml"), Value::from(1)));
    report.policy.layers.pop();
    assert_eq!(uri(&report), (Value::from("package-lock.json"), Value::from(1)));
}

#[test]
fn an_advisory_is_a_rule_with_its_own_severity() {
    let log = host(&samples::failing());
    let ids: Vec<&Value> = rules(&log).iter().map(|rule| &rule["id"]).collect();
    // The gravest first; the excused advisory isn't there.
    assert_eq!(ids, ["CVE-2099-0002", "CVE-2099-0001", "unreadable-file"]);
    let rule = &rules(&log)[0];
    assert_eq!(rule["properties"]["security-severity"], "9.8");
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert_eq!(rule["name"], "VulnerableComponent");
    assert_eq!(rule["shortDescription"]["text"], "regular expression that never ends");
    let tags: Vec<&str> =
        rule["properties"]["tags"].as_array().expect("tags").iter().filter_map(Value::as_str).collect();
    for tag in ["sca", "no-known-vulnerable-component", "external/cwe/cwe-094", "CVE-2099-0002"] {
        assert!(tags.contains(&tag), "{tag} in {tags:?}");
    }
    let gap = &rules(&log)[2];
    assert_eq!(gap["properties"]["security-severity"], Value::Null);
    assert_eq!(gap["properties"]["problem.severity"], "warning");
}

#[test]
fn rules_keep_what_hosts_ask_for() {
    for report in samples::all() {
        let log = host(&report);
        for rule in rules(&log) {
            for text in ["shortDescription", "fullDescription", "help"] {
                let text = rule[text]["text"].as_str().expect("a text");
                assert!(!text.is_empty() && text.encode_utf16().count() <= 1024, "{rule}");
            }
            assert!(rule["help"]["markdown"].as_str().is_some_and(|text| !text.is_empty()));
            let tags = rule["properties"]["tags"].as_array().expect("tags");
            assert!(tags.len() <= 10, "{tags:?}");
        }
        for (result, index) in results(&log).iter().map(|result| (result, &result["ruleIndex"])) {
            let index = usize::try_from(index.as_u64().expect("an index")).expect("small");
            assert_eq!(rules(&log)[index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn fingerprints_are_the_identity_and_unique() {
    let mut report = samples::failing();
    // The same package at another version in the same file has the same identity.
    let twin = report.judgement.findings[0].clone();
    report.judgement.findings.push(twin);
    let log = full(&report);
    let identity = report.judgement.findings[0].identity.to_string();
    let hashes: Vec<&str> = results(&log)
        .iter()
        .filter_map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str())
        .collect();
    let twins: Vec<&&str> = hashes.iter().filter(|hash| hash.starts_with(&identity)).collect();
    assert_eq!(twins, [&&*format!("{identity}:1"), &&*format!("{identity}:2")]);
    assert_eq!(hashes.iter().collect::<BTreeSet<_>>().len(), hashes.len());
    let position = hashes.iter().position(|hash| hash.starts_with(&identity)).expect("it is there");
    assert_eq!(results(&log)[position]["partialFingerprints"]["cullisFinding/v1"], identity);
}

#[test]
fn excused_findings_are_left_out_for_hosts_and_suppressed_in_the_record() {
    let report = samples::failing();
    assert_eq!(results(&host(&report)).len(), 3);
    let record = full(&report);
    assert_eq!(results(&record).len(), 4);
    let excused = &results(&record)[2]["suppressions"][0];
    assert_eq!((excused["kind"].as_str(), excused["status"].as_str()), (Some("external"), Some("accepted")));
    assert_eq!(excused["justification"], "only reached from the build script");
    assert_eq!(excused["location"]["physicalLocation"]["region"]["startLine"], 14);
    assert_eq!(results(&record)[0]["suppressions"], serde_json::json!([]));
    assert!(results(&host(&report)).iter().all(|result| result["suppressions"].is_null()));
}

#[test]
fn the_run_says_that_the_gate_worked_and_how_it_exits() {
    for report in samples::all() {
        for log in [host(&report), full(&report)] {
            let run = &log["runs"][0];
            assert_eq!(run["invocations"][0]["executionSuccessful"], true);
            assert_eq!(run["invocations"][0]["exitCode"], report.judgement.verdict.exit_code());
            assert_eq!(run["automationDetails"]["id"], "cullis/");
        }
    }
    let mut report = samples::clean();
    report.category = "web/shop".into();
    assert_eq!(host(&report)["runs"][0]["automationDetails"]["id"], "web/shop/");
}

#[test]
fn hosts_get_the_gravest_and_are_told_of_the_rest() {
    let mut report = samples::crowded(6_000);
    report.judgement.findings.reverse();
    let log = host(&report);
    assert_eq!(results(&log).len(), 5_000);
    assert_eq!(results(&log)[0]["ruleId"], "CVE-2099-0002", "what blocks is kept");
    let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert!(notification["message"]["text"].as_str().is_some_and(|text| text.contains("1003 more")));
    assert_eq!(log["runs"][0]["properties"]["resultsCut"], 1003);
    assert_eq!(results(&full(&report)).len(), 6_004);
}

#[test]
fn the_message_mends_and_links_the_way_in() {
    let log = host(&samples::failing());
    // The worst comes first; its two fixes aren't the one that mends the component.
    let text = |result: &Value| result["message"]["text"].as_str().expect("a text").to_owned();
    let way = "via [grunt 1.5.2](1) → lodash 4.17.15";
    let worst = text(&results(&log)[0]);
    let expected = format!(
        "; severity: critical, CVSS 9.8; fixed in 4.17.21, 5.0.1; upgrade to 4.17.21 (compatible); {way}"
    );
    assert!(worst.ends_with(&expected), "{worst}");
    let result = &results(&log)[1];
    let expected = format!("; severity: high, CVSS 7.2; upgrade to 4.17.21 (compatible); {way}");
    assert!(text(result).ends_with(&expected), "{}", text(result));
    let related = &result["relatedLocations"][0];
    assert_eq!((&related["id"], &related["physicalLocation"]["region"]["startLine"]), (&1.into(), &9.into()));
    let package = &result["locations"][0]["logicalLocations"][0];
    assert_eq!(package["fullyQualifiedName"], "pkg:npm/lodash@4.17.15");
}

#[test]
fn every_way_in_is_linked_to_the_line_that_asks_for_it_and_no_fix_is_said() {
    let mut report = samples::failing();
    let finding = &mut report.judgement.findings[1].finding;
    finding.fixed.clear();
    finding.cure = None;
    let introducer = |name: &str, line: u32| crate::domain::finding::Introducer {
        path: vec![samples::component(name, "1.0.0"), samples::component("lodash", "4.17.15")],
        place: samples::at("package.json", line, (5, 9)),
    };
    finding.introducers = (1..=7).map(|line| introducer(&format!("dep-{line}"), line)).collect();
    finding.more_introducers = true;
    let log = host(&report);
    let result = &results(&log)[0];
    let text = result["message"]["text"].as_str().expect("a text");
    let tail = "; brought in by [dep-1 1.0.0](2), [dep-2 1.0.0](3), [dep-3 1.0.0](4), [dep-4 1.0.0](5), \
                [dep-5 1.0.0](6) and at least 3 more";
    assert!(text.contains("; no fixed version is known; via") && text.ends_with(tail), "{text}");
    let related = result["relatedLocations"].as_array().expect("a list");
    assert_eq!(related.len(), 6);
    assert_eq!(related[5]["physicalLocation"]["artifactLocation"]["uri"], "package.json");
    assert_eq!(related[5]["physicalLocation"]["region"]["startLine"], 5);
    assert_eq!(result["properties"]["introducedBy"].as_array().map(Vec::len), Some(7));
}

/// What nobody has scored may be the worst: it is cut after what is high, and
/// before what is known to be less.
#[test]
fn what_is_not_scored_comes_before_what_is_known_to_be_less() {
    use crate::domain::advisory::Severity;
    let mut report = samples::failing();
    report.judgement.findings[0].finding.severity = Some(Severity::Score(6.9));
    report.judgement.findings[1].finding.severity = Some(Severity::Unscored);
    report.judgement.findings[1].finding.rating = Some("LOW".into());
    let log = host(&report);
    let text = |at: usize| results(&log)[at]["message"]["text"].as_str().unwrap_or_default().to_owned();
    assert!(text(0).contains("; severity: not scored; its source calls it `LOW`"), "{}", text(0));
    assert!(text(1).contains("; severity: medium, CVSS 6.9"), "{}", text(1));
    report.judgement.findings[0].finding.severity = Some(Severity::Score(7.0));
    let log = host(&report);
    let first = results(&log)[0]["message"]["text"].as_str().unwrap_or_default();
    assert!(first.contains("high, CVSS 7.0"), "{first}");
}

#[test]
fn taxonomies_are_found_by_name_and_index() {
    let log = full(&samples::failing());
    let taxonomies = log["runs"][0]["taxonomies"].as_array().expect("a list");
    for rule in rules(&log) {
        for relationship in rule["relationships"].as_array().expect("a list") {
            let target = &relationship["target"];
            let at = |value: &Value| usize::try_from(value.as_u64().expect("an index")).expect("small");
            let taxonomy = &taxonomies[at(&target["toolComponent"]["index"])];
            assert_eq!(taxonomy["name"], target["toolComponent"]["name"]);
            assert_eq!(taxonomy["taxa"][at(&target["index"])]["id"], target["id"]);
        }
    }
    assert!(host(&samples::failing())["runs"][0]["taxonomies"].is_null());
}

#[test]
fn nothing_hostile_is_left_in_a_text() {
    let mut report = samples::hostile();
    report.judgement.findings[0].level = Level::Warn;
    let log = text(Format::SarifFull, &report, Language::English);
    let value: Value = serde_json::from_str(&log).expect("JSON");
    for result in results(&value) {
        let text = result["message"]["text"].as_str().expect("a text");
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(!text.replace("\\]", "").contains("](https"), "{text}");
    }
    for rule in rules(&value) {
        let markdown = rule["help"]["markdown"].as_str().expect("a text");
        assert!(!markdown.contains("<img"), "{markdown}");
    }
}
