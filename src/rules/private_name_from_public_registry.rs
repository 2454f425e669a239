//! A name that the organisation keeps for itself, served by somebody else:
//! dependency confusion.

use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::component::{Ecosystem, Origin};
use crate::domain::finding::{Finding, Subject};
use crate::domain::origin::host_and_path;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "private-name-from-public-registry", practice: 6, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Ecosystems whose entries can name a registry and needn't: npm leaves the
/// address out with `omit-lockfile-registry-resolved`, pip's files mostly have
/// none. The package then comes from whatever registry the installing machine
/// is configured for. That it is the public one would be a guess, and that it
/// is the organisation's own one, too: nothing ties the name to it, which is
/// what dependency confusion lives on, so the finding stays and says just that.
const MAY_LEAVE_REGISTRY_UNSAID: [&str; 2] = [Ecosystem::NPM, Ecosystem::PYPI];

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let both = facts.inventory.occurrences.iter().zip(facts.assessments).enumerate();
    let findings = both.filter_map(|(position, (occurrence, assessment))| {
        let pattern = assessment.confused_with.as_ref()?;
        let component = &occurrence.component;
        let ecosystem = component.ecosystem.as_str();
        let name = &component.name;
        let (message, remedy) = match &occurrence.origin {
            Origin::Registry { url: Some(url) } => {
                (say::confused(component, pattern, host_and_path(url).0), say::not_ours(name))
            }
            _ if MAY_LEAVE_REGISTRY_UNSAID.contains(&ecosystem) => {
                (say::confused_unsaid(component, pattern, ecosystem), say::name_the_registry(name))
            }
            _ => (say::confused_by_default(component, pattern, ecosystem), say::not_ours(name)),
        };
        let subject = Subject {
            file: facts.inventory.manifest_of(position).map(|manifest| manifest.path.clone()),
            component: Some((Arc::from(ecosystem), Arc::clone(&component.name))),
            item: Arc::clone(pattern),
        };
        let path = facts.inventory.path_to(position);
        let path = path.iter().filter_map(|&step| facts.inventory.occurrences.get(step));
        Some(Finding {
            remedy: Some(remedy),
            component: Some(component.clone()),
            occurrence: Some(position),
            path: path.map(|step| step.component.clone()).collect(),
            ..Finding::new(&RULE.info, occurrence.place.clone(), message, subject)
        })
    });
    findings.collect()
}
