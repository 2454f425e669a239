//! Imports and overlays in memory: what each may do to the model below it.

use std::collections::BTreeMap;

use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::remark::RemarkKind;
use crate::domain::threat::{Decision, ThreatModel, ThreatSeverity};
use crate::threat_model::read_all;

struct Memory {
    paths: Vec<TreePath>,
    bytes: BTreeMap<TreePath, Vec<u8>>,
}

impl Files for Memory {
    fn list(&self) -> &[TreePath] {
        &self.paths
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        self.bytes.get(path).cloned().ok_or(FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.bytes.contains_key(path)
    }
}

const BASE: &str = "schema: cullis/threat-model/v1
system: {id: base}
elements: [{id: door}]
threats:
  - {id: T-1, title: a, on: [door], severity: high, decision: open}
  - {id: T-2, title: b, on: [door], severity: low, decision: mitigate, mitigations: [M-1]}
mitigations:
  - {id: M-1, title: c, status: implemented}
";

/// The models of a tree with the base at a path that no search finds, and one
/// that imports it.
fn models(importing: &str) -> Vec<ThreatModel> {
    let own = format!("schema: cullis/threat-model/v1\nsystem: {{id: own}}\n{importing}");
    let files = [("shared/base.yaml", BASE), ("threat-model.yaml", &own)];
    let path = |name: &str| TreePath::new(name).expect("a sound path");
    let bytes: BTreeMap<_, _> =
        files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect();
    read_all(&Memory { paths: bytes.keys().cloned().collect(), bytes }, &Limits::DEFAULT)
}

const IMPORT: &str = "imports: [{file: shared/base.yaml, format: cullis}]\n";

/// The base with this laid over it, and the model that does.
fn overlaid(overlay: &str) -> (ThreatModel, ThreatModel) {
    let models = models(&format!("{IMPORT}overlay:\n  {overlay}\n"));
    let [own, base] = models.try_into().expect("two models");
    (base, own)
}

fn remarks(model: &ThreatModel) -> Vec<(RemarkKind, &str)> {
    model.remarks.iter().map(|remark| (remark.kind, &*remark.item)).collect()
}

#[test]
fn an_import_is_read_though_no_search_finds_it_and_asks_for_nothing_alone() {
    let models = models(IMPORT);
    let [own, base] = models.as_slice() else { panic!("{models:?}") };
    assert_eq!((&*base.system, base.threats.len(), base.is_overlaid), ("base", 2, false));
    assert_eq!(own.imports.len(), 1);
    assert_eq!(remarks(own), []);
}

#[test]
fn an_overlay_rates_higher_and_never_lower() {
    let (base, own) = overlaid("T-2: {severity: high}");
    assert_eq!(base.threats[1].severity.value, ThreatSeverity::High);
    assert_eq!(remarks(&own), []);
    let (base, own) = overlaid("T-1: {severity: low}");
    assert_eq!(base.threats[0].severity.value, ThreatSeverity::High);
    assert_eq!(remarks(&own), [(RemarkKind::Contradiction, "overlay.T-1.severity")]);
}

#[test]
fn evidence_alone_decides_nothing_and_an_acceptance_does() {
    let evidence = "evidence: [{kind: file, path: threat-model.yaml}]";
    let (base, _) = overlaid(&format!("T-1: {{{evidence}}}"));
    assert_eq!(base.threats[0].decision.value, Decision::Open);
    let (base, _) = overlaid(&format!("T-1: {{decision: mitigate, {evidence}}}"));
    assert_eq!(base.threats[0].decision.value, Decision::Mitigate);
    assert_eq!((base.mitigations.len(), base.evidence[1].len()), (2, 1));
    let (base, _) = overlaid("T-1: {acceptance: {reason: r, by: b, until: 2027-01-01}}");
    assert_eq!(base.threats[0].decision.value, Decision::Accept);
    // What was decided otherwise stays so.
    let (base, _) = overlaid("T-2: {acceptance: {reason: r, by: b, until: 2027-01-01}}");
    assert_eq!(base.threats[1].decision.value, Decision::Mitigate);
    // Evidence goes to the mitigation that is there.
    let (base, _) = overlaid(&format!("T-2: {{{evidence}}}"));
    assert_eq!((base.mitigations.len(), base.evidence[0].len()), (1, 1));
}

#[test]
fn a_model_lays_nothing_over_itself() {
    let models = models(
        "imports: [{file: threat-model.yaml, format: cullis}]\noverlay: {T-1: {severity: low}}\n\
         elements: [{id: e}]\nthreats: [{id: T-1, title: t, on: [e], severity: high, decision: open}]\n",
    );
    let [own] = models.as_slice() else { panic!("{models:?}") };
    assert_eq!(own.threats[0].severity.value, ThreatSeverity::High);
    assert_eq!(remarks(own), [(RemarkKind::Import, "imports.threat-model.yaml.cycle")]);
    assert_eq!(own.defects.len(), 1, "{:?}", own.defects);
}

/// The models of a tree of these files, by system.
fn built(files: &[(&str, &str)]) -> BTreeMap<String, ThreatModel> {
    let text = |(name, more): &(&str, &str)| {
        let system = name.trim_end_matches(".yaml").rsplit('/').next().unwrap_or_default();
        let text = format!("schema: cullis/threat-model/v1\nsystem: {{id: {system}}}\n{more}\n");
        (TreePath::new(name).expect("a sound path"), text.into_bytes())
    };
    let bytes: BTreeMap<_, _> = files.iter().map(text).collect();
    let models = read_all(&Memory { paths: bytes.keys().cloned().collect(), bytes }, &Limits::DEFAULT);
    models.into_iter().map(|model| (model.system.to_string(), model)).collect()
}

const LOW: &str =
    "elements: [{id: e}]\nthreats: [{id: T-1, title: t, on: [e], severity: low, decision: open}]";

#[test]
fn an_overlay_reaches_what_its_imports_import_and_counts_behind_theirs() {
    let middle = "imports: [{file: shared/low.yaml, format: cullis}]\noverlay: {T-1: {decision: transfer}}\n\
                  elements: [{id: m}]\nthreats: [{id: T-2, title: t, on: [m], severity: low, decision: open}]";
    let top = "imports: [{file: shared/middle.yaml, format: cullis}]\noverlay: {T-1: {decision: avoid}}";
    let files = [("shared/low.yaml", LOW), ("shared/middle.yaml", middle), ("threat-models/top.yaml", top)];
    let models = built(&files);
    assert_eq!(models["low"].threats[0].decision.value, Decision::Avoid);
    assert_eq!(models["top"].defects, []);
    // Without a word from above the one in between counts.
    let alone = built(&[
        files[0],
        files[1],
        ("threat-models/top.yaml", "imports: [{file: shared/middle.yaml, format: cullis}]"),
    ]);
    assert_eq!(alone["low"].threats[0].decision.value, Decision::Transfer);
}

#[test]
fn of_two_items_of_one_id_the_nearer_is_meant_and_of_two_as_near_none() {
    let middle = format!("imports: [{{file: shared/low.yaml, format: cullis}}]\n{LOW}");
    let top = "imports: [{file: shared/middle.yaml, format: cullis}]\noverlay: {T-1: {decision: avoid}}";
    let models =
        built(&[("shared/low.yaml", LOW), ("shared/middle.yaml", &middle), ("threat-models/top.yaml", top)]);
    assert_eq!(models["middle"].threats[0].decision.value, Decision::Avoid);
    assert_eq!(models["low"].threats[0].decision.value, Decision::Open);
    let both = "imports: [{file: shared/low.yaml, format: cullis}, {file: shared/other.yaml, format: cullis}]\n\
                overlay: {T-1: {decision: avoid}}";
    let models =
        built(&[("shared/low.yaml", LOW), ("shared/other.yaml", LOW), ("threat-models/top.yaml", both)]);
    let keys: Vec<_> = models["top"].defects.iter().map(|one| one.message.sentence.key).collect();
    assert_eq!(keys, ["threat_model.overlay_names_several"]);
    assert_eq!(models["low"].threats[0].decision.value, Decision::Open);
}

#[test]
fn only_a_model_of_our_own_that_is_pinned_is_supplied() {
    let text = format!("schema: cullis/threat-model/v1\nsystem: {{id: low}}\n{LOW}\n");
    let digest = crate::domain::digest::Digest::of(text.as_bytes());
    let is_supplied = |pin: &str| {
        let top = format!("imports: [{{file: shared/low.yaml, format: cullis{pin}}}]");
        built(&[("shared/low.yaml", LOW), ("threat-models/top.yaml", &top)])["low"].is_supplied
    };
    assert!(is_supplied(&format!(", sha256: \"{digest}\"")));
    assert!(!is_supplied(""));
    assert!(!is_supplied(&format!(", sha256: \"{}\"", "0".repeat(64))));
}
