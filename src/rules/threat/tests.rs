//! Each rule about threat models, with a clean item before and after the bad one.

use std::sync::Arc;

use crate::domain::advisory::{DatabaseState, Severity};
use crate::domain::exception::{ExceptionPolicy, MaxDays};
use crate::domain::finding::Finding;
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::{
    AdvisoryPolicy, BasePolicy, CargoResolve, DatabasePolicy, InventoryPolicy, LicensePolicy, Policy,
    Setting, UndeclaredRegistry,
};
use crate::domain::ports::{FileError, Files};
use crate::domain::record::HistoryState;
use crate::domain::rule::RuleKind;
use crate::domain::threat::{EvidenceState, ThreatModel};
use crate::messages::{Language, say};
use crate::rules::{Facts, find_all};
use crate::threat_model::read_all;

/// A tree with one model and one source file.
struct Tree {
    paths: Vec<TreePath>,
    model: String,
}

impl Files for Tree {
    fn list(&self) -> &[TreePath] {
        &self.paths
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        match path.as_str() {
            "threat-model.yaml" => Ok(self.model.clone().into_bytes()),
            "src/limit.rs" => Ok(b"#[test]\nfn bounds() {}\n".to_vec()),
            _ => Err(FileError::Absent),
        }
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.read(path).is_ok()
    }
}

fn models_of(text: &str) -> Vec<ThreatModel> {
    let paths = vec![TreePath::new("threat-model.yaml").expect("a sound path")];
    read_all(&Tree { paths, model: text.to_owned() }, &Limits::DEFAULT)
}

pub(super) fn policy() -> Policy {
    fn setting<T>(value: T) -> Setting<T> {
        Setting { value, place: Place::outside("policy") }
    }
    Policy {
        layers: Vec::new(),
        repository_governs_itself: true,
        levels: std::collections::BTreeMap::new(),
        inventory: InventoryPolicy {
            exclude: setting(Vec::new()),
            allow_empty: setting(true),
            cargo_resolve: setting(CargoResolve::Lockfile),
        },
        database: DatabasePolicy {
            max_age_days: setting(7),
            warn_age_days: setting(7),
            keys: setting(Vec::new()),
            require: Vec::new(),
            extensions: Vec::new(),
        },
        advisories: AdvisoryPolicy { unscored: setting(crate::domain::rule::Level::Block) },
        licenses: LicensePolicy {
            allow: setting(Vec::new()),
            deny: setting(Vec::new()),
            require_verified: setting(false),
            read_texts: setting(false),
            trust_database: setting(false),
        },
        undeclared_registry: setting(UndeclaredRegistry::Public),
        registries: Vec::new(),
        exception_rules: ExceptionPolicy {
            max_days: MaxDays::all(&setting(36_500)),
            warn_days: setting(14),
            emergency_hours: setting(0),
        },
        vex: crate::domain::policy::VexPolicy { authors: setting(Vec::new()), statements: Vec::new() },
        roster: Vec::new(),
        exceptions: Vec::new(),
        proposed: Vec::new(),
        base: BasePolicy { required: setting(false), only_new: setting(false) },
        weakened: Vec::new(),
        taken_out: Vec::new(),
        brought: Vec::new(),
        limits: Limits::DEFAULT,
        demands: crate::domain::demands::Demands::default(),
        refused: Vec::new(),
    }
}

/// What the rules of practices 11 and 13 find.
fn find_in(models: &[ThreatModel], inventory: &Inventory) -> Vec<Finding> {
    let facts = Facts {
        inventory,
        assessments: &[],
        licenses: &[],
        database: &DatabaseState::Missing,
        threat_models: models,
        policy: &policy(),
        history: &HistoryState::Off,
        base: None,
        unwritten: &[],
        now: "2026-12-31T23:59:59Z".parse().expect("a moment"),
    };
    let mut findings = find_all(&facts);
    findings.retain(|finding| matches!(finding.rule.practice, 11 | 13));
    findings
}

/// What is found in a model, but for what policy has to ask for.
fn usually_found(text: &str) -> Vec<Finding> {
    let mut findings = find_in(&models_of(text), &Inventory::default());
    findings.retain(|finding| finding.rule.id != "missing-test-result");
    findings
}

/// The same as `rule line item`.
fn found(text: &str) -> Vec<String> {
    let findings = usually_found(text);
    let line = |finding: &Finding| finding.place.region.map_or(0, |region| region.start.line);
    findings.iter().map(|f| format!("{} {} {}", f.rule.id, line(f), f.subject.item)).collect()
}

