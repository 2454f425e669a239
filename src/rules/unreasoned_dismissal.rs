//! A threat that is said not to apply, without saying why.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::Decision;
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unreasoned-dismissal", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let dismissed = threat::threats(facts)
        .filter(|(_, threat)| threat.decision.value == Decision::NotApplicable && threat.reason.is_none());
    dismissed
        .map(|(model, threat)| {
            let message = say::dismissed(&threat.id.value);
            threat::about_threat(&RULE.info, model, (&threat.decision.place, threat), message)
        })
        .collect()
}
