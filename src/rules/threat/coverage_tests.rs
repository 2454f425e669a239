//! Which components a model has to list, and since when.

use super::coverage::uncovered;
use super::tests::policy;
use crate::domain::advisory::DatabaseState;
use crate::domain::base::{BaseFacts, Uncovered};
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::place::{Place, TreePath};
use crate::domain::record::HistoryState;
use crate::domain::threat::{Element, ElementKind, Located, ModelFormat, ThreatModel};
use crate::rules::{Facts, find_all};

fn occurrence(name: &str, relation: Relation, scope: Scope) -> Occurrence {
    Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: name.into(),
            version: Version::Exact("1.0.0".into()),
        },
        place: Place::whole(TreePath::new("package-lock.json").expect("sound")),
        origin: Origin::Registry { url: None },
        scope,
        relation,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    }
}

/// A parser before, in between what isn't asked for, and one after.
fn inventory() -> Inventory {
    let occurrences = vec![
        occurrence("xml2js", Relation::Direct, Scope::Runtime),
        occurrence("sax", Relation::Transitive, Scope::Runtime),
        occurrence("jsdom", Relation::Direct, Scope::Development),
        Occurrence { origin: Origin::FirstParty, ..occurrence("express", Relation::Direct, Scope::Runtime) },
        occurrence("left-pad", Relation::Direct, Scope::Runtime),
        occurrence("adm-zip", Relation::Unstated, Scope::Runtime),
        occurrence("ws", Relation::Direct, Scope::Runtime),
        occurrence("xml2js", Relation::Direct, Scope::Runtime),
    ];
    let mut inventory = Inventory::default();
    let path = TreePath::new("package-lock.json").expect("sound");
    inventory.add(path, "npm/package-lock", Reading { occurrences, gaps: Vec::new() });
    inventory
}

fn model(format: ModelFormat, components: &[&str]) -> ThreatModel {
    let file = TreePath::new("threat-model.yaml").expect("sound");
    let place = Place::whole(file.clone());
    let located = |text: &str| Located { value: text.into(), place: place.clone() };
    let element = Element {
        id: located("api"),
        title: None,
        kind: ElementKind::Process,
        is_untrusted: false,
        zone: None,
        untrusted_input: false,
        paths: Vec::new(),
        components: components.iter().map(|text| located(text)).collect(),
        in_scope: true,
    };
    ThreatModel { elements: vec![element], ..ThreatModel::empty(file, format) }
}

/// The findings of both rules as `rule component`.
fn found(models: &[ThreatModel], uncovered: Uncovered) -> Vec<String> {
    let base = BaseFacts { uncovered, ..BaseFacts::default() };
    let findings = find_all(&Facts {
        inventory: &inventory(),
        assessments: &[],
        licenses: &[],
        database: &DatabaseState::Missing,
        threat_models: models,
        policy: &policy(),
        history: &HistoryState::Off,
        base: Some(&base),
        unwritten: &[],
        now: "2026-12-31T23:59:59Z".parse().expect("a moment"),
    });
    let of_both = findings.iter().filter(|finding| finding.rule.id.ends_with("uncovered-component"));
    let name = |component: &Component| component.name.to_string();
    of_both
        .map(|one| format!("{} {}", one.rule.id, one.component.as_ref().map(name).unwrap_or_default()))
        .collect()
}

#[test]
fn what_the_project_asks_for_itself_has_to_be_listed_once() {
    let native = |components: &[&str]| vec![model(ModelFormat::Native, components)];
    let all = ["uncovered-component xml2js", "uncovered-component adm-zip", "uncovered-component ws"];
    assert_eq!(found(&native(&[]), Uncovered::NotAsked), all);
    assert_eq!(found(&native(&["pkg:npm/xml2js", "pkg:npm/adm-*"]), Uncovered::NotAsked), all[2..]);
    // What names everything names nothing.
    assert_eq!(found(&native(&["pkg:npm/*", "xml2js"]), Uncovered::NotAsked), all);
    // Nobody can be asked without a model, or by one that has no place for it.
    assert_eq!(found(&[], Uncovered::NotAsked), [""; 0]);
    assert_eq!(found(&[model(ModelFormat::Otm, &[])], Uncovered::NotAsked), [""; 0]);
}

#[test]
fn what_a_change_leaves_uncovered_is_new_unless_it_was_so_before() {
    let models = [model(ModelFormat::Native, &["pkg:npm/ws"])];
    let before =
        |names: &[&str]| Uncovered::Known(names.iter().map(|name| ("npm".into(), (*name).into())).collect());
    let told = |rule: &str| vec![format!("{rule} xml2js")];
    let unsure = "uncovered-component adm-zip";
    let mut new = told("new-uncovered-component");
    new.push(unsure.to_owned());
    let mut old = told("uncovered-component");
    old.push(unsure.to_owned());
    assert_eq!(found(&models, before(&[])), new);
    assert_eq!(found(&models, before(&["xml2js", "left-pad"])), old);
    // A clone that ends too early shows of nothing that it was there.
    assert_eq!(found(&models, Uncovered::Unknown), new);
}

#[test]
fn before_a_model_nothing_was_covered() {
    let names = |models: &[ThreatModel]| -> Vec<String> {
        uncovered(&inventory(), models).into_iter().map(|(_, name)| name.to_string()).collect()
    };
    assert_eq!(names(&[]), ["adm-zip", "left-pad", "ws", "xml2js"]);
    assert_eq!(names(&[model(ModelFormat::Native, &["pkg:npm/ws"])]), ["adm-zip", "left-pad", "xml2js"]);
}
