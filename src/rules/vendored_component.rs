//! A package of the tree that has the name and version of a public one which
//! an advisory affects.
//!
//! It counts as the project's own, and only a person can tell what it is: a
//! vendored copy is as vulnerable as the original, a project that is published
//! under that name may have mended the fault and not raised its version yet.
//! Asked of what other packages are built with: a project's outermost package
//! is no copy of anything. Whether a package is maintained is for its owner to
//! know, so only faults and malice count. Where the change itself made a copy of
//! what came from elsewhere before, the rules about that go on telling it.

use super::{Facts, Find, Rule, advisory};
use crate::domain::advisory::AdvisoryGroup;
use crate::domain::assessment::Assessment;
use crate::domain::component::{Component, Occurrence, Origin, Relation};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "vendored-component", practice: 2, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let is_own_and_affected = |one: &Assessment| one.first_party && !one.hits.is_empty();
    if !facts.assessments.iter().any(is_own_and_affected) {
        return Vec::new();
    }
    let built_with = built_with(&facts.inventory.occurrences);
    let findings = advisory::findings_where(&RULE.info, facts, sentence, &|position, assessment, hit| {
        let harms = advisory::harms(hit.group.kind());
        let is_copy = assessment.first_party && harms && built_with.get(position) == Some(&true);
        is_copy && !facts.inventory.occurrences.get(position).is_some_and(|one| was_public(facts, one))
    });
    let said = findings.into_iter().map(|finding| {
        let name = finding.component.as_ref().map(|component| component.name.to_string());
        let remedy = match finding.fixed.first() {
            Some(fixed) => say::vendored_fixed(name.unwrap_or_default(), fixed),
            None => say::vendored_without_fix(name.unwrap_or_default()),
        };
        Finding { remedy: Some(remedy), ..finding }
    });
    said.collect()
}

/// Rules about what comes from elsewhere: what they found before the change, the
/// change can't make its own.
const OF_PUBLIC: [&str; 2] = ["vulnerable-component", "malicious-component"];

/// Whether a package of the tree was a public one with an advisory against it
/// where the change began: then there is no doubt that it is a copy.
pub(super) fn was_public(facts: &Facts<'_>, occurrence: &Occurrence) -> bool {
    let old = facts.base.and_then(|base| base.old.as_deref()).unwrap_or_default();
    let mut components = old
        .iter()
        .filter(|old| OF_PUBLIC.contains(&old.finding.rule.id))
        .filter_map(|old| old.finding.component.as_ref());
    let own = &occurrence.component;
    components.any(|known| known.ecosystem == own.ecosystem && known.name == own.name)
}

fn sentence(component: &Component, group: &AdvisoryGroup, summary: &str) -> Statement {
    say::vendored(component, group, summary)
}

/// Whether each occurrence is one that other packages are built with. Where a
/// format has no edges to it, such a package is called transitive.
fn built_with(occurrences: &[Occurrence]) -> Vec<bool> {
    let is_transitive =
        |one: &Occurrence| one.origin == Origin::FirstParty && one.relation == Relation::Transitive;
    let mut built_with: Vec<bool> = occurrences.iter().map(is_transitive).collect();
    for &dependency in occurrences.iter().flat_map(|occurrence| &occurrence.dependencies) {
        if let Some(flag) = built_with.get_mut(dependency) {
            *flag = true;
        }
    }
    built_with
}