/// A model whose second threat and second mitigation are as given, between clean ones.
fn between(threat: &str, mitigation: &str) -> String {
    format!(
        "\
schema: cullis/threat-model/v1
system: {{id: pay}}
elements: [{{id: api}}]
threats:
  - {{id: T-1, title: a, on: [api], severity: high, decision: mitigate, mitigations: [M-1]}}
  - {{id: T-2, title: b, on: [api], {threat}}}
  - {{id: T-3, title: c, on: [api], severity: low, decision: open}}
mitigations:
  - {{id: M-1, title: a, status: verified, evidence: [{{kind: test, path: src/limit.rs, name: bounds}}]}}
  - {{id: M-2, title: b, {mitigation}}}
  - {{id: M-3, title: c, status: planned}}
"
    )
}

const MITIGATED: &str = "severity: high, decision: mitigate, mitigations: [M-2]";
const PLANNED: &str = "status: planned";
const SHOWN: &str = "status: implemented, evidence: [{kind: file, path: src/limit.rs}]";

#[test]
fn a_clean_model_has_no_finding() {
    let clean = [""; 0];
    assert_eq!(found(&between(MITIGATED, SHOWN)), clean);
    assert_eq!(found(&between("severity: critical, decision: transfer", PLANNED)), clean);
    assert_eq!(found(&between("severity: high, decision: not-applicable, reason: no SOAP", PLANNED)), clean);
    let accepted = "severity: high, decision: accept, acceptance: {reason: r, by: b, until: 2026-12-31}";
    assert_eq!(found(&between(accepted, PLANNED)), clean);
}

#[test]
fn open_threats_are_found_from_high_up() {
    for (severity, expected) in [
        ("low", vec![]),
        ("medium", vec![]),
        ("high", vec!["open-threat 6 T-2"]),
        ("critical", vec!["open-threat 6 T-2"]),
        ("hihg", vec!["unknown-threat-state 6 T-2.severity", "open-threat 6 T-2"]),
    ] {
        assert_eq!(found(&between(&format!("severity: {severity}, decision: open"), PLANNED)), expected);
    }
}

#[test]
fn a_plan_is_no_mitigation() {
    assert_eq!(found(&between(MITIGATED, PLANNED)), ["unimplemented-mitigation 6 T-2"]);
    let uncited = "severity: low, decision: mitigate";
    assert_eq!(found(&between(uncited, PLANNED)), ["unimplemented-mitigation 6 T-2"]);
    let one_of_two = "severity: high, decision: mitigate, mitigations: [M-3, M-1]";
    assert_eq!(found(&between(one_of_two, PLANNED)), [""; 0]);
}

#[test]
fn a_claim_without_evidence_weighs_as_its_worst_threat() {
    let bare = "status: implemented";
    assert_eq!(found(&between(MITIGATED, bare)), ["missing-evidence 10 M-2"]);
    let lesser = MITIGATED.replace("high", "medium");
    assert_eq!(found(&between(&lesser, bare)), ["missing-evidence-below-high 10 M-2"]);
    // Nothing relies on it.
    assert_eq!(
        found(&between("severity: low, decision: open", bare)),
        ["missing-evidence-below-high 10 M-2"]
    );
}

#[test]
fn evidence_that_is_gone_is_found_where_it_is_named() {
    let evidence = "status: implemented, evidence: [{kind: file, path: src/limit.rs}, \
        {kind: test, path: src/limit.rs, name: gone}, {kind: file, path: src/limit.rs, contains: bounds}]";
    assert_eq!(found(&between(MITIGATED, evidence)), ["vanished-evidence 10 M-2:src/limit.rs#gone"]);
    // A plan may name what isn't there yet.
    let planned = evidence.replace("implemented", "planned");
    assert_eq!(found(&between("severity: low, decision: open", &planned)), [""; 0]);
}

#[test]
fn a_page_is_no_evidence() {
    let page = "status: verified, evidence: [{kind: url, url: 'https://wiki.example/m2'}]";
    assert_eq!(
        found(&between(MITIGATED, page)),
        ["missing-evidence 10 M-2", "unchecked-evidence 10 M-2:https://wiki.example/m2"]
    );
}

