//! A threat counts as mitigated or avoided and cites an advisory, and the
//! lockfile still resolves a version that the advisory affects.
//!
//! Whoever holds the threat off in another way says so where it is decided: by
//! an exception to the advisory, which excuses this too.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::advisory::AdvisoryKind;
use crate::domain::assessment::Hit;
use crate::domain::component::Occurrence;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{Decision, Located, Threat, ThreatModel};
use crate::messages::rules::coverage::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "undone-upgrade", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// What affects the tree, by every id in lower case.
type Affecting<'run> = BTreeMap<String, Vec<(&'run Occurrence, &'run Hit)>>;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let closed = |threat: &Threat| matches!(threat.decision.value, Decision::Mitigate | Decision::Avoid);
    let citing = threat::threats(facts).filter(|(_, one)| closed(one) && !one.advisories.is_empty());
    let mut affecting: Option<Affecting<'_>> = None;
    let mut findings = Vec::new();
    for (model, threat) in citing {
        let affecting = affecting.get_or_insert_with(|| affecting_by_id(facts));
        let mut told: Vec<&str> = Vec::new();
        for cited in &threat.advisories {
            let hits = affecting.get(&cited.value.to_ascii_lowercase());
            // Two ids of one thing are told once.
            let new = hits.filter(|hits| hits.iter().all(|(_, hit)| !told.contains(&&*hit.group.id)));
            if let Some(hits) = new {
                told.extend(hits.iter().map(|(_, hit)| &*hit.group.id));
                findings.extend(still_there(model, threat, cited, hits));
            }
        }
    }
    findings
}

fn affecting_by_id<'run>(facts: &Facts<'run>) -> Affecting<'run> {
    let mut by_id: Affecting<'run> = BTreeMap::new();
    let assessed = facts.inventory.occurrences.iter().zip(facts.assessments);
    for (occurrence, assessment) in assessed.filter(|(_, assessment)| !assessment.first_party) {
        let faults = assessment.hits.iter().filter(|hit| {
            matches!(
                hit.group.kind(),
                AdvisoryKind::Vulnerability | AdvisoryKind::Malicious | AdvisoryKind::Unsound
            )
        });
        for hit in faults {
            for id in &hit.group.ids {
                by_id.entry(id.to_ascii_lowercase()).or_default().push((occurrence, hit));
            }
        }
    }
    by_id
}

/// One finding for a citation, at the first component that it still affects.
fn still_there(
    model: &ThreatModel,
    threat: &Threat,
    cited: &Located<Arc<str>>,
    hits: &[(&Occurrence, &Hit)],
) -> Option<Finding> {
    let (occurrence, hit) = hits.first()?;
    let component = &occurrence.component;
    let id = &threat.id.value;
    let message = say::still_affected(id, threat.decision.value.word(), &cited.value, component);
    let remedy = match hit.fixed.first() {
        Some(fixed) => say::upgrade_or_reopen(&component.name, fixed, id),
        None => say::reopen(id),
    };
    let mut finding = threat::about_threat(&RULE.info, model, (&cited.place, threat), message);
    finding.subject.item = Arc::from(format!("{id}:{}", hit.group.id));
    finding.subject.component = Some((Arc::from(component.ecosystem.as_str()), Arc::clone(&component.name)));
    finding.component = Some(component.clone());
    finding.aliases.clone_from(&hit.group.ids);
    finding.fixed.clone_from(&hit.fixed);
    finding.remedy = Some(remedy);
    finding.related =
        hits.iter().map(|(one, _)| (one.place.clone(), say::locked_here(&one.component))).collect();
    Some(finding)
}
