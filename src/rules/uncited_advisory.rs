//! A grave advisory affects a direct component, and no threat cites it, neither
//! by an id nor by its kind of weakness.

use std::collections::BTreeSet;

use super::threat::coverage::is_direct;
use super::{Facts, Find, Rule, advisory, threat};
use crate::domain::advisory::{AdvisoryKind, SeverityBand};
use crate::domain::assessment::Hit;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::messages::rules::coverage::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "uncited-advisory", practice: 14, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    if !facts.threat_models.iter().any(can_cite) {
        return Vec::new();
    }
    let mut cited: BTreeSet<String> = BTreeSet::new();
    for (_, threat) in threat::threats(facts) {
        let names = threat.advisories.iter().chain(&threat.weaknesses);
        cited.extend(names.map(|name| name.value.to_ascii_lowercase()));
    }
    let is_cited = |hit: &Hit| {
        let weaknesses = hit.group.advisories.iter().flat_map(|advisory| &advisory.weaknesses);
        hit.group.ids.iter().chain(weaknesses).any(|name| cited.contains(&name.to_ascii_lowercase()))
    };
    let mut findings = advisory::findings_where(
        &RULE.info,
        facts,
        |component, group, _| say::uncited(group, component),
        &|position, assessment, hit| {
            let occurrence = facts.inventory.occurrences.get(position);
            !assessment.first_party
                && hit.group.kind() == AdvisoryKind::Vulnerability
                && is_grave(hit.group.severity().band())
                && occurrence.is_some_and(is_direct)
                && !is_cited(hit)
        },
    );
    for finding in &mut findings {
        finding.remedy = Some(say::cite(&finding.subject.item));
    }
    findings
}

/// What nobody has scored may be the worst of all.
const fn is_grave(band: SeverityBand) -> bool {
    matches!(band, SeverityBand::Unscored | SeverityBand::High | SeverityBand::Critical)
}

/// A model of another format has no word for it.
fn can_cite(model: &ThreatModel) -> bool {
    !model.is_unread() && matches!(model.format, ModelFormat::Native | ModelFormat::Otm | ModelFormat::TmBom)
}