#[test]
fn acceptances_are_complete_and_in_force() {
    let accept = |acceptance: &str| {
        let threat = format!("severity: medium, decision: accept{acceptance}");
        found(&between(&threat, PLANNED))
    };
    assert_eq!(accept(""), ["incomplete-acceptance 6 T-2"]);
    for parts in ["by: b, until: 2026-12-31", "reason: r, until: 2026-12-31", "reason: r, by: b"] {
        assert_eq!(accept(&format!(", acceptance: {{{parts}}}")), ["incomplete-acceptance 6 T-2"], "{parts}");
    }
    assert_eq!(accept(", acceptance: {reason: r, by: b, until: 2026-12-30}"), ["expired-acceptance 6 T-2"]);
}

#[test]
fn a_high_threat_can_be_held_to_a_passed_test() {
    let untested = |models: &[ThreatModel]| {
        let mut findings = find_in(models, &Inventory::default());
        findings.retain(|finding| finding.rule.id == "missing-test-result");
        findings.iter().map(|finding| finding.subject.item.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(untested(&models_of(&between(MITIGATED, SHOWN))), ["M-1", "M-2"]);
    let lesser = MITIGATED.replace("high", "medium");
    let mut models = models_of(&between(&lesser, SHOWN));
    assert_eq!(untested(&models), ["M-1"]);
    models[0].evidence[0][0] = EvidenceState::Passed;
    assert_eq!(untested(&models), [""; 0]);
}

#[test]
fn a_dismissal_needs_a_reason() {
    let dismissed = "severity: low, decision: not-applicable";
    assert_eq!(found(&between(dismissed, PLANNED)), ["unreasoned-dismissal-below-high 6 T-2"]);
    let dismissed = "severity: high, decision: not-applicable";
    assert_eq!(found(&between(dismissed, PLANNED)), ["unreasoned-dismissal 6 T-2"]);
}

#[test]
fn a_threat_without_a_severity_is_unrated_and_one_with_a_slip_only_a_slip() {
    let rated = "severity: hihg, decision: avoid";
    assert_eq!(found(&between(rated, PLANNED)), ["unknown-threat-state 6 T-2.severity"]);
    assert_eq!(found(&between("decision: avoid", PLANNED)), ["unrated-threat 6 T-2"]);
}

#[test]
fn a_text_that_says_nothing_weighs_more_where_somebody_decided() {
    let open = "severity: low, decision: open, reason: TODO";
    assert_eq!(found(&between(open, PLANNED)), ["placeholder-text 6 T-2"]);
    let closed = "severity: low, decision: avoid, reason: n/a";
    assert_eq!(found(&between(closed, PLANNED)), ["placeholder-in-closed-threat 6 T-2"]);
}

#[test]
fn slips_of_the_text_are_findings_of_their_rules() {
    assert_eq!(
        found(&between("severity: low, decision: open, onn: [api]", PLANNED)),
        ["unknown-threat-field 6 T-2.onn"]
    );
    assert_eq!(
        found(&between("severity: low, decision: open", "status: planned, status: verified")),
        ["invalid-threat-model 10 status"]
    );
    assert_eq!(
        found(&between("severity: low, decision: open, mitigations: [M-9]", PLANNED)),
        ["dangling-threat-reference 6 T-2.mitigations.M-9"]
    );
    let twice = between("severity: low, decision: open", PLANNED).replace("id: T-3", "id: T-2");
    assert_eq!(found(&twice), ["duplicate-threat-id 7 T-2"]);
}

#[test]
fn a_repository_without_a_model_of_its_own_says_so() {
    let mut inventory = Inventory::default();
    inventory.add(TreePath::new("web/package-lock.json").expect("sound"), "npm/x", Reading::default());
    let findings = find_in(&[], &inventory);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule.id, "missing-threat-model");
    assert_eq!(findings[0].place.to_string(), "web/package-lock.json");
    assert_eq!(find_in(&[], &Inventory::default())[0].place.to_string(), ".");
    assert_eq!(
        found("title: another tool's\n"),
        ["missing-threat-model 0 threat-model.yaml", "foreign-threat-model 0 schema"]
    );
    assert_eq!(found("a: [\n"), ["invalid-threat-model 1 schema"]);
}

#[test]
fn a_finding_carries_the_severity_and_speaks_both_languages() {
    let findings = usually_found(&between("severity: high, decision: open", PLANNED));
    let [finding] = findings.as_slice() else { panic!("one finding, not {findings:?}") };
    assert_eq!(finding.severity, Some(Severity::Score(7.0)));
    assert_eq!(finding.rule.kind, RuleKind::Violation);
    assert_eq!(finding.subject.item, Arc::from("T-2"));
    assert_eq!(say(&finding.message, Language::English), "high threat `T-2` is open: b");
    assert_eq!(say(&finding.message, Language::Chinese), "威胁 `T-2`（high）未处理：b");
}
